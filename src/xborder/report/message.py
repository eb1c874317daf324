"""The report as a mail, byte for byte the same each time it is made.

Headers are encoded here and not left to the mail library's folding, which loses spaces and writes
empty encoded words that some receivers refuse. Addresses are ASCII, so that any server takes them.
"""

import re
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from hashlib import sha256

from xborder.clock import TOKYO
from xborder.errors import ConfigurationError
from xborder.model import Action, Message, Report
from xborder.report.safe import one_line

_LONGEST_WORD = 75  # of an encoded word, RFC 2047
_LONGEST_ADDRESS = 254  # RFC 5321
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says, and to whom."""

    sender: str  # "Name <address>" or an address
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    language: str
    is_urgent: bool = False


def message(report: Report, letter: Letter) -> Message:
    """The mail of a report."""
    recipients = tuple(_address(r) for r in letter.recipients)
    if not recipients:
        raise ConfigurationError("Mail recipients", why="there is none", fix="Name at least one address")
    # The run tells two reports of one day apart when the database was begun anew: receivers drop doubles.
    identity = (report.id, report.run, letter.language, *sorted(recipients))
    digest = sha256("\n".join(identity).encode()).hexdigest()[:24]
    domain = _address(letter.sender).rpartition("@")[2]
    message_id = f"<{report.id}.{digest}@{domain}>"
    mime = MIMEMultipart("alternative", boundary=f"=_xborder_{digest}")
    mime["Subject"] = encoded(letter.subject)
    mime["From"] = _mailbox(letter.sender)
    mime["To"] = ", ".join(recipients)
    mime["Date"] = format_datetime(report.created_at.astimezone(TOKYO))
    mime["Message-ID"] = message_id
    mime["List-Id"] = f"<xborder.{domain}>"
    mime["Auto-Submitted"] = "auto-generated"
    mime["X-Auto-Response-Suppress"] = "All"
    mime["Content-Language"] = letter.language
    if letter.is_urgent:
        mime["Importance"] = "high"
    mime.attach(MIMEText(letter.text, "plain", "utf-8"))
    mime.attach(MIMEText(letter.html, "html", "utf-8"))
    return Message(
        message_id=message_id,
        recipients=recipients,
        subject=one_line(letter.subject),
        mime=mime.as_bytes(policy=compat32.clone(linesep="\r\n")),
        report=report.id,
    )


def encoded(text: str) -> str:
    """A header that comes back as it was: one line, in encoded words no longer than allowed."""
    return Header(one_line(text), "utf-8", maxlinelen=_LONGEST_WORD, header_name="Subject").encode()


def is_urgent(action: Action) -> bool:
    return action is Action.SUSPEND


def _mailbox(mailbox: str) -> str:
    return formataddr((one_line(_parsed(mailbox)[0]), _address(mailbox)), charset="utf-8")


def _address(mailbox: str) -> str:
    address = _parsed(mailbox)[1]
    if not (mailbox.isprintable() and len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address)):
        raise ConfigurationError(
            f"Mail address {one_line(mailbox)!r}",
            why="it is not an ASCII address of the form name@example.jp",
            fix="Correct it; write a Japanese domain in its xn-- form",
        )
    return address


def _parsed(mailbox: str) -> tuple[str, str]:
    """Name and address; none where comments are nested past all sense."""
    try:
        return parseaddr(mailbox)
    except RecursionError:
        return "", ""
