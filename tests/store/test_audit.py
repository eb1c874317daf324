"""The audit trail: every write stands in it, and whatever is altered past us shows."""

import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from looks import DAY, NOW, alert, capture, finished, look, message, report, revision, version, with_revision
from sqlalchemy import Table, text

from xborder.model import Action, Case, CaseState, Decision, Move, Recommendation
from xborder.model.signing import Role, Signature
from xborder.store import SqlStore, audit, doctor, open_store
from xborder.store.verify import Flaw, flaws

FILES = {"contractors.yaml": "a" * 64, "policy.yaml": "b" * 64}


@pytest.fixture
def kept(store: SqlStore) -> SqlStore:
    """A store in which everything that is witnessed has happened."""
    digest = store.blobs.put("契約".encode())
    with store.run(now=NOW, owner="test", files=FILES) as run:
        shown = replace(version(), snapshots=tuple(replace(s, sha256=digest) for s in version().snapshots))
        store.record(run, [look(shown, captures=(capture(sha256=digest),), sources=(), alerts=(alert(),))])
        store.record(run, [replace(with_revision(revision()), captures=(), sources=())])
        case = Case(
            id="C-1",
            subject="country/CN",
            title="中国",
            state=CaseState.OPEN,
            recommendation=Recommendation(action=Action.CONFIRM),
            revisions=("r1",),
            opened_at=NOW,
            updated_at=NOW,
        )
        said = report(run, revisions=(revision(),), alerts=(alert(),))
        store.publish(said, (case,), (message(report=said.id),))
        (queued,) = store.due_messages(NOW)
        store.settle_message(replace(queued, attempts=1, delivered=queued.message.recipients), now=NOW)
        store.finish_run(finished(run))
    made = Decision(case="C-1", move=Move.CONFIRM, person="山田", reason="確認", at=NOW, based_on=1)
    store.decide(made, replace(case, state=CaseState.CONFIRMED, edition=1))
    state = sha256(b"{}").hexdigest()
    signature = Signature(
        year=2026, item="all", state=state, person="山田花子", role=Role.OFFICER, reason="確認", at=NOW
    )
    store.sign([signature], {state: "{}"})
    return store


def wrong(store: SqlStore) -> list[Flaw]:
    return list(flaws(store._database))


def tamper(store: SqlStore, statement: str, **values: Any) -> None:
    """What somebody with the password of the database can do, foreign keys or not."""
    if store._database.path is not None:
        with closing(sqlite3.connect(store._database.path)) as file, file:
            assert file.execute(statement, values).rowcount > 0
        return
    with store._database.write() as server:
        server.execute(text("SET LOCAL session_replication_role = replica"))
        assert server.execute(text(statement), values).rowcount > 0


def events(store: SqlStore) -> list[dict[str, Any]]:
    with store._database.engine.connect() as connection:
        bodies = connection.execute(text("SELECT body FROM audit_event ORDER BY number")).scalars()
        return [json.loads(body) for body in bodies]


def test_every_kind_of_write_is_witnessed_and_all_is_well(kept: SqlStore) -> None:
    told = events(kept)
    assert [e["kind"] for e in told] == [
        "registry",
        "record",
        "record",
        "publish",
        "mail",
        "run",
        "decision",
        "sign",
    ]
    rows = {name for event in told for name in event["facts"]} - {"registry"}
    assert rows == {audit.table(row).name for row in audit.AUDITED} - {"audit_stamp"}
    assert wrong(kept) == []


def test_the_hash_of_an_event_is_that_of_its_text(kept: SqlStore) -> None:
    with kept._database.engine.connect() as connection:
        rows = connection.execute(text("SELECT body, hash FROM audit_event ORDER BY number")).all()
    previous = "0" * 64
    for body, given in rows:
        assert sha256(body.encode()).hexdigest() == given
        assert json.loads(body)["previous"] == previous
        previous = given
    assert kept.last_event() == rows[-1].body


