"""What a coder may see in a pass. Every function that shows one coder another's work asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.analysis.following import followed
from qualcode.analysis.standing import Ledger
from qualcode.errors import StudyError
from qualcode.model import PASSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.model import Coder, Decision, Pass, StoredDecision
    from qualcode.study import Study

SHOWN: dict[Pass, tuple[Pass, ...]] = {
    "blind": ("blind",),
    "review": ("review", "adjudicated"),
    "adjudicated": ("blind", "review", "adjudicated"),
}
"""The passes whose decisions are shown in a pass; in the blind one only the coder's own."""


def check_entry(coder: Coder, coding_pass: Pass) -> None:
    """Refuse a pass that is not the coder's to work in.

    Raises:
        StudyError: an unknown pass, or adjudication by someone who is no lead.
    """
    if coding_pass not in PASSES:
        raise StudyError(f"unknown pass {coding_pass!r}", fix=f"Choose one of: {', '.join(PASSES)}.")
    if coding_pass == "adjudicated" and coder.role != "lead":
        raise StudyError(f"{coder.name!r} is not a lead", fix="Only a lead adjudicates.")


def ledger_of(study: Study, stored: Iterable[StoredDecision] | None = None) -> Ledger:
    """What stands of a study's decisions, or of some of them, by the codes of today."""
    if stored is None:
        return Ledger(study.decisions())
    return Ledger(followed([s.decision for s in stored], study.history))


def may_see(decision: Decision, coder: str, coding_pass: Pass) -> bool:
    """Whether a coder at work in a pass may see a decision."""
    if decision.coding_pass not in SHOWN[coding_pass]:
        return False
    return coding_pass != "blind" or decision.coder == coder


def newest_seen(stored: Iterable[StoredDecision], coder: str, coding_pass: Pass) -> int:
    """Id of the newest decision that a coder may see in a pass, 0 if there is none."""
    return max((s.id for s in stored if may_see(s.decision, coder, coding_pass)), default=0)


def held_back(study: Study, coder: str, ledger: Ledger) -> set[str]:
    """The segments a coder has been assigned to code blind and has not finished.

    Until they have, neither the suggestions on them nor others' work are theirs to see in any pass: what is
    coded blind after a look at the answer is not an independent coding.
    """
    return {s for s in study.store.assignments().get(coder, ()) if (coder, "blind") not in ledger.done(s)}


def check_segment(
    segment: str, coder: Coder, coding_pass: Pass, stored: Iterable[StoredDecision], *, assigned: bool
) -> None:
    """Refuse a segment that is not the coder's to see in a pass.

    Args:
        segment: its id.
        coder: who wants to see it.
        coding_pass: in which pass.
        stored: the segment's decisions.
        assigned: whether it is assigned to the coder for blind coding.

    Raises:
        StudyError: not assigned to them (blind), or assigned to them and not finished blind (other passes).
    """
    if coding_pass == "blind" and not assigned:
        raise StudyError(
            "this segment is not assigned to you for blind coding", where=segment, fix="Take one of your own."
        )
    finished = (coder.name, "blind") in Ledger(s.decision for s in stored).done(segment)
    if coding_pass != "blind" and assigned and not finished:
        raise StudyError(
            "this segment is assigned to you for blind coding", where=segment, fix="Finish it there first."
        )
