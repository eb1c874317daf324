"""The health of every source over time, as text and as data."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from xborder.addresses import folded
from xborder.clock import TOKYO
from xborder.model import Document, Health, Look, Registry
from xborder.ports import Store
from xborder.report.safe import one_line
from xborder.report.words import Words

Data = dict[str, Any]
_MARKS = {Health.OK.value: "o", Health.NOT_MODIFIED.value: "="}
_TROUBLE = "x"


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
    return {"at": look.at.isoformat(), "health": look.health.value, **_detail(look)}


def _detail(look: Look) -> Data:
    return {"detail": look.detail.en, "detail_ja": look.detail.ja}


def sources(rows: Sequence[Data], language: str = "en") -> str:
    """A mark for each look, and how the last one was."""
    words = Words(language, "xborder.cli")
    return "\n".join([words("looks.head"), *(_line(row, words) for row in rows)])


def _line(row: Data, words: Words) -> str:
    looks, name = row["looks"], _name(row, words)
    if not looks:
        return words("looks.never", name=name)
    last = looks[0]
    detail = one_line(last["detail"] if words.language == "en" else last["detail_ja"])
    return words(
        "looks.line",
        marks="".join(_MARKS.get(look["health"], _TROUBLE) for look in reversed(looks)),
        good=sum(look["health"] in _MARKS for look in looks),
        all=len(looks),
        at=f"{datetime.fromisoformat(last['at']).astimezone(TOKYO):%Y-%m-%d %H:%M}",
        health=words(f"health.{last['health']}"),
        name=name,
        detail=f"  {detail}" if detail else "",
    )


def _name(row: Data, words: Words) -> str:
    """One of several pages by its address, too: its id says nothing to people."""
    if row["address"] is None:
        return words("looks.gone", source=row["source"])
    return f"{row['source']} ({row['address']})" if row["source"] != row["document"] else str(row["source"])
