"""Decisions on cases, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("case_file", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "decision",
        sa.Column("case_id", sa.String(), sa.ForeignKey("case_file.id"), primary_key=True),
        sa.Column("based_on", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_decision_at", "decision", ["at"])
    op.create_table(
        "audit_event",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False, unique=True),
    )
    op.create_index("ix_audit_event_kind_number", "audit_event", ["kind", "number"])
    op.create_table(
        "audit_stamp",
        sa.Column("root", sa.String(), sa.ForeignKey("audit_event.hash"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
    )
