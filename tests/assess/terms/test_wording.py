"""Reasons in words a Japanese lawyer can check."""

from xborder.assess.terms.rules import RULES
from xborder.assess.terms.wording import CONCEPTS, explain


def test_every_concept_of_the_rules_has_a_japanese_name():
    names = {concept.name for rule in RULES for concept in rule.concepts}
    assert names - set(CONCEPTS) == set()


def test_signs_are_told_once_and_without_our_own_jargon():
    told = explain(["touched", "touched subcontractors: sub-processors", "word may", "word may"])
    assert told.ja == "変更箇所の語句：再委託先；語：「may」"
    assert told.en == "words that changed: sub-processors; word: “may”"