WITNESSED = [audit.table(row) for row in audit.AUDITED if row is not audit.StampRow]


@pytest.mark.parametrize("stored", [*WITNESSED, audit.table(audit.AuditRow)], ids=lambda table: table.name)
def test_whatever_column_of_whatever_row_is_altered_it_shows(kept: SqlStore, stored: Table) -> None:
    with kept._database.engine.connect() as connection:
        row = dict(connection.execute(text(f"SELECT * FROM {stored.name} LIMIT 1")).mappings().one())
    for column in stored.columns:
        other = _other(row[column.name], column)
        _replace(kept, stored, row, row | {column.name: other})
        assert wrong(kept) != [], column.name
        _replace(kept, stored, row | {column.name: other}, row)
        assert wrong(kept) == [], column.name


def _replace(store: SqlStore, stored: Table, old: dict[str, Any], new: dict[str, Any]) -> None:
    keys = [column.name for column in stored.primary_key.columns]
    assignments = ", ".join(f"{name} = :{name}" for name in new)
    where = " AND ".join(f"{name} = :old_{name}" for name in keys)
    named = {f"old_{name}": old[name] for name in keys}
    tamper(store, f"UPDATE {stored.name} SET {assignments} WHERE {where}", **new, **named)


def _other(value: Any, column: Any) -> Any:
    """Another value as like the first as can be."""
    if value is None:
        return {int: 7, bool: True, bytes: b"x"}.get(
            getattr(column.type, "impl_instance", column.type).python_type, "x"
        )
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    return value[:-1] + ("1" if value[-1:] != "1" else "2")


@pytest.mark.parametrize("stored", WITNESSED, ids=lambda table: table.name)
def test_a_row_that_is_taken_away_shows(kept: SqlStore, stored: Table) -> None:
    tamper(kept, f"DELETE FROM {stored.name}")
    found = wrong(kept)
    assert found and all(f.what.startswith(stored.name) and "it is gone" in f.why for f in found)


def test_a_decision_that_was_put_there_past_us_shows(kept: SqlStore) -> None:
    tamper(
        kept,
        "INSERT INTO decision SELECT case_id, 0, at, move, '社長', payload FROM decision",
    )
    (found,) = wrong(kept)
    assert found == Flaw("decision C-1 0", "no audit event tells of it: it was put there past xborder")


LINKS: dict[str, tuple[str, str]] = {
    "taken away": ("DELETE FROM audit_event WHERE number = 3", "audit event 3"),
    "the first taken away": ("DELETE FROM audit_event WHERE number = 1", "audit event 1"),
    "its text altered": (
        "UPDATE audit_event SET body = replace(body, '2026', '2025') WHERE number = 2",
        "audit event 2",
    ),
    "its hash altered": (f"UPDATE audit_event SET hash = '{'0' * 64}' WHERE number = 4", "audit event 4"),
    "its kind altered": ("UPDATE audit_event SET kind = 'mail' WHERE number = 2", "audit event 2"),
    "two exchanged": ("UPDATE audit_event SET number = -number WHERE number > 5", "audit event 1"),
}


@pytest.mark.parametrize(("statement", "place"), LINKS.values(), ids=LINKS.keys())
def test_the_first_broken_link_is_named(kept: SqlStore, statement: str, place: str) -> None:
    tamper(kept, statement)
    (found,) = wrong(kept)
    assert found.what == place


def test_an_event_written_anew_with_its_hash_breaks_the_next_link(kept: SqlStore) -> None:
    with kept._database.engine.connect() as connection:
        body = connection.execute(text("SELECT body FROM audit_event WHERE number = 2")).scalar_one()
    forged = body.replace('"kind":"record"', '"kind":"recorD"')
    tamper(
        kept,
        "UPDATE audit_event SET body = :body, hash = :hash, kind = 'recorD' WHERE number = 2",
        body=forged,
        hash=audit.hash_of(forged),
    )
    (found,) = wrong(kept)
    assert found.what == "audit event 3" and "follows another event" in found.why


