"""What the review of a year is made from: what was seen, said, decided and signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from xborder.documents.annual.item import Earlier
from xborder.model import Decision, Revision, Topic
from xborder.model.signing import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How a document was watched in the period."""

    document: str
    since: date | None  # None: never looked at
    looked: int = 0  # days
    good: int = 0  # days on which it could be read
    expected: int = 0
    longest_gap: tuple[date, date] | None = None  # without a good look

    @property
    def missed(self) -> int:
        return max(0, self.expected - self.good)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A sentence of a contractor's present terms that promises an equivalent measure."""

    topic: Topic
    document: str
    quote: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What was seen, said and decided in the period. `until` is the last day of it."""

    year: int
    since: date
    until: date
    report_age_days: int
    revisions: tuple[Revision, ...] = ()
    decisions: tuple[Decision, ...] = ()
    watches: Mapping[str, Watch] = field(default_factory=dict)
    measures: Mapping[str, tuple[Measure, ...]] = field(default_factory=dict)  # contractor -> found
    signatures: tuple[Signature, ...] = ()  # of this year's review, oldest first
    earlier: Earlier | None = None  # the last review before this one that was signed as a whole


def watched(document: str, since: date | None, period: tuple[date, date], days: Mapping[date, bool]) -> Watch:
    """What the days with a look come to."""
    if since is None or since > period[1]:
        return Watch(document=document, since=since)
    begin = max(since, period[0])
    expected = (period[1] - begin).days + 1
    good = {day for day, is_good in days.items() if is_good}
    return Watch(
        document=document,
        since=since,
        looked=len(days),
        good=len(good),
        expected=expected,
        longest_gap=_gap([begin + timedelta(days=n) for n in range(expected)], good),
    )


def _gap(days: Sequence[date], good: set[date]) -> tuple[date, date] | None:
    longest: list[date] = []
    current: list[date] = []
    for day in days:
        current = [] if day in good else [*current, day]
        longest = max(longest, current, key=len)
    return (longest[0], longest[-1]) if longest else None
