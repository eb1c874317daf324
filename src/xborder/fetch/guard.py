"""The one gate every outgoing connection passes: public addresses only, decided when connecting.

Checking a URL beforehand is not enough: a name may answer differently the second time, and a redirect or a
proxy setting leads elsewhere. So the check sits below the HTTP client, sees the address that is really
dialled, and dials exactly that one. The TLS name and the Host header stay those of the URL.
"""

import asyncio
import re
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore

from xborder.fetch.failure import ForbiddenAddressError, UnknownHostError, is_temporary
from xborder.fetch.stream import Stream
from xborder.model import Text

_PROXY_LOOKUP_SECONDS = 2.0  # behind a proxy, many name servers know nothing of the world

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

# IANA special-purpose registries. ipaddress.is_global alone lets several of these pass.
_SPECIAL_V4 = tuple(
    IPv4Network(n)
    for n in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier NAT
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
# All else is local, mapped, translated (64:ff9b::), multicast or not assigned.
_GLOBAL_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    IPv6Network(n)
    for n in (
        "2001::/23",  # protocol assignments, Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)
# Hosts whose last label starts like a number are IPv4 in the eyes of some parser: 2130706433, 0x7f.1, 127.1
_NUMERIC = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)$", re.IGNORECASE)


def is_public(address: Address) -> bool:
    """Whether this is a unicast address of the public Internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    if address.scope_id is not None or address not in _GLOBAL_V6:
        return False
    return not any(address in network for network in _SPECIAL_V6)


_LEADS_INSIDE = Text(
    ja="{host} という名前が、公開されていないアドレス {address} を指しています",
    en="the name {host} leads to the address {address}, which is not public",
)
_NOT_PUBLIC = Text(ja="{address} は公開されたアドレスではありません", en="{address} is not a public address")
_NO_HOST = Text(
    ja="ホスト {host} は、名前でも通常の形のアドレスでもありません",
    en="the host {host} is neither a name nor an address in the usual form",
)
_LOCAL = Text(ja="ローカルソケットは使いません", en="local sockets are never used")


class AddressGuard:
    """Turns a host into the addresses that may be dialled, or refuses."""

    def __init__(self, *, allowed_networks: Iterable[str] = (), resolve: Resolver | None = None) -> None:
        self._allowed: tuple[Network, ...] = tuple(ip_network(n) for n in allowed_networks)
        self._resolve = resolve or SystemResolver()

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """All addresses of the host in the order of the resolver. Raises ForbiddenAddressError."""
        literal = self.literal(host)
        if literal is not None:
            return (str(literal),)
        found = [_parse(text) for text in await self._resolve(host, port)]
        if not found:
            raise UnknownHostError(host, temporary=False)
        # One bad answer spoils all: a public address beside a private one is how rebinding looks.
        for address in found:
            if address is None or not self._may_dial(address):
                raise ForbiddenAddressError(_LEADS_INSIDE.fill(host=host, address=address))
        return [str(address) for address in dict.fromkeys(found)]

    async def vet_for_proxy(self, host: str, port: int) -> None:
        """Refuse what can be refused from here; the proxy resolves the name itself."""
        with suppress(UnknownHostError, TimeoutError):
            async with asyncio.timeout(_PROXY_LOOKUP_SECONDS):
                await self.addresses(host, port)

    def literal(self, host: str) -> Address | None:
        """The address a host is written as, vetted; None when it is a name."""
        bare = host.rstrip(".")
        address = _parse(bare)
        if address is not None:
            if not self._may_dial(address):
                raise ForbiddenAddressError(_NOT_PUBLIC.fill(address=address))
            return address
        if not bare or "%" in bare or ":" in bare or _NUMERIC.search(bare):
            raise ForbiddenAddressError(_NO_HOST.fill(host=repr(host)))
        return None

    def _may_dial(self, address: Address) -> bool:
        return is_public(address) or any(address in network for network in self._allowed)


def _parse(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


class SystemResolver:
    """The name server of this machine, asked in threads of its own.

    The event loop's own pool has few threads: a handful of dead names would make living ones time out.
    """

    def __init__(self, threads: int = 32) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="resolve")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._pool, _look_up, host, port)
        except OSError as error:
            raise UnknownHostError(host, temporary=is_temporary(error)) from error
        except UnicodeError as error:  # a label that no name server could be asked for
            raise UnknownHostError(host, temporary=False) from error
        return found


def _look_up(host: str, port: int) -> Sequence[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Dials the vetted addresses of a host in order, and nothing else."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        ends_at = time.monotonic() + (timeout or 60.0)
        addresses = await self._addresses(host, port, ends_at)
        last: Exception = httpcore.ConnectError(f"no address of {host} answered")
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            share = max(0.01, (ends_at - time.monotonic()) / left)  # a dead address must not starve the next
            try:
                return await _dial(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last

    async def _addresses(self, host: str, port: int, ends_at: float) -> Sequence[str]:
        try:
            async with asyncio.timeout(ends_at - time.monotonic()):
                return await self._guard.addresses(host, port)
        except TimeoutError as error:
            raise UnknownHostError(host, temporary=True) from error

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise ForbiddenAddressError(_LOCAL)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _dial(address: str, port: int, seconds: float) -> Stream:
    """Raises ConnectError, ConnectTimeout."""
    try:
        async with asyncio.timeout(seconds):
            return (await asyncio.get_running_loop().create_connection(Stream, address, port))[1]
    except TimeoutError as error:
        raise httpcore.ConnectTimeout(str(error)) from error
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
