"""Runs the daily job at its time, in Tokyo, until told to stop. One trigger, one call.

Missed runs are caught up once (also the one missed while the machine was off, or cut off half way), never
doubled: the run itself holds a lock in the database, so a second scheduler finds it taken and leaves. A run
that failed is tried again within the hour: what was looked at today is not looked at again.
"""

import asyncio
import logging
import re
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from xborder import clock
from xborder.clock import TOKYO
from xborder.errors import ConfigurationError, RunInProgress, XborderError
from xborder.model import Scope

_log = logging.getLogger(__name__)
Job = Callable[[Scope], Awaitable[None]]

_KEEP_SECONDS = 60.0
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NUMBERED = re.compile(r"(?:\*|([0-7])(?:-([0-7]))?)(?:/([1-9]))?")
_ANY_DAY = datetime(2026, 1, 1, tzinfo=TOKYO)  # to see whether a schedule has any time at all


def trigger(schedule: str) -> CronTrigger:
    """The cron expression in Tokyo time. Raises ConfigurationError."""
    *times, weekdays = schedule.split() or [""]
    try:
        made = CronTrigger.from_crontab(" ".join([*times, _named(weekdays)]), timezone=TOKYO)
        if made.get_next_fire_time(None, _ANY_DAY) is None:
            raise ValueError("no such day ever comes")
    except ValueError as error:
        raise ConfigurationError(
            f"schedule = {schedule!r}", why=str(error), fix='Five fields as in cron, for example "30 6 * * *"'
        ) from error
    return made


def _named(weekdays: str) -> str:
    """Numbers as names: cron counts from Sunday (0 and 7), the trigger from Monday."""
    return ",".join(_named_part(part) for part in weekdays.split(","))


def _named_part(part: str) -> str:
    found = _NUMBERED.fullmatch(part)
    if found is None:
        return part
    first, last, step = found.groups()
    end = last or (6 if first is None or step else first)
    days = range(int(first or 0), int(end) + 1, int(step or 1))
    return ",".join(_DAYS[day % 7] for day in days) or part


async def serve(job: Job, *, schedule: str, looked_at: datetime | None, now: datetime) -> None:
    """Call `job` at its times until SIGTERM or SIGINT; a running job is finished first.

    `looked_at`: since when everything was looked at. A time that came since then was missed.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(name, stop.set)
    turn = asyncio.Lock()
    owed = asyncio.Event()  # a daily run that failed

    async def call(scope: Scope) -> None:
        async with turn:
            whole = scope is Scope.DUE or owed.is_set()
            if not await _guarded(job, Scope.DUE if whole else scope):
                owed.set() if whole else None
            elif whole:
                owed.clear()

    scheduler = AsyncIOScheduler(timezone=TOKYO)
    options = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    scheduler.add_job(call, trigger(schedule), args=[Scope.DUE], id="daily", **options)
    scheduler.add_job(call, IntervalTrigger(hours=1), args=[Scope.PENDING], id="confirm", **options)
    scheduler.start()
    if looked_at is None or _has_come(trigger(schedule), looked_at, now):
        await call(Scope.DUE)
    keeping = asyncio.create_task(_keep_time(scheduler, schedule))
    await stop.wait()
    keeping.cancel()
    scheduler.shutdown(wait=False)
    async with turn:
        _log.info("Stopped.")


async def _keep_time(scheduler: AsyncIOScheduler, schedule: str) -> None:
    """The scheduler sleeps until a moment it worked out once: a clock that was put right would be missed."""
    last = clock.now()
    while True:
        await asyncio.sleep(_KEEP_SECONDS)
        now = clock.now()
        if now < last:
            _log.warning("The clock went back from %s to %s: the next times are worked out anew", last, now)
            scheduler.reschedule_job("daily", trigger=trigger(schedule))
            scheduler.reschedule_job("confirm", trigger=IntervalTrigger(hours=1))
        scheduler.wakeup()
        last = now


def _has_come(times: CronTrigger, since: datetime, now: datetime) -> bool:
    upcoming = times.get_next_fire_time(None, since)
    return upcoming is not None and upcoming <= now


async def _guarded(job: Job, scope: Scope) -> bool:
    """Whether it was done. A failed run must not end the schedule; the next one may succeed."""
    try:
        await job(scope)
    except RunInProgress as error:
        _log.warning("%s", error)
        return False
    except XborderError:
        _log.exception("The run failed; it is tried again within the hour")
        return False
    except Exception:
        _log.exception("The run ended by a fault of xborder; it is tried again within the hour")
        return False
    return True
