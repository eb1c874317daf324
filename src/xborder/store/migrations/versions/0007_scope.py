"""A run says what it was to look at: the hourly looks are no daily run."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("run", sa.Column("scope", sa.String()))
