"""What an answer means before anybody reads the page: health, and words for people."""

from datetime import datetime

from xborder.fetch import headers as said
from xborder.fetch.failure import AttemptError
from xborder.fetch.visit import Answer, Trip
from xborder.model import Fetched, Health, Source, Validators

_LATER = "It will be tried again on the next run. If it lasts, open the address in a browser"
_BY_HAND = "Open the address in a browser; if people can read it there, save the page and watch it as a file"

_MOVED = "Find where the document has moved, and correct the registry"

_STATUS: dict[int, tuple[Health, str, str]] = {
    204: (Health.ERROR_PAGE, "the server says there is no content", _LATER),
    206: (Health.ERROR_PAGE, "the server sent a part of the page, which nobody asked for", _LATER),
    304: (Health.ERROR_PAGE, "the server says 'not modified', but there is nothing to compare with", _LATER),
    401: (Health.BLOCKED, "the server asks for a login", _BY_HAND),
    403: (Health.BLOCKED, "the server does not let us read the page", _BY_HAND),
    404: (Health.GONE, "the page is not there", _MOVED),
    407: (Health.BLOCKED, "a proxy on the way asks for a login", "Ask the administrator to set the proxy"),
    410: (Health.GONE, "the page was removed", _MOVED),
    429: (Health.BLOCKED, "the server wants fewer requests", "Raise the delay between requests to one host"),
    451: (Health.BLOCKED, "the page is withheld for legal reasons", "Ask the contractor for the document"),
}


def fault(answer: Answer, *, asked_if_modified: bool) -> AttemptError | None:
    """Why this answer is not the document, as far as status and headers can tell."""
    if answer.status == 304 and asked_if_modified:
        return None
    if said.is_challenge(answer.headers):
        return _failure(Health.BLOCKED, "a firewall answered in place of the site", _BY_HAND)
    if answer.status in _STATUS:
        return _failure(*_STATUS[answer.status], status=answer.status)
    if answer.status != 200:
        return _failure(
            Health.ERROR_PAGE, "the server is in trouble or does not like the request", _LATER, answer.status
        )
    if not (answer.body or b"").strip():
        return _failure(Health.ERROR_PAGE, "the page is empty", _LATER)
    return None


def _failure(health: Health, why: str, fix: str, status: int | None = None) -> AttemptError:
    return AttemptError(health, why=f"{why} (HTTP {status})" if status else why, fix=f"{fix}.")


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
        detail=said.plain(str(failure)) if failure else "",
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
        detail=said.plain(str(failure)),
        url=str(trip.url) if trip else "",
        redirects=tuple(trip.redirects) if trip else (),
        notes=tuple(trip.notes) if trip else (),
    )
