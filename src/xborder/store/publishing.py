"""A report, what it says, its cases and its mails: kept together or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from xborder.cases import overtaken
from xborder.errors import DecisionError, StoreError
from xborder.model import Case, Decision, Message, Queued, Report
from xborder.store import audit
from xborder.store.recording import revision_row, upsert
from xborder.store.rows import (
    AlertRow,
    CaseRevisionRow,
    CaseRow,
    DecisionRow,
    OutboxRow,
    ReportRevisionRow,
    ReportRow,
    RevisionRow,
)


def write(connection: Connection, report: Report, cases: Sequence[Case], messages: Sequence[Message]) -> None:
    """All of it, in the order that references need, and the audit event that tells of it."""
    connection.execute(insert(ReportRow), ReportRow.to_row(report))
    said = [revision_row(revision, report.id) for revision in report.revisions]
    upsert(connection, RevisionRow, said, lambda new: {"report": new.report, "payload": new.payload})
    links = [{"report": report.id, "revision": r.id, "status": r.status.value} for r in report.revisions]
    upsert(connection, ReportRevisionRow, links)
    alerts = [AlertRow.to_row(alert, report.id) for alert in report.alerts]
    upsert(connection, AlertRow, alerts, lambda new: {"report": new.report})
    write_cases(connection, cases)
    mails = [OutboxRow.to_row(message, report.created_at) for message in messages]
    upsert(connection, OutboxRow, mails)
    told = (
        (ReportRow, [{"id": report.id}]),
        (RevisionRow, said),
        (AlertRow, alerts),
        (CaseRow, [{"id": case.id} for case in cases]),
        (OutboxRow, mails),
    )
    audit.witness(connection, "publish", report.created_at, told)


def write_cases(connection: Connection, cases: Sequence[Case]) -> None:
    for case in cases:
        if not write_case(connection, case):
            raise DecisionError(
                f"case {case.id}",
                why="somebody decided on it while the report was made",
                fix="Nothing is lost: the report is made again by the next run",
            )
    _link(connection, cases)


def _link(connection: Connection, cases: Sequence[Case]) -> None:
    links = [{"case_id": case.id, "revision": revision} for case in cases for revision in case.revisions]
    upsert(connection, CaseRevisionRow, links)


def write_case(connection: Connection, case: Case) -> bool:
    """Write the edition after the one that was read; False when somebody else did so already."""
    row = CaseRow.to_row(replace(case, edition=case.edition + 1))
    if case.edition == 0:
        known = select(col(CaseRow.id)).where(col(CaseRow.id) == case.id)
        if connection.scalar(known) is None:
            connection.execute(insert(CaseRow), row)
            return True
        return False
    unchanged = update(CaseRow).where(col(CaseRow.id) == case.id, col(CaseRow.edition) == case.edition)
    return connection.execute(unchanged.values(row)).rowcount == 1


def decide(connection: Connection, decision: Decision, case: Case, left: Case | None) -> Case:
    """Keep the decision, the case it makes, and what is left of another. Each update must change one row."""
    written = (case,) if left is None else (left, case)
    for each in written:
        if not write_case(connection, each):
            raise _overtaken(connection, replace(decision, case=each.id))
    _link(connection, written)
    row = DecisionRow.to_row(decision)
    connection.execute(insert(DecisionRow), row)
    told = ((DecisionRow, [row]), (CaseRow, [{"id": each.id} for each in written]))
    audit.witness(connection, "decision", decision.at, told)
    return replace(case, edition=case.edition + 1)


def _overtaken(connection: Connection, decision: Decision) -> DecisionError:
    present = connection.scalar(select(col(CaseRow.payload)).where(col(CaseRow.id) == decision.case))
    if present is None:
        return DecisionError(
            f"case {decision.case}", why="it does not exist", fix="See `xborder cases --all`"
        )
    decided = select(col(DecisionRow.payload)).where(col(DecisionRow.case) == decision.case)
    return overtaken(present, decision, connection.scalars(decided).all())


def settle(connection: Connection, queued: Queued, *, now: datetime) -> None:
    """Write back what an attempt gave."""
    message = queued.message
    settled = set(message.recipients) <= {*queued.delivered, *queued.refused}
    values = {
        "recipients": message.recipients,
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
    audit.witness(connection, "mail", now, [(OutboxRow, [{"message_id": message.message_id}])])
