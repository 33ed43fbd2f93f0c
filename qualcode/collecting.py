"""Holds Python's cyclic garbage collector back while many small, lasting objects are made."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def without_collection() -> Iterator[None]:
    """No cyclic garbage collection inside.

    Looking up tens of thousands of forms makes objects that stay and hold no cycles; the collector walks them
    over and over, and takes several times as long as the work. Memory is freed by reference count as always.
    What was made is afterwards taken for old, and not walked through at the next allocation.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
