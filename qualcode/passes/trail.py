"""The audit trail: every decision in the order it was made, with what stood before and after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.standing import Ledger, Standing
from qualcode.errors import StudyError
from qualcode.passes.coders import registered

if TYPE_CHECKING:
    from qualcode.model import Decision
    from qualcode.study import Study

NOTHING = "none"
"""Neither suggested nor decided."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One decision. at: in UTC. source: the segment's, whether or not the segment still stands.

    before, after: how its code stood before and after it, as tables count it; in a blind pass as the coder's
    own work stands.
    """

    at: dt.datetime
    coder: str
    coding_pass: str
    segment: str
    source: str
    action: str
    code: str
    before: str
    after: str
    reason: str | None


def trail(
    study: Study, *, segment: str | None = None, coder: str | None = None, day: str | dt.date | None = None
) -> list[TrailRow]:
    """Every decision, oldest first, also those on segments that no longer stand.

    Args:
        study: the study.
        segment: only decisions on it.
        coder: only this coder's.
        day: only those of this day (UTC), a date or YYYY-MM-DD.

    Raises:
        StudyError: the day is no date, or nobody is registered or has decided by that name.
        StoreError: there neither is nor was such a segment.
    """
    wanted = _date(day)
    everything = study.store.stored_decisions(segment, orphaned=True)
    if segment is not None and not everything:
        study.store.segment(segment)
    if coder is not None and not any(s.decision.coder == coder for s in everything):
        coder = registered(study, coder).name
    suggested = {(scored.segment, scored.code) for scored in study.store.scores()}
    ledger = Ledger()
    rows = []
    for stored in everything:
        decision = stored.decision
        touched = _touched(ledger, decision)
        before = _said(ledger, decision, touched, suggested)
        ledger.play(decision)
        if (coder is not None and decision.coder != coder) or (wanted and stored.at.date() != wanted):
            continue
        after = _said(ledger, decision, touched, suggested)
        rows.append(
            TrailRow(
                stored.at,
                decision.coder,
                decision.coding_pass,
                decision.segment,
                decision.segment.rpartition("-")[0],
                decision.action,
                " > ".join(touched) or decision.code,
                before,
                after,
                decision.reason,
            )
        )
    return rows


def _date(day: str | dt.date | None) -> dt.date | None:
    if day is None or isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise StudyError(f"{day!r} is no day", fix="Write it as 2026-01-31.") from None


def _touched(ledger: Ledger, decision: Decision) -> tuple[str, ...]:
    """The codes a decision is on: of an undo, those of the act it takes back."""
    act = ledger.undoable(decision) if decision.action == "undo" else decision
    return tuple(code for code in ((act or decision).code, (act or decision).to_code) if code)


def _said(ledger: Ledger, decision: Decision, codes: tuple[str, ...], suggested: set[tuple[str, str]]) -> str:
    """How the codes stand, in words; for a decision on no code whether the segment is done."""
    if not codes:
        return "done" if (decision.coder, decision.coding_pass) in ledger.done(decision.segment) else "open"
    blind = decision.coding_pass == "blind"
    stands = ledger.blind(decision.segment, decision.coder) if blind else ledger.standing(decision.segment)
    said = []
    for code in codes:
        unseen = NOTHING if blind or (decision.segment, code) not in suggested else "suggested"
        said.append(_in_words(stands[code]) if code in stands else unseen)
    return " > ".join(said)


def _in_words(stand: Standing) -> str:
    marks: list[str] = [stand.valence] if stand.valence else []
    marks += ["uncertain"] if stand.uncertain else []
    marks += [f"{stand.start}:{stand.end}"] if stand.start is not None else []
    return stand.status + (f" ({', '.join(marks)})" if marks else "")
