"""Brings an edited register back into contractors.yaml: checked as a whole, comments kept, nothing lost.

Only cells that differ from what is registered are written. What the file does not name stays: ending a
contract is done in contractors.yaml, by a person, on purpose.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq

from xborder.errors import ConfigurationError
from xborder.model import Problem, Severity
from xborder.registry.contractors import read_contractors
from xborder.registry.countries import read_countries
from xborder.registry.desk import Desk
from xborder.registry.loading import load_registry
from xborder.registry.spreadsheet import COLUMNS, LISTS, OF_CONTRACTOR, OF_TRANSFER, Row, read_rows, rows_of
from xborder.registry.tree import read_tree

_FILE = "contractors.yaml"
_PLACE = re.compile(r"contractors\[(\d+)\](?:\.transfers\[(\d+)\])?\.?(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The new contractors.yaml, or why there is none; and what the file did not name."""

    text: str = ""
    problems: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


def merge(file: Path, folder: Path) -> Merged:
    """The registry of `folder` with the edits of `file`. Writes nothing. Raises ConfigurationError."""
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
    if problems:
        return Merged(problems=tuple(problems))
    known = {(row["id"], row["service"]): row for row in rows_of(load_registry(folder).contractors)}
    edit = _Edit(present, known)
    for number, row in rows:
        edit.take(number, row)
    text = edit.text()
    named = {(row["id"], row["service"]) for _, row in rows}
    return Merged(
        text=text,
        problems=tuple(_check(text, folder, edit.numbers)),
        unnamed=tuple(f"{owner}: {service}" for owner, service in known if (owner, service) not in named),
    )


def _rows(cells: Sequence[Sequence[str]]) -> tuple[list[tuple[int, Row]], list[str]]:
    """The rows with their numbers in the file, and what is wrong with the table."""
    head = [name.strip() for name in cells[0]] if cells else []
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
            rows.append((number, {name: cell.strip() for name, cell in zip(head, padded, strict=False)}))
    return rows, problems


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
        return {"true": True, "TRUE": True, "false": False, "FALSE": False, "": False}.get(cell, cell)
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
