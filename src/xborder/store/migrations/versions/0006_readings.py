"""Texts are kept as what differs from the bytes they were read from; what was seen takes less room."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("version", sa.Column("on_bytes", sa.Boolean()))
    op.drop_index("ix_text_seen_document_version", "text_seen")  # the primary key begins with the document
    if op.get_bind().dialect.name == "sqlite":
        _without_rowid()


def _without_rowid() -> None:
    """SQLite holds the key once, not in the table and in an index."""
    op.create_table(
        "text_seen_next",
        sa.Column("document", sa.String(), primary_key=True),
        sa.Column("fingerprint", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), sa.ForeignKey("version.id"), primary_key=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO text_seen_next SELECT * FROM text_seen")
    op.drop_table("text_seen")
    op.rename_table("text_seen_next", "text_seen")
