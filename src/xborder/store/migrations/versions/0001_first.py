"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_case_file_state", "case_file", ["state"])
    op.create_index("ix_case_file_subject", "case_file", ["subject"])
    op.create_table(
        "document_state",
        sa.Column("document", sa.String(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interrupted", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
    )
    op.create_index("ix_run_finished_at", "run", ["finished_at"])
    op.create_index("ix_run_started_at", "run", ["started_at"])
    op.create_table(
        "source_state",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "version",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extractor", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("snapshots", sa.Text(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_version_document", "version", ["document"])
    op.create_table(
        "capture",
        sa.Column("document", sa.String(), primary_key=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("run", sa.String(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("health", sa.String(), nullable=False),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("charset", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("headers", sa.LargeBinary(), nullable=True),
        sa.Column("redirects", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
    )
    op.create_index("ix_capture_fetched_at", "capture", ["fetched_at"])
    op.create_table(
        "report",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("run", sa.String(), sa.ForeignKey("run.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_report_created_at", "report", ["created_at"])
    op.create_table(
        "run_lock",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("run", sa.String(), sa.ForeignKey("run.id"), nullable=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.String(), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "text_seen",
        sa.Column("document", sa.String(), primary_key=True),
        sa.Column("fingerprint", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), sa.ForeignKey("version.id"), primary_key=True),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
    )
    op.create_index("ix_text_seen_document_version", "text_seen", ["document", "version"])
    op.create_table(
        "alert",
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("report", sa.String(), sa.ForeignKey("report.id"), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
    )
    op.create_index("ix_alert_report", "alert", ["report"])
    op.create_table(
        "outbox",
        sa.Column("message_id", sa.String(), primary_key=True),
        sa.Column("report", sa.String(), sa.ForeignKey("report.id"), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("mime", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered", sa.Text(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_outbox_report", "outbox", ["report"])
    op.create_index("ix_outbox_settled_at_next_attempt_at", "outbox", ["settled_at", "next_attempt_at"])
    op.create_table(
        "revision",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("detected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("substance", sa.String(), nullable=False),
        sa.Column("report", sa.String(), sa.ForeignKey("report.id"), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_revision_detected_at", "revision", ["detected_at"])
    op.create_index("ix_revision_document_detected_at", "revision", ["document", "detected_at"])
    op.create_index("ix_revision_report_status", "revision", ["report", "status"])
    op.create_table(
        "case_revision",
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("revision", sa.String(), sa.ForeignKey("revision.id"), primary_key=True),
    )
    op.create_index("ix_case_revision_revision", "case_revision", ["revision"])
    op.create_table(
        "report_revision",
        sa.Column("report", sa.String(), sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("revision", sa.String(), sa.ForeignKey("revision.id"), primary_key=True),
        sa.Column("status", sa.String(), nullable=False),
    )
    op.create_index("ix_report_revision_revision", "report_revision", ["revision"])
    lock = sa.table(
        "run_lock",
        sa.column("id"),
        sa.column("owner"),
        sa.column("host"),
        sa.column("pid"),
        sa.column("process_started"),
    )
    op.execute(lock.insert().values(id=1, owner="", host="", pid=0, process_started=""))
