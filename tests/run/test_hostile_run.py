"""The worst sites in one registry: healthy on the first day, hostile on the second, healthy on the third.

None of it is ever a change of terms, none of it takes another document or the run down, and nothing is
asked of an address that is forbidden.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import pytest
from company import CONTRACTORS, DAY, LIMITS, SENDER, TUESDAY, Company, every, kinds, look, told
from reportlab.lib.pdfencrypt import StandardEncryption

import hostile_pages as content
from hostile_site import BEHAVIOURS, HostileSite, Page, Reply
from mail_server import Post
from pdf_files import paragraph, pdf, scan
from xborder.daily import Outcome
from xborder.model import Event
from xborder.reading import PageReader

FORBIDDEN = "127.0.0.2"  # only 127.0.0.1 is allowed; the canary listens there, on the port of the site
QUICK = replace(LIMITS, connect_seconds=1, read_seconds=1, total_seconds=3, max_body_bytes=2**20)
SAME = {Event.UNCHANGED, Event.SEEN_BEFORE, Event.TECHNICAL}
BAD = {Event.UNHEALTHY}
DOUBTFUL = SAME | BAD | {Event.PENDING}  # may be read or not; must wait before anybody is told

WELL = (
    *(
        f"/{name}"
        for name in ("gzip", "deflate", "bare-deflate", "brotli", "zstd", "identity", "until-close")
    ),
    *(f"/{name}" for name in ("gzip-then-brotli", "gzip-in-members", "gzip-and-garbage")),
    *(f"/redirect/{name}" for name in ("terms", "permanent", "cookie")),
)
SAME_TEXT = ("shift-jis", "shift-jis-meta-only", "euc-jp", "iso-2022-jp", "utf-8-bom", "utf-16-bom")
SAME_TEXT_TOO = ("no-charset", "charset-lie", "meta-lie", "base-elsewhere", "zero-width")
CODECS = {
    "shift-jis": "cp932",
    "shift-jis-meta-only": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
}
CODECS |= {"utf-16-bom": "utf-16"}
STATUSES = (202, 204, 206, 304, 401, 403, 404, 410, 429, 451, 500, 503)


@dataclass(frozen=True)
class Case:
    """One document: what it shows on the good days and on the bad one, and what may be said of that."""

    path: str
    healthy: bytes
    hostile: Page | None  # None: what the hostile site does at this path by itself
    allowed: frozenset[Event]

    @property
    def name(self) -> str:
        return self.path.strip("/").replace("/", "-").replace(".", "-")


def case(
    path: str, allowed: set[Event], hostile: Page | None = None, healthy: bytes = content.TERMS.encode()
) -> Case:
    return Case(path, healthy, hostile, frozenset(allowed))


def behaviours() -> Iterator[Case]:
    """What a server may do."""
    for path in BEHAVIOURS:
        if path.startswith("/redirect/hop-") and path != "/redirect/hop-0":
            continue
        yield case(path, SAME if path in WELL else DOUBTFUL if path == "/long-body" else BAD)


def pages() -> Iterator[Case]:
    """What a page may be."""
    for name in content.STANDINS:
        yield case(f"/page/{name}", DOUBTFUL if name == "half-page" else BAD)
    for name, (body, _) in content.encodings().items():
        same = name in (*SAME_TEXT, *SAME_TEXT_TOO)
        healthy = body.decode(CODECS.get(name, "utf-8-sig")).encode() if same else content.TERMS.encode()
        yield case(f"/page/{name}", SAME if same else DOUBTFUL, healthy=healthy)
    for name in content.monsters():
        yield case(f"/page/{name}", SAME if name in SAME_TEXT_TOO else DOUBTFUL)


def answers() -> Iterator[Case]:
    """What an answer may say, honestly written."""
    year = (("Retry-After", "31536000"),)
    for status in STATUSES:
        body = b"" if status in (204, 304) else content.TERMS_B.encode()
        headers = year if status == 429 else ()
        yield case(f"/status/{status}", BAD, Reply(body, status=status, headers=headers))
    locked = pdf([paragraph("Terms.")] * 40, encrypt=StandardEncryption("secret", canPrint=0))
    broken = pdf([paragraph("Terms.")] * 40)[:-700]
    for name, body in (("scan", scan()), ("locked", locked), ("cut", broken)):
        yield case(f"/pdf/{name}", BAD, Reply(body, content_type="application/pdf"))
    yield case("/pdf/in-name-only", BAD, Reply(b"\x00\x01\x02" * 5000, content_type="application/pdf"))
    yield case("/picture", BAD, Reply(b"\x89PNG\r\n\x1a\n" + bytes(5000), content_type="image/png"))
    archive = b"PK\x03\x04" + bytes((n * 7919 + n // 256) % 256 for n in range(20_000))
    yield case("/word", BAD, Reply(archive, content_type="application/msword"))
    yield case("/empty", BAD, Reply(b""))
    yield case("/blank", BAD, Reply(b" \r\n" * 500))


def ways_inside(port: int) -> Iterator[Case]:
    """Where a contractor's site may try to send us."""
    places = {
        "address": f"http://{FORBIDDEN}:{port}/",
        "number": f"http://2130706434:{port}/",
        "octal": f"http://0177.0.0.2:{port}/",
        "hex": f"http://0x7f000002:{port}/",
        "short": f"http://127.2:{port}/",
        "mapped": f"http://[::ffff:{FORBIDDEN}]:{port}/",
        "translated": f"http://[64:ff9b::7f00:2]:{port}/",
        "dot": f"http://{FORBIDDEN}.:{port}/",
        "user": f"http://allowed.example@{FORBIDDEN}:{port}/",
        "backslash": f"http://allowed.example\\@{FORBIDDEN}:{port}/",
        "name": f"http://inside.example:{port}/",
        "mixed": f"http://mixed.example:{port}/terms",
        "rebinding": f"http://rebinding.example:{port}/terms",
        "metadata": "http://169.254.169.254/latest/meta-data/",
        "anywhere": f"http://0.0.0.0:{port}/",
        "scheme": f"gopher://{FORBIDDEN}:{port}/",
    }
    for name, place in places.items():
        allowed = DOUBTFUL if name in ("mixed", "rebinding") else BAD
        yield case(f"/inside/{name}", allowed, Reply(status=302, headers=(("Location", place),)))


