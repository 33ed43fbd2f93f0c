"""A coder's queue of segments: what the address asks for, where one stands in it, and what comes next."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, cast, get_args

from qualcode import passes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from qualcode.codebook.history import CodeHistory
    from qualcode.model import Coder, Pass
    from qualcode.passes import Filters, Order
    from qualcode.passes.queues import QueueStatus
    from qualcode.study import Study

WAYS: dict[str, Pass] = {"gjennomgang": "review", "blind": "blind", "avgjorelse": "adjudicated"}
"""The passes by their name in addresses."""
STATUSES: tuple[str, ...] = ("suggested", "undecided", "accepted", "rejected", "uncertain", "done")
LEFT_OPEN = 300.0
"""Seconds after which an open segment is free for others again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A queue of segment ids with those that have been read to the end.

    ids: after the filters. whole: before them, in the same order; a decision may take a segment out of the
    filters, but not out of its place.
    """

    ids: tuple[str, ...]
    whole: tuple[str, ...]
    done: frozenset[str]

    @property
    def n_done(self) -> int:
        """How many of the filtered are done."""
        return sum(id_ in self.done for id_ in self.ids)

    def place(self, segment: str) -> int | None:
        """1-based place in the queue; None for a segment the filters leave out."""
        return self.ids.index(segment) + 1 if segment in self.ids else None

    def step(self, segment: str, by: int) -> str | None:
        """The neighbour in the queue, done or not; None at its ends."""
        beyond = self._beyond(segment, by)
        return (beyond[0] if by > 0 else beyond[-1]) if beyond else None

    def next_open(self, segment: str | None = None, taken: Collection[str] = ()) -> str | None:
        """The next segment that is not done, from one onwards and then from the top; None when all are.

        Args:
            segment: where the coder is; None for the top.
            taken: segments others have open, left for last.
        """
        ahead = [*self._beyond(segment, 1), *self.ids] if segment else list(self.ids)
        open_ = [id_ for id_ in ahead if id_ not in self.done and id_ != segment]
        return next((id_ for id_ in open_ if id_ not in taken), open_[0] if open_ else None)

    def _beyond(self, segment: str, by: int) -> tuple[str, ...]:
        if segment not in self.whole:
            return ()
        at = self.whole.index(segment)
        beyond = self.whole[at + 1 :] if by > 0 else self.whole[:at]
        kept = set(self.ids)
        return tuple(id_ for id_ in beyond if id_ in kept)


class Readers:
    """Who has which segment open, in memory, so that a class does not read the same one at once."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[str, float]] = {}
        self._lock = Lock()

    def opened(self, segment: str, coder: str) -> None:
        """Note that a coder has a segment open, and none of the others they had."""
        with self._lock:
            now = time.monotonic()
            self._open = {
                id_: (who, at)
                for id_, (who, at) in self._open.items()
                if who != coder and now - at < LEFT_OPEN
            }
            self._open[segment] = (coder, now)

    def taken(self, coder: str) -> set[str]:
        """The segments that others have open."""
        with self._lock:
            now = time.monotonic()
            return {id_ for id_, (who, at) in self._open.items() if who != coder and now - at < LEFT_OPEN}


def line(study: Study, coder: Coder, coding_pass: Pass, filters: Filters, order: Order) -> Line:
    """The coder's queue.

    Args:
        study: the study.
        coder: who reads.
        coding_pass: in which pass.
        filters: what to leave out.
        order: in which order.
    """
    whole = passes.queue(study, coder, coding_pass, order=order)
    ids = whole if filters == passes.Filters() else passes.queue(study, coder, coding_pass, filters, order)
    done = passes.queue(study, coder, coding_pass, passes.Filters(status="done"))
    return Line(tuple(ids), tuple(whole), frozenset(done))


def orders(coder: Coder) -> tuple[Order, ...]:
    """The orders a coder may choose in the review pass."""
    known: tuple[Order, ...] = get_args(passes.Order)
    return tuple(order for order in known if order != "disagreement" or coder.role == "lead")


def asked(
    arguments: Mapping[str, str], coder: Coder, coding_pass: Pass, history: CodeHistory
) -> tuple[Filters, Order, dict[str, str]]:
    """Filters and order of an address, and the same as the address writes them; nonsense is left out.

    Args:
        arguments: the address's query.
        coder: who asks.
        coding_pass: only the review pass has filters and orders.
        history: an address that was kept may name a code by an earlier name.
    """
    if coding_pass != "review":
        return passes.Filters(), "disagreement" if coding_pass == "adjudicated" else "source", {}
    kept = {
        key: arguments[key].strip()
        for key in ("code", "group", "source", "status", "score_from", "score_to", "coder", "order")
        if arguments.get(key, "").strip()
    }
    if kept.get("status") not in STATUSES:
        kept.pop("status", None)
    if kept.get("order") not in orders(coder) or kept.get("order") == "source":
        kept.pop("order", None)
    for key in ("score_from", "score_to"):
        if _share(kept.get(key)) is None:
            kept.pop(key, None)
    if "code" in kept:
        kept["code"] = history.follow(kept["code"])
        if history.is_split(kept["code"]):
            kept.pop("code")
    filters = passes.Filters(
        code=kept.get("code"),
        group=kept.get("group"),
        source=kept.get("source"),
        status=cast("QueueStatus | None", kept.get("status")),
        score_from=_share(kept.get("score_from")),
        score_to=_share(kept.get("score_to")),
        coder=kept.get("coder"),
    )
    return filters, cast("Order", kept.get("order", "source")), kept


def _share(text: str | None) -> float | None:
    try:
        number = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
