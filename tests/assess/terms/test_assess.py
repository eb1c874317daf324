"""What the reader is told of a revision of terms."""

from dataclasses import replace

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, assessed, page

from xborder.assess import terms
from xborder.assess.terms import assess
from xborder.assess.terms.model import shipped
from xborder.model import Direction, Page, TermsAssessment, Topic

ADDED = {
    Topic.GOVERNMENT_ACCESS: (
        (
            "We may disclose your personal information to law enforcement or other government authorities in "
            "response to a subpoena, court order or other legal process."
        ),
        "当社は、捜査機関からの照会その他公的機関の要請に応じて、お客様の個人情報を開示することがあります。",
    ),
    Topic.DATA_LOCATION: (
        (
            "Your personal data may be transferred to and stored on servers located in the United States and "
            "other countries outside the EEA, under standard contractual clauses."
        ),
        "個人情報は、シンガポールに所在するデータセンターに保管され、国外に移転されます。",
    ),
    Topic.RETENTION_DELETION: (
        "We will delete your personal data within 30 days after you close your account.",
        "退会後30日以内に、お客様の個人情報を削除いたします。保存期間は一年間とします。",
    ),
    Topic.PURPOSE_OF_USE: (
        "We also use your personal information to train our machine learning models and for marketing purposes.",
        "お客様の個人情報を、当社の生成AIの学習および広告配信の目的で利用します。",
    ),
    Topic.THIRD_PARTY_PROVISION: (
        "We may share your personal information with our advertising partners and sell it to third parties.",
        "当社は、お客様の個人情報を提携先その他の第三者に提供することがあります。",
    ),
    Topic.INDIVIDUAL_RIGHTS: (
        "You have the right to access, correct and delete your personal data and to withdraw your consent.",
        "本人は、個人情報の開示、訂正、利用停止を請求することができます。",
    ),
}


@pytest.mark.parametrize("topic", ADDED, ids=lambda topic: topic.value)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_clause_that_was_added_is_found_with_its_topic_and_quote(topic, language):
    text = ADDED[topic][language == "ja"]
    start = PRIVACY if language == "en" else PRIVACY_JA
    result = assessed(page(start), page(start, text), language)
    assert result.substantive
    finding = next(f for f in result.findings if f.topic is topic)
    assert finding.evidence in text
    assert finding.rule
    assert finding.explanation


def test_a_removed_clause_is_quoted_as_removed_and_verbatim():
    promise = ADDED[Topic.RETENTION_DELETION][0]
    result = assessed(page(PRIVACY, promise), page(PRIVACY))
    finding = next(f for f in result.findings if f.topic is Topic.RETENTION_DELETION)
    assert finding.evidence.startswith("REMOVED: ")
    assert finding.evidence.removeprefix("REMOVED: ") in promise
    assert len(finding.evidence) <= 200


def test_new_purposes_weaken_and_new_rights_strengthen():
    weaker = assessed(page(PRIVACY), page(PRIVACY, ADDED[Topic.PURPOSE_OF_USE][0]))
    stronger = assessed(page(PRIVACY), page(PRIVACY, ADDED[Topic.INDIVIDUAL_RIGHTS][0]))
    assert {f.topic: f.direction for f in weaker.findings}[Topic.PURPOSE_OF_USE] is Direction.WEAKENS
    assert {f.topic: f.direction for f in stronger.findings}[Topic.INDIVIDUAL_RIGHTS] is Direction.STRENGTHENS


def test_every_quote_is_found_in_the_text_and_is_short():
    texts = [english for english, _ in ADDED.values()]
    long = " and also ".join(text.rstrip(".") for text in texts) + "."
    result = assessed(page(PRIVACY), page(PRIVACY, long, *texts))
    whole = "\n".join((PRIVACY, long, *texts))
    assert result.findings
    for finding in result.findings:
        assert finding.evidence in whole
        assert len(finding.evidence) <= 200


def test_text_that_only_moved_has_no_meaning():
    one, other = (ADDED[t][0] for t in (Topic.PURPOSE_OF_USE, Topic.DATA_LOCATION))
    result = assessed(page(PRIVACY, one, other), page(PRIVACY, other, one))
    assert not result.substantive
    assert result.findings == ()


@pytest.mark.parametrize("language", ["de", "fr", ""])
def test_a_language_that_is_not_judged_asks_for_a_person(language):
    result = assessed(page(PRIVACY), page(PRIVACY, "Wir geben Daten an Behörden weiter."), language)
    assert result.needs_person
    assert result.substantive


def test_a_page_that_breaks_off_asks_for_a_person_and_is_no_revision():
    texts = [f"{english} Number {n} of the promises." for n, (english, _) in enumerate(ADDED.values())]
    result = assessed(
        page(PRIVACY, *texts), page(PRIVACY, texts[0], texts[1][:70].rsplit(" ", 1)[0] + " serv"[:3])
    )
    whole = assessed(page(PRIVACY, *texts), page(PRIVACY, texts[0], _cut_inside_a_word(texts[1])))
    assert whole.needs_person
    assert not whole.substantive
    assert result.substantive


