"""What the sections of a draft are built from: the tables computed once, and names as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from qualcode.analysis.counting import Reviewed, counted_segments, reviewed
from qualcode.analysis.data import StudyData, records
from qualcode.analysis.prevalence import dimension_values, prevalence
from qualcode.analysis.spread import spread, themes
from qualcode.analysis.voices import VoiceCounts
from qualcode.model import UNKNOWN
from qualcode.report.context import Cell, Table
from qualcode.report.texts import texts
from qualcode.segmenting import DOCUMENT_GROUP

NO_PERSONS = (DOCUMENT_GROUP, UNKNOWN)
"""Rows of the group dimension that hold text nobody in the register said."""

Row = Mapping[str, Any]


class Facts:
    """A study's tables and words for one draft; numbers its printed tables in the order they are made."""

    def __init__(self, data: StudyData) -> None:
        self.data = data
        self.settings = data.settings
        self.words = texts(data.settings.language)
        self._tables = 0

    # --- computed once -----------------------------------------------------------------------------

    @cached_property
    def segments(self) -> list[dict[str, Any]]:
        """The segments' rows."""
        return records(self.data.segments)

    @cached_property
    def counted(self) -> dict[str, set[str]]:
        """Segment ids by code."""
        return counted_segments(self.data)

    @cached_property
    def review(self) -> dict[str | None, Reviewed]:
        """How far the review has come."""
        return reviewed(self.data)

    @cached_property
    def prevalence(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        """Rows by code, dimension and value."""
        return {(r["code"], r["dimension"], r["value"]): r for r in records(prevalence(self.data))}

    @cached_property
    def spread(self) -> dict[str, dict[str, Any]]:
        """How each code is spread, by code."""
        return {row["code"]: row for row in records(spread(self.data))}

    @cached_property
    def themes(self) -> list[str]:
        """Top codes."""
        return themes(self.data)

    @cached_property
    def codebook(self) -> dict[str, dict[str, Any]]:
        """The codebook's rows by code."""
        return {row["code"]: row for row in records(self.data.codebook)}

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """The values of each dimension, in the order printed."""
        return {d: dimension_values(self.data, d) for d in ("group", "site", "phase", "item")}

    @cached_property
    def voices(self) -> VoiceCounts:
        """Who was asked about a theme and who spoke of it."""
        return VoiceCounts(self.data)

    @cached_property
    def collectives(self) -> set[str]:
        """The informants who are collectives."""
        return {row["person"] for row in self.segments if row["is_informant"] and row["collective"]}

    @cached_property
    def in_several(self) -> bool:
        """Whether somebody speaks in several groups, which then add up to more than the total."""
        groups: dict[str, set[str | None]] = {}
        for row in self.segments:
            if row["is_informant"]:
                groups.setdefault(row["person"], set()).add(row["group"])
        return any(len(found) > 1 for found in groups.values())

    def has(self, *kinds: str) -> bool:
        """Whether the study has segments from sources of these kinds."""
        return any(row["kind"] in kinds for row in self.segments)

    def cell(self, code: str, dimension: str, value: str) -> dict[str, Any]:
        """A row of the prevalence table."""
        return self.prevalence[code, dimension, value]

    @staticmethod
    def only_volunteers(row: Row) -> bool:
        """Whether all who speak of the theme do so unasked: a share would mislead (row: of prevalence)."""
        return bool(row["informants_unasked"]) and row["informants_unasked"] == row["informants_asked"]

    # --- names -------------------------------------------------------------------------------------

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue with its places filled."""
        return self.words[key].format(**values)

    def code_name(self, code: str) -> str:
        """A code's name in the report language, else in another, else its id."""
        row = self.codebook[code]
        wanted = (self.settings.language, "nb", "nn", "en")
        return next((row[f"name_{lang}"] for lang in wanted if row[f"name_{lang}"]), code)

    def value_name(self, dimension: str, value: str) -> str:
        """A group's, site's, phase's or item's printed name."""
        if dimension == "group":
            fixed = {DOCUMENT_GROUP: self.words["documents"], UNKNOWN: self.words["unknown_group"]}
            return fixed.get(value) or self.settings.groups.get(value, value)
        if dimension == "site":
            return self.words["unknown_site"] if value == UNKNOWN else self.settings.sites.get(value, value)
        return value

    # --- tables ------------------------------------------------------------------------------------

    def table(
        self,
        caption: str,
        head: list[str],
        rows: list[list[Cell]],
        *,
        note: str | None = None,
        has_total: bool = False,
    ) -> Table:
        """The draft's next table."""
        self._tables += 1
        return Table(self._tables, caption, tuple(head), tuple(tuple(r) for r in rows), note, has_total)

    def of(self, k: int, n: int) -> str:
        """`2 av 3`, with no-break spaces so that a number never stands alone."""
        return self.text("of", k=k, n=n).replace(" ", "\u00a0")
