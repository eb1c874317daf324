"""What is wrong with the store, and what of it can be put right without losing anything.

Repairs only take away what nobody can need: leftovers of killed writers, the lock of a dead process.
Everything else is told, with the step to take: a doctor that deletes evidence is worse than the illness.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlmodel import Session, col

from xborder.errors import StoreError
from xborder.store import lock, readings, verify
from xborder.store.audit import last_moment, purges
from xborder.store.blobs import UNFINISHED, FileBlobs
from xborder.store.bucket import BucketBlobs
from xborder.store.database import Database, connect, network_file_system, parse_url, sqlite_path
from xborder.store.deltas import DeltaBlobs
from xborder.store.faults import explaining
from xborder.store.inventory import taken
from xborder.store.places import Place, open_blobs
from xborder.store.purging import PREFIX
from xborder.store.rows import DocumentStateRow, OutboxRow, RunRow, VersionRow, table
from xborder.store.schema import check_file, current_revision, head, refuse_orphans

_RESTORE = "Restore it from a backup"
_LOW = 1 << 30  # bytes; a day of 2,000 sources needs less than a tenth of it
_ABANDONED = timedelta(hours=1)  # no write takes that long
_STUCK = timedelta(days=1)
_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is wrong. `needs_action` is False for what is only worth knowing."""

    what: str
    why: str
    fix: str
    repaired: bool = False
    needs_action: bool = True


def examine(
    url: str, blobs: Place, *, now: datetime, thorough: bool = False, audit: bool = False
) -> list[Trouble]:
    """Everything that is wrong; changes nothing.

    `thorough` reads every blob and every version, `audit` every blob and the whole audit trail.
    """
    return list(_troubles(url, open_blobs(blobs), now, thorough=thorough, audit=audit, repair=False))


def repair(
    url: str, blobs: Place, *, now: datetime, thorough: bool = False, audit: bool = False
) -> list[Trouble]:
    """The same, after putting right what can be; `repaired` says which."""
    return list(_troubles(url, open_blobs(blobs), now, thorough=thorough, audit=audit, repair=True))


def _troubles(
    url: str, blobs: FileBlobs | BucketBlobs, now: datetime, *, thorough: bool, audit: bool, repair: bool
) -> Iterator[Trouble]:
    parsed = parse_url(url)
    path = sqlite_path(parsed)
    folders = [blobs.folder] if isinstance(blobs.folder, Path) else []
    yield from _space([*folders, *([path.parent] if path else [])])
    yield from _leftovers(blobs, path, now, repair)
    database = connect(parsed, wait_seconds=5)
    try:
        with explaining(database.place):
            yield from _file(path, blobs)
            yield from _schema(database)
            yield from _integrity(database)
            yield from _stale_lock(database, now, repair)
            yield from _last_run(database)
            yield from _clock(database, now)
            yield from _stuck_mails(database, now)
            yield from _versions(database)
            yield from _texts(database, DeltaBlobs(blobs, database)) if thorough else ()
            yield from _bytes(database, DeltaBlobs(blobs, database), thorough or audit)
            yield from _trail(database) if audit else ()
            yield from _purges(database) if audit else ()
    except StoreError as error:
        yield Trouble(what=error.what, why=error.why, fix=error.fix)
    finally:
        database.close()


def _space(folders: list[Path]) -> Iterator[Trouble]:
    for folder in folders:
        nearest = next(p for p in (folder, *folder.absolute().parents) if p.exists())
        free = shutil.disk_usage(nearest).free
        if free < _LOW:
            why = f"{free / 2**20:.0f} MiB are left"
            yield Trouble(
                what=f"disk of {folder}", why=why, fix="Make room before a run fails for lack of it"
            )