class Names:
    """Every name is the allowed address, but for those of an attacker."""

    def __init__(self) -> None:
        self.asked = 0

    async def __call__(self, name: str, port: int) -> list[str]:
        self.asked += name == "rebinding.example"
        if name == "inside.example" or (name == "rebinding.example" and self.asked > 1):
            return [FORBIDDEN]
        return ["127.0.0.1", FORBIDDEN] if name == "mixed.example" else ["127.0.0.1"]


@dataclass
class Days:
    """What the three days came to."""

    cases: Mapping[str, Case]
    company: Company
    outcomes: list[Outcome]
    seconds: float
    canary: HostileSite


def registry(cases: list[Case], port: int) -> str:
    entries = [
        f'      - {{id: "{c.name}", kind: terms, title: "{c.path}", language: {_language(c)}, '
        f'url: "http://{c.name}.example:{port}{c.path}"}}\n'
        for c in cases
    ]
    return CONTRACTORS + "".join(entries) + BROKEN_ENTRIES


def _language(case: Case) -> str:
    return "ja" if "本規約" in case.healthy.decode("utf-8", "replace") else "en"


BROKEN_ENTRIES = """
      - {id: "../escape", kind: terms, title: x, url: "https://a.example/"}
      - {id: with-password, kind: terms, title: x, url: "https://user:secret@a.example/"}
      - {id: local, kind: terms, title: x, url: "file:///etc/passwd"}
      - {id: outside, kind: terms, title: x, file: "../../etc/passwd"}
      - {id: unheard, kind: terms, title: x, url: "https://a.example/", colour: red}
      - {id: twice, kind: terms, title: x, url: "https://a.example/"}
      - {id: twice, kind: terms, title: x, url: "https://a.example/"}
"""


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, reader: PageReader) -> Iterator[Days]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    with HostileSite() as site, HostileSite(host=FORBIDDEN, port=site.port) as canary:
        company = Company(folder, site, reader, Post(), None, f"sqlite:///{folder / 'xborder.db'}")
        cases = [*behaviours(), *pages(), *answers(), *ways_inside(site.port)]
        company.write(registry(cases, site.port))
        company.limits, company.networks, company.resolve = QUICK, ("127.0.0.1/32",), Names()
        company.recipients = (SENDER,)
        healthy = dict(site.pages)
        healthy |= {c.path: Reply(c.healthy) for c in cases} | {"/terms": Reply(content.TERMS.encode())}
        hostile = healthy | {c.path: c.hostile for c in cases if c.hostile is not None}
        for c in cases:
            if c.hostile is None:
                del hostile[c.path]
        started = monotonic()
        for number, shown in enumerate((healthy, hostile, healthy)):
            site.pages = dict(shown)
            company.run(TUESDAY + number * DAY)
        yield Days({c.name: c for c in cases}, company, company.outcomes, monotonic() - started, canary)
        company.store.close()


def test_there_are_many_ways_to_be_hostile(days: Days):
    assert len(days.cases) > 140
    first = days.outcomes[0]
    assert {name for name in days.cases if look(first, f"mihon/{name}").event is not Event.FIRST} == set()


def test_each_is_called_what_it_is_and_none_a_change(days: Days):
    second = days.outcomes[1]
    seen = {name: look(second, f"mihon/{name}") for name in days.cases}
    wrong = {
        name: (o.event.value, o.state.health.value, o.state.detail)
        for name, o in seen.items()
        if o.event not in days.cases[name].allowed
    }
    assert wrong == {}


def test_every_trouble_says_what_why_and_in_printable_words(days: Days):
    bad = [o for o in days.outcomes[1].observations if o.event is Event.UNHEALTHY]
    assert all(o.state.detail and (o.state.detail.ja + o.state.detail.en).isprintable() for o in bad)
    assert all(o.version is None and o.revision is None for o in bad)


def test_nothing_is_told_to_people_but_that_too_much_failed_at_once(days: Days):
    assert [told(o) for o in days.outcomes] == [[], [], []]
    broken = ["registry"] * 6
    assert [kinds(o) for o in days.outcomes] == [broken, ["fleet", *broken], broken]


def test_every_document_has_its_event_every_day(days: Days):
    expected = sorted([*(f"mihon/{name}" for name in days.cases), "mihon/twice", "country/index"])
    for outcome in days.outcomes:
        assert sorted(every(outcome)) == expected


def test_when_the_sites_are_healthy_again_all_are_as_before(days: Days):
    after = {name: look(days.outcomes[2], f"mihon/{name}").event for name in days.cases}
    assert {name: e for name, e in after.items() if e not in SAME} == {}


def test_no_connection_was_made_to_the_forbidden_address(days: Days):
    assert days.canary.connections == 0
    assert days.company.site.connections > 0


def test_no_server_held_the_run_past_the_limits(days: Days):
    assert days.seconds < 90  # three runs; one that waits for ever takes an hour


def test_the_bytes_of_the_attack_are_kept_as_evidence(days: Days):
    observation = look(days.outcomes[1], "mihon/page-error-page")
    (capture,) = observation.captures
    assert days.company.store.blobs.get(capture.sha256 or "") == content.STANDINS["error-page"].encode()
