"""A document as plain blocks, before anybody decides whether it is a page, a PDF or a workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How much attention a paragraph asks for."""

    PLAIN = "plain"
    SMALL = "small"
    NOTICE = "notice"  # must be seen before the document is used
    QUOTE = "quote"  # verbatim from elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    text: str
    level: int = 1  # 1 begins a part, 2 a section, 3 an item
    starts_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells are plain text; a line that is an address becomes a link."""

    name: str  # of the sheet in a workbook
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]  # in shares of the page

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows) or len(self.widths) != len(self.head):
            raise ValueError(f"table {self.name!r} has rows of different lengths")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Boxes for the names and seals of those who answer for it."""

    boxes: tuple[str, ...]
    text: str = ""


Block = Heading | Paragraph | Bullets | Table | SignOff


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document. `about` stands under the title: company, period, when and from what it was made."""

    title: str
    language: str
    about: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
