"""How far each coder has come in each pass, and at what pace."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from qualcode.analysis.standing import Ledger
from qualcode.model import PASSES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from qualcode.model import Pass, StoredDecision
    from qualcode.study import Study

PAUSE = 600
"""Seconds; a longer time between two acts is a pause, not work."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A coder's work in a pass.

    assigned: segments to code blind; 0 in the other passes, where nothing is assigned. done: segments read to
    the end. decisions: acts on codes that have not been taken back. per_hour: segments worked on per hour of
    work, pauses over ten minutes left out; None while there is too little to tell.
    """

    coder: str
    coding_pass: Pass
    assigned: int
    done: int
    decisions: int
    per_hour: float | None


def progress(study: Study) -> list[Progress]:
    """Every coder's work, by coder and pass, where there is any or something is assigned."""
    stored = study.store.stored_decisions()
    ledger = Ledger(s.decision for s in stored)
    assigned = study.store.assignments()
    by: dict[tuple[str, Pass], list[StoredDecision]] = defaultdict(list)
    for s in stored:
        by[s.decision.coder, s.decision.coding_pass].append(s)
    done: dict[tuple[str, Pass], int] = defaultdict(int)
    decisions: dict[tuple[str, Pass], int] = defaultdict(int)
    for segment in ledger.segments():
        for key in ledger.done(segment):
            done[key] += 1
        for act in ledger.acts(segment):
            decisions[act.coder, act.coding_pass] += act.action != "done"
    names = sorted({*(coder for coder, _ in by), *assigned})
    return [
        Progress(
            name,
            coding_pass,
            len(assigned.get(name, ())) if coding_pass == "blind" else 0,
            done[name, coding_pass],
            decisions[name, coding_pass],
            pace([(s.at, s.decision.segment) for s in by.get((name, coding_pass), [])]),
        )
        for name in names
        for coding_pass in PASSES
        if (name, coding_pass) in by or (coding_pass == "blind" and name in assigned)
    ]


def pace(acts: Sequence[tuple[dt.datetime, str]]) -> float | None:
    """Segments an hour: those after the first, over the time from the first act to the last without pauses.

    Args:
        acts: when, and on which segment; oldest first.
    """
    gaps = [(later - earlier).total_seconds() for (earlier, _), (later, _) in pairwise(acts)]
    worked = sum(gap for gap in gaps if gap <= PAUSE)
    pauses = sum(gap > PAUSE for gap in gaps)
    segments = len({segment for _, segment in acts}) - 1 - pauses
    return 3600 * segments / worked if worked > 0 and segments > 0 else None
