"""Who a theme was put to, who of them spoke of it, and who seems to have brought it up unasked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.counting import Asked, counted_segments
from qualcode.analysis.data import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qualcode.analysis.data import StudyData

LAYERS = ("interview", "survey")
"""Persons heard in interviews (and in notes of them), and persons who answered a survey."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Persons, in one part of a study, and one theme.

    present: all who speak there. asked: those the theme was put to. spoke: those asked who have the code.
    volunteers: those not asked who have it. doubtful: the volunteers with nothing but the machine's
    unreviewed suggestions behind them.
    """

    present: frozenset[str]
    asked: frozenset[str]
    spoke: frozenset[str]
    volunteers: frozenset[str]
    doubtful: frozenset[str]


class VoiceCounts:
    """Answers for any theme and part of a study; a person heard in two layers is counted in each."""

    def __init__(self, data: StudyData) -> None:
        self._rows = [row for row in records(data.segments) if row["is_informant"]]
        self._asked = Asked(records(data.questions))
        self._counted = counted_segments(data)
        self._read = counted_segments(replace(data, settings=replace(data.settings, count="reviewed")))

    def __call__(
        self, code: str, *, layer: str | None = None, group: str | None = None, site: str | None = None
    ) -> Voices:
        """Count one theme in one part of the study.

        Args:
            code: code id.
            layer: one of `LAYERS`; None is both.
            group: group id; None is all.
            site: site id; None is all.
        """
        here = list(self._within(layer, group, site))
        places = {(r["person"], r["group"], r["site"], r["source"]) for r in here}
        asked = frozenset(
            p for p, g, s, source in places if self._asked(code, group=g, site=s, source=source)
        )
        having = frozenset(r["person"] for r in here if r["segment_id"] in self._counted[code])
        read = frozenset(r["person"] for r in here if r["segment_id"] in self._read[code])
        return Voices(
            present=frozenset(r["person"] for r in here),
            asked=asked,
            spoke=having & asked,
            volunteers=having - asked,
            doubtful=having - asked - read,
        )

    def _within(self, layer: str | None, group: str | None, site: str | None) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            if layer is not None and (row["kind"] == "survey") != (layer == "survey"):
                continue
            if (group is None or row["group"] == group) and (site is None or row["site"] == site):
                yield row