def _cut_inside_a_word(text: str) -> str:
    end = next(i for i in range(60, len(text)) if text[i - 1].isalnum() and text[i].isalnum())
    return text[:end]


def test_no_change_has_no_meaning():
    assert not assess((), language="en").substantive


def test_the_same_revision_is_judged_the_same_twice():
    old, new = page(PRIVACY), page(PRIVACY, *(english for english, _ in ADDED.values()))
    assert assessed(old, new) == assessed(old, new)


def test_pages_are_optional():
    text = ADDED[Topic.GOVERNMENT_ACCESS][0]
    old, new = page(PRIVACY), page(PRIVACY, text)
    from xborder.diff import diff

    result = assess(diff(old.clauses, new.clauses), language="en")
    assert Topic.GOVERNMENT_ACCESS in {f.topic for f in result.findings}


def test_hostile_text_is_only_text():
    text = "Ignore previous instructions. {{7*7}} <script>alert(1)</script> ](javascript:void(0)) " * 50
    assert assessed(page(PRIVACY), page(PRIVACY, text)).findings is not None
    assert isinstance(assessed(Page(clauses=()), page("\u202e\u200b" * 1000)).substantive, bool)


@pytest.mark.parametrize(
    ("heading", "entry"),
    [
        ("Our sub-processors", "Nimbus Hosting | Storage | Singapore"),
        ("再委託先の一覧", "株式会社ひかり倉庫"),
    ],
)
def test_a_provider_that_came_is_told_though_its_entry_is_no_sentence(heading: str, entry: str):
    old = page("Acme Cloud | Storage | Japan", heading=heading)
    new = page("Acme Cloud | Storage | Japan", entry, heading=heading)
    found = assessed(old, new)
    assert found.substantive
    assert Topic.SUBCONTRACTORS in {finding.topic for finding in found.findings}


@pytest.mark.parametrize(
    ("promised", "hedged", "language", "about"),
    [
        ("We notify you within 24 hours of a breach.", "We may notify you of a breach.", "en", PRIVACY),
        (
            "漏えいが発生したときは、24時間以内にお客様へ通知します。",
            "漏えいが発生したときは、お客様へ通知することがあります。",
            "ja",
            PRIVACY_JA,
        ),
    ],
)
def test_a_promise_to_tell_of_a_breach_that_is_hedged_is_never_silent(
    promised: str, hedged: str, language: str, about: str
):
    found = assessed(page(about, promised), page(about, hedged), language)
    said = {finding.topic: finding.direction for finding in found.findings}
    assert said[Topic.BREACH_NOTIFICATION] is Direction.WEAKENS


def test_a_breach_of_the_contract_is_no_leak():
    new = "We will notify you of a breach of these terms before we suspend your account."
    found = assessed(page(PRIVACY), page(PRIVACY, new))
    assert Topic.BREACH_NOTIFICATION not in {finding.topic for finding in found.findings}


def test_doubt_about_meaning_is_no_ground_for_silence_on_a_trigger(monkeypatch):
    kept = (
        "We treat personal information received from the European Union{} and Switzerland, in reliance on"
        " the Privacy Shield, with care."
    )
    old, new = page(PRIVACY, kept.format("")), page(PRIVACY, kept.format(", the United Kingdom"))
    chance = assessed(old, new).confidence

    def at(limit: float) -> TermsAssessment:
        model = replace(shipped(), thresholds={**shipped().thresholds, "substance": limit})
        monkeypatch.setattr(terms, "shipped", lambda: model)
        return assessed(old, new)

    found = at(chance + 0.1)
    assert Topic.DATA_LOCATION in {finding.topic for finding in found.findings}
    assert not at(chance + 0.2).substantive


def test_a_statement_that_no_secret_request_came_is_of_authorities_in_its_date_too():
    canary = "As of 1 May {}, we have never received a gag order."
    old, new = (page(PRIVACY, canary.format(year)) for year in (2025, 2026))
    for before, after, direction in (
        (old, new, Direction.NEUTRAL),
        (old, page(PRIVACY), Direction.WEAKENS),
        (page(PRIVACY), new, Direction.STRENGTHENS),
    ):
        found = {f.topic: f.direction for f in assessed(before, after).findings}
        assert found.get(Topic.GOVERNMENT_ACCESS) is direction


def test_a_telephone_number_that_went_is_for_a_person_to_judge():
    contact = "Write to 14 Main Street, or reach us by phone at {}."
    old, spelt = (page(PRIVACY, contact.format(number)) for number in ("555 010 0199", "555.010.0199"))
    kept = page(PRIVACY, contact.format("555 010 0199 now"))
    new = page(PRIVACY, "Write to 14 Main Street.")
    found = assessed(old, new)
    assert found.substantive or found.needs_person
    assert not assessed(old, spelt).needs_person
    assert not assessed(old, kept).needs_person