def _leftovers(
    blobs: FileBlobs | BucketBlobs, path: Path | None, now: datetime, repair: bool
) -> Iterator[Trouble]:
    beside = path.parent.glob(f"{path.name}.*{UNFINISHED}*") if path else iter(())
    for file in (*blobs.unfinished(), *beside):
        if now - datetime.fromtimestamp(file.stat().st_mtime, UTC) < _ABANDONED:
            continue  # perhaps being written right now
        if repair:
            file.unlink(missing_ok=True)
        yield Trouble(
            what=str(file),
            why="a killed process left it half written; nothing refers to it",
            fix="Run `xborder doctor --repair`, which deletes it",
            repaired=repair,
        )


def _file(path: Path | None, blobs: FileBlobs | BucketBlobs) -> Iterator[Trouble]:
    if path is None:
        return
    if not path.exists():
        refuse_orphans(path, blobs)
        raise StoreError(
            str(path),
            why="there are no records",
            fix="Is this the right folder (--config)? `xborder run` makes the first ones",
        )
    check_file(path)
    kind = network_file_system(path)
    if kind:
        why = f"it is on a network file system ({kind}), whose locks SQLite cannot rely on"
        yield Trouble(what=str(path), why=why, fix="Move it to a local disk, or use PostgreSQL")


def _schema(database: Database) -> Iterator[Trouble]:
    """Ends the examination when the tables are not those we know."""
    with database.engine.connect() as connection:
        current = current_revision(connection, database.place)
    if current != head():
        why = f"its schema is {current or 'empty'}, this release needs {head()}"
        raise StoreError(
            database.place, why=why, fix="Start any other command: it makes a backup and upgrades"
        )
    yield from ()


def _integrity(database: Database) -> Iterator[Trouble]:
    if database.path is None:
        return
    with database.engine.connect() as connection:
        verdicts = connection.scalars(text(f"PRAGMA integrity_check({_EXAMPLES})")).all()
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    for verdict in verdicts:
        if verdict != "ok":
            yield Trouble(what=database.place, why=f"the file is damaged ({verdict})", fix=_RESTORE)
    for row in broken[:_EXAMPLES]:
        why = f"a row of {row[0]} refers to a row of {row[2]} that is missing"
        yield Trouble(what=database.place, why=why, fix=_RESTORE)


def _stale_lock(database: Database, now: datetime, repair: bool) -> Iterator[Trouble]:
    with database.write() as connection:
        held = lock.holder(connection)
        if held is None or not lock.is_stale(held, now):
            return
        if repair:
            lock.release(connection, held.run)
    yield Trouble(
        what=f"run {held.run}",
        why=f"its process {held.pid} on {held.host} is gone, but holds the lock",
        fix="Nothing: the next run takes over. `xborder doctor --repair` frees it now",
        repaired=repair,
    )


def _last_run(database: Database) -> Iterator[Trouble]:
    with Session(database.engine) as session:
        last = session.scalars(select(RunRow).order_by(col(RunRow.started_at).desc()).limit(1)).first()
    if last is not None and last.interrupted:
        again = "purge --yes" if last.id.startswith(PREFIX) else "run"
        yield Trouble(
            what=f"run {last.id}",
            why="it was interrupted; what it had recorded is kept",
            fix=f"Run `xborder {again}`: it goes on where this one stopped",
        )


def _clock(database: Database, now: datetime) -> Iterator[Trouble]:
    with Session(database.engine) as session:
        latest = session.scalars(select(RunRow).order_by(col(RunRow.started_at).desc()).limit(1)).first()
        written = last_moment(session.connection())
    if latest is not None and latest.started_at > now + _STUCK:
        yield Trouble(
            what=f"run {latest.id}",
            why=f"it began on {latest.started_at:%Y-%m-%d}, and today is {now:%Y-%m-%d}",
            fix="Put the clock right if it is wrong now. If it was wrong then, all is looked at anew",
            needs_action=written is None or written > now + _STUCK,  # else it was put right, and work went on
        )


