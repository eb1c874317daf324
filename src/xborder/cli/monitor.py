"""What `run` and `serve` leave for monitoring: a line in the log for each run, and numbers for Prometheus."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from xborder import __version__, bootstrap, clock
from xborder.daily import Outcome
from xborder.errors import RunInProgress, XborderError
from xborder.metrics import Attempt, Limited, exposition, listen, write_file
from xborder.settings import Settings

_log = logging.getLogger(__name__)


class Monitor:
    """Knows the last run of this process, and tells of it where the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._vitals = Limited(lambda: bootstrap.vitals(settings))
        self._attempt: Attempt | None = None
        self._registry = exposition(__version__, self._vitals, lambda: self._attempt)

    @contextmanager
    def listening(self) -> Iterator[int]:
        """Answer Prometheus, if that is wanted, until the end of the block; the port, or 0."""
        metrics = self._settings.metrics
        with ExitStack() as stack:
            port = metrics.port and stack.enter_context(listen(metrics.address, metrics.port, self._registry))
            if port:
                _log.info("Metrics are at http://%s:%s/metrics", metrics.address, port)
            yield port

    @contextmanager
    def attempt(self) -> Iterator[Callable[[Outcome], None]]:
        """A run goes on in this block, which hands over what it came to."""
        started, began = clock.now(), time.monotonic()
        outcomes: list[Outcome] = []
        try:
            yield outcomes.append
        except RunInProgress:
            raise  # it is the other run's to tell
        except BaseException:
            self._keep(Attempt(started_at=started, seconds=time.monotonic() - began, result="failed"))
            raise
        (outcome,) = outcomes
        attempt = Attempt(started_at=started, seconds=time.monotonic() - began, result=_result(outcome))
        _log.info("The run ended", extra={"fields": _facts(outcome, attempt)})
        self._keep(attempt)

    def _keep(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._vitals.forget()
        if self._settings.metrics.textfile is None:
            return
        try:
            write_file(self._settings.metrics.textfile, self._registry)
        except XborderError as error:  # the run is what it is, with or without its numbers
            _log.error("%s", error)


def _result(outcome: Outcome) -> str:
    if outcome.checked_nothing:
        return "nothing_checked"
    return "attention" if outcome.needs_attention else "done"


def _facts(outcome: Outcome, attempt: Attempt) -> dict[str, object]:
    return {
        "run": outcome.run.id,
        "result": attempt.result,
        "seconds": round(attempt.seconds, 1),
        "documents": len(outcome.observations),
        "report": outcome.report.id if outcome.report else None,
        "held": bool(outcome.run.held),
        "mails_sent": outcome.mails_sent,
        "mails_waiting": outcome.mails_waiting,
    }
