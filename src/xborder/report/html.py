"""The page of a report, and the list of reports: one file each, no scripts, nothing fetched from elsewhere.

Everything is escaped, always: the templates hold no `safe` and no part of a page is ever a template.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xborder.model import Action
from xborder.report.safe import visible
from xborder.report.view import View
from xborder.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report in the list of reports."""

    id: str
    created_at: datetime
    action: Action
    mark: str
    headline: str


def html_page(view: View, words: Words, subject: str) -> str:
    """The report as one self-contained page."""
    return _render("report.html", words, view=view, subject=subject)


def html_index(entries: Sequence[Entry], words: Words, *, year: str | None, earlier: Sequence[str]) -> str:
    """A list of reports, newest first."""
    newest_first = sorted(entries, key=lambda e: (e.created_at, e.id), reverse=True)
    return _render("index.html", words, entries=newest_first, year=year, earlier=earlier)


def _render(template: str, words: Words, **values: object) -> str:
    return _ENVIRONMENT.get_template(template).render(
        t=words.markup, moment=words.moment, language=words.language, **values
    )


def _seen(value: object) -> object:
    """What an expression gives, with acting characters written out; escaping follows."""
    if isinstance(value, Markup):
        return Markup(visible(value))  # noqa: S704  adds nothing that HTML would act on
    return visible(value) if isinstance(value, str) else value


_ENVIRONMENT = Environment(
    loader=PackageLoader("xborder.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_seen,
)
