"""The numbers under their names for Prometheus. A name, once given, is never changed: alarms hang on it."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric

from xborder.errors import XborderError
from xborder.metrics.vitals import Attempt, Vitals


def exposition(
    version: str, vitals: Callable[[], Vitals], attempt: Callable[[], Attempt | None]
) -> CollectorRegistry:
    """A registry that asks for the numbers whenever it is read."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Exposition(version, vitals, attempt))
    return registry


class Exposition:
    """Everything that xborder tells, as one collector."""

    def __init__(
        self, version: str, vitals: Callable[[], Vitals], attempt: Callable[[], Attempt | None]
    ) -> None:
        self._version, self._vitals, self._attempt = version, vitals, attempt

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the database may not be up yet."""
        return ()

    def collect(self) -> Iterator[Metric]:
        yield _labelled("xborder_build_info", "This release.", "version", {self._version: 1})
        attempt = self._attempt()
        if attempt is not None:
            yield from _of_attempt(attempt)
        try:
            vitals = self._vitals()
        except XborderError:  # it stands in the log; the scrape says that the numbers are missing
            yield _gauge("xborder_store_up", "1: the records can be read.", 0)
            return
        yield _gauge("xborder_store_up", "1: the records can be read.", 1)
        yield from _of_run(vitals)
        yield from _of_work(vitals)
        yield from _of_places(vitals)


def _of_attempt(attempt: Attempt) -> Iterator[Metric]:
    yield _moment("xborder_attempt_start_timestamp_seconds", "Start of the last attempt.", attempt.started_at)
    yield _gauge("xborder_attempt_duration_seconds", "How long the last attempt took.", attempt.seconds)
    results = {r: int(r == attempt.result) for r in ("done", "attention", "nothing_checked", "failed")}
    yield _labelled("xborder_attempt_result", "What the last attempt came to.", "result", results)


def _of_run(vitals: Vitals) -> Iterator[Metric]:
    if vitals.run_finished_at is not None:
        yield _moment(
            "xborder_last_success_timestamp_seconds", "When a run last finished.", vitals.run_finished_at
        )
    yield _gauge("xborder_run_held", "1: the last run was held; look at xborder first.", int(vitals.run_held))
    yield _labelled(
        "xborder_run_documents", "What the last run came to, by event.", "event", vitals.run_events
    )


def _of_work(vitals: Vitals) -> Iterator[Metric]:
    yield _labelled("xborder_documents", "Watched documents by health.", "health", vitals.documents)
    if vitals.oldest_good_at is not None:
        yield _moment(
            "xborder_oldest_good_look_timestamp_seconds",
            "The good look that lies furthest back, of all documents.",
            vitals.oldest_good_at,
        )
    yield _labelled(
        "xborder_registry_problems",
        "Mistakes in the registry.",
        "severity",
        {"error": 0, "warning": 0, **vitals.problems},
    )
    cases = GaugeMetricFamily("xborder_open_cases", "Open cases.", labels=("action", "state"))
    for labels, number in sorted(vitals.cases.items()):
        cases.add_metric(labels, number)
    yield cases
    yield _gauge("xborder_overdue_cases", "Open cases past their deadline.", vitals.cases_overdue)
    yield _gauge("xborder_outbox_pending", "Mails that wait to be sent.", vitals.mails_waiting)
    if vitals.mails_oldest_at is not None:
        yield _moment(
            "xborder_outbox_oldest_timestamp_seconds", "Since when the oldest waits.", vitals.mails_oldest_at
        )


def _of_places(vitals: Vitals) -> Iterator[Metric]:
    files = {name: count for name, (count, _) in vitals.stored.items()}
    sizes = {name: size for name, (_, size) in vitals.stored.items()}
    yield _labelled("xborder_stored_files", "Files kept.", "place", files)
    yield _labelled("xborder_stored_bytes", "Bytes kept.", "place", sizes)
    yield _labelled("xborder_free_bytes", "Bytes left on the disk of each place.", "place", vitals.free)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _moment(name: str, says: str, at: datetime) -> Metric:
    return _gauge(name, says, at.timestamp())


def _labelled(name: str, says: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=(label,))
    for key, value in sorted(values.items()):
        family.add_metric((key,), value)
    return family


class Limited:
    """Gathers at most once in `seconds`: a scrape, however often, costs nothing."""

    def __init__(self, gather: Callable[[], Vitals], *, seconds: float = 300.0) -> None:
        self._gather, self._seconds = gather, seconds
        self._lock = threading.Lock()
        self._kept: tuple[float, Vitals] | None = None

    def __call__(self) -> Vitals:
        with self._lock:
            if self._kept is None or time.monotonic() - self._kept[0] > self._seconds:
                self._kept = None
                self._kept = (time.monotonic(), self._gather())
            return self._kept[1]

    def forget(self) -> None:
        """Something happened: the next question is answered anew."""
        with self._lock:
            self._kept = None
