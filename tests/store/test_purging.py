"""A purge takes what the rules no longer keep, tells of it in the trail, and nothing that anybody needs."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from looks import DAY, NOW, capture, finished, look, message, report, version
from sqlalchemy import text
from test_kill import child

from xborder.errors import RunInProgress, StoreError
from xborder.model import Retention
from xborder.store import FileBlobs, SqlStore, doctor, open_store
from xborder.store.deltas import DeltaBlobs
from xborder.store.inventory import Inventory

RULES = Retention(unchanged_bytes_days=100, mails_days=100)
LATER = NOW + 400 * DAY
PAGE = os.urandom(20_000)
NEEDED, OLD, RECENT = 0, range(1, 6), 350  # days on which somebody looked


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[SqlStore]:
    """A text from a first look, five looks that showed nothing new, one recent look, a mail that arrived."""
    opened = open_store(database_url, tmp_path / "blobs", now=lambda: NOW)
    fill(opened)
    yield opened
    opened.close()


def fill(store: SqlStore) -> None:
    first = digest_of(store, NEEDED)
    shown = version()
    shown = replace(shown, snapshots=tuple(replace(s, sha256=first) for s in shown.snapshots))
    with store.run(now=NOW, owner="test") as run:
        for day in (NEEDED, *OLD, RECENT):
            digest = store.blobs.put(body(day), like=None if day == NEEDED else first)
            at = NOW + day * DAY
            seen = look(shown, at=at, captures=(capture(at, sha256=digest),))
            store.record(run, [replace(seen, sources=tuple(replace(s, sha256=first) for s in seen.sources))])
        store.publish(report(run), (), (message("<1@a.example>", "a@a.example"), message("<2@a.example>")))
        (queued, _) = store.due_messages(NOW)
        store.settle_message(replace(queued, attempts=1, delivered=("a@a.example",)), now=NOW)
        store.finish_run(finished(run))


def body(day: int) -> bytes:
    return PAGE if day == NEEDED else PAGE + f"token {day}".encode()


def digest_of(store: SqlStore, day: int) -> str:
    return store.blobs.put(body(day))


def kept_days(store: SqlStore) -> set[int]:
    """The days whose bytes come back as served."""
    days = set()
    for found in store.captures(limit=100):
        try:
            days.add(((found.fetched.fetched_at - NOW).days, store.blobs.get(found.sha256 or "")))
        except StoreError:
            continue
    assert all(content == body(day) for day, content in days)
    return {day for day, _ in days}


def audited(url: str, folder: Path) -> list[tuple[str, str]]:
    told = doctor.examine(url, folder / "blobs", now=LATER, audit=True)
    return [(t.what, t.why) for t in told if t.needs_action and not t.what.startswith("mail")]


def test_without_yes_it_only_counts(store: SqlStore) -> None:
    mails, looks = store.purge(RULES, now=LATER, for_real=False)
    assert (mails.count, looks.count) == (1, len(OLD))
    assert 0 < looks.size < len(PAGE)
    assert kept_days(store) == {NEEDED, *OLD, RECENT}


def test_only_bytes_of_old_looks_that_nothing_needs_are_taken(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    store.purge(RULES, now=LATER, for_real=True)
    assert kept_days(store) == {NEEDED, RECENT}
    assert len(store.captures(limit=100)) == 2 + len(OLD)  # that somebody looked stays proven
    assert [q.message.message_id for q in store.due_messages(LATER)] == [
        "<2@a.example>"
    ]  # it waits: it stays
    assert [p.count for p in store.purge(RULES, now=LATER, for_real=True)] == [0, 0]
    assert audited(database_url, tmp_path) == []


def test_the_trail_stays_whole_and_names_what_was_purged_by_which_rule(
    store: SqlStore, database_url: str, tmp_path: Path
) -> None:
    store.purge(RULES, now=LATER, for_real=True)
    told = doctor.examine(database_url, tmp_path / "blobs", now=LATER, audit=True)
    said = {t.what: t.why for t in told if t.what.startswith("purged")}
    assert said["purged by unchanged_bytes_days: 100"].startswith(f"{len(OLD)} blob")
    assert said["purged by mails_days: 100"].startswith("1 outbox")
    assert audited(database_url, tmp_path) == []


def test_what_is_lost_after_it_came_back_is_told(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    store.purge(RULES, now=LATER, for_real=True)
    again = LATER + DAY
    with store.run(now=again, owner="test") as run:
        digest = store.blobs.put(body(OLD[0]))
        store.record(run, [look(at=again, captures=(capture(again, sha256=digest),), sources=())])
        store.finish_run(finished(run, again))
    assert audited(database_url, tmp_path) == []
    assert isinstance(store.blobs, DeltaBlobs)
    store.blobs.files.delete([digest])
    with store._database.write() as connection:
        connection.execute(text("DELETE FROM delta"))
    assert any(digest in what for what, _ in audited(database_url, tmp_path))


def test_a_page_stays_while_a_look_that_is_kept_stands_on_it(store: SqlStore) -> None:
    assert isinstance(store.blobs, DeltaBlobs)
    other = os.urandom(20_000)
    with store.run(now=NOW, owner="test") as run:
        base = store.blobs.put(other)
        for day, content in ((10, other), (390, other + b"!")):
            at = NOW + day * DAY
            digest = store.blobs.put(content, like=base)
            store.record(
                run,
                [look(at=at, document="b/terms", captures=(capture(at, document="b/terms", sha256=digest),))],
            )
    store.purge(RULES, now=LATER, for_real=True)
    assert store.blobs.get(digest) == other + b"!"
    store.purge(RULES, now=LATER + timedelta(days=200), for_real=True)
    assert base not in set(store.blobs.files.digests())


def test_a_page_of_another_site_stays_while_one_that_is_kept_stands_on_it(store: SqlStore) -> None:
    assert isinstance(store.blobs, DeltaBlobs)
    clauses = b"".join(b"<p>%b</p>" % os.urandom(100).hex().encode() for _ in range(50))
    frame = os.urandom(20_000)
    with store.run(now=NOW, owner="test") as run:
        other = store.blobs.put(os.urandom(20_000) + clauses, site="other")
        site = store.blobs.put(frame, site="b")
        page = store.blobs.put(frame + clauses, site="b")
        seen = store.blobs.put(frame + clauses + b"!", like=page)
        for day, digest in ((10, other), (11, site), (12, page), (390, seen)):
            at = NOW + day * DAY
            taken = capture(at, document="b/terms", sha256=digest)
            store.record(run, [look(at=at, document="b/terms", captures=(taken,))])
    assert {base for _, *bases, _ in store.blobs.deltas() for base in bases} >= {other, site, page}
    store.purge(RULES, now=LATER, for_real=True)
    assert store.blobs.get(seen) == frame + clauses + b"!"
    store.purge(RULES, now=LATER + timedelta(days=200), for_real=True)
    assert not {other, site} & set(store.blobs.files.digests())


def test_a_run_and_a_purge_never_work_at_once(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test"), pytest.raises(RunInProgress):
        store.purge(RULES, now=NOW, for_real=False)
    store.purge(RULES, now=LATER, for_real=True)
    assert [run.interrupted for run in store.runs()] == [True, False]


def test_without_rules_nothing_is_taken(store: SqlStore) -> None:
    assert store.purge(Retention(), now=LATER, for_real=True) == []
    assert kept_days(store) == {NEEDED, *OLD, RECENT}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes of POSIX")
@pytest.mark.parametrize("step", range(0, 24, 3))
def test_killed_anywhere_the_next_purge_goes_on(tmp_path: Path, step: int) -> None:
    url = f"sqlite:///{tmp_path / 'xborder.db'}"
    store = open_store(url, tmp_path / "blobs", durable=False, now=lambda: NOW)
    fill(store)
    other = os.urandom(5000)
    with store.run(now=NOW, owner="test") as run:  # a file that goes, too
        digest = store.blobs.put(other)
        store.record(
            run,
            [look(document="b/terms", captures=(capture(document="b/terms", sha256=digest),), sources=())],
        )
        store.finish_run(finished(run))
    store.close()

    def work(done: object) -> None:
        from test_kill import kill_at

        mine = open_store(url, tmp_path / "blobs", now=lambda: LATER)
        kill_at(step)
        mine.purge(RULES, now=LATER, for_real=True)

    with child(work) as (_, wait):
        wait()
    again = open_store(url, tmp_path / "blobs", now=lambda: LATER)
    assert all("purge" in what for what, _ in audited(url, tmp_path))  # at most that it was interrupted
    again.purge(RULES, now=LATER, for_real=True)
    assert kept_days(again) == {NEEDED, RECENT}
    assert digest not in set(FileBlobs(tmp_path / "blobs").digests())
    assert audited(url, tmp_path) == []
    again.close()


def test_a_purge_that_a_run_overtook_takes_nothing(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an hour without a sign of life: the run may have seen again what this one thinks unneeded."""
    moment = [NOW]
    store = open_store(database_url, tmp_path / "blobs", now=lambda: moment[0])
    fill(store)
    shas = {(c.fetched.fetched_at - NOW).days: c.sha256 for c in store.captures(limit=100)}
    find = Inventory.unneeded

    def slowly(self: Inventory, before: datetime) -> list[str]:
        found = find(self, before)
        moment[0] = LATER + timedelta(minutes=31)
        with store.run(now=moment[0], owner="daily") as run:
            digest = store.blobs.put(body(OLD[0]), like=shas[0])
            seen = capture(moment[0], sha256=digest)
            store.record(run, [look(at=moment[0], captures=(seen,), sources=())])
            store.finish_run(finished(run, moment[0]))
        return found

    monkeypatch.setattr(Inventory, "unneeded", slowly)
    with pytest.raises(StoreError, match="another run took its place"):
        store.purge(RULES, now=LATER, for_real=True)
    assert store.blobs.get(shas[OLD[0]] or "") == body(OLD[0])
    assert audited(database_url, tmp_path) == []
    store.close()
