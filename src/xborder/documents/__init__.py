"""The documents that people sign, publish and hand out: disclosure, annual review, register, evidence.

Pure: the same facts and language always give the same bytes. A document is a `Paper`, a list of plain
blocks; page, plain text, PDF and workbook are four ways to write one down.
"""

from xborder.documents.pages import to_html, to_text
from xborder.documents.paper import Paper
from xborder.documents.pdf import to_pdf
from xborder.documents.workbook import to_workbook

__all__ = ["Paper", "to_html", "to_pdf", "to_text", "to_workbook"]
