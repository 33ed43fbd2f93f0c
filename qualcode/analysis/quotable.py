"""The utterances that may be quoted for a code: an informant's own words, each with what it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from qualcode.analysis.counting import speaker_unknown
from qualcode.analysis.data import records
from qualcode.analysis.quote_words import ELISION, SHORTEST, SHORTEST_ANSWER, shortened
from qualcode.code_ids import is_within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from qualcode.analysis.data import StudyData

NOT_QUOTED = ("notes", "document")
_ELIDED, _SHORT, _NAMED, _REVIEWED = 0.05, 0.3, 0.1, 0.1
"""What it costs to be shortened, short, and to hold what may be a name; what it gains to be reviewed."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An utterance that may be quoted.

    row: of the table of segments; order: its place there. text: as it would be printed. score: of the best
    coding; value: what the quote is worth. words: of the whole utterance. names: what may be names in it.
    pin: the author's override, where there is one.
    """

    row: Mapping[str, Any]
    order: int
    text: str
    score: float
    value: float
    words: int
    status: str
    names: tuple[str, ...] = ()
    pin: Mapping[str, Any] | None = None

    @property
    def segment(self) -> str:
        """Its segment's id."""
        return str(self.row["segment_id"])


def candidates(
    data: StudyData,
    code: str,
    segments: Sequence[Mapping[str, Any]],
    carrying: Collection[str],
    overrides: Sequence[Mapping[str, Any]],
    *,
    names: Callable[[str], tuple[str, ...]],
) -> list[Candidate]:
    """Every utterance that may be quoted for a code, in reading order.

    Args:
        data: the study.
        code: code id.
        segments: rows of the table of segments.
        carrying: ids of the segments that carry the code.
        overrides: the author's, of the code or of all.
        names: finds what may be names in a text.
    """
    pins = {row["segment_id"]: row for row in reversed(overrides) if row["action"] == "pin"}
    banned = {row["segment_id"] for row in overrides if row["action"] == "ban"}
    codings = _best_codings(data, code)
    places = _places(data, code)
    found = []
    for order, row in enumerate(segments):
        segment = row["segment_id"]
        if segment not in carrying or segment in banned or unprintable(row):
            continue
        words = len(row["text"].split())
        if words < (SHORTEST_ANSWER if row["kind"] == "survey" else 2) and segment not in pins:
            continue
        score, status = codings.get(row["segment_id"], (0.0, "suggested"))
        here = [p - row["start"] for p in places.get(row["segment_id"], ()) if row["start"] <= p < row["end"]]
        text = shortened(row["text"], around=min(here, default=0))
        value = score + (_REVIEWED if status == "accepted" else 0.0)
        if words < SHORTEST and row["kind"] != "survey":
            value -= _SHORT
        if ELISION in text and text != row["text"]:
            value -= _ELIDED
        named = names(text)
        value -= _NAMED if named else 0.0
        found.append(Candidate(row, order, text, score, value, words, status, named, pins.get(segment)))
    return found


def unprintable(row: Mapping[str, Any]) -> Literal["document", "notes", "nobody", "speaker"] | None:
    """Why a segment may never be printed as a quote; None where it may.

    document, notes: nobody's own words. nobody: not said by an informant. speaker: the text does not tell the
    interviewer from the informant.

    Args:
        row: of the table of segments.
    """
    if row["kind"] == "document":
        return "document"
    if row["kind"] == "notes" or row["fidelity"] == "notes":
        return "notes"
    if not row["is_informant"]:
        return "nobody"
    return "speaker" if speaker_unknown(row) else None


def _best_codings(data: StudyData, code: str) -> dict[str, tuple[float, str]]:
    """Score and status by segment, of the code itself or of the sub-code that implies it."""
    best: dict[str, tuple[float, str]] = {}
    for row in data.coding_rows:
        if row["status"] == "rejected" or not is_within(row["code"], code):
            continue
        by_person = row["origin"] == "coder" or row["status"] == "accepted"
        score = row["score"] if row["score"] is not None else 1.0
        best[row["segment_id"]] = max(
            best.get(row["segment_id"], (0.0, "")), (score, "accepted" if by_person else "suggested")
        )
    return best


def _places(data: StudyData, code: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for row in records(data.matches):
        if row["start"] is not None and is_within(row["code"], code):
            places.setdefault(row["segment_id"], []).append(row["start"])
    return places
