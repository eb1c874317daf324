"""Conditional requests, retries, politeness, robots rules, redirects: how sources are looked at."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from looking import AGENT, NOW, PATIENT, Sleeper, build, collect, look

import hostile_pages as content
from hostile_site import FORGED, Asked, HostileSite, Reply
from xborder.model import Fetched, Health, Source, SourceState, Validators
from xborder.ports import FetchRequest

ETAG = Validators(etag='"v1"', last_modified="Sat, 21 Nov 2026 00:00:00 GMT")
RETRYING = replace(PATIENT, retries=2)


def state(url: str, validators: Validators = ETAG) -> SourceState:
    return SourceState(source="acme/terms", validators=validators, url=url)


def source(site: HostileSite, path: str, ignore_robots: str | None = "test") -> Source:
    return Source(id=path, url=site.url(path), ignore_robots=ignore_robots)


def looks(fetcher, *sources: Source) -> dict[str, Fetched]:
    return {f.source: f for f in collect(fetcher, *(FetchRequest(source=s) for s in sources))}


# What is asked and what is kept.


def test_we_say_who_we_are_and_which_language_we_want(site: HostileSite) -> None:
    look(site.url("/terms"), accept_language="ja,en;q=0.5")
    headers = site.asked[-1].headers
    assert (headers["user-agent"], headers["accept-language"]) == (AGENT, "ja,en;q=0.5")


def test_type_charset_validators_and_headers_of_a_page_are_kept(site: HostileSite) -> None:
    extra = (("ETag", '"v2"'), ("Last-Modified", "yesterday"), ("Server", "x\x85y"), ("X-Other", "z"))
    site.pages["/x"] = Reply(b"<p>hi", content_type='Text/HTML; Charset="Shift_JIS"', headers=extra)
    found = look(site.url("/x"))
    assert (found.media_type, found.charset, found.status) == ("text/html", "shift_jis", 200)
    assert found.validators == Validators(etag='"v2"', last_modified="yesterday")
    assert dict(found.headers)["server"] == "x y"
    assert "x-other" not in dict(found.headers)
    assert (found.url, found.redirects, found.notes[1:]) == (site.url("/x"), (), ())


def test_a_known_page_is_asked_for_conditionally(site: HostileSite) -> None:
    site.pages["/x"] = Reply(status=304)
    found = look(site.url("/x"), state=state(site.url("/x")))
    assert (found.health, found.body, found.validators) == (Health.NOT_MODIFIED, None, ETAG)
    assert site.asked[-1].headers["if-none-match"] == ETAG.etag
    assert site.asked[-1].headers["if-modified-since"] == ETAG.last_modified


@pytest.mark.parametrize(("behind", "connections"), [(b"", 1), (FORGED, 2)], ids=["", "forged"])
def test_a_page_not_modified_leaves_the_connection_to_the_next(
    site: HostileSite, behind: bytes, connections: int
) -> None:
    site.pages["/x"] = Reply(status=304, behind=behind)
    first = FetchRequest(source=source(site, "/x"), state=state(site.url("/x")))
    then = FetchRequest(source=source(site, "/terms"))
    before = site.connections
    unmodified, found = collect(build(), first, then)
    assert (unmodified.health, found.body) == (Health.NOT_MODIFIED, content.TERMS.encode())
    assert site.connections - before == connections


def test_a_full_look_asks_without_validators(site: HostileSite) -> None:
    look(site.url("/terms"), state=state(site.url("/terms")), full=True)
    assert "if-none-match" not in site.asked[-1].headers


def test_not_modified_without_having_asked_is_an_error(site: HostileSite) -> None:
    site.pages["/x"] = Reply(status=304)
    assert look(site.url("/x")).health is Health.ERROR_PAGE
    assert look(site.url("/x"), state=state(site.url("/x")), full=True).health is Health.ERROR_PAGE


def test_validators_are_sent_to_the_address_that_gave_them_and_to_no_other(site: HostileSite) -> None:
    site.pages["/old"] = Reply(status=301, headers=(("Location", "/new"),))
    site.pages["/new"] = Reply(status=304)
    found = look(site.url("/old"), state=state(site.url("/new")))
    assert found.health is Health.NOT_MODIFIED
    assert "if-none-match" not in site.asked[0].headers
    look(site.url("/terms"), state=state(site.url("/elsewhere")))
    assert "if-none-match" not in site.asked[-1].headers


def test_an_error_leaves_no_validators_behind(site: HostileSite) -> None:
    site.pages["/x"] = Reply(b"busy", status=503, headers=(("ETag", '"error"'),))
    assert look(site.url("/x")).validators == Validators()


def test_a_validator_that_cannot_be_sent_back_is_not_kept(site: HostileSite) -> None:
    site.pages["/x"] = Reply(b"hi", headers=(("ETag", '"é"'), ("Last-Modified", "x" * 600)))
    assert look(site.url("/x")).validators == Validators()


def test_cookies_live_for_one_look_only(site: HostileSite) -> None:
    site.pages["/x"] = Reply(b"hi", headers=(("Set-Cookie", "who=you; Path=/"),))
    looks(build(), source(site, "/x"), source(site, "/terms"), source(site, "/page/ab"))
    assert all("cookie" not in asked.headers for asked in site.asked)


def test_ab_pages_are_given_as_served(site: HostileSite) -> None:
    bodies = {look(site.url("/page/ab")).body for _ in range(2)}
    assert bodies == {content.TERMS.encode(), content.TERMS_B.encode()}


# Redirects.


def test_where_we_were_sent_is_recorded_and_a_permanent_move_noted(site: HostileSite) -> None:
    site.pages["/a"] = Reply(status=302, headers=(("Location", "/b"),))
    site.pages["/b"] = Reply(status=308, headers=(("Location", site.url("/terms")),))
    found = look(site.url("/a"))
    assert (found.health, found.url) == (Health.OK, site.url("/terms"))
    assert found.redirects == (site.url("/b"), site.url("/terms"))
    assert any("moved permanently" in note.en and site.url("/terms") in note.en for note in found.notes)


HERE = frozenset({"127.0.0.1"})


def within(site: HostileSite, path: str, ignore_robots: str | None = "test") -> Fetched:
    asked = FetchRequest(source=source(site, path, ignore_robots), hosts=HERE)
    (found,) = collect(build(), asked)
    return found


def test_a_redirect_to_a_host_that_is_not_to_be_asked_is_given_back_with_its_name(site: HostileSite) -> None:
    site.pages["/a"] = Reply(status=302, headers=(("Location", "/b"),))
    site.pages["/b"] = Reply(status=302, headers=(("Location", "https://Other.Example./terms"),))
    assert within(site, "/a").beyond == "other.example"
    assert site.paths == ["/a", "/b"]
    assert (within(site, "/terms").beyond, within(site, "/terms").health) == ("", Health.OK)


def test_robots_rules_that_lead_to_a_host_that_is_not_to_be_asked_are_not_followed_there(
    site: HostileSite,
) -> None:
    site.pages["/robots.txt"] = Reply(status=301, headers=(("Location", "https://other.example/robots.txt"),))
    assert within(site, "/terms", ignore_robots=None).beyond == "other.example"
    assert site.paths == ["/robots.txt"]


def test_a_redirect_with_a_blank_in_its_path_is_followed(site: HostileSite) -> None:
    site.pages["/go"] = Reply(status=302, headers=(("Location", "/terms of service"),))
    site.pages["/terms%20of%20service"] = Reply(b"found")
    assert look(site.url("/go")).body == b"found"


def test_a_redirect_in_raw_utf_8_is_followed(site: HostileSite) -> None:
    site.pages["/%E5%80%8B%E4%BA%BA%E6%83%85%E5%A0%B1"] = Reply(b"found")
    assert look(site.url("/redirect/raw-japanese")).body == b"found"


def test_credentials_in_a_redirect_are_dropped(site: HostileSite) -> None:
    target = site.url("/terms").replace("://", "://user:secret@")
    site.pages["/a"] = Reply(status=302, headers=(("Location", target),))
    found = look(site.url("/a"))
    assert found.health is Health.OK
    assert "authorization" not in site.asked[-1].headers
    assert "secret" not in repr((found.url, found.redirects, found.notes, found.detail.en))


def test_a_cookie_is_not_carried_to_another_host(site: HostileSite) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    there = f"http://other.example:{site.port}/terms"
    site.pages["/a"] = Reply(status=302, headers=(("Location", there), ("Set-Cookie", "session=1; Path=/")))
    look(f"http://one.example:{site.port}/a", resolve=resolve)
    assert [asked.headers["host"].partition(":")[0] for asked in site.asked] == [
        "one.example",
        "other.example",
    ]
    assert "cookie" not in site.asked[-1].headers


UNUSABLE = [
    "ftp://contract.example/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "source:file:///etc/passwd",
    "http:///terms",
    "//contract.example/",
    "contract.example/terms",
    "http://user:secret@contract.example/",
    "http://contract.example\\@127.0.0.1/",
    "http://contract example/",
    "http://contract.example/\r\nX-Injected: 1",
    "http://contract.example:0/",
    "http://contract.example:65536/",
    "http://contract.example/" + "a" * 5000,
    "http://[::1",
    "",
]


@pytest.mark.parametrize("url", UNUSABLE, ids=lambda url: ascii(url[:40]))
def test_an_address_that_is_not_plainly_a_web_address_is_refused(url: str) -> None:
    found = look(url)
    assert found.health is Health.REFUSED
    assert "registry" in found.detail.en
    assert "secret" not in repr(found)


# Retries.


def failing_first(times: int, **reply: object):
    seen: list[Asked] = []

    def page(asked: Asked) -> Reply:
        seen.append(asked)
        return Reply(b"busy", status=503, **reply) if len(seen) <= times else Reply(b"well again")  # type: ignore[arg-type]

    return page


def test_a_passing_trouble_is_tried_again_with_growing_pauses(site: HostileSite) -> None:
    site.pages["/x"] = failing_first(2)
    sleeper = Sleeper()
    assert look(site.url("/x"), limits=RETRYING, sleep=sleeper).body == b"well again"
    assert [round(s, 1) for s in sleeper.slept] == [1.0, 2.0]


def test_a_lasting_trouble_is_given_up_after_the_last_retry(site: HostileSite) -> None:
    site.pages["/x"] = failing_first(99)
    found = look(site.url("/x"), limits=RETRYING)
    assert (found.health, found.body, site.count("/x")) == (Health.ERROR_PAGE, b"busy", 3)


def test_a_cut_connection_is_tried_again(site: HostileSite) -> None:
    assert look(site.url("/hang-up"), limits=RETRYING).health is Health.UNREACHABLE
    assert site.count("/hang-up") == 3


@pytest.mark.parametrize("path", ["/gzip-bomb", "/redirect/loop", "/unknown-encoding", "/page/none"])
def test_what_will_not_pass_is_not_tried_again(site: HostileSite, path: str) -> None:
    look(site.url(path), limits=RETRYING)
    assert site.count(path) == 1


@pytest.mark.parametrize("value", ["30", (NOW + timedelta(seconds=30)).strftime("%a, %d %b %Y %H:%M:%S GMT")])
def test_retry_after_is_honoured(site: HostileSite, value: str) -> None:
    site.pages["/x"] = failing_first(1, headers=(("Retry-After", value),))
    sleeper = Sleeper()
    assert look(site.url("/x"), limits=RETRYING, sleep=sleeper).health is Health.OK
    assert [round(s) for s in sleeper.slept] == [30]


@pytest.mark.parametrize("value", ["soon", "-5", "1e3", "", "9" * 400, "Sun, 99 Nov 2026", "٣"])
def test_a_senseless_retry_after_does_no_harm(site: HostileSite, value: str) -> None:
    site.pages["/x"] = Reply(
        b"busy", status=503, headers=(("Retry-After", value.encode().decode("latin-1")),)
    )
    assert look(site.url("/x"), limits=RETRYING).status == 503


@pytest.mark.parametrize("limits", [PATIENT, RETRYING], ids=["without retries", "with retries"])
def test_a_host_that_wants_a_year_of_rest_is_left_alone_and_says_so(site: HostileSite, limits) -> None:
    site.pages["/x"] = Reply(b"busy", status=429, headers=(("Retry-After", "31536000"),))
    found = looks(build(limits), *(source(site, p) for p in ("/x", "/terms")))
    assert site.paths == ["/x"]
    assert found["/x"].health is Health.BLOCKED
    assert any("365 days" in note.en for note in found["/x"].notes)
    assert (found["/terms"].health, "365 days" in found["/terms"].detail.en) == (Health.BLOCKED, True)


def test_a_host_that_never_answers_does_not_cost_every_page_a_time_out(site: HostileSite) -> None:
    site.pages["/fine"] = Reply(b"fine")
    limits = replace(PATIENT, host_failures=3, retries=0)
    closed = HostileSite()
    with closed:
        pass  # its port is free again: nobody listens there
    sources = [Source(id=str(n), url=closed.url(f"/{n}"), ignore_robots="test") for n in range(20)]
    found = looks(build(limits), *sources)
    assert {f.health for f in found.values()} == {Health.UNREACHABLE}
    assert sum("3 times in a row" in f.detail.en for f in found.values()) == 17
    assert all("refused the connection" in f.detail.en for f in found.values())


# Politeness.


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_between(site: HostileSite) -> None:
    sleeper = Sleeper()
    limits = replace(PATIENT, delay_seconds=7)
    before = site.connections
    found = looks(build(limits, sleep=sleeper), *(source(site, f"/terms?{n}") for n in range(5)))
    assert len(found) == 5
    assert [round(s) for s in sleeper.slept] == [7, 7, 7, 7]
    assert site.connections == before + 1


def test_looks_come_in_order_of_completion_so_a_slow_host_holds_up_nobody(site: HostileSite) -> None:
    with HostileSite(host="127.0.0.2") as slow:
        limits = replace(PATIENT, total_seconds=0.5)
        fetcher = build(limits, allowed_networks=["127.0.0.0/8"])
        order = collect(
            fetcher, *(FetchRequest(source=s) for s in (source(slow, "/slow-loris"), source(site, "/terms")))
        )
    assert [f.source for f in order] == ["/terms", "/slow-loris"]


def test_waiting_for_a_turn_does_not_count_against_the_total_time(site: HostileSite) -> None:
    limits = replace(PATIENT, total_seconds=0.4, host_failures=99)
    paths = ["/slow-loris", "/slow-body", "/slow-loris?2", "/terms"]
    found = looks(build(limits), *(source(site, p) for p in paths))
    assert found["/terms"].health is Health.OK


def test_a_reader_who_stops_early_leaves_nothing_running(site: HostileSite) -> None:
    async def first() -> int:
        requests = [FetchRequest(source=source(site, p)) for p in ("/terms", "/silent", "/slow-body")]
        looked = build().fetch(requests)
        async for _ in looked:
            break
        await looked.aclose()  # type: ignore[attr-defined]
        return len(asyncio.all_tasks())

    assert asyncio.run(first()) == 1


def test_a_slow_reader_does_not_make_answers_pile_up(site: HostileSite) -> None:
    async def everything_is_here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def most_unread() -> int:
        limits = replace(PATIENT, concurrency=2)
        hosts = (source(site, f"/terms?{n}") for n in range(40))
        requests = [
            FetchRequest(source=replace(s, url=s.url.replace("127.0.0.1", f"host-{n}.example")))
            for n, s in enumerate(hosts)
        ]
        looked = build(limits, resolve=everything_is_here).fetch(requests)
        most, start = 0, len(site.asked)
        for taken in range(1, 11):
            assert (await anext(looked)).health is Health.OK
            before = -1
            while len(site.asked) != before:  # until nothing more is asked
                before = len(site.asked)
                await asyncio.sleep(0.05)
            most = max(most, before - start - taken)
        await looked.aclose()  # type: ignore[attr-defined]
        return most

    assert asyncio.run(most_unread()) <= 6


def test_nothing_to_look_at_is_no_trouble() -> None:
    assert collect(build()) == []


# robots.txt


def asked_robots(site: HostileSite, path: str = "/terms", limits=PATIENT, **changed: object) -> Fetched:
    return look(site.url(path), limits=limits, ignore_robots=None, **changed)


def test_a_page_robots_txt_forbids_is_not_asked_for(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /terms")
    found = asked_robots(site)
    assert (found.health, site.paths) == (Health.REFUSED, ["/robots.txt"])
    assert "robots.txt" in found.detail.en
    assert "ignore_robots" in found.detail.en


def test_rules_for_us_by_name_come_before_those_for_all(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n\nUser-agent: xborder\nAllow: /")
    assert asked_robots(site).health is Health.OK


def test_an_override_is_followed_and_noted_with_its_reason(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /")
    found = look(site.url("/terms"), ignore_robots="permission by mail of 2026-10-01")
    assert found.health is Health.OK
    assert [n.en for n in found.notes] == ["robots.txt overridden: permission by mail of 2026-10-01"]


def test_robots_txt_is_read_once_for_all_pages_of_a_host(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private")
    looks(build(), *(source(site, f"/terms?{n}", None) for n in range(10)))
    assert (site.count("/robots.txt"), len(site.asked)) == (1, 11)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_without_robots_txt_everything_is_allowed(site: HostileSite, status: int) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", status=status)
    assert asked_robots(site).health is Health.OK


@pytest.mark.parametrize("status", [500, 502, 503])
def test_while_robots_txt_cannot_be_served_nobody_is_let_in(site: HostileSite, status: int) -> None:
    site.pages["/robots.txt"] = Reply(b"", status=status)
    found = asked_robots(site, limits=RETRYING)
    assert (found.health, site.count("/robots.txt"), site.count("/terms")) == (Health.REFUSED, 3, 0)
    assert str(status) in found.detail.en


ODD_RULES = {
    "a page": content.STANDINS["soft-404"].encode(),
    "nothing": b"",
    "binary": bytes(range(256)) * 100,
    "bom and crlf": b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /other\r\n",
    "stars": b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"$",
    "endless line": b"User-agent: *\nDisallow: /" + b"x" * 200_000,
    "no agent": b"Disallow: /",
    "behind the limit": b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /",
}


@pytest.mark.parametrize("body", ODD_RULES.values(), ids=ODD_RULES)
def test_odd_rules_forbid_nothing_they_do_not_say(site: HostileSite, body: bytes) -> None:
    site.pages["/robots.txt"] = Reply(body, content_type="text/plain")
    assert asked_robots(site, limits=replace(PATIENT, max_body_bytes=2**20)).health is Health.OK


def test_rules_without_end_are_not_read_to_the_end(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(status=302, headers=(("Location", "/endless-body"),))
    found = asked_robots(site)
    assert (found.health, site.count("/terms")) == (Health.REFUSED, 0)
    assert "robots.txt" in found.detail.en


def test_rules_of_a_host_that_cannot_be_reached_leave_the_page_unreachable(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(status=302, headers=(("Location", "/hang-up"),))
    assert asked_robots(site).health is Health.UNREACHABLE


def test_the_target_of_a_redirect_has_rules_too(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /terms")
    found = asked_robots(site, "/redirect/terms")
    assert (found.health, site.count("/terms")) == (Health.REFUSED, 0)


@pytest.mark.parametrize(("asked", "kept"), [("20", 20), ("86400", 30), ("-1", 0), ("nan", 0), ("inf", 0)])
def test_the_pause_a_site_asks_for_is_kept_within_reason(site: HostileSite, asked: str, kept: int) -> None:
    site.pages["/robots.txt"] = Reply(f"User-agent: *\nCrawl-delay: {asked}".encode())
    sleeper = Sleeper()
    looks(build(sleep=sleeper), *(source(site, f"/terms?{n}", None) for n in range(3)))
    assert [round(s) for s in sleeper.slept] == ([kept] * 2 if kept else [])
