"""One connection, as httpcore reads and writes it: straight on asyncio's own transports.

httpcore's own way over anyio costs a fifth of a request, and hides what waits to be read.
"""

import asyncio
import ssl
from typing import Any, cast

import httpcore
from httpcore._utils import is_socket_readable

_ROOM = 2**18
"""Bytes that may wait to be read; then the sender has to. One more piece may come, as large again."""


class Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """What arrives waits in memory until it is read, in bounds."""

    def __init__(self) -> None:
        self._transport = cast(asyncio.Transport, None)  # until asyncio says it is connected
        self._waiting = bytearray()
        self._is_held = False  # whether the sender has to wait
        self._has_ended = False
        self._fault: Exception | None = None
        self._arrival: asyncio.Future[None] | None = None
        self._may_write = asyncio.Event()
        self._may_write.set()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, at most `max_bytes`; nothing once the other side has ended."""
        if not self._waiting and not self._has_ended:
            self._arrival = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await self._arrival
            except TimeoutError as error:
                raise httpcore.ReadTimeout("nothing came") from error
        if not self._waiting and self._fault is not None:
            raise httpcore.ReadError(str(self._fault)) from self._fault
        data = bytes(self._waiting[:max_bytes])
        del self._waiting[:max_bytes]
        if self._is_held and len(self._waiting) < _ROOM:
            self._is_held = False
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        if not self._transport.is_closing():
            self._transport.write(buffer)
        if not self._may_write.is_set():
            try:
                async with asyncio.timeout(timeout):
                    await self._may_write.wait()
            except TimeoutError as error:
                raise httpcore.WriteTimeout("nothing is taken") from error
        if self._transport.is_closing():
            raise httpcore.WriteError("the connection is closed") from self._fault

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        if self._waiting:  # it would be read as if it had come encrypted
            self._transport.abort()
            raise httpcore.ConnectError("the server spoke before the connection was secure")
        try:
            async with asyncio.timeout(timeout):
                self._transport = await self._shake_hands(ssl_context, server_hostname)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the handshake did not end") from error
        except ssl.SSLError as error:
            raise httpcore.ConnectError(str(error)) from error
        return self

    async def _shake_hands(self, context: ssl.SSLContext, name: str | None) -> asyncio.Transport:
        """Raises SSLError, also where the server took the connection and broke it over what we speak."""
        loop = asyncio.get_running_loop()
        try:
            secured = await loop.start_tls(self._transport, self, context, server_hostname=name)
        except ssl.SSLError:
            raise
        except OSError as error:
            raise ssl.SSLError(ssl.SSL_ERROR_SYSCALL, "broken off in the handshake") from error
        if secured is None:
            raise ssl.SSLError(ssl.SSL_ERROR_EOF, "broken off in the handshake")
        return secured

    async def aclose(self) -> None:
        self._transport.abort()  # a server that says no goodbye must not hold it
        await asyncio.sleep(0)  # closed before the loop may end

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # while nothing is asked for: it ended, or says what nobody asked
            has_come = bool(self._waiting) or self._has_ended
            return has_come or is_socket_readable(self._transport.get_extra_info("socket"))
        return self._transport.get_extra_info(info)

    # What asyncio calls:

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        if len(self._waiting) >= _ROOM and not self._is_held:
            self._is_held = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._has_ended = True
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        self._has_ended, self._fault = True, error
        self._may_write.set()
        self._wake()

    def pause_writing(self) -> None:
        self._may_write.clear()

    def resume_writing(self) -> None:
        self._may_write.set()

    def _wake(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)
