"""What a browser made of a page is kept with what it was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("capture", sa.Column("served", sa.String()))
    op.add_column("capture", sa.Column("rendered_by", sa.Text()))
