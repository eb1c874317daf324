"""After ten years every question is still answered by an index."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from looks import DAY, DOCUMENT, NOW, alert, finished, look, message, report, revision, version, with_revision
from sqlalchemy import Connection, event

from xborder.model import Scope
from xborder.store import SqlStore, open_store
from xborder.store.deltas import DeltaBlobs

ALWAYS_READ_WHOLE = {"document_state", "source_state", "run_lock"}  # one row a document, a source, the store


def one_run(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [look(version()), with_revision(revision())])
        store.record(run, [look(at=NOW + DAY, withdrawn=("r1",), alerts=(alert(),))])
        store.publish(report(run, revisions=(revision(),)), (), (message(),))
        for queued in store.due_messages(NOW):
            store.settle_message(queued, now=NOW)
        store.finish_run(finished(run))


QUESTIONS: dict[str, Callable[[SqlStore], object]] = {
    "a run": one_run,
    "last run": lambda store: (store.last_run(NOW), store.last_run(NOW, but=Scope.PENDING)),
    "runs": lambda store: store.runs(),
    "states": lambda store: (store.document_states(), store.source_states()),
    "version of": lambda store: store.version_of(DOCUMENT, "f"),
    "seen": lambda store: store.seen(DOCUMENT, "v"),
    "looks at a document": lambda store: store.captures(DOCUMENT, since=NOW),
    "looks": lambda store: store.captures(since=NOW, limit=5),
    "last looks": lambda store: store.captures(limit=5),
    "days watched": lambda store: store.days_watched(NOW, NOW + DAY),
    "last looks at each source": lambda store: store.last_looks(30),
    "first look": lambda store: store.first_look(DOCUMENT),
    "revisions of a period": lambda store: store.revisions_between(NOW, NOW + DAY),
    "unreported": lambda store: store.unreported(),
    "revisions of a document": lambda store: store.revisions(DOCUMENT),
    "open cases": lambda store: store.open_cases(),
    "last report": lambda store: store.reports(limit=1),
    "due mails": lambda store: store.due_messages(NOW),
}


def plans_of(question: Callable[[SqlStore], object], folder: Path) -> list[str]:
    """How SQLite goes about it."""
    store = open_store(f"sqlite:///{folder / 'xborder.db'}", folder / "blobs")
    plans: list[str] = []

    def explain(
        connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            plan = connection.connection.cursor()
            plan.execute(f"EXPLAIN QUERY PLAN {statement}", parameters[0] if many else parameters)
            plans.extend(row[3] for row in plan.fetchall())

    event.listen(store._database.engine, "before_cursor_execute", explain)
    question(store)
    store.close()
    assert plans
    return plans


def test_the_last_looks_at_each_source_are_found_without_the_others(tmp_path: Path) -> None:
    """An index read from end to end is a whole table, too: ten years of looks took 24 seconds."""
    plans = plans_of(lambda store: store.last_looks(30), tmp_path)
    assert [plan for plan in plans if plan.startswith("SCAN capture")] == []
    assert [plan for plan in plans if plan.startswith("SEARCH capture")] != []


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_no_question_reads_a_whole_table(question: Callable[[SqlStore], object], tmp_path: Path) -> None:
    plans = plans_of(question, tmp_path)
    scans = [
        p
        for p in plans
        if p.startswith("SCAN") and "INDEX" not in p and p.split()[1] not in ALWAYS_READ_WHOLE
    ]
    assert scans == []


def test_what_is_known_of_stored_bytes_is_found_by_an_index(tmp_path: Path) -> None:
    """Asked at every look, and not of SQLAlchemy."""
    store = open_store(f"sqlite:///{tmp_path / 'xborder.db'}", tmp_path / "blobs")
    assert isinstance(store.blobs, DeltaBlobs)
    asked = store.blobs._known
    asked._words = f"EXPLAIN QUERY PLAN {asked._words}"
    plans = [row[3] for row in asked.ask(one=b"one", other=b"other")]
    assert plans and all(plan.startswith("SEARCH") for plan in plans)
