"""Mail servers that misbehave: each is left in time, the mail is kept, and it says what happened."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from test_mail import FIVE, a_mailer, a_message
from xborder.errors import DeliveryError
from xborder.mail import Security

Talk = Callable[[socket.socket], None]


@contextmanager
def server(talk: Talk) -> Iterator[int]:
    """A server that talks like this to whoever comes first."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(10)
                talk(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(timeout=15)


def endless_banner(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"220-welcome to a server with much to say\r\n" * 100)


def endless_line(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"220 " + b"x" * 100_000)


def drop_by_drop(connection: socket.socket) -> None:
    for _ in range(200):
        connection.sendall(b"2")
        time.sleep(0.05)


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def hangs_up(connection: socket.socket) -> None:
    connection.sendall(b"220 here\r\n")


def no_mail_server(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def busy(connection: socket.socket) -> None:
    connection.sendall(b"421 too many connections\r\n")


def until_data(connection: socket.socket, end: Callable[[socket.socket], None]) -> None:
    with connection.makefile("rwb", buffering=0) as lines:
        lines.write(b"220 here\r\n")
        while line := lines.readline():
            if line.strip().upper() == b"DATA":
                lines.write(b"354 go ahead\r\n")
                while lines.readline() not in (b".\r\n", b""):
                    pass
                end(connection)
                return
            lines.write(b"250 fine\r\n")


def drops_after_data(connection: socket.socket) -> None:
    until_data(connection, lambda c: c.shutdown(socket.SHUT_RDWR))


def full_after_data(connection: socket.socket) -> None:
    until_data(connection, lambda c: c.sendall(b"452 no space left\r\n"))


def garbage_after_data(connection: socket.socket) -> None:
    until_data(connection, lambda c: c.sendall(b"\x1b[2J\xff\xfe OK\r\n"))


TROUBLE = {
    "a banner without end": (endless_banner, "more than 500 lines"),
    "a line without end": (endless_line, "Line too long"),
    "drop by drop": (drop_by_drop, ""),
    "silence": (silent, "timed out"),
    "hanging up": (hangs_up, ""),
    "another protocol": (no_mail_server, ""),
    "too busy": (busy, "421"),
    "dropped after the message": (drops_after_data, "closed"),
    "full after the message": (full_after_data, "452"),
    "garbage after the message": (garbage_after_data, ""),
}


@pytest.mark.parametrize(("talk", "words"), TROUBLE.values(), ids=TROUBLE)
def test_a_server_that_misbehaves_is_left_in_time_and_named(talk: Talk, words: str):
    patience = 0.5 if talk in (silent, drop_by_drop) else 5  # where it answers, the machine may be busy
    began = time.monotonic()
    with server(talk) as port, pytest.raises(DeliveryError) as caught:
        a_mailer(port, timeout_seconds=patience).send(a_message(), FIVE[:1])
    assert time.monotonic() - began < 10
    assert words in caught.value.why
    assert str(caught.value).isprintable()
    assert f":{port}" in caught.value.what


@pytest.mark.parametrize(
    "offered", [b"250 fine\r\n", b"250-here\r\n250 STARTTLS\r\n"], ids=["no offer", "refused"]
)
def test_nothing_is_sent_in_the_clear_when_tls_is_taken_away(offered: bytes):
    said: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        with connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 here\r\n")
            while line := lines.readline():
                said.append(line)
                verb = line[:8].upper()
                lines.write(
                    offered
                    if verb.startswith(b"EHLO")
                    else b"454 TLS not available\r\n"
                    if verb == b"STARTTLS"
                    else b"250 fine\r\n"
                )

    with server(talk) as port, pytest.raises(DeliveryError):
        a_mailer(
            port, security=Security.STARTTLS, user="u", password="ex4mple-s3cret", timeout_seconds=2
        ).send(a_message(), FIVE[:1])
    assert not any(line.upper().startswith((b"MAIL", b"AUTH", b"RCPT", b"DATA")) for line in said), said


def test_tls_that_breaks_off_sends_nothing():
    with server(lambda c: c.sendall(b"\x15\x03\x01\x00\x02\x02\x28")) as port, pytest.raises(DeliveryError):
        a_mailer(port, security=Security.TLS, timeout_seconds=2).send(a_message(), FIVE[:1])
