"""Documents of the registry: addresses and files become sources."""

from pathlib import Path

from xborder.model import Document, DocumentKind, FetchBy, Source
from xborder.registry.desk import Desk
from xborder.registry.entries import CountryDocumentEntry, DocumentEntry
from xborder.registry.tree import Location


def read_documents(
    desk: Desk,
    location: Location,
    *,
    owner: str,
    folder: Path,
    prefix: str = "",
    shape: type[DocumentEntry] = DocumentEntry,
    heading: str = "",
) -> tuple[Document, ...]:
    """The documents of one contractor or country; broken ones are left out and noted.

    A document without a title is called by `heading` and its id.
    """
    ids: set[str] = set()
    documents = []
    for place in desk.places(*location, "documents"):
        entry = desk.entry(place, shape)
        if entry and _is_usable(desk, place, entry, ids, folder):
            title = entry.title or f"{heading}{entry.id.upper()}"
            documents.append(to_document(entry, f"{prefix}{owner}/{entry.id}", owner=owner, title=title))
    return tuple(documents)


def to_document(entry: DocumentEntry, document_id: str, *, owner: str, title: str) -> Document:
    addresses = entry.urls or (entry.url,)
    return Document(
        id=document_id,
        owner=owner,
        kind=entry.kind,
        title=title,
        language=entry.language,
        sources=tuple(
            Source(
                id=document_id if place == 1 else f"{document_id}#{place}",
                url=url,
                file=entry.file,
                select=entry.select,
                remove=entry.remove,
                accept_language=entry.language or "en",
                ignore_robots=entry.ignore_robots,
                fetch=FetchBy(entry.fetch),
                verified=entry.verified,
            )
            for place, url in enumerate(addresses, start=1)
        ),
    )


def _is_usable(desk: Desk, place: Location, entry: DocumentEntry, ids: set[str], folder: Path) -> bool:
    before = len(desk.problems)
    if entry.id in ids:
        desk.complain((*place, "id"), f"'{entry.id}' stands here twice. Give each document an id of its own")
    ids.add(entry.id)
    is_report = entry.kind is DocumentKind.COUNTRY_REPORT
    if is_report != isinstance(entry, CountryDocumentEntry) or entry.kind is DocumentKind.COUNTRY_INDEX:
        desk.complain(
            (*place, "kind"), "does not fit: country_report is for countries, and they have no other"
        )
    if entry.file and (why := _unusable_file(entry.file, folder)):
        desk.complain((*place, "file"), why)
    usable = len(desk.problems) == before
    _warn_of_doubts(desk, place, entry)
    return usable


def _unusable_file(name: str, folder: Path) -> str:
    """A file must stand inside the data folder, links followed."""
    path = Path(name)
    if path.is_absolute() or "\\" in name or ".." in path.parts:
        return "must be a relative path inside the data folder, with forward slashes. Move the file there"
    try:
        inside = (folder / path).resolve().is_relative_to(folder.resolve())
        exists = (folder / path).is_file()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        return f"cannot be looked at: {error}. Correct the path"
    if not inside:
        return "leads out of the data folder by a link. Copy the file into the data folder"
    return "" if exists else "does not exist in the data folder. Correct the path, or put the file there"


def _warn_of_doubts(desk: Desk, place: Location, entry: DocumentEntry) -> None:
    if not entry.verified:
        desk.warn(
            (*place, "verified"),
            "nobody has seen this address answer. Open it, then delete `verified: false` or correct it",
        )
    for url in (*(entry.urls or ()), entry.url or ""):
        if url.lower().startswith("http://"):
            desk.warn((*place, "url"), f"{url} is not encrypted: anybody on the way can change it. Use https")
