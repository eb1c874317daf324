"""One run at a time. The lock is a row, claimed by an update that must change exactly one.

Every batch a run records shows that it lives. A holder that is certainly dead loses the lock at once,
a silent one after `EXPIRY`; should it wake up, its next write is refused, so that two runs never mix.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, select, update
from sqlmodel import col

from xborder.errors import RunInProgress, StoreError
from xborder.store.process import Process, this_process
from xborder.store.rows import LockRow, RunRow, table

EXPIRY = timedelta(minutes=30)
"""Longer than the slowest documents between two batches, much shorter than the wait for the next day."""

Held = Row[*tuple[Any, ...]]
"""The row of the lock while somebody holds it."""

_living = set[str]()
"""The runs of this process. One whose lock could not be given back, since the database was away, is none."""

_FREE = {"run": None, "owner": "", "host": "", "pid": 0, "process_started": "", "heartbeat_at": None}


def claim(connection: Connection, run: str, *, owner: str, at: datetime) -> None:
    """Take the lock for `run`, whose row exists. Raises RunInProgress."""
    held = holder(connection)
    if held is not None and not is_stale(held, at):
        raise _in_progress(held)
    me = this_process()
    mine = {"owner": owner, "host": me.host, "pid": me.pid, "process_started": me.started}
    unchanged = col(LockRow.run).is_(None) if held is None else col(LockRow.run) == held.run
    claimed = update(LockRow).where(unchanged).values(run=run, heartbeat_at=at, **mine)
    if connection.execute(claimed).rowcount != 1:
        raise _in_progress(holder(connection))
    _living.add(run)
    connection.execute(_interrupted().where(col(RunRow.id) != run))


def beat(connection: Connection, run: str, *, at: datetime) -> None:
    """Show that `run` lives. Raises StoreError when the lock went to another run meanwhile."""
    mine = update(LockRow).where(col(LockRow.run) == run).values(heartbeat_at=at)
    if connection.execute(mine).rowcount != 1:
        raise StoreError(
            f"run {run}",
            why=f"it gave no sign of life for {EXPIRY} and another run took its place",
            fix="Nothing is lost: what it had recorded stays. Look why it hung: did the machine sleep?",
        )


def over(run: str) -> None:
    """The run ends, whether or not the database can be told of it."""
    _living.discard(run)


def release(connection: Connection, run: str) -> None:
    """Give the lock back. Does nothing when another run has it."""
    connection.execute(update(LockRow).where(col(LockRow.run) == run).values(_FREE))
    connection.execute(_interrupted().where(col(RunRow.id) == run))


def holder(connection: Connection) -> Held | None:
    """The lock, if somebody holds it."""
    return connection.execute(select(table(LockRow)).where(col(LockRow.run).is_not(None))).first()


def is_stale(held: Held, at: datetime) -> bool:
    process = Process(host=held.host, pid=held.pid, started=held.process_started)
    is_over = process == this_process() and held.run not in _living
    # A heartbeat far ahead was written by a clock that ran ahead, and would hold the lock until then.
    return process.is_dead or is_over or abs(at - held.heartbeat_at) > EXPIRY


def _interrupted() -> Update:
    """Marks runs that did not finish. Only the holder of the lock still can."""
    unfinished = col(RunRow.finished_at).is_(None), col(RunRow.interrupted).is_(False)
    return update(RunRow).where(*unfinished).values(interrupted=True)


def _in_progress(held: Held | None) -> RunInProgress:
    by = f"{held.owner} (process {held.pid} on {held.host})" if held else "another process"
    return RunInProgress(
        "a run is in progress",
        why=f"{by} holds the lock",
        fix=f"Wait for it to end. Should it be dead, the lock is free {EXPIRY} after its last sign of life",
    )
