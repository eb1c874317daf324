"""When the yearly review is due and what is said of it when."""

from datetime import UTC, date, datetime

import pytest

from xborder.cases import deadline, reminder, review_due

SIGNED = datetime(2026, 3, 20, 1, tzinfo=UTC)


def test_nothing_is_due_before_anything_began():
    assert review_due(None, None, 3) is None


@pytest.mark.parametrize(
    ("signed", "month", "due"),
    [
        (SIGNED, None, date(2027, 3, 19)),  # 20 March 2027 is a Saturday
        (SIGNED, 3, date(2027, 3, 31)),
        (datetime(2026, 1, 5, tzinfo=UTC), 3, date(2026, 3, 31)),  # it was last year's, and late
        (datetime(2026, 6, 1, tzinfo=UTC), 3, date(2027, 3, 31)),
        (datetime(2025, 12, 26, tzinfo=UTC), 12, date(2026, 12, 28)),  # 29 December on is no business day
        (datetime(2024, 2, 29, tzinfo=UTC), None, date(2025, 2, 28)),
    ],
)
def test_it_is_due_on_a_business_day_counted_from_the_last_signing(signed, month, due):
    assert review_due(signed, None, month) == due


def test_the_first_one_is_counted_from_the_first_run():
    assert review_due(None, SIGNED, None) == date(2027, 3, 19)
    assert review_due(None, SIGNED, 3) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("today", "stage", "since"),
    [
        (date(2027, 2, 18), "", None),
        (date(2027, 2, 19), "coming", date(2027, 2, 19)),
        (date(2027, 3, 18), "coming", date(2027, 2, 19)),
        (date(2027, 3, 19), "due", date(2027, 3, 19)),
        (date(2027, 4, 19), "overdue", date(2027, 4, 19)),
        (date(2027, 5, 30), "overdue", date(2027, 5, 19)),
        (date(2030, 1, 1), "overdue", date(2029, 12, 19)),
    ],
)
def test_stages_are_a_month_before_the_day_and_every_month_after(today, stage, since):
    reached = deadline(date(2027, 3, 19), today)
    assert (reached.stage, reached.since) == (stage, since)


def test_one_stage_is_one_alert_and_says_what_to_do():
    first, later = (reminder(deadline(date(2027, 3, 19), date(2027, 3, day)), SIGNED) for day in (19, 30))
    assert first == later and first is not None
    assert "2027年3月19日" in first.text.ja and "2026年3月20日" in first.text.ja
    assert "xborder review 2027" in first.fix.ja
