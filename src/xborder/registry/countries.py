"""countries.yaml: countries, their parts, the PPC's reports and its list of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from xborder.model import Country, Document, DocumentKind, Jurisdiction, Source
from xborder.registry.desk import Desk
from xborder.registry.documents import read_documents
from xborder.registry.entries import (
    CountriesFile,
    CountryDocumentEntry,
    CountryEntry,
    IndexEntry,
    JurisdictionEntry,
)
from xborder.registry.tree import Location

HOME = "JP"  # no foreign country to the Act, so no report of it
INDEX = "country/index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """The usable countries. `declared` and `parts` also know the broken entries.

    A contractor there stays watched though its country is not: one mistake must not spread.
    `declared` is None when the file could not be read at all, so that no code can be judged.
    """

    countries: tuple[Country, ...] = ()
    index: Document | None = None
    declared: frozenset[str] | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)  # key of a part -> country code


def read_countries(desk: Desk, folder: Path) -> Countries:
    if not desk.is_readable:
        return Countries()
    desk.entry((), CountriesFile)
    keys: set[str] = set()
    countries: dict[str, Country] = {}
    for place in desk.places("countries"):
        country = _read_country(desk, place, folder, keys)
        if country and country.code in countries:
            desk.complain((*place, "code"), f"{country.code} stands here twice. Merge the two entries")
        elif country:
            countries[country.code] = country
    return Countries(
        countries=tuple(countries.values()),
        index=_read_index(desk),
        declared=frozenset(desk.texts("code", "countries")),
        parts={
            key: desk.value((*place, "code"))
            for place in desk.places("countries")
            for key in desk.texts("key", *place, "jurisdictions")
        },
    )


def _read_country(desk: Desk, place: Location, folder: Path, keys: set[str]) -> Country | None:
    entry = desk.entry(place, CountryEntry)
    # What stands inside is checked in any case: all mistakes are told at once.
    documents = read_documents(
        desk,
        place,
        owner=entry.code if entry else "",
        folder=folder,
        prefix="country/",
        shape=CountryDocumentEntry,
        heading=f"外国制度（{entry.name_ja if entry else ''}）",
    )
    jurisdictions = _read_jurisdictions(desk, place, keys)
    if entry is None:
        return None
    kept = entry.model_dump(exclude={"documents", "jurisdictions"})
    country = Country(**kept, jurisdictions=jurisdictions)
    return replace(country, documents=tuple(_on_parts(desk, place, country, documents)))


def _on_parts(
    desk: Desk, place: Location, country: Country, documents: tuple[Document, ...]
) -> Iterator[Document]:
    """Each with the part it is on. The report on the federation is the country's own."""
    declared = desk.texts("key", *place, "jurisdictions")
    for inner in desk.places(*place, "documents"):
        key = desk.value((*inner, "jurisdiction"))
        if isinstance(key, str) and key not in declared:
            desk.complain((*inner, "jurisdiction"), f"'{key}' is no part of {country.code}. Correct the key")
    own = country.own_part.key if country.own_part else ""
    for document in documents:
        if document.report == own:
            yield replace(document, report="")
        elif not document.report or document.report in declared:
            yield document


def _read_jurisdictions(desk: Desk, place: Location, keys: set[str]) -> tuple[Jurisdiction, ...]:
    jurisdictions = []
    for inner in desk.places(*place, "jurisdictions"):
        entry = desk.entry(inner, JurisdictionEntry)
        if entry and entry.key in keys:
            desk.complain(
                (*inner, "key"), f"'{entry.key}' stands here twice. Give each part a key of its own"
            )
        elif entry:
            keys.add(entry.key)
            jurisdictions.append(Jurisdiction(**entry.model_dump()))
    return tuple(jurisdictions)


def _read_index(desk: Desk) -> Document | None:
    if desk.value(("index",)) is None:
        return None  # noted as missing with the whole file
    entry = desk.entry(("index",), IndexEntry)
    if entry is None:
        return None
    if not entry.verified:
        desk.warn(("index", "verified"), "nobody has seen this address answer. Open it, then correct this")
    source = Source(
        id=INDEX,
        url=entry.url,
        select=entry.select,
        remove=entry.remove,
        accept_language="ja",
        verified=entry.verified,
    )
    return Document(
        id=INDEX,
        owner="country",
        kind=DocumentKind.COUNTRY_INDEX,
        title=entry.title,
        sources=(source,),
        language="ja",
    )
