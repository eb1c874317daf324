"""Reading behind the port: plain formats here, dangerous ones in a process with limits."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contract_pages import TERMS, site
from pdf_files import paragraph, pdf, scan, stream, written_out
from xborder.errors import ReadingError
from xborder.extract import EXTRACTOR, read_html
from xborder.extract.pdf import read_pdf
from xborder.model import Document, DocumentKind, Source
from xborder.ports import Served
from xborder.reading import Limits, PageReader

COUNTRY = Path(__file__).resolve().parents[2] / "shared" / "benchmark" / "country-dev"
SENTENCE = "The provider keeps the measures of this addendum in force and reviews them every year."


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader() as reader:
        yield reader


def served(body: bytes, *, number: int = 1, **fields: object) -> Served:
    source = Source(id=f"a/dpa#{number}", url="https://a.example/dpa")
    return replace(Served(source=source, body=body), **fields)  # type: ignore[arg-type]


def document(*parts: Served, kind: DocumentKind = DocumentKind.DPA) -> Document:
    return Document(id="a/dpa", owner="a", kind=kind, title="DPA", sources=tuple(p.source for p in parts))


def small_pdf() -> bytes:
    return pdf([paragraph(f"1.{n} In clause {n} {SENTENCE}") for n in range(1, 9)])


def test_html_is_read_as_the_source_says(reader: PageReader) -> None:
    part = served("<main><p>当社は提供しません。</p></main>".encode("cp932"), charset="shift_jis")
    assert reader.read(document(part), [part]).text == "当社は提供しません。"
    assert reader.extractor == EXTRACTOR


def test_a_pdf_is_read_in_the_other_process_as_it_would_be_here(reader: PageReader) -> None:
    part = served(small_pdf(), media_type="application/pdf")
    assert reader.read(document(part), [part]) == read_pdf(small_pdf())


def test_parts_are_joined_in_their_order(reader: PageReader) -> None:
    parts = [served(b"<main><p>First part.</p></main>"), served(small_pdf(), number=2)]
    page = reader.read(document(*parts), parts)
    assert page.clauses[0].text == "First part."
    assert page.clauses[-1].number == "1.8"


def test_a_large_page_is_read_in_the_other_process(reader: PageReader) -> None:
    body = site(TERMS + "<!-- " + "x" * 5_000_000 + " -->")
    part = served(body)
    assert reader.read(document(part), [part]) == read_html(body, url="https://a.example/dpa")


def test_what_cannot_be_read_names_its_source_and_the_next_file_is_read(reader: PageReader) -> None:
    bad, good = served(scan()), served(small_pdf())
    with pytest.raises(ReadingError, match=r"a/dpa#1.*no text layer"):
        reader.read(document(bad), [bad])
    assert reader.read(document(good), [good]).clauses


def test_a_fingerprint_never_raises(reader: PageReader) -> None:
    assert reader.fingerprint(served(b"<div>" * 60_000)) != reader.fingerprint(served(b"\x00\xff"))


def test_a_page_beyond_all_sizes_is_refused(reader: PageReader) -> None:
    part = served(b"x" * (65 * 2**20))
    with pytest.raises(ReadingError, match="larger"):
        reader.read(document(part), [part])


def test_a_file_that_takes_too_long_is_given_up() -> None:
    slow = served(pdf([paragraph(SENTENCE * 40) for _ in range(150)]))
    with PageReader(Limits(seconds=0.01)) as reader, pytest.raises(ReadingError) as failed:
        reader.read(document(slow), [slow])
    assert "limits" in failed.value.why or "longer" in failed.value.why


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    part = served(b"<main>" + b"<p>A clause of the contract.</p>" * 600_000 + b"</main>")
    with PageReader(Limits(memory_bytes=300 * 2**20)) as reader, pytest.raises(ReadingError):
        reader.read(document(part), [part])


def test_a_drawing_that_draws_itself_twice_is_given_up_and_the_next_file_is_read() -> None:
    shown = b"BT /F1 9 Tf 40 700 Td (%s) Tj ET" % SENTENCE.encode()
    bomb = written_out(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        stream(shown + b" /X Do"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
    )
    bad, good = served(bomb, media_type="application/pdf"), served(small_pdf())
    with PageReader(Limits(seconds=2, memory_bytes=2**29)) as reader:
        with pytest.raises(ReadingError):
            reader.read(document(bad), [bad])
        assert reader.read(document(good), [good]).clauses


CHILDREN = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")


@pytest.mark.skipif(not CHILDREN.exists(), reason="this system does not list the children of a process")
def test_a_killed_process_is_an_unreadable_file_and_a_new_one_is_started(reader: PageReader) -> None:
    part = served(small_pdf())
    reader.read(document(part), [part])
    for pid in CHILDREN.read_text().split():
        if b"xborder.reading.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(int(pid), signal.SIGKILL)
    pages = [p for _ in range(2) if (p := _or_none(reader, part)) is not None]
    assert pages[-1].clauses


def _or_none(reader: PageReader, part: Served) -> object:
    try:
        return reader.read(document(part), [part])
    except ReadingError:
        return None


FORBIDDEN = {
    "connect": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "resolve": "import socket; socket.getaddrinfo('localhost', 80)",
    "start a process": "import subprocess; subprocess.run(['true'])",
    "system": "import os; os.system('true')",
    "read": "open('/etc/passwd').read()",
    "write": "open('{folder}/out', 'w').write('x')",
    "delete": "import os; os.remove('{folder}/kept')",
}


@pytest.mark.parametrize("attack", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_process_can_do_nothing_but_read_what_it_was_given(attack: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("kept")
    code = (
        "from xborder.reading.worker import Limits, confine\n"
        "confine(Limits())\n"
        f"try:\n    {attack.format(folder=tmp_path)}\n"
        "except OSError as error:\n    print(type(error).__name__)\n"
        "else:\n    print('allowed')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "PermissionError", done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept"]


def test_a_country_report_carries_its_profile(reader: PageReader) -> None:
    if not COUNTRY.exists():
        pytest.skip("the country reports are not beside the repository")
    rows = [json.loads(line) for line in (COUNTRY / "labels.jsonl").read_text("utf-8").splitlines()]
    files = [p for row in rows[:5] for p in sorted((COUNTRY / row["id"]).glob("new.*"))]
    for path in files:
        part = served(path.read_bytes())
        page = reader.read(document(part, kind=DocumentKind.COUNTRY_REPORT), [part])
        assert page.profile is not None
        assert page.profile.parts
        assert page.clauses
