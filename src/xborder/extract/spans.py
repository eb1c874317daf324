"""Cells that stand in several rows of a table, said again in each: the country of some sub-processors."""

from collections.abc import Iterable
from typing import NamedTuple

_LONGEST = 200  # characters: a name, a place; whole clauses are said once
_MOST_COLUMNS = 100  # of which any is remembered
_ALLOWED, _SHARE = (
    10_000,
    2,
)  # characters of a table said again, and for each of its own: an attack gets no further
_TO_THE_END = 65_534  # rows, as browsers cap them


class Cell(NamedTuple):
    """What a cell says, and how many rows and columns it stands in."""

    text: str
    rows: int = 1
    columns: int = 1


def spanning(text: str, rowspan: str | None, colspan: str | None) -> Cell:
    """Of the attributes as they are written: what is no number is 1, and no rows are all that follow."""
    rows, columns = _number(rowspan), _number(colspan)
    return Cell(text, min(rows or _TO_THE_END, _TO_THE_END), columns or 1)


def _number(value: str | None) -> int:
    digits = (value or "").strip()[:6]
    return int(digits) if digits.isascii() and digits.isdigit() else 1


class Spans:
    """The cells of a table that reach down from the rows above."""

    def __init__(self) -> None:
        self._open: dict[int, tuple[int, str | None]] = {}  # by column: rows to come; None: said in another
        self._left = _ALLOWED

    def end(self) -> None:
        """The end of a head, body or foot: no cell reaches out of it."""
        self._open = {}

    def row(self, cells: Iterable[Cell]) -> list[str]:
        """The texts of a row, with those that reach into it in their places."""
        above, self._open = self._open, {c: (n - 1, text) for c, (n, text) in self._open.items() if n > 1}
        said = {c: text for c, (_, text) in above.items() if text is not None}
        self._left -= sum(len(text) + 3 for text in said.values())
        column = 0
        for text, rows, columns in cells:
            while column in above:
                column += 1
            said[column] = text
            self._left += _SHARE * len(text)
            if rows > 1:
                again = text if len(text) <= _LONGEST else None
                for place in range(column, min(column + columns, _MOST_COLUMNS)):
                    self._open[place] = rows - 1, again if place == column else None
            column += columns
        if self._left < 0:
            self.end()
        return [said[column] for column in sorted(said)]
