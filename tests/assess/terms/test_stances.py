"""One version permits what the other holds back."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, assessed, changed, page

from xborder.assess.terms.stances import by_stance
from xborder.model import Direction, Topic

PAIRS = [
    (
        Topic.THIRD_PARTY_PROVISION,
        "Acme may sell personal data to third parties.",
        "Acme does not sell personal data to third parties.",
    ),
    (
        Topic.PURPOSE_OF_USE,
        "Acme processes Customer data for its own business purposes.",
        "Acme processes Customer data only on the documented instructions of the Customer.",
    ),
    (
        Topic.GOVERNMENT_ACCESS,
        "Acme may disclose Customer data to authorities on request.",
        "Acme discloses Customer data to authorities only where a court orders it.",
    ),
    (
        Topic.THIRD_PARTY_PROVISION,
        "当社は、お客様の個人情報を第三者に提供することがあります。",
        "当社は、お客様の同意なく個人情報を第三者に提供しません。",
    ),
    (
        Topic.GOVERNMENT_ACCESS,
        "当社は、捜査機関の求めに応じて、お客様の情報を開示することがあります。",
        "当社は、裁判所の令状がある場合に限り、捜査機関にお客様の情報を開示します。",
    ),
]


@pytest.mark.parametrize(("topic", "free", "held"), PAIRS)
def test_what_is_held_back_instead_of_permitted_strengthens_and_back_weakens(
    topic: Topic, free: str, held: str
) -> None:
    kept = PRIVACY if held.isascii() else PRIVACY_JA
    looser, stricter = page(kept, free), page(kept, held)
    assert by_stance(topic, changed(looser, stricter)) is Direction.STRENGTHENS
    assert by_stance(topic, changed(stricter, looser)) is Direction.WEAKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "Acme may sell personal data."),
        ("", "While Acme does not sell personal data, it may share them with partners."),
        ("", "Acme does not sell personal data, except to its affiliates."),
        ("", "You must not sell personal data."),
        ("Acme does not sell personal data.", "Acme never sells personal data to anyone."),
        ("Acme may sell personal data.", "Acme may sell or rent personal data to partners."),
        ("Acme may sell personal data.", "Acme sells not only names but personal data of all kinds."),
        ("You may sell personal data.", "You must not sell personal data."),
        ("Acme sells shoes.", "Acme walks."),
    ],
)
def test_what_has_nothing_in_its_place_or_is_alike_is_left_to_the_weights(old: str, new: str) -> None:
    assert by_stance(Topic.THIRD_PARTY_PROVISION, changed(page(PRIVACY, old), page(PRIVACY, new))) is None


@pytest.mark.parametrize(
    "promise",
    [
        "Acme does not sell personal data and does not disclose it to third parties for their own purposes.",
        "当社は、お客様の個人データを第三者に販売しません。",
    ],
)
def test_a_plain_prohibition_that_comes_strengthens_and_that_goes_weakens(promise: str) -> None:
    language, kept = ("en", PRIVACY) if promise.isascii() else ("ja", PRIVACY_JA)
    without, with_it = page(kept, ""), page(kept, promise)
    for old, new, direction in (
        (without, with_it, Direction.STRENGTHENS),
        (with_it, without, Direction.WEAKENS),
    ):
        found = assessed(old, new, language).findings
        assert [f.direction for f in found if f.topic is Topic.THIRD_PARTY_PROVISION] == [direction]


@pytest.mark.parametrize(
    ("topic", "weak", "strong"),
    [
        (
            Topic.THIRD_PARTY_PROVISION,
            "当社は、お客様の個人情報を第三者に提供することがあります。",
            "当社は、お客様の同意なく個人情報を第三者に提供しません。",
        ),
        (
            Topic.SUBCONTRACTORS,
            "当社は、利用者の承諾を得ることなく、再委託することがあります。",
            "当社は、利用者の承諾を得ることなく、再委託することはありません。",
        ),
        (
            Topic.INDIVIDUAL_RIGHTS,
            "お客様は、個人データの削除を請求することはできません。",
            "お客様は、個人データの削除を請求することができます。",
        ),
        (
            Topic.PERSONNEL,
            "当社は、従業者に適宜指導を行います。",
            "当社は、従業者に秘密保持義務を課し、毎年研修を行います。",
        ),
    ],
)
def test_a_finding_is_told_in_its_direction_both_ways(topic: Topic, weak: str, strong: str) -> None:
    for old, new, direction in (
        (weak, strong, Direction.STRENGTHENS),
        (strong, weak, Direction.WEAKENS),
    ):
        found = assessed(page(PRIVACY_JA, old), page(PRIVACY_JA, new), "ja").findings
        assert [f.direction for f in found if f.topic is topic] == [direction]
