"""A real mail server on this machine, with the manners and the bad manners of those out there."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session

AUTHORITY = trustme.CA()
USER, PASSWORD = "xborder", "ex4mple-s3cret"


@dataclass
class Post:
    """Takes mail; answers `rcpt` and `data` where they say so, with each answer given once in its turn."""

    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    received: list[tuple[list[str], bytes]] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail:
            return self.mail.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answers = self.rcpt.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data.pop(0)
        content = envelope.content
        self.received.append(
            (envelope.rcpt_tos, content.encode("ascii") if isinstance(content, str) else content or b"")
        )
        return "250 OK"


def _login(server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    good = data.login == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=good)


@contextmanager
def mail_server(post: Any, *, starttls: bool = False, tls: bool = False, **options: Any) -> Iterator[int]:
    """The port of a server that hands its mail to `post`."""
    context = None
    if starttls or tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        AUTHORITY.issue_cert("localhost").configure_cert(context)
    if starttls:
        options |= {"tls_context": context, "require_starttls": True, "authenticator": _login}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        post, hostname="127.0.0.1", port=port, ssl_context=context if tls else None, **options
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
