"""Archives of dated captures."""

import io
import tarfile
from datetime import date
from pathlib import Path

import pytest

from xborder import archive, zstd
from xborder.archive import open_archive
from xborder.errors import ConfigurationError

FILES = {
    "acme/dpa/2026-01-02.html": b"<p>two",
    "acme/dpa/2026-01-01.html": b"<p>one",
    "beta/terms/2026-01-01.pdf": b"%PDF-",
    "acme/readme.txt": b"no capture",
}


def tar(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as target:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            target.addfile(member, io.BytesIO(content))
    return packed.getvalue()


@pytest.fixture(params=["folder", "mapped", "streaming"])
def place(request, tmp_path: Path, monkeypatch) -> Path:
    if request.param == "folder":
        for name, content in FILES.items():
            path = tmp_path / "captures" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return tmp_path / "captures"
    if request.param == "streaming":
        monkeypatch.setattr(archive.ctypes.util, "find_library", lambda name: None)
    packed = tmp_path / "captures.tar.zst"
    packed.write_bytes(zstd.compress(tar(FILES)))
    return packed


def test_captures_come_by_date_and_source_with_their_bytes(place: Path):
    with open_archive(place) as captures:
        found = [(c.day, c.source, c.suffix, c.read()) for c in captures]
    assert found == [
        (date(2026, 1, 1), "acme/dpa", "html", b"<p>one"),
        (date(2026, 1, 1), "beta/terms", "pdf", b"%PDF-"),
        (date(2026, 1, 2), "acme/dpa", "html", b"<p>two"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"not packed", zstd.compress(b"not a tar" * 200), zstd.compress(tar({"x": b""})), b""],
    ids=["not zstd", "not tar", "no captures", "empty"],
)
@pytest.mark.parametrize("library", ["mapped", "streaming"])
def test_what_is_no_archive_is_refused_with_a_fix(tmp_path: Path, monkeypatch, content: bytes, library: str):
    if library == "streaming":
        monkeypatch.setattr(archive.ctypes.util, "find_library", lambda name: None)
    packed = tmp_path / "captures.tar.zst"
    packed.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught, open_archive(packed):
        pass
    assert str(packed) in str(caught.value)


@pytest.mark.parametrize("library", ["mapped", "streaming"])
def test_a_bomb_is_refused(tmp_path: Path, monkeypatch, library: str):
    if library == "streaming":
        monkeypatch.setattr(archive.ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1 << 20)
    packed = tmp_path / "captures.tar.zst"
    packed.write_bytes(zstd.compress(bytes(1 << 22)))
    with pytest.raises(ConfigurationError), open_archive(packed):
        pass


def test_a_member_that_claims_to_be_enormous_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBER", 10)
    packed = tmp_path / "captures.tar.zst"
    packed.write_bytes(zstd.compress(tar({"acme/dpa/2026-01-01.html": b"x" * 11})))
    with pytest.raises(ConfigurationError, match="larger than"), open_archive(packed):
        pass


def test_a_day_that_no_calendar_has_is_told(tmp_path: Path):
    packed = tmp_path / "captures.tar.zst"
    packed.write_bytes(zstd.compress(tar({"acme/dpa/2026-13-45.html": b"x"})))
    with pytest.raises(ConfigurationError, match="month"), open_archive(packed):
        pass


def test_links_lead_nowhere(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    folder = tmp_path / "captures" / "acme" / "dpa"
    folder.mkdir(parents=True)
    (folder / "2026-01-01.html").write_bytes(b"page")
    (folder / "2026-01-02.html").symlink_to(secret)
    packed = tmp_path / "captures.tar.zst"
    with tarfile.open(tmp_path / "captures.tar", "w") as target:
        target.add(tmp_path / "captures", arcname=".")
    packed.write_bytes(zstd.compress((tmp_path / "captures.tar").read_bytes()))
    for place in (tmp_path / "captures", packed):
        with open_archive(place) as captures:
            assert [c.read() for c in captures] == [b"page"]
