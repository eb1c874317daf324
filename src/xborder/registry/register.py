"""Brings an edited register back into contractors.yaml: checked as a whole, comments kept, nothing lost.

Only cells that differ from what is registered are written. What the file does not name is told, and goes
only when that is asked for. Documents and their addresses are no part of it: they stay as they are.
"""

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from xborder.errors import ConfigurationError
from xborder.model import Problem, Registry, Severity
from xborder.registry.contractors import read_contractors
from xborder.registry.countries import read_countries
from xborder.registry.desk import Desk
from xborder.registry.loading import load_registry
from xborder.registry.removal import without
from xborder.registry.spreadsheet import COLUMNS, LISTS, OF_CONTRACTOR, OF_TRANSFER, Row, read_rows, rows_of
from xborder.registry.tree import read_tree

_FILE = "contractors.yaml"
_CODES = ("country", "server_locations")
_IDS = ("id", "basis", "locations_are_candidates", *(name for name in LISTS if name not in _CODES))
_PLACE = re.compile(r"contractors\[(\d+)\](?:\.transfers\[(\d+)\])?\.?(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The new contractors.yaml, or why there is none; what the file did not name; what is left to do."""

    text: str = ""
    problems: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def merge(file: Path, folder: Path, *, remove: bool = False) -> Merged:
    """The registry of `folder` with the edits of `file`; with `remove`, without what it does not name.

    Writes nothing. Raises ConfigurationError.
    """
    try:
        body, present = file.read_bytes(), (folder / _FILE).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(file), why=str(error), fix="Name a file that can be read") from error
    before = read_tree(folder / _FILE)
    if before.problems:
        raise ConfigurationError(
            str(folder / _FILE), why="; ".join(map(str, before.problems)), fix="Run xborder check"
        )
    rows, problems = _rows(read_rows(body, str(file)))
    problems += _clashes(rows)
    if not rows and not problems:
        problems = ["no row is left: a register names at least one contractor"]
    if problems:
        return Merged(problems=tuple(problems))
    registry = load_registry(folder)
    known = {(row["id"], row["service"]): row for row in rows_of(registry.contractors)}
    if lost := tuple(_lost(rows, known)):
        return Merged(problems=lost)
    edit = _Edit(present, known)
    for number, row in rows:
        edit.take(number, row)
    text = edit.text()
    if wrong := tuple(_check(text, folder, edit.numbers)):
        return Merged(problems=wrong)
    named = {(row["id"], row["service"]) for _, row in rows}
    unnamed = [key for key in known if key not in named]
    return Merged(
        text=without(text, unnamed) if remove else text,
        unnamed=tuple(_told(owner, service, named, registry) for owner, service in unnamed),
        notes=tuple(
            f"row {number}: nothing of {row['id']} is watched yet. Add its documents in {_FILE}"
            for number, row in rows
            if row["id"] not in {owner for owner, _ in known}
        ),
    )


def _told(owner: str, service: str, named: Set[tuple[str, str]], registry: Registry) -> str:
    """What would go with a service: the contractor and its documents when it is the last one."""
    contractor = registry.contractor(owner)
    if contractor is None or any(name == owner for name, _ in named):
        return f"{owner}: {service}"
    documents = ", ".join(document.id for document in contractor.documents) or "none"
    return f"{owner}: {service}, the whole contractor with its documents ({documents})"


def _lost(rows: Sequence[tuple[int, Row]], known: Mapping[tuple[str, str], Row]) -> Iterator[str]:
    """Cells in which a program that saves Shift_JIS left question marks for what it cannot write."""
    for number, row in rows:
        before = known.get((row["id"], row["service"]), {})
        for name, cell in row.items():
            was = before.get(name, "")
            if cell != was and "?" in cell and cell == was.encode("cp932", "replace").decode("cp932"):
                yield f"row {number}, {name}: characters were lost in saving. Save the file as CSV UTF-8"


def _rows(cells: Sequence[Sequence[str]]) -> tuple[list[tuple[int, Row]], list[str]]:
    """The rows with their numbers in the file, and what is wrong with the table."""
    head = [_narrow(name).lower() for name in cells[0]] if cells else []
    problems = [f"row 1: the column {name} is missing" for name in COLUMNS if name not in head]
    problems += [f"row 1: {name!r} is no column of the register" for name in head if name not in COLUMNS]
    if len(set(head)) != len(head):
        problems.append("row 1: a column stands there twice")
    rows: list[tuple[int, Row]] = []
    for number, row in enumerate(cells[1:], 2):
        if len(row) > len(head) and any(cell.strip() for cell in row[len(head) :]):
            problems.append(f"row {number}: has more cells than the first row")
        if any(cell.strip() for cell in row):
            padded = [*row, *[""] * len(head)]
            rows.append((number, {name: _cell(name, c) for name, c in zip(head, padded, strict=False)}))
    return rows, problems


