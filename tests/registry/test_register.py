"""The register as a spreadsheet, there and back."""

import csv
import zipfile
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


def with_sheet(workbook: bytes, sheet: bytes) -> bytes:
    """The workbook with other XML in its first sheet."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in archive.infolist():
            first = entry.filename == "xl/worksheets/sheet1.xml"
            made.writestr(entry.filename, sheet if first else archive.read(entry))
    return target.getvalue()


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_unpacked(data: Path):
    before = yaml_of(data)
    bomb = with_sheet(to_xlsx(exported(data), made_at=NOW), b"<worksheet>" + b" " * 101_000_000)
    assert len(bomb) < 1_000_000
    with pytest.raises(ConfigurationError, match="unpack to more"):
        imported(data, bomb, "register.xlsx")
    assert yaml_of(data) == before


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
    (told,) = merged.unnamed
    assert told.startswith("meta: Facebook")
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


def without_rows(data: Path, *services: str) -> bytes:
    return to_csv([row for row in exported(data) if row["service"] not in services])


def removed(data: Path, body: bytes) -> Merged:
    file = data.parent / "register.csv"
    file.write_bytes(body)
    return merge(file, data, remove=True)


def test_what_would_go_is_told_with_its_documents_before_anything_goes(data: Path):
    merged = imported(data, without_rows(data, "Marketo Engage"))
    (told,) = merged.unnamed
    assert told.startswith("adobe: Marketo Engage, the whole contractor with its documents (adobe/terms, ")
    assert merged.text == yaml_of(data)


@pytest.mark.parametrize("service", [row["service"] for row in rows_of(load_registry(SHIPPED).contractors)])
def test_what_is_removed_goes_whole_and_every_other_line_stays(data: Path, service: str):
    before = exported(data)
    merged = removed(data, without_rows(data, service))
    assert merged.problems == () and len(merged.unnamed) == 1
    kept, all_lines = merged.text.splitlines(), yaml_of(data).splitlines()
    rest = iter(all_lines)
    assert all(line in rest for line in kept)  # nothing is altered or moved
    (data / "contractors.yaml").write_text(merged.text, encoding="utf-8")
    assert exported(data) == [row for row in before if row["service"] != service]
    assert not [p for p in load_registry(data).problems if p.severity.value == "error"]


TWO_SERVICES = """\
contractors:
  # The first.
  - id: one
    name: One, Inc.
    country: US
    basis: contract
    transfers:
      # the service to go
      - service: Alpha
        server_locations: [US]
      # the service to stay
      - service: Beta
        server_locations: [US]
    documents: []
  # The second.
  - id: two
    name: Two, Inc.
    country: US
    basis: contract
    transfers: [{service: Gamma}, {service: Delta}]
# The end.
"""


def test_one_of_two_services_goes_and_comments_of_the_rest_stay(data: Path):
    (data / "contractors.yaml").write_text(TWO_SERVICES, encoding="utf-8")
    text = removed(data, without_rows(data, "Alpha")).text
    alpha = "      - service: Alpha\n        server_locations: [US]\n"
    assert text == TWO_SERVICES.replace(alpha, "")
    text = removed(data, without_rows(data, "Beta")).text
    assert text == TWO_SERVICES.replace(alpha.replace("Alpha", "Beta"), "")
    text = removed(data, without_rows(data, "Alpha", "Beta")).text
    assert "id: one" not in text and "# The second." in text and text.endswith("# The end.\n")


def test_a_service_written_on_one_line_goes_too(data: Path):
    (data / "contractors.yaml").write_text(TWO_SERVICES, encoding="utf-8")
    merged = removed(data, without_rows(data, "Gamma"))
    (data / "contractors.yaml").write_text(merged.text, encoding="utf-8")
    assert [row["service"] for row in exported(data)] == ["Alpha", "Beta", "Delta"]
    assert "# The second." in merged.text


def test_a_register_without_rows_removes_nothing(data: Path):
    assert removed(data, to_csv([])).problems == ("no row is left: a register names at least one contractor",)


def test_edits_and_removals_come_together(data: Path):
    rows = [row for row in exported(data) if row["id"] != "zendesk"]
    rows[0]["note"] = "新しい注記"
    merged = removed(data, to_csv(rows))
    (data / "contractors.yaml").write_text(merged.text, encoding="utf-8")
    assert exported(data) == rows


def test_with_any_problem_nothing_is_removed(data: Path):
    rows = exported(data)[1:]
    rows[0]["country"] = "UK"
    merged = removed(data, to_csv(rows))
    assert (merged.text, merged.unnamed) == ("", ()) and merged.problems


def test_a_new_contractor_is_told_to_be_unwatched(data: Path):
    new = dict(exported(data)[0], id="mihon", name="Mihon Cloud, Inc.", service="Mihon CRM", documents="")
    (note,) = imported(data, to_csv([*exported(data), new])).notes
    assert note == "row 8: nothing of mihon is watched yet. Add its documents in contractors.yaml"


FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})


def test_what_a_japanese_keyboard_writes_in_full_width_means_the_same(data: Path):
    rows = exported(data)
    for row in rows:
        for name in ("id", "country", "basis", "server_locations", "listed_in", "service_listed_in"):
            row[name] = row[name].translate(FULL_WIDTH)
        row["locations_are_candidates"] = row["locations_are_candidates"].upper().translate(FULL_WIDTH)
    body = to_csv(rows).decode("utf-8-sig").replace(",country,", ",ｃｏｕｎｔｒｙ,").encode("cp932")
    merged = imported(data, body)
    assert (merged.problems, merged.text) == ((), yaml_of(data))


def test_japanese_commas_and_small_letters_are_read(data: Path):
    rows = exported(data)
    rows[0]["server_locations"] = "us、 au，ca"
    assert "server_locations: [US, AU, CA]" in imported(data, to_csv(rows)).text


def test_characters_that_shift_jis_lost_are_not_written(data: Path):
    rows = exported(data)
    rows[0]["note"] = "café – 한국"
    text = imported(data, to_csv(rows)).text
    (data / "contractors.yaml").write_text(text, encoding="utf-8")
    saved = to_csv(exported(data)).decode("utf-8-sig").encode("cp932", "replace")
    (problem,) = imported(data, saved).problems
    assert problem.startswith("row 2, note: characters were lost")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+81", "-", "@x", "'quoted", "\ttab", "2-1", '=HYPERLINK("x")', "''"]
)
def test_what_a_spreadsheet_would_act_on_comes_back_as_it_was(data: Path, cell: str):
    rows = exported(data)
    rows[0]["service"] = f"{cell}!"
    text = imported(data, to_csv(rows)).text
    (data / "contractors.yaml").write_text(text, encoding="utf-8")
    back = exported(data)
    assert f"{cell}!".strip() in [row["service"] for row in back]
    body = to_csv(back)
    cells = [c for row in csv.reader(StringIO(body.decode("utf-8-sig"))) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t"))]
    assert imported(data, body).text == yaml_of(data)
    assert imported(data, to_xlsx(back, made_at=NOW), "r.xlsx").text == yaml_of(data)


def test_every_problem_is_listed_and_not_the_first_alone(data: Path):
    rows = exported(data)
    rows[0]["country"], rows[2]["basis"], rows[5]["server_locations"] = "UK", "perhaps", "US, XX1"
    problems = imported(data, to_csv(rows)).problems
    assert [p.split(":")[0] for p in problems] == [
        "row 2, country",
        "row 4, basis",
        "row 7, server_locations[1]",
    ]
