"""A protection that one version alone has."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, changed, page

from xborder.assess.terms.protections import by_protection
from xborder.model import Direction, Topic

RIGHT = "At any time you may withdraw the consent given to us."
TRAINING = "当社は、従業者に対し、年に一度の研修を行います。"


@pytest.mark.parametrize(
    ("topic", "kept", "sentence"),
    [(Topic.INDIVIDUAL_RIGHTS, PRIVACY, RIGHT), (Topic.PERSONNEL, PRIVACY_JA, TRAINING)],
    ids=["right", "training"],
)
def test_it_strengthens_by_coming_and_weakens_by_going(topic: Topic, kept: str, sentence: str) -> None:
    without, having = page(kept), page(kept, sentence)
    assert by_protection(topic, changed(without, having)) is Direction.STRENGTHENS
    assert by_protection(topic, changed(having, without)) is Direction.WEAKENS


@pytest.mark.parametrize(
    ("topic", "old", "new"),
    [
        (Topic.INDIVIDUAL_RIGHTS, RIGHT, "You may withdraw consent by letter, and within two weeks at most."),
        (
            Topic.SECURITY,
            "We encrypt all data that we keep.",
            "Where we can, we encrypt all data that we keep.",
        ),
        (Topic.SECURITY, "", "We use encryption, but cannot promise that it holds."),
        (Topic.INDIVIDUAL_RIGHTS, "", "法令に定めがある場合、開示の請求には応じかねます。"),
        (Topic.PURPOSE_OF_USE, "", "We use your data for advertising."),
        (Topic.SECURITY, "", "We do not encrypt data at rest."),
        (Topic.SECURITY, "", "You must protect your account by a strong password."),
        (Topic.SECURITY, "", "Security features are available for an additional price."),
        (Topic.PERSONNEL, "", "Our authorized employees may read your conversations."),
        (Topic.INDIVIDUAL_RIGHTS, "", "We decide in our discretion on requests of access."),
        (Topic.INDIVIDUAL_RIGHTS, "", "You waive your right to object to processing."),
        (Topic.IMPROPER_USE, "", "You may not use the service for unlawful purposes."),
        (Topic.SECURITY, "", "利用者は、パスワードの保護を自己の責任で行うものとします。"),
        (Topic.PERSONNEL, "", "当社の従業員が秘密の情報を閲覧することがあります。"),
        (Topic.INDIVIDUAL_RIGHTS, "", "開示の請求には、一件につき千円の手数料をいただきます。"),
    ],
    ids=[
        "reworded",
        "hedged",
        "disclaimed",
        "refused",
        "no protection",
        "denied",
        "duty of the customer",
        "for a price",
        "reserved",
        "at discretion",
        "waived",
        "forbidden to the customer",
        "Japanese duty",
        "Japanese reservation",
        "Japanese cost",
    ],
)
def test_all_else_is_left_to_the_weights(topic: Topic, old: str, new: str) -> None:
    kept = PRIVACY if new.isascii() else PRIVACY_JA
    before = page(kept, old) if old else page(kept)
    assert by_protection(topic, changed(before, page(kept, new))) is None
