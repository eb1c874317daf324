"""Where the other version speaks of what the changed words name."""

import pytest
from revisions_of_terms import page

from xborder.assess.terms.passages import passages
from xborder.assess.terms.signs import CONCEPTS
from xborder.assess.terms.standing import read_all
from xborder.diff import diff
from xborder.model import Page

KEPT = "We keep your data safe."


def standing(old: Page, new: Page, concept: str) -> set[str]:
    """Of the concept, in every passage that touches it."""
    found = passages(diff(old.clauses, new.clauses), old, new)
    wanted = {i for i, (_, c) in enumerate(CONCEPTS) if c.name == concept}
    return {s.standing[i] for s in read_all(found, old, new) for i in wanted & s.touched}


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ((KEPT,), "nowhere"),
        ((KEPT, "The police may come."), "unchanged text"),
        ((KEPT, "We never met the police in our long history of service."), "other change"),
    ],
)
def test_a_thing_is_new_only_where_nothing_spoke_of_it(old: tuple[str, ...], expected: str):
    kept = old[:2] if expected == "unchanged text" else old[:1]
    new = page(*kept, "We may disclose your data to the police on request.")
    assert standing(page(*old), new, "investigating authorities") == {expected}


def test_a_reworded_sentence_speaks_of_the_same_thing():
    old = page(KEPT, "We may disclose your data to the police after a court order.")
    new = page(KEPT, "We may disclose your data to public prosecutors after a court order.")
    assert standing(old, new, "investigating authorities") == {"same change"}


def test_without_pages_the_changed_sentences_are_all_that_is_known():
    old, new = page(KEPT), page(KEPT, "We may disclose your data to the police.")
    found = passages(diff(old.clauses, new.clauses))
    (sign,) = read_all(found, None, None)
    assert set(sign.standing.values()) == {"nowhere"}
