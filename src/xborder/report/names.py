"""What people call the things that a report is about: documents, countries, facts, topics, headlines."""

from collections.abc import Iterator

from xborder.model import (
    NOTHING,
    CountryFinding,
    Direction,
    Document,
    DocumentKind,
    Registry,
    Revision,
    TermsFinding,
    Text,
)
from xborder.report.words import Words


class Names:
    """Names in one language, from the registry. What the registry no longer holds keeps its id."""

    def __init__(self, registry: Registry, words: Words) -> None:
        self._registry, self._words = registry, words
        self._documents = {d.id: d for d in registry.documents}

    def document(self, document_id: str) -> Document | None:
        return self._documents.get(document_id)

    def title(self, document_id: str) -> str:
        """Whose document, and which: 「Zoom … 「利用規約」」; what a report is on, and no more."""
        document = self.document(document_id)
        if document is None:
            return document_id
        if document.kind.is_country:
            return document.title if document.kind is DocumentKind.COUNTRY_INDEX else self.reported(document)
        contractor = self.contractor(document.owner)
        if contractor.split()[0] in document.title:  # "Zoom Terms of Service" says whose it is
            return document.title
        return self._words("title.document", owner=contractor, title=document.title)

    def reported(self, document: Document) -> str:
        """The country, or the part of it, that a report is on."""
        country = self._registry.country(document.owner)
        return country.called(document.report).of(self._words.language) if country else document.owner

    def country(self, code: str) -> str:
        country = self._registry.country(code)
        if country is None:
            return code
        return country.name_en if self._words.language == "en" else country.name_ja

    def contractor(self, contractor_id: str) -> str:
        contractor = self._registry.contractor(contractor_id)
        if contractor is None:
            return contractor_id
        return (contractor.name_ja if self._words.language == "ja" else "") or contractor.name

    def fact(self, fact: str) -> str:
        key = f"fact.{fact.removeprefix('oecd:')}"
        return self._words(key) if self._words.has(key) else fact

    def fact_change(self, found: CountryFinding) -> str:
        kind = next((f"{k}." for k in ("oecd", "report_list") if found.fact.startswith(k)), "")
        key = f"fact_change.{kind}{found.change.value}"
        return self._words(key if self._words.has(key) else f"fact_change.{found.change.value}")

    def points(self, revision: Revision) -> tuple[str, ...]:
        """What moved, in a few words each, the gravest first and each once: 「安全管理措置の後退」."""
        return tuple(dict.fromkeys(self._points(revision)))

    def _points(self, revision: Revision) -> Iterator[str]:
        if revision.country is not None:
            for found in sorted(revision.country.findings, key=triggers_first):
                yield self._country_point(found)
        if revision.terms is not None:
            for finding in sorted(revision.terms.findings, key=by_gravity):
                yield self._words(
                    f"short.{finding.direction.value}", topic=self._words(f"topic.{finding.topic.value}")
                )
        if needs_person(revision):
            yield self._words("short.person")

    def _country_point(self, found: CountryFinding) -> str:
        return self._words("short.fact", fact=self.fact(found.fact), change=self.fact_change(found))


def triggers_first(found: CountryFinding) -> bool:
    return not found.is_trigger


def needs_person(revision: Revision) -> Text:
    """Why a person must read the document; nothing when our reading suffices."""
    assessment = revision.terms or revision.country
    return assessment.needs_person if assessment else NOTHING


def by_gravity(finding: TermsFinding) -> tuple[int, float]:
    """Sorts what weakens first, and the surest first."""
    order = (Direction.WEAKENS, Direction.NEUTRAL, Direction.STRENGTHENS)
    return order.index(finding.direction), -finding.confidence
