"""Reports as files."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from report_sample import QUIET, REGISTRY, REPORT
from xborder.errors import StoreError
from xborder.publish import FilePublisher
from xborder.texts import same


def a_publisher(folder: Path, **changes: object) -> FilePublisher:
    values: dict[str, object] = {
        "folder": folder,
        "registry": REGISTRY,
        "sender": "xborder@example.jp",
        "recipients": ("officer@example.jp",),
    }
    return FilePublisher(**{**values, **changes})  # type: ignore[arg-type]


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_report_is_a_folder_with_page_text_and_data(tmp_path: Path) -> None:
    folder = a_publisher(tmp_path).write(REPORT)
    assert folder == tmp_path / "2026-11-22"
    assert sorted(p.name for p in folder.iterdir()) == ["index.html", "report.json", "report.txt"]
    assert json.loads((folder / "report.json").read_text())["report"]["id"] == "2026-11-22"


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    publisher = a_publisher(tmp_path)
    publisher.write(REPORT)
    before = bytes_in(tmp_path)
    publisher.write(REPORT)
    assert bytes_in(tmp_path) == before


def test_the_order_of_writing_does_not_matter(tmp_path: Path) -> None:
    for report in (REPORT, QUIET):
        a_publisher(tmp_path / "one").write(report)
    for report in (QUIET, REPORT):
        a_publisher(tmp_path / "two").write(report)
    assert bytes_in(tmp_path / "one") == bytes_in(tmp_path / "two")


def test_the_index_lists_every_report_newest_first(tmp_path: Path) -> None:
    for report in (REPORT, QUIET, replace(REPORT, id="2026-11-22-2")):
        a_publisher(tmp_path).write(report)
    page = (tmp_path / "index.html").read_text()
    places = [
        page.index(f'href="{name}/index.html"') for name in ("2026-11-23", "2026-11-22-2", "2026-11-22")
    ]
    assert places == sorted(places)
    assert "提供停止の検討が必要です" in page


def test_a_lost_index_comes_back_with_the_next_report(tmp_path: Path) -> None:
    a_publisher(tmp_path).write(REPORT)
    (tmp_path / "index.html").unlink()
    a_publisher(tmp_path).write(QUIET)
    assert "2026-11-22/index.html" in (tmp_path / "index.html").read_text()


def test_a_damaged_report_stands_in_the_index_as_unreadable(tmp_path: Path) -> None:
    a_publisher(tmp_path).write(REPORT)
    (tmp_path / "2026-11-22" / "report.json").write_text("{")
    a_publisher(tmp_path).write(QUIET)
    page = (tmp_path / "index.html").read_text()
    assert "読み取れません" in page and "2026-11-22/index.html" in page and "2026-11-23/index.html" in page


def leads(page: Path) -> list[str]:
    return re.findall(r'href="([^"]+)"', page.read_text())


LAST_YEAR = replace(REPORT, id="2025-12-31")


def test_a_year_that_is_over_has_a_list_of_its_own(tmp_path: Path) -> None:
    for report in (LAST_YEAR, replace(REPORT, id="2024-04-01"), REPORT):
        a_publisher(tmp_path).write(report)
    assert leads(tmp_path / "index.html") == ["2026-11-22/index.html", "2025.html", "2024.html"]
    assert leads(tmp_path / "2025.html") == ["index.html", "2025-12-31/index.html"]
    assert leads(tmp_path / "2024.html") == ["index.html", "2024-04-01/index.html"]
    assert "監視報告の一覧（2025年）" in (tmp_path / "2025.html").read_text()


def test_only_the_reports_of_the_year_are_read_again(tmp_path: Path) -> None:
    """Ten years of reports would cost each day more than the one before."""
    for report in (LAST_YEAR, REPORT):
        a_publisher(tmp_path).write(report)
    before = (tmp_path / "2025.html").read_bytes()
    (tmp_path / "2025-12-31" / "report.json").write_text("{")
    a_publisher(tmp_path).write(QUIET)
    assert (tmp_path / "2025.html").read_bytes() == before
    a_publisher(tmp_path).write(replace(LAST_YEAR, id="2025-12-30"))
    assert "読み取れません" in (tmp_path / "2025.html").read_text()


def test_reports_of_several_years_in_any_order_give_the_same_lists(tmp_path: Path) -> None:
    reports = (LAST_YEAR, REPORT, replace(REPORT, id="2024-04-01"))
    for report in reports:
        a_publisher(tmp_path / "one").write(report)
    for report in reversed(reports):
        a_publisher(tmp_path / "two").write(report)
    assert bytes_in(tmp_path / "one") == bytes_in(tmp_path / "two")


def test_a_folder_of_before_there_were_lists_of_years_gets_them(tmp_path: Path) -> None:
    for report in (LAST_YEAR, REPORT):
        a_publisher(tmp_path).write(report)
    (tmp_path / "2025.html").unlink()
    a_publisher(tmp_path).write(QUIET)
    assert leads(tmp_path / "2025.html") == ["index.html", "2025-12-31/index.html"]


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up in the middle of a file."""
    publisher = a_publisher(tmp_path)
    publisher.write(REPORT)
    before = bytes_in(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left") as caught:
        publisher.write(replace(REPORT, notes=(same("more"),)))
    assert caught.value.fix
    assert bytes_in(tmp_path) == before


@pytest.mark.parametrize(
    "name", ["../2026-11-22", "2026-11-22/..", "2026-11-22-0", "latest", "", "2026-11-22\n"]
)
def test_only_the_id_of_a_report_names_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not the id of a report"):
        a_publisher(tmp_path).write(replace(REPORT, id=name))
    assert bytes_in(tmp_path) == {}


def test_a_report_of_before_a_restored_backup_is_moved_out_of_the_way(tmp_path: Path) -> None:
    """The records of that day are gone, and with them its number: what was mailed then is kept."""
    publisher = a_publisher(tmp_path)
    publisher.write(replace(REPORT, run="20261122T213000Z-aaaaaa"))
    before = (tmp_path / "2026-11-22" / "index.html").read_bytes()
    publisher.write(replace(REPORT, run="../20261122T233000Z-bbbbbb", notes=(same("other"),)))
    kept = tmp_path / "2026-11-22.20261122T213000Z-aaaaaa"
    assert (kept / "index.html").read_bytes() == before
    assert json.loads((tmp_path / "2026-11-22" / "report.json").read_text())["report"]["run"].endswith(
        "bbbbbb"
    )
    assert leads(tmp_path / "index.html") == ["2026-11-22/index.html"]
    publisher.write(replace(REPORT, run="20261122T223000Z-cccccc"))
    assert (tmp_path / "2026-11-22.___20261122T233000Z-bbbbbb").is_dir()


def test_the_mail_is_kept_beside_its_report_byte_for_byte(tmp_path: Path) -> None:
    publisher = a_publisher(tmp_path)
    (message,) = publisher.compose(REPORT)
    publisher.keep_mail(message, REPORT.id)
    publisher.keep_mail(message, REPORT.id)
    (kept,) = (tmp_path / "2026-11-22").glob("*.eml")
    assert kept.read_bytes() == message.mime


def test_without_recipients_there_is_no_mail(tmp_path: Path) -> None:
    assert a_publisher(tmp_path, recipients=()).compose(REPORT) == ()
