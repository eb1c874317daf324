"""What time does to a case: a correction becomes overdue, people are reminded, each thing once.

Days are counted as Japanese business days; 29 December to 3 January are none (public offices and
most companies are closed, and jpholiday knows 1 January only).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import jpholiday

from xborder.cases.moves import questions_for
from xborder.cases.proposals import WITHDRAWN, Ground
from xborder.clock import TOKYO
from xborder.model import Action, Alert, Case, CaseState, Move, Question, Reason, Recommendation, Text
from xborder.model.finding import gravest
from xborder.texts import together

REMIND_BEFORE = (1, 5)
"""Business days before a deadline, the nearest first."""

_FAR = timedelta(days=62)  # more than the longest holidays make of the business days before it

REMIND_AFTER = 5
"""Business days between reminders of a suspension that was recommended and nobody decided on."""

_WAITING = (CaseState.OPEN, CaseState.SUSPENSION_RECOMMENDED, CaseState.CORRECTION_REQUESTED)

OVERDUE = Reason(
    rule="correction-overdue",
    text=Text(
        ja="求めた是正が期限までに確認できない。公表方針4-1(7)は、是正されず、相当措置の継続的な実施の確保が"
        "困難と認められる場合に提供の停止を定める。",
        en="The correction asked for was not confirmed by its deadline. Policy 4-1(7) provides for "
        "suspension when a violation is not corrected and continued implementation of the equivalent "
        "measures is deemed hard to ensure.",
    ),
    basis=("APPI Art. 28(3)", "Rules Art. 18(1)(ii)", "Q&A 12-17", "Q&A 12-19", "policy 4-1(7)"),
)


def business_days_until(deadline: date, today: date) -> int:
    """The business days after `today`, up to and with the deadline."""
    days = (today + timedelta(days=n) for n in range(1, (deadline - today).days + 1))
    return sum(_is_business_day(day) for day in days)


def business_day_before(day: date) -> date:
    """The day itself, or the last business day before it."""
    return next(d for n in range(31) if _is_business_day(d := day - timedelta(days=n)))


def _is_business_day(day: date) -> bool:
    closed = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not closed and not jpholiday.is_holiday(day)


def tend(
    case: Case, *, now: datetime, asked: Sequence[Question], grounds: Iterable[Ground] = ()
) -> tuple[Case, tuple[Alert, ...]]:
    """The case as time leaves it, and what people must hear of it now. Unchanged without alerts."""
    spoken = tuple(grounds)
    reminders = (*_of_deadline(case, now), *_undecided(case, now))
    said = (
        *((keys, _mention(spoken, alert)) for keys, alert in reminders),
        *(_proposal(case, ground, now) for ground in spoken if not _is_told(case, ground)),
    )
    news = [(keys, alert) for keys, alert in said if keys[0] not in case.told]
    if not news:
        return case, ()
    told = tuple(dict.fromkeys((*case.told, *(key for keys, _ in news for key in keys))))
    return replace(_lapsed(case, now, asked), told=told, updated_at=now), tuple(alert for _, alert in news)


_News = tuple[tuple[str, ...], Alert]
"""An alert, under the names by which it is known to have been said; the first decides."""


def _lapsed(case: Case, now: datetime, asked: Sequence[Question]) -> Case:
    """Seed 4-1(7): a correction not made in time raises the recommendation to suspend."""
    if case.state is not CaseState.CORRECTION_REQUESTED or not _has_passed(case, now):
        return case
    questions = tuple(question.text for question in questions_for(case, Move.SUSPEND, asked))
    suspend = Recommendation(action=Action.SUSPEND, reasons=(OVERDUE,), questions=questions)
    return replace(case, state=CaseState.OVERDUE, recommendation=gravest((suspend, case.recommendation)))


def _has_passed(case: Case, now: datetime) -> bool:
    return case.deadline is not None and case.deadline < now.astimezone(TOKYO).date()


def _of_deadline(case: Case, now: datetime) -> tuple[_News, ...]:
    if case.deadline is None or case.state not in _WAITING:
        return ()
    if _has_passed(case, now):
        return (((f"{case.deadline} passed",), _passed(case, now)),)
    today = now.astimezone(TOKYO).date()
    if case.deadline - today > _FAR:
        return ()
    left = business_days_until(case.deadline, today)
    due = [days for days in REMIND_BEFORE if left <= days]
    if not due:
        return ()
    return ((tuple(f"{case.deadline} -{days}" for days in due), _coming(case, left, now)),)


def _undecided(case: Case, now: datetime) -> tuple[_News, ...]:
    """The gravest recommendation has no deadline of its own: without a word nobody would come back to it."""
    if case.deadline is not None or case.state is not CaseState.SUSPENSION_RECOMMENDED:
        return ()
    since = (case.reopened_at or case.opened_at).astimezone(TOKYO).date()
    waited = business_days_until(now.astimezone(TOKYO).date(), since)
    times = waited // REMIND_AFTER
    if not times:
        return ()
    text = (_UNDECIDED_AGAIN if case.reopened_at else _UNDECIDED).fill(
        id=case.id, title=case.title, waited=waited
    )
    return ((tuple(f"undecided {n}" for n in range(times, 0, -1)), _alert(case, "undecided", now, text)),)


_UNDECIDED = Text(
    ja="案件{id}「{title}」：提供停止の検討を推奨しています。"
    "案件の開始から{waited}営業日が過ぎましたが、判断が記録されていません。",
    en="Case {id}, {title}: suspension is recommended; the case was opened {waited} business days ago, and "
    "no decision is recorded.",
)
_UNDECIDED_AGAIN = Text(
    ja="案件{id}「{title}」：提供停止の検討を推奨しています。"
    "案件を開き直してから{waited}営業日が過ぎましたが、改めての判断が記録されていません。",
    en="Case {id}, {title}: suspension is recommended; the case was reopened {waited} business days ago, and "
    "no decision is recorded since then.",
)


def waiting(cases: Sequence[Case], now: datetime) -> tuple[Alert, ...]:
    """What is not over, as one alert: a sign of life must not read as if nothing waited.

    "waiting" where somebody is to decide; "standing" where it is the contractor's turn, or nobody's.
    """
    if not cases:
        return ()
    listed = [_STANDS[c.state].fill(id=c.id, title=c.title) for c in cases[:_MOST_LISTED]]
    more = len(cases) - len(listed)
    left = [Text(ja=f"ほか{more}件", en=f"and {more} more")] if more else []
    text = Text(ja="終わっていない案件：{cases}", en="Cases that are not over: {cases}")
    fix = Text(
        ja="xborder cases で一覧を、xborder show で内容を確かめられます。",
        en="`xborder cases` lists them, `xborder show` tells all of one.",
    )
    said = text.fill(cases=together([*listed, *left], ja="、", en="; "))
    kind = "waiting" if any(c.state in _OURS for c in cases) else "standing"
    return (Alert(subject="cases", kind=kind, since=now, text=said, fix=fix),)


_OURS = (CaseState.OPEN, CaseState.SUSPENSION_RECOMMENDED, CaseState.OVERDUE)
_MOST_LISTED = 20
_STANDS = {
    state: Text(ja=f"{{id}}「{{title}}」（{ja}）", en=f"{{id}}, {{title}} ({en})")
    for state, ja, en in (
        (CaseState.OPEN, "確認待ち", "to be confirmed"),
        (CaseState.SUSPENSION_RECOMMENDED, "提供停止の判断待ち", "a decision on suspension is due"),
        (CaseState.CORRECTION_REQUESTED, "是正待ち", "correction requested"),
        (CaseState.OVERDUE, "是正の期限超過", "correction overdue"),
        (CaseState.SUSPENDED, "提供停止中", "suspended"),
    )
}


def _coming(case: Case, left: int, now: datetime) -> Alert:
    ja, en = _AWAITED[case.state is CaseState.CORRECTION_REQUESTED]
    return _alert(
        case,
        "deadline",
        now,
        Text(
            ja=f"案件{case.id}「{case.title}」：{ja}の期限は{_in_japanese(case.deadline)}です"
            f"（残り{left}営業日）。",
            en=f"Case {case.id}, {case.title}: {left} business days are left until the deadline for {en}, "
            f"{case.deadline}.",
        ),
    )


def _passed(case: Case, now: datetime) -> Alert:
    is_correction = case.state is CaseState.CORRECTION_REQUESTED
    ja, en = _AWAITED[is_correction]
    then_ja = "提供の停止を検討してください。" if is_correction else ""
    then_en = " Consider suspending the provision." if is_correction else ""
    return _alert(
        case,
        "overdue",
        now,
        Text(
            ja=f"案件{case.id}「{case.title}」：{ja}の期限（{_in_japanese(case.deadline)}）を過ぎました。"
            f"{then_ja}",
            en=f"Case {case.id}, {case.title}: the deadline for {en} ({case.deadline}) has passed.{then_en}",
        ),
    )


def _in_japanese(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


_AWAITED = {True: ("是正", "the correction"), False: ("判断", "a decision")}


def _mention(grounds: Sequence[Ground], alert: Alert) -> Alert:
    """A reminder never passes over that what the case is about may be gone."""
    if not grounds:
        return alert
    text = Text(ja="{reminder}なお、{ground}", en="{reminder} Note: {ground}")
    return replace(alert, text=text.fill(reminder=alert.text, ground=grounds[0].text))


def _is_told(case: Case, ground: Ground) -> bool:
    """What was withdrawn before anybody decided is told when it happens, with the case."""
    return ground.key == WITHDRAWN and case.state in _UNDECIDED_ON


_UNDECIDED_ON = (CaseState.OPEN, CaseState.SUSPENSION_RECOMMENDED)
_CORRECTED = ("corrected", "是正の確認", "confirming the correction")
_PROPOSED = {
    CaseState.OPEN: ("mended", "確認済みとすること", "confirming the case"),
    CaseState.SUSPENSION_RECOMMENDED: ("mended", "提供の継続", "continuing the provision"),
    CaseState.CORRECTION_REQUESTED: _CORRECTED,
    CaseState.OVERDUE: _CORRECTED,
    CaseState.SUSPENDED: ("resume", "提供の再開", "resuming"),
}
"""The kind of the alert, and what is to be considered."""


def _proposal(case: Case, ground: Ground, now: datetime) -> _News:
    kind, ja, en = _PROPOSED[case.state]
    text = Text(
        ja=f"案件{case.id}「{case.title}」：{ground.text.ja}{ja}を検討してください。",
        en=f"Case {case.id}, {case.title}: {ground.text.en} Consider {en}.",
    )
    return (f"{kind} {ground.key}",), _alert(case, kind, now, text)


def _alert(case: Case, kind: str, now: datetime, text: Text) -> Alert:
    fix = Text(
        ja=f"xborder show {case.id} で内容を確かめ、xborder decide で判断を記録してください。",
        en=f"Read it with `xborder show {case.id}`, and record what you decide with `xborder decide`.",
    )
    return Alert(subject=case.id, kind=kind, since=now, text=text, fix=fix)
