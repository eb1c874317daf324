"""A promise that is hedged, and one that is only measured."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, assessed, page

from xborder.assess.terms.hedges import is_hedged
from xborder.model import Direction, Topic


@pytest.mark.parametrize(
    "sentence",
    [
        "acme takes commercially reasonable steps to train its staff.",
        "data is encrypted where this is technically and commercially feasible.",
        "systems are tested from time to time.",
        "acme will endeavour to notify the customer.",
        "当社は、可能な範囲でデータを暗号化します。",
        "当社は、従業者の監督に努めます。",
    ],
)
def test_what_leaves_open_how_far_it_goes_is_hedged(sentence: str) -> None:
    assert is_hedged(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "acme implements reasonable and appropriate measures.",
        "acme encrypts personal data where the law requires it.",
        "acme takes appropriate technical and organisational measures.",
        "当社は、必要かつ適切な安全管理措置を講じます。",
    ],
)
def test_a_measured_duty_is_none_the_less_one(sentence: str) -> None:
    assert not is_hedged(sentence)


FIRM = "All Customer Data is encrypted at rest and in transit, and keys are rotated every year."
FIRM_JA = "当社は、保存するデータを暗号化し、鍵を毎年更新します。"


@pytest.mark.parametrize(
    ("firm", "hedged"),
    [
        (FIRM, "Customer Data is encrypted where this is technically and commercially feasible."),
        (FIRM_JA, "当社は、データの暗号化に努めます。"),
    ],
    ids=["en", "ja"],
)
def test_a_hedge_in_the_place_of_a_firm_promise_weakens_and_back(firm: str, hedged: str) -> None:
    language, kept = ("en", PRIVACY) if firm.isascii() else ("ja", PRIVACY_JA)
    for old, new, direction in (
        (firm, hedged, Direction.WEAKENS),
        (hedged, firm, Direction.STRENGTHENS),
    ):
        found = assessed(page(kept, old), page(kept, new), language).findings
        assert [f.direction for f in found if f.topic is Topic.SECURITY] == [direction]
