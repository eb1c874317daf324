"""The annual review: its facts, in all four forms."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pdfplumber
import pytest
from python_calamine import CalamineWorkbook

from documents_sample import NOW, case, facts, us_report
from xborder.documents import to_html, to_pdf, to_text, to_workbook
from xborder.documents.annual import Measure, Review, Year, annual_review, watched
from xborder.model import (
    Action,
    CaseState,
    ChangeStatus,
    CountryAssessment,
    CountryFinding,
    Decision,
    Direction,
    FactChange,
    Move,
    Recommendation,
    Revision,
    TermsAssessment,
    TermsFinding,
    Topic,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 22)
SPRING = datetime(2026, 4, 9, 22, tzinfo=UTC)  # 10 April in Tokyo


def revision(name: str, document: str, **fields: object) -> Revision:
    made = Revision(
        id=name,
        document=document,
        owner=document.split("/")[0],
        old_version="a",
        new_version="b",
        detected_at=SPRING,
        status=ChangeStatus.CONFIRMED,
        recommendation=Recommendation(action=Action.REQUEST_CORRECTION),
    )
    return replace(made, **fields)


WEAKER = revision(
    "r1",
    "zoom/terms",
    terms=TermsAssessment(
        substantive=True,
        confidence=0.9,
        findings=(
            TermsFinding(topic=Topic.SECURITY, direction=Direction.WEAKENS, evidence="=cmd|' /C calc'"),
        ),
    ),
)
FORM = revision("r2", "meta/terms", terms=TermsAssessment(substantive=False, confidence=0.9))
GONE = replace(WEAKER, id="r3", document="zendesk/terms", owner="zendesk", status=ChangeStatus.WITHDRAWN)
LAW = revision(
    "r4",
    "country/SG/html",
    country=CountryAssessment(
        findings=(
            CountryFinding(part="シンガポール", fact="government_access", change=FactChange.INTRODUCED),
        )
    ),
)
DECIDED = Decision(
    case="C-2026-0007",
    move=Move.REQUEST_CORRECTION,
    person="山田花子",
    reason="契約第9条に反する",
    at=SPRING + timedelta(days=2),
    based_on=1,
)


def days(*, missed: tuple[date, ...] = ()) -> dict[date, bool]:
    every = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    return {day: day not in missed for day in every}


def a_year(**fields: object) -> Year:
    outage = tuple(date(2026, 8, day) for day in range(10, 17))
    watch = watched("zoom/terms", date(2025, 6, 1), (FIRST, LAST), days(missed=outage))
    made = Year(
        year=2026,
        since=FIRST,
        until=LAST,
        report_age_days=365,
        revisions=(WEAKER, FORM, GONE, LAW),
        decisions=(DECIDED,),
        watches={"zoom/terms": watch},
        measures={"zoom": (Measure(topic=Topic.SECURITY, document="zoom/dpa", quote="We encrypt data."),)},
    )
    return replace(made, **fields)


def review(language: str = "ja") -> Review:
    told = replace(
        facts(),
        cases=(case("zoom/terms", CaseState.CORRECTION_REQUESTED, Action.REQUEST_CORRECTION),),
        profiles={"US": us_report()},
    )
    return annual_review(told, a_year(), language)


@pytest.mark.parametrize(
    "words",
    [
        "2026年 外国の制度及び委託先の年次確認",
        "見本株式会社",
        "対象期間：2026年1月1日（木）から2026年11月22日（日）まで",
        "実質的な改定：2件（うち所在国等の制度に係る重要な変更1件）",
        "人による判断がまだない実質的な改定：1件",
        "調査報告がなく、人が確認する国：チリ",
        "個人情報保護管理者が年1回",
        "架空情報収集法",
        "「架空情報収集法は、協力を義務付ける。」（p. 3）",
        "調査時点：2021年10月",
        "変更がないことは、制度が変わっていないことを意味しません",
        "安全管理措置：保護の後退",
        "C-2026-0007 是正要求中",
        "2026年4月12日（日） 山田花子：是正要求（契約第9条に反する）",
        "定着せず",
        "実質的な変更なし",
        "「We encrypt data.」",
        "読み取れる条項なし",
        "できなかった日: 7",
        "2026-08-10〜2026-08-16",
        "未確認",
        "確認できなかった日の変更の有無は、いえません。",
        "監視している文書はありません。変更の有無は、別に確かめてください。",
        "期間中に読み取れた文書がないため、変更の有無はいえません。",
    ],
)
def test_the_review_says(words: str):
    assert words in to_text(review().paper)


def test_every_country_in_use_and_every_contractor_stands_in_it():
    text = to_text(review("en").paper)
    for name in ("United States", "Chile", "Taiwan", "Singapore", "Australia", "India", "Canada", "Ireland"):
        assert name in text
    assert "\nJapan\n" not in text
    for contractor in facts().registry.contractors:
        assert contractor.name in text


@pytest.mark.parametrize(
    "words",
    [
        "countries and regions: 8; contractors: 6",
        "Revisions in substance: 2; law triggers among them: 1",
        "“We encrypt data.”",
        "“架空情報収集法は、協力を義務付ける。” (p. 3)",
    ],
)
def test_the_english_review_counts_and_quotes_as_english_does(words: str):
    assert words in to_text(review("en").paper)


def test_a_case_no_longer_open_is_told_with_its_decision_and_not_as_open():
    told = replace(facts(), cases=(case("zoom/terms", CaseState.CORRECTED, Action.REQUEST_CORRECTION),))
    text = to_text(annual_review(told, a_year(), "ja").paper)
    assert "終わっていない案件はありません" in text
    assert "C-2026-0007 是正済み" in text


def test_there_are_boxes_to_sign_for_every_item_and_for_the_whole():
    html = to_html(review().paper)
    items = 8 + len(facts().registry.contractors)  # countries but Japan
    assert html.count("確認者（氏名・日付）") == items
    assert html.count("承認者（氏名・日付）") == 1


def test_days_before_the_watch_began_are_not_missed():
    watch = watched("d", date(2026, 11, 20), (FIRST, LAST), {LAST: True})
    assert (watch.expected, watch.good, watch.missed) == (3, 1, 2)


def test_a_day_on_which_it_was_looked_at_in_vain_is_missed():
    watch = watched("d", FIRST, (LAST, LAST), {LAST: False})
    assert (watch.looked, watch.good, watch.missed) == (1, 0, 1)


def test_a_document_never_looked_at_says_so_and_counts_no_days():
    assert watched("d", None, (FIRST, LAST), {}).expected == 0
    assert "一度も確認していない文書：" in to_text(review().paper)


def test_the_workbook_holds_the_same_facts_and_nothing_that_acts():
    book = CalamineWorkbook.from_filelike(BytesIO(to_workbook(review().tables, made_at=NOW)))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    names = [
        "国",
        "制度",
        "委託先",
        "相当措置",
        "改定と確認",
        "未了案件",
        "監視の記録",
        "前回からの変更",
        "署名",
    ]
    assert list(sheets) == names
    assert any("架空情報収集法" in cell for row in sheets["制度"] for cell in row)
    assert any("山田花子" in cell for row in sheets["改定と確認"] for cell in row)
    assert len(sheets["監視の記録"]) == 1 + len(facts().registry.documents)


def test_a_text_that_looks_like_a_formula_stays_text():
    told = replace(facts(), cases=(case("zoom/terms", CaseState.OPEN, Action.SUSPEND, title="=1+1"),))
    made = to_workbook(annual_review(told, a_year(), "ja").tables, made_at=NOW)
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    assert "=1+1" in [row[1] for row in book.get_sheet_by_name("未了案件").to_python()]


def test_the_pdf_is_a4_numbered_and_embeds_its_font():
    with pdfplumber.open(BytesIO(to_pdf(review().paper, made_at=NOW))) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
        fonts = {char["fontname"] for page in pdf.pages for char in page.chars}
        assert all(abs(page.width - 595.28) < 1 for page in pdf.pages)
    assert all(f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1))
    assert all("年次確認" in page.split("\n")[0] for page in pages)
    assert all("+NotoSansCJK" in font for font in fonts)
    assert "山田花子" in "".join(pages)


def test_the_same_year_gives_the_same_bytes():
    assert to_pdf(review().paper, made_at=NOW) == to_pdf(review().paper, made_at=NOW)
    assert to_workbook(review().tables, made_at=NOW) == to_workbook(review().tables, made_at=NOW)
