"""Whether a browser is to show a page, and what a look says of a page that it showed."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from xborder.errors import ReadingError
from xborder.extract import is_shell, read_html, sniff
from xborder.fetch import headers as said
from xborder.fetch import outcome
from xborder.fetch.failure import AttemptError
from xborder.fetch.supply import Travel
from xborder.fetch.visit import Answer
from xborder.model import FetchBy, Fetched, Health, Rendering, Source, Text, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page as its scripts left it."""

    html: bytes  # in UTF-8
    url: str  # where they led
    by: str


class Viewer(Protocol):
    """A browser at work."""

    async def show(self, first: Answer, travel: Travel, *, language: str) -> Shown:
        """What the scripts of `first` make of it. Raises AttemptError."""
        ...


class Renderer(Protocol):
    """A browser."""

    def open(self) -> AbstractAsyncContextManager[Viewer]:
        """Show pages until the end of the block."""
        ...


async def needs_browser(source: Source, answer: Answer) -> bool:
    """Whether this answer must be shown in a browser before it is read."""
    if source.fetch is FetchBy.HTTP or outcome.fault(answer, asked_if_modified=False) is not None:
        return False
    media_type, charset = said.content_type(answer.headers)
    body = answer.body or b""
    if sniff(body, media_type, answer.url.path) != "html":
        return False
    return source.fetch is FetchBy.BROWSER or await asyncio.to_thread(_is_shell, body, charset)


def _is_shell(body: bytes, charset: str | None) -> bool:
    try:
        return is_shell(read_html(body, charset=charset), body)
    except ReadingError:
        return False  # the reader says why


def as_shown(look: Fetched, shown: Shown) -> Fetched:
    """The look at a page that a browser showed. Without validators: they are those of the empty shell."""
    moved = shown.url.partition("#")[0] != look.url
    return replace(
        look,
        body=shown.html,
        media_type="text/html",
        charset="utf-8",
        url=shown.url.partition("#")[0],
        redirects=(*look.redirects, shown.url.partition("#")[0]) if moved else look.redirects,
        validators=Validators(),
        rendering=Rendering(by=said.plain(shown.by), served=look.body or b""),
    )


def not_shown(look: Fetched, failure: AttemptError) -> Fetched:
    """The same where the browser failed; what was served is kept as evidence."""
    return replace(look, health=failure.health, detail=said.plain_text(failure.text), validators=Validators())


def no_browser() -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=Text(
            ja="本文の表示にブラウザーが必要ですが、ブラウザーがありません",
            en="the page needs a browser to show its text, and there is none",
        ),
        fix=Text(
            ja="Chromium と xborder の追加機能 `browser` を入れるか、"
            "ページを手作業で保存してファイルとして登録してください。",
            en="Install Chromium and the extra `browser` of xborder, or save the page by hand and watch it "
            "as a file.",
        ),
    )
