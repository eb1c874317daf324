"""The annual legal-system review: what the PPC says, what changed, how it was confirmed, what was watched.

One set of rows for all forms: the paper shows them by country and contractor, the workbook in one sheet
of each kind. "Looked, and nothing changed" is told by the days on which somebody looked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from xborder.cases import CLOSED
from xborder.clock import TOKYO
from xborder.documents.facts import Facts
from xborder.documents.paper import Block, Bullets, Heading, Paper, Paragraph, SignOff, Table, Tone
from xborder.model import (
    MEASURES,
    Answer,
    Case,
    CaseState,
    ChangeStatus,
    Contractor,
    Country,
    Decision,
    Part,
    Profile,
    Quote,
    Revision,
    Topic,
    TriggerLaw,
)
from xborder.report.names import Names
from xborder.report.words import Words

_FEW_DAYS = 3  # a gap longer than this is shown with its dates


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The paper to read and sign, and the same facts as tables for a workbook."""

    paper: Paper
    tables: Paper
    made_at: datetime


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


def annual_review(facts: Facts, year: Year, language: str) -> Review:
    """The review of one year."""
    return _Reviewer(facts, year, Words(language, "xborder.documents")).review()


_COLUMNS = {  # the first column names what the row belongs to, and is left out where a heading does
    "countries": (
        *(("country", 3), ("use", 5), ("survey", 5)),
        *(("changes_count", 2), ("signed", 3), ("finding", 4)),
    ),
    "facts": (("country", 3), ("part", 3), ("fact", 4), ("now", 6), ("evidence", 8)),
    "contractors": (
        *(("contractor", 4), ("country", 3), ("basis", 4)),
        *(("changes_count", 2), ("signed", 3), ("finding", 4)),
    ),
    "measures": (("contractor", 4), ("measure", 4), ("evidence", 9), ("document", 4)),
    "changes": (("id", 4), ("day", 3), ("document", 4), ("what", 5), ("confirmed", 6)),
    "cases": (("case", 3), ("title", 5), ("state", 3), ("deadline", 3), ("decisions", 6)),
    "watch": (("document", 6), ("since", 3), ("expected", 2), ("good", 2), ("missed", 2), ("gap", 5)),
}


