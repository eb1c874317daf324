"""Verifying a bundle somebody else hands over."""

import stat
import zipfile
from io import BytesIO

import pytest

from documents_sample import case, facts
from xborder.documents.evidence import SUMS, bundle, verify
from xborder.model import Action, CaseState


@pytest.fixture(scope="module")
def good() -> bytes:
    about = case("zoom/terms", CaseState.OPEN, Action.CONFIRM, id="C-2026-0001")
    return bundle(about, (), (), facts().registry, language="ja")


def with_entry(body: bytes, entry: zipfile.ZipInfo, text: bytes = b"x", **how: int) -> bytes:
    target = BytesIO(body)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(entry, text, **how)
    return target.getvalue()


def entry(name: str, kind: int = stat.S_IFREG) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = (kind | 0o644) << 16
    return made


def test_an_untouched_bundle_is_good(good: bytes):
    assert verify(good) == ()


def test_flipping_any_byte_is_noticed(good: bytes):
    unnoticed = [
        at for at in range(len(good)) if not verify(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
    ]
    assert unnoticed == []


@pytest.mark.parametrize("length", [0, 10, -1, -30])
def test_a_cut_bundle_is_noticed(good: bytes, length: int):
    assert verify(good[:length])


def test_bytes_before_or_behind_are_noticed(good: bytes):
    assert verify(good + b"\0")
    assert verify(b"\0" + good)


def test_an_altered_member_is_named(good: bytes):
    with zipfile.ZipFile(BytesIO(good)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert verify(_packed(members | {"case.json": b"{}"})) == ("case.json: was altered",)


def test_a_missing_and_an_added_member_are_named(good: bytes):
    with zipfile.ZipFile(BytesIO(good)) as archive:
        sums = archive.read(SUMS)
    fewer = with_entry(_packed({SUMS: sums}), entry("README.txt"))
    assert any("case.json: is missing" in p for p in verify(fewer))
    assert any("extra.txt: is not listed" in p for p in verify(with_entry(good, entry("extra.txt"))))


def _packed(members: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members.items():
            archive.writestr(entry(name), text)
    return target.getvalue()


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd", "a/../../b.txt", "C:/x.txt", "a\\b.txt", "x/", ".hidden", "名.txt"]
)
def test_names_that_could_leave_the_folder_are_refused(good: bytes, name: str):
    (problem,) = verify(with_entry(good, entry(name)))
    assert "not a bundle that can be trusted" in problem


def test_a_name_in_the_letters_of_another_machine_is_refused(good: bytes):
    """CP932 as Japanese Windows packs it, without the mark of UTF-8: every reader makes another name of it."""
    packed = with_entry(good, entry("XXXXXX.txt")).replace(b"XXXXXX", "証拠１".encode("cp932"))
    (problem,) = verify(packed)
    assert "not a bundle that can be trusted" in problem


def test_links_are_refused(good: bytes):
    (problem,) = verify(with_entry(good, entry("link.txt", stat.S_IFLNK), b"/etc/passwd"))
    assert "no plain file" in problem


def test_what_could_grow_is_refused_before_it_is_read(good: bytes):
    bomb = with_entry(good, entry("bomb.txt"), b"\0" * 5_000_000, compress_type=zipfile.ZIP_DEFLATED)
    (problem,) = verify(bomb)
    assert "compressed" in problem


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused(good: bytes):
    (problem,) = verify(with_entry(good, entry("case.json")))
    assert "twice" in problem


@pytest.mark.parametrize("body", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_bundle_is_said_to_be_none(body: bytes):
    assert verify(body)
