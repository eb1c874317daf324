"""The health of every source over time, as text and as data."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from xborder.addresses import folded
from xborder.clock import TOKYO
from xborder.model import Document, Health, Look, Registry
from xborder.ports import Store
from xborder.report.safe import one_line

Data = dict[str, Any]
_MARKS = {Health.OK.value: "o", Health.NOT_MODIFIED.value: "="}
_TROUBLE, _NEVER, _GONE = "x", "never looked at", "not in the registry now"


def sources_data(registry: Registry, store: Store, last: int) -> list[Data]:
    """Each source of the registry with its last looks, the newest first; then those that were one."""
    most = max((len(document.sources) for document in registry.documents), default=1)
    looks = store.last_looks(last * most)
    return [row for document in registry.documents for row in _of(document, looks.get(document.id, ()), last)]


def _of(document: Document, looks: Sequence[Look], last: int) -> Iterator[Data]:
    addresses = {source.id: source.location for source in document.sources}
    ids = {folded(address): name for name, address in addresses.items()}
    found: dict[str, list[Look]] = {name: [] for name in addresses}
    for look in looks:
        # A page that was called otherwise is known by its address.
        known = look.source if look.source in addresses else ids.get(folded(look.url), look.source)
        found.setdefault(known, []).append(look)
    for name, its in found.items():
        yield {
            "source": name,
            "document": document.id,
            "address": addresses.get(name),
            "looks": [_data(look) for look in its[:last]],
        }


def _data(look: Look) -> Data:
    return {"at": look.at.isoformat(), "health": look.health.value, "detail": look.detail.en}


def sources(rows: Sequence[Data]) -> str:
    """A mark for each look, and how the last one was."""
    head = "o good, = not modified, x trouble; the newest look is the last mark"
    return "\n".join([head, *map(_line, rows)])


def _line(row: Data) -> str:
    looks, name = row["looks"], _name(row)
    if not looks:
        return f"{name}: {_NEVER}"
    marks = "".join(_MARKS.get(look["health"], _TROUBLE) for look in reversed(looks))
    at = datetime.fromisoformat(looks[0]["at"]).astimezone(TOKYO)
    detail = f"  {one_line(looks[0]['detail'])}" if looks[0]["detail"] else ""
    good = f"{sum(look['health'] in _MARKS for look in looks)}/{len(looks)} good"
    return f"{marks}  {good}, {at:%Y-%m-%d %H:%M} {looks[0]['health']}  {name}{detail}"


def _name(row: Data) -> str:
    """One of several pages by its address, too: its id says nothing to people."""
    if row["address"] is None:
        return f"{row['source']} ({_GONE})"
    return f"{row['source']} ({row['address']})" if row["source"] != row["document"] else row["source"]
