"""What only paper does: cells over page ends, footnotes at the foot, running heads, raised marks, locks."""

import io
from collections.abc import Sequence

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from xborder.errors import ReadingError
from xborder.extract.ppc import read_profile
from xborder.model import Indicator, LegalSystem, Provision

FONT = "HeiseiMin-W3"
LEFT, GUTTER, RIGHT = 60, 180, 540
Rows = Sequence[tuple[Sequence[str], Sequence[str]]]  # (label lines, text lines) of one row of the table

PAGES: tuple[Rows, ...] = (
    (
        (
            ("個人情報の保護に関す", "る制度の有無"),
            (
                "包括的な法令として、以下の法令が存在する。",
                "□ 個人情報保護法（Privacy Act）",
                "－ 対象機関：公的部門",
            ),
        ),
        (
            ("個人情報の保護に関す", "る制度についての指標", "となり得る情報"),
            ("□ EUの十分性認定※1：なし", "□ APECのCBPRシステム※2：なし"),
        ),
        (("OECD プライバシーガ", "イドライン 8 原則※3"), ("① 収集制限の原則：上記法令に規定されている。",)),
    ),
    (
        (
            ("に対応する事業者等の", "義務又は本人の権利"),
            (
                "② データ内容の原則：上記法令に規定されている。",
                "③ 目的明確化の原則：該当する規定は不見当である。",
            ),
        ),
        (
            ("その他本人の権利利益", "に重大な影響を及ぼす"),
            (
                "□ 個人情報の域内保存義務に係る制度であって、本人の権利利益に重",
                "大な影響を及ぼす可能性のあるもの",
                "①保存法（Storage Act）",
                "・ 事業者は、情報を国内に保存しなければならず、その保存の期間は",
            ),
        ),
    ),
    (
        (
            ("可能性のある制度",),
            (
                "、最低12か月とする。",
                "□ 事業者に対し政府の情報収集活動への協力義務を課す制度であって、本",
                "人の権利利益に重大な影響を及ぼす可能性のあるもの",
                "－",
            ),
        ),
    ),
)


def paper(pages: Sequence[Rows] = PAGES, *, notes_on_every_page: bool = False, password: str = "") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), encrypt=password or None)
    for number, rows in enumerate(pages, 1):
        canvas.setFont(FONT, 8)
        canvas.drawRightString(RIGHT, 810, "調査を行う委員会")
        canvas.drawCentredString(300, 20, f"{number} / {len(pages)}")
        canvas.setFont(FONT, 10.5)
        if number == 1:
            canvas.drawString(LEFT, 775, "【アルバ共和国】")
        y = 760.0
        for label, text in rows:
            height = 15 * max(len(label), len(text)) + 6
            canvas.rect(LEFT, y - height, GUTTER - LEFT, height)
            canvas.rect(GUTTER, y - height, RIGHT - GUTTER, height)
            for x, lines in ((LEFT + 5, label), (GUTTER + 5, text)):
                for n, line in enumerate(lines):
                    canvas.drawString(x, y - 14 - 15 * n, line)
            y -= height
        if notes_on_every_page or number == len(pages):
            canvas.setFont(FONT, 8)
            canvas.drawString(LEFT, 80, f"※{number} 注の一行目であって、とても長いので次の行にも続き、")
            canvas.drawString(LEFT, 68, "さらに続くものをいう。")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("everywhere", [False, True], ids=["notes at the end", "notes on every page"])
def test_labels_and_texts_broken_by_page_ends_are_put_together(everywhere: bool) -> None:
    part = read_profile(paper(notes_on_every_page=everywhere), "pdf").parts[0]
    assert part.name == "アルバ共和国"
    assert part.system is LegalSystem.COMPREHENSIVE
    assert [(law.name_ja, law.bodies) for law in part.laws or ()] == [("個人情報保護法", "公的部門")]
    assert [v for _, v in part.oecd][:4] == [
        Provision.PROVIDED,
        Provision.PROVIDED,
        Provision.NOT_FOUND,
        None,
    ]
    assert part.government_access == ()
    law = (part.data_localization or ())[0]
    assert law.name_ja == "保存法"
    assert law.body == "事業者は、情報を国内に保存しなければならず、その保存の期間は、最低12か月とする。"


def test_a_raised_number_is_a_footnote_mark_and_no_text() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    y = 800.0
    for line in (
        *(
            "【アルバ共和国】",
            "個人情報の保護に関する制度の有無",
            "包括的な法令として、以下の法令が存在する。",
        ),
        *(
            "□ 個人情報保護法（Privacy Act）",
            "・ 対象機関：公的部門及び民間部門^",
            "・ 対象情報：8原則に関する情報^",
        ),
        *(
            "個人情報の保護に関する制度についての指標となり得る情報",
            "□ EUの十分性認定^：なし",
            "□ APECのCBPRシステム^：なし",
        ),
        "その他本人の権利利益に重大な影響を及ぼす可能性のある制度",
        *(
            "□ 個人情報の域内保存義務に係る制度",
            "－",
            "□ 事業者に対し政府の情報収集活動への協力義務を課す制度",
            "－",
        ),
    ):
        text = canvas.beginText(60, y)
        for number, piece in enumerate(line.split("^")):
            if number:
                text.setFont(FONT, 6)
                text.setRise(5)
                text.textOut("12")
                text.setRise(0)
            text.setFont(FONT, 11)
            text.textOut(piece)
        canvas.drawText(text)
        y -= 20
    canvas.save()
    part = read_profile(out.getvalue(), "pdf").parts[0]
    law = (part.laws or ())[0]
    assert (law.bodies, law.information) == ("公的部門及び民間部門", "8原則に関する情報")
    assert (part.eu_adequacy, part.cbpr) == (Indicator.NO, Indicator.NO)


def test_facts_name_their_page() -> None:
    quotes = dict(read_profile(paper(), "pdf").parts[0].quotes)
    assert quotes["legal_system"].page == 1
    assert quotes["oecd:data_quality"].page == 2
    assert quotes["government_access"].page == 3


def test_a_locked_file_is_refused_and_says_so() -> None:
    with pytest.raises(ReadingError, match="password"):
        read_profile(paper(password="secret"), "pdf")


def test_a_scan_is_refused_and_says_so() -> None:
    picture = pypdfium2.PdfDocument(paper())[0].render().to_pil()
    scanned = io.BytesIO()
    picture.save(scanned, "PDF")
    with pytest.raises(ReadingError, match="scan"):
        read_profile(scanned.getvalue(), "pdf")


@pytest.mark.parametrize(
    "body", [b"", b"%PDF-1.7\n%%EOF", b"<html></html>%%EOF", b"%PDF-1.4\n" + bytes(5000) + b"%%EOF"]
)
def test_bytes_that_are_no_report_are_refused(body: bytes) -> None:
    with pytest.raises(ReadingError):
        read_profile(body, "pdf")


def test_page_numbers_that_tell_of_more_pages_are_believed() -> None:
    document = pypdfium2.PdfDocument(paper())
    del document[2]
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(ReadingError, match="2 of 3 pages"):
        read_profile(out.getvalue(), "pdf")
