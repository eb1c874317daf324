"""What a person settles before the disclosure is published or handed out: never part of what is told.

Where something is missing, undecided, unread or not held by the contractors' texts, that is said, and whom it
concerns.
"""

from collections.abc import Iterator

from xborder.documents.backing import unbacked
from xborder.documents.facts import IN_LIST, Facts, about
from xborder.model import NOTHING, Basis, Case, CaseState, Contractor, Text
from xborder.report.names import Names
from xborder.report.words import Words


def doubts(facts: Facts, words: Words) -> tuple[str, ...]:
    """One sentence each, in the language of the words."""
    return tuple(_Doubter(facts, words).all())


def doubts_about(facts: Facts, words: Words) -> dict[str, tuple[str, ...]]:
    """By contractor, those settled before its sheet is handed out; a case of nobody may be of any of them."""
    doubter = _Doubter(facts, words)
    of_all = (*doubter.doubts_of_nobody(), *doubter.mistakes())
    return {c.id: (*doubter.doubts_of(c), *of_all) for c in facts.registry.contractors}


class _Doubter:
    def __init__(self, facts: Facts, words: Words) -> None:
        self.facts, self.words = facts, words
        self.names = Names(facts.registry, words)
        self.says = facts.statements

    def all(self) -> Iterator[str]:
        """What a person settles before anything is published or handed out."""
        for contractor in self.facts.registry.contractors:
            yield from self.doubts_of(contractor)
        yield from self.doubts_of_statements()
        yield from self.doubts_of_forms()
        places = {code for _, t in self.facts.transfers() for code in t.server_locations}
        places |= {c.country for c in self.facts.registry.contractors if c.basis.has_duties}
        named = self.parts_in_use()
        for code in sorted(places):
            country = self.facts.country(code)
            if country.confirm_by_hand:
                yield self.words(
                    "doubt.by_hand", country=self.names.country(code), why=country.confirm_by_hand
                )
            if elsewhere := [part for part in country.reports if part and part not in named]:
                parts = self.words("comma").join(self.of(country.called(part)) for part in elsewhere)
                yield self.words("doubt.parts", country=self.names.country(code), parts=parts)
        yield from self.doubts_of_nobody()
        yield from self.mistakes()

    def doubts_of_nobody(self) -> Iterator[str]:
        for case in self.facts.cases_of_nobody():
            key = "doubt.nobody" if self.facts.strangers(case) else "doubt.country"
            state = self.words(f"case.{case.state.value}")
            yield self.words(key, id=case.id, title=about(case, self.names), state=state)

    def mistakes(self) -> Iterator[str]:
        for problem in self.facts.registry.mistakes:
            yield self.words("doubt.registry", problem=problem)

    def parts_in_use(self) -> set[str]:
        own = {part for c in self.facts.registry.contractors for part in c.jurisdictions}
        return own | {part for _, t in self.facts.transfers() for part in t.server_jurisdictions}

    def doubts_of(self, contractor: Contractor) -> Iterator[str]:
        name = self.name(contractor)
        if contractor.basis is Basis.UNCONFIRMED:
            yield self.words("doubt.basis", name=name)
        if contractor.basis.has_duties and IN_LIST not in contractor.listed_in:
            yield self.words("doubt.unlisted", name=name)
        for transfer in contractor.transfers:
            if not transfer.server_locations:
                yield self.words("doubt.places", name=name, service=transfer.service)
            if "要確認" in transfer.data or not transfer.data:
                yield self.words("doubt.data", name=name, service=transfer.service)
        for case in self.facts.cases_of(contractor):
            state = self.words(f"case.{case.state.value}")
            key = f"doubt.{self.standing_of(case, contractor)}"
            told = {"id": case.id, "title": about(case, self.names), "state": state}
            yield self.words(key, name=name, contractor=contractor.id, **told)
        if contractor.basis.has_duties:
            yield from self.doubts_of_measures(contractor)
            yield from self.doubts_of_law(contractor)

    def standing_of(self, case: Case, contractor: Contractor) -> str:
        if case not in self.facts.cases:
            return "unjudged"  # it stands otherwise for the others
        if case.id in self.facts.withdrawn:
            return "withdrawn.suspended" if case.state is CaseState.SUSPENDED else "withdrawn"
        if case.id in self.facts.unlisted:
            return "unlisted.continued"
        if case.subject.startswith("country/") and case.subject != f"country/{contractor.country}":
            return "moved"
        return "continued" if case.state is CaseState.CONTINUED else "case"

    def doubts_of_measures(self, contractor: Contractor) -> Iterator[str]:
        """The sentence on the measures against the contractor's texts."""
        missing = unbacked(self.facts, contractor)
        if missing:
            measures = self.words("comma").join(self.words(f"topic.{topic.value}") for topic in missing)
            yield self.words("doubt.unbacked", name=self.name(contractor), measures=measures)
        elif missing is None and self.facts.promised is not None:
            yield self.words("doubt.unheld", name=self.name(contractor))

    def doubts_of_statements(self) -> Iterator[str]:
        """What policy.yaml lacks of Rules Art. 18(3)(ii) and (v), and what it says of nobody."""
        under_duty = [c for c in self.facts.registry.contractors if c.basis.has_duties]
        own = {name for name, said in self.says.contractors.items() if said.measures}
        if common := [self.name(c) for c in under_duty if c.id not in own]:
            yield self.words("doubt.common", names=self.words("comma").join(common))
        for code, contractor in {c.country: c for c in reversed(under_duty)}.items():
            if laws := self.without_outline(contractor):
                listed = self.words("comma").join(laws)
                yield self.words("doubt.outline", country=self.names.country(code), laws=listed)
        known = {c.id for c in self.facts.registry.contractors} | {c.country for c in under_duty}
        for name in (*self.says.contractors, *self.says.systems):
            if name not in known:
                yield self.words("doubt.unused", name=name)

    def doubts_of_forms(self) -> Iterator[str]:
        """Forms of a report (HTML, PDF) that do not say the same, or cannot be read."""
        for (code, report), forms in self.facts.forms.items():
            there = [c for c in self.facts.registry.contractors if c.country == code and c.basis.has_duties]
            if not any(not report or report in c.jurisdictions for c in there):
                continue
            country = self.of(self.facts.country(code).called(report))
            if forms.differ:
                yield self.words("doubt.differ", country=country, found=self.of(forms.differ))
            for title in forms.unread:
                yield self.words("doubt.form_unread", country=country, title=title)
            for title, since in forms.lost:
                yield self.words("doubt.form_lost", country=country, title=title, day=self.words.day(since))

    def without_outline(self, contractor: Contractor) -> tuple[str, ...]:
        """The laws that the report names and the company's outline of the country does not."""
        outline = self.says.systems.get(contractor.country, NOTHING).ja
        parts = self.facts.parts_of(contractor)
        laws = (law for p in parts for law in (*(p.government_access or ()), *(p.data_localization or ())))
        return tuple(dict.fromkeys(law.name_ja for law in laws if law.name_ja not in outline))

    def is_unsettled(self, contractor: Contractor) -> bool:
        """Whether more is told of its country's law than the company itself wrote an outline of."""
        parts = self.facts.parts_of(contractor)
        unread = any(laws is None for p in parts for laws in (p.government_access, p.data_localization))
        undecided = any(c.state is not CaseState.CONTINUED for c in self.facts.laws_of(contractor))
        return unread or undecided or bool(self.without_outline(contractor))

    def doubts_of_law(self, contractor: Contractor) -> Iterator[str]:
        country = self.names.country(contractor.country)
        if self.facts.country(contractor.country).confirm_by_hand:
            return  # there is no report: said of the country
        if contractor.country not in self.facts.profiles:
            yield self.words("doubt.unread", country=country, name=self.name(contractor))
        elif self.is_unsettled(contractor):
            yield self.words("doubt.systems", country=country, name=self.name(contractor))
        there = self.facts.country(contractor.country)
        for part in self.facts.unread(there, contractor.jurisdictions):
            yield self.words("doubt.unread", country=self.of(there.called(part)), name=self.name(contractor))

    def name(self, contractor: Contractor) -> str:
        return self.names.contractor(contractor.id)

    def of(self, text: Text) -> str:
        return text.of(self.words.language)
