"""The schedule: at its time, caught up, never doubled, stopped gracefully."""

import asyncio
import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.triggers.interval import IntervalTrigger

from xborder import clock, scheduler
from xborder.clock import TOKYO
from xborder.daily import Scope
from xborder.errors import ConfigurationError, StoreError
from xborder.scheduler import serve, trigger

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_the_default_schedule_is_half_past_six_in_tokyo():
    fires = trigger("30 6 * * *").get_next_fire_time(None, NOW)
    assert fires == datetime(2026, 11, 23, 6, 30, tzinfo=TOKYO)


@pytest.mark.parametrize(
    "expression", ["", "61 6 * * *", "every day", "30 6 * *", "30 6 31 2 *", "30 6 * * 5-1", "30 6 * * 8"]
)
def test_a_schedule_that_cannot_be_read_is_refused(expression: str):
    with pytest.raises(ConfigurationError, match="schedule"):
        trigger(expression)


@pytest.mark.parametrize(
    ("weekdays", "days"),
    [
        ("*", "Mon Tue Wed Thu Fri Sat Sun"),
        ("1-5", "Mon Tue Wed Thu Fri"),
        ("0", "Sun"),
        ("7", "Sun"),
        ("5-7", "Fri Sat Sun"),
        ("0-1,3", "Mon Wed Sun"),
        ("*/3", "Wed Sat Sun"),
        ("1-5/2", "Mon Wed Fri"),
        ("mon,fri", "Mon Fri"),
    ],
)
def test_weekdays_count_from_sunday_as_in_cron(weekdays: str, days: str):
    monday = datetime(2026, 11, 23, tzinfo=TOKYO)
    times = trigger(f"30 6 * * {weekdays}")
    week = [monday + timedelta(days=n) for n in range(7)]
    fires = [day for day in week if times.get_next_fire_time(None, day).date() == day.date()]
    assert " ".join(f"{day:%a}" for day in fires) == days


def stopped_after_first(calls: list[Scope], error: Exception | None = None):
    async def job(scope: Scope) -> None:
        calls.append(scope)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0)
        if error is not None:
            raise error

    return job


def test_a_missed_run_is_caught_up_at_start_once_and_a_signal_stops_gracefully():
    calls: list[Scope] = []
    job = stopped_after_first(calls)
    asyncio.run(serve(job, schedule="30 6 * * *", looked_at=NOW - timedelta(hours=30), now=NOW))
    assert calls == [Scope.DUE]


def test_a_failed_run_does_not_end_the_schedule(caplog):
    calls: list[Scope] = []
    job = stopped_after_first(calls, StoreError("database", why="gone", fix="bring it back"))
    asyncio.run(serve(job, schedule="30 6 * * *", looked_at=None, now=NOW))
    assert "bring it back" in caplog.text


def test_a_run_that_failed_is_tried_again_by_the_next_hourly_look(monkeypatch):
    """A restarted container finds the lock of its own dead run: it must not wait until tomorrow."""
    monkeypatch.setattr(scheduler, "IntervalTrigger", lambda hours: IntervalTrigger(seconds=1))
    calls: list[Scope] = []

    async def job(scope: Scope) -> None:
        calls.append(scope)
        if len(calls) == 1:
            raise StoreError("database", why="locked", fix="wait")
        if len(calls) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    asyncio.run(serve(job, schedule="30 6 * * *", looked_at=None, now=NOW))
    assert calls == [Scope.DUE, Scope.DUE, Scope.PENDING]


def test_after_the_clock_was_put_right_the_next_times_are_worked_out_anew(monkeypatch, caplog):
    """Started ten days ahead, it would sleep until then."""
    ahead = timedelta(days=10)
    now = [clock.now() + ahead, clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now.pop(0) if len(now) > 1 else now[0])
    monkeypatch.setattr(scheduler, "_KEEP_SECONDS", 0.05)
    made: list[float] = []

    def interval(hours: int) -> IntervalTrigger:
        """The second one, made when the clock is right."""
        made.append(hours)
        return IntervalTrigger(days=10) if len(made) == 1 else IntervalTrigger(seconds=1)

    monkeypatch.setattr(scheduler, "IntervalTrigger", interval)
    calls: list[Scope] = []
    job = stopped_after_first(calls)
    asyncio.run(serve(job, schedule="30 6 * * *", looked_at=NOW - timedelta(hours=2), now=NOW))
    assert calls == [Scope.PENDING]
    assert "The clock went back" in caplog.text


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs signals of POSIX")
def test_a_lost_terminal_stops_it_as_gracefully():
    async def scenario() -> None:
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGHUP)
        await serve(
            stopped_after_first([]), schedule="30 6 * * *", looked_at=NOW - timedelta(hours=2), now=NOW
        )

    asyncio.run(scenario())


def test_a_run_missed_within_a_day_of_the_last_looks_is_caught_up():
    """Off from five to seven: today's time passed, though less than a day ago everything was looked at."""
    calls: list[Scope] = []
    seven = datetime(2026, 11, 22, 7, 0, tzinfo=TOKYO)
    job = stopped_after_first(calls)
    asyncio.run(serve(job, schedule="30 6 * * *", looked_at=seven - timedelta(hours=23), now=seven))
    assert calls == [Scope.DUE]


def test_nothing_runs_at_start_when_the_last_run_was_today():
    calls: list[Scope] = []

    async def scenario() -> None:
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGTERM)
        await serve(
            stopped_after_first(calls), schedule="30 6 * * *", looked_at=NOW - timedelta(hours=2), now=NOW
        )

    asyncio.run(scenario())
    assert calls == []
