"""Plain text in columns."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.report.columns import width_of, wrap


def test_full_width_characters_count_two() -> None:
    assert width_of("規約A") == 5
    assert width_of("ｶﾅ") == 2
    assert width_of("が") == 2  # a voiced mark of its own adds nothing


def test_no_line_begins_with_a_comma_or_ends_with_a_bracket() -> None:
    lines = list(wrap("あいうえ、おかき「くけこ」さしす。", width=8))
    assert lines == ["あいう", "え、おか", "き「くけ", "こ」さし", "す。"]


def test_words_are_kept_whole_and_addresses_are_never_cut() -> None:
    address = "https://example.com/" + "x" * 100
    assert list(wrap(f"see {address} now", width=20)) == ["see", address, "now"]
    assert list(wrap("one two three", width=8)) == ["one two", "three"]


@pytest.mark.parametrize("width", range(16, 40))
def test_a_number_of_the_law_is_never_torn_by_the_comma_after_it(width: int) -> None:
    lines = list(wrap("根拠：施行規則、Q&A 12-17、Q&A 12-19、公表方針 4-1(7)。", width=width))
    for number in ("12-17", "12-19", "4-1(7)"):
        assert any(number in line for line in lines), lines


@pytest.mark.parametrize("width", range(16, 40))
def test_a_mark_is_never_torn(width: int) -> None:
    lines = list(wrap("[追加]Version of 2019, no longer in force.[/追加]それから", width=width))
    assert any("[/追加]" in line for line in lines), lines


def test_a_run_longer_than_a_line_is_cut() -> None:
    assert list(wrap("x" * 25, first="> ", width=12)) == ["> " + "x" * 10, "> " + "x" * 10, "> " + "x" * 5]


def test_an_empty_text_is_one_line() -> None:
    assert list(wrap("", first="> ")) == [">"]


@pytest.mark.parametrize("lead", ["", "  ｜ "])
@given(text=st.text(alphabet=st.sampled_from("abc 、。「」（）漢字かなカナ１２.,-"), max_size=300))
def test_no_line_is_too_long_and_no_character_is_lost(text: str, lead: str) -> None:
    lines = list(wrap(text, first=lead, width=40))
    assert all(width_of(line) <= 40 for line in lines)
    kept = "".join(line.removeprefix(lead.rstrip()) for line in lines)
    assert "".join(kept.split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_any_text_can_be_wrapped(text: str) -> None:
    assert list(wrap(unicodedata.normalize("NFC", text), width=30))
