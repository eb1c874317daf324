"""The only HTTP client of the product. Whatever goes out, goes through the address guard."""

import ssl
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import httpcore
import httpx

from xborder.errors import ConfigurationError
from xborder.fetch.guard import AddressGuard, GuardedBackend
from xborder.fetch.limits import FetchLimits


def trusted_authorities(ca_file: Path | None = None) -> ssl.SSLContext:
    """The certificate authorities we believe, and those of the administrator. Dear: build it once.

    Raises ConfigurationError for a file that holds none.
    """
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # no file, not to be read, or no certificates: an SSLError is one, too
            raise ConfigurationError(
                str(ca_file),
                why=f"no certificates can be read from it ({error.strerror or error})",
                fix="Correct `ca_file`; it is a file in PEM form",
            ) from error
    return context


class Client:
    """Sends one request at a time, and nothing more than that.

    It speaks to httpx's transport: httpx's own client would read redirects, keep cookies, and log addresses.
    """

    def __init__(
        self,
        guard: AddressGuard,
        limits: FetchLimits,
        *,
        authorities: ssl.SSLContext,
        proxy: str | None = None,
    ) -> None:
        self._transport = GuardedTransport(guard, authorities=authorities, proxy=proxy)
        self._headers = {"User-Agent": limits.user_agent, "Accept-Encoding": "gzip, deflate, br, zstd"}
        timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
        self._extensions = {"timeout": timeout.as_dict()}

    async def send(
        self,
        url: httpx.URL,
        *,
        headers: Mapping[str, str] | None = None,
        cookies: httpx.Cookies | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """The answer, opened and not yet read; the caller closes it. With content, a POST."""
        request = httpx.Request(
            "GET" if content is None else "POST",
            url,
            headers={**self._headers, **(headers or {})},
            cookies=cookies,
            content=content,
            extensions=self._extensions,
        )
        response = await self._transport.handle_async_request(request)
        response.request = request
        return response

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()


class SitePool(httpcore.AsyncConnectionPool):
    """The connections to one site."""

    def create_connection(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        return SiteConnection(
            origin=origin,
            ssl_context=self._ssl_context,
            http2=self._http2,
            network_backend=self._network_backend,
        )


class SiteConnection(httpcore.AsyncHTTPConnection):
    """A connection that is not used again once more came over it than was asked for.

    A server that declares too short a length (counts characters, not bytes) would otherwise have the rest of
    one page read as the beginning of the next. httpcore asks the stream for such bytes, but forgets
    those that it has read already.
    """

    def has_expired(self) -> bool:
        return super().has_expired() or (self.is_idle() and self._holds_bytes())

    def _holds_bytes(self) -> bool:
        kept = self._connection  # HTTP/2 says to which request each of its frames belongs
        return isinstance(kept, httpcore.AsyncHTTP11Connection) and bool(kept._h11_state.trailing_data[0])


class PoolPerSite(httpcore.AsyncConnectionPool):
    """Connections kept by site. One pool for all would poll every idle connection at every request."""

    MAX_SITES = 128  # kept open; file descriptors are few

    def __init__(self, guard: AddressGuard, authorities: ssl.SSLContext) -> None:
        super().__init__()
        self._backend, self._authorities = GuardedBackend(guard), authorities
        self._sites: OrderedDict[str, httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        site = str(request.url.origin)
        if site not in self._sites:
            await self._make_room()
        if site not in self._sites:  # still, after the wait
            self._sites[site] = SitePool(
                ssl_context=self._authorities, http2=True, network_backend=self._backend
            )
        self._sites.move_to_end(site)
        pool = self._sites[site]
        was_kept = any(connection.is_idle() for connection in pool.connections)
        try:
            return await pool.handle_async_request(request)
        except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError):
            if not was_kept or request.method != b"GET":
                raise
        # The server may have closed a kept connection as we asked: then it is asked anew (RFC 9112, 9.3.1).
        return await pool.handle_async_request(request)

    async def _make_room(self) -> None:
        """Close the site that was quiet for longest. One that is being read stays, however old."""
        if len(self._sites) < self.MAX_SITES:
            return
        quiet = (s for s, pool in self._sites.items() if all(c.is_idle() for c in pool.connections))
        if (site := next(quiet, None)) is not None:
            await self._sites.pop(site).aclose()

    async def aclose(self) -> None:
        while self._sites:
            await self._sites.popitem()[1].aclose()


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport with a connection pool that dials through the guard.

    With a proxy, the proxy does the dialling: then a target is refused when it is written as a forbidden
    address or when our own name server knows it as one. Names only the proxy knows are left to the proxy.
    """

    def __init__(self, guard: AddressGuard, *, authorities: ssl.SSLContext, proxy: str | None = None) -> None:
        # A proxy's connections are made by httpx: none is kept, as nothing looks for what is left in it.
        kept = httpx.Limits(max_connections=100, max_keepalive_connections=0)
        super().__init__(verify=authorities, http2=True, trust_env=False, proxy=proxy, limits=kept)
        self._guard, self._proxied = guard, proxy is not None
        if proxy is None:
            self._pool = PoolPerSite(guard, authorities)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._proxied:
            await self._guard.vet_for_proxy(request.url.raw_host.decode("ascii"), request.url.port or 443)
        return await super().handle_async_request(request)
