"""What databases and disks do to us, and that it is said clearly: what, why, fix."""

import os
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from looks import NOW, look, version
from sqlalchemy import text

from xborder.errors import StoreError
from xborder.store import SqlStore, open_store
from xborder.store.database import network_file_system


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "xborder.db"


@pytest.fixture
def store(file: Path, tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{file}", tmp_path / "blobs", wait_seconds=0.1)
    with opened.run(now=NOW, owner="test") as run:
        opened.record(run, [look(version())])
    yield opened
    opened.close()


def write(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test"):
        pytest.fail("it could write")


def test_a_database_locked_by_another_process_is_said_to_be(store: SqlStore, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another process"):
            write(store)
        assert len(store.document_states()) == 1  # reading goes on
    with store.run(now=NOW, owner="test"):
        pass


def test_a_postgresql_table_locked_by_another_session_is_said_to_be(
    postgres_url: str, tmp_path: Path
) -> None:
    store = open_store(postgres_url, tmp_path / "blobs", wait_seconds=0.1)
    with store._database.write() as other:
        other.execute(text("LOCK TABLE run_lock IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StoreError, match="locked by another session"):
            write(store)
    store.close()


def test_a_lock_that_could_not_be_given_back_does_not_keep_the_next_run_of_this_process_out(
    database_url: str, tmp_path: Path
) -> None:
    store = open_store(database_url, tmp_path / "blobs", wait_seconds=0.1)
    with ExitStack() as away, pytest.raises(StoreError, match="locked"), store.run(now=NOW, owner="serve"):
        other = away.enter_context(store._database.write())
        if other.dialect.name == "postgresql":
            other.execute(text("LOCK TABLE run_lock IN ACCESS EXCLUSIVE MODE"))
    with store.run(now=NOW, owner="serve") as run:
        store.record(run, [look(version())])
    assert [r.interrupted for r in store.runs()] == [True, True]
    store.close()


def test_connections_that_the_server_dropped_between_two_batches_are_made_anew(
    postgres_url: str, tmp_path: Path
) -> None:
    store = open_store(postgres_url, tmp_path / "blobs")
    with store.run(now=NOW, owner="test") as run:
        with psycopg.connect(postgres_url, autocommit=True) as other:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            other.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
        store.blobs.put(b"as served", like="ab" * 32, site="acme.example")
        store.record(run, [look(version())])
    assert len(store.document_states()) == 1
    store.close()


def test_a_disk_that_fills_up_is_said_to_be_full_and_nothing_is_half_written(store: SqlStore) -> None:
    with store.run(now=NOW, owner="test") as run:
        with store._database.engine.connect() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreError, match="disk is full"):
            store.record(run, [look(version(str(n), document=f"d{n}"), document=f"d{n}") for n in range(500)])
        assert len(store.document_states()) == 1
        with store._database.engine.connect() as connection:
            connection.execute(text("PRAGMA max_page_count = 1000000"))
        store.record(run, [look(version("2", document="d2"), document="d2")])
    assert set(store.document_states()) == {"acme/terms", "d2"}


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit of file sizes")
def test_a_limit_of_file_sizes_stops_the_bytes_not_the_store(store: SqlStore) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    kept = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
        with pytest.raises(StoreError, match="larger than allowed"):
            store.blobs.put(os.urandom(200_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, kept)
    body = os.urandom(200_000)
    assert store.blobs.get(store.blobs.put(body)) == body


def test_a_damaged_page_is_an_error_and_never_an_answer(store: SqlStore, file: Path, tmp_path: Path) -> None:
    store.close()
    content = bytearray(file.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|not a database"):
        open_store(f"sqlite:///{file}", tmp_path / "blobs").document_states()


def test_a_record_that_cannot_be_read_is_an_error(store: SqlStore, file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE version SET page = x'00'")
        other.execute("UPDATE document_state SET state = '{}'")
    with pytest.raises(StoreError, match="cannot be read"):
        store.version(version().id)
    with pytest.raises(StoreError, match="cannot be read"):
        store.document_states()


def test_a_log_deleted_while_in_use_stops_the_run(store: SqlStore, file: Path) -> None:
    Path(f"{file}-wal").unlink()
    with pytest.raises(StoreError, match=r"-wal.*deleted while the database was in use"):
        write(store)


def test_a_file_that_may_not_be_written_is_said_to_be(store: SqlStore, tmp_path: Path) -> None:
    with store._database.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    with pytest.raises(StoreError, match="cannot be written"):
        write(store)


def test_a_folder_that_does_not_exist_is_made(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'xborder.db'}", tmp_path / "c" / "blobs")
    assert store.document_states() == {}
    store.close()


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    with pytest.raises(StoreError, match=r"xborder\.db"):
        open_store(f"sqlite:///{tmp_path / 'a' / 'xborder.db'}", tmp_path / "blobs")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/data/xborder.db", "nfs4"),
        ("/srv/data/local/xborder.db", ""),
        ("/srv/my share/xborder.db", "cifs"),
        ("/srv/xborder.db", ""),
    ],
)
def test_network_file_systems_are_known_by_the_innermost_mount(
    path: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = (
        "/dev/vda / ext4 rw 0 0\n"
        "server:/data /srv/data nfs4 rw 0 0\n"
        "/dev/vdb /srv/data/local xfs rw 0 0\n"
        "//server/share /srv/my\\040share cifs rw 0 0\n"
    )
    real = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, *a: mounts if str(self) == "/proc/self/mounts" else real(self, *a)
    )
    assert network_file_system(Path(path)) == kind


def test_on_a_network_file_system_there_is_no_shared_log(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xborder.store.database.network_file_system", lambda path: "nfs4")
    store = open_store(f"sqlite:///{file}", tmp_path / "blobs")
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [look(version())])
        assert not Path(f"{file}-wal").exists()
    store.close()
