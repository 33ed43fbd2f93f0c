"""What the decisions on a segment and code add up to: the status that tables and drafts count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.model import Decision, Pass, Status

AUTHORITY: dict[Pass, int] = {"review": 1, "adjudicated": 2}
"""Passes whose decisions count, the higher over the lower; a blind pass measures, it does not count."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The decision that stands for a segment and code."""

    status: Status
    coder: str
    coding_pass: Pass


def standing(decisions: Iterable[Decision]) -> dict[tuple[str, str], Standing]:
    """The standing of every decided segment and code.

    An undo takes back its coder's newest decision on the segment and code in the same pass. An adjudicated
    decision stands over a reviewed one; within a pass the newest stands.

    Args:
        decisions: oldest first.

    Returns:
        By (segment id, code id); pairs nobody decided, or only blindly, are missing.
    """
    acts: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        of_pair = acts.setdefault((decision.segment, decision.code), [])
        if decision.action != "undo":
            of_pair.append(decision)
            continue
        for i in reversed(range(len(of_pair))):
            if (of_pair[i].coder, of_pair[i].coding_pass) == (decision.coder, decision.coding_pass):
                del of_pair[i]
                break
    return {
        pair: Standing("rejected" if last.action == "reject" else "accepted", last.coder, last.coding_pass)
        for pair, of_pair in acts.items()
        if (last := _authoritative(of_pair))
    }


def _authoritative(decisions: list[Decision]) -> Decision | None:
    counted = [d for d in decisions if d.coding_pass in AUTHORITY]
    return max(reversed(counted), key=lambda d: AUTHORITY[d.coding_pass], default=None)
