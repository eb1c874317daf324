"""Data that may go to another country."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, changed, page

from xborder.assess.terms.places import by_place
from xborder.model import Direction, Topic

WEAKENS, STRENGTHENS = Direction.WEAKENS, Direction.STRENGTHENS
ABROAD = "A copy of the data is stored on servers in Singapore."
CLAUSES = "Data are transferred outside the EEA under the standard contractual clauses."


def direction(old: str, new: str, topic: Topic = Topic.DATA_LOCATION) -> Direction | None:
    kept = PRIVACY if f"{old}{new}".isascii() else PRIVACY_JA
    before, after = (page(kept, text) if text else page(kept) for text in (old, new))
    return by_place(topic, changed(before, after))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", ABROAD, WEAKENS),
        (ABROAD, "", STRENGTHENS),
        ("", "当社は、個人データの処理を海外の事業者に委託します。", WEAKENS),
        ("", "個人データを国外に移転しません。", STRENGTHENS),
        ("Data are kept only in Japan.", "", WEAKENS),
        ("", "We may transfer data to a third country without an adequate level of protection.", WEAKENS),
        ("Data are stored in Japan.", "Data are stored in Japan and in Kenya.", WEAKENS),
        ("We process data in Peru.", "We process data in Japan.", STRENGTHENS),
        ("Customer data never leave Japan.", "", WEAKENS),
        ("", "当社は、ブラジルに所在するサーバーに個人データを保存します。", WEAKENS),
        ("個人データは、タイの事業者に提供されます。", "", STRENGTHENS),
        ("個人データは国内のデータセンターにのみ保存します。", "", WEAKENS),
    ],
    ids=[
        "abroad",
        "no longer abroad",
        "Japanese",
        "stays",
        "need no longer stay",
        "without protection",
        "one more",
        "back to Japan",
        "may leave",
        "any country in Japanese",
        "any country no longer",
        "need no longer stay in Japanese",
    ],
)
def test_a_further_country_weakens_and_a_promise_to_stay_strengthens(
    old: str, new: str, said: Direction
) -> None:
    assert direction(old, new) is said


def test_a_ground_of_transfer_and_other_topics_are_left_to_the_weights() -> None:
    assert direction("", CLAUSES) is None
    assert direction(ABROAD, ABROAD.replace("Singapore", "India")) is None
    assert direction("", ABROAD, Topic.SUBCONTRACTORS) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Personal data are stored in Germany.",
        "Customers resident in China must accept other terms on the processing of orders.",
        "The courts of Singapore have jurisdiction over disputes on processing.",
        "Bolt India Private Limited is responsible for processing of payments.",
        "Data processing takes place only in accordance with these terms.",
        "We do not share data with advertisers, and keep them in one place.",
        "ベトナムにお住まいの方の情報の取扱いは別に定めます。",
        "海外からサービスを利用することはできません。",
        "個人データをリアルタイムに処理します。",
    ],
)
def test_an_equal_law_and_a_country_of_something_else_say_nothing(sentence: str) -> None:
    assert direction("", sentence) is None
