"""The study's database."""

from qualcode.store.decisions import Before
from qualcode.store.store import Placed, Scored, Store, Uncoded

__all__ = ["Before", "Placed", "Scored", "Store", "Uncoded"]
