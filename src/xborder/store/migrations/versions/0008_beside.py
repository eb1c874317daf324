"""A page may stand on a second file: one of another site that says much of the same."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("delta", sa.Column("beside", sa.LargeBinary()))
