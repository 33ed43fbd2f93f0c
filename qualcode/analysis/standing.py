"""What decisions add up to: what stands for a segment and code, in the tables and within a blind pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qualcode.model import Decision, Pass, Status, Valence

AUTHORITY: dict[Pass, int] = {"review": 1, "adjudicated": 2}
"""Passes whose decisions count, the higher over the lower; a blind pass measures, it does not count."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The decision that stands for a segment and code, and what it says of the coding."""

    status: Status
    coder: str
    coding_pass: Pass
    valence: Valence | None = None
    uncertain: bool = False
    start: int | None = None
    end: int | None = None
    reason: str | None = None


class Ledger:
    """Decisions played in order, oldest first; keeps the acts that have not been taken back."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self._acts: dict[str, list[Decision]] = defaultdict(list)
        for decision in decisions:
            self.play(decision)

    def play(self, decision: Decision) -> Decision | None:
        """Let a decision take effect.

        Returns:
            For an undo the act it took back, None where there was none; for any other act None.
        """
        if decision.action != "undo":
            self._acts[decision.segment].append(decision)
            return None
        taken = self.undoable(decision)
        if taken is not None:
            acts = self._acts[decision.segment]
            del acts[max(i for i, act in enumerate(acts) if act is taken)]
        return taken

    def undoable(self, undo: Decision) -> Decision | None:
        """The act an undo would take back: its coder's newest on the segment and code in the same pass.

        A change is an act on both its codes.
        """
        of_coder = (
            act
            for act in reversed(self._acts.get(undo.segment, []))
            if (act.coder, act.coding_pass) == (undo.coder, undo.coding_pass)
        )
        return next((act for act in of_coder if undo.code in (act.code, act.to_code)), None)

    def acts(self, segment: str) -> tuple[Decision, ...]:
        """The acts on a segment that have not been taken back, oldest first."""
        return tuple(self._acts.get(segment, ()))

    def segments(self) -> tuple[str, ...]:
        """The segments with acts that have not been taken back, in the order of their first decision."""
        return tuple(segment for segment, acts in self._acts.items() if acts)

    def standing(self, segment: str) -> dict[str, Standing]:
        """What counts in tables for each code decided on a segment; blind work does not."""
        return _stands(self._acts.get(segment, ()), lambda act: AUTHORITY.get(act.coding_pass, 0))

    def blind(self, segment: str, coder: str) -> dict[str, Standing]:
        """What a coder has decided on a segment in the blind pass, by code."""
        return _stands(
            self._acts.get(segment, ()), lambda act: int((act.coding_pass, act.coder) == ("blind", coder))
        )

    def done(self, segment: str) -> dict[tuple[str, Pass], None]:
        """Who has read a segment to its end, in which pass; in the order they finished."""
        acts = self._acts.get(segment, ())
        return {(act.coder, act.coding_pass): None for act in acts if act.action == "done"}


def standing(decisions: Iterable[Decision]) -> dict[tuple[str, str], Standing]:
    """The standing of every decided segment and code.

    An undo takes back its coder's newest act on the segment and code in the same pass. An adjudicated
    decision stands over a reviewed one; within a pass the newest stands. A change rejects the one code and
    sets the other.

    Args:
        decisions: oldest first.

    Returns:
        By (segment id, code id); pairs nobody decided, or only blindly, are missing.
    """
    ledger = Ledger(decisions)
    return {
        (segment, code): stand
        for segment in ledger.segments()
        for code, stand in ledger.standing(segment).items()
    }


def read_by_people(decisions: Iterable[Decision], suggested: Mapping[str, Iterable[str]]) -> list[str]:
    """The segments that people have read to the end, in any pass, so that their silence means something.

    A segment read only blindly is left out while a blind coder's code there is neither suggested by the
    machine nor settled by a decision that counts: the tables would hide what was found.

    Args:
        decisions: oldest first.
        suggested: the machine's codes by segment id.

    Returns:
        Segment ids, sorted.
    """
    ledger = Ledger(decisions)
    read = []
    for segment in ledger.segments():
        done = ledger.done(segment)
        if done and (
            any(coding_pass in AUTHORITY for _, coding_pass in done)
            or {
                code
                for coder, _ in done
                for code, s in ledger.blind(segment, coder).items()
                if s.status == "accepted"
            }
            <= {*suggested.get(segment, ()), *ledger.standing(segment)}
        ):
            read.append(segment)
    return sorted(read)


def _stands(acts: Iterable[Decision], authority: Callable[[Decision], int]) -> dict[str, Standing]:
    found: dict[str, tuple[int, Standing]] = {}
    for act in acts:
        rank = authority(act)
        if rank:
            for code, stand in _effects(act):
                if code not in found or rank >= found[code][0]:
                    found[code] = rank, stand
    return {code: stand for code, (_, stand) in found.items()}


def _effects(act: Decision) -> Iterator[tuple[str, Standing]]:
    """What an act says of each code it is on; a changed code keeps nothing of what is said of the new one."""
    said = (act.valence, act.uncertain, act.start, act.end, act.reason)
    if act.action == "change" and act.to_code:
        yield act.code, Standing("rejected", act.coder, act.coding_pass, reason=act.reason)
        yield act.to_code, Standing("accepted", act.coder, act.coding_pass, *said)
    elif act.action in ("accept", "add", "reject"):
        status: Status = "rejected" if act.action == "reject" else "accepted"
        yield act.code, Standing(status, act.coder, act.coding_pass, *said)
