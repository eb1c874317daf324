"""Mail by a real server: what arrives, and what is said when it does not."""

import socket
import threading
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mail_server import AUTHORITY, PASSWORD, USER, Post, mail_server
from report_sample import REGISTRY, REPORT
from xborder.errors import ConfigurationError, DeliveryError
from xborder.mail import Security, SmtpMailer
from xborder.model import Message
from xborder.report.rendering import compose, render

FIVE = tuple(f"officer{number}@example.jp" for number in range(1, 6))


def a_message(recipients: tuple[str, ...] = FIVE[:1]) -> Message:
    return compose(REPORT, REGISTRY, sender="xborder <xborder@example.jp>", recipients=recipients)


def a_mailer(port: int, **changes: object) -> SmtpMailer:
    values: dict[str, object] = {
        "host": "localhost",
        "port": port,
        "sender": "xborder@example.jp",
        "security": Security.NONE,
        "timeout_seconds": 5.0,
    }
    return SmtpMailer(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    return path


def test_a_japanese_report_arrives_as_it_was_sent() -> None:
    post = Post()
    with mail_server(post) as port:
        outcome = a_mailer(port).send(a_message(), FIVE[:1])
    assert outcome == {FIVE[0]: None}
    mail = message_from_bytes(post.received[0][1], policy=policy.default)
    rendered = render(REPORT, REGISTRY)
    assert mail["Subject"] == rendered.subject
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert text.get_content_type() == "text/plain" and html.get_content_type() == "text/html"
    assert text.get_content() == rendered.text
    assert "国家の安全を理由として" in html.get_content()


def test_a_server_without_8bitmime_and_smtputf8_takes_it() -> None:
    post = Post()
    with mail_server(post, decode_data=True) as port:
        assert a_mailer(port).send(a_message(), FIVE[:1]) == {FIVE[0]: None}
    assert len(post.received) == 1


def test_one_refused_address_of_five_stops_none_of_the_others() -> None:
    post = Post(rcpt={FIVE[2]: ["550 5.1.1 no such user"]})
    with mail_server(post) as port:
        outcome = a_mailer(port).send(a_message(FIVE), FIVE)
    assert post.received[0][0] == [FIVE[0], FIVE[1], FIVE[3], FIVE[4]]
    error = outcome[FIVE[2]]
    assert error is not None and error.permanent and "no such user" in str(error)
    assert [r for r in FIVE if outcome[r] is None] == [r for r in FIVE if r != FIVE[2]]


def test_a_greylisted_mail_is_taken_at_the_second_attempt() -> None:
    post = Post(rcpt={FIVE[0]: ["451 4.7.1 greylisted, come back later"]})
    with mail_server(post) as port:
        first = a_mailer(port).send(a_message(), FIVE[:1])[FIVE[0]]
        second = a_mailer(port).send(a_message(), FIVE[:1])[FIVE[0]]
    assert first is not None and not first.permanent and "greylisted" in first.why
    assert second is None and len(post.received) == 1


def test_all_refused_recipients_are_named_one_by_one() -> None:
    post = Post(rcpt={FIVE[0]: ["550 unknown"], FIVE[1]: ["452 mailbox full"]})
    with mail_server(post) as port:
        outcome = a_mailer(port).send(a_message(FIVE[:2]), FIVE[:2])
    assert [e.permanent for e in outcome.values() if e] == [True, False]
    assert not post.received


@pytest.mark.parametrize(
    ("post", "permanent", "word"),
    [
        pytest.param(Post(mail=["550 5.7.1 sender not allowed"]), True, "sender not allowed", id="sender"),
        pytest.param(Post(data=["552 5.3.4 too large"]), True, "too large", id="size"),
        pytest.param(Post(data=["451 4.3.0 try later"]), False, "try later", id="later"),
        pytest.param(Post(data=["421 4.3.2 closing down"]), False, "421", id="closing"),
    ],
)
def test_a_refused_message_says_why_and_whether_to_come_again(post: Post, permanent: bool, word: str) -> None:
    with mail_server(post) as port, pytest.raises(DeliveryError, match=word) as caught:
        a_mailer(port).send(a_message(), FIVE[:1])
    assert caught.value.permanent is permanent
    assert caught.value.why and caught.value.fix


def test_login_over_starttls_delivers(authority: Path) -> None:
    post = Post()
    with mail_server(post, starttls=True) as port:
        mailer = a_mailer(port, security=Security.STARTTLS, user=USER, password=PASSWORD, ca_file=authority)
        assert mailer.send(a_message(), FIVE[:1]) == {FIVE[0]: None}
    assert len(post.received) == 1


def test_tls_from_the_first_byte_delivers(authority: Path) -> None:
    post = Post()
    with mail_server(post, tls=True) as port:
        mailer = a_mailer(port, security=Security.TLS, ca_file=authority)
        assert mailer.send(a_message(), FIVE[:1]) == {FIVE[0]: None}
    assert len(post.received) == 1


def test_a_refused_login_is_permanent_and_keeps_the_password_to_itself(authority: Path) -> None:
    with mail_server(Post(), starttls=True) as port, pytest.raises(DeliveryError, match="login") as caught:
        mailer = a_mailer(
            port, security=Security.STARTTLS, user=USER, password="wrong-s3cret", ca_file=authority
        )
        mailer.send(a_message(), FIVE[:1])
    assert caught.value.permanent
    assert "wrong-s3cret" not in f"{caught.value} {mailer!r}"


def test_a_login_beyond_ascii_is_refused_at_start_without_showing_it() -> None:
    with pytest.raises(ConfigurationError, match="ASCII") as caught:
        a_mailer(25, user=USER, password="秘密")
    assert "秘密" not in str(caught.value)


def test_a_server_without_starttls_is_never_used_in_the_clear() -> None:
    post = Post()
    with mail_server(post) as port, pytest.raises(DeliveryError, match="STARTTLS") as caught:
        a_mailer(port, security=Security.STARTTLS).send(a_message(), FIVE[:1])
    assert caught.value.permanent and not post.received


def test_a_certificate_nobody_vouches_for_is_refused() -> None:
    post = Post()
    with mail_server(post, tls=True) as port, pytest.raises(DeliveryError, match="certificate") as caught:
        a_mailer(port, security=Security.TLS).send(a_message(), FIVE[:1])
    assert caught.value.permanent and "certificate" in caught.value.fix and not post.received


def test_a_certificate_for_another_host_is_refused(authority: Path) -> None:
    post = Post()
    with mail_server(post, starttls=True) as port, pytest.raises(DeliveryError, match="not valid for"):
        a_mailer(port, host="127.0.0.1", security=Security.STARTTLS, ca_file=authority).send(
            a_message(), FIVE[:1]
        )
    assert not post.received


def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DeliveryError, match="connection failed") as caught:
        a_mailer(port).send(a_message(), FIVE[:1])
    assert not caught.value.permanent and str(port) in caught.value.what


def test_silence_after_the_message_is_tried_again_under_the_same_id() -> None:
    """The server may have taken it: the Message-ID lets the receiver drop the second one."""
    with _silent_after_data() as port, pytest.raises(DeliveryError, match="timed out") as caught:
        a_mailer(port, timeout_seconds=0.3).send(a_message(), FIVE[:1])
    assert not caught.value.permanent and "same Message-ID" in caught.value.fix
    assert a_message().message_id == a_message().message_id


class _silent_after_data:  # noqa: N801  used as a function
    """Answers everything, takes the whole message, and says nothing more until the client is gone."""

    def __enter__(self) -> int:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()
        port: int = self.listener.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self.thread.join(timeout=10)
        self.listener.close()

    def _serve(self) -> None:
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 here\r\n")
            while line := lines.readline():
                if line.strip().upper() == b"DATA":
                    lines.write(b"354 go ahead\r\n")
                    while lines.readline() not in (b".\r\n", b""):
                        pass
                    while lines.readline():
                        pass
                    return
                lines.write(b"250 fine\r\n")
