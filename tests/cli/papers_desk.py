"""The shipped registry with one case on Zoom's terms, down to the bytes as served."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from xborder.model import (
    Action,
    Capture,
    Case,
    CaseState,
    Change,
    ChangeKind,
    ChangeStatus,
    Clause,
    Direction,
    DocumentState,
    Event,
    Fetched,
    Health,
    Observation,
    Page,
    Recommendation,
    Report,
    Revision,
    Snapshot,
    TermsAssessment,
    TermsFinding,
    Topic,
    Version,
)
from xborder.store import SqlStore, open_store

Command = Callable[..., tuple[int, str, str]]
"""The command in a folder of its own: exit code, stdout, stderr."""

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
DOCUMENT, CASE = "zoom/terms", "C-2026-11-23-1"
BODIES = {"old": b"<p>We tell you before.</p>", "new": b"<p>We may tell you.</p>"}


def fill(folder: Path) -> None:
    """One open case on a weakened measure."""
    shutil.copytree(DATA, folder / "data")
    store = open_store(f"sqlite:///{folder / 'state' / 'xborder.db'}", folder / "state" / "blobs")
    clauses = {side: Clause(text=body.decode()[3:-4]) for side, body in BODIES.items()}
    finding = TermsFinding(topic=Topic.SUBCONTRACTORS, direction=Direction.WEAKENS, evidence="may tell you")
    revision = Revision(
        id="r1",
        document=DOCUMENT,
        owner="zoom",
        old_version="old",
        new_version="new",
        detected_at=NOW,
        status=ChangeStatus.CONFIRMED,
        changes=(Change(kind=ChangeKind.REWORDED, old=clauses["old"], new=clauses["new"]),),
        terms=TermsAssessment(substantive=True, confidence=1, findings=(finding,)),
        recommendation=Recommendation(action=Action.REQUEST_CORRECTION),
    )
    case = Case(
        id=CASE,
        subject=DOCUMENT,
        title="Zoom Terms of Service",
        state=CaseState.OPEN,
        recommendation=revision.recommendation,
        revisions=("r1",),
        opened_at=NOW,
        updated_at=NOW,
    )
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [_look(store, "old", clauses["old"], None)])
        store.record(run, [_look(store, "new", clauses["new"], revision)])
        store.publish(Report(id="2026-11-23", run=run.id, created_at=NOW, revisions=(revision,)), (case,), ())
    store.close()


def _look(store: SqlStore, side: str, clause: Clause, revision: Revision | None) -> Observation:
    at = NOW.replace(minute=30 + list(BODIES).index(side))
    digest = store.blobs.put(BODIES[side])
    fetched = Fetched(
        source=DOCUMENT,
        fetched_at=at,
        health=Health.OK,
        body=BODIES[side],
        status=200,
        media_type="text/html",
        url="https://zoom.example/terms",
    )
    version = Version(
        id=side,
        document=DOCUMENT,
        recorded_at=at,
        extractor="1",
        digest=side,
        snapshots=(Snapshot(source=DOCUMENT, fetched_at=at, sha256=digest, media_type="text/html"),),
        page=Page(clauses=(clause,), language="en"),
    )
    return Observation(
        document=DOCUMENT,
        at=at,
        event=Event.CHANGE if revision else Event.FIRST,
        captures=(
            Capture(source=DOCUMENT, document=DOCUMENT, fetched=fetched, health=Health.OK, sha256=digest),
        ),
        state=DocumentState(document=DOCUMENT, reported=side, observed=side, checked_at=at, good_at=at),
        version=version,
        revision=revision,
    )
