"""Whom a finding reaches: from a country's law to the transfers of the company.

A third party is abroad where the third party is (Q12-11), so a law of a country reaches every
contractor located there. A server location is the external environment (外的環境) and is reached too,
but marked as such. A state's or free zone's law reaches only those that the registry places there.
"""

from collections.abc import Collection, Iterable, Iterator

from xborder.model import (
    Affected,
    Contractor,
    Country,
    Document,
    Jurisdiction,
    Registry,
    Revision,
    Text,
    Transfer,
)
from xborder.model.text import canonical
from xborder.texts import same

CONTRACT = "contract"
CONTRACTOR_COUNTRY = "contractor_country"
SERVER_LOCATION = "server_location"


def reach(registry: Registry, document: Document, parts: Collection[str | None] = ()) -> tuple[Affected, ...]:
    """The transfers that a change of `document` reaches; `parts` are the changed parts of a report."""
    if not document.kind.is_country:
        contractor = registry.contractor(document.owner)
        return tuple(_by_contract(contractor, document)) if contractor else ()
    country = registry.country(document.owner)
    return tuple(_by_place(registry, country, _jurisdictions(country, parts))) if country else ()


def reached(revisions: Iterable[Revision]) -> dict[str, str]:
    """The contractors themselves that these reached, not their servers alone, with the names they had."""
    return {
        a.contractor: a.contractor_name for r in revisions for a in r.affected if a.via != SERVER_LOCATION
    }


def concerned(registry: Registry, subject: str) -> tuple[Affected, ...]:
    """The transfers of a case: of its document, or of a whole country, the contractors there first."""
    country = registry.country(subject.removeprefix("country/")) if subject.startswith("country/") else None
    if country is not None:
        found = tuple(_by_place(registry, country, (_whole(country),)))
        return tuple(sorted(found, key=lambda affected: affected.via != CONTRACTOR_COUNTRY))
    document = next((d for d in registry.documents if d.id == subject and not d.kind.is_country), None)
    return reach(registry, document) if document else ()


def _by_contract(contractor: Contractor, document: Document) -> Iterator[Affected]:
    for transfer in contractor.transfers:
        if not transfer.documents or document.id in transfer.documents:
            yield _affected(contractor, transfer, CONTRACT, same(document.title))


def _by_place(registry: Registry, country: Country, touched: Collection[Jurisdiction]) -> Iterator[Affected]:
    name = Text(ja=country.name_ja, en=country.name_en)
    for contractor in registry.contractors:
        for transfer in contractor.transfers:
            if contractor.country == country.code and _applies(contractor.jurisdictions, touched):
                yield _affected(contractor, transfer, CONTRACTOR_COUNTRY, name)
            elif country.code in transfer.server_locations and _applies(
                transfer.server_jurisdictions, touched
            ):
                yield _affected(contractor, transfer, SERVER_LOCATION, name)


def _affected(contractor: Contractor, transfer: Transfer, via: str, place: Text) -> Affected:
    return Affected(
        contractor=contractor.id,
        contractor_name=contractor.name,
        service=transfer.service,
        via=via,
        place=place,
    )


def _applies(own: Collection[str], touched: Collection[Jurisdiction]) -> bool:
    return any(j.is_national or j.key in own for j in touched)


def _jurisdictions(country: Country, parts: Collection[str | None]) -> tuple[Jurisdiction, ...]:
    """The jurisdictions behind the names of the parts. A name nobody knows reaches all: doubt is shown."""
    named = [p for p in parts if p]
    if not named or not country.jurisdictions:
        return country.jurisdictions or (_whole(country),)
    found = {j.key: j for part in named for j in country.jurisdictions if _is_called(j, part)}
    unknown = [p for p in named if not any(_is_called(j, p) for j in country.jurisdictions)]
    return (*found.values(), *((_whole(country),) if unknown else ()))


def _whole(country: Country) -> Jurisdiction:
    return Jurisdiction(key=country.code, list_name_ja=country.name_ja, name_en=country.name_en)


def _is_called(jurisdiction: Jurisdiction, part: str) -> bool:
    names = (jurisdiction.list_name_ja, jurisdiction.name_ja, jurisdiction.name_en, *jurisdiction.headings)
    wanted = canonical(part)
    return any(canonical(name) == wanted for name in names if name)