class _Reviewer:
    def __init__(self, facts: Facts, year: Year, words: Words) -> None:
        self.facts, self.year, self.words = facts, year, words
        self.names = Names(facts.registry, words)
        self.cases = {revision: case for case in facts.cases for revision in case.revisions}
        self.decisions: dict[str, list[Decision]] = {}
        for decision in year.decisions:
            self.decisions.setdefault(decision.case, []).append(decision)

    def review(self) -> Review:
        return Review(
            paper=self.paper(tuple(self.blocks())),
            tables=self.paper(tuple(self.sheets())),
            made_at=self.facts.as_of,
        )

    def paper(self, blocks: tuple[Block, ...]) -> Paper:
        say, period = self.words, self.year
        about = (
            self.facts.company,
            say("annual.period", since=say.day(period.since), until=say.day(period.until)),
            say("paper.made", day=say.day(self.facts.as_of)),
        )
        title = say("annual.title", year=period.year)
        return Paper(title=title, language=say.language, about=tuple(a for a in about if a), blocks=blocks)

    def countries(self) -> list[Country]:
        """Where a contractor or a server is; Japan is no foreign country."""
        used = {c.country for c in self.facts.registry.contractors}
        used |= {s for c in self.facts.registry.contractors for t in c.transfers for s in t.server_locations}
        return [c for c in self.facts.registry.countries if c.code in used and c.code != "JP"]

    # The paper

    def blocks(self) -> Iterator[Block]:
        yield Heading(text=self.words("annual.summary"))
        yield Bullets(items=tuple(self.summary()))
        yield from self.section("annual.open_cases", self.case_rows(), "annual.no_cases", drop=0)
        yield SignOff(boxes=self.signers(), text=self.words("annual.sign_whole"))
        yield Heading(text=self.words("annual.countries"), starts_page=True)
        for country in self.countries():
            yield from self.country(country)
        yield Heading(text=self.words("annual.contractors"), starts_page=True)
        for contractor in self.facts.registry.contractors:
            yield from self.contractor(contractor)
        yield Heading(text=self.words("annual.watch"), starts_page=True)
        yield Paragraph(text=self.words("annual.watch.note"), tone=Tone.SMALL)
        yield self.table("watch", tuple(self.watch_rows()))

    def signers(self) -> tuple[str, ...]:
        return tuple(self.words(f"annual.sign.{who}") for who in ("officer", "legal", "approver"))

    def summary(self) -> Iterator[str]:
        substantive = [r for r in self.year.revisions if r.is_substantive and _stood(r)]
        triggers = sum(r.is_trigger for r in substantive)
        countries, contractors = self.countries(), self.facts.registry.contractors
        yield self.words("annual.sum.scope", countries=len(countries), contractors=len(contractors))
        yield self.words("annual.sum.revisions", count=len(substantive), triggers=triggers)
        if states := self.tally():
            yield self.words("annual.sum.cases", states=states)
        unread = [r for r in substantive if not self.is_confirmed(r)]
        yield self.words("annual.sum.unconfirmed", count=len(unread))
        if stale := self.listed(c for c in countries if self.is_stale(c)):
            yield self.words("annual.sum.stale", countries=stale, days=self.year.report_age_days)
        if by_hand := self.listed(c for c in countries if c.confirm_by_hand):
            yield self.words("annual.sum.by_hand", countries=by_hand)
        watches = [self.watch_of(d.id) for d in self.facts.registry.documents]
        begun = [watch for watch in watches if watch.since is not None]
        never, missed = len(watches) - len(begun), sum(watch.missed for watch in begun)
        yield self.words("annual.sum.watch", documents=len(begun), missed=missed, never=never)

    def tally(self) -> str:
        """What became of the cases of the period."""
        about = {case.id: case for r in self.year.revisions if (case := self.cases.get(r.id))}
        states = Counter(case.state for case in about.values())
        return self.words("comma").join(
            self.words("annual.sum.state", state=self.words(f"case.{state.value}"), count=states[state])
            for state in CaseState
            if state in states
        )

    def listed(self, countries: Iterable[Country]) -> str:
        return self.words("comma").join(self.names.country(c.code) for c in countries)

    def country(self, country: Country) -> Iterator[Block]:
        yield Heading(text=self.names.country(country.code), level=2)
        yield Paragraph(text=self.used_by(country), tone=Tone.SMALL)
        yield Paragraph(text=self.survey(country))
        if country.confirm_by_hand:
            yield Paragraph(text=country.confirm_by_hand, tone=Tone.NOTICE)
        elif self.is_stale(country):
            yield Paragraph(text=self.words("annual.stale"), tone=Tone.NOTICE)
        facts = tuple(row[1:] for row in self.fact_rows(country))
        if facts:
            yield self.table("facts", facts, drop=1)
        owners = {d.id for d in country.documents}
        yield from self.section("annual.changes", self.change_rows(owners), "annual.no_changes")
        yield SignOff(boxes=(self.words("annual.sign.item"), self.words("annual.sign.finding")))

    def contractor(self, contractor: Contractor) -> Iterator[Block]:
        yield Heading(text=self.names.contractor(contractor.id), level=2)
        place = self.names.country(contractor.country)
        basis = self.words(f"basis.{contractor.basis.value}")
        yield Paragraph(text=self.words("annual.contractor", country=place, basis=basis), tone=Tone.SMALL)
        if contractor.id in self.year.measures:
            yield Heading(text=self.words("annual.measures"), level=3)
            yield self.table("measures", tuple(row[1:] for row in self.measure_rows(contractor)), drop=1)
        owners = {d.id for d in contractor.documents}
        yield from self.section("annual.revisions", self.change_rows(owners), "annual.no_revisions")
        yield SignOff(boxes=(self.words("annual.sign.item"), self.words("annual.sign.finding")))

    def section(
        self, title: str, rows: Iterator[tuple[str, ...]], nothing: str, *, drop: int = 1
    ) -> Iterator[Block]:
        kind = "cases" if title == "annual.open_cases" else "changes"
        kept = tuple(row[drop:] for row in rows)
        yield Heading(text=self.words(title), level=3)
        yield self.table(kind, kept, drop=drop) if kept else Paragraph(text=self.words(nothing))

    # The rows

    def sheets(self) -> Iterator[Table]:
        countries, contractors = self.countries(), self.facts.registry.contractors
        yield self.table("countries", tuple(self.country_row(c) for c in countries))
        yield self.table("facts", tuple(row for c in countries for row in self.fact_rows(c)))
        yield self.table("contractors", tuple(self.contractor_row(c) for c in contractors))
        if self.year.measures:
            yield self.table("measures", tuple(row for c in contractors for row in self.measure_rows(c)))
        yield self.table("changes", tuple(self.change_rows({d.id for d in self.facts.registry.documents})))
        yield self.table("cases", tuple(self.case_rows()))
        yield self.table("watch", tuple(self.watch_rows()))

    def table(self, kind: str, rows: tuple[tuple[str, ...], ...], *, drop: int = 0) -> Table:
        columns = _COLUMNS[kind][drop:]
        return Table(
            name=self.words(f"annual.table.{kind}"),
            head=tuple(self.words(f"annual.head.{name}") for name, _ in columns),
            rows=rows,
            widths=tuple(width for _, width in columns),
        )

    def country_row(self, country: Country) -> tuple[str, ...]:
        changes = sum(1 for _ in self.change_rows({d.id for d in country.documents}))
        name = self.names.country(country.code)
        return (name, self.used_by(country), self.survey(country), str(changes), "", "")

    def contractor_row(self, contractor: Contractor) -> tuple[str, ...]:
        changes = sum(1 for _ in self.change_rows({d.id for d in contractor.documents}))
        basis = self.words(f"basis.{contractor.basis.value}")
        place = self.names.country(contractor.country)
        return (self.names.contractor(contractor.id), place, basis, str(changes), "", "")

    def used_by(self, country: Country) -> str:
        contractors = [c for c in self.facts.registry.contractors if c.country == country.code]
        servers = [
            t.service
            for c in self.facts.registry.contractors
            for t in c.transfers
            if country.code in t.server_locations
        ]
        lines = []
        if contractors:
            names = self.words("comma").join(self.names.contractor(c.id) for c in contractors)
            lines.append(self.words("annual.use.contractors", names=names))
        if servers:
            lines.append(self.words("annual.use.servers", names=self.words("comma").join(servers)))
        return "\n".join(lines)

    def survey(self, country: Country) -> str:
        if country.designated:
            return self.words("annual.designated")
        if country.confirm_by_hand:
            return self.words("annual.by_hand")
        month = self.surveyed(country)
        profile = self.facts.profiles.get(country.code)
        read = self.words("annual.read") if profile else self.words("annual.unread")
        if not month:
            return self.words("annual.survey.unknown", read=read)
        return self.words("annual.survey", month=self.words.month(month), days=self.age(month), read=read)

    def surveyed(self, country: Country) -> str:
        """ "YYYY-MM" as the report says, or else as the registry cites it."""
        profile: Profile | None = self.facts.profiles.get(country.code)
        if profile is not None and profile.surveyed:
            return profile.surveyed
        return min((j.surveyed for j in country.jurisdictions if j.is_national and j.surveyed), default="")

    def age(self, month: str) -> int:
        today = self.facts.as_of.astimezone(TOKYO).date()
        return (today - date.fromisoformat(f"{month}-01")).days

    def is_stale(self, country: Country) -> bool:
        month = self.surveyed(country)
        return bool(month) and self.age(month) > self.year.report_age_days

    def fact_rows(self, country: Country) -> Iterator[tuple[str, ...]]:
        """What the report says now, fact by fact, with the words it stands on."""
        profile = self.facts.profiles.get(country.code)
        for part in profile.parts if profile else ():
            for fact, value, evidence in self.part_facts(part):
                shown = self.names.fact(fact)
                yield (self.names.country(country.code), part.name, shown, value, evidence)

    def part_facts(self, part: Part) -> Iterator[tuple[str, str, str]]:
        quotes = dict(part.quotes)
        system = self.words(f"annual.system.{part.system.value}") if part.system else self.unread()
        laws = self.words("comma").join(law.name_ja for law in part.laws or ())
        yield "legal_system", f"{system}\n{laws}".strip(), _quoted(quotes.get("legal_system"))
        for fact, indicator in (("eu_adequacy", part.eu_adequacy), ("cbpr", part.cbpr)):
            value = self.words(f"annual.indicator.{indicator.value}") if indicator else self.unread()
            yield fact, value, _quoted(quotes.get(fact))
        for principle, provision in part.oecd:
            fact = f"oecd:{principle.value}"
            value = self.words(f"annual.provision.{provision.value}") if provision else self.unread()
            yield fact, value, _quoted(quotes.get(fact))
        for fact, named in (
            ("government_access", part.government_access),
            ("data_localization", part.data_localization),
        ):
            yield fact, *self.trigger(named, quotes.get(fact))

    def trigger(self, laws: tuple[TriggerLaw, ...] | None, said: Quote | None) -> tuple[str, str]:
        if laws is None:
            return self.unread(), _quoted(said)
        if not laws:
            return self.words("annual.no_law"), _quoted(said)
        names = self.words("comma").join(law.name_ja for law in laws)
        return names, "\n".join(line for law in laws for line in _law_quoted(law)) or _quoted(said)

    def unread(self) -> str:
        return self.words("annual.fact_unread")

    def measure_rows(self, contractor: Contractor) -> Iterator[tuple[str, ...]]:
        name = self.names.contractor(contractor.id)
        held = self.year.measures.get(contractor.id)
        for topic in MEASURES if held is not None else ():
            found = [m for m in held or () if m.topic is topic]
            said = "\n".join(f"「{m.quote}」" for m in found) or self.words("annual.measure_none")
            titles = "\n".join(dict.fromkeys(self.names.title(m.document) for m in found))
            yield (name, self.words(f"topic.{topic.value}"), said, titles)

    def change_rows(self, documents: set[str]) -> Iterator[tuple[str, ...]]:
        for revision in self.year.revisions:
            if revision.document in documents and not revision.echo_of:
                title = self.names.title(revision.document)
                what = self.words("comma").join(self.names.points(revision)) or self.words("annual.form")
                yield (
                    revision.document,
                    self.words.day(revision.detected_at),
                    title,
                    what,
                    self.confirmed(revision),
                )

    def is_confirmed(self, revision: Revision) -> bool:
        case = self.cases.get(revision.id)
        return case is not None and bool(self.decided(case, since=revision.detected_at))

    def confirmed(self, revision: Revision) -> str:
        """How a person confirmed a revision: the case, its state, and every decision on it."""
        case = self.cases.get(revision.id)
        if case is not None:
            state = self.words(f"case.{case.state.value}")
            said = self.decided(case, since=revision.detected_at) or [self.words("annual.undecided")]
            return "\n".join((f"{case.id} {state}", *said))
        if revision.status is ChangeStatus.WITHDRAWN:
            return self.words("annual.withdrawn")
        return self.words("annual.unconfirmed" if revision.is_substantive else "annual.form_only")

    def decided(self, case: Case, *, since: datetime | None = None) -> list[str]:
        """The decisions on a case, with what was answered; a finding is not confirmed by an earlier one."""
        made = self.decisions.get(case.id, ())
        return [line for d in made if since is None or d.at >= since for line in self.decision(d)]

    def decision(self, made: Decision) -> Iterator[str]:
        yield self.words(
            "annual.decision",
            day=self.words.day(made.at),
            person=made.person,
            move=self.words(f"move.{made.move.value}"),
            reason=made.reason,
        )
        if made.deadline:
            yield self.words("annual.decision.due", day=self.words.day(made.deadline))
        for answer in made.answers:
            yield self.words("annual.answer", question=self.asked(answer), text=answer.text)

    def asked(self, answer: Answer) -> str:
        """ "Q12-17", as the Q&A is cited; a question of the company's own in its words of then."""
        question = answer.question
        is_cited = question.id.startswith("q") and question.id[1:2].isdigit()
        return question.id.upper() if is_cited else question.text.of(self.words.language)

    def case_rows(self) -> Iterator[tuple[str, ...]]:
        for case in self.facts.cases:
            if case.state not in CLOSED:
                due = self.words.day(case.deadline) if case.deadline else ""
                state = self.words(f"case.{case.state.value}")
                yield (case.id, case.title, state, due, "\n".join(self.decided(case)))

    def watch_of(self, document: str) -> Watch:
        return self.year.watches.get(document) or Watch(document=document, since=None)

    def watch_rows(self) -> Iterator[tuple[str, ...]]:
        for document in self.facts.registry.documents:
            watch = self.watch_of(document.id)
            title = f"{self.names.title(document.id)}\n{document.id}"
            if watch.since is None:
                yield (title, self.words("annual.never"), "", "", "", "")
                continue
            gap = watch.longest_gap
            shown = (
                self.words("annual.gap", since=gap[0].isoformat(), until=gap[1].isoformat())
                if gap and (gap[1] - gap[0]).days >= _FEW_DAYS
                else ""
            )
            numbers = (str(watch.expected), str(watch.good), str(watch.missed))
            yield (title, watch.since.isoformat(), *numbers, shown)


def _stood(revision: Revision) -> bool:
    return revision.status is not ChangeStatus.WITHDRAWN and not revision.echo_of


def _law_quoted(law: TriggerLaw) -> Iterator[str]:
    """Its name and what the report says of it, as printed."""
    if law.quote:
        yield _quoted(law.quote)
    if law.body and not (law.quote and law.body in law.quote.text):
        yield f"「{law.body}」"


def _quoted(quote: Quote | None) -> str:
    if quote is None:
        return ""
    page = f"（p. {quote.page}）" if quote.page else ""
    return f"「{quote.text}」{page}"
