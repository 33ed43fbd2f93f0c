"""Who a quote is said to come from: no finer than nobody can be told by it, or as the author has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.model import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.analysis.data import StudyData

CROWD = 3
"""Informants of a group who must share an attribution before it is printed."""


class Attributions:
    """What is printed after a quote, at the study's level of attribution.

    `settings.attribution` `gruppe`, `rolle` and `rolle_sted` are the author's choice and printed as
    chosen, a coarser level where a role or site is missing. `auto` takes for each group the finest of
    role and site, role, and group at which every cell of the group (those without a role or site are a
    cell too) holds at least three informants (persons, a collective being one). Were only the large
    cells named, the one who is left at the coarser level could be told by subtraction. A group of fewer
    than three is still named: who was interviewed is what the report is about; then nothing finer is
    ever said.
    """

    def __init__(self, data: StudyData) -> None:
        self._settings = data.settings
        cells: dict[tuple[str, str | None], dict[tuple[str | None, ...], set[str]]] = {}
        for row in data.segment_rows:
            if row["is_informant"]:
                for level in ("rolle", "rolle_sted"):
                    of_group = cells.setdefault((level, row["group"]), {})
                    of_group.setdefault(_cell(level, row), set()).add(row["person"])
        self._crowded = {
            level_and_group
            for level_and_group, of_group in cells.items()
            if all(len(people) >= CROWD for people in of_group.values())
        }

    def __call__(self, row: Mapping[str, Any]) -> tuple[str | None, str]:
        """The attribution of a segment's speaker, None where the group is unknown, and its level."""
        for level in ("rolle_sted", "rolle"):
            told = row["role"] and (row["site"] or level == "rolle")
            if told and self._allowed(level, row["group"]):
                site = (
                    f", {self._settings.sites.get(row['site'], row['site'])}" if level == "rolle_sted" else ""
                )
                return f"{self._settings.role_names.get(row['role'], row['role'])}{site}", level
        if not row["group"] or row["group"] == UNKNOWN:
            return None, "gruppe"
        return self._settings.groups.get(row["group"], row["group"]), "gruppe"

    def _allowed(self, level: str, group: str | None) -> bool:
        chosen = self._settings.attribution
        if chosen == "auto":
            return (level, group) in self._crowded
        return chosen == level or (chosen == "rolle_sted" and level == "rolle")


def _cell(level: str, row: Mapping[str, Any]) -> tuple[str | None, ...]:
    role = row["role"].casefold() if row["role"] else None
    return (role,) if level == "rolle" or role is None else (role, row["site"])
