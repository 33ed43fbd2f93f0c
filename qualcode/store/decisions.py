"""Decisions in the database: appended under a lock, read back in order; never changed, never removed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from qualcode.errors import StoreError
from qualcode.model import Coder, Decision, StoredDecision
from qualcode.store import tables as t
from qualcode.store.database import Database, in_utc, now

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Before(NamedTuple):
    """What holds at the moment a decision is to be stored, and until it is.

    decisions: on its segment, oldest first. coder: who makes it, None if nobody is registered by that name.
    assigned: whether the segment is assigned to them for blind coding.
    """

    decisions: Sequence[StoredDecision]
    coder: Coder | None
    assigned: bool


class Decisions(Database):
    """The decisions of a study."""

    def append(self, decision: Decision, check: Callable[[Before], None]) -> int | None:
        """Append a decision while nobody else can decide on its segment.

        Args:
            decision: the decision.
            check: called with what holds; what it raises, it raises to the caller, and nothing is stored.

        Returns:
            The decision's id, greater than that of any decision on the segment before it; None if there is no
            such segment.
        """
        with self._writing() as connection:
            text = _locked_text(connection, decision.segment)
            if text is None:
                return None
            stored = _stored(connection, t.decision.c.segment == decision.segment)
            check(Before(stored, *_coder(connection, decision)))
            row = asdict(decision) | {"segment_text": text, "pass": decision.coding_pass, "at": now()}
            del row["coding_pass"]
            return int(connection.execute(sa.insert(t.decision).returning(t.decision.c.id), row).scalar_one())

    def decide(self, decision: Decision) -> None:
        """Append a decision, whatever was decided before.

        Raises:
            StoreError: there is no such segment.
        """
        if self.append(decision, lambda _before: None) is None:
            raise no_segment(decision.segment)

    def decisions(self) -> list[Decision]:
        """Every decision on a segment that still stands, oldest first."""
        return [stored.decision for stored in self.stored_decisions()]

    def stored_decisions(self, segment: str | None = None, *, orphaned: bool = False) -> list[StoredDecision]:
        """Decisions with their ids and times, oldest first.

        Args:
            segment: only those on it.
            orphaned: also those on segments that no longer stand.
        """
        conditions = [] if segment is None else [t.decision.c.segment == segment]
        if not orphaned:
            conditions.append(t.decision.c.segment.in_(sa.select(t.segment.c.id)))
        with self._reading() as connection:
            return _stored(connection, *conditions)

    def orphaned_decisions(self) -> list[dict[str, Any]]:
        """Decisions whose segment no longer stands (its text changed or its file is gone), oldest first."""
        columns = t.decision.c
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(columns.segment, columns.segment_text, columns.code, columns.action, columns.coder)
                .where(columns.segment.not_in(sa.select(t.segment.c.id)))
                .order_by(columns.id)
            )
            return [dict(row) for row in rows.mappings()]


def no_segment(id_: str) -> StoreError:
    """The error for a segment that is not there."""
    return StoreError(
        f"there is no segment {id_!r}", fix="The ids stand in segments.csv: qualcode export STUDY."
    )


def _locked_text(connection: sa.Connection, segment: str) -> str | None:
    """The segment's text, its row locked until the transaction ends."""
    query = (
        sa.select(sa.func.substr(t.source.c.text, t.segment.c.start + 1, t.segment.c.end - t.segment.c.start))
        .join_from(t.segment, t.source)
        .where(t.segment.c.id == segment)
        .with_for_update(of=t.segment)
    )
    # A source that was stored anew while we waited for the lock has its segments back in other rows, which
    # only a second look sees.
    found: str | None = connection.scalar(query) or connection.scalar(query)
    return found


def _coder(connection: sa.Connection, decision: Decision) -> tuple[Coder | None, bool]:
    """Who makes the decision, and whether its segment is assigned to them."""
    query = (
        sa.select(t.coder.c.name, t.coder.c.role, t.coder.c.revoked, t.assignment.c.segment)
        .outerjoin_from(
            t.coder,
            t.assignment,
            (t.assignment.c.coder == t.coder.c.name) & (t.assignment.c.segment == decision.segment),
        )
        .where(t.coder.c.name == decision.coder)
    )
    row = connection.execute(query).first()
    return (Coder(row.name, row.role, row.revoked), row.segment is not None) if row else (None, False)


def _stored(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[StoredDecision]:
    rows = connection.execute(sa.select(t.decision).where(*conditions).order_by(t.decision.c.id)).mappings()
    return [
        StoredDecision(
            row["id"],
            in_utc(row["at"]),
            Decision(
                row["segment"],
                row["code"],
                row["action"],
                row["coder"],
                row["pass"],
                row["reason"],
                row["to_code"],
                row["start"],
                row["end"],
                row["valence"],
                row["uncertain"],
            ),
        )
        for row in rows
    ]
