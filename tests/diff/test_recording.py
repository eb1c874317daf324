"""What seeing a text means: sequences of looks, as the sources really behave."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xborder.diff.recording import (
    Meaning,
    Seen,
    Timing,
    advance,
    classify,
    present_turns,
    settle,
    taking_turns,
)
from xborder.model import DocumentState

START = datetime(2026, 4, 1, tzinfo=UTC)
TIMING = Timing(confirm_after=timedelta(hours=1), variant=timedelta(days=30))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Watched:
    """A document looked at again and again, with the memory a store would have."""

    state: DocumentState = field(default_factory=lambda: DocumentState(document="acme/dpa"))
    seen: dict[str, Seen] = field(default_factory=dict)

    def look(self, text: str, now: datetime) -> Meaning:
        meaning = classify(self.state, text, now=now, seen=self.seen.get(text), timing=TIMING)
        self.state = advance(self.state, text, meaning, now=now)
        first = self.seen[text].first if text in self.seen else now
        self.seen[text] = Seen(first=first, last=now)
        return meaning

    def days(self, texts: str, *, start: int = 0) -> list[Meaning]:
        return [self.look(text, START + (start + n) * DAY) for n, text in enumerate(texts)]


def test_the_first_text_is_the_baseline():
    assert Watched().days("AA") == [Meaning.FIRST, Meaning.UNCHANGED]


def test_a_new_text_counts_when_it_is_seen_again():
    watched = Watched()
    assert watched.days("ABB") == [Meaning.FIRST, Meaning.NEW, Meaning.CONFIRMED]
    assert watched.state.reported == "B"
    assert watched.days("B", start=3) == [Meaning.UNCHANGED]


def test_a_second_look_too_soon_does_not_confirm():
    watched = Watched()
    watched.days("AB")
    assert watched.look("B", START + DAY + HOUR / 2) is Meaning.STILL_PENDING
    assert watched.look("B", START + DAY + HOUR) is Meaning.CONFIRMED


def test_a_text_that_goes_away_again_is_never_reported():
    assert Watched().days("ABA") == [Meaning.FIRST, Meaning.NEW, Meaning.RETURNED]


def test_a_page_that_flaps_between_two_texts_stays_silent():
    meanings = Watched().days("ABABABBABAABAB")
    assert Meaning.CONFIRMED not in meanings


def test_a_variant_that_stays_is_reported_after_all():
    meanings = Watched().days("ABABBBBBB")
    assert meanings.count(Meaning.CONFIRMED) == 1


def test_two_new_texts_taking_turns_are_reported_though_neither_stays():
    meanings = Watched().days("ABCBCB")
    assert Meaning.CONFIRMED in meanings[:4]


def test_a_page_that_never_shows_the_same_text_twice_is_reported_within_eight_days():
    meanings = Watched().days("ABCDEFGHIJ")
    assert Meaning.CONFIRMED in meanings[:9]


def test_an_old_text_that_comes_back_for_good_after_months_is_a_change():
    watched = Watched()
    watched.days("ABB")
    assert Meaning.CONFIRMED in watched.days("AAAAA", start=90)


@given(st.text(alphabet="ABCD", min_size=1, max_size=30), st.integers(min_value=9, max_value=20))
def test_whatever_came_before_a_text_that_stays_is_the_reported_one(history: str, stay: int):
    watched = Watched()
    watched.days(history + "Z" * stay)
    assert watched.state.reported == "Z"


@given(st.text(alphabet="ABC", min_size=1, max_size=40))
def test_an_episode_never_lasts_longer_than_the_limit(history: str):
    watched = Watched()
    for n, text in enumerate(history):
        watched.look(text, START + n * DAY)
        since = watched.state.diverged_since
        assert since is None or START + n * DAY - since < TIMING.unstable_after


def told_of(watched: Watched, texts: str, *, start: int = 0) -> list[int]:
    """The days on which a text that takes turns is told of."""
    days = []
    for day, text in enumerate(texts, start):
        now = START + day * DAY
        watched.look(text, now)
        if found := taking_turns(watched.state, now=now):
            watched.state = settle(watched.state, found)
            days.append(day)
    return days


def test_a_page_that_goes_on_showing_two_texts_by_turns_is_told_of_once():
    assert told_of(Watched(), "AB" * 20) == [6]
    assert told_of(Watched(), "ABABA" + "A" * 20) == []


def test_turns_within_one_day_are_not_told_of_until_they_last():
    watched = Watched()
    hours = [START + n * HOUR / 2 for n in range(80)]
    for now, text in zip(hours, "AB" * 40, strict=True):
        watched.look(text, now)
        assert taking_turns(watched.state, now=now) is None
    assert told_of(watched, "ABA", start=4) == [4]


def test_turns_that_ended_and_began_anew_are_told_of_again():
    watched = Watched()
    assert told_of(watched, "ABABABA" + "A" * 35) == [6]
    assert present_turns(watched.state, now=START + 35 * DAY) is not None
    assert present_turns(watched.state, now=START + 40 * DAY) is None
    assert told_of(watched, "BABABABABA", start=42) == [45]


def test_another_text_that_joins_the_turns_is_told_of_too():
    assert told_of(Watched(), "ABABABACACACACA") == [6, 12]


def test_turns_of_a_clock_that_ran_ahead_begin_anew():
    watched = Watched()
    told_of(watched, "ABABABA", start=3650)
    assert told_of(watched, "BABABA") == [3]
