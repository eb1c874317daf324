"""Implements ports.Reader."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self
from urllib.parse import urlsplit

from xborder.errors import ReadingError
from xborder.extract import EXTRACTOR, fingerprint, sniff
from xborder.model import Document, DocumentKind, IndexEntry, Page, Profile, Text
from xborder.ports import Served
from xborder.reading.child import Child
from xborder.reading.parts import FILE, Task, perform
from xborder.reading.worker import Limits

_LARGE = 4 * 2**20  # bytes of a plain format read in this process; more goes to the one with limits
_LARGEST = 64 * 2**20


class PageReader:
    """Reads documents; a context manager, since it keeps a process warm."""

    extractor = EXTRACTOR

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008  # frozen
        self._child = Child(limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._child.close()

    def fingerprint(self, served: Served) -> str:
        """Digest of the visible main text, cheap enough for every fetch. Never raises."""
        return fingerprint(
            served.body,
            media_type=served.media_type,
            charset=served.charset,
            select=served.source.select,
            remove=served.source.remove,
        )

    def read(self, document: Document, parts: Sequence[Served]) -> Page:
        """All parts as one page; country reports with their profile. Raises ReadingError."""
        pages = [self._page(part) for part in parts]
        page = pages[0] if len(pages) == 1 else _joined(pages)
        if document.kind is DocumentKind.COUNTRY_REPORT:
            return replace(page, profile=self._profile(parts))
        if document.kind is DocumentKind.COUNTRY_INDEX:
            return replace(page, index=tuple(e for p in parts for e in _index(p)))
        return page

    def _page(self, part: Served) -> Page:
        page = self._perform(_task(part), part)
        if not isinstance(page, Page):
            raise TypeError(f"{part.source.id}: a profile where a page was asked for")
        return page

    def _profile(self, parts: Sequence[Served]) -> Profile:
        profiles = [self._perform(replace(_task(part), as_profile=True), part) for part in parts]
        found = [p for p in profiles if isinstance(p, Profile)]
        if len(found) == 1:
            return found[0]
        return replace(
            found[0],
            parts=tuple(p for profile in found for p in profile.parts),
            warnings=tuple(w for profile in found for w in profile.warnings),
        )

    def _perform(self, task: Task, part: Served) -> Page | Profile:
        try:
            if len(part.body) > _LARGEST:
                raise ReadingError(
                    FILE,
                    why=Text(ja="64MBを超えています", en="it is larger than 64 MB"),
                    fix=Text(
                        ja="文書の別のアドレスを登録してください。",
                        en="Watch another address of the document",
                    ),
                )
            if task.format == "pdf" or len(part.body) > _LARGE:
                return self._child.perform(task, part.body)
            return perform(task, part.body)
        except ReadingError as error:
            what, why, fix = error.parts
            named = Text(ja="{source}（{what}）", en="{source} ({what})").fill(
                source=part.source.id, what=what
            )
            raise ReadingError(named, why=why, fix=fix) from error


def _index(part: Served) -> tuple[IndexEntry, ...]:
    from xborder.extract.ppc import read_index

    return read_index(part.body, part.charset, part.url or part.source.url or "")


def _task(part: Served) -> Task:
    source = part.source
    return Task(
        format=sniff(part.body, part.media_type, urlsplit(part.url or source.location).path),
        charset=part.charset,
        url=part.url or source.url or "",
        select=source.select,
        remove=source.remove,
    )


def _joined(pages: Sequence[Page]) -> Page:
    """Several sources as one document, in their order."""
    return Page(
        clauses=tuple(c for p in pages for c in p.clauses),
        title=pages[0].title,
        language=pages[0].language,
        visible_chars=sum(p.visible_chars for p in pages),
        links=tuple(dict.fromkeys(link for p in pages for link in p.links)),
        warnings=tuple(dict.fromkeys(w for p in pages for w in p.warnings)),
        hidden_chars=sum(p.hidden_chars for p in pages),
        hidden=tuple(dict.fromkeys(h for p in pages for h in p.hidden)),
    )
