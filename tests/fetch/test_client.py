"""Connections are kept by site, and given up when too many sites are open."""

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import trustme
from looking import PATIENT

import hostile_pages as content
from hostile_site import FORGED, HostileSite, Reply
from xborder.fetch.client import Client, PoolPerSite, trusted_authorities
from xborder.fetch.guard import AddressGuard


@pytest.fixture
def two_sites():
    with HostileSite() as one, HostileSite() as other:
        yield one, other


def client(ca_file: Path | None = None, proxy: str | None = None) -> Client:
    guard = AddressGuard(allowed_networks=["127.0.0.1/32"])
    return Client(guard, PATIENT, authorities=trusted_authorities(ca_file), proxy=proxy)


async def read(client: Client, url: str) -> bytes:
    response = await client.send(httpx.URL(url))
    body = await response.aread()
    await response.aclose()
    return body


def test_a_connection_is_used_again(two_sites) -> None:
    one, other = two_sites

    async def ask() -> None:
        async with client() as asking:
            for site in (one, other, one, other):
                await read(asking, site.url("/terms"))

    asyncio.run(ask())
    assert (one.connections, other.connections) == (1, 1)


def test_the_quietest_site_makes_room_for_a_new_one(two_sites, monkeypatch) -> None:
    monkeypatch.setattr(PoolPerSite, "MAX_SITES", 1)
    one, other = two_sites

    async def ask() -> None:
        async with client() as asking:
            for site in (one, other, one):
                await read(asking, site.url("/terms"))

    asyncio.run(ask())
    assert (one.connections, other.connections) == (2, 1)


def test_a_site_that_is_being_read_keeps_its_connection(two_sites, monkeypatch) -> None:
    monkeypatch.setattr(PoolPerSite, "MAX_SITES", 1)
    one, other = two_sites

    async def ask() -> bytes:
        async with client() as asking:
            slow = await asking.send(httpx.URL(one.url("/page/nested-tags")))
            await read(asking, other.url("/terms"))
            body = await slow.aread()
            await slow.aclose()
            return body

    assert asyncio.run(ask()) == content.monsters()["nested-tags"]


@pytest.fixture(params=["plain", "tls"])
def keeping(request, tmp_path) -> Iterator[tuple[HostileSite, Path | None]]:
    """A site that keeps its connections open, and the authority its certificate comes from."""
    if request.param == "plain":
        with HostileSite() as site:
            yield site, None
        return
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with HostileSite(tls=context) as site:
        yield site, tmp_path / "ca.pem"


ONE_TLS_RECORD = 2**14


@pytest.mark.parametrize("size", [9, ONE_TLS_RECORD - len(Reply(b"x" * ONE_TLS_RECORD).encode()) % 2**14])
def test_what_follows_the_declared_length_is_never_the_next_page(keeping, size) -> None:
    site, ca_file = keeping
    site.pages["/long"] = Reply(b"x" * size, behind=FORGED)

    async def ask() -> list[bytes]:
        async with client(ca_file) as asking:
            return [await read(asking, site.url(path)) for path in ("/long", "/terms", "/terms")]

    assert asyncio.run(ask()) == [b"x" * size, content.TERMS.encode(), content.TERMS.encode()]
    assert site.connections == 2  # the second page has its own, and the third uses it again


@pytest.mark.parametrize("lasting", [True, False], ids=["only-the-kept-connection", "every-connection"])
def test_a_connection_closed_while_it_was_kept_is_made_anew_once(lasting: bool) -> None:
    """The server reads the second request and closes: on the kept connection alone, or on each."""
    asked: list[int] = []  # connections, by the requests that came

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len({*asked}) + 1
        for _ in range(2):
            await reader.readuntil(b"\r\n\r\n")
            asked.append(number)
            if len(asked) == 1 or (lasting and number == 2):
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine")
                await writer.drain()
                continue
            break
        writer.transport.abort()

    async def ask() -> list[bytes]:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server, client() as asking:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            return [await read(asking, url) for _ in range(2)]

    if lasting:
        assert asyncio.run(ask()) == [b"fine", b"fine"]
    else:
        with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            asyncio.run(ask())
    assert asked == [1, 1, 2]


def test_what_a_proxy_sends_too_much_is_never_the_next_page() -> None:
    async def ask(proxy: HostileSite) -> list[bytes]:
        async with client(proxy=proxy.url()) as asking:
            return [await read(asking, f"http://contract.example/{page}") for page in ("long", "terms")]

    with HostileSite() as proxy:
        proxy.pages["http://contract.example/long"] = Reply(b"long", behind=FORGED)
        proxy.pages["http://contract.example/terms"] = Reply(b"terms")
        assert asyncio.run(ask(proxy)) == [b"long", b"terms"]
