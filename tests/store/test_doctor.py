"""The doctor tells what is wrong, and takes nothing away that anybody could need."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from looks import DAY, NOW, capture, finished, look, message, report, version

from xborder.store import FileBlobs, SqlStore, open_store
from xborder.store.doctor import Trouble, examine, repair

BODY = b"terms as served"


@pytest.fixture
def blobs(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def store(database_url: str, blobs: Path) -> Iterator[SqlStore]:
    """Healthy: a finished run with one look, whose bytes are kept."""
    opened = open_store(database_url, blobs)
    digest = opened.blobs.put(BODY)
    with opened.run(now=NOW, owner="test") as run:
        shown = version()
        shown = replace(shown, snapshots=tuple(replace(s, sha256=digest) for s in shown.snapshots))
        seen = look(shown, captures=(capture(sha256=digest),))
        opened.record(run, [replace(seen, sources=tuple(replace(s, sha256=digest) for s in seen.sources))])
        opened.finish_run(finished(run))
    yield opened
    opened.close()


def one(troubles: list[Trouble]) -> Trouble:
    assert len(troubles) == 1, troubles
    return troubles[0]


def test_a_missing_database_is_told_as_that(tmp_path: Path) -> None:
    url, blobs = f"sqlite:///{tmp_path}/xborder.db", tmp_path / "blobs"
    assert "no records" in one(examine(url, blobs, now=NOW)).why
    FileBlobs(blobs).put(BODY)
    kept = FileBlobs(blobs)
    kept.put(BODY)
    kept.settle()
    assert "the database is missing, but" in one(examine(url, blobs, now=NOW)).why


def test_a_healthy_store_has_no_trouble(store: SqlStore, database_url: str, blobs: Path) -> None:
    assert examine(database_url, blobs, now=NOW, thorough=True) == []
    assert repair(database_url, blobs, now=NOW) == []


def test_bytes_without_a_look_are_told_and_kept(store: SqlStore, database_url: str, blobs: Path) -> None:
    killed = FileBlobs(blobs)
    digest = killed.put(b"written just before a kill")
    killed.settle()
    trouble = one(repair(database_url, blobs, now=NOW))
    assert digest in trouble.why and not trouble.needs_action
    assert store.blobs.get(digest)


def test_a_look_without_its_bytes_is_told(store: SqlStore, database_url: str, blobs: Path) -> None:
    shutil.rmtree(blobs)
    trouble = one(examine(database_url, blobs, now=NOW))
    assert trouble.what.endswith(".zst") and "missing" in trouble.why and trouble.needs_action


def test_a_look_recorded_while_the_doctor_reads_is_no_loss(
    store: SqlStore, database_url: str, blobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = FileBlobs.sizes

    def meanwhile(self: FileBlobs) -> Iterator[tuple[str, int]]:
        yield from sizes(self)
        with store.run(now=NOW + DAY, owner="test") as run:
            seen = capture(NOW + DAY, sha256=store.blobs.put(b"served while the files were counted"))
            store.record(run, [look(at=NOW + DAY, captures=(seen,), sources=())])
            store.finish_run(finished(run))

    monkeypatch.setattr(FileBlobs, "sizes", meanwhile)
    assert examine(database_url, blobs, now=NOW + DAY) == []


def test_a_lost_page_is_told_with_everything_that_stands_on_it(
    store: SqlStore, database_url: str, blobs: Path
) -> None:
    page = os.urandom(5000)
    first = store.blobs.put(page)
    with store.run(now=NOW, owner="test") as run:
        looks = [store.blobs.put(page + bytes([n]), like=first) for n in range(3)]
        for n, digest in enumerate((first, *looks), start=1):
            store.record(
                run, [look(at=NOW + n * DAY, captures=(capture(NOW + n * DAY, sha256=digest),), sources=())]
            )
        store.finish_run(finished(run))
    FileBlobs(blobs).path(first).unlink()
    base, also = examine(database_url, blobs, now=NOW)
    assert first in base.what and "3 stored bytes" in base.why and "acme/terms/en" in base.why
    assert all(digest in base.why for digest in looks)
    assert first in also.what
    assert len(examine(database_url, blobs, now=NOW, thorough=True)) == 2 + len(looks)


def test_a_lost_page_of_another_site_is_told_with_everything_that_stands_on_it(
    store: SqlStore, database_url: str, blobs: Path
) -> None:
    clauses = b"".join(b"<p>%b</p>" % os.urandom(100).hex().encode() for _ in range(50))
    frame = os.urandom(5000)
    with store.run(now=NOW, owner="test") as run:
        other = store.blobs.put(os.urandom(5000) + clauses, site="other")
        site = store.blobs.put(frame, site="acme")
        page = store.blobs.put(frame + clauses, site="acme")
        seen = store.blobs.put(frame + clauses + b"!", like=page)
        for n, digest in enumerate((other, site, page, seen), start=1):
            store.record(
                run, [look(at=NOW + n * DAY, captures=(capture(NOW + n * DAY, sha256=digest),), sources=())]
            )
        store.finish_run(finished(run))
    FileBlobs(blobs).path(other).unlink()
    base, also = examine(database_url, blobs, now=NOW)
    assert other in base.what and "2 stored bytes" in base.why and page in base.why and seen in base.why
    assert other in also.what


def test_damaged_bytes_are_found_by_a_thorough_look(store: SqlStore, database_url: str, blobs: Path) -> None:
    (digest,) = FileBlobs(blobs).digests()
    FileBlobs(blobs).path(digest).write_bytes(b"damage")
    assert examine(database_url, blobs, now=NOW) == []
    assert digest in one(examine(database_url, blobs, now=NOW, thorough=True)).what


def test_what_a_killed_writer_left_is_deleted_once_it_is_old(
    store: SqlStore, database_url: str, blobs: Path
) -> None:
    (digest,) = FileBlobs(blobs).digests()
    left = FileBlobs(blobs).path(digest).with_name("cd.part")
    left.write_bytes(b"half")
    os.utime(left, (NOW.timestamp(), NOW.timestamp()))
    assert examine(database_url, blobs, now=NOW + timedelta(minutes=5)) == []  # perhaps still being written
    assert not one(examine(database_url, blobs, now=NOW + DAY)).repaired
    assert left.exists()
    assert one(repair(database_url, blobs, now=NOW + DAY)).repaired
    assert not left.exists()


def test_a_mail_that_waits_for_days_is_told_with_its_error(
    store: SqlStore, database_url: str, blobs: Path
) -> None:
    with store.run(now=NOW, owner="test") as run:
        store.publish(report(run), (), (message("<1@acme.example>", "a@acme.example", "b@acme.example"),))
        (queued,) = store.due_messages(NOW)
        tried = replace(queued, attempts=3, delivered=("a@acme.example",), last_error="451 灰色リスト")
        store.settle_message(tried, now=NOW)
        store.finish_run(finished(run))
    assert examine(database_url, blobs, now=NOW + timedelta(hours=20)) == []
    trouble = one(examine(database_url, blobs, now=NOW + 2 * DAY))
    assert "b@acme.example" in trouble.what and "a@acme.example" not in trouble.what.split(" to ")[1]
    assert "451 灰色リスト" in trouble.why


def test_the_lock_of_a_run_that_fell_silent_is_freed(store: SqlStore, database_url: str, blobs: Path) -> None:
    with store.run(now=NOW, owner="hung"):
        moment = store._now() + timedelta(hours=1)
        assert "holds the lock" in one(examine(database_url, blobs, now=moment)).why
        stale, interrupted = repair(database_url, blobs, now=moment)
        assert stale.repaired and "interrupted" in interrupted.why
        with store.run(now=NOW + DAY, owner="next") as run:
            store.finish_run(finished(run, NOW + DAY))
    assert examine(database_url, blobs, now=NOW) == []


def test_a_living_run_is_no_trouble(store: SqlStore, database_url: str, blobs: Path) -> None:
    with store.run(now=NOW + DAY, owner="alive") as run:
        assert repair(database_url, blobs, now=store._now()) == []
        store.finish_run(finished(run, NOW + DAY))


def test_a_state_that_names_a_lost_version_is_told(store: SqlStore, database_url: str, blobs: Path) -> None:
    with store.run(now=NOW + DAY, owner="test") as run:
        lost = look(at=NOW + DAY, sources=())
        store.record(run, [replace(lost, state=replace(lost.state, reported="gone"))])
        store.finish_run(finished(run, NOW + DAY))
    trouble = one(examine(database_url, blobs, now=NOW))
    assert (trouble.what, trouble.why) == ("document acme/terms", "version gone is missing")


def test_a_full_disk_is_told_before_a_run_fails(
    store: SqlStore, database_url: str, blobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=300 * 2**20))
    troubles = examine(database_url, blobs, now=NOW)
    assert troubles and all("300 MiB" in t.why for t in troubles)


def test_a_damaged_or_missing_file_is_told_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "xborder.db"
    url, blobs = f"sqlite:///{path}", tmp_path / "blobs"
    assert "no records" in one(examine(url, blobs, now=NOW)).why
    assert not path.exists()
    open_store(url, blobs).close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "cut" in one(examine(url, blobs, now=NOW)).why


def test_a_version_that_cannot_be_read_is_found_by_a_thorough_look(tmp_path: Path) -> None:
    path = tmp_path / "xborder.db"
    url, blobs = f"sqlite:///{path}", tmp_path / "blobs"
    store = open_store(url, blobs)
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [look(version(), sources=())])
        store.finish_run(finished(run))
    store.close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE version SET page = x'00', snapshots = '[]'")
    assert examine(url, blobs, now=NOW) == []
    assert version().id in one(examine(url, blobs, now=NOW, thorough=True)).what


def test_rows_that_refer_to_nothing_are_told(tmp_path: Path) -> None:
    path = tmp_path / "xborder.db"
    url, blobs = f"sqlite:///{path}", tmp_path / "blobs"
    open_store(url, blobs).close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("INSERT INTO text_seen VALUES ('d', 'f', 'no version', '2026-01-01', '2026-01-01', 1)")
    assert "refers to a row of version" in one(examine(url, blobs, now=NOW)).why


def test_an_unknown_schema_ends_the_examination(tmp_path: Path) -> None:
    path = tmp_path / "xborder.db"
    url, blobs = f"sqlite:///{path}", tmp_path / "blobs"
    open_store(url, blobs).close()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in one(examine(url, blobs, now=NOW)).why


def test_a_run_dated_in_the_future_is_told(store: SqlStore, database_url: str, blobs: Path) -> None:
    trouble = one(examine(database_url, blobs, now=NOW - 400 * DAY))
    assert "clock" in trouble.fix
    assert NOW.strftime("%Y-%m-%d") in trouble.why


def test_a_run_dated_in_the_future_needs_no_action_once_later_ones_are_dated_rightly(
    database_url: str, blobs: Path
) -> None:
    moment = [NOW + 400 * DAY]
    store = open_store(database_url, blobs, now=lambda: moment[0])
    for at in (NOW + 400 * DAY, NOW):
        moment[0] = at
        with store.run(now=at, owner="test") as run:
            store.finish_run(finished(run, at))
        trouble = one(examine(database_url, blobs, now=NOW))
        assert ("clock" in trouble.fix, trouble.needs_action) == (True, at > NOW)
    store.close()
