"""The daily run: the only module that knows the order of the steps.

plan -> fetch -> keep the bytes -> judge -> compare -> assess -> record -> report -> mail. Kill it
anywhere: what was recorded is not done again, what was not reported is reported by the next run.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from xborder.daily.casework import file_cases, tend_cases
from xborder.daily.conclude import Seen, compile_report, deliver, hold
from xborder.daily.consult import Consultation
from xborder.daily.here import Astray, Here
from xborder.daily.kept import lost_documents
from xborder.daily.plan import believable, due, ran_ahead, waits
from xborder.daily.renamed import carried_on, former_names
from xborder.daily.twins import Twins
from xborder.errors import DecisionError, RunInProgress, StoreError, XborderError
from xborder.logs import RUN
from xborder.model import (
    NOTHING,
    Document,
    DocumentState,
    Event,
    Fetched,
    Observation,
    Report,
    Run,
    Scope,
)
from xborder.ports import Services, Work
from xborder.yearly import review_alerts

_log = logging.getLogger(__name__)

__all__ = ["Astray", "Here", "Outcome", "Progress", "Scope", "run_daily"]

BATCH = 50
"""Observations written in one transaction; one with a revision is written at once. What a killed run had
not written is looked at again."""

SIGN_OF_LIFE_SECONDS = 300.0
_TRIES = 3  # people decide seldom, and a report takes seconds

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    run: Run
    observations: tuple[Observation, ...] = field(repr=False)  # asyncio prints what its main task returns
    report: Report | None = field(repr=False)
    mails_sent: int
    mails_waiting: int
    has_broken_entries: bool
    has_unwritten_files: bool = False  # of the report; it is kept and mailed all the same

    @property
    def checked_nothing(self) -> bool:
        return bool(self.observations) and all(o.event is Event.UNHEALTHY for o in self.observations)

    @property
    def needs_attention(self) -> bool:
        said = self.report is not None and (
            any(r.is_substantive for r in self.report.revisions) or bool(self.report.alerts)
        )
        return said or self.mails_waiting > 0 or self.has_broken_entries or self.has_unwritten_files


async def run_daily(
    services: Services,
    *,
    now: datetime,
    owner: str,
    scope: Scope = Scope.DUE,
    documents: Sequence[Document] | None = None,
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """Look at every document that is due, and say what is to be said. Raises StoreError, RunInProgress."""
    if scope is not Scope.PENDING:
        await _ping(services, "start")
    try:
        outcome = await _run(services, now, owner, scope, documents, progress)
    except RunInProgress:  # that run tells how it ends
        raise
    except Exception as error:
        await _ping(services, "fail", error.what if isinstance(error, XborderError) else type(error).__name__)
        raise
    if scope is not Scope.PENDING:
        await _stamp(services, now)
        await _ping(services, "fail" if outcome.checked_nothing or outcome.mails_waiting else "success")
    return outcome


async def _run(
    services: Services,
    now: datetime,
    owner: str,
    scope: Scope,
    documents: Sequence[Document] | None,
    progress: Progress,
) -> Outcome:
    with services.store.run(now=now, owner=owner, files=services.files) as run:
        RUN.set(run.id)
        _catch_up(services, now)
        stored = services.store.document_states()
        before = believable(stored, now)
        known = services.registry.documents
        former = former_names(known, before, services.store.source_states, now=now)
        before |= {name: carried_on(before[old], name) for name, old in former.items()}
        watched = known if documents is None else documents
        planned = due(watched, before, services.policy, now=now, scope=scope)
        lost = lost_documents(services.store, planned, now=now)
        consultation = Consultation(services.adviser, services.policy) if services.adviser else None
        first = [o async for o in _look(services, run, planned, before, now, progress, consultation)]
        states = {o.document: o.state for o in first}
        again = [d for d in planned if d.id in states and waits(states[d.id], services.policy, now)]
        second = [o async for o in _look(services, run, again, states, now, progress, consultation)]
        seen = Seen(
            run=run,
            now=now,
            observations=_merged(first, second),
            before=before,
            former=former,
            lost=lost,
            ahead=ran_ahead((stored[d.id] for d in planned if d.id in stored), now),
        )
        # Between the daily runs there is nothing to say unless something was looked at.
        report = _publish(services, seen) if planned or scope is not Scope.PENDING else None
        sent, waiting = await asyncio.to_thread(deliver, services, now)
        services.store.finish_run(_finished(run, seen, services, scope))
    return Outcome(
        run=run,
        observations=tuple(seen.observations),
        report=report,
        mails_sent=sent,
        mails_waiting=waiting,
        has_broken_entries=bool(services.registry.mistakes),
        has_unwritten_files=report is not None and not services.publisher.is_written(report.id),
    )


def _merged(first: Sequence[Observation], second: Sequence[Observation]) -> list[Observation]:
    """One observation for each document: the second look's, unless the first had more to say."""
    kept = {o.document: o for o in first}
    kept |= {o.document: o for o in second if kept[o.document].event is not Event.CHANGE}
    return list(kept.values())


async def _ping(services: Services, signal: str, words: str = "") -> None:
    if services.pinger is not None:
        await services.pinger.ping(signal, words)


