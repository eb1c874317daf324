"""The dead-man ping: sent through the same guard, and never in the way."""

import asyncio
import logging

import pytest
from looking import AGENT, PATIENT

from hostile_site import HostileSite, Reply
from xborder.fetch.ping import HttpPinger

SECRET = "/6f2e9c1a-secret"


def ping(site: HostileSite, signal: str, body: str = "", **changed: object) -> None:
    values = {"limits": PATIENT, "allowed_networks": ["127.0.0.1/32"], "seconds": 5.0} | changed
    asyncio.run(HttpPinger(site.url(SECRET), **values).ping(signal, body))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signal", "path"), [("start", SECRET + "/start"), ("success", SECRET), ("fail", SECRET + "/fail")]
)
def test_each_signal_has_its_address(site: HostileSite, caplog, signal: str, path: str) -> None:
    site.pages[path] = Reply(b"OK")
    ping(site, signal, "3 件の変更")
    (asked,) = site.asked
    assert (asked.method, asked.path, asked.body.decode()) == ("POST", path, "3 件の変更")
    assert asked.headers["user-agent"] == AGENT
    assert caplog.records == []


def test_an_unknown_signal_counts_as_failure_so_that_it_is_heard(site: HostileSite) -> None:
    ping(site, "strange")
    assert site.paths == [SECRET + "/fail"]


@pytest.mark.parametrize("address", ["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "watcher.example"])
def test_an_inner_watcher_is_not_asked_unless_it_is_allowed(site: HostileSite, caplog, address: str) -> None:
    async def inside(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    pinger = HttpPinger(site.url(SECRET, host=address), limits=PATIENT, resolve=inside)
    asyncio.run(pinger.ping("success"))
    assert site.asked == []
    assert "was not sent" in caplog.text


def test_a_long_body_is_cut(site: HostileSite) -> None:
    ping(site, "success", "x" * 10**6)
    assert len(site.asked[0].body) == 10_000


@pytest.mark.parametrize(
    "changed",
    [{"allowed_networks": []}, {}],
    ids=["forbidden address", "not found"],
)
def test_a_ping_that_fails_is_logged_without_its_secret(site: HostileSite, caplog, changed: dict) -> None:
    with caplog.at_level(logging.DEBUG):
        ping(site, "success", **changed)
    assert any(record.levelno == logging.WARNING for record in caplog.records)
    assert "6f2e9c1a" not in caplog.text


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "not a url", "ftp://x/y", "http://[", ""])
def test_a_ping_never_raises(url: str, caplog) -> None:
    pinger = HttpPinger(url, limits=PATIENT, allowed_networks=["127.0.0.1/32"], seconds=1)
    asyncio.run(pinger.ping("success", "\ud800"))
    assert "was not sent" in caplog.text


def test_a_watcher_that_does_not_answer_is_not_waited_for(site: HostileSite, caplog) -> None:
    pinger = HttpPinger(site.url("/silent?"), limits=PATIENT, allowed_networks=["127.0.0.1/32"], seconds=0.2)
    asyncio.run(pinger.ping("success"))
    assert "was not sent" in caplog.text
