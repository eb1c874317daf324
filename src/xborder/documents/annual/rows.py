"""The facts of the review as rows, the same for paper and workbook.

"Looked, and nothing changed" is told by the days on which somebody looked.
"""

from collections.abc import Iterator
from datetime import date, datetime

from xborder.cases import CLOSED, history
from xborder.clock import TOKYO
from xborder.documents.annual.signed import Signed
from xborder.documents.annual.standing import standing
from xborder.documents.annual.year import Watch, Year
from xborder.documents.facts import Facts
from xborder.documents.paper import Table
from xborder.model import (
    MEASURES,
    Answer,
    Case,
    ChangeStatus,
    Contractor,
    Country,
    Decision,
    Part,
    Profile,
    Quote,
    Revision,
    TriggerLaw,
)
from xborder.report.names import Names
from xborder.report.words import Words

_FEW_DAYS = 3  # a gap longer than this is shown with its dates

_COLUMNS = {  # the first column names what the row belongs to, and is left out where a heading does
    "mistakes": (("mistake", 1),),
    "countries": (
        *(("country", 3), ("use", 5), ("survey", 5)),
        *(("changes_count", 2), ("signed", 4), ("finding", 4), ("item", 3), ("number", 3)),
    ),
    "facts": (("country", 3), ("part", 3), ("fact", 4), ("now", 6), ("evidence", 8)),
    "contractors": (
        *(("contractor", 4), ("country", 3), ("basis", 4)),
        *(("changes_count", 2), ("signed", 4), ("finding", 4), ("item", 3), ("number", 3)),
    ),
    "compared": (("item", 4), ("fact", 5), ("then", 7), ("today", 7)),
    "signatures": (("item", 4), ("signed", 5), ("finding", 6), ("number", 3), ("state", 4)),
    "measures": (("contractor", 4), ("measure", 4), ("evidence", 9), ("document", 4)),
    "changes": (("id", 4), ("day", 3), ("document", 4), ("what", 5), ("confirmed", 6)),
    "cases": (("case", 3), ("title", 5), ("state", 3), ("deadline", 3), ("decisions", 6)),
    "watch": (("document", 6), ("since", 3), ("expected", 2), ("good", 2), ("missed", 2), ("gap", 5)),
}


