"""What time does to a case, and that each thing is said once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from files import NOW, case, decision
from hypothesis import given
from hypothesis import strategies as st

from xborder.cases import Ground, business_days_until, decide, tend, waiting
from xborder.model import Action, Alert, Case, CaseState, Move, Question, Text

ASKED = (Question(id="q12-17", text=Text(ja="問い", en="question")),)


def morning(day: date) -> datetime:
    """06:30 of that day in Tokyo."""
    return datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC) - timedelta(hours=9)


def days(of: Case, first: date, count: int) -> tuple[Case, list[tuple[date, Alert]]]:
    """The case after so many daily runs, and what was said on which day."""
    said = []
    for n in range(count):
        today = first + timedelta(days=n)
        of, alerts = tend(of, now=morning(today), asked=ASKED)
        said += [(today, alert) for alert in alerts]
    return of, said


@pytest.mark.parametrize(
    ("today", "deadline", "left"),
    [
        (date(2026, 11, 20), date(2026, 11, 24), 1),  # Saturday, Sunday, Labour Thanksgiving Day between
        (date(2026, 12, 28), date(2027, 1, 4), 1),  # the turn of the year
        (date(2026, 4, 28), date(2026, 5, 7), 3),  # 30 April, 1 May and 7 May
        (date(2026, 12, 1), date(2026, 12, 1), 0),
        (date(2026, 12, 2), date(2026, 12, 1), 0),
    ],
    ids=["holiday on Monday", "turn of the year", "Golden Week", "today", "past"],
)
def test_days_are_japanese_business_days(today: date, deadline: date, left: int) -> None:
    assert business_days_until(deadline, today) == left


@given(st.dates(date(2026, 1, 1), date(2036, 12, 31)), st.integers(0, 60))
def test_a_day_more_is_never_a_business_day_less(today: date, ahead: int) -> None:
    deadline = today + timedelta(days=ahead)
    step = business_days_until(deadline + timedelta(days=1), today) - business_days_until(deadline, today)
    assert step in (0, 1)


def test_a_deadline_is_reminded_of_twice_and_once_when_it_has_passed() -> None:
    asked = case(CaseState.CORRECTION_REQUESTED, deadline=date(2026, 12, 11))  # a Friday
    after, said = days(asked, date(2026, 11, 24), 40)
    assert [(day, alert.kind) for day, alert in said] == [
        (date(2026, 12, 4), "deadline"),
        (date(2026, 12, 10), "deadline"),
        (date(2026, 12, 12), "overdue"),
    ]
    assert all(alert.subject == "C-1" and alert.fix.ja for _, alert in said)
    assert after.state is CaseState.OVERDUE


def test_runs_that_were_missed_make_up_one_reminder_not_two() -> None:
    waiting = case(deadline=date(2026, 12, 11))
    _, said = days(waiting, date(2026, 12, 10), 2)
    assert [alert.kind for _, alert in said] == ["deadline"]
    assert "残り1営業日" in said[0][1].text.ja


def test_a_new_deadline_is_reminded_of_anew() -> None:
    told, _ = days(case(deadline=date(2026, 12, 11)), date(2026, 11, 24), 30)
    postponed = case(CaseState.CORRECTION_REQUESTED, deadline=date(2027, 2, 26), told=told.told)
    assert [alert.kind for _, alert in days(postponed, date(2027, 1, 4), 90)[1]] == [
        "deadline",
        "deadline",
        "overdue",
    ]


def test_an_overdue_correction_recommends_suspension_with_its_reason_and_questions() -> None:
    waiting = case(CaseState.CORRECTION_REQUESTED, deadline=date(2026, 11, 22))
    after, (alert,) = tend(waiting, now=NOW, asked=ASKED)
    recommended = after.recommendation
    assert (after.state, recommended.action) == (CaseState.OVERDUE, Action.SUSPEND)
    assert recommended.reasons[0].rule == "correction-overdue"
    assert "policy 4-1(7)" in recommended.reasons[0].basis
    assert ASKED[0].text in recommended.questions
    assert "提供の停止を検討" in alert.text.ja


def test_the_last_day_is_not_overdue_even_late_in_the_evening() -> None:
    waiting = case(CaseState.CORRECTION_REQUESTED, deadline=date(2026, 11, 22))
    late = datetime(2026, 11, 22, 14, 59, tzinfo=UTC)
    assert tend(waiting, now=late, asked=())[0].state is CaseState.CORRECTION_REQUESTED
    assert tend(waiting, now=late + timedelta(minutes=1), asked=())[0].state is CaseState.OVERDUE


def test_a_decision_that_nobody_made_is_reminded_of_but_changes_no_state() -> None:
    after, said = days(case(deadline=date(2026, 12, 1)), date(2026, 12, 2), 10)
    assert [alert.kind for _, alert in said] == ["overdue"]
    assert after.state is CaseState.OPEN and after.recommendation == case().recommendation


def test_a_suspension_that_nobody_decides_on_is_reminded_of_every_week() -> None:
    after, said = days(case(CaseState.SUSPENSION_RECOMMENDED), date(2026, 11, 24), 30)
    assert [(day, alert.kind) for day, alert in said] == [
        (date(2026, 11, 30), "undecided"),
        (date(2026, 12, 7), "undecided"),
        (date(2026, 12, 14), "undecided"),
        (date(2026, 12, 21), "undecided"),
    ]
    assert "5営業日" in said[0][1].text.ja
    assert after.state is CaseState.SUSPENSION_RECOMMENDED


def test_after_days_without_a_run_it_is_reminded_of_once() -> None:
    waiting = case(CaseState.SUSPENSION_RECOMMENDED)
    after, (alert,) = tend(waiting, now=morning(date(2026, 12, 17)), asked=())
    assert "18営業日" in alert.text.ja
    assert tend(after, now=morning(date(2026, 12, 18)), asked=())[1] == ()


def test_what_is_not_over_is_listed_with_what_it_waits_for() -> None:
    assert waiting((), NOW) == ()
    cases = [
        case(CaseState.SUSPENSION_RECOMMENDED),
        *(case(CaseState.SUSPENDED, id=f"C-{n}") for n in range(2, 23)),
    ]
    (alert,) = waiting(cases, NOW)
    assert "C-1「Acme DPA」（提供停止の判断待ち）" in alert.text.ja
    assert [a.kind for a in (alert, *waiting(cases[1:], NOW))] == ["waiting", "standing"]
    assert "C-20, Acme DPA (suspended)" in alert.text.en and alert.text.en.endswith("and 2 more")


@pytest.mark.parametrize("state", [CaseState.SUSPENDED, CaseState.OVERDUE])
def test_who_has_nothing_to_do_by_a_day_is_left_in_peace(state: CaseState) -> None:
    assert days(case(state, deadline=date(2026, 12, 1)), date(2026, 11, 24), 30)[1] == []


def test_what_speaks_for_resuming_is_proposed_once_and_never_done() -> None:
    ground = Ground(key="withdrawn", text=Text(ja="取り消されました。", en="Withdrawn."))
    after, (alert,) = tend(case(CaseState.SUSPENDED), now=NOW, asked=(), grounds=[ground])
    assert alert.kind == "resume" and "提供の再開を検討" in alert.text.ja
    assert after.state is CaseState.SUSPENDED
    assert tend(after, now=NOW, asked=(), grounds=[ground]) == (after, ())
    again = Ground(key="later", text=ground.text)
    assert len(tend(after, now=NOW, asked=(), grounds=[ground, again])[1]) == 1


REVERTED = Ground(key="reverted a", text=Text(ja="文書は戻っています。", en="It shows the former text."))


@pytest.mark.parametrize(
    ("state", "kind", "proposed"),
    [
        (CaseState.OPEN, "mended", "確認済みとすることを検討"),
        (CaseState.SUSPENSION_RECOMMENDED, "mended", "提供の継続を検討"),
        (CaseState.CORRECTION_REQUESTED, "corrected", "是正の確認を検討"),
        (CaseState.OVERDUE, "corrected", "是正の確認を検討"),
        (CaseState.SUSPENDED, "resume", "提供の再開を検討"),
    ],
)
def test_what_speaks_for_the_end_of_a_case_is_proposed_where_it_stands(
    state: CaseState, kind: str, proposed: str
) -> None:
    _, (alert,) = tend(case(state), now=NOW, asked=(), grounds=[REVERTED])
    assert alert.kind == kind and alert.text.ja.endswith(f"文書は戻っています。{proposed}してください。")


@pytest.mark.parametrize(
    ("waits", "kind"),
    [
        (case(CaseState.SUSPENSION_RECOMMENDED), "undecided"),
        (case(deadline=date(2026, 12, 1)), "overdue"),
        (case(deadline=date(2026, 12, 11)), "deadline"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_reminder_says_that_what_the_case_is_about_may_be_gone(waits: Case, kind: str) -> None:
    told, _ = tend(waits, now=NOW, asked=(), grounds=[REVERTED])
    _, (alert,) = tend(told, now=morning(date(2026, 12, 10)), asked=(), grounds=[REVERTED])
    assert alert.kind == kind
    assert alert.text.ja.endswith("。なお、文書は戻っています。")
    assert alert.text.en.endswith(". Note: It shows the former text.")


def test_what_was_withdrawn_before_anybody_decided_is_not_told_twice() -> None:
    ground = Ground(key="withdrawn", text=Text(ja="取り消されました。", en="Withdrawn."))
    grave = case(CaseState.SUSPENSION_RECOMMENDED)
    assert tend(grave, now=NOW, asked=(), grounds=[ground])[1] == ()
    _, (alert,) = tend(grave, now=morning(date(2026, 12, 1)), asked=(), grounds=[ground])
    assert alert.kind == "undecided" and alert.text.ja.endswith("なお、取り消されました。")


def test_the_days_without_a_decision_begin_anew_with_a_reopened_case() -> None:
    grave = replace(case().recommendation, action=Action.SUSPEND, deadline_days=None)
    first, said = days(case(CaseState.SUSPENSION_RECOMMENDED, recommendation=grave), date(2026, 11, 24), 12)
    assert [alert.kind for _, alert in said] == ["undecided"]
    continued = decide(first, decision(Move.CONTINUE), asked=())
    at = morning(date(2027, 2, 1))
    again = decide(continued, decision(Move.REOPEN, at=at), asked=())
    _, said = days(again, date(2027, 2, 1), 14)
    assert [day for day, _ in said] == [date(2027, 2, 8)]
    assert "案件を開き直してから5営業日が過ぎましたが、改めての判断が" in said[0][1].text.ja
    assert "reopened 5 business days ago" in said[0][1].text.en
