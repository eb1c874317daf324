"""A report that stops too early is unreadable or unknown, and never a report with fewer laws."""

import io

import pypdfium2
import pytest

from ppc_reports import Report, Style, page, reportlab_pdf, typst_pdf
from xborder.assess.country import compare
from xborder.errors import ReadingError
from xborder.extract.ppc import read_profile
from xborder.model import (
    FactChange,
    Indicator,
    Law,
    LegalSystem,
    Part,
    Principle,
    Profile,
    Provision,
    TriggerLaw,
)

LONG = (
    "監督当局は、監査のため、金融機関その他の事業者に対し、帳簿、書類その他の資料の提出を求めることができる。"
    * 6
)


def law(number: int) -> TriggerLaw:
    return TriggerLaw(name_ja=f"第{number}情報法", name_original=f"Information Act No. {number}", body=LONG)


REPORT = Report(
    Profile(
        parts=(
            Part(
                name="アルバ共和国",
                system=LegalSystem.COMPREHENSIVE,
                laws=(
                    Law(name_ja="個人情報保護法", in_force="2016年4月7日施行", bodies="公的部門及び民間部門"),
                ),
                eu_adequacy=Indicator.NO,
                cbpr=Indicator.YES,
                oecd=tuple((p, Provision.PROVIDED) for p in Principle),
                data_localization=(law(1), law(2)),
                government_access=(law(3), law(4), law(5), law(6), law(7)),
            ),
        ),
        surveyed="2022-03",
    ),
    "アルバ共和国",
)


def test_a_page_cut_anywhere_is_refused() -> None:
    body = page(REPORT, Style(), "list").decode()
    end = body.index("ページの先頭へ")
    for position in range(0, end, 97):
        with pytest.raises(ReadingError):
            read_profile(body[:position].encode(), "html")


@pytest.mark.parametrize("layout", ["rl table", "rl flow", "ruled", "open", "flow"])
def test_a_pdf_that_lost_its_last_pages_never_has_fewer_laws(layout: str) -> None:
    if layout.startswith("rl"):
        body = reportlab_pdf(REPORT, Style(), table=layout == "rl table")
    else:
        body = typst_pdf(REPORT, Style(), layout=layout)
    pages = len(pypdfium2.PdfDocument(body))
    assert pages >= 2
    whole = read_profile(body, "pdf").parts
    refused = 0
    for keep in range(1, pages):
        try:
            assert read_profile(_first_pages(body, keep), "pdf").parts == whole  # only footnotes were lost
        except ReadingError:
            refused += 1
    assert refused


def _first_pages(body: bytes, count: int) -> bytes:
    document = pypdfium2.PdfDocument(body)
    for number in range(len(document) - 1, count - 1, -1):
        del document[number]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_pdf_whose_bytes_stop_early_is_refused() -> None:
    body = reportlab_pdf(REPORT, Style(), table=True)
    for position in range(0, len(body) - 10, max(1, len(body) // 40)):
        with pytest.raises(ReadingError):
            read_profile(body[:position], "pdf")


def test_an_excerpt_leaves_unknown_what_it_does_not_show() -> None:
    text = "アルバ共和国\n個人情報の保護に関する制度の有無\n包括的な法令として、以下の法令が存在する。\n- 個人情報保護法(Privacy Act)\n"
    part = read_profile(text.encode(), "text").parts[0]
    assert part.name == "アルバ共和国"
    assert part.system is LegalSystem.COMPREHENSIVE
    assert part.data_localization is None
    assert part.government_access is None
    assert {"data_localization", "government_access", "eu_adequacy", "oecd:openness"} <= set(part.unknown)


def test_an_excerpt_that_stops_inside_a_heading_adds_no_law() -> None:
    text = (
        "アルバ共和国\n個人情報の保護に関する制度の有無\n包括的な法令として、以下の法令が存在する。\n"
        "その他本人の権利利益に重大な影響を及ぼす可能性のある制度\n"
        "- 個人情報の域内保存義務に係る制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの\n-\n"
        "- 事業者に対し政府の情報収集活動への協力義務を課す制度であ"
    )
    part = read_profile(text.encode(), "text").parts[0]
    assert part.data_localization == ()
    assert part.government_access is None


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><h1>メンテナンスのお知らせ</h1><p>ただいまシステムメンテナンス中です。</p></body></html>",
        "<html><body><h1>404 Not Found</h1></body></html>",
        "<html><body><h2>アルバ共和国</h2><h3>法制度の概要</h3><p>個人情報保護法がある。</p></body></html>",
        "",
    ],
    ids=["maintenance", "error", "other headings", "empty"],
)
def test_a_page_without_the_headings_of_the_form_is_refused(body: str) -> None:
    with pytest.raises(ReadingError):
        read_profile(body.encode(), "html")


def test_an_empty_cell_is_not_the_same_as_none() -> None:
    body = page(REPORT, Style(), "list").decode()
    start = body.index("<ul><li>①第3情報法") if "<ul><li>①第3情報法" in body else body.index("<li>①第3情報法")
    stop = body.index("<p>※1")
    emptied = body[:start] + "</ul></li></ul>" + body[stop:]
    part = read_profile(emptied.encode(), "html").parts[0]
    assert part.government_access is None
    assert "government_access" in part.unknown


def test_a_page_closed_after_a_lost_end_repeals_nothing() -> None:
    body = page(REPORT, Style(), "list").decode()
    whole = read_profile(body.encode(), "html")
    closed = body[: body.index("<li>①第3情報法")] + "<li>①第3情報法</li></ul></li></ul></div></body></html>"
    cut = read_profile(closed.encode(), "html")
    assert [law.name_ja for law in cut.parts[0].government_access or ()] == ["第3情報法"]
    assessed = compare(whole, cut)
    assert not [f for f in assessed.findings if f.change is FactChange.REPEALED]
    assert "第7情報法" in assessed.needs_person.ja


def test_a_page_closed_inside_a_sentence_is_refused() -> None:
    body = page(REPORT, Style(), "list").decode()
    inside = body.index("帳簿、書類", body.index("<li>①第3情報法"))
    with pytest.raises(ReadingError):
        read_profile((body[:inside] + "</li></ul></li></ul></li></ul></div></body></html>").encode(), "html")
