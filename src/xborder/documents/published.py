"""Compares a published policy with the registry: what is missing, out of date, or contradicted by a case.

Reads text, not layout. A service speaks from its name to the next service's name, so that a country
named for one service does not stand in for another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bs4 import BeautifulSoup

from xborder.clock import TOKYO
from xborder.documents.facts import IN_LIST, IN_TABLE, Facts
from xborder.extract import decode, sniff
from xborder.model import TRIGGER_FACTS, Contractor, Country, Transfer
from xborder.model.text import canonical
from xborder.report.words import Words

_NO_OBSTACLE = re.compile(
    r"no (?:such )?obstacles?\b|nothing obstructs"
    r"|支障は、?(?:特に)?(?:あり|生じてい|認められ)ません|支障[^。]{0,6}な(?:い|し)"
)
_NO_SYSTEM = re.compile(
    r"no (?:such )?systems?\b|制度は、?(?:特に)?(?:あり|認められ)ません|制度[^。]{0,6}な(?:い|し)"
)
_SECTION = r"\n(?:[*※]|\d{1,2}[. ])"
_ABROAD = re.compile(r"外国|海外|国外|越境|foreign|overseas|abroad|cross-border|third countr")
_PPC = re.compile(r"https?://(?:www\.)?ppc\.go\.jp/[!-~]+?(?=[\s)\]」）、。\"'<>]|$)")
_DATE_JA = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DATE_EN = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})")
_LEGAL_FORM = re.compile(r"[,.]|\b(?:inc|llc|ltd|co|corp|corporation|limited)\b|株式会社|\s")


class Fault(StrEnum):
    """What is wrong with the published text."""

    MISSING = "missing"
    OUTDATED = "outdated"
    CONTRADICTED = "contradicted"
    UNCHECKED = "unchecked"  # what the registry says wrongly could not be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One difference, in words for the person who corrects the text."""

    fault: Fault
    subject: str
    text: str


def published_text(body: bytes, name: str) -> str:
    """The visible text with the addresses of its links. HTML, Markdown or plain text."""
    text = decode(body).text
    if sniff(body, name=name) != "html":
        return text
    soup = BeautifulSoup(text, "lxml")
    for unseen in soup(["script", "style", "template", "noscript"]):
        unseen.decompose()
    for link in soup("a", href=True):
        link.append(f" {link['href']} ")
    return soup.get_text("\n")


def check_published(text: str, facts: Facts, language: str) -> tuple[Discrepancy, ...]:
    """Every difference between the text and what the registry and the cases say."""
    return tuple(_Checker(text, facts, Words(language, "xborder.documents")).all())


