"""PDF files to clauses."""

import gzip
import os
import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from pdf_files import BODY, HEAD, JAPANESE, drawn, paragraph, pdf, scan, stream, table, written_out
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


CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
SHEET = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHOWN = b"BT /F1 9 Tf 40 700 Td (%s) Tj ET" % SENTENCE.encode()
TWISTED = {
    "pages that are their own kids": (CATALOGUE, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
    "two that are each other's kids": (CATALOGUE, PAGES, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"),
    "pages that are their own parent": (
        CATALOGUE,
        b"<</Type/Pages/Count 1/Kids[3 0 R]/Parent 2 0 R>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        stream(SHOWN),
    ),
    "a stream as long as itself": (
        CATALOGUE,
        PAGES,
        SHEET,
        b"<</Length 4 0 R>>\nstream\n%s\nendstream" % SHOWN,
        FONT,
    ),
    "a reference to itself": (CATALOGUE, PAGES, b"3 0 R"),
    "a font that descends from itself": (
        CATALOGUE,
        PAGES,
        SHEET,
        stream(SHOWN),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>",
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("objects", TWISTED.values(), ids=TWISTED)
def test_objects_that_refer_to_themselves_are_refused_or_read_in_no_time(objects: tuple[bytes, ...]) -> None:
    refused_or_read(written_out(*objects))


def refused_or_read(body: bytes) -> str | None:
    try:
        return read_pdf(body).text
    except ReadingError as error:
        assert error.why and error.fix
        return None


PLAIN = (CATALOGUE, PAGES, SHEET, stream(SHOWN), FONT)
TABLES = {
    "nothing": b"",
    "garbage": b"xref\n0 zz\nnot a table\n",
    "far too many": b"xref\n0 2147483647\n0000000000 65535 f \n",
    "behind the end": b"xref\n0 6\n" + b"9999999999 00000 n \n" * 6,
    "below nothing": b"xref\n-5 3\n" + b"-000000001 00000 n \n" * 3,
    "all at one place": b"xref\n0 6\n" + b"0000000009 00000 n \n" * 6,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("xref", TABLES.values(), ids=TABLES)
def test_a_broken_table_of_objects_is_refused_or_read_in_no_time(xref: bytes) -> None:
    assert refused_or_read(written_out(*PLAIN, xref=xref)) in (None, SENTENCE)


@pytest.mark.timeout(20)
def test_a_table_of_objects_that_goes_on_with_itself_has_an_end() -> None:
    body = written_out(*PLAIN)
    start = body.rindex(b"xref\n0 ")
    refused_or_read(written_out(*PLAIN, trailer=b"/Prev %d" % start))


def test_scripts_in_a_file_are_no_text_and_do_not_run() -> None:
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/JavaScript/JS(x\\(\\))>>>>"
    catalogue = CATALOGUE.replace(b">>", script + b">>")
    assert read_pdf(written_out(catalogue, *PLAIN[1:])).text == SENTENCE


def test_a_map_of_characters_outside_the_program_is_not_loaded(tmp_path: Path) -> None:
    """CVE-2025-64512: a name of a map that was a path, and the map a pickle."""
    owned = tmp_path / "owned"
    for suffix in (".pickle.gz", ".json.gz"):
        (tmp_path / f"evil{suffix}").write_bytes(gzip.compress(pickle.dumps(Evil(owned))))
    name = f"{tmp_path}/evil".replace("/", "#2F").encode()
    child = b"<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>>>"
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/%s/DescendantFonts[6 0 R]>>" % name
    refused_or_read(written_out(CATALOGUE, PAGES, SHEET, stream(SHOWN), font, child))
    assert not owned.exists()


class Evil:
    """Makes a folder when it is unpickled."""

    def __init__(self, owned: Path) -> None:
        self.owned = owned

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.owned),)


SMALL = pdf([paragraph(SENTENCE), table([("a", "b"), ("c", "d")])])
