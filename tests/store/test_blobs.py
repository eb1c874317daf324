"""Bytes as served: whole or absent, never overwritten, always checked."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xborder import zstd
from xborder.errors import StoreError
from xborder.store import FileBlobs

BODY = "個人データの取扱いに関する契約 ".encode("euc-jp") * 100


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs")


def kept(blobs: FileBlobs) -> str:
    digest = blobs.put(BODY)
    blobs.settle()
    return digest


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
def test_bytes_come_back_as_served(blobs: FileBlobs, body: bytes) -> None:
    assert blobs.get(blobs.put(body)) == body


def test_the_file_is_compressed_and_named_by_the_digest_of_the_bytes(blobs: FileBlobs) -> None:
    digest = kept(blobs)
    path = blobs.folder / digest[:2] / digest[2:4] / f"{digest}.zst"
    assert path.stat().st_size < len(BODY) / 10
    assert list(blobs.digests()) == [digest]
    assert list(blobs.unfinished()) == []


def test_bytes_can_be_read_before_they_are_settled(blobs: FileBlobs) -> None:
    digest = blobs.put(BODY)
    assert list(blobs.digests()) == []
    assert blobs.get(digest) == BODY


def test_what_is_kept_is_not_written_again(blobs: FileBlobs) -> None:
    path = blobs.path(kept(blobs))
    before = path.stat()
    kept(blobs)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_same_bytes_put_twice_are_one_file(blobs: FileBlobs) -> None:
    assert blobs.put(BODY) == blobs.put(BODY)
    blobs.settle()
    assert len(list(blobs.digests())) == 1 and list(blobs.unfinished()) == []


def test_threads_that_put_and_settle_together_lose_nothing(blobs: FileBlobs) -> None:
    bodies = [f"第{n % 50}条".encode() for n in range(200)]

    def work(body: bytes) -> str:
        digest = blobs.put(body)
        blobs.settle()
        assert blobs.get(digest) == body
        return digest

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, bodies)) == set(blobs.digests())
    assert list(blobs.unfinished()) == []


def test_a_missing_file_is_named_with_the_fix(blobs: FileBlobs) -> None:
    digest = kept(blobs)
    blobs.path(digest).unlink()
    with pytest.raises(StoreError, match=rf"{digest}.*missing.*backup"):
        blobs.get(digest)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-5],
        lambda content: b"",
        lambda content: content[:20] + bytes([content[20] ^ 1]) + content[21:],
        lambda content: zstd.compress(b"other bytes"),
    ],
    ids=["cut", "empty", "one bit", "other bytes"],
)
def test_a_damaged_file_is_never_given_out(blobs: FileBlobs, damage: object) -> None:
    digest = kept(blobs)
    path = blobs.path(digest)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(StoreError, match=str(path)):
        blobs.get(digest)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "ab" * 31])
def test_only_digests_are_names(blobs: FileBlobs, name: str) -> None:
    with pytest.raises(StoreError):
        blobs.get(name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_leaves_nothing_half_written(blobs: FileBlobs, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def full(handle: int) -> None:
        with Path("/dev/full").open("wb", buffering=0) as device:
            device.write(b"x")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    digest = blobs.put(BODY)
    with pytest.raises(StoreError, match="disk is full"):
        blobs.settle()
    assert list(blobs.digests()) == []
    monkeypatch.undo()
    blobs.settle()  # there is room again
    assert list(blobs.digests()) == [digest] and list(blobs.unfinished()) == []


def test_a_file_where_a_folder_should_be_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("not a folder")
    with pytest.raises(StoreError, match="blobs"):
        FileBlobs(tmp_path / "blobs").put(BODY)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_clear_error(tmp_path: Path) -> None:
    folder = tmp_path / "blobs"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StoreError, match="access is denied"):
        FileBlobs(folder).put(BODY)


def test_a_store_that_is_thrown_away_waits_for_no_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: pytest.fail("it was synced"))
    blobs = FileBlobs(tmp_path, durable=False)
    assert blobs.get(kept(blobs)) == BODY
