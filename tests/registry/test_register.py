"""The register as a spreadsheet, there and back."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from shutil import copytree

import pytest
from python_calamine import CalamineWorkbook

from xborder.errors import ConfigurationError
from xborder.registry import load_registry
from xborder.registry.register import Merged, merge
from xborder.registry.spreadsheet import COLUMNS, rows_of, to_csv, to_xlsx

SHIPPED = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(copytree(SHIPPED, tmp_path / "data"))


def exported(data: Path) -> list[dict[str, str]]:
    return [dict(row) for row in rows_of(load_registry(data).contractors)]


def imported(data: Path, body: bytes, name: str = "register.csv") -> Merged:
    file = data.parent / name
    file.write_bytes(body)
    return merge(file, data)


def yaml_of(data: Path) -> str:
    return (data / "contractors.yaml").read_text(encoding="utf-8")


def test_an_unedited_file_changes_no_byte(data: Path):
    rows = exported(data)
    assert imported(data, to_csv(rows)).text == yaml_of(data)
    assert imported(data, to_xlsx(rows, made_at=NOW), "register.xlsx").text == yaml_of(data)


def test_an_edit_changes_its_lines_and_keeps_every_comment(data: Path):
    rows = exported(data)
    rows[3]["server_locations"] = "US, AU, CA"
    merged = imported(data, to_csv(rows))
    assert merged.problems == ()
    assert merged.text == yaml_of(data).replace(
        "server_locations: [US, AU]", "server_locations: [US, AU, CA]"
    )


def test_what_was_imported_is_registered(data: Path):
    rows = exported(data)
    new = dict(rows[0], id="mihon", name="Mihon Cloud, Inc.", service="Mihon CRM", data="=氏名", listed_in="")
    merged = imported(data, to_csv([*rows, new]))
    (data / "contractors.yaml").write_text(merged.text, encoding="utf-8")
    registry = load_registry(data)
    contractor = registry.contractor("mihon")
    assert contractor is not None
    assert (contractor.name, contractor.transfers[0].data) == ("Mihon Cloud, Inc.", "=氏名")
    assert [row for row in exported(data) if row["id"] != "mihon"] == rows


def test_csv_is_for_spreadsheet_programs(data: Path):
    body = to_csv(exported(data))
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.count(b"\r\n") == 7
    cells = [cell for row in csv.reader(StringIO(body.decode("utf-8-sig"))) for cell in row]
    assert "'4-2" in cells  # not the second of April
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_workbook_holds_text_only(data: Path):
    book = CalamineWorkbook.from_filelike(BytesIO(to_xlsx(exported(data), made_at=NOW)))
    rows = book.get_sheet_by_index(0).to_python()
    assert tuple(rows[0]) == COLUMNS
    assert "4-2" in rows[1]


def test_shift_jis_as_excel_saves_it_is_read(data: Path):
    text = to_csv(exported(data)).decode("utf-8-sig")
    assert imported(data, text.encode("cp932")).text == yaml_of(data)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("country", "UK", "row 2, country: 'UK' is no ISO 3166-1"),
        ("basis", "contrakt", "row 2, basis:"),
        ("server_locations", "US, ZZ", "row 2, server_locations"),
        ("documents", "nothing", "row 2, documents: 'meta/nothing' is no document"),
        ("name", "", "row 2, name:"),
        ("locations_are_candidates", "perhaps", "row 2, locations_are_candidates"),
    ],
)
def test_a_mistake_is_told_with_row_and_column(data: Path, field: str, value: str, problem: str):
    rows = exported(data)
    rows[0][field] = value
    merged = imported(data, to_csv(rows))
    assert len(merged.problems) == 1
    assert merged.problems[0].startswith(problem)


def test_rows_that_contradict_one_another_are_refused(data: Path):
    rows = exported(data)
    twice = dict(rows[0], service="Instagram", country="JP")
    merged = imported(data, to_csv([*rows, twice]))
    assert merged.problems == ("row 8, country: differs from row 2 of the same contractor",)
    assert merged.text == ""


def test_the_same_service_twice_is_refused(data: Path):
    rows = exported(data)
    assert "row 8" in imported(data, to_csv([*rows, rows[0]])).problems[0]


def test_what_the_file_does_not_name_stays_and_is_told(data: Path):
    merged = imported(data, to_csv(exported(data)[1:]))
    assert merged.unnamed == ("meta: Facebook",)
    assert merged.text == yaml_of(data)


def test_a_missing_or_unknown_column_is_told(data: Path):
    body = to_csv(exported(data)).replace(b"basis_note", b"remarks", 1)
    assert imported(data, body).problems == (
        "row 1: the column basis_note is missing",
        "row 1: 'remarks' is no column of the register",
    )


@pytest.mark.parametrize("body", [b"", b"\x81", b"PK\x03\x04 no workbook", b"\xff\xfe\x00"])
def test_what_is_no_register_is_refused_and_nothing_is_written(data: Path, body: bytes):
    before = yaml_of(data)
    try:
        assert imported(data, body).problems
    except ConfigurationError as error:
        assert error.fix
    assert yaml_of(data) == before