class Rows:
    """Turns facts into rows, in one language."""

    def __init__(self, facts: Facts, year: Year, words: Words) -> None:
        self.facts, self.year, self.words = facts, year, words
        self.names = Names(facts.registry, words)
        self.standing = standing(facts, year)
        self.signed = Signed(self.standing, year, self.names, words)
        self.cases: dict[str, list[Case]] = {}
        for case in facts.cases:
            for revision in case.revisions:
                self.cases.setdefault(revision, []).append(case)

    def sheets(self) -> Iterator[Table]:
        countries, contractors = self.facts.countries_in_use(), self.facts.registry.contractors
        if mistakes := self.standing.mistakes:
            yield self.table("mistakes", tuple((str(problem),) for problem in mistakes))
        yield self.table("countries", tuple(self.country_row(c) for c in countries))
        yield self.table("facts", tuple(row for c in countries for row in self.fact_rows(c)))
        yield self.table("contractors", tuple(self.contractor_row(c) for c in contractors))
        if self.year.measures:
            yield self.table("measures", tuple(row for c in contractors for row in self.measure_rows(c)))
        yield self.table("changes", tuple(self.change_rows({d.id for d in self.facts.registry.documents})))
        yield self.table("cases", tuple(self.case_rows()))
        yield self.table("watch", tuple(self.watch_rows()))
        yield self.table("compared", tuple(self.signed.compared_rows()))
        yield self.table("signatures", tuple(self.signed.signature_rows()))

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
        signed = self.signed.cells(f"country/{country.code}")
        return (name, self.used_by(country), self.survey(country), str(changes), *signed)

    def contractor_row(self, contractor: Contractor) -> tuple[str, ...]:
        changes = sum(1 for _ in self.change_rows({d.id for d in contractor.documents}))
        basis = self.words(f"basis.{contractor.basis.value}")
        place = self.names.country(contractor.country)
        signed = self.signed.cells(f"contractor/{contractor.id}")
        return (self.names.contractor(contractor.id), place, basis, str(changes), *signed)

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
        language, read = self.words.language, self.facts.of_parts.get(country.code, {})
        of_parts = (
            self.words("pair", name=country.called(part).of(language), text=self.as_surveyed(read.get(part)))
            for part in country.reports
            if part
        )
        own = self.as_surveyed(self.facts.profiles.get(country.code), self.surveyed(country))
        return "\n".join((own, *of_parts, *self.forms(country)))

    def forms(self, country: Country) -> Iterator[str]:
        """Where what is told of a report is not what each of its forms says today."""
        for report in country.reports:
            forms = self.facts.forms.get((country.code, report))
            if forms and forms.differ:
                called = country.called(report).of(self.words.language)
                yield self.words("annual.differ", name=called, found=forms.differ.of(self.words.language))
            for title, since in forms.lost if forms else ():
                yield self.words("annual.lost", title=title, day=self.words.day(since))

    def as_surveyed(self, profile: Profile | None, month: str = "") -> str:
        month = month or (profile and profile.surveyed) or ""
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
        """What the reports say now, fact by fact, with the words it stands on."""
        for part in self.facts.parts_on(country):
            for fact, value, evidence in self.part_facts(part):
                shown = self.names.fact(fact)
                yield (self.names.country(country.code), part.name, shown, value, evidence)

    def part_facts(self, part: Part) -> Iterator[tuple[str, str, str]]:
        quotes = dict(part.quotes)
        system = self.words(f"annual.system.{part.system.value}") if part.system else self.unread()
        laws = self.words("comma").join(law.name_ja for law in part.laws or ())
        yield "legal_system", f"{system}\n{laws}".strip(), self.quoted(quotes.get("legal_system"))
        for fact, indicator in (("eu_adequacy", part.eu_adequacy), ("cbpr", part.cbpr)):
            value = self.words(f"annual.indicator.{indicator.value}") if indicator else self.unread()
            yield fact, value, self.quoted(quotes.get(fact))
        for principle, provision in part.oecd:
            fact = f"oecd:{principle.value}"
            value = self.words(f"annual.provision.{provision.value}") if provision else self.unread()
            yield fact, value, self.quoted(quotes.get(fact))
        for fact, named in (
            ("government_access", part.government_access),
            ("data_localization", part.data_localization),
        ):
            yield fact, *self.trigger(named, quotes.get(fact))

    def trigger(self, laws: tuple[TriggerLaw, ...] | None, said: Quote | None) -> tuple[str, str]:
        if laws is None:
            return self.unread(), self.quoted(said)
        if not laws:
            return self.words("annual.no_law"), self.quoted(said)
        names = self.words("comma").join(law.name_ja for law in laws)
        return names, "\n".join(line for law in laws for line in self.law_quoted(law)) or self.quoted(said)

    def unread(self) -> str:
        return self.words("annual.fact_unread")

    def measure_rows(self, contractor: Contractor) -> Iterator[tuple[str, ...]]:
        name = self.names.contractor(contractor.id)
        held = self.year.measures.get(contractor.id)
        for topic in MEASURES if held is not None else ():
            found = [m for m in held or () if m.topic is topic]
            said = "\n".join(self.words("annual.quoted", text=m.quote) for m in found) or self.words(
                "annual.measure_none"
            )
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
        about = self.cases.get(revision.id, [])
        return bool(about) and all(self.decided(case, since=revision.detected_at) for case in about)

    def confirmed(self, revision: Revision) -> str:
        """How a person confirmed a revision: its cases, their states, and every decision on them."""
        if about := self.cases.get(revision.id):
            return "\n".join(self.stands(case, revision) for case in about)
        if revision.status is ChangeStatus.WITHDRAWN:
            return self.words("annual.withdrawn")
        return self.words("annual.unconfirmed" if revision.is_substantive else "annual.form_only")

    def stands(self, case: Case, revision: Revision) -> str:
        state = self.words(f"case.{case.state.value}")
        said = self.decided(case, since=revision.detected_at) or [self.words("annual.undecided")]
        return "\n".join((f"{case.id} {state}", *said))

    def decided(self, case: Case, *, since: datetime | None = None) -> list[str]:
        """The decisions on a case, with what was answered; a finding is not confirmed by an earlier one."""
        made = history(case, self.year.decisions)
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

    def law_quoted(self, law: TriggerLaw) -> Iterator[str]:
        """Its name and what the report says of it, as printed."""
        if law.quote:
            yield self.quoted(law.quote)
        if law.body and not (law.quote and law.body in law.quote.text):
            yield self.words("annual.quoted", text=law.body)

    def quoted(self, quote: Quote | None) -> str:
        if quote is None:
            return ""
        said = self.words("annual.quoted", text=quote.text)
        return self.words("annual.quoted.page", said=said, page=quote.page) if quote.page else said
