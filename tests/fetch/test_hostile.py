"""What the worst servers do, one case each: no case waits past the limits or takes another down."""

from dataclasses import replace
from time import monotonic

import pytest
from looking import PATIENT, build, collect, look

import hostile_pages as content
from hostile_site import BEHAVIOURS, HostileSite, Reply
from xborder.model import Health, Source
from xborder.ports import FetchRequest

QUICK = replace(PATIENT, connect_seconds=0.5, read_seconds=0.3, total_seconds=0.6)

HANGING = {
    "/silent": "stopped sending",
    "/stalled-body": "stopped sending",
    "/slow-loris": "not complete after",
    "/slow-body": "not complete after",
    "/continue-flood": "not complete after",
}
REFUSED = {
    "/endless-chunks": "larger than",
    "/endless-body": "larger than",
    "/huge-length": "larger than",
    "/gzip-bomb": "larger than",
    "/deflate-bomb": "larger than",
    "/brotli-bomb": "larger than",
    "/zstd-bomb": "larger than",
    "/double-bomb": "larger than",
    "/many-headers": "more than 200 headers",
    "/redirect/loop": "in a circle",
    "/redirect/circle": "in a circle",
    "/redirect/hop-0": "more than 8 times",
    "/redirect/file": "only http and https",
    "/redirect/source-file": "only http and https",
    "/redirect/ftp": "only http and https",
    "/redirect/data": "only http and https",
    "/redirect/gopher": "only http and https",
    "/redirect/javascript": "only http and https",
    "/redirect/bad-port": "no such port",
    "/redirect/long": "too long",
    "/redirect/backslash": "characters that addresses do not have",
    "/redirect/empty": "in a circle",
}
UNREACHABLE = {
    "/hang-up": "broke the rules of HTTP",
    "/garbage": "broke the rules of HTTP",
    "/http-0.9": "broke the rules of HTTP",
    "/bad-status": "broke the rules of HTTP",
    "/negative-length": "broke the rules of HTTP",
    "/two-lengths": "broke the rules of HTTP",
    "/short-body": "broke the rules of HTTP",
    "/cut-chunks": "broke the rules of HTTP",
    "/bad-chunks": "broke the rules of HTTP",
    "/huge-chunk": "broke the rules of HTTP",
    "/split-header": "broke the rules of HTTP",
    "/null-header": "broke the rules of HTTP",
    "/redirect/null": "broke the rules of HTTP",
    "/endless-headers": "broke the rules of HTTP",
    "/million-headers": "broke the rules of HTTP",
    "/huge-header": "broke the rules of HTTP",
    "/reset": "broke off",
    "/upgrade": "broke the rules of HTTP",
}
UNREADABLE = {
    "/packed-often": "packed 4 times over",
    "/unknown-encoding": "packed in a way",
    "/not-gzip": "damaged",
    "/cut-gzip": "damaged",
    "/cut-deflate": "damaged",
    "/cut-brotli": "damaged",
    "/cut-zstd": "damaged",
}
ERROR_PAGE = {
    "/gzip-of-nothing": "empty",
    "/status-999": "HTTP 999",
    "/redirect/nowhere": "HTTP 302",
}
WELL = [
    "/gzip",
    "/deflate",
    "/bare-deflate",
    "/brotli",
    "/zstd",
    "/gzip-then-brotli",
    "/gzip-in-members",
    "/gzip-and-garbage",
    "/identity",
    "/until-close",
    "/redirect/terms",
    "/redirect/permanent",
    "/redirect/cookie",
]
NOT_LISTED = {"/long-body", "/redirect/circle-back", "/redirect/home", "/redirect/raw-japanese"} | {
    f"/redirect/hop-{n}" for n in range(1, 30)
}


def failing(site: HostileSite, path: str, health: Health, words: str, limits=PATIENT) -> None:
    found = look(site.url(path), limits=limits)
    assert (found.health, found.body if found.status is None else None) == (health, None)
    assert words in found.detail.en
    assert found.detail.en.isprintable()
    assert found.detail.en.rstrip().endswith(".")


@pytest.mark.parametrize(("path", "words"), HANGING.items(), ids=HANGING)
def test_a_server_that_never_ends_is_left_in_time(site: HostileSite, path: str, words: str) -> None:
    started = monotonic()
    failing(site, path, Health.UNREACHABLE, words, QUICK)
    assert monotonic() - started < 5  # generous: the limits are 0.3 and 0.6 seconds


@pytest.mark.parametrize(("path", "words"), REFUSED.items(), ids=REFUSED)
def test_what_goes_past_a_limit_is_refused(site: HostileSite, path: str, words: str) -> None:
    failing(site, path, Health.REFUSED, words)


@pytest.mark.parametrize(("path", "words"), UNREACHABLE.items(), ids=UNREACHABLE)
def test_a_broken_answer_is_no_page(site: HostileSite, path: str, words: str) -> None:
    failing(site, path, Health.UNREACHABLE, words)


@pytest.mark.parametrize(("path", "words"), UNREADABLE.items(), ids=UNREADABLE)
def test_damaged_packing_is_unreadable(site: HostileSite, path: str, words: str) -> None:
    failing(site, path, Health.UNREADABLE, words)


