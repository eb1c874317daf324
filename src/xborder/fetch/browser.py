"""Shows a page in Chromium and gives back what its scripts made of it. The browser has no network at all.

Every request is taken out of the browser and answered by Supply. What might slip past that (prefetches,
preconnects, WebRTC) finds no name server, a proxy that does not exist, and, where the system lets us, a
network name space with nothing in it. One process for each page: killed when its time is up, it harms none.
"""

import asyncio
import os
import shlex
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from playwright.async_api import (
    BrowserContext,
    CDPSession,
    Page,
    Playwright,
    Request,
    Route,
    WebSocketRoute,
    async_playwright,
)
from playwright.async_api import Error as BrowserError

from xborder.fetch.body import too_big
from xborder.fetch.failure import AttemptError
from xborder.fetch.headers import plain
from xborder.fetch.rendering import Shown
from xborder.fetch.supply import LATER, BrowserLimits, Shelf, Supply, Travel, Wanted, restless
from xborder.fetch.visit import Answer
from xborder.model import Health, Text

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_FLAGS = (
    "--proxy-server=http://refused.invalid:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-gpu",
    "--block-new-web-contents",
    "--dns-prefetch-disable",
    "--disable-features=Prerender2,SpeculationRulesPrefetchFuture,LoadingPredictor,WebTransport",
    "--js-flags=--max-old-space-size=1024",
)
_MEMORY_KB = 3 * 2**20  # of data for one process of the browser; a page past it dies, and we do not
# `exec` keeps the number of the process, which is what is killed in the end. Name spaces of its own: no
# network, and a process table that ends with its first process, so that nothing of it can stay behind.
_LAUNCHER = """#!/bin/sh
echo $$ > {folder}/pid
ulimit -c 0
ulimit -d {memory} 2>/dev/null
apart='unshare --user --map-current-user --net --pid --fork --kill-child'
if {isolate} && $apart true 2>/dev/null; then
  exec $apart {executable} "$@"
fi
exec {executable} "$@"
"""
_TICK = 0.1
_AT_REST = 1.0  # seconds without requests in which the text stays as it is
_QUIET = 5.0  # ... in which there are no requests, though the text moves: clocks, carousels
_BACKSTOP = 1800.0  # a page that waits for its turns all the time has an end too
_STARTING, _CLOSING = 30.0, 10.0
_MEASURE = "[document.documentElement.textContent.length, document.getElementsByTagName('*').length]"
# Scripts have run: neither they nor what stands there for browsers without them is text of the page.
_SERIALISE = """(() => {
  const copy = document.documentElement.cloneNode(true);
  for (const element of copy.querySelectorAll('script, noscript')) element.remove();
  const html = copy.outerHTML;
  return html.length > %d ? null : (document.doctype ? '<!DOCTYPE html>' : '') + html;
})()"""


def find_chromium(executable: Path | None = None) -> Path | None:
    """The browser to use: the one that is set, or the first on the path."""
    found = next(filter(None, map(shutil.which, [str(executable)] if executable else NAMES)), None)
    return Path(found) if found else None


class Chromium:
    """Implements rendering.Renderer. Nothing is started before the first page asks for it."""

    def __init__(
        self,
        executable: Path,
        limits: BrowserLimits,
        *,
        agent: str,
        largest: int,
        sandbox: bool = True,
        isolate: bool = True,
    ) -> None:
        self.executable, self.limits = executable, limits
        self.agent, self.largest = agent, largest  # our name; bytes of a page at most
        self.sandbox, self.isolate = sandbox, isolate

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Viewing"]:
        """Show pages until the end of the block, which leaves no process behind."""
        with tempfile.TemporaryDirectory(prefix="xborder-browser-", ignore_cleanup_errors=True) as folder:
            viewing = Viewing(self, Path(folder))
            try:
                yield viewing
            finally:
                await viewing.close()


