"""Writes reports as files: a folder per report, and a list for each year. Can be repeated at any time.

Everything here is derived. File names come from the id of the report and from digests, never from a
page; every file is complete or not there.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xborder.errors import StoreError
from xborder.model import Message, Registry, Report
from xborder.report.data import entry_of, run_of, unreadable_entry
from xborder.report.html import Entry
from xborder.report.rendering import compose, render, render_index

_FILES = ("index.html", "report.txt", "report.json")
_SIGNS = re.compile(r"[^A-Za-z0-9-]")
_REPORT_ID = re.compile(r"\d{4}-\d{2}-\d{2}(-[1-9]\d*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePublisher:
    """A folder of reports, in one language, and the mail they go out by."""

    folder: Path
    registry: Registry
    language: str = "ja"
    sender: str = ""
    recipients: tuple[str, ...] = ()  # none: no mail is composed

    def write(self, report: Report) -> Path:
        """The folder of this report, with HTML, text and JSON; the lists are kept in step."""
        rendered = render(report, self.registry, language=self.language)
        folder = self._folder_of(report.id)
        with self._named_errors(folder):
            _make_way(folder, report.run)
            _write(folder / "report.json", rendered.json.encode())
            _write(folder / "report.txt", rendered.text.encode())
            _write(folder / "index.html", rendered.html.encode())
            self._write_lists(_year(report.id))
        return folder

    def compose(self, report: Report) -> Sequence[Message]:
        """The mails of a report."""
        if not self.recipients:
            return ()
        return (
            compose(
                report, self.registry, sender=self.sender, recipients=self.recipients, language=self.language
            ),
        )

    def keep_mail(self, message: Message, report: str) -> None:
        """Keep the message as .eml beside its report."""
        path = self._folder_of(report) / f"mail-{sha256(message.message_id.encode()).hexdigest()[:12]}.eml"
        with self._named_errors(path):
            _write(path, message.mime)

    def is_written(self, report: str) -> bool:
        """Whether all files of a report are there."""
        return all((self._folder_of(report) / name).is_file() for name in _FILES)

    def leftovers(self, older_than: datetime) -> Sequence[Path]:
        """What a killed process left half written; nothing refers to it."""
        hidden = (*self.folder.glob(".*"), *self.folder.glob("*/.*"))
        return [f for f in hidden if f.is_file() and f.stat().st_mtime < older_than.timestamp()]

    def _folder_of(self, report: str) -> Path:
        if not _REPORT_ID.fullmatch(report):
            raise ValueError(f"not the id of a report: {report!r}")
        return self.folder / report

    def _write_lists(self, changed: str) -> None:
        """The list of the last year with reports is the index; a year that is over has a list of its own.

        So each day reads the reports of one year, however many there are.
        """
        by_year: dict[str, list[Path]] = {}
        for folder in sorted(f for f in self.folder.iterdir() if _REPORT_ID.fullmatch(f.name)):
            by_year.setdefault(_year(folder.name), []).append(folder / "report.json")
        *earlier, last = by_year
        for year in by_year:
            path = self.folder / ("index.html" if year == last else f"{year}.html")
            if year in (changed, last) or not path.exists():
                entries = [_entry(p, self.language) for p in by_year[year] if p.exists()]
                past = None if year == last else year
                page = render_index(entries, year=past, earlier=earlier[::-1], language=self.language)
                _write(path, page.encode())

    @contextmanager
    def _named_errors(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"Report files in {path}",
                why=f"they could not be written ({error.strerror or error})",
                fix="Check free space and permissions; nothing is lost, run again to write them",
            ) from error


def _year(report: str) -> str:
    return report[:4]


def _entry(path: Path, language: str) -> Entry:
    """What the file says itself, so that the list holds what is there.

    A damaged file must not keep today's report from the list, nor vanish from it.
    """
    try:
        return entry_of(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError):
        return unreadable_entry(path.parent.name, language)


def _make_way(folder: Path, run: str) -> None:
    """A report of another run under this id was made from records that a backup of before has replaced."""
    try:
        other = run_of((folder / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return
    if other != run:
        folder.rename(folder.with_name(f"{folder.name}.{_SIGNS.sub('_', other)[:60]}"))


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing; what is there already is left as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_bytes() == content:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
