"""On which days a document was looked at: the proof that somebody looked when nothing changed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, case, cast, func, select
from sqlmodel import col

from xborder.model import Health
from xborder.store.rows import CaptureRow

_GOOD = (Health.OK.value, Health.NOT_MODIFIED.value)
DayOfWatch = tuple[str, date, bool]
"""Document, day in Japan, whether every source of it was read on that day."""


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


def _day(connection: Connection) -> ColumnElement[Any]:
    if connection.dialect.name == "postgresql":
        return cast(func.timezone("Asia/Tokyo", col(CaptureRow.fetched_at)), Date)
    return func.date(col(CaptureRow.fetched_at), "+9 hours")  # Japan has no summer time


def _date(day: str | date) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
