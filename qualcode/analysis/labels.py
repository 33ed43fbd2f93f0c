"""What people's decisions say of a segment by code: carried, not carried, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.code_ids import is_within

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qualcode.analysis.standing import Ledger, Standing


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of a segment; of a code that stands nowhere here nothing is.

    carried: codes somebody set, themselves or by a sub-code. rejected: codes somebody rejected. silent: codes
    neither suggested nor set where somebody read the segment to its end.
    """

    carried: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()

    @property
    def lacked(self) -> frozenset[str]:
        """The codes the segment is known not to carry."""
        return self.rejected | self.silent


def decided_labels(
    ledger: Ledger, codes: Sequence[str], suggested: Mapping[str, Collection[str]]
) -> dict[str, Labels]:
    """What the review says of each segment; what is in doubt is left out.

    A rejected sub-code says nothing of its theme: another sub-code may fit. Nor does silence about a code
    that the machine suggests: the suggestion was passed over, not judged. A segment that was coded blind or
    adjudicated is left out whole (`measuring`).

    Args:
        ledger: the decisions.
        codes: what is asked about; a sub-code stands for its theme too.
        suggested: the machine's codes by segment id.

    Returns:
        Only segments of which something is known.
    """
    kept = measuring(ledger)
    found = {}
    for segment in ledger.segments():
        if segment in kept:
            continue
        stands, read = ledger.standing(segment), bool(ledger.done(segment))
        touched = {*stands, *suggested.get(segment, ())}
        carried = {code for code in codes if _is_set(stands, code)}
        labels = Labels(
            carried=frozenset(carried),
            rejected=frozenset(c for c in codes if c not in carried and _is_rejected(stands.get(c))),
            silent=frozenset(c for c in codes if read and not any(is_within(one, c) for one in touched)),
        )
        if labels != Labels():
            found[segment] = labels
    return found


def measuring(ledger: Ledger) -> set[str]:
    """The segments somebody has coded blind or adjudicated: they measure the coding and do not teach."""
    return {s for s in ledger.segments() if any(act.coding_pass != "review" for act in ledger.acts(s))}


def measuring_labels(ledger: Ledger, codes: Sequence[str]) -> dict[str, Labels]:
    """What a lead has adjudicated, and for the rest what every blind coder who finished a segment agrees on.

    Args:
        ledger: the decisions.
        codes: as `decided_labels`.

    Returns:
        Only segments of which something is known; where blind coders differ, nothing is.
    """
    found = {}
    for segment in sorted(measuring(ledger)):
        stands = {c: s for c, s in ledger.standing(segment).items() if s.coding_pass == "adjudicated"}
        coders = [coder for coder, coding_pass in ledger.done(segment) if coding_pass == "blind"]
        said = [{c for c in codes if _is_set(ledger.blind(segment, coder), c)} for coder in coders]
        carried = {code for code in codes if _is_set(stands, code)}
        rejected = {code for code in codes if _is_rejected(stands.get(code))} - carried
        agreed = {code for code in codes if said and all(code in own for own in said)}
        silent = {code for code in codes if said and not any(code in own for own in said)}
        labels = Labels(
            frozenset(carried | (agreed - rejected)),
            frozenset(rejected),
            frozenset(silent - carried - rejected),
        )
        if labels != Labels():
            found[segment] = labels
    return found


def _is_set(stands: Mapping[str, Standing], code: str) -> bool:
    return any(
        is_within(one, code) and stand.status == "accepted" and not stand.uncertain
        for one, stand in stands.items()
    )


def _is_rejected(stand: Standing | None) -> bool:
    return stand is not None and stand.status == "rejected" and not stand.uncertain
