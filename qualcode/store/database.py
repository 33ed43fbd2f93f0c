"""A database opened: its connections, its schema brought up to date, its failures said in one line."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import time
import weakref
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, SQLAlchemyError

from qualcode.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HEAD = "0002"
"""The newest migration."""

MIGRATIONS = Path(__file__).parent / "migrations"

SQLITE_SCHEMA = Path(__file__).parent / "schema.sqlite.sql"
"""What all migrations together make of an empty SQLite file (written by tools/sqlite_schema.py)."""

PAGE = 16_384
"""Bytes of a page of a new SQLite file: a source's text then lies on a few, and not in a chain of many."""

LONGEST_WAIT = 30
"""Seconds that SQLite waits for another program to let go of the file."""

MIGRATING = 7_138_204
"""Key of the PostgreSQL lock that one program at a time holds while it brings the schema up to date."""


class Database:
    """A database, opened and brought to the newest schema.

    On SQLite a writer takes the file's one write lock at its start (BEGIN IMMEDIATE), so that what it reads
    before it writes still holds when it writes; others wait for it. On PostgreSQL the rows that a decision
    depends on are locked by the calls that need it.

    Args:
        url: an SQLAlchemy database URL.
        step_by_step: make a new database by every migration in turn, as an old one is brought up to date.

    Raises:
        StoreError: it cannot be opened, is no database of ours, or is newer than this version of qualcode.
    """

    def __init__(self, url: str, *, step_by_step: bool = False) -> None:
        self._step_by_step = step_by_step
        self.engine = _engine(url)
        # At the latest at the process's end: SQLite then puts its journal back into the one file.
        weakref.finalize(self, self.engine.dispose)
        self.where = self.engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")
        self._writer = self.engine.execution_options(writing=True)
        try:
            with self._errors():
                self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _migrate(self) -> None:
        with self.engine.connect() as connection:
            version = _version(connection)
            is_new = version is None and not sa.inspect(connection).get_table_names()
        if version == HEAD or (is_new and not self._step_by_step and self._make_sqlite()):
            return
        if version is not None and version > HEAD:
            raise StoreError(
                "was made by a newer qualcode", where=self.where, fix="Install that version, or a newer one."
            )
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATING)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _make_sqlite(self) -> bool:
        """Make a new SQLite database in one go, as the migrations would; False for another database."""
        if self.engine.dialect.name != "sqlite":
            return False
        with self._writer.begin() as connection:
            if _version(connection) is None:  # another program may have been quicker
                for statement in SQLITE_SCHEMA.read_text("utf-8").split("\n\n"):
                    connection.exec_driver_sql(statement)
            return _version(connection) == HEAD

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, DatabaseError) as error:
            raise _explained(error, self.where) from None
        except SQLAlchemyError as error:
            raise StoreError(f"the database failed ({error})", where=self.where) from None

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._errors(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._errors(), self.engine.connect() as connection:
            yield connection


def now() -> dt.datetime:
    """The clock that the database's times are read from."""
    return dt.datetime.now(dt.UTC)


def in_utc(time: dt.datetime) -> dt.datetime:
    """A stored time with its zone: SQLite keeps none, PostgreSQL answers in the session's."""
    return time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC)


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(sa.insert(table), rows)


def insert_many(connection: sa.Connection, table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert many rows as the driver takes them, past all that is done for each value of each row.

    Args:
        connection: within a transaction.
        table: of which every column is given, JSON already as text (`as_json`); no dates.
        rows: values in the order of the table's columns.
    """
    values: list[Any] = list(rows)
    if not values:
        return
    statement = sa.insert(table).compile(dialect=connection.dialect)
    if not statement.positional:
        names = [column.name for column in table.columns]
        values = [dict(zip(names, row, strict=True)) for row in values]
    connection.exec_driver_sql(str(statement), values)


def plain_rows(connection: sa.Connection, query: sa.Select[Any]) -> Iterable[Sequence[Any]]:
    """The rows of a query as the driver gives them: for many rows of texts and numbers, no JSON or dates."""
    result: Any = connection.execute(query)
    return cast("Iterable[Sequence[Any]]", result.cursor.fetchall())


as_json = json.dumps
"""What SQLAlchemy too makes of a JSON value."""


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return version


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = sa.create_engine(parsed)
            sa.event.listen(engine, "connect", _sqlite_connected)
            sa.event.listen(engine, "begin", _sqlite_begun)
        else:
            engine = sa.create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError as error:
        raise StoreError(
            f"PostgreSQL needs the {error.name} library",
            fix="Install it with: pip install 'qualcode[postgres]'",
        ) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        # The text itself may hold a password.
        raise StoreError(
            "the setting `database` is no database's address",
            fix='Write it as "postgresql+psycopg://user@host/name", or "sqlite".',
        ) from None
    return engine


def _sqlite_connected(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for a lock and not at all for a change of schema; ours is below.
    connection.isolation_level = None
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")


def _use_wal(connection: Any) -> None:
    """Keep a journal beside the file; SQLite does not itself wait while another program changes to it."""
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _sqlite_begun(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _explained(error: DatabaseError, where: str) -> StoreError:
    message = str(error.orig)
    for sign, said, fix in (
        ("full", "the disk is full", None),
        ("readonly", "the study's folder cannot be written to", None),
        ("unable to open", "the database cannot be opened or made there", None),
        ("not a database", "this file is not a database", None),
        ("malformed", "the database is damaged", None),
        ("locked", "another program holds the database", None),
        ("password authentication failed", "the database server refuses the user or the password", PASSWORD),
        ("no password supplied", "the database server wants a password", PASSWORD),
        ("does not exist", _first_line(message), "Ask whoever runs the server to make it."),
        ("connection", "the database server does not answer", "Is it running, and the address right?"),
        ("resolve host", "the database server is not found", "Is its address right?"),
    ):
        if sign in message:
            return StoreError(said, where=where, fix=fix)
    return StoreError(f"the database failed ({_first_line(message)})", where=where)


PASSWORD = "Set PGPASSWORD in the environment, or write it in ~/.pgpass."


def _first_line(message: str) -> str:
    return (
        message.strip().splitlines()[0].rpartition("FATAL:")[2].strip()
        if message.strip()
        else "no reason given"
    )
