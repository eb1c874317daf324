"""PDF files to clauses."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from pdf_files import BODY, HEAD, JAPANESE, drawn, paragraph, pdf, scan, table
from xborder.errors import ReadingError
from xborder.extract import digest
from xborder.extract.pdf import read_pdf
from xborder.model import ClauseKind

SENTENCE = (
    "The provider keeps the measures of this addendum in force and reviews them at least once in every year."
)


def contract() -> list[Paragraph]:
    clauses = (paragraph(f"1.{n} In clause {n} {SENTENCE}") for n in range(1, 60))
    return [paragraph("Data Processing Addendum", HEAD), *clauses]


def test_wrapped_lines_make_one_clause_with_its_number() -> None:
    page = read_pdf(pdf(contract(), head="Example Cloud DPA"))
    found = next(c for c in page.clauses if "In clause 31 " in c.text)
    assert (found.number, found.text) == ("1.31", f"In clause 31 {SENTENCE}")
    assert found.path == ("Data Processing Addendum",)
    assert found.page == 2
    assert len(page.clauses) == 60


def test_running_heads_and_page_numbers_are_dropped() -> None:
    text = read_pdf(pdf(contract(), head="Example Cloud DPA")).text
    assert "Example Cloud DPA" not in text
    assert "Page" not in text


def test_a_paragraph_that_goes_on_over_the_page_is_one_clause() -> None:
    long = paragraph(
        "We start " + "and we go on and on with our duty to the customer " * 150 + "until the end."
    )
    assert [c.text[-14:] for c in read_pdf(pdf([long], head="x")).clauses] == ["until the end."]


def test_two_columns_are_read_one_after_the_other() -> None:
    page = read_pdf(pdf(contract(), columns=2))
    numbers = [c.number for c in page.clauses if c.number]
    assert numbers == [f"1.{n}" for n in range(1, 60)]
    assert SENTENCE in page.clauses[10].text


def test_japanese_lines_are_joined_without_a_space() -> None:
    text = (
        "当社は、個人データを外国にある第三者に提供するときは、当該第三者による"
        "相当措置の継続的な実施を確保するために必要な措置を講じます。"
    )
    flow = [
        paragraph("第１条（目的）", JAPANESE),
        paragraph(text * 3, JAPANESE),
        paragraph("①氏名", JAPANESE),
    ]
    clauses = read_pdf(pdf(flow)).clauses
    assert [(c.number, c.text) for c in clauses] == [("第１条", "（目的）"), ("", text * 3), ("①", "氏名")]
    assert clauses[1].path == ("第１条（目的）",)


def test_a_table_is_read_row_by_row_also_over_pages() -> None:
    rows = [
        ("Name", "Purpose", "Country"),
        *((f"Processor {n}", "Storage of data", "Ireland") for n in range(70)),
    ]
    page = read_pdf(pdf([paragraph(SENTENCE), table(rows)]))
    found = [c for c in page.clauses if c.kind is ClauseKind.ROW]
    assert len(found) == 71
    assert found[-1].text == "Processor 69 | Storage of data | Ireland"
    assert found[-1].path[-1] == "Name | Purpose | Country"


def test_a_row_with_whole_clauses_is_cut_into_them() -> None:
    cell = "<br/>".join(
        f"({n}) The provider keeps measure {n} in force for all of the data." for n in range(1, 9)
    )
    page = read_pdf(pdf([table([("Security", cell), ("Deletion", "At the end of the contract.")])]))
    found = next(c for c in page.clauses if "measure 5" in c.text)
    assert (found.number, found.path[-1]) == ("(5)", "Security")


def test_a_word_broken_at_the_end_of_a_line_is_whole_again() -> None:
    lines = [
        "We share infor-",
        "mation only with your con-",
        "sent. Your information and consent are third-",
        "party matters.",
    ]

    def draw(canvas: Canvas) -> None:
        for n, line in enumerate([*lines, "A third-party is another party, not a thirdparty."]):
            canvas.drawString(72, 700 - 14 * n, line)

    text = read_pdf(drawn(draw)).text
    assert "share information only with your consent" in text


def test_a_new_date_of_the_file_is_no_other_text() -> None:
    one, other = pdf(contract(), made="one"), pdf(contract(), made="another title in the metadata")
    assert one != other
    assert digest(read_pdf(one)) == digest(read_pdf(other))
    assert read_pdf(one).clauses == read_pdf(one).clauses


def test_a_scan_is_refused() -> None:
    with pytest.raises(ReadingError, match="no text layer"):
        read_pdf(scan())


def test_an_encrypted_file_is_refused() -> None:
    with pytest.raises(ReadingError, match="encrypted"):
        read_pdf(pdf(contract(), encrypt=StandardEncryption("secret", "owner")))


def test_a_file_only_its_owner_may_change_is_read() -> None:
    locked = StandardEncryption("", "owner", canModify=0)
    assert "In clause 31" in read_pdf(pdf(contract(), encrypt=locked)).text


def test_fonts_that_hide_their_characters_are_refused() -> None:
    body = pdf([paragraph("(cid:12)(cid:345)(cid:7) " * 60, BODY)])
    with pytest.raises(ReadingError, match="cid"):
        read_pdf(body)


def test_a_file_of_very_many_pages_is_refused_at_once() -> None:
    kids = b"3 0 R " * 100_000
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 100000/Kids["
        + kids
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        + b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    started = time.perf_counter()
    with pytest.raises(ReadingError, match="pages"):
        read_pdf(body)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("cut", [20, 400, 2_000, -300])
def test_a_file_cut_short_is_refused_or_read_but_never_breaks(cut: int) -> None:
    try:
        assert read_pdf(pdf(contract())[:cut]).visible_chars > 0
    except ReadingError as error:
        assert error.why


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_but_never_breaks(data: st.DataObject) -> None:
    body = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 12))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_pdf(bytes(body))
    except ReadingError as error:
        assert error.fix


SMALL = pdf([paragraph(SENTENCE), table([("a", "b"), ("c", "d")])])
