"""What a report says, in the order it is said: one view for the page, the mail and the plain text."""

from dataclasses import dataclass

from xborder.model import Action, Case, Report, Revision
from xborder.report.diffs import Sides
from xborder.report.headline import Headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is shown. Everything is in the JSON, whatever the limits are."""

    items: int = 200  # revisions told in full; more are told by title
    changes: int = 60  # clauses of one revision
    characters: int = 6_000  # of one side of a clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """A reason with the law it stands on."""

    text: str
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that changed, with its evidence."""

    name: str
    change: str
    tone: str  # "worse", "better", "same"
    evidence: str = ""
    is_removed: bool = False
    place: str = ""
    part: str = ""
    laws: tuple[str, ...] = ()
    why: str = ""
    notes: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One way from what changed to data of the company."""

    place: str
    via: str
    contractor: str
    service: str
    data: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One revision as it is told. `is_full` is False when there are too many to tell all in full."""

    number: int
    action: Action
    mark: str
    title: str
    document: str
    addresses: tuple[str, ...]
    points: tuple[str, ...]
    deadline: str
    revision: Revision
    person: str
    confidence: str
    grounds: tuple[Grounds, ...]
    questions: tuple[str, ...]
    findings: tuple[Point, ...]
    links: tuple[Link, ...]
    changes: tuple[Sides, ...]
    hidden: int
    cases: tuple[Case, ...]  # one, or one for each contractor of whom something else was decided
    notes: tuple[str, ...]
    rules: tuple[str, ...]
    is_full: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An alert: what, since when, what to do."""

    subject: str
    kind: str
    since: str
    text: str
    fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that the page, the mail and the plain text show."""

    report: Report
    headline: Headline
    held: str
    pressing: tuple[Trouble, ...]  # cases that wait for somebody: deadlines, proposals
    items: tuple[Item, ...]
    form: tuple[Item, ...]
    troubles: tuple[Trouble, ...]
    sign: tuple[str, ...]
    checked: str
    counts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
