"""The mail: headers that survive every server, the same bytes each time."""

import random
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

import pytest

from report_sample import REGISTRY, REPORT
from xborder.errors import ConfigurationError
from xborder.model import Message, Report
from xborder.report.message import Letter, message
from xborder.report.rendering import compose

SENDER = "xborder 監視 <xborder@example.jp>"


def a_mail(report: Report = REPORT, recipients: tuple[str, ...] = ("officer@example.jp",)) -> Message:
    return compose(report, REGISTRY, sender=SENDER, recipients=recipients)


def with_subject(subject: str) -> Message:
    letter = Letter(
        sender=SENDER,
        recipients=("officer@example.jp",),
        subject=subject,
        text="本文",
        html="<p>本文</p>",
        language="ja",
    )
    return message(REPORT, letter)


def raw_headers(mime: bytes) -> bytes:
    return mime.split(b"\r\n\r\n", 1)[0]


def random_subject(source: random.Random) -> str:
    words = [
        "【重要】",
        "xborder",
        "提供停止の検討",
        "Zoom",
        "利用規約",
        "DPA 2.0",
        "（第12条）",
        "髙橋",
        "①",
        "café",
        "-",
        "?=",
        "=?utf-8?",
        "𠮷野家",
        "Terms of Service",
        "…",
    ]
    return "".join(
        source.choice(words) + source.choice(["", " ", "", "：", ", "]) for _ in range(source.randint(1, 25))
    ).strip()


def test_four_thousand_mixed_subjects_come_back_as_they_were() -> None:
    source = random.Random(28)
    for _ in range(4_000):
        subject = " ".join(random_subject(source).split())
        mime = with_subject(subject).mime
        assert message_from_bytes(mime, policy=policy.default)["Subject"] == subject
        old_reader = message_from_bytes(mime)["Subject"]
        assert str(make_header(decode_header(old_reader))) == subject


def test_encoded_words_are_short_apart_and_never_empty() -> None:
    source = random.Random(59)
    for _ in range(500):
        headers = raw_headers(with_subject(random_subject(source)).mime)
        assert b"?==?" not in headers and b"?utf-8?b??=" not in headers.lower()
        assert all(len(line) <= 78 for line in headers.split(b"\r\n"))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert a_mail() == a_mail()


def test_the_id_stands_for_report_recipients_and_language() -> None:
    one = a_mail().message_id
    assert one.endswith("@example.jp>")
    assert (
        a_mail(recipients=("b@example.jp", "a@example.jp")).message_id
        == a_mail(recipients=("a@example.jp", "b@example.jp")).message_id
    )
    others = {
        a_mail(replace(REPORT, id="2026-11-22-2")).message_id,
        a_mail(replace(REPORT, run="of another database")).message_id,
        a_mail(recipients=("other@example.jp",)).message_id,
        compose(
            REPORT, REGISTRY, sender=SENDER, recipients=("officer@example.jp",), language="en"
        ).message_id,
    }
    assert len(others | {one}) == 5


def test_the_headers_say_that_a_machine_wrote_it_and_when() -> None:
    mail = message_from_bytes(a_mail().mime, policy=policy.default)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"] == "<xborder.example.jp>"
    assert parsedate_to_datetime(mail["Date"]) == REPORT.created_at
    assert mail["From"] == SENDER
    assert mail["Importance"] == "high"


def test_what_strict_servers_refuse_a_mail_for_is_not_there() -> None:
    """RFC 5322: these headers once, one sender, a date, an id with a host; encoded words keep lines short."""
    headers = raw_headers(a_mail(recipients=("a@example.jp", "b@example.jp")).mime).decode("ascii")
    mail = message_from_bytes(a_mail().mime, policy=policy.default)
    names = [line.partition(":")[0].lower() for line in headers.split("\r\n") if line[:1] not in " \t"]
    once = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type")
    assert {name: names.count(name) for name in once} == dict.fromkeys(once, 1)
    assert len(set(names)) == len(names)
    assert len(mail["From"].addresses) == 1
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", mail["Message-ID"])
    assert parsedate_to_datetime(mail["Date"]).tzinfo is not None
    assert max(map(len, headers.split("\r\n"))) <= 78


def test_every_byte_is_ascii_and_every_line_short_enough() -> None:
    mime = a_mail().mime
    assert mime.isascii()
    assert max(len(line) for line in mime.split(b"\r\n")) <= 998
    assert b"\n" not in mime.replace(b"\r\n", b"")


def test_line_ends_in_a_title_make_no_header() -> None:
    subject = "規約\r\nBcc: everyone@example.com\r\n\r\n偽の本文\x1b[2J\u2028X-Evil: 1"
    mime = with_subject(subject).mime
    mail = message_from_bytes(mime, policy=policy.default)
    assert mail["Bcc"] is None and mail["X-Evil"] is None
    assert "規約 Bcc: everyone@example.com" in mail["Subject"] and "\x1b" not in mail["Subject"]
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["本文", "<p>本文</p>"]


@pytest.mark.parametrize(
    "address",
    ["", "名前@example.jp", "officer@例え.jp", "officer", "a@b\r\nBcc: c@d", "officer @example.jp@"],
)
def test_an_address_no_server_would_take_is_refused_at_once(address: str) -> None:
    with pytest.raises(ConfigurationError, match="Mail address"):
        a_mail(recipients=(address,))


def test_a_mail_without_recipients_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="recipients"):
        a_mail(recipients=())


def test_a_huge_report_still_fits_into_a_mail() -> None:
    revision = REPORT.revisions[2]
    many = tuple(replace(revision, id=f"r{number}", changes=revision.changes * 100) for number in range(300))
    mail = a_mail(replace(REPORT, revisions=many))
    assert len(mail.mime) < 2_000_000
    text = next(message_from_bytes(mail.mime, policy=policy.default).iter_parts()).get_content()
    assert "ほか" in text and "report.json" in text
