"""Whether what a look gave is the document: the pages put together, and each of several by itself.

A first look has nothing to hold a page against, and what it accepts is what all later looks are held
against: so it is judged no less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from xborder.daily.composition import counterparts
from xborder.daily.past import Past
from xborder.errors import DamagedError, ReadingError
from xborder.extract import is_thin, judge
from xborder.model import NOTHING, Document, Fetched, Health, Judgement, Page, Snapshot, Text, Version
from xborder.ports import Served
from xborder.texts import together

_OK = Judgement(health=Health.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A page read in full, and what it is judged by."""

    document: Document
    fetched: Sequence[Fetched]
    parts: Sequence[Served]
    version: Version  # what the page would be
    baseline: Version | None  # the text last reported; None at the first look


def verdict(past: Past, case: Case) -> Judgement:
    """The first thing that speaks against it."""
    verdicts = chain(_of_each(past, case), _of_all(past, case))
    return next((v for v in verdicts if v.health is not Health.OK), _OK)


def thin_pages(past: Past, case: Case) -> Text:
    """Of a first look at terms: the pages with so little text that they may be something else.

    Of the PPC's pages the profile and the list say more than any length.
    """
    if case.document.kind.is_country:
        return NOTHING
    thin = [
        _THIN.fill(address=part.source.location, count=len(page.text))
        for part, page in zip(case.parts, _pages(past, case), strict=True)
        if is_thin(page)
    ]
    return together(thin, ja="、", en=", ")


def _pages(past: Past, case: Case) -> list[Page]:
    if len(case.parts) == 1:
        return [case.version.page]
    return [past.reader.read(_alone(case.document, part), [part]) for part in case.parts]


def _alone(document: Document, part: Served) -> Document:
    return replace(document, sources=(part.source,))


def of_part(document: Document, address: str, judgement: Judgement) -> Judgement:
    """With the address it speaks of, where the document has several."""
    if len(document.sources) == 1 or not judgement.reason:
        return judgement
    return replace(judgement, reason=_OF_PART.fill(address=address, reason=judgement.reason))


_THIN = Text(ja="{address}（{count}字）", en="{address} ({count} characters)")
_OF_PART = Text(ja="{address}：{reason}", en="{address}: {reason}")


def _of_all(past: Past, case: Case) -> Iterator[Judgement]:
    """The pages put together, but for those that have a page among them which the text before had not."""
    baseline = case.baseline
    if baseline is not None and len(case.parts) > 1 and None in _before(case):
        return
    previous = past.read_like(case.version, case.document, baseline) if baseline else None
    yield from (judge(fetched, case.version.page, case.document, previous) for fetched in case.fetched)


def _of_each(past: Past, case: Case) -> Iterator[Judgement]:
    """Of a document of several sources each by itself: a long one must not hide that one is gone."""
    if len(case.parts) == 1:
        return
    looks = zip(case.fetched, case.parts, case.version.snapshots, _before(case), strict=True)
    for fetched, part, page, old in looks:
        if old is None or old.sha256 != page.sha256:
            found = _of_one(past, case.document, fetched, part, old)
            yield of_part(case.document, part.source.location, found)


def _before(case: Case) -> tuple[Snapshot | None, ...]:
    """What was there of each page."""
    return counterparts(case.version.snapshots, case.baseline.snapshots if case.baseline else ())


def _of_one(
    past: Past, document: Document, fetched: Fetched, part: Served, old: Snapshot | None
) -> Judgement:
    alone, previous = _alone(document, part), None
    if old is not None:
        try:
            previous = past.reader.read(alone, [past.served(part.source, old)])
        except (ReadingError, DamagedError):
            return _OK  # nothing to hold it against
        # An annex in another language that was accepted once is held against itself.
        alone = replace(alone, language=previous.language or document.language)
    return judge(fetched, past.reader.read(alone, [part]), alone, previous)
