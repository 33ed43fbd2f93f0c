"""Writes qualcode/store/schema.sqlite.sql: what all migrations together make of an empty SQLite file.

A new study's database is made from it at once; running the migrations one by one takes Alembic, which takes
longer to import than a small study takes to code. Run it after adding a migration; a test compares the two.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import sqlalchemy as sa

from qualcode.store.database import HEAD, SQLITE_SCHEMA, Database


def migrated_schema(folder: Path) -> list[str]:
    """The statements that make the tables, indexes and triggers of a database migrated step by step."""
    database = Database(f"sqlite:///{folder / 'migrated.db'}", step_by_step=True)
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    with database.engine.connect() as connection:
        made = [" ".join(sql.split()) for (sql,) in connection.execute(sa.text(query))]
    database.close()
    return made


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as folder:
        statements = migrated_schema(Path(folder))
    version = sa.table("alembic_version", sa.column("version_num", sa.String))
    stamp = sa.insert(version).values(version_num=HEAD)
    statements.append(" ".join(str(stamp.compile(compile_kwargs={"literal_binds": True})).split()))
    SQLITE_SCHEMA.write_text("\n\n".join(statements) + "\n", "utf-8")


if __name__ == "__main__":
    main()
