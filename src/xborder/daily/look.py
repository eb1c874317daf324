"""What one run saw of a document, before anything is concluded, and what of it is recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from xborder.addresses import folded
from xborder.daily.composition import choice
from xborder.model import (
    Capture,
    Document,
    DocumentState,
    Fetched,
    Health,
    Judgement,
    Snapshot,
    Source,
    SourceState,
)
from xborder.ports import Served


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One Fetched for each source of the document, in their order, beside what was known of it."""

    document: Document
    state: DocumentState
    fetched: tuple[Fetched, ...]
    known: tuple[SourceState | None, ...]
    shas: tuple[str | None, ...]  # of the bytes now, or of the last good ones when not modified
    served: tuple[str | None, ...]  # of what a browser made the bytes from
    fingerprint: str | None = None

    @property
    def has_same_bytes(self) -> bool:
        return all(
            sha is not None and known is not None and sha == known.sha256
            for sha, known in zip(self.shas, self.known, strict=True)
        )

    @property
    def is_chosen_alike(self) -> bool:
        """Whether the selectors are still those that the text seen last was read by."""
        reading = (self.state.fingerprint or "").partition(":")[0]
        return reading.partition("+")[2] == choice(self.document)

    def fingerprint_of(self, version_id: str) -> str | None:
        """The one taken now, or the last one where none was needed to know the text."""
        same = version_id == self.state.observed
        return self.fingerprint or (self.state.fingerprint if same else None)

    def captures(self, verdict: Judgement) -> tuple[Capture, ...]:
        return tuple(
            Capture(
                source=fetched.source,
                document=self.document.id,
                fetched=fetched,
                health=verdict.health if fetched.health is Health.OK else fetched.health,
                detail=verdict.reason or fetched.detail,
                sha256=sha,
                served=served,
                fingerprint=self.fingerprint,
            )
            for fetched, sha, served in zip(self.fetched, self.shas, self.served, strict=True)
        )

    def snapshots(self) -> Iterator[Snapshot]:
        """What a text read now was read from."""
        for fetched, known, sha in zip(self.fetched, self.known, self.shas, strict=True):
            last = fetched if fetched.body is not None or known is None else known
            yield Snapshot(
                source=fetched.source,
                fetched_at=fetched.fetched_at,
                sha256=sha or "",
                media_type=last.media_type,
                charset=last.charset,
                url=last.url,
            )

    def source_states(self, now: datetime) -> Iterator[SourceState]:
        """What the next look begins with."""
        looks = zip(self.document.sources, self.fetched, self.known, self.shas, self.served, strict=True)
        for source, fetched, known, sha, served in looks:
            is_there = source.location == fetched.url or folded(source.location) == folded(fetched.url)
            asked = "" if is_there else source.location
            if fetched.health is Health.NOT_MODIFIED and known is not None:
                yield replace(known, asked=asked, fetched_at=now)
            else:
                yield SourceState(
                    source=fetched.source,
                    validators=fetched.validators,
                    sha256=sha,
                    served=served,
                    media_type=fetched.media_type,
                    charset=fetched.charset,
                    url=fetched.url,
                    asked=asked,
                    fetched_at=now,
                    full_at=now,
                )


def site_of(fetched: Fetched) -> str:
    """Pages of this host and kind share their frame."""
    return f"{'/'.join(fetched.url.split('/')[:3])} {fetched.media_type}"


def as_served(source: Source, fetched: Fetched) -> Served:
    return Served(
        source=source,
        body=fetched.body or b"",
        media_type=fetched.media_type,
        charset=fetched.charset,
        url=fetched.url,
    )
