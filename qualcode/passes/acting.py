"""Deciding and taking back: each checked against what the coder had seen, in the moment it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.standing import Ledger
from qualcode.errors import StaleDecision, StoreError, StudyError
from qualcode.model import Decision
from qualcode.passes.coders import check_working, no_coder
from qualcode.passes.sight import check_entry, check_segment, ledger_of, may_see, newest_seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.model import Coder, Pass, StoredDecision
    from qualcode.store import Before
    from qualcode.study import Study


def act(study: Study, decision: Decision, *, seen: int) -> int:
    """Store a coder's decision, unless something they have not seen has been decided on the segment since.

    Args:
        study: the study.
        decision: by a registered coder, on a segment that is theirs in this pass.
        seen: the `seen` of the card the coder decided on.

    Returns:
        The new `seen`.

    Raises:
        StaleDecision: the segment is gone, or has a newer decision that the coder may see; nothing is stored.
        StudyError: the decision makes no sense, an undo finds nothing to take back, or the coder may not
            decide here.
    """
    _check_sense(study, decision)

    def check(before: Before) -> None:
        coder, stored, coding_pass = before.coder, before.decisions, decision.coding_pass
        if coder is None:
            raise no_coder(decision.coder)
        check_working(coder)
        check_entry(coder, coding_pass)
        check_segment(decision.segment, coder, coding_pass, stored, assigned=before.assigned)
        newer = [s for s in stored if s.id > seen and may_see(s.decision, coder.name, coding_pass)]
        if newer:
            raise StaleDecision(
                f"{_names(newer)} has decided on this segment since you opened it",
                seen=newer[-1].id,
                fix="Look at it again; nothing of yours was stored.",
            )
        # On an old code as it was stored, or on its heir as it is shown.
        ledgers = Ledger(s.decision for s in stored), ledger_of(study, stored)
        if decision.action == "undo" and not any(ledger.undoable(decision) for ledger in ledgers):
            raise StudyError("there is nothing of yours to take back here", where=decision.segment)

    stored_id = study.store.append(decision, check)
    if stored_id is None:
        raise _gone(decision.segment)
    return stored_id


def undo(study: Study, coder: Coder, coding_pass: Pass) -> Decision | None:
    """Take back the coder's newest act of a pass that has not been taken back.

    Returns:
        The act that was taken back; None if there is none left.

    Raises:
        StaleDecision: someone decided on the segment in the very moment.
        StudyError: the coder may not decide in this pass.
    """
    check_entry(coder, coding_pass)
    own = [
        s
        for s in study.store.stored_decisions()
        if (s.decision.coder, s.decision.coding_pass) == (coder.name, coding_pass)
    ]
    newest = _newest_standing([s.decision for s in own])
    if newest is None:
        return None
    back = Decision(newest.segment, newest.code, "undo", coder.name, coding_pass)
    stored = study.store.stored_decisions(newest.segment)
    act(study, back, seen=newest_seen(stored, coder.name, coding_pass))
    return newest


def _names(stored: Sequence[StoredDecision]) -> str:
    return ", ".join(dict.fromkeys(s.decision.coder for s in stored))


def _newest_standing(own: Sequence[Decision]) -> Decision | None:
    standing: list[Decision] = []
    ledger = Ledger()
    for decision in own:
        taken = ledger.play(decision)
        if decision.action != "undo":
            standing.append(decision)
        elif taken is not None:
            del standing[max(i for i, act in enumerate(standing) if act is taken)]
    return standing[-1] if standing else None


def _check_sense(study: Study, decision: Decision) -> None:
    try:
        study.check_decision(decision)
    except StoreError:
        raise _gone(decision.segment) from None


def _gone(segment: str) -> StaleDecision:
    return StaleDecision(
        f"the segment {segment!r} is not in the study any more: its text has changed or its file is gone",
        seen=None,
        fix="Go back to the queue.",
    )
