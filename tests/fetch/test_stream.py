"""What a connection promises whatever the other side does: order, bounds, an end."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpcore
import pytest
import trustme

from xborder.fetch.guard import AddressGuard, GuardedBackend

Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
MUCH = bytes(range(256)) * 2**16  # 16 MB


@asynccontextmanager
async def connected(
    peer: Peer, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[httpcore.AsyncNetworkStream]:
    async with await asyncio.start_server(peer, "127.0.0.1", 0, ssl=tls) as server:
        dialler = GuardedBackend(AddressGuard(allowed_networks=["127.0.0.1/32"]))
        stream = await dialler.connect_tcp("127.0.0.1", server.sockets[0].getsockname()[1], 5)
        try:
            yield stream
        finally:
            await stream.aclose()


async def read_all(stream: httpcore.AsyncNetworkStream) -> bytes:
    read = bytearray()
    while piece := await stream.read(2**16, 5):
        read += piece
    return bytes(read)


def test_what_nobody_reads_makes_the_sender_wait_and_all_of_it_comes_in_order() -> None:
    taken = 0

    async def send(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        for start in range(0, len(MUCH), 2**16):
            writer.write(MUCH[start : start + 2**16])
            await writer.drain()
            taken = start
        writer.close()

    async def ask() -> tuple[int, bytes]:
        async with connected(send) as stream:
            await asyncio.sleep(0.5)
            return taken, await read_all(stream)

    before, read = asyncio.run(ask())
    assert read == MUCH
    assert before < len(MUCH) // 2  # what the system itself keeps is some megabytes


def test_a_server_that_reads_nothing_ends_a_long_request() -> None:
    async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()
        await asyncio.sleep(5)

    async def ask() -> None:
        async with connected(deaf) as stream:
            with pytest.raises(httpcore.WriteTimeout):
                await stream.write(MUCH, 0.2)

    asyncio.run(ask())


def test_what_came_before_the_connection_broke_is_read_first() -> None:
    async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"half a page")
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.get_extra_info("socket").setsockopt(1, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER: a reset
        writer.transport.abort()

    async def ask() -> None:
        async with connected(reset) as stream:
            await asyncio.sleep(0.3)
            assert await stream.read(100, 5) == b"half a page"
            with pytest.raises(httpcore.ReadError):
                await stream.read(100, 5)
            with pytest.raises(httpcore.WriteError):
                await stream.write(b"more", 5)

    asyncio.run(ask())


def test_silence_ends_at_its_time() -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async def ask() -> None:
        async with connected(silent) as stream:
            with pytest.raises(httpcore.ReadTimeout):
                await stream.read(100, 0.1)

    asyncio.run(ask())


def secure(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    authority = trustme.CA()
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return server, ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))


def test_what_is_said_before_the_handshake_is_never_read_as_secure(tmp_path) -> None:
    """Anybody on the way could have said it."""

    async def forge(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
        await asyncio.sleep(5)

    async def ask() -> None:
        async with connected(forge) as stream:
            await asyncio.sleep(0.2)
            with pytest.raises(httpcore.ConnectError, match="spoke before"):
                await stream.start_tls(secure(tmp_path)[1], "127.0.0.1", 5)

    asyncio.run(ask())


def test_a_handshake_that_never_ends_does(tmp_path) -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async def ask() -> None:
        async with connected(silent) as stream:
            with pytest.raises(httpcore.ConnectTimeout):
                await stream.start_tls(secure(tmp_path)[1], "127.0.0.1", 0.2)

    asyncio.run(ask())


def test_a_secure_connection_is_closed_at_once_whatever_the_server_does(tmp_path) -> None:
    theirs, ours = secure(tmp_path)

    async def keep(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline() + MUCH)
        await asyncio.sleep(5)

    async def ask() -> None:
        async with connected(keep, tls=theirs) as stream:
            stream = await stream.start_tls(ours, "127.0.0.1", 5)
            await stream.write(b"hello\n", 5)
            assert (await stream.read(2**16, 5)).startswith(b"hello\n")
            open_socket = stream.get_extra_info("socket")
            assert open_socket.fileno() >= 0
            await stream.aclose()
            assert open_socket.fileno() < 0

    asyncio.run(ask())
