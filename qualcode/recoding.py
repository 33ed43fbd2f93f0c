"""A study's segments coded with other codebooks than its own, and what that changes; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from qualcode.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qualcode.matching import Coder
    from qualcode.model import Segment, Suggestion
    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Change:
    """A segment that has a code with one of two codebooks only; the scores before and after."""

    segment: Segment
    code: str
    before: float
    after: float
    gained: bool


@dataclass(frozen=True, slots=True)
class Recoding:
    """What new codebooks change.

    counts: code -> segments with it before and after. changes: in reading order.
    """

    counts: dict[str, tuple[int, int]]
    changes: tuple[Change, ...]
    n_segments: int


def recode(study: Study, segments: Sequence[Segment], coder: Coder) -> list[list[Suggestion]]:
    """A study's segments coded with a coder, each in its source and with its question.

    Args:
        study: where the sources are.
        segments: which segments, in any order.
        coder: any coder.

    Returns:
        Suggestions of each segment, in the order given.
    """
    found: dict[str, list[Suggestion]] = {}
    ordered = sorted(segments, key=lambda s: (s.source, s.start))
    for source, group in groupby(ordered, key=lambda s: s.source):
        own = list(group)
        text = study.source(source).text
        coded = coder.code_in(text, [(s.start, s.end) for s in own], [s.question for s in own])
        found |= {segment.id: suggestions for segment, suggestions in zip(own, coded, strict=True)}
    return [found[segment.id] for segment in segments]


def compare_coders(study: Study, old: Coder, new: Coder) -> Recoding:
    """Which segments of a study gain or lose a code when one coder takes another's place.

    A code that was renamed or merged is compared with what it was.

    Args:
        study: an imported study.
        old: the coder before.
        new: the coder after.

    Raises:
        StudyError: nothing has been imported.
    """
    from qualcode.codebook.history import code_history

    segments = imported_segments(study)
    follow = code_history(new.codebooks).follow
    before = [{follow(s.code): s.score for s in found} for found in recode(study, segments, old)]
    after = [{s.code: s.score for s in found} for found in recode(study, segments, new)]
    codes = dict.fromkeys([*new.thresholds, *map(follow, old.thresholds)])
    counts = {code: (sum(code in b for b in before), sum(code in a for a in after)) for code in codes}
    changes = tuple(
        Change(
            segment,
            code,
            before=was[code] if code in was else _score(old, segment, code, follow),
            after=now[code] if code in now else _score(new, segment, code, follow),
            gained=code in now,
        )
        for segment, was, now in zip(segments, before, after, strict=True)
        for code in codes
        if (code in was) != (code in now)
    )
    return Recoding(counts, changes, len(segments))


def imported_segments(study: Study) -> list[Segment]:
    """Every segment of a study in reading order.

    Raises:
        StudyError: nothing has been imported.
    """
    segments = list(study.segments()) if study.has_database else []
    if not segments:
        raise StudyError(
            "nothing has been imported", where=str(study.folder), fix=f"First: qualcode import {study.folder}"
        )
    return segments


def _score(coder: Coder, segment: Segment, code: str, follow: Callable[[str], str]) -> float:
    """The score of a code that was not suggested, the highest where several codes became one."""
    found = coder.explain(segment.text, segment.question)
    return max((e.score for e in found if follow(e.code) == code), default=0.0)