@pytest.mark.parametrize(("path", "words"), ERROR_PAGE.items(), ids=ERROR_PAGE)
def test_an_answer_without_a_page_is_an_error(site: HostileSite, path: str, words: str) -> None:
    failing(site, path, Health.ERROR_PAGE, words)


@pytest.mark.parametrize("path", WELL)
def test_an_odd_but_honest_answer_is_read(site: HostileSite, path: str) -> None:
    found = look(site.url(path))
    assert (found.health, found.body, found.detail.en) == (Health.OK, content.TERMS.encode(), "")


def test_every_behaviour_of_the_hostile_site_is_a_case() -> None:
    cases = {*HANGING, *REFUSED, *UNREACHABLE, *UNREADABLE, *ERROR_PAGE, *WELL, *NOT_LISTED}
    assert cases == set(BEHAVIOURS)
    assert len(cases - NOT_LISTED) >= 60


def test_bytes_behind_the_declared_length_are_not_taken_for_the_next_page(site: HostileSite) -> None:
    sources = [Source(id=p, url=site.url(p), ignore_robots="test") for p in ("/long-body", "/terms")]
    found = {f.source: f for f in collect(build(), *(FetchRequest(source=s) for s in sources))}
    assert found["/long-body"].body == b"<p>ok</p>"
    assert found["/terms"].body == content.TERMS.encode()


def test_one_run_over_all_of_them_gives_one_look_each(site: HostileSite) -> None:
    limits = replace(QUICK, host_failures=10**6)
    paths = [*BEHAVIOURS, "/terms"]
    requests = [
        FetchRequest(source=Source(id=path, url=site.url(path), ignore_robots="test")) for path in paths
    ]
    found = {f.source: f for f in collect(build(limits), *requests)}
    assert set(found) == set(paths)
    assert found["/terms"].health is Health.OK, found["/terms"].detail.en


PAGES = [*content.STANDINS, *content.encodings(), *(m for m in content.monsters() if m != "one-line")]


@pytest.mark.parametrize("name", PAGES)
def test_content_is_kept_exactly_as_served(site: HostileSite, name: str) -> None:
    """Whether it is the document is judged by those who read it, from the same bytes."""
    served, media_type = content.encodings().get(name, (None, None))
    expected = served or content.monsters().get(name) or content.STANDINS[name].encode()
    limits = replace(PATIENT, max_body_bytes=2**21)
    found = look(site.url(f"/page/{name}"), limits=limits)
    assert (found.health, found.body) == (Health.OK, expected)
    assert (
        media_type is None
        or found.headers[[n for n, _ in found.headers].index("content-type")][1] == media_type
    )


def test_a_line_of_fifty_megabytes_is_read_when_the_limits_allow_it(site: HostileSite) -> None:
    limits = replace(PATIENT, max_body_bytes=2**26)
    found = look(site.url("/page/one-line"), limits=limits)
    assert found.body is not None
    assert len(found.body) == len(content.monsters()["one-line"])
    assert look(site.url("/page/one-line")).health is Health.REFUSED


STATUSES = {
    204: Health.ERROR_PAGE,
    205: Health.ERROR_PAGE,
    206: Health.ERROR_PAGE,
    202: Health.ERROR_PAGE,
    304: Health.ERROR_PAGE,
    300: Health.ERROR_PAGE,
    400: Health.ERROR_PAGE,
    401: Health.BLOCKED,
    403: Health.BLOCKED,
    404: Health.GONE,
    407: Health.BLOCKED,
    410: Health.GONE,
    418: Health.ERROR_PAGE,
    429: Health.BLOCKED,
    451: Health.BLOCKED,
    500: Health.ERROR_PAGE,
    502: Health.ERROR_PAGE,
    503: Health.ERROR_PAGE,
    504: Health.ERROR_PAGE,
    520: Health.ERROR_PAGE,
}


@pytest.mark.parametrize(("status", "health"), STATUSES.items(), ids=map(str, STATUSES))
def test_a_status_is_never_a_document_unless_it_is_200(
    site: HostileSite, status: int, health: Health
) -> None:
    body = b"" if status in (204, 304) else b"<p>A page about the trouble."
    site.pages["/x"] = Reply(body, status=status)
    found = look(site.url("/x"))
    assert (found.health, found.status) == (health, status)
    assert found.detail.en
    assert found.body == (body or None)  # the page of an error is evidence too


@pytest.mark.parametrize("header", ["cf-mitigated", "x-amzn-waf-action"])
def test_a_firewall_that_names_itself_is_a_block_whatever_the_status(site: HostileSite, header: str) -> None:
    site.pages["/x"] = Reply(b"<p>wait", headers=((header, "challenge"),))
    assert look(site.url("/x")).health is Health.BLOCKED


@pytest.mark.parametrize("body", [b"", b" \r\n\t"], ids=["nothing", "blanks"])
def test_an_empty_page_is_not_ok(site: HostileSite, body: bytes) -> None:
    site.pages["/x"] = Reply(body)
    found = look(site.url("/x"))
    assert (found.health, "empty" in found.detail.en) == (Health.ERROR_PAGE, True)
