"""A paper as an Excel workbook: a sheet for every table, nothing in it that acts."""

import re
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xborder.documents.paper import Paper, Table
from xborder.report.safe import visible

_REFUSED = re.compile(r"[\[\]:*?/\\']")
_PAGE_CHARACTERS = 120  # what fits across a landscape A4 page
_MOST = 32_767
"""Characters of one cell; Excel calls a file with more damaged."""


def to_workbook(paper: Paper, *, made_at: datetime) -> bytes:
    """No formulas and no links: a text that looks like one stays text."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        book.set_properties({"title": paper.title, "created": made_at.replace(tzinfo=None)})
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F4F6F8", "border": 1}
        )
        body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        taken: set[str] = set()
        for table in paper.tables:
            _sheet(book, paper, table, _sheet_name(table.name, taken), head, body)
    return target.getvalue()


def _sheet(book: Workbook, paper: Paper, table: Table, name: str, head: Format, body: Format) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L" + visible(paper.title).replace("&", "&&") + "&R&A")
    sheet.set_footer("&C&P / &N")
    for column, share in enumerate(table.widths):
        sheet.set_column(column, column, max(10, _PAGE_CHARACTERS * share / sum(table.widths)))
    for row, cells in enumerate((table.head, *table.rows)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, visible(cell)[:_MOST], head if row == 0 else body)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.head) - 1)


def _sheet_name(name: str, taken: set[str]) -> str:
    """Short, without the characters Excel refuses, and each once."""
    plain = _REFUSED.sub(" ", name).strip()[:28] or "-"
    number = 1
    chosen = plain
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{plain} {number}"
    taken.add(chosen.casefold())
    return chosen