def _stuck_mails(database: Database, now: datetime) -> Iterator[Trouble]:
    waiting = select(OutboxRow).where(
        col(OutboxRow.settled_at).is_(None), col(OutboxRow.created_at) < now - _STUCK
    )
    with Session(database.engine) as session:
        for mail in session.scalars(waiting.order_by(col(OutboxRow.created_at))):
            left = [r for r in mail.recipients if r not in {*mail.delivered, *mail.refused}]
            yield Trouble(
                what=f"mail {mail.message_id} to {', '.join(left)}",
                why=f"it waits since {mail.created_at:%Y-%m-%d}, {mail.attempts} attempts: {mail.last_error}",
                fix="Correct the mail settings; it is kept and sent by the next run",
            )


def _versions(database: Database) -> Iterator[Trouble]:
    """Every state must name versions that exist: without them nothing can be compared."""
    with Session(database.engine) as session:
        # In this order: a run may be adding both.
        states = [row.to_model() for row in session.scalars(select(DocumentStateRow))]
        known = set(session.scalars(select(col(VersionRow.id))))
        for state in states:
            named = {state.reported, state.observed, state.pending} - {None}
            for missing in sorted(named - known, key=str):
                why = f"version {missing} is missing"
                yield Trouble(what=f"document {state.document}", why=why, fix=_RESTORE)


def _texts(database: Database, blobs: DeltaBlobs) -> Iterator[Trouble]:
    """Every text, with the bytes that it stands on."""
    with database.engine.connect() as connection:
        for name in connection.scalars(select(col(VersionRow.id)).order_by(col(VersionRow.id))).all():
            stored = select(table(VersionRow)).where(col(VersionRow.id) == name)
            try:
                with explaining(f"version {name}"):
                    readings.to_model(connection.execute(stored).one(), blobs)
            except StoreError as error:
                yield Trouble(what=error.what, why=error.why, fix=error.fix)


def _trail(database: Database) -> Iterator[Trouble]:
    for flaw in verify.flaws(database):
        fix = (
            "Keep this file as it is, and compare it with a backup: since when is it so, and who could do it?"
        )
        yield Trouble(what=flaw.what, why=flaw.why, fix=fix)


def _bytes(database: Database, blobs: DeltaBlobs, thorough: bool) -> Iterator[Trouble]:
    """Rows and files must tell the same. A file without row is what a kill between both leaves."""
    with taken(database, blobs) as inventory:
        for base, on_it in inventory.lost_bases():
            sources = ", ".join(inventory.looks_on(on_it)) or "none that a look names"
            why = (
                f"it is missing, and {len(on_it)} stored bytes that stand on it cannot be read (of {sources})"
            )
            why += _and_texts(inventory.texts_on([base, *on_it]))
            yield Trouble(what=str(blobs.files.path(base)), why=f"{why}: {', '.join(on_it)}", fix=_RESTORE)
        for digest in inventory.missing():
            why = f"a look refers to it, and it is missing{_and_texts(inventory.texts_on([digest]))}"
            yield Trouble(what=str(blobs.files.path(digest)), why=why, fix=_RESTORE)
        if orphans := inventory.orphans():
            yield Trouble(
                what=str(blobs.files.folder),
                why=f"{len(orphans)} files belong to no look, for example {orphans[0]}",
                fix="Nothing: a killed run wrote them, or one that goes on. They are kept",
                needs_action=False,
            )
        for digest in inventory.digests() if thorough else ():
            try:
                blobs.get(digest)
            except StoreError as error:
                yield Trouble(what=error.what, why=error.why, fix=error.fix)


def _and_texts(documents: Sequence[str]) -> str:
    return f", nor can the texts of {', '.join(documents)}" if documents else ""


def _purges(database: Database) -> Iterator[Trouble]:
    """What is no longer there because the company's own rules say so."""
    told: dict[str, Counter[str]] = {}
    with database.engine.connect() as connection:
        for event in purges(connection):
            counts = told.setdefault(event.get("rule", "unnamed"), Counter())
            counts.update({name: len(keys) for name, keys in event["facts"].items()})
    for rule, counts in told.items():
        removed = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
        yield Trouble(
            what=f"purged by {rule}",
            why=f"{removed}; the audit trail names each",
            fix="Nothing: data/policy.yaml says how long what is kept",
            needs_action=False,
        )
