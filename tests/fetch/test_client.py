"""Connections are kept by site, and given up when too many sites are open."""

import asyncio

import httpx
import pytest
from looking import PATIENT

import hostile_pages as content
from hostile_site import HostileSite
from xborder.fetch.client import Client, PoolPerSite, trusted_authorities
from xborder.fetch.guard import AddressGuard


@pytest.fixture
def two_sites():
    with HostileSite() as one, HostileSite() as other:
        yield one, other


def client() -> Client:
    guard = AddressGuard(allowed_networks=["127.0.0.1/32"])
    return Client(guard, PATIENT, authorities=trusted_authorities())


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
