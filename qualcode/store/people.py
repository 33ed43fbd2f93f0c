"""Coders, what is assigned to them, and memos, in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from qualcode.model import Coder, Memo
from qualcode.store import tables as t
from qualcode.store.database import Database, in_utc, insert, now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qualcode.model import Role, Target


class People(Database):
    """The coders of a study and what they have besides decisions."""

    # --- coders ------------------------------------------------------------------------------------

    def add_coder(self, name: str, role: Role, secret_sha256: str) -> bool:
        """Register a coder.

        Returns:
            False, with nothing done, if the name is taken.
        """
        row = {"name": name, "role": role, "secret_sha256": secret_sha256, "revoked": False, "at": now()}
        with self._errors(), self._writer.connect() as connection:
            try:
                connection.execute(sa.insert(t.coder), row)
                connection.commit()
            except sa.exc.IntegrityError:
                return False
        return True

    def change_coder(self, name: str, *, secret_sha256: str | None = None, revoked: bool) -> None:
        """Give a coder another secret, or take the one they have."""
        values: dict[str, object] = {"revoked": revoked}
        if secret_sha256 is not None:
            values["secret_sha256"] = secret_sha256
        with self._writing() as connection:
            connection.execute(sa.update(t.coder).where(t.coder.c.name == name).values(values))

    def coders(self) -> list[tuple[Coder, str]]:
        """Every coder with the hash of their secret, by name."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(t.coder).order_by(t.coder.c.name)).mappings()
            return [(Coder(r["name"], r["role"], r["revoked"]), r["secret_sha256"]) for r in rows]

    # --- assignments -------------------------------------------------------------------------------

    def assign(self, segments: Mapping[str, Iterable[str]]) -> None:
        """Add assignments, by coder; those there are already stay."""
        at = now()
        with self._writing() as connection:
            held = {
                tuple(row)
                for row in connection.execute(sa.select(t.assignment.c.coder, t.assignment.c.segment))
            }
            rows = [
                {"coder": coder, "segment": segment, "at": at}
                for coder, of_coder in segments.items()
                for segment in of_coder
                if (coder, segment) not in held
            ]
            insert(connection, t.assignment, rows)

    def assignments(self) -> dict[str, set[str]]:
        """The segments assigned to each coder, those that still stand."""
        query = sa.select(t.assignment.c.coder, t.assignment.c.segment).join(
            t.segment, t.segment.c.id == t.assignment.c.segment
        )
        found: dict[str, set[str]] = {}
        with self._reading() as connection:
            for coder, segment in connection.execute(query):
                found.setdefault(coder, set()).add(segment)
        return found

    def is_assigned(self, coder: str, segment: str) -> bool:
        """Whether a segment is assigned to a coder."""
        columns = t.assignment.c
        query = sa.select(columns.segment).where(columns.coder == coder, columns.segment == segment)
        with self._reading() as connection:
            return connection.scalar(query) is not None

    # --- memos -------------------------------------------------------------------------------------

    def write_memo(self, target: Target, ref: str, text: str, coder: str) -> int:
        """Append a memo.

        Returns:
            Its id.
        """
        row = {"target": target, "ref": ref, "text": text, "coder": coder, "at": now()}
        with self._writing() as connection:
            return int(connection.execute(sa.insert(t.memo).returning(t.memo.c.id), row).scalar_one())

    def memos(self, target: Target | None = None, ref: str | None = None) -> list[Memo]:
        """The memos, oldest first.

        Args:
            target: only those on this kind of thing.
            ref: only those on this one.
        """
        query = sa.select(t.memo).order_by(t.memo.c.id)
        if target is not None:
            query = query.where(t.memo.c.target == target)
        if ref is not None:
            query = query.where(t.memo.c.ref == ref)
        with self._reading() as connection:
            return [
                Memo(r["id"], r["target"], r["ref"], r["text"], r["coder"], in_utc(r["at"]))
                for r in connection.execute(query).mappings()
            ]
