"""`python -m qualcode` is the same as `qualcode`."""

from qualcode.cli import main

main()
