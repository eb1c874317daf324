"""Time stamps by an authority (RFC 3161): proof by somebody else that a text existed by then."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import httpx
from rfc3161_client import HashAlgorithm, PKIStatus, TimestampRequestBuilder, decode_timestamp_response
from rfc3161_client.tsp import TimeStampRequest

from xborder.fetch.client import Client, trusted_authorities
from xborder.fetch.failure import LIBRARY_ERRORS, AttemptError, from_library
from xborder.fetch.guard import AddressGuard, Resolver
from xborder.fetch.limits import FetchLimits
from xborder.fetch.visit import parse_address

_log = logging.getLogger(__name__)
_QUERY = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
_LARGEST = 200_000  # bytes; with the certificates of its chain a response has about 6,000


class HttpStamper:
    """ports.Stamper. A day without a stamp is covered by the next one: we only log."""

    def __init__(
        self,
        url: str,
        *,
        limits: FetchLimits,
        seconds: float = 20.0,
        allowed_networks: Iterable[str] = (),
        resolve: Resolver | None = None,
        ca_file: Path | None = None,
        proxy: str | None = None,
    ) -> None:
        self._url, self._seconds, self._proxy = url, seconds, proxy
        self._limits = replace(limits, connect_seconds=seconds, read_seconds=seconds)
        self._guard = AddressGuard(allowed_networks=allowed_networks, resolve=resolve)
        self._authorities = trusted_authorities(ca_file)

    async def stamp(self, text: str) -> bytes | None:
        """The authority's response for the SHA-256 of `text`, or None. Never raises, never takes long."""
        request = TimestampRequestBuilder(text.encode(), HashAlgorithm.SHA256).build()
        try:
            async with asyncio.timeout(self._seconds):
                status, answer = await self._post(parse_address(self._url), request.as_bytes())
            why = f"HTTP {status}" if status != 200 else _unusable(request, answer)
        except AttemptError as failure:
            why = failure.why
        except LIBRARY_ERRORS as error:
            why = from_library(error).why
        if why:
            _log.warning("The audit trail has no time stamp of this run: %s", why)
            return None
        return answer

    async def _post(self, url: httpx.URL, query: bytes) -> tuple[int, bytes]:
        """The status, and the answer as far as one that is a time stamp could go."""
        async with Client(
            self._guard, self._limits, authorities=self._authorities, proxy=self._proxy
        ) as client:
            response = await client.send(url, headers=_QUERY, content=query)
            answer = b""
            async for part in response.aiter_bytes():
                answer += part
                if len(answer) > _LARGEST:
                    break
            await response.aclose()
            return response.status_code, answer


def _unusable(request: TimeStampRequest, response: bytes) -> str:
    """Why a response is no stamp of what was asked, or "". Its signature is checked when it is relied on."""
    try:
        decoded = decode_timestamp_response(response)
        if decoded.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS):
            return f"the authority refused (status {decoded.status})"
        given = decoded.tst_info
    except ValueError as error:
        return f"the answer is no time stamp ({error})"
    if given.message_imprint.message != request.message_imprint.message:
        return "the time stamp is for something else"
    return "" if given.nonce == request.nonce else "the time stamp is an old one, sent again"
