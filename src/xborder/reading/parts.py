"""One part of a document to a page; the same code in this process and in the one with limits.

The readers of PDF and of the PPC's reports are loaded when the first of these comes: most days none does, and
their libraries take a tenth of the time and of the memory that a small run needs.
"""

from dataclasses import dataclass

from xborder.extract import read_html, read_text
from xborder.extract.sniff import Format
from xborder.model import Page, Profile, Text

FILE = Text(ja="ファイル", en="file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to read, and how."""

    format: Format
    charset: str | None = None
    url: str = ""
    select: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    as_profile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A page or a profile, or what a ReadingError said."""

    page: Page | None = None
    profile: Profile | None = None
    error: tuple[Text, Text, Text] | None = None


def perform(task: Task, body: bytes) -> Page | Profile:
    """Raises ReadingError."""
    if task.as_profile:
        from xborder.extract.ppc import read_profile

        return read_profile(body, media="pdf" if task.format == "pdf" else "html", charset=task.charset)
    if task.format == "pdf":
        from xborder.extract.pdf import read_pdf

        return read_pdf(body)
    if task.format == "html":
        return read_html(body, charset=task.charset, url=task.url, select=task.select, remove=task.remove)
    return read_text(body, charset=task.charset, markdown=task.format == "markdown")
