"""The health of every source over time, as text and as data."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xborder.clock import TOKYO
from xborder.model import Health, Registry, Text
from xborder.ports import Store
from xborder.report.safe import one_line

Data = dict[str, Any]
_MARKS = {Health.OK.value: "o", Health.NOT_MODIFIED.value: "="}
_TROUBLE, _NEVER = "x", "never looked at"


def sources_data(registry: Registry, store: Store, last: int) -> list[Data]:
    """Each source of the registry with its last looks, the newest first."""
    most = max((len(document.sources) for document in registry.documents), default=1)
    looks = store.last_looks(last * most)
    return [
        {"source": source.id, "document": document.id, "looks": _data(looks.get(source.id, ())[:last])}
        for document in registry.documents
        for source in document.sources
    ]


def _data(looks: Sequence[tuple[datetime, Health, Text]]) -> list[Data]:
    return [{"at": at.isoformat(), "health": health.value, "detail": said.en} for at, health, said in looks]


def sources(rows: Sequence[Data]) -> str:
    """A mark for each look, and how the last one was."""
    head = "o good, = not modified, x trouble; the newest look is the last mark"
    return "\n".join([head, *map(_line, rows)])


def _line(row: Data) -> str:
    looks = row["looks"]
    if not looks:
        return f"{row['source']}: {_NEVER}"
    marks = "".join(_MARKS.get(look["health"], _TROUBLE) for look in reversed(looks))
    at = datetime.fromisoformat(looks[0]["at"]).astimezone(TOKYO)
    detail = f"  {one_line(looks[0]['detail'])}" if looks[0]["detail"] else ""
    good = f"{sum(look['health'] in _MARKS for look in looks)}/{len(looks)} good"
    return f"{marks}  {good}, {at:%Y-%m-%d %H:%M} {looks[0]['health']}  {row['source']}{detail}"
