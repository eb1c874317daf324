"""The concepts of each topic find what their pages promise, and pass what they promise to pass."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, assessed, page

from xborder.assess.terms.rules import RULES
from xborder.assess.terms.rules.contracting_party import telephones
from xborder.assess.terms.text import fold
from xborder.model import Topic

FINDS = {
    Topic.GOVERNMENT_ACCESS: ("disclose to law enforcement", "捜査機関からの照会"),
    Topic.DATA_LOCATION: ("transferred outside the EEA", "データセンターはシンガポール"),
    Topic.RETENTION_DELETION: ("we delete the data within 90 days", "情報を削除いたします"),
    Topic.BREACH_NOTIFICATION: ("notify you of a data breach", "漏えい等が発生した場合、速やかに通知"),
    Topic.INDIVIDUAL_RIGHTS: ("you may opt out", "利用停止を請求することができます"),
    Topic.DATA_CATEGORIES: ("we collect biometric identifiers", "位置情報を取得します"),
    Topic.PURPOSE_OF_USE: ("to train our models", "目的以外には利用いたしません"),
    Topic.THIRD_PARTY_PROVISION: ("we share your information with partners", "第三者に提供します"),
    Topic.SUBCONTRACTORS: ("our sub-processors", "業務を再委託する"),
    Topic.SECURITY: ("encrypted at rest", "適切な安全管理措置"),
    Topic.PERSONNEL: ("authorised employees who need access", "従業者の監督"),
    Topic.IMPROPER_USE: ("not use it to discriminate", "違法または不当な行為を助長"),
    Topic.CONTRACTING_PARTY: ("Acme Ireland Limited, a data controller", "株式会社アクメ"),
    Topic.OTHER: ("the fees you pay", "損害賠償の責任"),
}

PASSES = {
    Topic.GOVERNMENT_ACCESS: ("a government-issued ID", "a complaint to your supervisory authority"),
    Topic.DATA_LOCATION: ("if you live outside the EEA",),
    Topic.BREACH_NOTIFICATION: ("a breach of this contract",),
    Topic.CONTRACTING_PARTY: ("as limited to what is needed",),
    Topic.INDIVIDUAL_RIGHTS: ("the right of withdrawal from the purchase",),
    Topic.SUBCONTRACTORS: ("your internet service provider",),
    Topic.IMPROPER_USE: ("fair use of the plan",),
}


def _touched(topic: Topic, text: str) -> bool:
    rule = next(rule for rule in RULES if rule.topic is topic)
    return any(concept.decisive and next(concept.find(fold(text)), None) for concept in rule.concepts)


@pytest.mark.parametrize("topic", FINDS, ids=lambda topic: topic.value)
def test_a_rule_finds_its_topic_in_english_and_japanese(topic):
    assert [text for text in FINDS[topic] if not _touched(topic, text)] == []


@pytest.mark.parametrize("topic", PASSES, ids=lambda topic: topic.value)
def test_a_rule_passes_what_belongs_elsewhere(topic):
    assert [text for text in PASSES[topic] if _touched(topic, text)] == []


def test_there_is_one_rule_for_every_topic():
    assert sorted(rule.topic for rule in RULES) == sorted(Topic)


def test_every_rule_says_its_basis():
    import importlib

    for rule in RULES:
        module = importlib.import_module(f"xborder.assess.terms.rules.{rule.topic.value}")
        assert all(word in module.__doc__ for word in ("Basis", "Finds", "Passes")), rule.id


def test_japanese_patterns_do_not_match_inside_english_words():
    rule = next(rule for rule in RULES if rule.topic is Topic.DATA_LOCATION)
    regions = next(c for c in rule.concepts if c.name == "countries and regions")
    assert [m.group() for m in regions.find("we reuse usage of the museum")] == []
    assert [m.group() for m in regions.find("euおよび米国の利用者")] == ["eu", "米国"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("You may reach us by phone at +1 (555) 010-0199 or by mail.", {"15550100199"}),
        ("Tel: 03-5555-0100 / Fax: 03-5555-0101", {"0355550100", "0355550101"}),
        ("電話番号：０３－５５５５－０１００", {"0355550100"}),
        ("Call us within 30 days. Phone calls are recorded for 12 months.", set()),
        ("Order 2026-0001-0002 of 1 May.", set()),
    ],
)
def test_telephone_numbers_are_known_by_their_digits(text: str, numbers: set[str]) -> None:
    assert set(telephones(fold(text))) == numbers


UNDER = "Requests from public authorities"
WRONGFUL = (
    "The provider shall not handle entrusted data in any manner that could induce an unlawful or unjust act."
)
WRONGFUL_JA = "当社は、違法又は不当な行為を助長するおそれがある方法により個人データを利用しません。"
SCOPE = "Acme will notify the customer without undue delay of any incident affecting {}."
ANYBODY, ITSELF = "data held by Acme or by any of its subprocessors", "data on systems that Acme itself runs"


@pytest.mark.parametrize(
    ("topic", "heading", "old", "new"),
    [
        (
            Topic.GOVERNMENT_ACCESS,
            UNDER,
            "When we receive such a request and believe that it is lawful, we comply with it.",
            "We refer it to the customer wherever we can, and contest what lacks a sound legal basis.",
        ),
        (Topic.IMPROPER_USE, "Agreement", "", WRONGFUL),
        (Topic.IMPROPER_USE, "契約", "", WRONGFUL_JA),
        (Topic.BREACH_NOTIFICATION, "Agreement", SCOPE.format(ANYBODY), SCOPE.format(ITSELF)),
        (
            Topic.BREACH_NOTIFICATION,
            "Agreement",
            "Acme informs the client of a leak within three days.",
            "Acme informs the client of a leak.",
        ),
    ],
    ids=["under authorities", "improper use", "improper use, ja", "scope of notice", "leak"],
)
def test_what_is_too_rare_to_learn_is_named_by_rule_both_ways(
    topic: Topic, heading: str, old: str, new: str
) -> None:
    kept = PRIVACY if (old + new).isascii() else PRIVACY_JA
    one, other = (page(*filter(None, (kept, text)), heading=heading) for text in (old, new))
    language = "en" if (old + new).isascii() else "ja"
    for before, after in ((one, other), (other, one)):
        assert topic in {f.topic for f in assessed(before, after, language).findings}


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (
            "Supervisory authorities",
            "You may lodge a complaint with the authority of your place of residence.",
        ),
        ("Acceptable use", "You must not use the service for any unlawful or fraudulent purpose whatsoever."),
    ],
)
def test_complaints_customers_that_are_authorities_and_the_duties_of_users_are_none(
    heading: str, text: str
) -> None:
    found = assessed(page(PRIVACY, heading=heading), page(PRIVACY, text, heading=heading)).findings
    assert not {f.topic for f in found} & {Topic.GOVERNMENT_ACCESS, Topic.IMPROPER_USE}


def test_nothing_is_left_over_where_one_sentence_says_it_all() -> None:
    old = "Content that you upload is processed solely to deliver the service."
    new = "Content that you upload is processed to deliver the service and to train language models."
    assert {f.topic for f in assessed(page(PRIVACY, old), page(PRIVACY, new)).findings} == {
        Topic.PURPOSE_OF_USE
    }
