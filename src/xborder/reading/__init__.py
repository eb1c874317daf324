"""Reads what was served: plain formats here, dangerous or large ones in a process with limits."""

from xborder.reading.reader import PageReader
from xborder.reading.worker import Limits

__all__ = ["Limits", "PageReader"]
