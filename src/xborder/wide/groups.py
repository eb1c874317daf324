"""Shares documents out so that every host is asked by one worker at a time. Pure.

Documents that have a host in common belong together, and so do the hosts that an address led to last
time. What belongs together is a chain: its parts are looked at one after the other, never two at once.
A part asks the hosts of its chain and no others; a document that leads to others is shared out once more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xborder.fetch.hosts import host_of
from xborder.model import Document, SourceState
from xborder.ports import Work

Beyond = Mapping[str, frozenset[str]]
"""Documents that were given back, with the hosts they led to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Documents for one worker, and the only hosts it may ask; None: wherever they lead."""

    work: Work
    hosts: frozenset[str] | None


Chain = tuple[Part, ...]


def share_out(work: Work, size: int, beyond: Beyond) -> tuple[Chain, ...]:
    """Chains of parts with about `size` sources each, the longest chain first."""
    hosts = {d.id: [*_hosts(d, work), *beyond.get(d.id, ())] for d in work.documents}
    families = sorted(_families(work.documents, hosts), key=_sources, reverse=True)
    large = [f for f in families if _sources(f) > size]
    small = _packed((f for f in families if _sources(f) <= size), size)
    return tuple(_chain(work, group, size, hosts) for group in (*large, *small))


def _chain(work: Work, group: Sequence[Document], size: int, hosts: Mapping[str, Sequence[str]]) -> Chain:
    known = frozenset(host for document in group for host in hosts[document.id])
    return tuple(Part(work=_part(work, p), hosts=known) for p in _parts(group, size))


def one_by_one(work: Work, size: int) -> tuple[Chain, ...]:
    """One chain of everything: while nobody else looks, it may lead anywhere."""
    parts = tuple(Part(work=_part(work, p), hosts=None) for p in _parts(work.documents, size))
    return (parts,) if work.documents else ()


def _families(documents: Sequence[Document], hosts: Mapping[str, Sequence[str]]) -> list[list[Document]]:
    """The documents that have hosts in common, directly or by way of others."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while (up := parent.setdefault(name, name)) != name:
            parent[name] = parent[up]
            name = up
        return name

    for document in documents:
        first, *others = hosts[document.id]
        for host in others:
            parent[root(host)] = root(first)
    found: dict[str, list[Document]] = {}
    for document in documents:
        found.setdefault(root(hosts[document.id][0]), []).append(document)
    return list(found.values())


def _hosts(document: Document, work: Work) -> list[str]:
    """Every host this document is known to need; a file is a place of its own."""
    addresses = [s.url for s in document.sources] + [_last(work.sources.get(s.id)) for s in document.sources]
    hosts = [host_of(a) for a in addresses if a]
    return list(dict.fromkeys(h for h in hosts if h)) or [f"file:{document.id}"]


def _last(state: SourceState | None) -> str:
    return state.url if state else ""


def _packed(families: Iterable[list[Document]], size: int) -> Iterator[list[Document]]:
    """Small families together: a worker looks at their hosts side by side."""
    group: list[Document] = []
    for family in families:
        if group and _sources(group) + _sources(family) > size:
            yield group
            group = []
        group = [*group, *family]
    if group:
        yield group


def _parts(group: Sequence[Document], size: int) -> Iterator[list[Document]]:
    part: list[Document] = []
    for document in group:
        if part and _sources(part) + len(document.sources) > size:
            yield part
            part = []
        part.append(document)
    yield part


def _sources(documents: Iterable[Document]) -> int:
    return sum(len(document.sources) for document in documents)


def _part(work: Work, documents: Sequence[Document]) -> Work:
    """These documents with what must be known for them, and no more: it crosses the wire."""
    owners = {document.owner for document in documents}
    registry = work.registry
    if not any(document.kind.is_country for document in documents):  # a law may reach any contractor
        registry = replace(
            registry, contractors=tuple(c for c in registry.contractors if c.id in owners), problems=()
        )
    sources = [source.id for document in documents for source in document.sources]
    return replace(
        work,
        documents=tuple(documents),
        states={d.id: work.states[d.id] for d in documents if d.id in work.states},
        sources={name: work.sources[name] for name in sources if name in work.sources},
        registry=registry,
    )
