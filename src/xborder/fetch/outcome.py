"""What an answer means before anybody reads the page: health, and words for people."""

from datetime import datetime

from xborder.fetch import headers as said
from xborder.fetch.failure import TRY_LATER, AttemptError
from xborder.fetch.visit import Answer, Trip
from xborder.model import NOTHING, Fetched, Health, Source, Text, Validators

_BY_HAND = Text(
    ja="ブラウザーで開いてください。人が読めるようであれば、ページを保存し、ファイルとして登録してください。",
    en="Open the address in a browser; if people can read it there, save the page and watch it as a file.",
)
_MOVED = Text(
    ja="文書の移転先を探し、登録内容を直してください。",
    en="Find where the document has moved, and correct the registry.",
)
_ASK_ADMINISTRATOR = Text(
    ja="管理者にプロキシの設定を依頼してください。", en="Ask the administrator to set the proxy."
)
_SLOWER = Text(
    ja="同じホストへの取得の間隔を長くしてください。", en="Raise the delay between requests to one host."
)
_ASK_CONTRACTOR = Text(ja="委託先に文書の提供を求めてください。", en="Ask the contractor for the document.")

_STATUS: dict[int, tuple[Health, Text, Text]] = {
    204: (
        Health.ERROR_PAGE,
        Text(ja="サーバーが、内容がないと応答しました", en="the server says there is no content"),
        TRY_LATER,
    ),
    206: (
        Health.ERROR_PAGE,
        Text(
            ja="求めていないのに、サーバーがページの一部だけを送りました",
            en="the server sent a part of the page, which nobody asked for",
        ),
        TRY_LATER,
    ),
    304: (
        Health.ERROR_PAGE,
        Text(
            ja="サーバーが「変更なし」と応答しましたが、比べる対象がありません",
            en="the server says 'not modified', but there is nothing to compare with",
        ),
        TRY_LATER,
    ),
    401: (
        Health.BLOCKED,
        Text(ja="サーバーがログインを求めています", en="the server asks for a login"),
        _BY_HAND,
    ),
    403: (
        Health.BLOCKED,
        Text(ja="サーバーがページの閲覧を認めていません", en="the server does not let us read the page"),
        _BY_HAND,
    ),
    404: (Health.GONE, Text(ja="ページがありません", en="the page is not there"), _MOVED),
    407: (
        Health.BLOCKED,
        Text(ja="途中のプロキシがログインを求めています", en="a proxy on the way asks for a login"),
        _ASK_ADMINISTRATOR,
    ),
    410: (Health.GONE, Text(ja="ページは削除されました", en="the page was removed"), _MOVED),
    429: (
        Health.BLOCKED,
        Text(ja="サーバーが取得の頻度を下げるよう求めています", en="the server wants fewer requests"),
        _SLOWER,
    ),
    451: (
        Health.BLOCKED,
        Text(ja="法的な理由でページの閲覧が制限されています", en="the page is withheld for legal reasons"),
        _ASK_CONTRACTOR,
    ),
}
_FIREWALL = Text(
    ja="サイトの代わりにファイアウォールが応答しました", en="a firewall answered in place of the site"
)
_TROUBLE = Text(
    ja="サーバーに障害があるか、要求が受け付けられませんでした",
    en="the server is in trouble or does not like the request",
)
_EMPTY = Text(ja="ページが空です", en="the page is empty")


def fault(answer: Answer, *, asked_if_modified: bool) -> AttemptError | None:
    """Why this answer is not the document, as far as status and headers can tell."""
    if answer.status == 304 and asked_if_modified:
        return None
    if said.is_challenge(answer.headers):
        return _failure(Health.BLOCKED, _FIREWALL, _BY_HAND)
    if answer.status in _STATUS:
        return _failure(*_STATUS[answer.status], status=answer.status)
    if answer.status != 200:
        return _failure(Health.ERROR_PAGE, _TROUBLE, TRY_LATER, answer.status)
    if not (answer.body or b"").strip():
        return _failure(Health.ERROR_PAGE, _EMPTY, TRY_LATER)
    return None


def _failure(health: Health, why: Text, fix: Text, status: int | None = None) -> AttemptError:
    said = Text(ja="{why}（HTTP {status}）", en="{why} (HTTP {status})").fill(why=why, status=status)
    return AttemptError(health, why=said if status else why, fix=fix)


def of_answer(
    source: Source, answer: Answer, trip: Trip, *, now: datetime, sent: Validators | None
) -> Fetched:
    """The look at a source that a server answered. `sent` are the validators of the last request."""
    failure = fault(answer, asked_if_modified=sent is not None)
    not_modified = answer.status == 304 and failure is None
    media_type, charset = said.content_type(answer.headers)
    return Fetched(
        source=source.id,
        fetched_at=now,
        health=failure.health if failure else Health.NOT_MODIFIED if not_modified else Health.OK,
        detail=said.plain_text(failure.text) if failure else NOTHING,
        body=answer.body or None,
        status=answer.status,
        media_type=media_type,
        charset=charset,
        url=str(answer.url),
        redirects=tuple(trip.redirects),
        headers=said.kept(answer.headers),
        validators=_validators(answer, sent) if failure is None else Validators(),
        notes=tuple(trip.notes),
    )


def _validators(answer: Answer, sent: Validators | None) -> Validators:
    """Those of this answer; a 304 may leave out what has not changed."""
    new, old = said.validators(answer.headers), sent if sent and answer.status == 304 else Validators()
    return Validators(etag=new.etag or old.etag, last_modified=new.last_modified or old.last_modified)


def of_failure(source: Source, failure: AttemptError, trip: Trip | None, *, now: datetime) -> Fetched:
    """The look at a source that gave no answer we could use."""
    return Fetched(
        source=source.id,
        fetched_at=now,
        health=failure.health,
        detail=said.plain_text(failure.text),
        url=str(trip.url) if trip else "",
        redirects=tuple(trip.redirects) if trip else (),
        notes=tuple(trip.notes) if trip else (),
    )
