"""Documents that go by another name in the registry than in the store, known again by their addresses.

A name is the company's choice, as selectors are. As a new document it would begin with a first look, and
what its text became on the day of the renaming would be told to nobody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from xborder.addresses import folded
from xborder.daily.composition import choice
from xborder.model import Document, DocumentState, SourceState

LATELY = timedelta(days=31)
"""What was last looked at before that is history, and no former name."""


def former_names(
    documents: Iterable[Document],
    states: Mapping[str, DocumentState],
    sources: Callable[[], Mapping[str, SourceState]],
    *,
    now: datetime,
) -> dict[str, str]:
    """By document without a text of its own: the one that was watched at its addresses until lately.

    Where several were, each former name goes on under one new name. The bytes kept there are read by the
    selectors of today, so that those of then do not matter.
    """
    watched = {document.id: document for document in documents}
    gone = {n: s for n, s in states.items() if n not in watched and s.reported and _is_late(s, now)}
    fresh = [d for n, d in watched.items() if n not in states or states[n].reported is None]
    if not gone or not fresh:
        return {}
    addresses = _addresses(sources(), gone)
    fit = [(d, n) for d in fresh for n in sorted(gone) if _fits(d, n, addresses.get(n))]
    found: dict[str, str] = {}
    for document, name in sorted(fit, key=lambda pair: _likeness(pair[0], gone[pair[1]]), reverse=True):
        if document.id not in found and name not in found.values():
            found[document.id] = name
    return found


def _fits(document: Document, name: str, addresses: set[str] | None) -> bool:
    wanted = {folded(source.location) for source in document.sources}
    return addresses == wanted and _is_report(name) == document.kind.is_country


def carried_on(state: DocumentState, document: str) -> DocumentState:
    """Where it stood under its former name, to be looked at now; what was told then keeps that name."""
    return replace(state, document=document, checked_at=None, preliminary=None)


def _is_late(state: DocumentState, now: datetime) -> bool:
    return state.checked_at is not None and now - state.checked_at < LATELY


def _is_report(name: str) -> bool:
    return name.startswith("country/")


def _addresses(sources: Mapping[str, SourceState], gone: Iterable[str]) -> dict[str, set[str]]:
    """Of each document where its pages were asked for at its last look; some may have been dropped before."""
    pages: dict[str, list[SourceState]] = {name: [] for name in gone}
    for source, state in sources.items():
        if (own := pages.get(source.partition("#")[0])) is not None and state.fetched_at is not None:
            own.append(state)
    return {
        name: {folded(s.asked or s.url) for s in own if s.fetched_at == _last(own)}
        for name, own in pages.items()
    }


def _last(pages: Iterable[SourceState]) -> datetime:
    return max(page.fetched_at for page in pages if page.fetched_at)


def _likeness(document: Document, state: DocumentState) -> tuple[datetime | None, bool, bool, bool]:
    """The last one looked at; then the one read alike, of the same owner, of the same name there."""
    chosen = (state.fingerprint or "").partition(":")[0].partition("+")[2]
    return (
        state.checked_at,
        chosen == choice(document),
        document.owner in state.document.split("/"),
        document.id.rpartition("/")[2] == state.document.rpartition("/")[2],
    )
