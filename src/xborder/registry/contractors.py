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
    # What stands inside is checked in any case: all mistakes are told at once.
    name = entry.id if entry else ""
    documents = read_documents(desk, place, owner=name, folder=folder)
    transfers = _read_transfers(desk, place, name, countries)
    if entry is None or not _is_placed(desk, place, entry, countries):
        return None
    if not documents:
        desk.warn(place, f"no document of '{name}' is watched. Add its terms under `documents`")
    kept = entry.model_dump(exclude={"documents", "transfers"})
    return Contractor(**kept, documents=documents, transfers=transfers)


def _is_placed(desk: Desk, place: Location, entry: ContractorEntry, countries: Countries) -> bool:
    codes = (entry.country,)
    is_known = _knows_countries(desk, (*place, "country"), codes, countries)
    return _knows_parts(desk, (*place, "jurisdictions"), entry.jurisdictions, codes, countries) and is_known


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
        parts = (*inner, "server_jurisdictions")
        usable &= _knows_parts(desk, parts, entry.server_jurisdictions, servers, countries)
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
    desk: Desk, place: Location, keys: tuple[str, ...], codes: tuple[str, ...], countries: Countries
) -> bool:
    unknown = [k for k in keys if countries.declared is not None and countries.parts.get(k) not in codes]
    for key in unknown:
        among = ", ".join(codes) or "any country named"
        desk.complain(place, f"'{key}' is no part of {among}. Correct the key")
    return not unknown


def _knows_documents(desk: Desk, place: Location, own: tuple[str, ...], contractor: str) -> bool:
    declared = {f"{contractor}/{name}" for name in desk.texts("id", *place[:2], "documents")}
    unknown = [name for name in own if name not in declared]
    for name in unknown:
        desk.complain((*place, "documents"), f"'{name}' is no document of this contractor. Correct the id")
    return not unknown
