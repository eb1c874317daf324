"""Numbers in words, in brackets and in kanji are the same numbers."""

import pytest

from xborder.assess.terms.numerals import in_digits


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("within thirty (30) days", "within 30 days"),
        ("within thirty days", "within 30 days"),
        ("within twenty-four hours", "within 24 hours"),
        ("a period of 30 (thirty) calendar days", "a period of 30 calendar days"),
        ("twelve (12) months", "12 months"),
        ("a thirty-day notice", "a 30-day notice"),
        ("契約終了後三十日以内", "契約終了後30日以内"),
        ("百八十日", "180日"),
        ("六ヶ月間", "6か月間"),
    ],
)
def test_a_number_that_counts_time_is_written_in_digits(text: str, said: str) -> None:
    assert in_digits(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "within thirty (60) days",
        "30 (sixty) days",
        "one of the parties",
        "one hundred copies",
        "twenty-first party",
        "一般に公表します",
    ],
)
def test_what_says_two_numbers_or_counts_no_time_stays(text: str) -> None:
    assert in_digits(text) == text
