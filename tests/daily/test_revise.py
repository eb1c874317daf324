"""What a new text comes to, all rooms together."""

import pytest

from xborder.daily.revise import assess_pages
from xborder.model import Clause, DocumentKind, Page, TermsAssessment

SHEETS = (
    "invoices",
    "letters",
    "calls",
    "orders",
    "visits",
    "returns",
    "reviews",
    "payments",
    "claims",
    "tickets",
)
帳票 = ("請求書", "手紙", "通話", "注文", "訪問", "返品", "評価", "支払", "苦情", "問合せ")


@pytest.mark.parametrize(
    ("sentence", "sheets", "language", "old", "new"),
    [
        ("{name} keeps {sheet} in a safe place.", SHEETS, "en", "Acme", "Omega"),
        ("{name}は、{sheet}の記録を適切に管理します。", 帳票, "ja", "アクメ商会", "オメガ"),
        ("{name}は、{sheet}の記録を適切に管理します。", 帳票, "ja", "アクメクラウド", "オメガクラウド"),
    ],
)
def test_a_name_replaced_throughout_is_one_note_and_no_finding(
    sentence: str, sheets: tuple[str, ...], language: str, old: str, new: str
) -> None:
    pages = [
        Page(
            clauses=tuple(Clause(text=sentence.format(name=name, sheet=sheet)) for sheet in sheets),
            language=language,
        )
        for name in (old, new)
    ]
    changes, assessed = assess_pages(DocumentKind.TERMS, *pages)
    assert isinstance(assessed, TermsAssessment)
    assert len(changes) == 10
    assert not assessed.substantive
    told = [note.ja for note in assessed.notes if "一貫して改められました" in note.ja]
    assert len(told) == 1
    assert "10" in told[0]
