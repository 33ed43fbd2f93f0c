"""Sources, informants, segments, suggestions, decisions (append-only), runs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fidelity", sa.String(), nullable=False),
        sa.Column("site", sa.String()),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("offsets", sa.JSON(), nullable=False),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("intake_key", sa.String(), nullable=False),
        sa.Column("coding_key", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
    )
    op.create_table(
        "informant",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("site", sa.String()),
        sa.Column("role", sa.String()),
        sa.Column("label", sa.String()),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("collective", sa.Boolean(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("survey", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_informant"),
        sa.ForeignKeyConstraint(["survey"], ["source.id"], name="fk_informant_survey", ondelete="CASCADE"),
    )
    op.create_table(
        "segment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String()),
        sa.Column("informant", sa.String()),
        sa.Column("role", sa.String()),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("site", sa.String()),
        sa.Column("question", sa.Text()),
        sa.Column("time", sa.Float()),
        sa.Column("phase", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_segment"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name="fk_segment_source", ondelete="CASCADE"),
    )
    op.create_index("ix_segment_source", "segment", ["source", "ordinal"])
    op.create_table(
        "suggestion",
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("matches", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("segment", "code", name="pk_suggestion"),
        sa.ForeignKeyConstraint(["segment"], ["segment.id"], name="fk_suggestion_segment", ondelete="CASCADE"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("segment_text", sa.Text(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("coder", sa.String(), nullable=False),
        sa.Column("pass", sa.String(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_segment", "decision", ["segment"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER decision_no_{act.lower()} BEFORE {act} ON decision "
                "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION decision_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'decisions are append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON decision "
            "FOR EACH ROW EXECUTE FUNCTION decision_append_only()"
        )


def downgrade() -> None:
    for table in ("run", "decision", "suggestion", "segment", "informant", "source"):
        op.drop_table(table)
