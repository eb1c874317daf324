"""When the yearly review is due (policy 4-1(3)), and when people are reminded: each stage once."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from xborder.cases.tending import business_day_before
from xborder.clock import TOKYO
from xborder.model import Alert, Text

_ENOUGH = timedelta(days=62)
"""A review signed this long before a due date is that date's; one before that was the last year's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When the review is due, and the last day on which a reminder fell so far."""

    due: date
    stage: str = ""  # "" = not yet; "coming", "due", "overdue"
    since: date | None = None


def review_due(signed: datetime | None, began: datetime | None, month: int | None) -> date | None:
    """A business day: in `month` if one is set, else a year after the last signing, or after we began."""
    start = signed or began
    if start is None:
        return None
    day = start.astimezone(TOKYO).date()
    if month is None:
        return business_day_before(_months_after(day, 12))
    earliest = day + _ENOUGH if signed else day
    ends = (_end_of(year, month) for year in range(day.year, day.year + 3))
    return next(end for end in ends if end >= earliest)


def deadline(due: date, today: date) -> Deadline:
    """The last stage that was reached: a month before, on the day, then every month."""
    reached = [(day, stage) for day, stage in _stages(due, today) if day <= today]
    if not reached:
        return Deadline(due=due)
    since, stage = reached[-1]
    return Deadline(due=due, stage=stage, since=since)


def reminder(reached: Deadline, signed: datetime | None) -> Alert | None:
    """What people hear; the same alert for as long as the stage lasts."""
    if reached.since is None:
        return None
    last = signed.astimezone(TOKYO).date() if signed else None
    ja, en = _SAID[reached.stage]
    due, year = reached.due, reached.due.year
    before_ja = f"前回の署名は{_in_japanese(last)}です。" if last else "署名された確認はまだありません。"
    before_en = f"The last one was signed on {last}." if last else "None has been signed yet."
    return Alert(
        subject="review",
        kind="yearly",
        since=datetime.combine(reached.since, time(), tzinfo=TOKYO).astimezone(UTC),
        text=Text(
            ja=f"外国の制度等の年次確認（施行規則18条1項1号）{ja.format(day=_in_japanese(due))}{before_ja}",
            en=f"The yearly legal-system review (Rules Art. 18(1)(i)) {en.format(day=due)} {before_en}",
        ),
        fix=Text(
            ja=f"xborder review {year} で作成し、対象ごとに確認して署名（--sign）し、"
            "最後に全体に署名してください。",
            en=f"Make it with `xborder review {year}`, sign every item with --sign, and at last the whole.",
        ),
    )


_SAID = {
    "coming": ("の期限は{day}です。", "is due on {day}."),
    "due": ("の期限日（{day}）です。", "is due now ({day})."),
    "overdue": ("の期限（{day}）を過ぎています。", "is overdue since {day}."),
}


def _stages(due: date, today: date) -> Iterator[tuple[date, str]]:
    yield _months_after(due, -1), "coming"
    yield due, "due"
    for months in range(1, 12 * max(0, today.year - due.year) + 13):
        yield _months_after(due, months), "overdue"


def _months_after(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end_of(year: int, month: int) -> date:
    return business_day_before(date(year, month, calendar.monthrange(year, month)[1]))


def _in_japanese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
