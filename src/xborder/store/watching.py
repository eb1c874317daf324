"""On which days a document was looked at: the proof that somebody looked when nothing changed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, case, cast, func, literal, select
from sqlalchemy.orm import aliased, outerjoin
from sqlmodel import col

from xborder.model import Health, Look
from xborder.store.columns import UtcDateTime
from xborder.store.rows import CaptureRow, DocumentStateRow

_GOOD = (Health.OK.value, Health.NOT_MODIFIED.value)
DayOfWatch = tuple[str, date, bool]
"""Document, day in Japan, whether every source of it was read on that day."""
_EVER = datetime(1, 1, 2, tzinfo=UTC)


def days(connection: Connection, since: datetime, until: datetime) -> Sequence[DayOfWatch]:
    """A line for every document and day with a look, by document and day."""
    good = func.max(case((col(CaptureRow.health).in_(_GOOD), 1), else_=0))
    day = _day(connection).label("day")
    query = (
        select(col(CaptureRow.document), day, good)
        .where(col(CaptureRow.fetched_at) >= since, col(CaptureRow.fetched_at) < until)
        .group_by(col(CaptureRow.document), col(CaptureRow.source), day)
    )
    found: dict[tuple[str, date], bool] = {}
    for document, looked, was_good in connection.execute(query):
        # A document of several parts was read when each of them was.
        key = (document, _date(looked))
        found[key] = found.get(key, True) and bool(was_good)
    return [(*key, found[key]) for key in sorted(found)]


def first_look(connection: Connection, document: str) -> datetime | None:
    """Since when the document is watched."""
    looks = select(col(CaptureRow.fetched_at)).where(col(CaptureRow.document) == document)
    return connection.scalar(looks.order_by(col(CaptureRow.fetched_at)).limit(1))


def last_looks(connection: Connection, count: int) -> Iterator[tuple[str, Look]]:
    """The last `count` looks at each document as (document, look), the newest of a document first."""
    earlier = aliased(CaptureRow)
    known = col(DocumentStateRow.document)
    since = (
        select(col(earlier.fetched_at))
        .where(col(earlier.document) == known)
        .order_by(col(earlier.fetched_at).desc())
        .offset(count - 1)
        .limit(1)
        .scalar_subquery()
    )
    is_late = col(CaptureRow.fetched_at) >= func.coalesce(since, literal(_EVER, UtcDateTime))
    query = (
        select(
            known,
            col(CaptureRow.source),
            col(CaptureRow.url),
            col(CaptureRow.fetched_at),
            col(CaptureRow.health),
            col(CaptureRow.detail),
        )
        # An outer join, so that SQLite begins with the documents: of ten years of looks it would read each.
        .select_from(outerjoin(DocumentStateRow, CaptureRow, (known == col(CaptureRow.document)) & is_late))
        .order_by(known, col(CaptureRow.fetched_at).desc())
    )
    for document, source, url, at, health, detail in connection.execute(query):
        if source is not None:
            yield document, Look(source=source, url=url, at=at, health=Health(health), detail=detail)


def _day(connection: Connection) -> ColumnElement[Any]:
    if connection.dialect.name == "postgresql":
        return cast(func.timezone("Asia/Tokyo", col(CaptureRow.fetched_at)), Date)
    return func.date(col(CaptureRow.fetched_at), "+9 hours")  # Japan has no summer time


def _date(day: str | date) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
