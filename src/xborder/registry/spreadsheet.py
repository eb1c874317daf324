"""The register of transfers as a spreadsheet: one row for each service of each contractor.

What a spreadsheet program would take for a formula or a date gets an apostrophe before it in CSV; reading
takes it away again, so that a round trip changes nothing.
"""

import csv
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from xborder.documents import Paper, to_workbook
from xborder.documents.paper import Table
from xborder.errors import ConfigurationError
from xborder.model import Contractor, Transfer

Row = Mapping[str, str]

OF_CONTRACTOR = (
    *("id", "name", "name_ja", "country", "jurisdictions", "basis"),
    *("basis_note", "listed_in", "note"),
)
OF_TRANSFER = (
    *("service", "data", "server_locations", "server_jurisdictions", "locations_reason"),
    *("locations_are_candidates", "documents", "service_listed_in"),
)
COLUMNS = (*OF_CONTRACTOR, *OF_TRANSFER)
LISTS = (
    "jurisdictions",
    "listed_in",
    "server_locations",
    "server_jurisdictions",
    "documents",
    "service_listed_in",
)
_ACTS = re.compile(r"[=+\-@\t\r']|\d+[-/]\d")
_MOST = 5_000_000
_MOST_UNPACKED = 100_000_000


def rows_of(contractors: Sequence[Contractor]) -> list[Row]:
    return [_row(contractor, transfer) for contractor in contractors for transfer in contractor.transfers]


def to_csv(rows: Sequence[Row]) -> bytes:
    """UTF-8 with the mark that spreadsheet programs need, lines ending as they expect."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(row[name]) for name in COLUMNS] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Sequence[Row], *, made_at: datetime) -> bytes:
    table = Table(
        name="register",
        head=COLUMNS,
        rows=tuple(tuple(row[name] for name in COLUMNS) for row in rows),
        widths=(1,) * len(COLUMNS),
    )
    return to_workbook(Paper(title="register", language="ja", about=(), blocks=(table,)), made_at=made_at)


def read_rows(body: bytes, name: str) -> list[list[str]]:
    """The cells of a CSV or Excel file, the head first. Raises ConfigurationError."""
    if len(body) > _MOST:
        raise _unusable(name, f"it is larger than {_MOST // 1_000_000} MB")
    return _from_xlsx(body, name) if body.startswith(b"PK") else _from_csv(body, name)


def _row(contractor: Contractor, transfer: Transfer) -> Row:
    values = {field: getattr(contractor, field) for field in OF_CONTRACTOR}
    values |= {field: getattr(transfer, field) for field in OF_TRANSFER if field != "service_listed_in"}
    values["documents"] = [name.partition("/")[2] for name in transfer.documents]
    values["service_listed_in"] = transfer.listed_in
    return {field: _cell(values[field]) for field in COLUMNS}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    return value if isinstance(value, str) else ", ".join(value)


def _guarded(cell: str) -> str:
    return f"'{cell}" if _ACTS.match(cell) else cell


def _from_csv(body: bytes, name: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp932"):  # Excel in Japan saves CSV as Shift_JIS
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            rows = list(csv.reader(StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise _unusable(name, str(error)) from error
        return [[cell.removeprefix("'") for cell in row] for row in rows]
    raise _unusable(name, "it is neither UTF-8 nor Shift_JIS")


def _from_xlsx(body: bytes, name: str) -> list[list[str]]:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise _unusable(name, "it would unpack to more than a register can hold")
        sheet = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0)
        return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise _unusable(name, f"it is no Excel workbook ({error})") from error


def _text(cell: Any) -> str:
    """Numbers as they were typed; what the program made a date of is shown, and refused by the check."""
    if isinstance(cell, bool):
        return "true" if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _unusable(name: str, why: str) -> ConfigurationError:
    return ConfigurationError(name, why=why, fix="Export the register anew, and edit that file")
