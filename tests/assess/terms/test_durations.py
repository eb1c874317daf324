"""A time limit alone decides which way a promise went."""

import pytest

from xborder.assess.terms.durations import by_duration
from xborder.assess.terms.passages import Passage
from xborder.model import ClauseKind, Direction, Topic

BREACH, DELETION = Topic.BREACH_NOTIFICATION, Topic.RETENTION_DELETION
HOURS = "we notify the customer of a breach within {} after we become aware of it."
KEPT = "契約の終了後{}以内に個人データを削除する。"


def passage(text: str, *, added: bool) -> Passage:
    return Passage(
        change=0,
        added=added,
        text=text,
        folded=text,
        spans=((0, 1),),
        heading="",
        kind=ClauseKind.PARAGRAPH,
        whole=False,
    )


def direction(topic: Topic, old: str, new: str) -> Direction | None:
    return by_duration(topic, (passage(new, added=True), passage(old, added=False)))


@pytest.mark.parametrize(
    ("topic", "frame", "old", "new", "said"),
    [
        (BREACH, HOURS, "72 hours", "24 hours", Direction.STRENGTHENS),
        (BREACH, HOURS, "24 hours", "72 hours", Direction.WEAKENS),
        (BREACH, HOURS, "48 hours", "3 days", Direction.WEAKENS),
        (BREACH, HOURS, "48 hours", "2 days", None),
        (DELETION, KEPT, "30日", "180日", Direction.WEAKENS),
        (DELETION, KEPT, "1年", "6か月", Direction.STRENGTHENS),
        (BREACH, HOURS, "thirty days", "three days", Direction.STRENGTHENS),
        (BREACH, HOURS, "eight days", "eighteen days", Direction.WEAKENS),
        (BREACH, HOURS, "seventy-two (72) hours", "forty-eight (48) hours", Direction.STRENGTHENS),
        (BREACH, HOURS, "thirty (30) days", "thirty (60) days", Direction.WEAKENS),
        (BREACH, HOURS, "30 (thirty) days", "30 (ten) days", None),
        (BREACH, HOURS, "twenty-one days", "one day", None),
        (DELETION, KEPT, "三日", "十三日", Direction.WEAKENS),
        (DELETION, KEPT, "百八十日", "三十日", Direction.STRENGTHENS),
        (Topic.SUBCONTRACTORS, "notice of {} is given.", "30 days", "10 days", None),
    ],
    ids=[
        "sooner",
        "later",
        "other unit",
        "the same time",
        "kept longer",
        "kept shorter",
        "words",
        "like words",
        "words and digits",
        "longer in brackets",
        "the longer one stays",
        "a word not known",
        "kanji",
        "kanji hundreds",
        "notice",
    ],
)
def test_sooner_is_stronger_where_a_promise_has_a_time_limit(
    topic: Topic, frame: str, old: str, new: str, said: Direction | None
) -> None:
    assert direction(topic, frame.format(old), frame.format(new)) is said


def test_where_more_than_the_time_changed_the_words_decide() -> None:
    assert direction(BREACH, HOURS.format("72 hours"), f"where feasible, {HOURS.format('24 hours')}") is None
    assert by_duration(BREACH, (passage(HOURS.format("24 hours"), added=True),)) is None


VAGUE = "we notify the customer of a breach without undue delay after we have confirmed it."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (HOURS.format("72 hours"), f"{HOURS.format('24 hours')[:-1]} or are told.", Direction.STRENGTHENS),
        (HOURS.format("72 hours"), VAGUE, Direction.WEAKENS),
        (VAGUE, HOURS.format("no later than 72 hours"), Direction.STRENGTHENS),
        (
            HOURS.format("three days"),
            "we notify the customer of a breach within 24 hours, and report on it within 14 days.",
            Direction.STRENGTHENS,
        ),
        (HOURS.format("72 hours"), "we do not notify the customer of a breach within 24 hours.", None),
        (HOURS.format("72 hours"), "you may object to new sub-processors within 24 hours.", None),
    ],
    ids=["words beside", "limit dropped", "limit set", "first of two", "denied", "another thing"],
)
def test_a_limit_decides_beside_other_words_where_the_promise_stays(
    old: str, new: str, said: Direction | None
) -> None:
    assert direction(BREACH, old, new) is said
