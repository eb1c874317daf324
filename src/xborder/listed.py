"""Reports whose address the registry does not know, found on the PPC's list page by the country's name.

Addresses follow no pattern, so none is ever built: what the list last said is watched, and the registry's own
entries go before it.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

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
    listed = list(_listed(country, entries))
    for number, entry in enumerate(listed, start=1):
        tail = f"-{number}" if len(listed) > 1 else ""
        for form, url in (("html", entry.html_url), ("pdf", entry.pdf_url)):
            if url is not None:
                yield _document(country, f"country/{country.code}/{form}{tail}", form, url)


def _listed(country: Country, entries: Sequence[IndexEntry]) -> Iterable[IndexEntry]:
    """The entries of this country: one, or one for each of its parts."""
    from xborder.assess.country import names_of, resolve  # no command without a list waits for them

    return {e.name: e for name in names_of(country) if (e := resolve(name, entries))}.values()


def _document(country: Country, document_id: str, form: str, url: str) -> Document:
    return Document(
        id=document_id,
        owner=country.code,
        kind=DocumentKind.COUNTRY_REPORT,
        title=f"外国制度（{country.name_ja}）{form.upper()}",
        sources=(Source(id=document_id, url=url, accept_language="ja"),),
        language="ja",
    )
