"""What a sentence says, as against the words that stand in it."""

import pytest
from revisions_of_terms import PRIVACY, PRIVACY_JA, changed, page

from xborder.assess.terms import model
from xborder.assess.terms.model import shipped, unspoken
from xborder.assess.terms.rules import RULES
from xborder.assess.terms.signs import about_data
from xborder.assess.terms.standing import read_all
from xborder.assess.terms.statement import STATEMENTS, read_statements
from xborder.model import Topic

SAYS = {
    Topic.GOVERNMENT_ACCESS: (
        "We may disclose your data to law enforcement.",
        "Foreign authorities may have access to personal information.",
        "捜査機関からの照会に応じて情報を開示することがあります。",
        "You must obey the law, and we may report you to the police.",
        "Customer will be notified of requests of law enforcement.",
        "Customer is responsible for responding to requests of law enforcement.",
        "お客様から開示の請求があった場合のほか、警察の照会に応じて開示します。",
        "You acknowledge that we may give your data to public authorities.",
        "Customer shall permit Acme to provide data to government agencies.",
        "お客様は、当社が捜査機関に情報を開示することに同意するものとします。",
    ),
    Topic.DATA_LOCATION: (
        "We process personal data on servers located in the United States.",
        "We transfer data of users in the EU to Singapore.",
        "Our provider is located in India and handles support.",
        "個人データはシンガポールのデータセンターに保管します。",
        "Bolt Ltd, registered in Ireland, will store your data in Singapore.",
    ),
    Topic.PERSONNEL: ("Only authorized employees have access to your content.",),
    Topic.SUBCONTRACTORS: ("Our service providers process personal data for us.",),
}
PASSES = {
    Topic.GOVERNMENT_ACCESS: (
        "We read public government records.",
        "You pay all governmental fees and charges.",
        "We share inputs with artificial intelligence service providers.",
        "You must provide tax documents to the competent government bodies.",
        "Customers represent that they serve no government under sanctions.",
        "Our agent may receive service of judicial process.",
        "No app that needs a government license is provided.",
        "法令に基づき、ご本人から個人情報の開示の請求があった場合は、遅滞なく開示します。",
        "利用者は、政府の許可を得て報告しなければなりません。",
    ),
    Topic.DATA_LOCATION: (
        "If you reside outside of the United States, other terms apply to the data we hold.",
        "Google Ireland Limited processes your personal data.",
        "Under the laws of Germany we process your order.",
        "Representatives for data subjects in the EU and UK store no copy.",
        "Bolt Oy, Mannerheimintie 1, Turkey, is the controller of data processed by the service.",
        "Payments are processed by Bolt Ltd, registered at 5 High Street, London, United Kingdom.",
        "For the purposes of EU data, processing is described in another paper.",
        "海外にお住まいの方には、この提供条件は適用されません。",
        "この取扱いには、米国の法律が適用されます。",
        "当社の本社は米国に所在します。",
        "Acme Canada Inc. processes orders.",
    ),
    Topic.PERSONNEL: ("Our staff will not be liable for damages.",),
    Topic.SUBCONTRACTORS: ("Our suppliers may raise the price.",),
}


def said(sentence: str) -> set[Topic]:
    kept = PRIVACY if sentence.isascii() else PRIVACY_JA
    return {t for p in changed(page(kept), page(kept, sentence)) for t in read_statements(p)}


@pytest.mark.parametrize("topic", SAYS, ids=lambda topic: topic.value)
def test_a_sentence_says_something_where_its_parts_stand_together(topic: Topic):
    assert [sentence for sentence in SAYS[topic] if topic not in said(sentence)] == []


@pytest.mark.parametrize("topic", PASSES, ids=lambda topic: topic.value)
def test_a_word_of_a_topic_alone_says_nothing(topic: Topic):
    assert [sentence for sentence in PASSES[topic] if topic in said(sentence)] == []


def test_every_topic_has_a_statement():
    assert set(STATEMENTS) == {rule.topic for rule in RULES}


def test_an_entry_of_a_list_says_what_its_heading_introduces():
    old = page(PRIVACY)
    under = {
        heading: changed(old, page(PRIVACY, "Public authorities", heading=heading))
        for heading in ("To whom we disclose data", "Glossary")
    }
    found = {h: any(Topic.GOVERNMENT_ACCESS in read_statements(p) for p in ps) for h, ps in under.items()}
    assert found == {"To whom we disclose data": True, "Glossary": False}


def test_what_changed_beside_a_statement_changes_no_part_of_it():
    old = page("We may disclose your data to the police on Mondays.")
    new = page("We may disclose your data to the police on Fridays.")
    read = [read_statements(p)[Topic.GOVERNMENT_ACCESS] for p in changed(old, new)]
    assert [(s.key, s.parts) for s in read] == [(False, 0), (False, 0)]


NOTICE = "{} may be required to disclose the personal data it holds in answer to {} requests of public authorities."


def test_a_sentence_in_which_a_name_alone_changed_says_what_it_said():
    old, new = (page(PRIVACY, NOTICE.format(name, "the")) for name in ("Acme", "Bolt"))
    assert [Topic.GOVERNMENT_ACCESS in read_statements(p) for p in changed(old, new)] == [False, False]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("We give your {} to the police.", "data", "keys"),
        ("On {} we give it to the police.", "Friday", "Monday"),
        ("当社は、政府の求めに応じて{}を提供します。", "データ", "ログ"),
    ],
)
def test_other_data_and_another_day_are_no_name(text: str, one: str, other: str):
    passages = changed(page(text.format(one)), page(text.format(other)))
    assert passages
    assert all(Topic.GOVERNMENT_ACCESS in read_statements(p) for p in passages)


def test_a_short_word_that_qualifies_changes_what_is_said():
    old, new = (page(PRIVACY, NOTICE.format("Acme", word)) for word in ("any", "valid"))
    assert any(Topic.GOVERNMENT_ACCESS in read_statements(p) for p in changed(old, new))


def test_a_trigger_that_no_sentence_speaks_of_takes_more_to_be_named(monkeypatch):
    old, new = page(PRIVACY), page(PRIVACY, "All governmental fees and charges are borne by you.")
    passages = changed(old, new)
    signs, about = read_all(passages, old, new), about_data((new,), passages)
    assert Topic.GOVERNMENT_ACCESS in unspoken(signs)
    chance = shipped().judge(signs, about).topics[Topic.GOVERNMENT_ACCESS]
    monkeypatch.setattr(model, "unspoken", lambda _signs: frozenset())
    spoken = shipped().judge(signs, about).topics[Topic.GOVERNMENT_ACCESS]
    assert chance == pytest.approx(model.UNSPOKEN * spoken)
