"""The daily pipeline over dated captures, with the clock set to each date; in a store of its own."""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from xborder.archive import DatedCapture
from xborder.daily import Scope, run_daily
from xborder.model import (
    Basis,
    Contractor,
    Document,
    DocumentKind,
    Event,
    Fetched,
    Health,
    Message,
    Observation,
    Registry,
    Report,
    Source,
)
from xborder.ports import FetchRequest, Services

_MEDIA = {"html": "text/html", "pdf": "application/pdf", "md": "text/markdown", "txt": "text/plain"}
_KINDS = {
    "privacy": DocumentKind.PRIVACY,
    "data-processor-agreement-subprocessors": DocumentKind.SUBPROCESSORS,
    "data-processor": DocumentKind.DPA,
}
_TIME_OF_DAY = time(0, 0, tzinfo=UTC)


class ArchiveFetcher:
    """Serves the captures of one day as if they had just been fetched."""

    def __init__(self) -> None:
        self.now = datetime(1970, 1, 1, tzinfo=UTC)
        self.today: dict[str, DatedCapture] = {}

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncGenerator[Fetched, None]:
        for request in requests:
            capture = self.today[request.source.id]
            yield Fetched(
                source=capture.source,
                fetched_at=self.now,
                health=Health.OK,
                body=capture.read(),
                status=200,
                media_type=_MEDIA[capture.suffix],
                url=request.source.url or "",
            )


class NoPublisher:
    """ports.Publisher that writes nothing: the events are what a replay is for."""

    recipients = ()

    def write(self, report: Report) -> Path:
        return Path()

    def is_written(self, report: str) -> bool:
        return True

    def compose(self, report: Report) -> Sequence[Message]:
        return ()

    def keep_mail(self, message: Message, report: str) -> None:
        raise ValueError("a replay composes no mail")


async def replay(
    captures: Sequence[DatedCapture],
    services: Callable[[Registry, ArchiveFetcher], Services],
    *,
    owner: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> AsyncIterator[dict[str, Any]]:
    """One event for every capture, by date and source, then the totals."""
    registry = _registry({c.source for c in captures})
    fetcher = ArchiveFetcher()
    wired = services(registry, fetcher)
    totals: Counter[str] = Counter()
    for day, todays in _by_day(captures):
        fetcher.now = datetime.combine(day, _TIME_OF_DAY)
        fetcher.today = todays
        documents = [d for d in registry.documents if d.id in todays]
        outcome = await run_daily(
            wired, now=fetcher.now, owner=owner, scope=Scope.EVERYTHING, documents=documents
        )
        for observation in sorted(outcome.observations, key=lambda o: o.document):
            totals[observation.event.value] += 1
            yield _event(observation)
        progress(totals.total(), len(captures))
    yield {"totals": {event.value: totals[event.value] for event in Event}, "captures": totals.total()}


def _by_day(captures: Sequence[DatedCapture]) -> list[tuple[Any, dict[str, DatedCapture]]]:
    days: dict[Any, dict[str, DatedCapture]] = {}
    for capture in captures:
        days.setdefault(capture.day, {})[capture.source] = capture
    return sorted(days.items())


def _registry(names: set[str]) -> Registry:
    contractors: dict[str, list[Document]] = {}
    for name in sorted(names):
        contractors.setdefault(name.partition("/")[0], []).append(_document(name))
    return Registry(
        contractors=tuple(
            Contractor(id=key, name=key, country="", basis=Basis.CONTRACT, documents=tuple(documents))
            for key, documents in contractors.items()
        )
    )


def _document(name: str) -> Document:
    contractor, _, page = name.partition("/")
    kind = next((kind for head, kind in _KINDS.items() if page.startswith(head)), DocumentKind.TERMS)
    source = Source(id=name, url=f"https://replay.invalid/{name}")
    return Document(id=name, owner=contractor, kind=kind, title=name, sources=(source,))


def _event(observation: Observation) -> dict[str, Any]:
    revision = observation.revision
    terms = revision.terms if revision is not None else None
    return {
        "date": observation.at.date().isoformat(),
        "source": observation.document,
        "event": observation.event.value,
        "substantive": revision is not None and revision.is_substantive,
        "topics": [
            {"topic": f.topic.value, "direction": f.direction.value, "evidence": f.evidence}
            for f in (terms.findings if terms is not None else ())
        ],
        "health": observation.state.health.value,
        "detail": observation.state.detail.en,
    }