class Viewing:
    """One run's pages in the browser."""

    def __init__(self, its: Chromium, folder: Path) -> None:
        self._its, self._folder = its, folder
        self._turn, self._starting = asyncio.Semaphore(its.limits.pages), asyncio.Lock()
        self._playwright: Playwright | None = None
        self._shelf, self._numbers = Shelf(), count(1)

    async def show(self, first: Answer, travel: Travel, *, language: str) -> Shown:
        """What the scripts of `first` make of it. Raises AttemptError."""
        supply = Supply(first, travel, self._shelf, self._its.limits)
        async with self._turn:
            place = self._folder / str(next(self._numbers))
            place.mkdir()
            try:
                async with asyncio.timeout(_BACKSTOP):
                    return await self._show(place, supply, language)
            except TimeoutError as error:
                raise supply.fault or restless(self._its.limits.seconds) from error
            except BrowserError as error:
                raise supply.fault or _broken(error.message) from error
            finally:
                _kill(place)
                await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    async def close(self) -> None:
        """End the driver; the browsers have ended with their pages."""
        if self._playwright is not None:
            with suppress(TimeoutError, BrowserError):
                async with asyncio.timeout(_CLOSING):
                    await self._playwright.stop()

    async def _show(self, place: Path, supply: Supply, language: str) -> Shown:
        context = await self._launch(place, language)
        try:
            await context.route("**/*", partial(_route, supply))
            await context.route_web_socket("**/*", _refuse)
            page = context.pages[0]
            context.on("page", _close)
            page.on("crash", lambda _: supply.stop(_broken("its process died, or went past its limits")))
            eye = await Eye.on(page)
            async with asyncio.timeout(supply.left_seconds):
                await page.goto(str(supply.first.url), wait_until="commit")
            await _wait_for_rest(eye, supply)
            async with asyncio.timeout(supply.left_seconds):
                html, name = await eye.read(self._its.largest), await eye.name()
            if not page.url.startswith(("http://", "https://")):
                raise _broken("it left for something that is no web address")
            return Shown(html=html, url=page.url, by=name)
        finally:
            with suppress(TimeoutError, BrowserError):
                async with asyncio.timeout(_CLOSING):
                    await context.close()

    async def _launch(self, place: Path, language: str) -> BrowserContext:
        async with self._starting:
            self._playwright = self._playwright or await async_playwright().start()
        try:
            return await self._playwright.chromium.launch_persistent_context(
                place / "profile",
                executable_path=_launcher(self._its, place),
                args=list(_FLAGS),
                chromium_sandbox=self._its.sandbox,
                env={"HOME": str(place), "PATH": os.defpath, "LANG": "C.UTF-8"},  # and no secret of ours
                timeout=_STARTING * 1000,
                user_agent=self._its.agent,
                locale=language,
                timezone_id="Asia/Tokyo",
                viewport={"width": 1280, "height": 4000},  # tall: some pages load what is looked at
                service_workers="block",
                accept_downloads=False,
            )
        except BrowserError as error:
            raise _not_started(self._its.executable, error.message) from error


class Eye:
    """Looks at the page from a world of its own, where its scripts cannot change what we see."""

    def __init__(self, session: CDPSession, frame: str) -> None:
        self._session, self._frame = session, frame

    @classmethod
    async def on(cls, page: Page) -> "Eye":
        session = await page.context.new_cdp_session(page)
        tree = await session.send("Page.getFrameTree")
        return cls(session, tree["frameTree"]["frame"]["id"])

    async def measure(self) -> Any:
        """Something that changes when the page does; None while it goes from one page to the next."""
        with suppress(BrowserError):
            return await self._evaluate(_MEASURE)
        return None

    async def read(self, largest: int) -> bytes:
        """The page as it stands. Raises AttemptError when it is too large."""
        html = await self._evaluate(_SERIALISE % largest)
        if not isinstance(html, str) or len(body := html.encode("utf-8", "replace")) > largest:
            raise too_big(largest)
        return body

    async def name(self) -> str:
        return str((await self._session.send("Browser.getVersion"))["product"])

    async def _evaluate(self, expression: str) -> Any:
        asked = {"frameId": self._frame, "worldName": "xborder"}
        world = await self._session.send("Page.createIsolatedWorld", asked)
        given = await self._session.send(
            "Runtime.evaluate",
            {
                "expression": expression,
                "contextId": world["executionContextId"],
                "returnByValue": True,
            },
        )
        return given["result"].get("value")


