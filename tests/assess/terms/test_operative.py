"""One word turns a sentence: that is never form, never silence, and says which promise it was."""

import pytest

from xborder.assess import terms
from xborder.assess.terms.operative import Operative, turns
from xborder.assess.terms.passages import passages
from xborder.diff import diff
from xborder.model import Clause, Direction, TermsAssessment, Topic

AROUND = {
    "en": ("We protect the personal data of our customers.", "These terms apply to the service."),
    "ja": ("当社は個人データを保護します。", "本規約は本サービスに適用します。"),
}


def assessed(old: str, new: str, language: str) -> TermsAssessment:
    sides = ([Clause(text=text) for text in (*AROUND[language], said)] for said in (old, new))
    return terms.assess(diff(*sides), language=language)


TURNED = [
    ("en", "We {|will use commercially reasonable efforts to }encrypt all customer data.", Topic.SECURITY),
    ("en", "We encrypt customer data{|, where feasible}.", Topic.SECURITY),
    ("ja", "個人データを{|可能な範囲で}暗号化して保管します。", Topic.SECURITY),
    ("en", "Transfers of personal data to China are {not }made.", Topic.DATA_LOCATION),
    ("en", "We do{ not} disclose personal data to authorities.", Topic.GOVERNMENT_ACCESS),
    ("en", "We {never }train models on your content.", Topic.PURPOSE_OF_USE),
    ("en", "Customer data will {not }be stored outside Japan.", Topic.DATA_LOCATION),
    ("en", "We use personal data {only }to provide the service.", Topic.PURPOSE_OF_USE),
    ("ja", "政府機関に個人データを開示{しません|します}。", Topic.GOVERNMENT_ACCESS),
    ("ja", "個人データを中国に移転{しません|します}。", Topic.DATA_LOCATION),
    ("ja", "お客様のデータを学習に利用{しません|します}。", Topic.PURPOSE_OF_USE),
]


def sides(sentence: str) -> tuple[str, str]:
    before, _, rest = sentence.partition("{")
    middle, _, after = rest.partition("}")
    old, _, new = middle.partition("|")
    return before + old + after, before + new + after


@pytest.mark.parametrize(("language", "sentence", "topic"), TURNED, ids=[s for _, s, _ in TURNED])
def test_a_promise_that_loses_its_negation_or_limit_weakens_and_regained_strengthens(
    language, sentence, topic
):
    strong, weak = sides(sentence)
    for old, new, direction in (
        (strong, weak, Direction.WEAKENS),
        (weak, strong, Direction.STRENGTHENS),
    ):
        found = assessed(old, new, language)
        assert found.substantive
        (finding,) = [f for f in found.findings if f.topic is topic]
        assert finding.direction is direction
        assert finding.rule.endswith("operative-words/1")


@pytest.mark.parametrize(
    ("old", "new", "topic", "direction"),
    [
        (
            "We share data with partners with your consent.",
            "We share data with partners without your consent.",
            Topic.THIRD_PARTY_PROVISION,
            Direction.WEAKENS,
        ),
        (
            "We shall encrypt personal data at rest.",
            "We may encrypt personal data at rest.",
            Topic.SECURITY,
            Direction.WEAKENS,
        ),
        (
            "We shall notify you of a breach within thirty (30) days.",
            "We shall notify you of a breach within thirty (90) days.",
            Topic.BREACH_NOTIFICATION,
            Direction.WEAKENS,
        ),
        (
            "We encrypt all personal data at rest.",
            "We encrypt personal data at rest.",
            Topic.SECURITY,
            Direction.WEAKENS,
        ),
        (
            "We disclose personal data to authorities.",
            "We disclose all personal data to authorities.",
            Topic.GOVERNMENT_ACCESS,
            Direction.WEAKENS,
        ),
        (
            "Data is deleted 30 days after termination.",
            "Data is deleted 90 days after termination.",
            Topic.RETENTION_DELETION,
            Direction.WEAKENS,
        ),
    ],
)
def test_a_condition_a_duty_or_a_number_turns_a_sentence(old, new, topic, direction):
    found = assessed(old, new, "en")
    assert found.substantive
    assert [f.direction for f in found.findings if f.topic is topic] == [direction]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("当社は、すべての個人データを暗号化します。", "当社は、個人データを暗号化します。"),
        ("当社は、全ての従業者に研修を実施します。", "当社は、従業者に研修を実施します。"),
    ],
)
def test_a_measure_that_no_longer_goes_for_everything_is_a_change_of_meaning(old, new):
    for sides in ((old, new), (new, old)):
        found = assessed(*sides, "ja")
        assert found.substantive
        assert not any(f.direction is Direction.STRENGTHENS for f in found.findings if sides[0] == old)


def test_the_direction_of_what_the_user_may_do_is_left_to_a_reader():
    sentences = ("You may not use the data.", "You may use the data.")
    (turn,) = turns(passages(diff(*([Clause(text=text)] for text in sentences))))
    assert turn.kinds == {Operative.NEGATION}
    assert turn.is_bare
    assert turn.direction is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We won't disclose personal data.", "We will not disclose personal data."),
        ("See section (4) for the details.", "See section (5) for the details."),
        ("This is version 3.1 of these terms.", "This is version 3.2 of these terms."),
        ("Last updated on 1 May 2025.", "Last updated on 1 June 2026."),
        ("We review all controls of the service.", "We review each of the controls of the service."),
        ("We review the controls every year.", "We review the controls each year."),
        ("We review any of the systems.", "We review the systems."),
    ],
)
def test_the_same_word_written_otherwise_and_numbers_that_count_nothing_are_form(old, new):
    assert not assessed(old, new, "en").substantive


def test_the_lawyer_reads_which_kind_of_word_it_was():
    found = assessed("We do not sell data to partners.", "We sell data to partners.", "en")
    told = next(f.explanation for f in found.findings if f.rule.endswith("operative-words/1"))
    assert told.ja == "文の効力を決める語の変更：否定"
    assert told.en == "words that decide what the sentence does: a negation"
