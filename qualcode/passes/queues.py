"""The queue: which segments a coder is shown in a pass, filtered and in what order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, get_args

from qualcode.code_ids import is_within
from qualcode.errors import StudyError
from qualcode.passes.comparing import blind_differences
from qualcode.passes.sight import check_entry, held_back, ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qualcode.analysis.standing import Standing
    from qualcode.model import Coder, Pass
    from qualcode.store import Placed, Scored
    from qualcode.study import Study

Order = Literal["source", "uncertainty", "missed", "disagreement"]
QueueStatus = Literal["suggested", "accepted", "rejected", "undecided", "done", "uncertain"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a queue is narrowed to; None is no narrowing. Conditions on a coding hold for one and the same.

    code: with its sub-codes. score_from, score_to: of the suggestion, both included.
    status: `suggested`, `accepted`, `rejected`, `uncertain` of a coding; `undecided`: nobody the coder may
        see has decided anything on the segment or read it to the end; `done`: it has been read to the end in
        the pass (by `coder`, if one is named).
    coder: who made the decision that stands, or with `done` who read it.
    """

    code: str | None = None
    group: str | None = None
    source: str | None = None
    status: QueueStatus | None = None
    score_from: float | None = None
    score_to: float | None = None
    coder: str | None = None


def queue(
    study: Study, coder: Coder, coding_pass: Pass, filters: Filters = Filters(), order: Order = "source"
) -> list[str]:
    """The segments a coder is shown in a pass.

    Blind: those assigned to the coder, in the order of their sources, filtered by nothing but what the coder
    has done. Otherwise: all, without those the coder has yet to code blind.

    Args:
        study: the study.
        coder: whose queue.
        coding_pass: where they are at work.
        filters: what to leave out.
        order: `source`: reading order. `uncertainty`: undecided suggestions nearest their threshold first
            (of `filters.code`, if one is named). `missed`: only segments without a suggestion (of
            `filters.code`), in a random order that stays; score filters do not apply. `disagreement`: only
            segments on which blind coders differ, those not adjudicated first; for leads.

    Returns:
        Segment ids.

    Raises:
        StudyError: the pass is not the coder's, or the order or a filter is unknown or not for this pass.
    """
    check_entry(coder, coding_pass)
    _check(coder, coding_pass, filters, order)
    view = _View(study, coder, coding_pass)
    found = [placed.id for placed in view.outline if view.fits(placed, filters, order)]
    arrange: dict[Order, Callable[[list[str]], list[str]]] = {
        "source": lambda ids: ids,
        "uncertainty": lambda ids: sorted(ids, key=lambda id_: view.distance(id_, filters.code)),
        "missed": lambda ids: sorted((i for i in ids if view.silent(i, filters.code)), key=_draw),
        "disagreement": view.disputed,
    }
    return arrange[order](found)


def _check(coder: Coder, coding_pass: Pass, filters: Filters, order: Order) -> None:
    if order not in get_args(Order):
        raise StudyError(f"unknown order {order!r}", fix=f"Choose one of: {', '.join(get_args(Order))}.")
    if filters.status is not None and filters.status not in get_args(QueueStatus):
        raise StudyError(
            f"unknown status {filters.status!r}", fix=f"Choose one of: {', '.join(get_args(QueueStatus))}."
        )
    if coding_pass == "blind" and order != "source":
        raise StudyError(f"the order {order!r} is not for blind coding", fix="Blind segments come by source.")
    if order == "disagreement" and coder.role != "lead":
        raise StudyError("only a lead sees where blind coders differ", fix="Choose another order.")


class _View:
    """A study's segments as one coder may see them in one pass."""

    def __init__(self, study: Study, coder: Coder, coding_pass: Pass) -> None:
        self.coder, self.coding_pass = coder, coding_pass
        self.ledger = ledger_of(study)
        self.blind = coding_pass == "blind"
        held = study.store.assignments().get(coder.name, set()) if self.blind else None
        hidden = set() if self.blind else held_back(study, coder.name, self.ledger)
        self.outline: list[Placed] = [
            p for p in study.store.outline() if p.id not in hidden and (held is None or p.id in held)
        ]
        self.scores: Mapping[str, dict[str, Scored]] = defaultdict(dict)
        known = set(study.codes)
        if not self.blind:
            for scored in study.store.scores():
                if scored.code in known:
                    self.scores[scored.segment][scored.code] = scored

    def stands(self, segment: str) -> dict[str, Standing]:
        return self.ledger.blind(segment, self.coder.name) if self.blind else self.ledger.standing(segment)

    def done_by(self, segment: str) -> set[str]:
        done = {c for c, p in self.ledger.done(segment) if p == self.coding_pass}
        return done & {self.coder.name} if self.blind else done

    def fits(self, placed: Placed, filters: Filters, order: Order) -> bool:
        if filters.group is not None and placed.group != filters.group:
            return False
        if filters.source is not None and placed.source != filters.source:
            return False
        if filters.status == "undecided" and (self.stands(placed.id) or self.done_by(placed.id)):
            return False
        if filters.status == "done" and not (
            self.done_by(placed.id) if filters.coder is None else filters.coder in self.done_by(placed.id)
        ):
            return False
        return self._has_coding(placed.id, filters, missed=order == "missed")

    def _has_coding(self, segment: str, filters: Filters, *, missed: bool) -> bool:
        """Whether one of the segment's codings meets every condition there is on codings."""
        of_coding = (
            filters.status if filters.status in ("suggested", "accepted", "rejected", "uncertain") else None
        )
        who = filters.coder if filters.status != "done" else None
        code = None if missed else filters.code
        low, high = (None, None) if missed else (filters.score_from, filters.score_to)
        if of_coding is None and who is None and code is None and low is None and high is None:
            return True
        stands, scores = self.stands(segment), self.scores.get(segment, {})
        for found in {**scores, **stands}:
            stand, scored = stands.get(found), scores.get(found)
            if code is not None and not is_within(found, code):
                continue
            if of_coding == "uncertain" and not (stand and stand.uncertain):
                continue
            if of_coding not in (None, "uncertain") and (stand.status if stand else "suggested") != of_coding:
                continue
            if who is not None and not (stand and stand.coder == who):
                continue
            if (low is not None or high is not None) and scored is None:
                continue
            if scored and not (low if low is not None else 0) <= scored.score <= (
                high if high is not None else 1
            ):
                continue
            return True
        return False

    def distance(self, segment: str, code: str | None) -> float:
        """How near the nearest undecided suggestion is to its threshold; segments without one come last."""
        decided = self.stands(segment)
        return min(
            (
                abs(scored.score - scored.threshold)
                for found, scored in self.scores.get(segment, {}).items()
                if found not in decided and (code is None or is_within(found, code))
            ),
            default=float("inf"),
        )

    def silent(self, segment: str, code: str | None) -> bool:
        """Whether the machine suggests nothing, or not this code."""
        return not any(code is None or is_within(found, code) for found in self.scores.get(segment, {}))

    def disputed(self, segments: list[str]) -> list[str]:
        differing = {s: codes for s in segments if (codes := blind_differences(self.ledger, s))}
        return sorted(differing, key=lambda s: self._settled(s, differing[s]))

    def _settled(self, segment: str, codes: Mapping[str, object]) -> bool:
        stands = self.ledger.standing(segment)
        return all(code in stands and stands[code].coding_pass == "adjudicated" for code in codes)


def _draw(segment: str) -> str:
    return sha256(f"missed\0{segment}".encode()).hexdigest()
