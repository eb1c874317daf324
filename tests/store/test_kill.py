"""Killed at any step: nothing is half there, nothing is lost or doubled, the next run goes on at once."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from looks import DAY, NOW, capture, finished, look, message, report, revision, version
from sqlalchemy import Engine, event

from xborder.errors import RunInProgress
from xborder.model import Event
from xborder.store import SqlStore, open_store

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes of POSIX")


@contextmanager
def child(work: Callable[[Callable[[], None]], None]) -> Iterator[tuple[int, Callable[[], int]]]:
    """A process that does `work`, which is given a function to signal progress.

    Yields its id, and a function that waits for its end or its next signal and counts the signals.
    """
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        try:
            work(lambda: os.write(writer, b".") and None)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        yield process, lambda: len(os.read(reader, 1000))
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(reader)


def kill_at(step: int) -> None:
    """End this process, as a power cut would, at the given step of writing."""
    taken = iter(range(1_000_000))

    def counted(*_: object) -> None:
        if next(taken) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sync, rename = os.fsync, Path.rename
    os.fsync = lambda handle: (counted(), sync(handle))[1]  # type: ignore[assignment]
    Path.rename = lambda self, target: (counted(), rename(self, target))[1]  # type: ignore[assignment, method-assign]
    event.listen(Engine, "before_cursor_execute", counted)
    event.listen(Engine, "commit", counted)


def one_day(store: SqlStore, day: int, done: Callable[[], None]) -> None:
    """A look with new bytes and a new text, a report of it, its mail."""
    at = NOW + day * DAY
    digest = store.blobs.put(f"bytes of day {day}".encode())
    shown, found = version(str(day), at=at), revision(f"revision {day}", at=at)
    seen = replace(
        look(shown, at=at, captures=(capture(at, sha256=digest),)), event=Event.CHANGE, revision=found
    )
    with store.run(now=at, owner="child") as run:
        store.record(run, [seen])
        done()
        said = report(run, f"report {day}", created_at=at, revisions=(found,))
        store.publish(said, (), (message(f"<{day}@acme.example>", report=said.id),))
        done()
        (queued,) = (q for q in store.due_messages(at) if q.message.report == said.id)
        store.settle_message(replace(queued, attempts=1, delivered=queued.message.recipients), now=at)
        store.finish_run(finished(run, at))
        done()


def check(store: SqlStore, day: int, done: int) -> None:
    """What the child had done by its own account is there, and what is there is whole."""
    at = NOW + day * DAY
    looks = store.captures(since=at)
    reports = [r for r in store.reports() if r.id == f"report {day}"]
    waiting = [r.id for r in store.unreported()[0] if r.id == f"revision {day}"]
    assert len(looks) in ((0, 1) if done == 0 else (1,))
    for kept in looks:
        assert store.blobs.get(kept.sha256 or "") == f"bytes of day {day}".encode()
        assert store.document_states()["acme/terms"].observed == store.version(f"acme/terms-{day}").id
    assert len(reports) in ((0,) if done == 0 else (0, 1) if done == 1 else (1,))
    assert len(reports) + len(waiting) == len(looks)  # said, or waiting to be said: never both, never neither
    assert len(store.due_messages(at)) <= len(reports)


def test_a_kill_at_any_step_leaves_only_whole_records(database_url: str, tmp_path: Path) -> None:
    steps = 0
    while True:  # until a child gets through
        day = steps

        def work(done: Callable[[], None], step: int = steps, day: int = day) -> None:
            store = open_store(database_url, tmp_path / "blobs")
            kill_at(step)
            one_day(store, day, done)
            done()

        with child(work) as (_, signals):
            done = 0
            while count := signals():
                done += count
        store = open_store(database_url, tmp_path / "blobs")
        check(store, day, done)
        for queued in store.due_messages(NOW + 1000 * DAY):  # the next day would begin with these
            store.settle_message(replace(queued, delivered=queued.message.recipients), now=NOW)
        store.close()
        if done == 4:
            break
        steps += 1
    assert steps > 20  # bytes, rows, commits: there are that many places to die at


def test_the_lock_of_a_living_process_holds_and_that_of_a_killed_one_is_free_at_once(
    database_url: str, tmp_path: Path
) -> None:
    def work(done: Callable[[], None]) -> None:
        store = open_store(database_url, tmp_path / "blobs")
        with store.run(now=NOW, owner="child"):
            done()
            signal.pause()

    with child(work) as (process, signals):
        assert signals() == 1
        store = open_store(database_url, tmp_path / "blobs")
        second = store.run(now=NOW, owner="second")
        with pytest.raises(RunInProgress, match="child"), second:
            pytest.fail("two runs at once")
        os.kill(process, signal.SIGKILL)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)  # dead, though nobody has buried it
        with store.run(now=NOW + timedelta(minutes=1), owner="next") as run:
            store.record(run, ())
            store.finish_run(finished(run))
    assert [(r.interrupted, r.finished_at is None) for r in store.runs()] == [(False, False), (True, True)]
    store.close()
