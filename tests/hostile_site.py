"""A web site on loopback that behaves as badly as the worst of them. Needs no network, and frees its port.

    with HostileSite() as site:
        site.pages["/terms"] = Reply(body=b"...")     # serve this
        fetch(site.url("/gzip-bomb"))                 # or one of BEHAVIOURS
        assert site.paths == ["/robots.txt", "/gzip-bomb"]

`Reply` says what an honest server would send; a behaviour writes to the socket whatever it likes.
"""

import asyncio
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import brotli

import hostile_pages as content
from xborder import zstd

_PIECE = b"x" * 2**14
_CHUNK = b"4000\r\n" + _PIECE + b"\r\n"


@dataclass(frozen=True)
class Asked:
    """One request as it came in. Header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """An honest answer, unless something stands behind it."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    behind: bytes = b""  # sent after the declared length

    def encode(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Said", f"Content-Length: {len(self.body)}"]
        lines += [f"Content-Type: {self.content_type}"] if self.content_type else []
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body + self.behind


Behaviour = Callable[["HostileSite", Asked, asyncio.StreamWriter], Awaitable[None]]
Page = Reply | Callable[[Asked], Reply]


@dataclass
class HostileSite:
    """The server, in a thread of its own. Pages that are set come first, then BEHAVIOURS, then 404."""

    host: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        started = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10), "the hostile site did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        return f"{'https' if self.tls else 'http'}://{host or self.host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def count(self, path: str) -> int:
        return self.paths.count(path)

    def _serve(self, started: threading.Event) -> None:
        async def main() -> None:
            self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
            server = await asyncio.start_server(
                self._handle,
                self.host,
                self.port,
                ssl=self.tls,
                ssl_handshake_timeout=2 if self.tls else None,
            )
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            await self._stop.wait()
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        asyncio.run(main())

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._answer(await _read_request(reader), writer):
                pass
        with suppress(OSError):
            writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection stays open."""
        self.asked.append(asked)
        path = asked.path.partition("?")[0]
        page = self.pages.get(path) or (None if path in BEHAVIOURS else _honest(self, path))
        if page is None:
            await BEHAVIOURS[path](self, asked, writer)
            return False
        reply = page(asked) if callable(page) else page
        writer.write(reply.encode())
        await writer.drain()
        return True


async def _read_request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, path, _ = first.split(" ", 2)
    return Asked(method, path, headers, body)


def _honest(site: HostileSite, path: str) -> Reply:
    """Pages that are served well, whatever they say: /page/<name> of hostile_pages."""
    name = path.removeprefix("/page/")
    if name in content.STANDINS:
        return Reply(content.STANDINS[name].encode())
    if name in content.encodings():
        body, content_type = content.encodings()[name]
        return Reply(body, content_type=content_type)
    if name in content.monsters():
        return Reply(content.monsters()[name])
    if name == "ab":
        return Reply((content.TERMS, content.TERMS_B)[site.count(path) % 2].encode())
    return Reply(content.TERMS.encode()) if path == "/terms" else Reply(b"nothing here", status=404)


BEHAVIOURS: dict[str, Behaviour] = {}


def _behaves(path: str) -> Callable[[Behaviour], Behaviour]:
    def register(behaviour: Behaviour) -> Behaviour:
        BEHAVIOURS[path] = behaviour
        return behaviour

    return register


def _sends(path: str, *pieces: bytes) -> None:
    """A behaviour that writes these bytes and hangs up."""

    async def send(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    BEHAVIOURS[path] = send


def _head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", *lines, "", ""]).encode("latin-1")


async def _forever(writer: asyncio.StreamWriter, piece: bytes, pause: float = 0.0) -> None:
    while not writer.is_closing():
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(pause)


# Time: every one of these would hold us for ever.


@_behaves("/silent")
async def _silent(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


@_behaves("/slow-loris")
async def _slow_loris(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    await _forever(writer, b"a", 0.02)


@_behaves("/slow-body")
async def _slow_body(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_head("Content-Length: 100000"))
    await _forever(writer, b"a", 0.02)


@_behaves("/stalled-body")
async def _stalled_body(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_head("Content-Length: 100000") + b"<p>half")
    await asyncio.sleep(3600)


@_behaves("/continue-flood")
async def _continue_flood(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    await _forever(writer, b"HTTP/1.1 100 Continue\r\n\r\n", 0.005)


# Size.


@_behaves("/endless-chunks")
async def _endless_chunks(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_head("Transfer-Encoding: chunked"))
    await _forever(writer, _CHUNK)


@_behaves("/endless-body")
async def _endless_body(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(_head("Connection: close"))
    await _forever(writer, _PIECE)


@_behaves("/endless-headers")
async def _endless_headers(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await _forever(writer, b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    return packer.compress(data) + packer.flush()


_ZEROS = bytes(2**24)  # 16 MB
_PAGE = content.TERMS.encode()


def _packed(path: str, body: bytes, encoding: str) -> None:
    _sends(path, _head(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}") + body)


_sends("/huge-length", _head(f"Content-Length: {10 * 2**30}"), b"<p>10 GB to come")
_sends("/many-headers", _head(*(f"X-{n}: 1" for n in range(1000)), "Content-Length: 0"))
_sends("/million-headers", b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n" * 1_000_000, b"\r\n")
_sends("/huge-header", _head("X-Huge: " + "a" * 2**20, "Content-Length: 2"), b"ok")
_packed("/gzip-bomb", _gzip(_ZEROS), "gzip")
_packed("/deflate-bomb", zlib.compress(_ZEROS, 9), "deflate")
_packed("/brotli-bomb", brotli.compress(_ZEROS), "br")
_packed("/zstd-bomb", zstd.compress(_ZEROS, 19), "zstd")
_packed("/double-bomb", _gzip(_gzip(_ZEROS)), "gzip, gzip")
_packed("/packed-often", _gzip(_gzip(_gzip(_gzip(_PAGE)))), "gzip, gzip, gzip, gzip")

# Lies and damage.

FORGED = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"

_sends("/hang-up")
_sends("/garbage", b"\x16\x03\x01\x00\xa5 what is this\r\n\r\n")
_sends("/http-0.9", b"<html>no headers in my day</html>")
_sends("/bad-status", b"HTTP/1.1 abc Strange\r\nContent-Length: 2\r\n\r\nok")
_sends("/status-999", _head("Content-Length: 2", status="999 Request denied"), b"no")
_sends("/negative-length", _head("Content-Length: -5"), b"ok")
_sends("/two-lengths", _head("Content-Length: 2", "Content-Length: 5"), b"ok")
_sends("/short-body", _head("Content-Length: 1000"), b"<p>half a pa")
_sends("/long-body", _head("Content-Length: 9"), b"<p>ok</p>" + FORGED)
_sends("/cut-chunks", _head("Transfer-Encoding: chunked"), b"5\r\n<p>ha\r\n4000\r\nlf")
_sends("/bad-chunks", _head("Transfer-Encoding: chunked"), b"zz\r\n<p>\r\n0\r\n\r\n")
_sends("/huge-chunk", _head("Transfer-Encoding: chunked"), b"f" * 40 + b"\r\n")
_sends("/split-header", b"HTTP/1.1 200 OK\r\nX-A: b\rSet-Cookie: c=d\r\nContent-Length: 2\r\n\r\nok")
_sends("/null-header", b"HTTP/1.1 200 OK\r\nX-A: b\x00c\r\nContent-Length: 2\r\n\r\nok")
_sends("/upgrade", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
_sends("/until-close", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", _PAGE)
_packed("/not-gzip", _PAGE, "gzip")
_packed("/cut-gzip", _gzip(_PAGE)[:-40], "gzip")
_packed("/cut-deflate", zlib.compress(_PAGE)[:-40], "deflate")
_packed("/cut-brotli", brotli.compress(_PAGE)[:-40], "br")
_packed("/cut-zstd", zstd.compress(_PAGE)[:-40], "zstd")
_packed("/gzip-of-nothing", b"", "gzip")
_packed("/gzip-and-garbage", _gzip(_PAGE) + b"garbage", "gzip")
_packed("/gzip-in-members", _gzip(_PAGE[:100]) + _gzip(_PAGE[100:]), "gzip")
_packed("/gzip", _gzip(_PAGE), "gzip")
_packed("/deflate", zlib.compress(_PAGE), "deflate")
_packed("/bare-deflate", zlib.compress(_PAGE)[2:-4], "deflate")
_packed("/brotli", brotli.compress(_PAGE), "br")
_packed("/zstd", zstd.compress(_PAGE), "zstd")
_packed("/gzip-then-brotli", brotli.compress(_gzip(_PAGE)), "gzip, br")
_packed("/identity", _PAGE, "identity")
_packed("/unknown-encoding", _PAGE, "rot13")


@_behaves("/reset")
async def _reset(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


# Redirects.


def _redirects(path: str, location: str, status: int = 302, *headers: str) -> None:
    _sends(path, _head(f"Location: {location}", "Content-Length: 0", *headers, status=f"{status} Elsewhere"))


for _name, _location in {
    "loop": "/redirect/loop",
    "circle": "/redirect/circle-back",
    "circle-back": "/redirect/circle",
    "file": "file:///etc/passwd",
    "source-file": "source:file:///etc/passwd",
    "ftp": "ftp://127.0.0.1/x",
    "data": "data:text/html,<p>hello",
    "gopher": "gopher://127.0.0.1/x",
    "javascript": "javascript:alert(1)",
    "empty": "",
    "bad-port": "http://127.0.0.1:99999/",
    "null": "http://127.0.0.1/\x00",
    "long": "/" + "a" * 5000,
    "backslash": "http://127.0.0.1\\@127.0.0.2/",
    "terms": "/terms",
    "raw-japanese": "/個人情報".encode().decode("latin-1"),
}.items():
    _redirects(f"/redirect/{_name}", _location)
_redirects("/redirect/permanent", "/terms", 308)
_redirects("/redirect/home", "/page/home", 301)
for _n in range(30):
    _redirects(f"/redirect/hop-{_n}", f"/redirect/hop-{_n + 1}")
_sends("/redirect/nowhere", _head("Content-Length: 0", status="302 Found"))


@_behaves("/redirect/cookie")
async def _cookie(site: HostileSite, asked: Asked, writer: asyncio.StreamWriter) -> None:
    """Redirects to itself until its cookie comes back, as some sites do."""
    if "seen=yes" in asked.headers.get("cookie", ""):
        writer.write(Reply(content.TERMS.encode()).encode())
    else:
        writer.write(
            _head(
                "Location: /redirect/cookie",
                "Set-Cookie: seen=yes; Path=/",
                "Content-Length: 0",
                status="302 F",
            )
        )
    await writer.drain()
