"""Who a theme was put to, who of them spoke of it, and who seems to have brought it up unasked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import Asked, counted_segments
from qualcode.analysis.data import records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.analysis.data import StudyData

LAYERS = ("interview", "survey")
"""Persons heard in interviews (and in notes of them), and persons who answered a survey."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a study: the segments that fit everything named (None: all).

    layer: `interview`, `survey` or `document`. within: groups, kinds of source or patterns of source ids, of
    which one must fit.
    """

    layer: str | None = None
    group: str | None = None
    site: str | None = None
    phase: str | None = None
    question: str | None = None
    week: str | None = None
    meeting: str | None = None
    within: tuple[str, ...] = ()

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether a segment (row of the table) belongs to the part."""
        return (
            (self.layer is None or layer_of(row) == self.layer)
            and all(
                wanted is None or row[key] == wanted
                for key, wanted in (
                    ("group", self.group),
                    ("site", self.site),
                    ("phase", self.phase),
                    ("question", self.question),
                    ("week", self.week),
                    ("meeting", self.meeting),
                )
            )
            and (not self.within or any(_fits(row, name) for name in self.within))
        )


def layer_of(row: Mapping[str, Any]) -> str:
    """The layer of data a segment belongs to: `interview`, `survey` or `document`."""
    return row["kind"] if row["kind"] in ("survey", "document") else "interview"


def _fits(row: Mapping[str, Any], name: str) -> bool:
    return bool((name == row["group"] and row["kind"] != "document") or name == row["kind"]) or fnmatchcase(
        row["source"], name
    )


@dataclass(frozen=True, slots=True)
class Voices:
    """Persons, in one part of a study, and one theme.

    present: all who speak there. asked: those the theme was put to. spoke: those asked who have the code.
    volunteers: those not asked who have it. doubtful: the volunteers with nothing but the machine's
    unreviewed suggestions behind them. segments, volunteered: what carries the code, in reading order.
    """

    present: frozenset[str]
    asked: frozenset[str]
    spoke: frozenset[str]
    volunteers: frozenset[str]
    doubtful: frozenset[str]
    segments: tuple[str, ...] = ()
    volunteered: tuple[str, ...] = ()


class VoiceCounts:
    """Answers for any theme and part of a study; a person heard in two layers is counted in each."""

    def __init__(self, data: StudyData) -> None:
        self._rows = [row for row in data.segment_rows if row["is_informant"]]
        self._asked = Asked(records(data.questions))
        self._counted = counted_segments(data)
        self._read = counted_segments(replace(data, settings=replace(data.settings, count="reviewed")))
        self._found: dict[tuple[str, Part], Voices] = {}
        self._parts: dict[Part, list[dict[str, Any]]] = {}

    def __call__(self, code: str, part: Part | None = None, **named: Any) -> Voices:
        """Count one theme in one part of the study.

        Args:
            code: code id.
            part: of the study; None is all of it.
            named: fields of Part, in the place of a Part.
        """
        part = part or Part(**named)
        if (code, part) not in self._found:
            if part not in self._parts:
                self._parts[part] = [row for row in self._rows if part.holds(row)]
            self._found[code, part] = self._count(code, self._parts[part])
        return self._found[code, part]

    def _count(self, code: str, here: Sequence[Mapping[str, Any]]) -> Voices:
        places = {(r["person"], r["group"], r["site"], r["source"]) for r in here}
        asked = frozenset(
            p for p, g, s, source in places if self._asked(code, group=g, site=s, source=source)
        )
        carrying = [r for r in here if r["segment_id"] in self._counted[code]]
        having = frozenset(r["person"] for r in carrying)
        read = frozenset(r["person"] for r in here if r["segment_id"] in self._read[code])
        return Voices(
            present=frozenset(r["person"] for r in here),
            asked=asked,
            spoke=having & asked,
            volunteers=having - asked,
            doubtful=having - asked - read,
            segments=tuple(r["segment_id"] for r in carrying if r["person"] in asked),
            volunteered=tuple(r["segment_id"] for r in carrying if r["person"] not in asked),
        )