def test_the_doctor_says_what_and_where_and_reads_every_stored_byte(
    database_url: str, tmp_path: Path, kept: SqlStore
) -> None:
    def examined() -> list[tuple[str, str]]:
        found = doctor.examine(database_url, tmp_path / "blobs", now=NOW, audit=True)
        return [(trouble.what, trouble.why) for trouble in found if trouble.needs_action]

    before = examined()
    tamper(kept, "UPDATE decision SET person = '佐藤'")
    assert [item for item in examined() if item not in before] == [
        ("decision C-1 1", "it was altered after audit event 7")
    ]
    (blob,) = (tmp_path / "blobs").rglob("*.zst")
    good = blob.read_bytes()
    for place in range(len(good)):
        blob.write_bytes(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
        assert (
            any(what == str(blob) for what, _ in examined()) or kept.blobs.get(blob.stem) == "契約".encode()
        )


def test_a_purge_that_tells_what_it_removes_leaves_the_trail_whole(
    database_url: str, tmp_path: Path, kept: SqlStore
) -> None:
    digest = kept.blobs.put(b"of a look that showed nothing new")
    with kept.run(now=NOW - DAY, owner="test") as run:
        kept.record(run, [look(at=NOW - DAY, captures=(capture(NOW - DAY, sha256=digest),), sources=())])
        kept.finish_run(finished(run))
    (blob,) = (tmp_path / "blobs").rglob(f"{digest}.zst")
    with kept._database.write() as connection:
        (key, _), *_ = audit.digests(connection, audit.AlertRow)
        audit.tombstone(connection, NOW, {"alert": [key], "blob": [(blob.stem,)]})
        connection.execute(text("DELETE FROM alert"))
    blob.unlink()
    assert wrong(kept) == []
    missing = doctor.examine(database_url, tmp_path / "blobs", now=NOW, audit=True)
    assert not [trouble for trouble in missing if trouble.what == str(blob)]
    with kept.run(now=NOW, owner="test") as run:
        kept.record(run, [look(alerts=(alert(),), captures=(), sources=())])  # lawfully back
    assert wrong(kept) == []


def test_what_was_purged_may_not_come_back_past_us(kept: SqlStore) -> None:
    with kept._database.write() as connection:
        (key, _), *_ = audit.digests(connection, audit.AlertRow)
        audit.tombstone(connection, NOW, {"alert": [key]})
    (found,) = wrong(kept)
    assert found.what.startswith("alert") and "purged" in found.why


def test_files_of_the_registry_are_told_when_they_change_and_only_then(store: SqlStore) -> None:
    def run_with(files: dict[str, str]) -> None:
        with store.run(now=NOW, owner="test", files=files):
            pass

    for files in (FILES, FILES, {**FILES, "policy.yaml": "c" * 64}, {}, FILES):
        run_with(files)
    told = [dict(e["facts"]["registry"])["policy.yaml"][0] for e in events(store)]
    assert told == ["b", "c", "b"]
    assert wrong(store) == []


def test_a_write_that_fails_leaves_no_event(kept: SqlStore) -> None:
    before = kept.last_event()
    with kept.run(now=NOW, owner="test") as run, pytest.raises(Exception):  # noqa: B017
        kept.publish(report(run), (), ())  # a report of this name exists
    assert kept.last_event() == before


def test_writers_at_once_make_one_chain(database_url: str, tmp_path: Path, kept: SqlStore) -> None:
    def write(number: int) -> None:
        own = open_store(database_url, tmp_path / "blobs")
        for n in range(5):
            with own._database.write() as connection:
                audit.append(connection, "registry", NOW, {"registry": [((f"{number}.yaml",), f"{n}")]})
        own.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(events(kept)) == 8 + 20
    assert wrong(kept) == []
