"""What a lawyer would call form, and what never is."""

import pytest

from xborder.diff import form_only
from xborder.diff.words import word_runs
from xborder.model import Change, ChangeKind, Clause, ClauseKind


def reworded(old: str, new: str) -> Change:
    return Change(
        kind=ChangeKind.REWORDED, old=Clause(text=old), new=Clause(text=new), words=word_runs(old, new)
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Last updated: April 8, 2026", "Last updated: April 28, 2026"),
        ("Effective date: 14th of November, 2025", "Effective date: November 14, 2025"),
        ("Effective 2 April 2026 | Archived versions | Download PDF", "Effective 26 May 2026 | Download PDF"),
        ("This policy was last revised on Sept. 5, 2024.", "This policy was last revised on 2025-01-01."),
        ("最終更新日：2023年11月1日", "最終更新日：2024年4月3日"),
        ("2020年10月6日 制定", "2020年10月6日 制定 令和5年4月1日 改定"),
        ("Version 3.1, 1 May 2024", "Version 3.2, 2 May 2025"),
        ("See https://acme.example/dpa?v=1 for details.", "See https://acme.example/legal/dpa for details."),
        ("Read our [policy](https://acme.example/a).", "Read our [policy](https://acme.example/b)."),
        ("the European Economic Area (<strong>EEA</strong>)", "the European Economic Area (EEA)"),
        ("Your Rights And Choices", "Your rights and choices"),
        ("names, addresses, and e-mail", "names, addresses and email"),
        ("• names", "- names"),
        ("3.2. We delete it.", "3.3. We delete it."),
        ("第5条 保管します。", "第6条 保管します。"),
        ("You may opt out. Learn more", "You may opt out."),
        ("Sub-processors (opens in new tab)", "Sub-processors"),
        ("We don’t sell data.", "We do not sell data."),
        ("personalised, in colour", "personalized, in color"),
        ("当社及び委託先は、但し書きと言います", "当社および委託先は、ただし書きといいます"),
        ("ユーザー情報の取扱い", "ユーザ情報の取り扱い"),
        ("個人情報（氏名等）", "個人情報(氏名など)"),
        ("Write to privacy@acme.example at any time.", "Write to [email protected] at any time."),
        ("© 2024 Acme Inc.", "© 2025 Acme Inc."),
        ("Copyright (c) 2019-2024, Acme Inc.", "Copyright (c) 2019-2025, Acme Inc."),
    ],
)  # fmt: skip
def test_is_form(old: str, new: str) -> None:
    assert form_only(reworded(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We delete data within 30 days.", "We delete data within 90 days."),
        ("We apply 1.5 times the rate.", "We apply 15 times the rate."),
        ("We will notify you.", "We may notify you."),
        ("(a) at once, or (c) 30 days after it.", "(a) at once, or (c) 60 days after it."),
        ("We remedy copyright infringement.", "We remedy infringement."),
        ("We do sell data.", "We do not sell data."),
        ("提供しません。", "提供します。"),
        ("We may sell data effective 1 May 2025.", "We may sell data effective 1 May 2026."),
        ("Data from before 1 January 2024 is deleted.", "Data from before 1 January 2026 is deleted."),
        ("2024年4月1日以降に取得したデータを提供します。", "2022年4月1日以降に取得したデータを提供します。"),
        ("Write to privacy@acme.example.", "Write to privacy@omega.example."),
        ("pursuant to Article 6(1)(a) GDPR", "pursuant to Article 6(1)(f) GDPR"),
        ("a fee of $10", "a fee of €10"),
        ("stored in Japan", "stored in Jordan"),
        ("Last updated: 1 May 2025. We now share data.", "Last updated: 2 May 2025."),
    ],
)  # fmt: skip
def test_is_not_form(old: str, new: str) -> None:
    assert not form_only(reworded(old, new))


@pytest.mark.parametrize(
    "part", ["](https://", "<a", "[email protected] a.", "1 May ", "@a", "((", "jan", "1.", "n't", "・・"]
)
def test_a_text_made_to_hurt_is_judged_in_time(part: str) -> None:
    text = part * (500_000 // len(part))
    assert not form_only(Change(kind=ChangeKind.ADDED, new=Clause(text=f"We sell data. {text}")))


def test_an_added_date_line_is_form() -> None:
    change = Change(kind=ChangeKind.ADDED, new=Clause(text="Last Revised: July 27, 2021"))
    assert form_only(change)


def test_an_added_sentence_is_not_form() -> None:
    assert not form_only(Change(kind=ChangeKind.ADDED, new=Clause(text="We sell data.")))


@pytest.mark.parametrize(
    ("kind", "is_form"),
    [
        (ClauseKind.PARAGRAPH, True),
        (ClauseKind.HEADING, True),
        (ClauseKind.ITEM, False),
        (ClauseKind.ROW, False),
    ],
)
def test_a_sentence_may_stand_elsewhere_but_an_item_belongs_to_its_list(
    kind: ClauseKind, is_form: bool
) -> None:
    clause = Clause(text="Health data", kind=kind)
    assert form_only(Change(kind=ChangeKind.MOVED, old=clause, new=clause)) is is_form
