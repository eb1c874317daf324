"""By when the company must object, with the sentence that says so."""

import pytest

from xborder.assess.objection import notice_periods
from xborder.model import Clause


@pytest.mark.parametrize(
    ("text", "days", "business", "to_object"),
    [
        ("Customer may object to a new Sub-processor within 14 days of notice.", 14, False, True),
        ("We give thirty (30) days' prior notice of any new subprocessor.", 30, False, False),
        (
            "Customer is given ten business days’ notice of a new subcontractor, in which it can object.",
            10, True, True,
        ),
        ("If it does not consent to a Sub-processor, it says so within fifteen (15) days.", 15, False, True),
        ("再委託先を追加する場合、３０日前までに通知します。", 30, False, False),
        ("お客様は、再委託先の追加の通知から十四日以内に異議を述べることができます。", 14, False, True),
        ("サブプロセッサの変更は10営業日前に通知します。", 10, True, False),
    ],
)  # fmt: skip
def test_a_period_is_read(text: str, days: int, business: bool, to_object: bool) -> None:
    (period,) = notice_periods([Clause(text=text)])
    assert (period.days, period.business_days, period.to_object) == (days, business, to_object)
    assert period.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "We delete the data within 30 days after termination.",
        "Sub-processors delete the data within 30 days.",
        "We answer requests within 14 days of notice.",
        "Unless resolved within 30 days of receipt of an objection to a Sub-processor, we may terminate.",
        "再委託先は、30日以内にデータを削除します。",
        "We notify you of new Sub-processors.",
    ],
)
def test_other_periods_are_not_read(text: str) -> None:
    assert notice_periods([Clause(text=text)]) == ()


def test_the_sentence_is_quoted_not_the_clause() -> None:
    text = "We use Sub-processors. Customer may object within 14 days. Fees stay due."
    (period,) = notice_periods([Clause(text=text)])
    assert period.quote == "Customer may object within 14 days."


def test_a_clause_under_the_heading_need_not_repeat_the_word() -> None:
    clause = Clause(text="Customer may object within 14 days.", path=("DPA", "Sub-processors"))
    assert [period.days for period in notice_periods([clause])] == [14]


def test_periods_to_object_come_first() -> None:
    clauses = [
        Clause(text="We give 30 days' notice of new Sub-processors."),
        Clause(text="You may object to a Sub-processor within 10 days."),
    ]
    assert [period.days for period in notice_periods(clauses)] == [10, 30]
