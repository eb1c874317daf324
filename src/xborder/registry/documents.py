"""Documents of the registry: addresses and files become sources."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from xborder.addresses import folded
from xborder.model import Document, DocumentKind, FetchBy, Source
from xborder.registry.desk import Desk
from xborder.registry.entries import CountryDocumentEntry, DocumentEntry
from xborder.registry.tree import Location

_Text = tuple[str, tuple[str, ...], tuple[str, ...]]
"""An address, and what of its page is read."""


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
    documents: list[Document] = []
    watched: dict[_Text, str] = {}
    for place in desk.places(*location, "documents"):
        entry = desk.entry(place, shape)
        if entry and _is_usable(desk, place, entry, ids, folder):
            title = entry.title or f"{heading}{entry.id.upper()}"
            document = to_document(entry, f"{prefix}{owner}/{entry.id}", owner=owner, title=title)
            _warn_of_echoes(desk, place, entry, document, watched)
            documents.append(document)
    return tuple(documents)


def to_document(entry: DocumentEntry, document_id: str, *, owner: str, title: str) -> Document:
    return Document(
        id=document_id,
        owner=owner,
        kind=entry.kind,
        title=title,
        language=entry.language,
        report=(isinstance(entry, CountryDocumentEntry) and entry.jurisdiction) or "",
        sources=tuple(
            Source(
                id=source_id,
                url=url,
                file=entry.file,
                select=entry.select,
                remove=entry.remove,
                accept_language=entry.language or "en",
                ignore_robots=entry.ignore_robots,
                fetch=FetchBy(entry.fetch),
                verified=entry.verified,
            )
            for source_id, url in _addresses(entry, document_id).items()
        ),
    )


def _addresses(entry: DocumentEntry, document_id: str) -> dict[str, str | None]:
    """By id. Of several pages each is called by its address: it keeps its history wherever it stands."""
    if entry.urls is None:
        return {document_id: entry.url}
    found: dict[str, str | None] = {}
    for url in entry.urls:
        found.setdefault(f"{document_id}#{sha256(folded(url).encode()).hexdigest()[:12]}", url)
    return found


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
    seen: dict[str, int] = {}
    for number, (where, url) in enumerate(_places(place, entry)):
        if url.lower().startswith("http://"):
            desk.warn(where, f"{url} is not encrypted: anybody on the way can change it. Use https")
        if entry.urls and (first := seen.setdefault(folded(url), number)) != number:
            desk.warn(where, f"{url} is the address of urls[{first}] once more, and read once. Delete it")


def _warn_of_echoes(
    desk: Desk, place: Location, entry: DocumentEntry, document: Document, watched: dict[_Text, str]
) -> None:
    """The same text in two documents is told twice. Other parts of one page may be documents of their own.

    `watched` says which document before has a text, and learns those of this one.
    """
    sources = {source.url: source for source in document.sources}
    for where, url in _places(place, entry):
        if source := sources.get(url):  # another spelling of one that stands here already is told by itself
            text = (folded(url), source.select, source.remove)
            if (other := watched.setdefault(text, document.id)) != document.id:
                desk.warn(where, f"{url} is watched as part of '{other}', too: told twice. Delete one")


def _places(place: Location, entry: DocumentEntry) -> Iterator[tuple[Location, str]]:
    if entry.url is not None:
        yield (*place, "url"), entry.url
    for number, url in enumerate(entry.urls or ()):
        yield (*place, "urls", number), url
