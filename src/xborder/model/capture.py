"""What was seen: fetches and their health, snapshots, clauses, versions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from xborder.model.profile import IndexEntry, Profile
from xborder.texts import NOTHING, Text


class Health(StrEnum):
    """What a look at a source gave. Only OK can become a version; NOT_MODIFIED repeats the last one."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    BLOCKED = "blocked"  # 401, 403, 429, 451, bot challenge
    LOGIN_WALL = "login_wall"
    ERROR_PAGE = "error_page"  # an error said with status 200, or 5xx
    GONE = "gone"  # 404, 410
    OTHER_LANGUAGE = "other_language"
    MOVED = "moved"  # redirected to another document or to the home page
    COLLAPSED = "collapsed"  # lost most of its text
    UNREADABLE = "unreadable"  # a script shell, a scan, an encrypted or broken file
    UNREACHABLE = "unreachable"  # DNS, TLS, time-out, connection
    REFUSED = "refused"  # by us: forbidden address, robots.txt, size or redirect limits
    DAMAGED = "damaged"  # what we kept of it cannot be read: nothing can be compared with it


def _require_utc(name: str, moment: datetime) -> None:
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{name} must be aware and in UTC, got {moment!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request needs."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """Where a page is what a browser made: the bytes it was made from, and the browser."""

    by: str  # "Chromium 156.0.8078.79"
    served: bytes  # the main answer of the server, which is kept beside the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One look at one source: the bytes as served, or why there are none."""

    source: str
    fetched_at: datetime
    health: Health  # what the transport alone can say; the content is judged later
    detail: Text = NOTHING  # for people: what, why, fix
    body: bytes | None = None
    status: int | None = None
    media_type: str | None = None  # "text/html", lower case, without parameters
    charset: str | None = None  # as the transport layer declared it
    url: str = ""  # after redirects
    redirects: tuple[str, ...] = ()  # where we were sent, in order; the last is `url`
    headers: tuple[tuple[str, str], ...] = ()
    validators: Validators = Validators()
    notes: tuple[Text, ...] = ()  # for example "robots.txt overridden: <reason>"
    rendering: Rendering | None = None  # None: `body` is as served
    beyond: str = ""  # a host it led to that was not to be asked: then this is no look at all

    def __post_init__(self) -> None:
        _require_utc("fetched_at", self.fetched_at)
        if self.health is Health.OK and self.body is None:
            raise ValueError(f"{self.source}: ok without bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bytes of one source as served at one moment; recorded once, never edited."""

    source: str
    fetched_at: datetime
    sha256: str
    media_type: str | None = None
    charset: str | None = None
    url: str = ""

    def __post_init__(self) -> None:
        _require_utc("fetched_at", self.fetched_at)


class ClauseKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"  # one row of a table; cells joined by " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered or headed passage, verbatim but for white space."""

    text: str
    path: tuple[str, ...] = ()  # headings above it, outermost first
    number: str = ""  # "第1条", "(1)", "①", "3.2", as printed; not repeated in text
    kind: ClauseKind = ClauseKind.PARAGRAPH
    page: int | None = None  # of a PDF, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What our code reads in some bytes: the clauses, and what kind of page it seems to be."""

    clauses: tuple[Clause, ...]
    title: str = ""
    language: str = ""  # "en", "ja", another ISO 639-1 code, or "" when it cannot be said
    visible_chars: int = 0  # of the whole page, before furniture was dropped
    links: tuple[tuple[str, str], ...] = ()  # (absolute address, text) inside the main text
    warnings: tuple[Text, ...] = ()  # doubts about the reading, for people
    hidden_chars: int = 0  # of text that nobody can see, and that was left out
    hidden: tuple[str, ...] = ()  # sentences in the main text that read like a clause, and nobody can see
    profile: Profile | None = None  # country reports only
    index: tuple[IndexEntry, ...] = ()  # the PPC's list page only

    @property
    def text(self) -> str:
        return "\n".join(c.text for c in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at a source, as far as a list shows it."""

    source: str
    url: str  # after redirects
    at: datetime
    health: Health
    detail: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether a page is the document, and if not, what it is."""

    health: Health
    reason: Text = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The clauses extracted from snapshots; names the snapshots it came from."""

    id: str  # first 32 hex digits of sha256(document, digest, extractor)
    document: str
    recorded_at: datetime
    extractor: str  # version of our extraction code
    digest: str  # of the canonical text
    snapshots: tuple[Snapshot, ...]  # in the order of the document's sources
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the next fetch of a source needs to know."""

    source: str
    validators: Validators = Validators()
    sha256: str | None = None  # of the last good bytes
    served: str | None = None  # of the main answer, where a browser made the bytes of it
    media_type: str | None = None
    charset: str | None = None
    url: str = ""  # after redirects
    asked: str = ""  # the address in the registry, where it leads to another
    fetched_at: datetime | None = None  # the last look, good or not
    full_at: datetime | None = None  # the last unconditional good fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """Texts that a document shows by turns, as long as it lasts."""

    since: datetime  # the first of them came
    last: datetime  # one went away again
    settled: tuple[str, ...] = ()  # versions that people were told of, or need not be


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentState:
    """Where a document stands. The ids are of versions."""

    document: str
    reported: str | None = None  # what the reader was last told (or the first ever seen)
    observed: str | None = None  # what was seen last
    fingerprint: str | None = None  # of what was seen last, when it was last taken
    pending: str | None = None  # new text waiting for confirmation
    pending_since: datetime | None = None
    preliminary: str | None = None  # id of the revision already told of the pending text (a trigger)
    diverged_since: datetime | None = None  # since when another text than the reported one is shown
    checked_at: datetime | None = None
    good_at: datetime | None = None  # last healthy look
    health: Health = Health.OK
    unhealthy_since: datetime | None = None
    failures: int = 0  # unhealthy looks in a row
    detail: Text = NOTHING
    alerted: str | None = None  # kind of the last alert about the present trouble
    flapping: tuple[str, ...] = field(default=())  # versions that went away again, once for each time
    turns: Turns | None = None