async def _stamp(services: Services, now: datetime) -> None:
    """Have the audit trail stamped, where an authority is set. The run is done whatever becomes of it."""
    if services.stamper is None:
        return
    try:
        event = services.store.last_event()
        token = await services.stamper.stamp(event) if event else None
        if event and token:
            services.store.keep_stamp(event, token, now=now)
    except StoreError as error:
        _log.warning("The time stamp of the audit trail was not kept: %s", error)


async def _look(
    services: Services,
    run: Run,
    documents: Sequence[Document],
    states: dict[str, DocumentState],
    now: datetime,
    progress: Progress,
    consultation: Consultation | None,
) -> AsyncIterator[Observation]:
    """Fetch and observe `documents`; everything yielded is recorded, in small transactions."""
    if not documents:
        return
    engine = services.engine or Here(services.fetcher, services.reader, services.store)
    twins = Twins(services.registry, services.store, now, before=states, planned=documents)
    by_id = {document.id: document for document in documents}
    batch: list[Observation] = []
    done = 0
    looking = engine.look(_work(services, run, documents, states, now))
    async with aclosing(looking) as looks, _signs_of_life(services, run):
        async for looked in looks:
            observation = twins.check(looked)
            if consultation is not None:
                observation = await consultation.consider(by_id[observation.document], observation)
            batch.append(observation)
            done += 1
            progress(done, len(documents))
            if len(batch) >= BATCH or observation.revision:
                for recorded in await _record(services, run, batch):
                    yield recorded
    for recorded in await _record(services, run, batch):
        yield recorded


async def _record(services: Services, run: Run, batch: list[Observation]) -> list[Observation]:
    """Write all of `batch`, and empty it; what the rest of the run needs to know of it."""
    if batch:
        await asyncio.to_thread(services.store.record, run, tuple(batch))
    recorded = [_remembered(observation) for observation in batch]
    batch.clear()
    return recorded


def _remembered(observation: Observation) -> Observation:
    """Without texts and bytes: a run of many thousand documents keeps one of these for each."""
    version = observation.version
    return replace(
        observation,
        captures=tuple(replace(c, fetched=_without_bytes(c.fetched)) for c in observation.captures),
        version=version and replace(version, page=replace(version.page, clauses=(), links=())),
        seen=(),
        sources=(),
    )


def _without_bytes(fetched: Fetched) -> Fetched:
    rendering = fetched.rendering and replace(fetched.rendering, served=b"")
    return replace(fetched, body=fetched.body and b"", rendering=rendering, headers=())


def _work(
    services: Services,
    run: Run,
    documents: Sequence[Document],
    states: dict[str, DocumentState],
    now: datetime,
) -> Work:
    known = services.store.source_states()
    sources = [source.id for document in documents for source in document.sources]
    return Work(
        run=run.id,
        now=now,
        documents=tuple(documents),
        states={d.id: states[d.id] for d in documents if d.id in states},
        sources={name: known[name] for name in sources if name in known},
        registry=services.registry,
        policy=services.policy,
    )


@asynccontextmanager
async def _signs_of_life(services: Services, run: Run) -> AsyncIterator[None]:
    """A run that waits long for the next look keeps its lock all the same."""
    beating = asyncio.create_task(_beat(services, run))
    try:
        yield
    finally:
        beating.cancel()


async def _beat(services: Services, run: Run) -> None:
    while True:
        await asyncio.sleep(SIGN_OF_LIFE_SECONDS)
        try:
            await asyncio.to_thread(services.store.record, run, ())
        except StoreError as error:  # what is recorded next ends the run, if this lasts
            _log.warning("%s", error)


def _publish(services: Services, seen: Seen) -> Report | None:
    """Say what is to be said. Should a person decide on a case meanwhile, it is put together again."""
    for _ in range(_TRIES):
        try:
            return _publish_once(services, seen)
        except DecisionError as error:
            overtaken = error
    raise overtaken


def _publish_once(services: Services, seen: Seen) -> Report | None:
    """Keep what is said and queue the mails in one transaction; the files follow from that."""
    work = tend_cases(services, seen.now)
    report = compile_report(services, seen, (*work.alerts, *review_alerts(services, seen.now)))
    if report is None:
        return None
    report = file_cases(services, report, work)
    services.store.publish(report, report.cases, services.publisher.compose(report))
    _write_files(services, report)
    return report


def _write_files(services: Services, report: Report) -> None:
    """They are derived: a folder that cannot be written keeps no mail back, and no look."""
    try:
        services.publisher.write(report)
        for message in services.publisher.compose(report):
            services.publisher.keep_mail(message, report.id)
    except StoreError as error:
        _log.error("%s", error)


def _catch_up(services: Services, now: datetime) -> None:
    """A run that was killed after it published, or could not write, left files unwritten."""
    last_run, reports = services.store.last_run(now), services.store.reports(limit=1, until=now)
    for report in reports:
        was_cut_off = last_run is None or report.created_at > last_run.started_at
        if was_cut_off or not services.publisher.is_written(report.id):
            _write_files(services, report)


def _finished(run: Run, seen: Seen, services: Services, scope: Scope) -> Run:
    held = hold(seen, services.policy)
    return Run(
        id=run.id,
        started_at=run.started_at,
        finished_at=seen.now,
        counts=seen.counts,
        held=held.text if held else NOTHING,
        scope=scope,
    )
