"""Coders, assignments, memos (append-only); what a decision says beyond yes and no; one order of ids."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SORTED = {
    "source": ("id",),
    "informant": ("id", "survey"),
    "segment": ("id", "source"),
    "suggestion": ("segment", "code"),
    "decision": ("segment", "code"),
}


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    text_id = sa.String(collation="C") if postgresql else sa.String()
    if postgresql:
        for table, columns in SORTED.items():
            for column in columns:
                op.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE varchar COLLATE "C"')
    op.add_column("decision", sa.Column("to_code", sa.String()))
    op.add_column("decision", sa.Column("start", sa.Integer()))
    op.add_column("decision", sa.Column("end", sa.Integer()))
    op.add_column("decision", sa.Column("valence", sa.String()))
    op.add_column("decision", sa.Column("uncertain", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "coder",
        sa.Column("name", text_id, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("secret_sha256", sa.String(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_coder"),
    )
    op.create_table(
        "assignment",
        sa.Column("coder", text_id, nullable=False),
        sa.Column("segment", text_id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("coder", "segment", name="pk_assignment"),
        sa.ForeignKeyConstraint(["coder"], ["coder.name"], name="fk_assignment_coder"),
    )
    op.create_table(
        "memo",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_memo"),
    )
    op.create_index("ix_memo_target", "memo", ["target", "ref"])
    if postgresql:
        op.execute(
            "CREATE FUNCTION memo_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'memos are append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER memo_append_only BEFORE UPDATE OR DELETE ON memo "
            "FOR EACH ROW EXECUTE FUNCTION memo_append_only()"
        )
        # A trigger for each row is not asked when a table is emptied at once.
        for table in ("decision", "memo"):
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
            )
    else:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER memo_no_{act.lower()} BEFORE {act} ON memo "
                "BEGIN SELECT RAISE(ABORT, 'memos are append-only'); END"
            )


def downgrade() -> None:
    for table in ("memo", "assignment", "coder"):
        op.drop_table(table)
    for column in ("uncertain", "valence", "end", "start", "to_code"):
        op.drop_column("decision", column)
