"""The study's database: what is written and read, as plain calls. The only package that speaks SQL.

Writing a source is one transaction, so a run that is killed leaves whole sources or nothing.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from qualcode.errors import StoreError
from qualcode.model import Appearance, Decision, Match, Notice, OffsetMap, Segment, Source, Suggestion, Turn
from qualcode.store import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HEAD = "0001"
"""The newest migration."""

MIGRATIONS = Path(__file__).parent / "migrations"


class Store:
    """A study's database, opened and brought to the newest schema.

    Args:
        url: an SQLAlchemy database URL.

    Raises:
        StoreError: it cannot be opened, is no database of ours, or is newer than this version of qualcode.
    """

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        self.where = self.engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _sqlite_pragmas)
        with self._errors():
            self._migrate()

    def close(self) -> None:
        """Let go of the database file."""
        self.engine.dispose()

    def _migrate(self) -> None:
        with self.engine.connect() as connection:
            version = None
            if sa.inspect(connection).has_table("alembic_version"):
                version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if version == HEAD:
            return
        if version is not None and version > HEAD:
            raise StoreError(
                "was made by a newer qualcode", where=self.where, fix="Install that version, or a newer one."
            )
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            raise StoreError(_explain(error), where=self.where) from None
        except SQLAlchemyError as error:
            raise StoreError(f"the database failed ({error})", where=self.where) from None

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._errors(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._errors(), self.engine.connect() as connection:
            yield connection

    # --- sources -----------------------------------------------------------------------------------

    def source_keys(self) -> dict[str, tuple[str, str | None]]:
        """Id of every stored source with its intake key and coding key (None: not coded)."""
        columns = t.source.c
        with self._reading() as connection:
            rows = connection.execute(sa.select(columns.id, columns.intake_key, columns.coding_key))
            return {id_: (intake, coding) for id_, intake, coding in rows}

    def write_source(
        self, source: Source, segments: Iterable[Segment], respondents: Iterable[Appearance], intake_key: str
    ) -> None:
        """Put a source with its segments in place of what was stored under its id; its coding is gone."""
        row = {
            name: getattr(source, name)
            for name in ("id", "path", "kind", "fidelity", "site", "sha256", "text")
        }
        row |= {
            "turns": [list(asdict(turn).values()) for turn in source.turns],
            "offsets": [source.offsets.clean, source.offsets.original],
            "notices": [asdict(notice) for notice in source.notices],
            "attributes": dict(source.attributes),
            "intake_key": intake_key,
            "coding_key": None,
        }
        with self._writing() as connection:
            connection.execute(sa.delete(t.source).where(t.source.c.id == source.id))
            connection.execute(sa.insert(t.source), row)
            _insert(connection, t.informant, [_informant_row(a, survey=source.id) for a in respondents])
            _insert(connection, t.segment, [_segment_row(s) for s in segments])

    def remove_sources(self, ids: Iterable[str]) -> None:
        """Remove sources whose files are gone, with their segments; decisions on them stay."""
        with self._writing() as connection:
            for id_ in ids:
                connection.execute(sa.delete(t.source).where(t.source.c.id == id_))

    def sources(self) -> Iterator[Source]:
        """Every source, by id."""
        with self._reading() as connection:
            ids = connection.scalars(sa.select(t.source.c.id).order_by(t.source.c.id)).all()
        for id_ in ids:
            yield self.source(id_)

    def source(self, id_: str) -> Source:
        """One source.

        Raises:
            StoreError: there is none of that id.
        """
        with self._reading() as connection:
            row = connection.execute(sa.select(t.source).where(t.source.c.id == id_)).mappings().first()
        if row is None:
            raise StoreError(
                f"there is no source {id_!r}", fix="`qualcode import STUDY --dry-run` lists them."
            )
        return Source(
            **{name: row[name] for name in ("id", "path", "kind", "fidelity", "site", "sha256", "text")},
            turns=tuple(Turn(*values) for values in row["turns"]),
            offsets=OffsetMap(*(tuple(values) for values in row["offsets"])),
            notices=tuple(Notice(**notice) for notice in row["notices"]),
            attributes=row["attributes"],
        )

    # --- informants --------------------------------------------------------------------------------

    def write_register(self, appearances: Iterable[Appearance], planned: Iterable[Appearance]) -> None:
        """Put the register of informants.csv in place of the stored one; survey respondents stay."""
        rows = [_informant_row(a) for a in appearances] + [_informant_row(a, planned=True) for a in planned]
        with self._writing() as connection:
            connection.execute(sa.delete(t.informant).where(t.informant.c.survey.is_(None)))
            _insert(connection, t.informant, rows)

    def informants(self) -> list[dict[str, Any]]:
        """Every row of the register and every survey respondent, by id, as dictionaries of columns."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(t.informant).order_by(t.informant.c.id))
            return [dict(row) for row in rows.mappings()]

    # --- segments ----------------------------------------------------------------------------------

    def segments(self, source: Source) -> list[Segment]:
        """The segments of a source, in the order of its text."""
        query = sa.select(t.segment).where(t.segment.c.source == source.id).order_by(t.segment.c.ordinal)
        with self._reading() as connection:
            return [
                Segment(text=source.text[row["start"] : row["end"]], **row)
                for row in connection.execute(query).mappings()
            ]

    def segment(self, id_: str) -> Segment:
        """One segment.

        Raises:
            StoreError: there is none of that id.
        """
        with self._reading() as connection:
            row = connection.execute(sa.select(t.segment).where(t.segment.c.id == id_)).mappings().first()
        if row is None:
            raise StoreError(
                f"there is no segment {id_!r}", fix="The ids stand in segments.csv: qualcode export STUDY."
            )
        return Segment(text=self.source(row["source"]).text[row["start"] : row["end"]], **row)

    # --- suggestions -------------------------------------------------------------------------------

    def write_coding(
        self, source: str, suggestions: Mapping[str, Iterable[Suggestion]], coding_key: str
    ) -> None:
        """Put a source's suggestions (by segment id) in place of the stored ones."""
        rows = [_suggestion_row(segment, s) for segment, found in suggestions.items() for s in found]
        of_source = sa.select(t.segment.c.id).where(t.segment.c.source == source)
        with self._writing() as connection:
            connection.execute(sa.delete(t.suggestion).where(t.suggestion.c.segment.in_(of_source)))
            _insert(connection, t.suggestion, rows)
            connection.execute(
                sa.update(t.source).where(t.source.c.id == source).values(coding_key=coding_key)
            )

    def suggestions(self) -> Iterator[tuple[str, Suggestion]]:
        """Every suggestion with its segment's id, in the order of sources, segments and codes."""
        query = (
            sa.select(t.suggestion)
            .join(t.segment, t.segment.c.id == t.suggestion.c.segment)
            .order_by(t.segment.c.source, t.segment.c.ordinal, t.suggestion.c.code)
        )
        with self._reading() as connection:
            for row in connection.execute(query).mappings():
                matches = tuple(Match(*match) for match in row["matches"])
                yield (
                    row["segment"],
                    Suggestion(row["code"], row["score"], matches, row["threshold"], row["evidence"]),
                )

    # --- decisions ---------------------------------------------------------------------------------

    def decide(self, decision: Decision) -> None:
        """Append a decision.

        Raises:
            StoreError: there is no such segment.
        """
        text = self.segment(decision.segment).text
        row = asdict(decision) | {
            "segment_text": text,
            "pass": decision.coding_pass,
            "at": dt.datetime.now(dt.UTC),
        }
        del row["coding_pass"]
        with self._writing() as connection:
            connection.execute(sa.insert(t.decision), row)

    def decisions(self) -> list[Decision]:
        """Every decision on a segment that still stands, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(t.decision)
                .where(t.decision.c.segment.in_(sa.select(t.segment.c.id)))
                .order_by(t.decision.c.id)
            ).mappings()
            return [
                Decision(r["segment"], r["code"], r["action"], r["coder"], r["pass"], r["reason"])
                for r in rows
            ]

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

    # --- runs --------------------------------------------------------------------------------------

    def record_run(self, record: dict[str, Any]) -> None:
        """Append a run's record."""
        with self._writing() as connection:
            connection.execute(sa.insert(t.run), {"at": dt.datetime.now(dt.UTC), "record": record})

    def last_run(self) -> dict[str, Any] | None:
        """The newest run's record."""
        with self._reading() as connection:
            record: dict[str, Any] | None = connection.scalar(
                sa.select(t.run.c.record).order_by(t.run.c.id.desc()).limit(1)
            )
            return record

    # --- the whole ---------------------------------------------------------------------------------

    def dump(self) -> Iterator[str]:
        """All that follows from the inputs as canonical text, a line a row, without clock columns."""
        import json

        with self._reading() as connection:
            for table in (t.source, t.informant, t.segment, t.suggestion):
                for row in connection.execute(
                    sa.select(table).order_by(*table.primary_key.columns)
                ).mappings():
                    yield table.name + "\t" + json.dumps(dict(row), ensure_ascii=False, sort_keys=True)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _informant_row(a: Appearance, *, planned: bool = False, survey: str | None = None) -> dict[str, Any]:
    row = {
        name: getattr(a, name) for name in ("id", "person", "group", "site", "role", "label", "collective")
    }
    return row | {
        "sources": list(a.sources),
        "attributes": dict(a.attributes),
        "planned": planned,
        "survey": survey,
    }


_SEGMENT_COLUMNS = tuple(column.name for column in t.segment.columns)


def _segment_row(segment: Segment) -> dict[str, Any]:
    return {name: getattr(segment, name) for name in _SEGMENT_COLUMNS}


def _suggestion_row(segment: str, s: Suggestion) -> dict[str, Any]:
    return {
        "segment": segment,
        "code": s.code,
        "score": s.score,
        "threshold": s.threshold,
        "matches": [
            [m.code, m.indicator, m.start, m.end, m.surface, m.strength, m.counter, m.how] for m in s.matches
        ],
        "evidence": dict(s.evidence),
    }


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA busy_timeout = 10000")


def _explain(error: DatabaseError) -> str:
    message = str(error.orig)
    for sign, said in (
        ("full", "the disk is full"),
        ("readonly", "the study's folder cannot be written to"),
        ("unable to open", "the database cannot be opened or made there"),
        ("not a database", "this file is not a database"),
        ("malformed", "the database is damaged"),
        ("locked", "another program holds the database"),
    ):
        if sign in message:
            return said
    return f"the database failed ({message})"
