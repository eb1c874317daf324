"""contractors.yaml: legal entities, what is entrusted to them, and their documents."""

from pathlib import Path

from xborder.model import Contractor, Transfer
from xborder.registry.countries import Countries
from xborder.registry.desk import Desk
from xborder.registry.documents import read_documents
from xborder.registry.entries import ContractorEntry, ContractorsFile, TransferEntry
from xborder.registry.tree import Location

RESERVED = "country"  # document ids of countries begin with it


def read_contractors(desk: Desk, countries: Countries, folder: Path) -> tuple[Contractor, ...]:
    if not desk.is_readable:
        return ()
    desk.entry((), ContractorsFile)
    contractors: dict[str, Contractor] = {}
    for place in desk.places("contractors"):
        contractor = _read_contractor(desk, place, countries, folder)
        if contractor and contractor.id in (*contractors, RESERVED):
            why = "is reserved" if contractor.id == RESERVED else "stands here twice"
            desk.complain((*place, "id"), f"'{contractor.id}' {why}. Give each contractor an id of its own")
        elif contractor:
            contractors[contractor.id] = contractor
    return tuple(contractors.values())


def _read_contractor(desk: Desk, place: Location, countries: Countries, folder: Path) -> Contractor | None:
    entry = desk.entry(place, ContractorEntry)
    if entry is None:
        return None
    is_placed = _knows_countries(desk, (*place, "country"), (entry.country,), countries)
    is_placed &= _knows_parts(desk, place, "jurisdictions", entry.jurisdictions, (entry.country,), countries)
    documents = read_documents(desk, place, prefix=entry.id, owner=entry.id, folder=folder)
    if not is_placed:
        return None
    if not documents:
        desk.warn(place, f"no document of '{entry.id}' is watched. Add its terms under `documents`")
    kept = entry.model_dump(exclude={"documents", "transfers"})
    transfers = _read_transfers(desk, place, entry.id, countries)
    return Contractor(**kept, documents=documents, transfers=transfers)


def _read_transfers(
    desk: Desk, place: Location, contractor: str, countries: Countries
) -> tuple[Transfer, ...]:
    transfers = []
    for inner in desk.places(*place, "transfers"):
        entry = desk.entry(inner, TransferEntry)
        if entry is None:
            continue
        servers = entry.server_locations
        usable = _knows_countries(desk, (*inner, "server_locations"), servers, countries)
        usable &= _knows_parts(
            desk, inner, "server_jurisdictions", entry.server_jurisdictions, servers, countries
        )
        own = tuple(f"{contractor}/{name}" for name in entry.documents)
        usable &= _knows_documents(desk, inner, own, contractor)
        if usable:
            transfers.append(Transfer(**entry.model_dump(exclude={"documents"}), documents=own))
    return tuple(transfers)


def _knows_countries(desk: Desk, place: Location, codes: tuple[str, ...], countries: Countries) -> bool:
    unknown = [c for c in codes if countries.declared is not None and c not in countries.declared]
    for code in unknown:
        desk.complain(place, f"{code} is not in countries.yaml. Add the country there")
    return not unknown


def _knows_parts(
    desk: Desk,
    place: Location,
    field: str,
    keys: tuple[str, ...],
    codes: tuple[str, ...],
    countries: Countries,
) -> bool:
    unknown = [k for k in keys if countries.declared is not None and countries.parts.get(k) not in codes]
    for key in unknown:
        desk.complain(
            (*place, field),
            f"'{key}' is no part of {', '.join(codes) or 'any country named'}. Correct the key",
        )
    return not unknown


def _knows_documents(desk: Desk, place: Location, own: tuple[str, ...], contractor: str) -> bool:
    declared = {f"{contractor}/{name}" for name in desk.texts("id", *place[:2], "documents")}
    unknown = [name for name in own if name not in declared]
    for name in unknown:
        desk.complain((*place, "documents"), f"'{name}' is no document of this contractor. Correct the id")
    return not unknown
