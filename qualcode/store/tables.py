"""The database's tables. SQLite and PostgreSQL alike; the migrations build them, a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String().with_variant(String(collation="C"), "postgresql")
"""A text to sort by, in the order of code points on every database."""

source = Table(
    "source",
    metadata,
    Column("id", Id, primary_key=True),
    Column("path", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("fidelity", String, nullable=False),
    Column("site", String),
    Column("sha256", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("turns", JSON, nullable=False),
    Column("offsets", JSON, nullable=False),
    Column("notices", JSON, nullable=False),
    Column("attributes", JSON, nullable=False),
    # What the reading and the coding depended on, as hashes: equal keys mean nothing to do.
    Column("intake_key", String, nullable=False),
    Column("coding_key", String),
)

informant = Table(
    "informant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person", String, nullable=False),
    Column("group", String, nullable=False),
    Column("site", String),
    Column("role", String),
    Column("label", String),
    Column("sources", JSON, nullable=False),
    Column("collective", Boolean, nullable=False),
    Column("planned", Boolean, nullable=False),
    Column("attributes", JSON, nullable=False),
    # A survey's respondents come with their source; rows of informants.csv have none.
    Column("survey", Id, ForeignKey("source.id", ondelete="CASCADE")),
)

segment = Table(
    "segment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source", Id, ForeignKey("source.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("speaker", String),
    Column("informant", String),
    Column("role", String),
    Column("group", String, nullable=False),
    Column("site", String),
    Column("question", Text),
    Column("time", Float),
    Column("phase", String),
    Index(None, "source", "ordinal"),
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("segment", Id, ForeignKey("segment.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Id, primary_key=True),
    Column("score", Float, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("matches", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
)

# No foreign key: a decision outlives its segment and is then listed as orphaned, never dropped.
decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("segment", Id, nullable=False, index=True),
    Column("segment_text", Text, nullable=False),
    Column("code", Id, nullable=False),
    Column("action", String, nullable=False),
    Column("coder", String, nullable=False),
    Column("pass", String, nullable=False),
    Column("reason", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("to_code", String),
    Column("start", Integer),
    Column("end", Integer),
    Column("valence", String),
    Column("uncertain", Boolean, nullable=False, server_default=false()),
)

coder = Table(
    "coder",
    metadata,
    Column("name", Id, primary_key=True),
    Column("role", String, nullable=False),
    Column("secret_sha256", String, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

# No foreign key to the segment: a source stored anew has its segments back under the same ids.
assignment = Table(
    "assignment",
    metadata,
    Column("coder", Id, ForeignKey("coder.name"), primary_key=True),
    Column("segment", Id, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)

memo = Table(
    "memo",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("target", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("coder", String, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "target", "ref"),
)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("record", JSON, nullable=False),
)
