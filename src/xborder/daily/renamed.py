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

    The bytes kept there are read by the selectors of today, so that those of then do not matter.
    """
    watched = {document.id: document for document in documents}
    gone = {n: s for n, s in states.items() if n not in watched and s.reported and _is_late(s, now)}
    fresh = [d for n, d in watched.items() if n not in states or states[n].reported is None]
    if not gone or not fresh:
        return {}
    addresses = _addresses(sources(), gone)
    found: dict[str, str] = {}
    for document in fresh:
        wanted = {folded(source.location) for source in document.sources}
        fit = [n for n in gone if addresses.get(n) == wanted and _is_report(n) == document.kind.is_country]
        if fit:
            found[document.id] = max(fit, key=lambda n: _likeness(document, gone[n]))
    return found


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


def _likeness(document: Document, state: DocumentState) -> tuple[datetime | None, bool, bool, str]:
    """The last one looked at; of several, the one read alike, and of the same owner."""
    chosen = (state.fingerprint or "").partition(":")[0].partition("+")[2]
    return (
        state.checked_at,
        chosen == choice(document),
        document.owner in state.document.split("/"),
        state.document,
    )
