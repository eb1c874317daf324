"""Sources that are files: only from the data folder, only ordinary files, only so many bytes."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from looking import NOW, PATIENT, build, collect

from xborder.model import Fetched, Health, Source
from xborder.ports import FetchRequest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    (data / "mail").mkdir(parents=True)
    (data / "mail" / "規約.html").write_bytes(b"<p>\x83_")  # Shift_JIS, kept as it is
    (data / "empty.txt").write_bytes(b"\n")
    (tmp_path / "secret.txt").write_text("secret")
    return data


def read(folder: Path, name: str, limits=PATIENT) -> Fetched:
    (found,) = collect(build(limits, folder=folder), FetchRequest(source=Source(id="acme/file", file=name)))
    assert found.fetched_at == NOW
    return found


def test_a_file_is_read_as_it_lies_there(folder: Path) -> None:
    found = read(folder, "mail/規約.html")
    assert (found.health, found.body, found.media_type) == (Health.OK, b"<p>\x83_", "text/html")
    assert found.url == "file:mail/規約.html"


def test_touching_a_file_changes_nothing(folder: Path) -> None:
    before = read(folder, "mail/規約.html")
    os.utime(folder / "mail" / "規約.html", (0, 0))
    assert read(folder, "mail/規約.html") == before


def test_a_missing_file_is_gone_and_says_what_to_do(folder: Path) -> None:
    found = read(folder, "mail/none.pdf")
    assert found.health is Health.GONE
    assert "Save the document there" in found.detail.en


@pytest.mark.parametrize(
    "name", ["../secret.txt", "mail/../../secret.txt", "/etc/passwd", "link", "linked/secret.txt"]
)
def test_no_path_leads_out_of_the_data_folder(folder: Path, name: str) -> None:
    (folder / "link").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").symlink_to(folder.parent)
    found = read(folder, name)
    assert (found.health, found.body) == (Health.REFUSED, None)
    assert "outside the data folder" in found.detail.en


def test_a_link_within_the_data_folder_is_followed(folder: Path) -> None:
    (folder / "terms.html").symlink_to(folder / "mail" / "規約.html")
    assert read(folder, "terms.html").health is Health.OK


@pytest.mark.parametrize("name", ["mail", "", ".", "pipe", "\x00", "a" * 5000])
def test_what_is_no_ordinary_file_is_not_opened(folder: Path, name: str) -> None:
    os.mkfifo(folder / "pipe")
    found = read(folder, name)
    assert found.health in (Health.GONE, Health.UNREACHABLE)
    assert found.detail.en.isprintable()


def test_a_circle_of_links_is_no_file(folder: Path) -> None:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    assert read(folder, "a").health in (Health.GONE, Health.UNREACHABLE)


def test_an_empty_file_is_not_ok(folder: Path) -> None:
    assert read(folder, "empty.txt").health is Health.ERROR_PAGE


def test_a_file_past_the_limit_is_refused(folder: Path) -> None:
    (folder / "big.pdf").write_bytes(b"x" * 101)
    found = read(folder, "big.pdf", replace(PATIENT, max_body_bytes=100))
    assert (found.health, found.body) == (Health.REFUSED, None)


def test_a_source_without_any_place_is_not_read(folder: Path) -> None:
    (found,) = collect(build(folder=folder), FetchRequest(source=Source(id="acme/nothing")))
    assert found.health is Health.GONE
