"""The review app: coded excerpts in a browser, served from this machine: views, templates, guards.

What a coder sees, and what a decision does, is `qualcode.passes`'s; nothing here decides.
"""
