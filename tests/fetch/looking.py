"""Fetchers with small limits that never sleep."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from xborder.fetch import FetchLimits, HttpFetcher
from xborder.model import FetchBy, Fetched, Source, SourceState
from xborder.ports import FetchRequest

NOW = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
AGENT = "xborder/1.0 (+mailto:privacy@example.co.jp)"
PATIENT = FetchLimits(
    user_agent=AGENT,
    delay_seconds=0,
    retries=0,
    max_body_bytes=2**20,
    backoff_seconds=1,
)
Look = Callable[..., Fetched]


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


class Sleeper:
    """Sleeps no time at all, and remembers how long it should have been."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


def build(limits: FetchLimits = PATIENT, **changed: object) -> HttpFetcher:
    values: dict[str, object] = {
        "now": lambda: NOW,
        "folder": Path("/nonexistent"),
        "allowed_networks": ["127.0.0.1/32"],
        "sleep": no_sleep,
        "jitter": lambda: 0.5,
    }
    return HttpFetcher(limits=limits, **(values | changed))  # type: ignore[arg-type]


def collect(fetcher: HttpFetcher, *requests: FetchRequest) -> list[Fetched]:
    async def gather(found: AsyncIterator[Fetched]) -> list[Fetched]:
        return [look async for look in found]

    return asyncio.run(gather(fetcher.fetch(requests)))


def look(
    url: str,
    *,
    limits: FetchLimits = PATIENT,
    state: SourceState | None = None,
    full: bool = False,
    ignore_robots: str | None = "tests look without asking",
    accept_language: str = "en",
    fetch: FetchBy = FetchBy.HTTP,
    **changed: object,
) -> Fetched:
    """One look at one address; robots.txt is not asked unless the test is about it."""
    source = Source(
        id="acme/terms",
        url=url,
        ignore_robots=ignore_robots,
        accept_language=accept_language,
        fetch=fetch,
    )
    (found,) = collect(build(limits, **changed), FetchRequest(source=source, state=state, full=full))
    assert found.source == "acme/terms"
    assert found.fetched_at == NOW
    return found
