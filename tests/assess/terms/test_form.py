"""What is form and what is not."""

import pytest
from revisions_of_terms import changed, page

SILENT = {
    "numbering": ("1. We keep your data safe.", "2. We keep your data safe."),
    "update date": ("Last updated: 3 May 2024", "Last updated: 9 June 2025"),
    "effective date": (
        "These terms take effect on May 1, 2024.",
        "These terms take effect on June 12, 2025.",
    ),
    "link target": ("See https://a.example/terms for more.", "See https://b.example/legal/terms for more."),
    "masked address": ("Write to privacy@acme.example now.", "Write to [email protected] now."),
    "British spelling": ("We are honouring your choices.", "We are honoring your choices."),
    "inflection": ("We use vendors to process payment.", "We use vendors to process payments."),
    "voice": ("We keep your data.", "We keep data."),
    "American spelling": ("The data stay in one organisation.", "The data stay in one organization."),
    "article": ("Data at user level is stored.", "Data at the user level is stored."),
    "contraction": ("We don't sell your data.", "We do not sell your data."),
    "quotation marks": ('The "Service" is provided.', "The “Service” is provided."),
    "synonym": ("Click the link to opt out.", "Select the link to opt out."),
    "reference": ("As said in Section 5 above.", "As said in Section 6 above."),
    "kanji or kana": ("氏名及び住所を取得します。", "氏名および住所を取得します。"),
    "full width": ("ＡＩの学習に利用しません。", "AIの学習に利用しません。"),
    "long vowel": ("サーバーに保管します。", "サーバに保管します。"),
    "tag": ("We protect <b>all</b> data.", "We protect all data."),
}

LOUD = {
    "period": ("We delete data after 30 days.", "We delete data after 90 days."),
    "modal": ("We will notify you.", "We may notify you."),
    "negation": ("We share your data.", "We do not share your data."),
    "only": ("We use data only to provide the service.", "We use data to provide the service."),
    "or for and": ("With notice and consent.", "With notice or consent."),
    "negative prefix": ("Our service is warrantless.", "Our service is warranted."),
    "country": ("Servers are in Japan.", "Servers are in China."),
    "contact": ("Write to privacy@acme.example.", "Write to privacy@other.example."),
    "Japanese modal": ("通知いたします。", "通知することがあります。"),
    "date of a statement on requests": (
        "As of 1 May 2025, we have never received a gag order.",
        "As of 1 May 2026, we have never received a gag order.",
    ),
    "amount": ("Liability is limited to $100.", "Liability is limited to $500."),
    "number word": ("We notify you within eight days.", "We notify you within eighty days."),
    "whose choice": ("Data is deleted at your choice.", "Data is deleted at our choice."),
    "who may": ("You may object to a new sub-processor.", "We may object to a new sub-processor."),
    "who deletes": ("It is kept until you delete it.", "It is kept until we delete it."),
    "who holds": ("The keys are held by you.", "The keys are held by us."),
    "neighbouring country": ("Servers are in Iran.", "Servers are in Iraq."),
    "like names": ("Data is kept in Slovakia.", "Data is kept in Slovenia."),
    "like words": ("It is shared with your consent.", "It is shared with your content."),
}


@pytest.mark.parametrize("case", SILENT)
def test_a_change_of_form_leaves_nothing_to_judge(case):
    old, new = SILENT[case]
    assert changed(page(old), page(new)) == ()


@pytest.mark.parametrize("case", LOUD)
def test_a_change_of_meaning_is_never_form(case):
    old, new = LOUD[case]
    assert changed(page(old), page(new))


def test_a_product_renamed_throughout_is_form():
    old = [
        "Acme Chat stores what you write for as long as you want it.",
        "Every day Acme Chat helps people of many countries to write.",
        "You pay for Acme Chat by card, once a month, in advance.",
    ]
    new = [text.replace("Acme Chat", "Bolt") for text in old]
    assert changed(page(*old), page(*new)) == ()


def test_a_name_that_stays_elsewhere_was_not_renamed():
    old = [
        "Acme Chat stores what you write for as long as you want it.",
        "Every day Acme Chat helps people of many countries to write.",
        "You pay for Acme Chat by card, once a month, in advance.",
    ]
    new = [*(text.replace("Acme Chat", "Bolt") for text in old[:2]), old[2]]
    assert changed(page(*old), page(*new))


def test_another_legal_entity_is_no_rename():
    old = ["Acme Inc. is the controller.", "You contract with Acme Inc. here.", "Acme Inc. answers."]
    new = [text.replace("Acme Inc.", "Bolt Ltd.") for text in old]
    assert changed(page(*old), page(*new))


def test_a_country_replaced_throughout_is_no_rename():
    old = ["Stored in the EU.", "Sent to the EU.", "Read in the EU."]
    new = [text.replace("EU", "UK") for text in old]
    assert changed(page(*old), page(*new))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["4", "4,", "4日", "t4", "- ", "(4) "])
def test_a_number_of_many_digits_is_compared_in_no_time(unit):
    run = (unit * 4000)[:4000]
    new, old = changed(page(f"The code {run}3bx holds data."), page(f"The code {run}5cy holds data."))
    assert (old.added, new.added) == (False, True)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["1", "a"])
def test_a_run_without_a_gap_is_assessed_in_no_time(unit):
    old = "The Processor deletes personal data within thirty days. Write to privacy@acme.example."
    assert changed(page(old), page(f"{old} {unit * 40_000}"))


def test_a_statement_on_requests_that_is_gone_is_heard_although_it_looks_like_a_date():
    old = page("We keep your data safe.", "As of 1 May 2025, we have received no subpoena.")
    assert changed(old, page("We keep your data safe."))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We erase log files within thirty days.", "We erase log files within 30 days."),
        ("We erase log files within 30 days.", "We erase log files within thirty (30) days."),
        (
            "A user may not share his or her login with anybody.",
            "A user may not share their login with anyone.",
        ),
        ("Acme Ltd. processes the data for us.", "Acme Limited processes the data for us."),
        ("Section 5 applies prior to transfer.", "Sec. 5 applies before transfer."),
        ("契約終了後三十日以内に削除いたします。", "契約終了後30日以内に削除します。"),
        ("お客様の同意なしに、第三者に提供いたしません。", "お客様の同意なく第三者に提供しません。"),
        ("個人データを、六ヶ月間保存しております。", "個人データを6か月間保存しています。"),
        ("お問い合わせは、下記の窓口までお願いいたします。", "お問合せは下記窓口までお願いします。"),
        ("安全管理のために必要な措置を講じます。", "安全管理のため、必要な措置を講ずるものとします。"),
    ],
)
def test_another_spelling_of_the_same_words_is_form(one: str, other: str):
    assert changed(page(one), page(other)) == changed(page(other), page(one)) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We erase log files within thirty days.", "We erase log files within 60 days."),
        ("We erase log files within thirty (30) days.", "We erase log files within thirty (60) days."),
        ("契約終了後三十日以内に削除いたします。", "契約終了後三百日以内に削除いたします。"),
        ("お客様の同意なく提供いたしません。", "お客様の同意なく提供いたします。"),
        ("氏名、住所その他の個人情報を取得します。", "氏名、住所その他個人情報を取得します。"),
        ("委託先が提供いたします。", "委託先に提供いたします。"),
    ],
)
def test_another_number_or_a_turned_promise_is_not(one: str, other: str):
    assert changed(page(one), page(other)) and changed(page(other), page(one))
