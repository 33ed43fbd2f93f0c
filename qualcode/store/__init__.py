"""The study's database."""

from qualcode.store.store import Store

__all__ = ["Store"]
