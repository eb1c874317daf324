"""Reports whose address the registry does not know, found on the PPC's list page by the country's name.

Addresses follow no pattern, so none is ever built: what the list last said is watched, and the registry's own
entries go before it. A document is called by what its report is on, and never by its place on the list or its
address: the list is edited, and each edition of a PDF has an address of its own.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from xborder.errors import DamagedError
from xborder.model import Country, Document, DocumentKind, IndexEntry, Registry, Source
from xborder.ports import Store

_log = logging.getLogger(__name__)


def listed_reports(registry: Registry, store: Store) -> tuple[IndexEntry, ...]:
    """What the list page said when it was last read well."""
    state = store.document_state(registry.index.id) if registry.index else None
    if state is None or state.reported is None:
        return ()
    try:
        return store.version(state.reported).page.index
    except DamagedError as error:  # the reports that the registry knows are watched all the same
        _log.error("%s: %s. %s", error.what, error.why, error.fix)
        return ()


def with_found_reports(registry: Registry, entries: Sequence[IndexEntry]) -> Registry:
    """The registry with a document for every report that only the list knows."""
    return replace(registry, countries=tuple(_completed(c, entries) for c in registry.countries))


def _completed(country: Country, entries: Sequence[IndexEntry]) -> Country:
    if not entries:
        return country
    known = {s.url for d in country.documents for s in d.sources}
    taken = {d.id for d in country.documents}
    found = [d for d in _found(country, entries) if d.id not in taken and d.sources[0].url not in known]
    return replace(country, documents=(*country.documents, *found))


def _found(country: Country, entries: Sequence[IndexEntry]) -> Iterator[Document]:
    shown: set[str] = set()
    for report, entry in _listed(country, entries):
        for form, url in (("html", entry.html_url), ("pdf", entry.pdf_url)):
            if url is not None and url not in shown:  # one page may be on several parts
                shown.add(url)
                yield _document(country, report, entry, form, url)


def _listed(country: Country, entries: Sequence[IndexEntry]) -> Iterator[tuple[str, IndexEntry]]:
    """The entries of this country, each with what its report is on; its own comes first."""
    from xborder.assess.country import names_by_report, resolve  # no command without a list waits for them

    known: set[str] = set()
    for report, names in names_by_report(country).items():
        is_further = False
        for name in names:
            entry = resolve(name, entries)
            if entry is not None and entry.name not in known:
                yield (_further(report, name) if is_further else report), entry
                known.add(entry.name)
                is_further = True


def _further(report: str, name: str) -> str:
    """A second entry of the same part, under another of its names: called by that name."""
    digest = sha256(name.encode()).hexdigest()[:6]
    return f"{report}-{digest}" if report else digest


def _document(country: Country, report: str, entry: IndexEntry, form: str, url: str) -> Document:
    document_id = f"country/{country.code}/{form}-{report}" if report else f"country/{country.code}/{form}"
    name = entry.name if report else country.name_ja
    return Document(
        id=document_id,
        owner=country.code,
        kind=DocumentKind.COUNTRY_REPORT,
        title=f"外国制度（{name}）{form.upper()}",
        sources=(Source(id=document_id, url=url, accept_language="ja"),),
        language="ja",
        report=report,
    )
