"""A report, what it says, its cases and its mails: kept together or not at all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, update
from sqlmodel import col

from xborder.errors import StoreError
from xborder.model import Case, CaseState, Message, Queued, Report
from xborder.store.recording import revision_row, upsert
from xborder.store.rows import (
    AlertRow,
    CaseRevisionRow,
    CaseRow,
    OutboxRow,
    ReportRevisionRow,
    ReportRow,
    RevisionRow,
)

CLOSED = (
    CaseState.CONFIRMED,
    CaseState.DISMISSED,
    CaseState.CORRECTED,
    CaseState.CONTINUED,
    CaseState.RESUMED,
)
"""The states in which nobody has to do anything any more. A suspension is open until it is resumed."""

OPEN = tuple(state.value for state in CaseState if state not in CLOSED)


def write(connection: Connection, report: Report, cases: Sequence[Case], messages: Sequence[Message]) -> None:
    """All of it, in the order that references need."""
    connection.execute(insert(ReportRow), ReportRow.to_row(report))
    said = [revision_row(revision, report.id) for revision in report.revisions]
    upsert(connection, RevisionRow, said, lambda new: {"report": new.report, "payload": new.payload})
    links = [{"report": report.id, "revision": r.id, "status": r.status.value} for r in report.revisions]
    upsert(connection, ReportRevisionRow, links)
    alerts = [AlertRow.to_row(alert, report.id) for alert in report.alerts]
    upsert(connection, AlertRow, alerts, lambda new: {"report": new.report})
    write_cases(connection, cases)
    upsert(connection, OutboxRow, [OutboxRow.to_row(message, report.created_at) for message in messages])


def write_cases(connection: Connection, cases: Sequence[Case]) -> None:
    upsert(
        connection,
        CaseRow,
        [CaseRow.to_row(case) for case in cases],
        lambda new: {"state": new.state, "updated_at": new.updated_at, "payload": new.payload},
    )
    links = [{"case_id": case.id, "revision": revision} for case in cases for revision in case.revisions]
    upsert(connection, CaseRevisionRow, links)


def settle(connection: Connection, queued: Queued, *, now: datetime) -> None:
    """Write back what an attempt gave."""
    message = queued.message
    settled = set(message.recipients) <= {*queued.delivered, *queued.refused}
    values = {
        "attempts": queued.attempts,
        "next_attempt_at": queued.next_attempt_at,
        "delivered": queued.delivered,
        "refused": queued.refused,
        "last_error": queued.last_error,
        "settled_at": now if settled else None,
    }
    mine = update(OutboxRow).where(col(OutboxRow.message_id) == message.message_id).values(values)
    if connection.execute(mine).rowcount != 1:
        raise StoreError(
            f"mail {message.message_id}",
            why="it is not in the outbox",
            fix="Settle only what `due_messages` gave",
        )
