"""Holds Python's cyclic garbage collector back while many small, lasting objects are made."""

from __future__ import annotations

import atexit
import gc
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collection() -> Iterator[None]:
    """No cyclic garbage collection inside.

    Looking up tens of thousands of forms makes objects that stay and hold no cycles; the collector walks them
    over and over, and takes several times as long as the work. Memory is freed by reference count as always.
    What was made is afterwards taken for old, and not walked through at the next allocation, nor at the end.
    """
    _leave_it_at_the_end()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@cache
def _leave_it_at_the_end() -> None:
    """Let the process end without a last search for cycles through what it gives back anyway."""
    atexit.register(gc.freeze)