class _Checker:
    def __init__(self, text: str, facts: Facts, words: Words) -> None:
        self.facts, self.words = facts, words
        self.text = _plain(text)
        self.links = frozenset(_PPC.findall(text))
        table = [t for c in facts.registry.contractors for t in c.transfers if IN_TABLE in t.listed_in]
        owners = [(_plain(c.name), _plain(c.name_ja)) for c in facts.registry.contractors]
        self.stops = {_plain(t.service) for t in table} | {name for pair in owners for name in pair if name}
        self.addresses = {s.url for d in facts.registry.documents for s in d.sources if s.url}

    def all(self) -> Iterator[Discrepancy]:
        if not _ABROAD.search(self.text):
            yield self.told(Fault.MISSING, "policy", "check.nothing")
        for contractor in self.facts.registry.contractors:
            yield from self.contractor(contractor)
            for transfer in contractor.transfers:
                if IN_TABLE in transfer.listed_in:
                    yield from self.transfer(contractor, transfer)
        yield from self.claims()
        for link in sorted(self.links - self.addresses):
            yield self.told(Fault.OUTDATED, link, "check.link_unknown", link=link)
        yield from self.age()
        for problem in self.facts.registry.mistakes:
            yield self.told(Fault.UNCHECKED, problem.file, "check.registry", problem=problem)

    def told(self, fault: Fault, subject: str, key: str, **values: object) -> Discrepancy:
        return Discrepancy(fault=fault, subject=subject, text=self.words(key, **values))

    def contractor(self, contractor: Contractor) -> Iterator[Discrepancy]:
        named_in = [place for place in (IN_LIST, IN_TABLE) if self.is_listed(contractor, place)]
        if named_in and not self.names(contractor):
            places = self.words("comma").join(named_in)
            yield self.told(
                Fault.MISSING, contractor.id, "check.contractor", name=contractor.name, places=places
            )

    def is_listed(self, contractor: Contractor, place: str) -> bool:
        return place in contractor.listed_in or any(place in t.listed_in for t in contractor.transfers)

    def names(self, contractor: Contractor) -> bool:
        """Whether the text names it; a comma or "Inc." more or less is no difference."""
        bare = _LEGAL_FORM.sub("", self.text)
        return any(
            _LEGAL_FORM.sub("", _plain(name)) in bare
            for name in (contractor.name, contractor.name_ja)
            if name
        )

    def transfer(self, contractor: Contractor, transfer: Transfer) -> Iterator[Discrepancy]:
        passage = self.passage(contractor, transfer)
        if not passage:
            yield self.told(Fault.MISSING, contractor.id, "check.service", service=transfer.service)
            return
        for code in transfer.server_locations:
            country = self.facts.country(code)
            if not _mentions(passage, country):
                yield self.told(
                    Fault.MISSING,
                    contractor.id,
                    "check.place",
                    service=transfer.service,
                    country=self.name(country),
                )
            known = {s.url for d in country.reports.get("", ()) for s in d.sources if s.url}
            if known and not known & self.links:
                yield self.told(
                    Fault.MISSING,
                    contractor.id,
                    "check.link",
                    service=transfer.service,
                    country=self.name(country),
                )
        for country in self.facts.registry.countries:
            if country.code not in (*transfer.server_locations, "JP") and _mentions(passage, country):
                yield self.told(
                    Fault.OUTDATED,
                    contractor.id,
                    "check.extra",
                    service=transfer.service,
                    country=self.name(country),
                )

    def name(self, country: Country) -> str:
        return country.name_en if self.words.language == "en" else country.name_ja

    def passage(self, contractor: Contractor, transfer: Transfer) -> str:
        """What the text says of a service; by its provider's name if it goes by another name there."""
        own = [_plain(name) for name in (transfer.service, contractor.name, contractor.name_ja) if name]
        said = next((found for name in own if (found := self.after(name, own))), "")
        for name in own:  # "Ireland" in the name of a company is no place of a server
            said = said.replace(name, "")
        return said

    def after(self, name: str, own: list[str]) -> str:
        """From each place of `name` to the next service, provider, note or section."""
        stops = "|".join(map(re.escape, sorted(self.stops - set(own))))
        end = re.compile(rf"{stops}|{_SECTION}" if stops else _SECTION)
        found = []
        for start in (m.end() for m in re.finditer(re.escape(name), self.text)):
            stop = end.search(self.text, start)
            found.append(self.text[start : stop.start() if stop else len(self.text)])
        return "\n".join(found)

    def claims(self) -> Iterator[Discrepancy]:
        """Sentences that say "none" while something is open, or while the PPC's report names laws."""
        none_open, no_system = _NO_OBSTACLE.search(self.text), _NO_SYSTEM.search(self.text)
        told: set[str] = set()  # a case on a country stands for each contractor there
        for contractor in self.facts.registry.contractors:
            concerned = self.is_listed(contractor, IN_LIST) or contractor.basis.has_duties
            for case in self.facts.obstacles_of(contractor) if concerned else ():
                is_law = case in self.facts.laws_of(contractor)
                if case.id not in told and (none_open or (is_law and no_system)):
                    told.add(case.id)
                    claim = no_system if is_law and no_system else none_open
                    quote = claim[0] if claim else ""
                    yield self.told(
                        Fault.CONTRADICTED,
                        contractor.id,
                        "check.case",
                        quote=quote,
                        id=case.id,
                        title=case.title,
                    )
            if no_system and IN_LIST in contractor.listed_in:
                yield from self.laws(contractor, no_system[0])
        for case in self.facts.obstacles_of_nobody() if none_open else ():
            if case.id not in told:
                values = {"quote": none_open[0] if none_open else "", "id": case.id, "title": case.title}
                yield self.told(
                    Fault.CONTRADICTED, next(iter(self.facts.strangers(case))), "check.case", **values
                )

    def laws(self, contractor: Contractor, quote: str) -> Iterator[Discrepancy]:
        for part in self.facts.parts_of(contractor):
            for fact, laws in zip(
                TRIGGER_FACTS, (part.government_access, part.data_localization), strict=True
            ):
                if laws:
                    listed = self.words("comma").join(law.name_ja for law in laws)
                    values = {"quote": quote, "laws": listed, "fact": self.words(f"fact.{fact}")}
                    country = self.name(self.facts.country(contractor.country))
                    yield self.told(
                        Fault.CONTRADICTED, contractor.id, "check.laws", country=country, **values
                    )

    def age(self) -> Iterator[Discrepancy]:
        """The legal system is confirmed every year: a text older than that was not renewed."""
        today = self.facts.as_of.astimezone(TOKYO).date()
        dates = [day for day in _dates(self.text) if day <= today]
        if dates and today - max(dates) > timedelta(days=366):
            yield self.told(Fault.OUTDATED, "policy", "check.age", day=self.words.day(max(dates)))


def _plain(text: str) -> str:
    """Line by line as compared, in small letters: for finding names, not for quoting."""
    return "\n".join(line for line in (canonical(part).casefold() for part in text.splitlines()) if line)


def _mentions(passage: str, country: Country) -> bool:
    names = {country.name_en, country.name_ja, *(j.list_name_ja for j in country.jurisdictions)}
    if country.code == "US":
        names |= {"United States", "米国"}
    if country.code == "GB":
        names |= {"イギリス"}
    return any(re.search(rf"(?<![a-z]){re.escape(_plain(n))}(?![a-z])", passage) for n in names)


def _dates(text: str) -> Iterator[date]:
    found = [(int(y), int(m), int(d)) for y, m, d in _DATE_JA.findall(text)]
    found += [(int(y), _MONTHS.index(m) + 1, int(d)) for m, d, y in _DATE_EN.findall(text)]
    for year, month, day in found:
        if 1 <= month <= 12 and 1 <= day <= 28:
            yield date(year, month, day)
        elif 1 <= month <= 12:
            yield date(year, month, 28)
