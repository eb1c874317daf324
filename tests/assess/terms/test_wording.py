"""Reasons in words a Japanese lawyer can check."""

import re

from xborder.assess.terms.model import shipped
from xborder.assess.terms.rules import RULES
from xborder.assess.terms.wording import CONCEPTS, explain


def test_every_concept_of_the_rules_has_a_japanese_name():
    names = {concept.name for rule in RULES for concept in rule.concepts}
    assert names - set(CONCEPTS) == set()


def test_signs_are_told_once_and_without_our_own_jargon():
    told = explain(["touched", "touched subcontractors: sub-processors", "word may", "word may"])
    assert told.ja == "変更箇所の語句：再委託先；語：「may」"
    assert told.en == "words that changed: sub-processors; word: “may”"


def test_every_sign_that_the_model_weighs_is_told_in_the_readers_language():
    weighed = [name for name in shipped().own if ": " in name]
    assert {name.split()[0] for name in weighed} >= {"touched", "near", "above", "unchanged", "nowhere"}
    for name in weighed:
        told = explain([name])
        assert told.en and not re.search("[A-Za-z]", told.ja), name


def test_a_count_of_ours_is_no_reason_for_a_reader():
    assert not explain(["touched weak", "touched more", "touched and above"])
