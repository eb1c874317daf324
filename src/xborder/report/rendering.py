"""A report in all its forms, the list of reports, and the mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xborder.model import Message, Registry, Report
from xborder.report.data import to_json
from xborder.report.headline import Headline
from xborder.report.html import Entry, html_index, html_page
from xborder.report.message import Letter, is_urgent, message
from xborder.report.telling import tell
from xborder.report.text import plain_text
from xborder.report.view import Limits, View
from xborder.report.words import Words

_MAIL_BYTES = 1_000_000
"""Text and page together; many servers cut or refuse what is larger than a few megabytes when encoded."""

_MAIL_LIMITS = (
    Limits(items=50, changes=30, characters=3_000),
    Limits(items=30, changes=10, characters=1_500),
    Limits(items=20, changes=3, characters=600),
    Limits(items=5, changes=0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One report in its three forms. `subject` is what its mail is called."""

    subject: str
    headline: Headline
    html: str
    text: str
    json: str


def render(report: Report, registry: Registry, *, language: str = "ja") -> Rendered:
    """The report as page, plain text and data."""
    words = Words(language)
    seen = tell(report, registry, words, Limits())
    subject = _subject(seen, words)
    return Rendered(
        subject=subject,
        headline=seen.headline,
        html=html_page(seen, words, subject),
        text=plain_text(seen, words),
        json=to_json(report, seen.headline, subject),
    )


def render_index(
    entries: Sequence[Entry], *, year: str | None = None, earlier: Sequence[str] = (), language: str = "ja"
) -> str:
    """The list of the reports of a `year` that is over, or the present one with links to `earlier` years."""
    return html_index(entries, Words(language), year=year, earlier=earlier)


def compose(
    report: Report, registry: Registry, *, sender: str, recipients: Iterable[str], language: str = "ja"
) -> Message:
    """The mail of a report: as much as a mail can carry, the rest by its count."""
    words = Words(language)
    for limits in _MAIL_LIMITS:
        seen = tell(report, registry, words, limits)
        html, text = html_page(seen, words, _subject(seen, words)), plain_text(seen, words)
        if len(html.encode()) + len(text.encode()) <= _MAIL_BYTES:
            break
    letter = Letter(
        sender=sender,
        recipients=tuple(recipients),
        subject=_subject(seen, words),
        text=text,
        html=html,
        language=language,
        is_urgent=is_urgent(seen.headline.action),
    )
    return message(report, letter)


def _subject(seen: View, words: Words) -> str:
    return words("subject", mark=seen.headline.mark, headline=seen.headline.text)
