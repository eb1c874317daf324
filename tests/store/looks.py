"""What the tests of the store put into it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from xborder.model import (
    Action,
    Alert,
    Capture,
    ChangeStatus,
    Clause,
    CountryAssessment,
    CountryFinding,
    DocumentState,
    Event,
    FactChange,
    Fetched,
    Health,
    Message,
    Observation,
    Page,
    Recommendation,
    Report,
    Revision,
    Run,
    Snapshot,
    SourceState,
    Text,
    Validators,
    Version,
)
from xborder.texts import same

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 22, 21, 30, 0, 123456, tzinfo=UTC)
DOCUMENT = "acme/terms"


def fetched(at: datetime = NOW, *, body: bytes | None = b"<p>Terms</p>", **fields: Any) -> Fetched:
    told: dict[str, Any] = {
        "source": f"{DOCUMENT}/en",
        "health": Health.OK if body is not None else Health.NOT_MODIFIED,
        "status": 200,
        "media_type": "text/html",
        "charset": "shift_jis",
        "url": "https://acme.example/規約",
        "headers": (("ETag", '"1"'), ("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT"), ("X-名", "値")),
        "validators": Validators(etag='"1"', last_modified="Sun, 22 Nov 2026 00:00:00 GMT"),
        "notes": (same("robots.txt overridden: 契約の確認"),),
        "redirects": ("https://acme.example/",),
    }
    return Fetched(fetched_at=at, body=body, **(told | fields))


def capture(
    at: datetime = NOW, *, document: str = DOCUMENT, sha256: str | None = None, **fields: Any
) -> Capture:
    look = fetched(at, **({"source": f"{document}/en"} | fields))
    return Capture(source=look.source, document=document, fetched=look, health=look.health, sha256=sha256)


def version(name: str = "1", *, document: str = DOCUMENT, at: datetime = NOW) -> Version:
    page = Page(
        clauses=(Clause(text=f"第{name}版 個人データ", path=("規約",), number="第1条"),),
        title="規約",
        language="ja",
    )
    snapshot = Snapshot(source=f"{document}/en", fetched_at=at, sha256="ab" * 32, media_type="text/html")
    return Version(
        id=f"{document}-{name}",
        document=document,
        recorded_at=at,
        extractor="1",
        digest=f"digest of {name}",
        snapshots=(snapshot,),
        page=page,
    )


def look(
    shown: Version | None = None,
    *,
    at: datetime = NOW,
    document: str = DOCUMENT,
    fingerprint: str = "",
    **fields: Any,
) -> Observation:
    """One look at a document; `shown` is recorded as a version and remembered."""
    known = shown.id if shown else None
    told: dict[str, Any] = {
        "event": Event.FIRST,
        "captures": (capture(at, document=document),),
        "state": DocumentState(document=document, reported=known, observed=known, checked_at=at),
        "sources": (SourceState(source=f"{document}/en", sha256="ab" * 32, fetched_at=at),),
        "version": shown,
        "seen": ((fingerprint or f"print of {shown.id}", shown.id),) if shown else (),
    }
    return Observation(document=document, at=at, **(told | fields))


def revision(
    name: str = "r1",
    *,
    status: ChangeStatus = ChangeStatus.CONFIRMED,
    fact: str = "government_access",
    at: datetime = NOW,
) -> Revision:
    finding = CountryFinding(
        part="全国", fact=fact, change=FactChange.INTRODUCED, laws=("国家情報法",), evidence="第7条"
    )
    return Revision(
        id=name,
        document="country/CN/html",
        owner="CN",
        old_version="old",
        new_version="new",
        detected_at=at,
        status=status,
        country=CountryAssessment(findings=(finding,)),
        recommendation=Recommendation(action=Action.SUSPEND, deadline_days=14),
    )


def with_revision(said: Revision, *, at: datetime = NOW) -> Observation:
    return look(at=at, document=said.document, event=Event.CHANGE, revision=said)


def alert(kind: str = "blocked", *, since: datetime = NOW) -> Alert:
    return Alert(
        subject=DOCUMENT,
        kind=kind,
        since=since,
        text=Text(ja="閲覧できません", en="blocked"),
        fix=Text(ja="", en=""),
    )


def report(run: Run, name: str = "2026-11-23", **fields: Any) -> Report:
    return Report(**({"id": name, "run": run.id, "created_at": NOW} | fields))


def message(name: str = "<1@acme.example>", *recipients: str, report: str = "") -> Message:
    to = recipients or ("privacy@acme.example",)
    return Message(
        message_id=name, recipients=to, subject="変更の報告", mime=b"\x00\xff raw \r\n", report=report
    )


def finished(run: Run, at: datetime = NOW) -> Run:
    return replace(
        run,
        finished_at=at,
        counts=(("change", 1), ("unchanged", 9)),
        held=Text(ja="多数が同時に変化", en="many changed at once"),
    )
