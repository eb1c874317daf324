"""Which measures a contract evidences."""

import pytest
from revisions_of_terms import page

from xborder.assess.terms.measures import evidenced
from xborder.model import MEASURES, Topic

PROMISES = {
    Topic.PURPOSE_OF_USE: (
        "We will process personal data only on documented instructions from the customer.",
        "当社は、個人データを利用目的の範囲内で取り扱い、目的外の利用はいたしません。",
    ),
    Topic.IMPROPER_USE: (
        "We do not use personal data to discriminate against anyone.",
        "当社は、違法または不当な行為を助長する方法で個人情報を利用しません。",
    ),
    Topic.SECURITY: (
        "We shall maintain appropriate technical and organisational measures.",
        "当社は、必要かつ適切な安全管理措置を講じます。",
    ),
    Topic.PERSONNEL: (
        "We ensure that our employees are bound by confidentiality.",
        "当社は、従業者に対する監督を行います。",
    ),
    Topic.SUBCONTRACTORS: (
        "We will impose the same obligations on every sub-processor.",
        "当社は、再委託先を監督します。",
    ),
    Topic.THIRD_PARTY_PROVISION: (
        "We will not sell personal data or share it with third parties.",
        "当社は、個人データを第三者に提供いたしません。",
    ),
}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.value)
@pytest.mark.parametrize("language", [0, 1], ids=["en", "ja"])
def test_a_promise_evidences_its_measure_with_the_verbatim_sentence(measure, language):
    promise = PROMISES[measure][language]
    found = evidenced(page("Introduction.", promise, heading="Section"))
    assert [e.quote for e in found[measure]] == [promise]
    assert found[measure][0].place == "Section"


@pytest.mark.parametrize(
    "text",
    [
        "You must not share your password with third parties.",
        "We may share your personal data with partners.",
        "Data protection matters.",
        "利用者は、第三者に権利を譲渡しません。",
    ],
)
def test_a_mention_or_a_duty_of_the_user_evidences_no_provision_measure(text):
    assert evidenced(page(text))[Topic.THIRD_PARTY_PROVISION] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Acme may engage new sub-processors at its discretion, and will use them to provide the service.",
        "Acme uses the sub-processors below to provide the service.",
        "当社は、当社の裁量により再委託を行います。",
        "Acme ensures that its employees are bound by obligations of confidentiality.",
    ],
)
def test_that_there_are_sub_processors_is_no_measure(text):
    assert evidenced(page(text))[Topic.SUBCONTRACTORS] == ()


@pytest.mark.parametrize(
    "text",
    [
        "Acme will notify you of a new sub-processor 30 days before it begins.",
        "Acme does not use sub-processors.",
        "当社は、再委託先との契約により同等の義務を課します。",
        "当社は、業務委託先に対する必要かつ適切な監督を行います。",
    ],
)
def test_what_binds_them_or_lets_the_customer_refuse_is_one(text):
    assert [e.quote for e in evidenced(page(text))[Topic.SUBCONTRACTORS]] == [text]


def test_a_contract_without_promises_evidences_nothing():
    assert all(found == () for found in evidenced(page("Terms.", "Welcome to the service.")).values())


def test_at_most_the_asked_number_of_sentences_is_shown():
    texts = [f"{PROMISES[Topic.SECURITY][0]} Part {n}." for n in range(5)]
    assert len(evidenced(page(*texts), limit=2)[Topic.SECURITY]) == 2
