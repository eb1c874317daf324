"""What is stored of a document, read as it is read today: both sides of a diff are read alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xborder.daily.composition import arranged
from xborder.errors import ReadingError
from xborder.extract import UNSELECTED
from xborder.model import Document, Page, Snapshot, Source, SourceState, Version
from xborder.ports import Reader, Served, Store


@dataclass(frozen=True, slots=True)
class Past:
    """Reads from the store, and writes nothing."""

    store: Store
    reader: Reader

    def version(self, version_id: str | None) -> Version | None:
        return self.store.version(version_id) if version_id is not None else None

    def served(self, source: Source, known: SourceState | Snapshot) -> Served:
        """The bytes as they were served then."""
        return Served(
            source=source,
            body=self.store.blobs.get(known.sha256 or ""),
            media_type=known.media_type,
            charset=known.charset,
            url=known.url,
        )

    def read_like(self, new: Version, document: Document, old: Version) -> Page:
        """The old text by the code, the selectors and the order of pages that `new` was read by."""
        if old.extractor == new.extractor:
            return old.page
        snapshots = arranged(new.snapshots, old.snapshots)
        if not snapshots:
            return old.page
        try:
            page = self.reader.read(document, self._parts(document, snapshots))
        except ReadingError:
            return old.page  # the old reading is the best there is; the diff may show our own change
        # Selectors made for the site as it was rebuilt do not fit the page as it was before.
        return old.page if UNSELECTED in page.warnings else page

    def _parts(self, document: Document, snapshots: Sequence[Snapshot]) -> list[Served]:
        known = {source.id: source for source in document.sources}
        other = document.sources[0]  # the selectors are those of the document
        return [
            self.served(known.get(s.source) or replace(other, id=s.source, url=s.url), s) for s in snapshots
        ]
