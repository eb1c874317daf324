"""Bytes to clauses: pure, deterministic, and suspicious of everything it is given."""

from xborder.extract.charset import decode
from xborder.extract.fingerprint import digest, fingerprint
from xborder.extract.furniture import UNSELECTED
from xborder.extract.html import read_html
from xborder.extract.judge import is_shell, is_text, is_thin, judge
from xborder.extract.sniff import Format, sniff
from xborder.extract.text import read_text

# Other version, other text of the same bytes: raise it with every change of what is read.
EXTRACTOR = "4"

__all__ = [
    "EXTRACTOR",
    "UNSELECTED",
    "Format",
    "decode",
    "digest",
    "fingerprint",
    "is_shell",
    "is_text",
    "is_thin",
    "judge",
    "read_html",
    "read_text",
    "sniff",
]
