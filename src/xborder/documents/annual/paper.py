"""The review as people read and sign it, by country and contractor."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from xborder.documents.annual.rows import Rows
from xborder.documents.annual.year import Watch, Year
from xborder.documents.facts import Facts
from xborder.documents.paper import Block, Bullets, Heading, Paper, Paragraph, Tone
from xborder.model import CaseState, ChangeStatus, Contractor, Country, Document, Revision
from xborder.report.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The paper to read and sign, and the same facts as tables for a workbook."""

    paper: Paper
    tables: Paper
    made_at: datetime
    is_whole: bool  # mistakes in the registry leave out what they concern


def annual_review(facts: Facts, year: Year, language: str) -> Review:
    """The review of one year."""
    return _Reviewer(facts, year, Words(language, "xborder.documents")).review()


class _Reviewer(Rows):
    def review(self) -> Review:
        return Review(
            paper=self.paper(tuple(self.blocks())),
            tables=self.paper(tuple(self.sheets())),
            made_at=self.facts.as_of,
            is_whole=not self.standing.mistakes,
        )

    def paper(self, blocks: tuple[Block, ...]) -> Paper:
        say, period = self.words, self.year
        about = (
            self.facts.company,
            self.signed.about(),
            say("annual.period", since=say.day(period.since), until=say.day(period.until)),
            say("paper.made", day=say.day(self.facts.as_of)),
        )
        title = say("annual.title", year=period.year)
        return Paper(title=title, language=say.language, about=tuple(a for a in about if a), blocks=blocks)

    def blocks(self) -> Iterator[Block]:
        yield from self.mistakes()
        yield Heading(text=self.words("annual.summary"))
        yield Bullets(items=tuple(self.summary()))
        yield from self.open_cases()
        yield from self.signed.whole()
        yield Heading(text=self.words("annual.countries"), starts_page=True)
        for country in self.facts.countries_in_use():
            yield from self.country(country)
        yield Heading(text=self.words("annual.contractors"), starts_page=True)
        for contractor in self.facts.registry.contractors:
            yield from self.contractor(contractor)
        yield Heading(text=self.words("annual.watch"), starts_page=True)
        yield Paragraph(text=self.words("annual.watch.note"), tone=Tone.SMALL)
        yield self.table("watch", tuple(self.watch_rows()))

    def mistakes(self) -> Iterator[Block]:
        if self.standing.mistakes:
            yield Paragraph(text=self.words("annual.mistakes"), tone=Tone.NOTICE)
            yield Bullets(items=tuple(map(str, self.standing.mistakes)))

    def summary(self) -> Iterator[str]:
        substantive = [r for r in self.year.revisions if r.is_substantive and _stood(r)]
        triggers = sum(r.is_trigger for r in substantive)
        countries, contractors = self.facts.countries_in_use(), self.facts.registry.contractors
        yield self.words("annual.sum.scope", countries=len(countries), contractors=len(contractors))
        yield self.words("annual.sum.revisions", count=len(substantive), triggers=triggers)
        yield from self.signed.summary()
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
        about = {case.id: case for r in self.year.revisions for case in self.cases.get(r.id, ())}
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
        yield from self.since_last(f"country/{country.code}")
        yield from self.section("annual.changes", country.documents, "annual.no_changes")
        yield from self.signed.item(f"country/{country.code}")

    def contractor(self, contractor: Contractor) -> Iterator[Block]:
        yield Heading(text=self.names.contractor(contractor.id), level=2)
        place = self.names.country(contractor.country)
        basis = self.words(f"basis.{contractor.basis.value}")
        yield Paragraph(text=self.words("annual.contractor", country=place, basis=basis), tone=Tone.SMALL)
        if contractor.id in self.year.measures:
            yield Heading(text=self.words("annual.measures"), level=3)
            yield self.table("measures", tuple(row[1:] for row in self.measure_rows(contractor)), drop=1)
        yield from self.since_last(f"contractor/{contractor.id}")
        yield from self.section("annual.revisions", contractor.documents, "annual.no_revisions")
        yield from self.signed.item(f"contractor/{contractor.id}")

    def since_last(self, item: str) -> Iterator[Block]:
        """What stands otherwise than in the last signed review."""
        earlier = self.year.earlier
        if earlier is None:
            return
        yield Heading(text=self.words("annual.since_last", year=earlier.signature.year), level=3)
        rows = tuple(row[1:] for row in self.signed.compared(self.standing.items[item]))
        nothing = "annual.same" if item in earlier.items else "annual.new_item"
        yield self.table("compared", rows, drop=1) if rows else Paragraph(text=self.words(nothing))

    def open_cases(self) -> Iterator[Block]:
        yield Heading(text=self.words("annual.open_cases"), level=2)
        yield from self.rows_or("cases", self.case_rows(), "annual.no_cases", drop=0)

    def section(self, title: str, documents: Sequence[Document], nothing: str) -> Iterator[Block]:
        """What changed. That nothing did is said of what was read, and on how many days that was not."""
        watches = [self.watch_of(document.id) for document in documents]
        if not any(watch.good for watch in watches):
            nothing = "annual.none_read" if documents else "annual.none_watched"
        yield Heading(text=self.words(title), level=3)
        yield from self.rows_or("changes", self.change_rows({d.id for d in documents}), nothing, drop=1)
        for text in dict.fromkeys(map(self.days_read, watches)):
            if text:
                yield Paragraph(text=text, tone=Tone.NOTICE)

    def days_read(self, watch: Watch) -> str:
        """On how many days a document was not read; "" where it was on each."""
        name = self.names.title(watch.document)
        if watch.since is None:
            return self.words("annual.never_read", title=name)
        if not watch.missed:
            return ""
        return self.words("annual.days_read", title=name, good=watch.good, expected=watch.expected)

    def rows_or(
        self, kind: str, rows: Iterator[tuple[str, ...]], nothing: str, *, drop: int
    ) -> Iterator[Block]:
        kept = tuple(row[drop:] for row in rows)
        yield self.table(kind, kept, drop=drop) if kept else Paragraph(text=self.words(nothing))


def _stood(revision: Revision) -> bool:
    return revision.status is not ChangeStatus.WITHDRAWN and not revision.echo_of
