"""Hands a message to a mail server by SMTP, and says what became of each recipient.

The bytes were made by report/ and are plain ASCII, so that a server without 8BITMIME or SMTPUTF8 takes
them. The connection lives for one message. The password is in no error and no representation.
"""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from xborder.errors import ConfigurationError, DeliveryError
from xborder.model import Message
from xborder.report.safe import one_line

_MOST_LINES = 500  # of one answer; a server has a dozen to say
_TOTAL = 5  # times the time-out: all of one message's talk


class _Bounded:
    """A server that talks without end, or drop by drop, is left."""

    timeout: float
    sock: socket.socket | None
    file: Any
    _alarm: threading.Timer | None = None

    def getreply(self) -> tuple[int, bytes]:
        if self._alarm is None:
            self._alarm = threading.Timer(_TOTAL * self.timeout, self._leave)
            self._alarm.daemon = True
            self._alarm.start()
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock.makefile("rb"))
        if isinstance(self.file, _Lines):
            self.file.left = _MOST_LINES
        answer: tuple[int, bytes] = super().getreply()  # type: ignore[misc]
        return answer

    def close(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        super().close()  # type: ignore[misc]

    def _leave(self) -> None:
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _Lines:
    """The lines of an answer, but not more than an answer has."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.left = file, _MOST_LINES

    def readline(self, limit: int = -1) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise OSError(f"the server's answer has more than {_MOST_LINES} lines")
        return self._file.readline(limit)

    def close(self) -> None:
        self._file.close()


class _Server(_Bounded, smtplib.SMTP):
    """A mail server spoken to in the clear, at least at first."""


class _TlsServer(_Bounded, smtplib.SMTP_SSL):
    """A mail server spoken to under TLS from the first byte."""


class Security(StrEnum):
    """How the connection is protected. Never downgraded: STARTTLS that is not offered is an error."""

    STARTTLS = "starttls"  # port 587
    TLS = "tls"  # port 465
    NONE = "none"  # a relay on the same machine


@dataclass(frozen=True, kw_only=True)
class SmtpMailer:
    """A mail server. `sender` is the address that bounces come back to."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 60.0
    ca_file: Path | None = None  # certificates of a company's own authority

    def __post_init__(self) -> None:
        if not (self.user + self.password).isascii():
            raise ConfigurationError(
                "Login of the mail server",
                why="user or password has characters beyond ASCII, which SMTP logins do not carry reliably",
                fix="Set an ASCII password for this account",
            )

    def send(self, message: Message, recipients: Sequence[str]) -> Mapping[str, DeliveryError | None]:
        """What became of each recipient. Raises DeliveryError when nothing could be handed over."""
        with self._named_errors(), self._connection() as server:
            refused = self._hand_over(server, message, recipients)
        return {r: self._refusal(r, *refused[r]) if r in refused else None for r in recipients}

    def _hand_over(
        self, server: smtplib.SMTP, message: Message, recipients: Sequence[str]
    ) -> dict[str, tuple[int, bytes]]:
        try:
            return server.sendmail(self.sender, recipients, message.mime)
        except smtplib.SMTPRecipientsRefused as error:
            return error.recipients

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        server = self._connected()
        try:
            if self.security is Security.STARTTLS:
                server.starttls(context=self._tls())
            if self.user:
                server.login(self.user, self.password)
            yield server
        finally:
            _goodbye(server)

    def _connected(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            return _TlsServer(self.host, self.port, timeout=self.timeout_seconds, context=self._tls())
        return _Server(self.host, self.port, timeout=self.timeout_seconds)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        """Every way to fail, by its name. The order goes from the particular to the general."""
        try:
            yield
        except smtplib.SMTPAuthenticationError as error:
            raise self._error(
                f"the login of {self.user!r} was refused ({self._hidden(_said(error))})",
                fix="Check user and password of the mail server; an expired application password is common",
                permanent=_is_permanent(error.smtp_code),
            ) from None  # the chain may hold what was sent
        except smtplib.SMTPNotSupportedError as error:
            raise self._error(
                f"the server does not offer what is set: {one_line(str(error))}",
                fix="Set the mail security (starttls, tls, none) and the login to what the server offers",
                permanent=True,
            ) from error
        except smtplib.SMTPResponseException as error:
            raise self._error(
                f"the server answered {_said(error)}",
                fix=_fix(error.smtp_code),
                permanent=_is_permanent(error.smtp_code),
            ) from error
        except ssl.SSLError as error:
            raise self._error(
                f"the protected connection failed ({one_line(str(error))})",
                fix="Check host name, port and certificate of the mail server, and the CA file if one is set",
                permanent=True,
            ) from error
        except OSError as error:  # refused, cut off, timed out, or silent after the message was sent
            raise self._error(
                f"the connection failed ({one_line(str(error))})",
                fix="It is tried again by itself under the same Message-ID; if it lasts, check host and port",
                permanent=False,
            ) from error

    def _hidden(self, text: str) -> str:
        """Without the password, should a server repeat it."""
        return text.replace(self.password, "…") if self.password else text

    def _error(self, why: str, *, fix: str, permanent: bool) -> DeliveryError:
        return DeliveryError(f"Mail server {self.host}:{self.port}", why=why, fix=fix, permanent=permanent)

    def _refusal(self, recipient: str, code: int, answer: bytes) -> DeliveryError:
        return DeliveryError(
            f"Mail to {recipient}",
            why=f"{self.host} answered {code} {_words(answer)}",
            fix=_fix(code),
            permanent=_is_permanent(code),
        )


def _is_permanent(code: int) -> bool:
    return code >= 500  # RFC 5321: 4xx asks to come again, 5xx not to


def _fix(code: int) -> str:
    if _is_permanent(code):
        return "Correct the address or ask the administrator of the mail server"
    return "It is tried again by itself, later each time"


def _said(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_words(error.smtp_error)}"


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return one_line(text)[:300]


def _goodbye(server: smtplib.SMTP) -> None:
    """The message is settled by now: how the server takes leave cannot change that."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()
