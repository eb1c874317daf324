"""A statement that no request of an authority came."""

import pytest

from xborder.assess.terms.canary import is_canary, without_date


@pytest.mark.parametrize(
    "sentence",
    [
        "To date, Bolt has not received any National Security Letters.",
        "We have never been served with a secret court order to hand over user data.",
        "We have not, to this day, been ordered by a court to reveal customer data.",
        "No warrants have ever been served on us.",
        "Since our founding no government agency has asked us for the contents of an account.",
        "We have never turned over our encryption keys to law enforcement.",
        "Bolt has received no government demands for customer data.",
        "当社は、これまで政府機関から個人データの提供を求められたことはありません。",
        "2026年1月現在、当社が捜査機関からの開示要請を受けたことは一度もありません。",
        "現時点において、当局からの秘密の命令は受領していません。",
    ],
)
def test_it_is_known_in_any_wording(sentence: str) -> None:
    assert is_canary(sentence.lower())


@pytest.mark.parametrize(
    "sentence",
    [
        "If you have not received a response, you may complain to a government authority.",
        "You confirm that you have never been ordered by a court to stop.",
        "We have never been a government contractor.",
        "The vendor warrants that it has not received government subsidies.",
        "We will not disclose data without a warrant.",
        "We have not provided data to advertisers.",
        "当社は、令状なく情報を提供することはありません。",
        "お客様は、政府から処分を受けたことがないことを表明します。",
        "当社は、政府の認可を受けたことを示すものではありません。",
    ],
)
def test_a_promise_a_condition_and_what_others_have_not_done_are_none(sentence: str) -> None:
    assert not is_canary(sentence.lower())


def test_its_date_is_not_what_it_says() -> None:
    one, other = "as of 1 may 2025, we have received none.", "as of june 30, 2026, we have received none."
    assert without_date(one) == without_date(other) != without_date(f"{other} of late")