def _cell(name: str, cell: str) -> str:
    """As registered: codes and ids mean the same in full width, as Japanese keyboards write them."""
    if name in _CODES:
        return _narrow(cell).upper()
    return _narrow(cell) if name in _IDS else cell.strip()


def _narrow(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def _clashes(rows: Sequence[tuple[int, Row]]) -> list[str]:
    """Rows that contradict one another: nobody could say which is meant."""
    problems: list[str] = []
    services: dict[tuple[str, str], int] = {}
    contractors: dict[str, tuple[int, Row]] = {}
    for number, row in rows:
        key = (row.get("id", ""), row.get("service", ""))
        if key in services:
            problems.append(f"row {number}: {key[1]} of {key[0]} stands in row {services[key]}, too")
        services.setdefault(key, number)
        first, other = contractors.setdefault(key[0], (number, row))
        problems += [
            f"row {number}, {name}: differs from row {first} of the same contractor"
            for name in OF_CONTRACTOR
            if row.get(name) != other.get(name)
        ]
    return problems


@dataclass
class _Edit:
    """contractors.yaml under edit, with its comments."""

    source: str
    known: Mapping[tuple[str, str], Row]
    numbers: dict[tuple[int, int | None], int] = field(default_factory=dict)  # place -> row of the file

    def __post_init__(self) -> None:
        self.yaml = YAML()
        self.yaml.preserve_quotes = True
        self.yaml.width = 110
        self.yaml.indent(mapping=2, sequence=4, offset=2)
        self.root = self.yaml.load(self.source)
        self.touched = False

    def take(self, number: int, row: Row) -> None:
        """Write what differs from what is registered."""
        contractors: list[dict[str, Any]] = self.root["contractors"]
        at = _find(contractors, "id", row["id"])
        before = next((r for (owner, _), r in self.known.items() if owner == row["id"]), None)
        self._write(contractors[at], OF_CONTRACTOR, row, before)
        transfers = contractors[at].setdefault("transfers", [])
        inner = _find(transfers, "service", row["service"])
        self._write(transfers[inner], OF_TRANSFER, row, self.known.get((row["id"], row["service"])))
        self.numbers.setdefault((at, None), number)
        self.numbers[at, inner] = number

    def _write(self, entry: dict[str, Any], names: Sequence[str], row: Row, before: Row | None) -> None:
        for name in names:
            if before is not None and row[name] == before[name]:
                continue
            key = "listed_in" if name == "service_listed_in" else name
            value = _value(name, row[name])
            if value or name in ("id", "name", "country", "basis", "service"):
                entry[key] = value
            else:
                entry.pop(key, None)
            self.touched = True

    def text(self) -> str:
        if not self.touched:
            return self.source
        target = StringIO()
        self.yaml.dump(self.root, target)
        return target.getvalue()


def _find(entries: list[dict[str, Any]], key: str, value: str) -> int:
    """Where the entry stands; a new one is put last."""
    for place, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get(key) == value:
            return place
    entries.append({key: value})
    return len(entries) - 1


def _value(name: str, cell: str) -> Any:
    if name in LISTS:
        members = CommentedSeq(part.strip() for part in re.split(r"[,、，]", cell) if part.strip())
        members.fa.set_flow_style()  # on one line, as the shipped file writes them
        return members
    if name == "locations_are_candidates":
        return {"true": True, "false": False, "": False}.get(cell.lower(), cell)
    return cell


def _check(text: str, folder: Path, numbers: Mapping[tuple[int, int | None], int]) -> Iterator[str]:
    """Every error of the merged file, at the row that brought it."""
    with tempfile.TemporaryDirectory() as place:
        merged = Path(place) / _FILE
        merged.write_text(text, encoding="utf-8")
        countries = read_countries(Desk(read_tree(folder / "countries.yaml")), folder)
        desk = Desk(read_tree(merged))
        read_contractors(desk, countries, folder)
    for problem in desk.problems:
        if problem.severity is Severity.ERROR:
            yield _at_row(problem, numbers)


def _at_row(problem: Problem, numbers: Mapping[tuple[int, int | None], int]) -> str:
    match = _PLACE.fullmatch(problem.field)
    if match is None:
        return str(problem)
    inner = int(match[2]) if match[2] else None
    row = numbers.get((int(match[1]), inner)) or numbers.get((int(match[1]), None))
    return f"row {row}, {match[3]}: {problem.message}" if row else str(problem)
