"""The only HTTP client of the product. Whatever goes out, goes through the address guard."""

import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpcore
import httpx

from xborder.fetch.guard import AddressGuard, GuardedBackend
from xborder.fetch.limits import FetchLimits


def trusted_authorities(ca_file: Path | None = None) -> ssl.SSLContext:
    """The certificate authorities we believe, and those of the administrator. Dear: build it once."""
    context = httpx.create_ssl_context(trust_env=False)
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def open_client(
    guard: AddressGuard, limits: FetchLimits, *, authorities: ssl.SSLContext, proxy: str | None = None
) -> httpx.AsyncClient:
    """A client that follows no redirect, keeps no cookie, and reads nothing from the environment."""
    return httpx.AsyncClient(
        transport=GuardedTransport(guard, authorities=authorities, proxy=proxy),
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
        headers={"User-Agent": limits.user_agent, "Accept-Encoding": "gzip, deflate, br, zstd"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        trust_env=False,
    )


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport with a connection pool that dials through the guard.

    With a proxy, the proxy does the dialling: then a target is refused when it is written as a forbidden
    address or when our own name server knows it as one. Names only the proxy knows are left to the proxy.
    """

    def __init__(self, guard: AddressGuard, *, authorities: ssl.SSLContext, proxy: str | None = None) -> None:
        super().__init__(verify=authorities, http2=True, trust_env=False, proxy=proxy)
        self._guard, self._proxied = guard, proxy is not None
        if proxy is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=authorities,
                http2=True,
                network_backend=GuardedBackend(guard),
                max_connections=None,  # the queues of the hosts decide
                max_keepalive_connections=100,
                keepalive_expiry=60.0,
            )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._proxied:
            await self._guard.vet_for_proxy(request.url.raw_host.decode("ascii"), request.url.port or 443)
        return await super().handle_async_request(request)
