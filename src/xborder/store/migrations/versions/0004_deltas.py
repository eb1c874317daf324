"""Bytes that are nearly those of another page are kept as what differs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "delta",
        sa.Column("digest", sa.LargeBinary(), primary_key=True),
        sa.Column("base", sa.LargeBinary(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
    )
