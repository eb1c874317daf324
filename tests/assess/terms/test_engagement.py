"""What a contractor must do before it engages a sub-processor."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, assessed, changed, page

from xborder.assess.terms.engagement import by_engagement
from xborder.model import Direction, Topic

HELD = "Acme shall not engage a new sub-processor without giving the Customer 30 days' prior written notice."
FREE = "Acme may engage new sub-processors at its discretion and will publish a list of them."
CONSENT = "Acme engages a sub-processor only with the Customer's prior written consent."
NOTICE = "Acme gives prior notice of each new sub-processor."
OBJECT = "Acme gives prior notice of each new sub-processor, and the Customer may object within 14 days."
AFTER = "Acme may engage sub-processors without notifying the Customer."
HELD_JA = "当社は、事前に委託元の承諾を得なければ、再委託をしません。"
TOLD_JA = "当社は、再委託先を変更するときは、事前に委託元に通知します。"
FREE_JA = "当社は、委託元の承諾を得ることなく、再委託をすることができます。"


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (FREE, HELD),
        (AFTER, HELD),
        (NOTICE, CONSENT),
        (NOTICE, OBJECT),
        (FREE, CONSENT),
        (FREE_JA, HELD_JA),
        (FREE_JA, TOLD_JA),
        (TOLD_JA, HELD_JA),
    ],
)
def test_what_must_be_done_before_strengthens_by_coming_and_weakens_by_going(less: str, more: str) -> None:
    kept = PRIVACY if more.isascii() else PRIVACY_JA
    looser, stricter = page(kept, less), page(kept, more)
    assert by_engagement(Topic.SUBCONTRACTORS, changed(looser, stricter)) is Direction.STRENGTHENS
    assert by_engagement(Topic.SUBCONTRACTORS, changed(stricter, looser)) is Direction.WEAKENS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTICE, "Acme gives advance notice of any new sub-processor to the Customer."),
        (CONSENT, OBJECT.replace("gives prior notice of", "tells later of")),
        ("Acme uses sub-processors.", "Acme makes use of sub-processors for hosting."),
        ("", "The Customer has no right to object to a new sub-processor."),
    ],
)
def test_what_is_asked_for_in_both_or_otherwise_is_left_to_the_weights(old: str, new: str) -> None:
    sentences = changed(page(PRIVACY, old), page(PRIVACY, new))
    assert by_engagement(Topic.SUBCONTRACTORS, sentences) is None


def test_other_topics_are_not_its_matter() -> None:
    assert by_engagement(Topic.SECURITY, changed(page(PRIVACY, FREE), page(PRIVACY, HELD))) is None


@pytest.mark.parametrize(("old", "new"), [(FREE, HELD), (HELD, FREE)])
def test_the_finding_tells_it(old: str, new: str) -> None:
    found = assessed(page(PRIVACY, old), page(PRIVACY, new)).findings
    (told,) = [f.direction for f in found if f.topic is Topic.SUBCONTRACTORS]
    assert told is (Direction.STRENGTHENS if new is HELD else Direction.WEAKENS)
