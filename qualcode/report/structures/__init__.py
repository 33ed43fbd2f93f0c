"""The ways a draft's findings can be laid out, by their names in the settings (`[report] structure`).

Each module builds one chapter from the same coding: `chapter(facts) -> Section`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, get_args

from qualcode.settings_tables import Structure

if TYPE_CHECKING:
    from qualcode.report.context import Section
    from qualcode.report.facts import Facts

STRUCTURES: tuple[str, ...] = get_args(Structure)


def chapters(facts: Facts) -> list[Section]:
    """The chapters of findings the settings ask for, in their order."""
    return [
        import_module(f"qualcode.report.structures.{name}").chapter(facts)
        for name in facts.settings.report.structure
    ]
