"""Decisions on codes of earlier codebooks, read as decisions on the codes of today; nothing is rewritten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.standing import Ledger, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qualcode.codebook.history import CodeHistory
    from qualcode.model import Decision


@dataclass(frozen=True, slots=True)
class Undecided:
    """A coding on a code that was split: which of its heirs is it? coder: whose decision stands."""

    segment: str
    code: str
    heirs: tuple[str, ...]
    coder: str


def followed(decisions: Sequence[Decision], history: CodeHistory) -> list[Decision]:
    """The decisions as they count today.

    Of a renamed code every decision follows. Of merged codes the new one is set where any of the old ones
    stood set: the rejection of one old code then says nothing of the whole. Of a split code a rejection holds
    for every heir; that it was set does not say which heir, so such decisions stay as they are
    (`undecided` lists them). What was taken back on an old code is left out, with its undo.

    Args:
        decisions: oldest first.
        history: of the codebooks in force.
    """
    if not history:
        return list(decisions)
    ledger, kept = Ledger(), [replace(decision) for decision in decisions]  # each one object of its own
    gone: set[int] = set()
    for decision in kept:
        taken = ledger.play(decision)
        if decision.action == "undo" and _is_old(taken or decision, history):
            gone |= {id(decision), id(taken)}
    return [
        new
        for decision in kept
        if id(decision) not in gone
        for new in (_today(decision, ledger, history) if _is_old(decision, history) else (decision,))
    ]


def undecided(decisions: Sequence[Decision], history: CodeHistory) -> list[Undecided]:
    """Codings on split codes that nobody has decided anew for any of the heirs, by segment and code."""
    stands = standing(decisions)
    return [
        Undecided(segment, code, history.heirs[code], stand.coder)
        for (segment, code), stand in sorted(stands.items())
        if history.is_split(code)
        and stand.status == "accepted"
        and not any((segment, heir) in stands for heir in history.heirs[code])
    ]


def _is_old(decision: Decision, history: CodeHistory) -> bool:
    return decision.code in history.heirs or (decision.to_code or "") in history.heirs


def _today(act: Decision, ledger: Ledger, history: CodeHistory) -> Iterator[Decision]:
    """What an act on an old code says of the codes of today."""
    if history.is_split(act.code) and act.action == "reject":
        for heir in history.heirs[act.code]:
            yield replace(act, code=heir)
        return
    code, to_code = history.follow(act.code), act.to_code and history.follow(act.to_code)
    outvoted = act.action in ("reject", "change") and _sibling_stands(act, ledger, history)
    if act.action == "change" and to_code and (outvoted or code == to_code):
        yield replace(act, action="add", code=to_code, to_code=None)
    elif not outvoted:
        yield replace(act, code=code, to_code=to_code)


def _sibling_stands(act: Decision, ledger: Ledger, history: CodeHistory) -> bool:
    """Whether another of the merged codes stands set on the segment, so that this rejection is of a part."""
    if act.coding_pass == "blind":
        stands = ledger.blind(act.segment, act.coder)
    else:
        stands = ledger.standing(act.segment)
    return any(
        sibling in stands and stands[sibling].status == "accepted" for sibling in history.siblings(act.code)
    )
