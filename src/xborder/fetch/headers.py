"""What the headers of an answer say, read from servers that say it badly."""

import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from xborder.model import Text, Validators

# Kept as evidence: when, what, from which kind of server, and marks by which firewalls name themselves.
_KEPT = (
    "date",
    "last-modified",
    "etag",
    "content-type",
    "content-encoding",
    "content-language",
    "content-length",
    "content-disposition",
    "cache-control",
    "age",
    "expires",
    "retry-after",
    "server",
    "via",
    "x-robots-tag",
    "cf-ray",
    *(CHALLENGES := ("cf-mitigated", "x-amzn-waf-action")),
)
_MAX_VALUE = 500
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:+-]{1,40})""", re.IGNORECASE)


def content_type(headers: httpx.Headers) -> tuple[str | None, str | None]:
    """Media type and charset. Of several headers the last readable type counts, as in browsers."""
    media_type = charset = None
    for value in ",".join(headers.get_list("content-type")).split(","):
        name = value.partition(";")[0].strip().lower()
        if _MEDIA_TYPE.fullmatch(name) and name != "*/*":
            found = _CHARSET.search(value.partition(";")[2])
            same = name == media_type
            media_type, charset = name, found[1].lower() if found else (charset if same else None)
    return media_type, charset


def kept(headers: httpx.Headers) -> tuple[tuple[str, str], ...]:
    """The headers of interest, bounded and without anything that could play tricks where they are shown."""
    said = dict(headers.items())
    return tuple((name, plain(said[name], _MAX_VALUE)) for name in _KEPT if name in said)


def plain(text: str, limit: int = 2000) -> str:
    """One line without control, format (bidi) or surrogate characters."""
    if text.isascii() and text.isprintable():
        return text[:limit].strip()
    shown = "".join(" " if unicodedata.category(c).startswith(("C", "Zl", "Zp")) else c for c in text[:limit])
    return shown.strip()


def plain_text(text: Text) -> Text:
    return Text(ja=plain(text.ja), en=plain(text.en))


def validators(headers: httpx.Headers) -> Validators:
    return Validators(etag=_echoable(headers, "etag"), last_modified=_echoable(headers, "last-modified"))


def _echoable(headers: httpx.Headers, name: str) -> str | None:
    """A value that can be sent back word for word, or None."""
    value = headers.get(name, "")
    return value if value and len(value) <= _MAX_VALUE and value.isascii() and value.isprintable() else None


def is_challenge(headers: httpx.Headers) -> bool:
    """Whether a firewall says itself that this is its own page and not the site's."""
    return any(name in headers for name in CHALLENGES)


def retry_after(headers: httpx.Headers, now: datetime) -> float | None:
    """The seconds a server asks us to wait, from a number or a date."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