async def _wait_for_rest(eye: Eye, supply: Supply) -> None:
    """Until the page asks for nothing more and its text stands. Raises AttemptError, TimeoutError."""
    clock = asyncio.get_running_loop().time
    seen, before = None, clock()
    moved_at = busy_at = before
    while True:
        await asyncio.sleep(_TICK)
        async with asyncio.timeout(supply.left_seconds):  # its scripts may keep it from answering
            seen, last = await eye.measure(), seen
        now = clock()
        if supply.open:
            busy_at = now
        else:
            supply.spend(now - before)
        if supply.fault is not None:
            raise supply.fault
        moved_at = now if seen is None or seen != last else moved_at
        if now - max(moved_at, busy_at) >= _AT_REST or now - busy_at >= _QUIET:
            return
        before = now


async def _route(supply: Supply, route: Route, request: Request) -> None:
    given = await supply.give(_wanted(request))
    with suppress(BrowserError):  # nobody waits for it any more
        if given is None:
            await route.abort("blockedbyclient")
        else:
            await route.fulfill(status=given.status, headers=dict(given.headers), body=given.body)


def _wanted(request: Request) -> Wanted:
    is_page = False
    with suppress(BrowserError):  # a window that is not there yet
        is_page = request.is_navigation_request() and request.frame.parent_frame is None
    return Wanted(
        url=request.url,
        method=request.method,
        kind=request.resource_type,
        is_page=is_page,
        headers=request.headers,
    )


async def _refuse(socket: WebSocketRoute) -> None:
    with suppress(BrowserError):
        await socket.close()


async def _close(window: Page) -> None:
    with suppress(BrowserError):
        await window.close()


def _launcher(its: Chromium, place: Path) -> Path:
    """The command that starts the browser with nothing it does not need."""
    launcher = place / "launch"
    words = {"folder": place, "executable": its.executable, "memory": _MEMORY_KB}
    quoted = {name: shlex.quote(str(word)) for name, word in words.items()}
    launcher.write_text(_LAUNCHER.format(isolate=str(its.isolate).lower(), **quoted), encoding="utf-8")
    launcher.chmod(0o700)
    return launcher


def _kill(place: Path) -> None:
    """End the browser with all its processes, in case it did not end when it was asked to."""
    with suppress(OSError, ValueError):
        os.killpg(int((place / "pid").read_text()), signal.SIGKILL)


def _broken(why: str) -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=Text(
            ja="ブラウザーでページを表示できませんでした（{why}）",
            en="the browser could not show the page ({why})",
        ).fill(why=_first_line(why)),
        fix=LATER,
    )


def _not_started(executable: Path, why: str) -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=Text(
            ja="ブラウザー {executable} が起動しませんでした（{why}）",
            en="the browser {executable} did not start ({why})",
        ).fill(executable=executable, why=_first_line(why)),
        fix=Text(
            ja="xborder を実行する利用者として手作業で起動し、確かめてください。root で、"
            "又は user name space のないコンテナーで動かすには、[browser] の sandbox = false が必要です。"
            "先に docs/operators/fetching.md をお読みください。",
            en="Start it by hand as the user of xborder. As root, or in a container without user name "
            "spaces, it needs sandbox = false of [browser]: read docs/operators/fetching.md first.",
        ),
    )


def _first_line(text: str) -> str:
    return plain(text.strip().partition("\n")[0], 200)
