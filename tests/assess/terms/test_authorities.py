"""What a change on authorities does to the data."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, changed, page

from xborder.assess.terms.authorities import by_authority
from xborder.assess.terms.passages import with_counterparts
from xborder.model import Direction, Topic

WEAKENS, STRENGTHENS, NEUTRAL = Direction.WEAKENS, Direction.STRENGTHENS, Direction.NEUTRAL
MAY = "We may disclose the data of customers to the police if it asks for them."
CARE = "Our lawyers review every request of an authority and challenge it where they can."
LAW = "We disclose data to authorities where a statute has required it."
ORDER = "当社は、捜査機関から{}求めがあったときは、利用者の情報を開示することがあります。"


def direction(old: str, new: str, topic: Topic = Topic.GOVERNMENT_ACCESS) -> Direction | None:
    kept = PRIVACY if f"{old}{new}".isascii() else PRIVACY_JA
    before, after = (page(kept, text) if text else page(kept) for text in (old, new))
    passages = changed(before, after)
    return by_authority(topic, with_counterparts(passages, range(len(passages))))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", MAY, WEAKENS),
        (MAY, "", STRENGTHENS),
        (LAW, "", NEUTRAL),
        ("", CARE, STRENGTHENS),
        (CARE, "", WEAKENS),
        ("", ORDER.format(""), WEAKENS),
        (ORDER.format(""), ORDER.format("令状に基づく"), STRENGTHENS),
        (ORDER.format("令状に基づく"), ORDER.format(""), WEAKENS),
        (
            MAY,
            MAY.replace("if it asks for them", "if it asks for them in accordance with the law"),
            STRENGTHENS,
        ),
        ("", "捜査機関からの任意の照会には応じません。", STRENGTHENS),
        (
            "",
            "Before a disclosure to an authority we tell the customer, unless the law forbids it.",
            STRENGTHENS,
        ),
        ("", "We cooperate with the police and disclose data without telling you.", WEAKENS),
        ("We publish every six months how many government requests we received.", "", WEAKENS),
        ("", "We do not give law enforcement direct access to our systems.", STRENGTHENS),
        (
            "We may give records to police.",
            "We may give records to police upon a valid warrant.",
            STRENGTHENS,
        ),
        ("We respond to a court order only.", "We respond to an informal request of the police.", WEAKENS),
        ("", "当社は、捜査機関から要請を受けたときは、事前にお客様へ通知します。", STRENGTHENS),
        ("", "当社は、お客様への通知を行わずに当局へ情報を渡すことがあります。", WEAKENS),
        ("当社は、政府機関からの要求の件数を毎年公表します。", "", WEAKENS),
        (
            "As of 1 May 2025, we have received no subpoena.",
            "As of 2 May 2026, we have received no subpoena.",
            NEUTRAL,
        ),
    ],
    ids=[
        "disclosure added",
        "disclosure dropped",
        "compelled one dropped",
        "care added",
        "care dropped",
        "Japanese disclosure added",
        "warrant asked for",
        "warrant no longer asked for",
        "within the law",
        "refusal added",
        "telling added",
        "silence added",
        "counting dropped",
        "no direct access",
        "warrant asked for in English",
        "no order asked for",
        "telling added in Japanese",
        "silence added in Japanese",
        "counting dropped in Japanese",
        "no request up to a later day",
    ],
)
def test_the_direction_follows_from_what_the_contractor_may_or_promises(
    old: str, new: str, said: Direction
) -> None:
    assert direction(old, new) is said


def test_other_wordings_and_other_topics_are_left_to_the_weights() -> None:
    assert direction(MAY, MAY.replace("the police", "the prosecutor")) is None
    assert direction("", MAY, Topic.THIRD_PARTY_PROVISION) is None
    assert direction("", "You must report crimes to the police.") is None
    assert direction("", "We disclose data to the police only where a court orders it.") is None
    assert direction("", "We do not tell you of a request where the law forbids it.") is None
    none, fewer = "We have received no subpoena or warrant.", "We have received no subpoena."
    assert direction(none, fewer) is None
    assert by_authority(Topic.GOVERNMENT_ACCESS, ()) is None
