"""What is fuzzed: one function for each door that hostile bytes come in by.

A target may raise nothing but what its module promises; beyond that it checks what must hold of any
input at all. The ordinary tests replay every seed and every input that once broke one (tests/test_fuzz.py).
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from functools import cache
from itertools import islice
from pathlib import Path

from xborder import zstd
from xborder.archive import open_archive
from xborder.assess import country
from xborder.daily.revise import assess_pages
from xborder.diff import diff
from xborder.errors import ConfigurationError, ReadingError
from xborder.extract import fingerprint
from xborder.extract.ppc import read_index, read_profile
from xborder.extract.sniff import sniff
from xborder.model import Clause, DocumentKind, Op, Page, Problem, Profile, Report
from xborder.reading.parts import Task, perform
from xborder.registry import load_policy, load_registry, load_statements
from xborder.registry.register import merge
from xborder.report.message import Letter, message

PROJECT = Path(__file__).parents[1]
FILES = ("contractors", "countries", "policy")
DATA = PROJECT / "tests" / "registry" / "base"
CHARSETS = (None, "utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16", "utf-7", "no such one")
SELECTORS: tuple[tuple[str, ...], ...] = ((), ("main",), ("#terms > p:not(.x)",))
REPORT = Report(id="2026-11-22", run="r", created_at=datetime(2026, 11, 22, tzinfo=UTC))


def html(data: bytes) -> None:
    """A page: the first two bytes choose what the server said of it and what the registry selects."""
    choice, body = data[:2].ljust(2, b"\0"), data[2:]
    charset, select = CHARSETS[choice[0] % len(CHARSETS)], SELECTORS[choice[1] % len(SELECTORS)]
    digest = fingerprint(body, media_type="text/html", charset=charset, select=select)
    assert digest == fingerprint(body, media_type="text/html", charset=charset, select=select)
    sniff(body, "text/html", "/dpa")
    task = Task(format="html", charset=charset, url="https://mihon.example/dpa", select=select)
    _same_twice(task, body)


def text(data: bytes) -> None:
    """Plain text and Markdown."""
    choice, body = data[:2].ljust(2, b"\0"), data[2:]
    markdown = choice[1] % 2 == 1
    task = Task(format="markdown" if markdown else "text", charset=CHARSETS[choice[0] % len(CHARSETS)])
    _same_twice(task, body)


def pdf(data: bytes) -> None:
    """A PDF, as terms and as a country report: the quick look refuses most of what would take long."""
    if _read(Task(format="pdf"), data) is not None:
        _read(Task(format="pdf", as_profile=True), data)


def profile(data: bytes) -> None:
    """A country report in HTML or as an excerpt; compared with itself it has no change."""
    choice, body = data[:1].ljust(1, b"\0")[0], data[1:]
    with suppress(ReadingError):
        read_index(body, None, "https://ppc.example/laws/")
    try:
        found = read_profile(body, media="text" if choice % 2 else "html")
    except ReadingError:
        return
    assert country.compare(found, found).findings == ()
    country.compare(_empty_profile(), found)
    country.compare(found, _empty_profile())
    country.to_json(found)


def registry(data: bytes) -> None:
    """Each file of the registry: never raises, and every problem has its line."""
    name, body = FILES[data[:1].ljust(1, b"\0")[0] % len(FILES)], data[1:]
    folder = _data()
    (folder / "policy.yaml").write_text("rules: []")  # a whole one takes long to read, each time
    (folder / f"{name}.yaml").write_bytes(body)
    found = load_registry(folder)
    policy, problems = load_policy(folder)
    assert policy is not None or problems
    assert all(isinstance(p, Problem) and p.message and p.line >= 0 for p in (*found.problems, *problems))
    with suppress(ConfigurationError):
        load_statements(folder)


def changes(data: bytes) -> None:
    """Two texts, a clause for each line: the words of every change join to what stood and stands there."""
    old, new = _sides(data)
    found = diff(old.clauses, new.clauses)
    for change in found:
        for clause, dropped in ((change.old, Op.INSERT), (change.new, Op.DELETE)):
            joined = "".join(word.text for word in change.words if word.op is not dropped)
            assert joined == (clause.text if clause else ""), change
    assert diff(old.clauses, old.clauses) == diff(new.clauses, new.clauses) == ()
    if not found:  # then what the texts say is the same
        assert diff(new.clauses, old.clauses) == ()


def terms(data: bytes) -> None:
    """A revision of terms: every quote stands in the documents."""
    old, new = _sides(data)
    found, assessed = assess_pages(DocumentKind.DPA, old, new)
    said = _letters(*(c.text for page in (old, new) for c in page.clauses))
    for finding in assessed.findings:
        quote = _letters(str(finding.evidence).removeprefix("REMOVED: "))
        assert quote in said, finding
    if not found:
        assert assessed.findings == ()


def mail(data: bytes) -> None:
    """A mail: whatever stands in its fields, it has our headers and no other, and reads as it was."""
    fields = data.decode("utf-8", "replace").replace("\ufffd", "\ud800").split("\x00", 3)
    sender, recipient, subject, body = (fields + [""] * 4)[:4]
    letter = Letter(
        sender=sender or "xborder@mihon.example",
        recipients=(recipient or "privacy@mihon.example",),
        subject=subject,
        text=_encodable(body),
        html=_encodable(body),
        language="ja",
    )
    try:
        made = message(REPORT, letter)
    except ConfigurationError:
        return
    assert made.mime.isascii()
    parsed = message_from_bytes(made.mime, policy=default)
    assert set(parsed.keys()) <= HEADERS, parsed.keys()
    assert len(parsed.keys()) == len(set(parsed.keys()))
    assert max(map(len, made.mime.split(b"\r\n"))) < 999
    assert str(parsed["Subject"] or "").split() == made.subject.split()
    assert [str(a.addr_spec) for a in parsed["To"].addresses] == list(made.recipients)


HEADERS = {
    *("Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "List-Id"),
    *("Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language", "Importance"),
}


def archive(data: bytes) -> None:
    """An archive, as given and packed first, so that the tar inside is reached too."""
    folder = _folder()
    for name, body in (("given", data), ("packed", zstd.compress(data, 1))):
        file = folder / f"{name}.tar.zst"
        file.write_bytes(body)
        try:
            with open_archive(file) as captures:
                assert all(len(c.read()) <= 2**26 for c in islice(captures, 20))
        except ConfigurationError:
            continue


def spreadsheet(data: bytes) -> None:
    """A register edited elsewhere: refused with reasons, or merged."""
    folder = _data()
    file = folder / ("register.xlsx" if data[:2] == b"PK" else "register.csv")
    file.write_bytes(data)
    try:
        merged = merge(file, folder)
    except ConfigurationError:
        return
    assert merged.text or merged.problems


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (html, text, pdf, profile, registry, changes, terms, mail, archive, spreadsheet)
}


def _same_twice(task: Task, body: bytes) -> None:
    page = _read(task, body)
    if isinstance(page, Page):
        assert page == _read(task, body)
        page.text.encode()  # no half characters get into the records
        assert "\x00" not in page.text


def _read(task: Task, body: bytes) -> Page | Profile | None:
    try:
        return perform(task, body)
    except ReadingError:
        return None


def _sides(data: bytes) -> tuple[Page, Page]:
    old, _, new = data.decode("utf-8", "replace").partition("\x00")
    return _page(old), _page(new)


def _page(said: str) -> Page:
    lines = [line.strip() for line in said.replace("\x00", "").splitlines()]
    clauses = tuple(Clause(text=line, page=n) for n, line in enumerate(lines) if line)
    return Page(clauses=clauses, title="", language="en" if said.isascii() else "ja", visible_chars=len(said))


def _letters(*texts: str) -> str:
    return "".join("".join(text.split()) for text in texts)


def _encodable(said: str) -> str:
    """The texts of a mail come from templates, which write half characters out."""
    return said.encode("utf-8", "replace").decode()


@cache
def _folder() -> Path:
    memory = Path("/dev/shm")  # where there is one, no disk is worn
    return Path(tempfile.mkdtemp(prefix="xborder-fuzz-", dir=memory if memory.is_dir() else None))


def _data() -> Path:
    """A registry in order."""
    folder = _folder()
    for name in FILES:
        shutil.copy(DATA / f"{name}.yaml", folder)
    return folder


@cache
def _empty_profile() -> Profile:
    return Profile(parts=())
