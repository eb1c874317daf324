"""The dead-man switch: tells a watcher outside that the run started, ended well, or failed.

The addresses are those of healthchecks.io and its relatives: URL, URL/start, URL/fail.
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import httpx

from xborder.fetch.client import Client, trusted_authorities
from xborder.fetch.failure import LIBRARY_ERRORS, AttemptError, from_library
from xborder.fetch.guard import AddressGuard, Resolver
from xborder.fetch.limits import FetchLimits
from xborder.fetch.visit import parse_address

_log = logging.getLogger(__name__)
_PATHS = {"success": "", "start": "/start", "fail": "/fail"}
_MAX_BODY = 10_000  # characters; watchers keep no more


class HttpPinger:
    """ports.Pinger. A watcher that cannot be reached will raise the alarm itself: we only log."""

    def __init__(
        self,
        url: str,
        *,
        limits: FetchLimits,
        seconds: float = 10.0,
        allowed_networks: Iterable[str] = (),
        resolve: Resolver | None = None,
        ca_file: Path | None = None,
        proxy: str | None = None,
    ) -> None:
        self._url, self._seconds, self._proxy = url.rstrip("/"), seconds, proxy
        self._limits = replace(limits, connect_seconds=seconds, read_seconds=seconds)
        self._guard = AddressGuard(allowed_networks=allowed_networks, resolve=resolve)
        self._authorities = trusted_authorities(ca_file)

    async def ping(self, signal: str, body: str = "") -> None:
        """Send "start", "success" or "fail" with a few words. Never raises, never takes long."""
        try:
            async with asyncio.timeout(self._seconds):
                status = await self._post(parse_address(self._url + _PATHS.get(signal, "/fail")), body)
        except AttemptError as failure:
            _log.warning("The dead-man ping %r was not sent: %s", signal, failure.why)
        except LIBRARY_ERRORS as error:  # the address is a secret: it is not logged
            _log.warning("The dead-man ping %r was not sent: %s", signal, from_library(error).why)
        else:
            if status != 200:
                _log.warning("The dead-man ping %r was not accepted: HTTP %s", signal, status)

    async def _post(self, url: httpx.URL, body: str) -> int:
        content = body[:_MAX_BODY].encode("utf-8", errors="replace")
        async with Client(
            self._guard, self._limits, authorities=self._authorities, proxy=self._proxy
        ) as client:
            response = await client.send(url, content=content)
            await response.aclose()
            return response.status_code
