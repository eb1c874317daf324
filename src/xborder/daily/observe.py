"""One look at one document: from what was fetched to everything the store must keep of it.

The cheap comes before the dear: not modified, then the same bytes, then a known fingerprint of the
visible text; only a text never seen before is read in full, judged, and compared.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from xborder.assess import alerts
from xborder.daily.composition import choice
from xborder.daily.look import Look, as_served, site_of
from xborder.daily.news import News
from xborder.daily.past import Past
from xborder.daily.verdict import Case, of_part, verdict
from xborder.diff import diff, form_only
from xborder.diff.recording import Meaning, Seen, Timing, advance, classify, settle, taking_turns
from xborder.errors import DamagedError, ReadingError
from xborder.extract import digest
from xborder.model import (
    NOTHING,
    Alert,
    Change,
    ChangeStatus,
    Document,
    DocumentKind,
    DocumentState,
    Event,
    Fetched,
    Health,
    Judgement,
    Observation,
    Page,
    Policy,
    Registry,
    Revision,
    SourceState,
    Text,
    Version,
)
from xborder.ports import Reader, Served, Store

_log = logging.getLogger(__name__)

QUARANTINE = timedelta(days=3)
"""93 % of the texts that lost most of their length in public archives came back, most within days."""
QUARANTINE_CHARS = 2000
"""Less than this is no contract, however long it stays."""

_DAMAGED = Text(
    ja="保管してある前回までの内容が失われているか、壊れています",
    en="what was kept of it before is missing or damaged",
)
_HEALTHY = (Health.OK, Health.NOT_MODIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """Says what looks mean. Reads from the store and puts bytes into it; the caller records the rest."""

    store: Store
    reader: Reader
    registry: Registry
    policy: Policy
    now: datetime

    @property
    def _past(self) -> Past:
        return Past(self.store, self.reader)

    @property
    def _news(self) -> News:
        return News(self.store, self.now)

    def observe(
        self,
        document: Document,
        fetched: Sequence[Fetched],
        state: DocumentState,
        sources: Mapping[str, SourceState],
    ) -> Observation:
        """Judge what was fetched of `document`, one Fetched for each of its sources in their order."""
        known = tuple(sources.get(source.id) for source in document.sources)
        look = Look(
            document=document,
            state=state,
            fetched=tuple(fetched),
            known=known,
            shas=tuple(self._keep(f, k) for f, k in zip(fetched, known, strict=True)),
            served=tuple(self._keep_served(f, k) for f, k in zip(fetched, known, strict=True)),
        )
        for source, trouble in zip(document.sources, fetched, strict=True):
            if trouble.health not in _HEALTHY:
                found = Judgement(health=trouble.health, reason=trouble.detail)
                return self._unhealthy(look, of_part(document, source.location, found))
        try:
            return self._healthy(look)
        except DamagedError as error:
            _log.error("%s: %s. %s", error.what, error.why, error.fix)
            return self._unhealthy(look, Judgement(health=Health.DAMAGED, reason=_DAMAGED))

    def _healthy(self, look: Look) -> Observation:
        state = look.state
        if look.has_same_bytes and state.observed is not None and look.is_chosen_alike:
            return self._known(look, state.observed)
        return self._by_fingerprint(look)

    def _keep(self, fetched: Fetched, known: SourceState | None) -> str | None:
        """Raw first: the bytes are stored before anything is concluded from them."""
        if fetched.body is None:
            return known.sha256 if known and fetched.health is Health.NOT_MODIFIED else None
        return self.store.blobs.put(fetched.body, like=known.sha256 if known else None, site=site_of(fetched))

    def _keep_served(self, fetched: Fetched, known: SourceState | None) -> str | None:
        """What a browser made is kept with what it was made from."""
        if fetched.rendering is None:
            return None
        like, site = known.served if known else None, f"{site_of(fetched)} as served"
        return self.store.blobs.put(fetched.rendering.served, like=like, site=site)

    def _by_fingerprint(self, look: Look) -> Observation:
        parts = self._served(look)
        look = replace(
            look, fingerprint=f"{self._reading(look.document)}:{'+'.join(self._prints(look, parts))}"
        )
        if look.state.observed is None:
            return self._by_reading(look, parts)
        if look.fingerprint == look.state.fingerprint:
            return self._known(look, look.state.observed)  # as on most days: nothing is asked of the store
        version = self.store.version_of(look.document.id, look.fingerprint or "")
        if version is not None:
            return self._known(look, version)
        return self._by_reading(look, parts)

    def _reading(self, document: Document) -> str:
        """How bytes are read: by which code, and by which selectors of the registry."""
        return "+".join(filter(None, (self.reader.extractor, choice(document))))

    def _prints(self, look: Look, parts: Sequence[Served]) -> Iterator[str]:
        """Of the visible text. Of the PPC's list the bytes: the addresses in it matter as much."""
        if look.document.kind is DocumentKind.COUNTRY_INDEX:
            return (sha or "" for sha in look.shas)
        return (self.reader.fingerprint(part) for part in parts)

    def _served(self, look: Look) -> tuple[Served, ...]:
        return tuple(
            self._past.served(source, known)
            if fetched.body is None and known is not None
            else as_served(source, fetched)
            for source, fetched, known in zip(look.document.sources, look.fetched, look.known, strict=True)
        )

    def _by_reading(self, look: Look, parts: Sequence[Served]) -> Observation:
        try:
            page = self.reader.read(look.document, parts)
        except ReadingError as error:
            return self._unhealthy(look, Judgement(health=Health.UNREADABLE, reason=error.text))
        baseline = self._past.version(look.state.reported)
        version = self._new_version(look, page)
        case = Case(
            document=look.document, fetched=look.fetched, parts=parts, version=version, baseline=baseline
        )
        found = verdict(self._past, case)
        if found.health is not Health.OK and not self._outlived_quarantine(look, found, page):
            return self._unhealthy(look, found)
        if baseline is None:
            return self._first(look, case)
        return self._read(look, version, baseline)

    def _outlived_quarantine(self, look: Look, verdict: Judgement, page: Page) -> bool:
        """A long page that stays cut to a part of itself is a new edition, to be confirmed as any other."""
        since = look.state.unhealthy_since
        return (
            verdict.health is look.state.health is Health.COLLAPSED
            and since is not None
            and self.now - since >= QUARANTINE
            and len(page.text) >= QUARANTINE_CHARS
        )

    def _new_version(self, look: Look, page: Page) -> Version:
        text = digest(page)
        extractor = self._reading(look.document)
        return Version(
            id=hashlib.sha256(f"{look.document.id}\n{text}\n{extractor}".encode()).hexdigest()[:32],
            document=look.document.id,
            recorded_at=self.now,
            extractor=extractor,
            digest=text,
            snapshots=tuple(look.snapshots()),
            page=page,
        )

    def _first(self, look: Look, case: Case) -> Observation:
        version, told = case.version, tuple(self._news.of_first(self._past, case))
        return self._observation(look, version.id, Meaning.FIRST, Event.FIRST, version=version, told=told)

    def _read(self, look: Look, version: Version, baseline: Version) -> Observation:
        """A page read in full: a known text after all, or a new one."""
        if self._seen(look, version.id) is not None:
            return self._known(look, version.id)
        if self._only_waits(look, version.id) and self._differs(look.document, baseline, version):
            return self._observation(look, version.id, Meaning.NEW, Event.PENDING, version=version)
        revision = self._revise(look, baseline, version)
        if revision is None:
            # Only form differs, or only our reading: the new text takes the place of the reported one.
            return self._observation(look, version.id, Meaning.CONFIRMED, Event.TECHNICAL, version=version)
        return self._changed(look, version.id, revision, version=version)

    def _only_waits(self, look: Look, version_id: str) -> bool:
        """A new text of terms means nothing until it is seen again: it is assessed then, not twice."""
        is_country = look.document.kind.is_country
        return (
            not is_country and look.state.pending is None and self._classify(look, version_id) is Meaning.NEW
        )

    def _differs(self, document: Document, old: Version, new: Version) -> bool:
        return bool(self._changes(document, old, new))

    def _changes(self, document: Document, old: Version, new: Version) -> tuple[Change, ...]:
        return diff(self._past.read_like(new, document, old).clauses, new.page.clauses)

    def _known(self, look: Look, version_id: str) -> Observation:
        """A text seen before. Costs no reading unless it counts as a change now."""
        meaning = self._classify(look, version_id)
        if meaning is Meaning.UNCHANGED:
            return self._observation(look, version_id, meaning, Event.UNCHANGED)
        waits = meaning is Meaning.RETURNED and version_id != look.state.reported
        if meaning in (Meaning.RETURNED, Meaning.FIRST) and not (waits and look.document.kind.is_country):
            return self._observation(look, version_id, meaning, Event.SEEN_BEFORE)
        if meaning is Meaning.STILL_PENDING:
            return self._observation(look, version_id, meaning, Event.PENDING)
        baseline, version = self._past.version(look.state.reported), self.store.version(version_id)
        revision = self._revise(look, baseline, version) if baseline else None
        if revision is None:
            return self._observation(look, version_id, Meaning.CONFIRMED, Event.TECHNICAL)
        return self._changed(look, version_id, revision)

    def _changed(
        self, look: Look, version_id: str, revision: Revision, *, version: Version | None = None
    ) -> Observation:
        """A text other than the reported one: confirmed now, or waiting; a trigger does not wait."""
        meaning = self._classify(look, version_id)
        if meaning is Meaning.NEW and self._was_partly_pending(look, revision, version):
            meaning = Meaning.CONFIRMED
        preliminary = look.state.preliminary == revision.id
        if preliminary:
            revision = replace(revision, detected_at=self._first_told(revision))
        if meaning is Meaning.CONFIRMED:
            event = Event.CHANGE if revision.is_substantive else Event.TECHNICAL
            told = tuple(self._news.of_preliminary("confirmed", look)) if preliminary else ()
            return self._observation(
                look,
                version_id,
                meaning,
                Event.UNCHANGED if preliminary else event,
                version=version,
                revision=revision,
                told=told,
            )
        if revision.is_trigger and not preliminary:
            early = replace(revision, status=ChangeStatus.PRELIMINARY)
            return self._observation(look, version_id, meaning, Event.CHANGE, version=version, revision=early)
        event = Event.SEEN_BEFORE if meaning is Meaning.RETURNED else Event.PENDING
        return self._observation(look, version_id, meaning, event, version=version)

    def _first_told(self, revision: Revision) -> datetime:
        """When a preliminary finding was found: seeing it again does not make it younger."""
        known = (r for r in self.store.revisions(revision.document) if r.id == revision.id)
        return next((r.detected_at for r in known), revision.detected_at)

    def _was_partly_pending(self, look: Look, revision: Revision, version: Version | None) -> bool:
        """A page revised again before its revision was confirmed: what both texts changed was seen twice."""
        from xborder.daily.revise import share_substance

        state, age = look.state, timedelta(minutes=self.policy.confirm_after_minutes)
        if state.pending is None or state.pending_since is None or self.now - state.pending_since < age:
            return False
        reported, pending = self._past.version(state.reported), self.store.version(state.pending)
        earlier = self._revise(look, reported, pending) if reported else None
        page = (version or self.store.version(revision.new_version)).page
        return earlier is not None and share_substance(look.document.kind, earlier, revision, page)

    def _classify(self, look: Look, version_id: str) -> Meaning:
        timing = Timing(
            confirm_after=timedelta(minutes=self.policy.confirm_after_minutes),
            variant=timedelta(days=self.policy.variant_days),
        )
        # Of the reported text the past says nothing more.
        seen = self._seen(look, version_id) if version_id != look.state.reported else None
        return classify(look.state, version_id, now=self.now, seen=seen, timing=timing)

    def _seen(self, look: Look, version_id: str) -> Seen | None:
        if look.state.observed is None:
            return None
        times = self.store.seen(look.document.id, version_id)
        return Seen(first=times[0], last=times[1]) if times else None

    def _revise(self, look: Look, old: Version, new: Version) -> Revision | None:
        from xborder.daily.revise import Reviser  # dear to load, and on most days nothing is revised

        page = self._past.read_like(new, look.document, old)
        since = look.state.diverged_since or self.now
        reviser = Reviser(self.registry, self.policy)
        return reviser.revise(look.document, old, page, new, since=since, now=self.now)

    def _observation(
        self,
        look: Look,
        version_id: str,
        meaning: Meaning,
        event: Event,
        *,
        version: Version | None = None,
        revision: Revision | None = None,
        told: tuple[Alert, ...] = (),
    ) -> Observation:
        """A healthy look."""
        state, noted = self._tell_turns(look, advance(look.state, version_id, meaning, now=self.now))
        if revision is not None and meaning is Meaning.CONFIRMED:
            state = replace(state, turns=None)
        kept = self._preliminary(look, state, revision)
        over = self._over(look, kept, revision)
        withdrawn = over if not self._bears_out(over, revision) else None
        borne_out = over if withdrawn is None else None
        if borne_out:
            told = (*told, *self._news.of_preliminary("confirmed", look))
        return Observation(
            document=look.document.id,
            at=self.now,
            event=event,
            captures=look.captures(Judgement(health=Health.OK)),
            state=self._recovered(
                replace(
                    state,
                    preliminary=kept,
                    fingerprint=look.fingerprint_of(version_id),
                )
            ),
            sources=tuple(look.source_states(self.now)),
            version=version,
            seen=tuple((key, version_id) for key in (version_id, look.fingerprint) if key),
            revision=revision,
            withdrawn=(withdrawn,) if withdrawn else (),
            borne_out=(borne_out,) if borne_out else (),
            alerts=(*told, *noted, *self._news.of_health(look, withdrawn)),
        )

    def _tell_turns(self, look: Look, state: DocumentState) -> tuple[DocumentState, tuple[Alert, ...]]:
        """Two texts by turns are no change, but people are told of them once, if they differ in substance."""
        text = taking_turns(state, now=self.now)
        if text is None or state.turns is None or state.reported is None:
            return state, ()
        try:
            pair = self.store.version(state.reported), self.store.version(text)
            difference = self._revise(look, *pair)
            was_told = any(
                not self._changes(look.document, self.store.version(known), pair[1])
                for known in state.turns.settled  # the same text, read by older code
            )
        except DamagedError:
            return state, ()  # told of where it is needed; the next turn tries again
        settled = settle(state, text)
        if was_told or difference is None or not difference.is_substantive:
            return settled, ()
        changes = [change for change in difference.changes if not form_only(change)]
        since = self.now if state.turns.settled else state.turns.since
        first = [self._first_seen(version) for version in pair]
        return settled, (alerts.alternating(look.document, changes, first, since=since),)

    def _first_seen(self, version: Version) -> datetime:
        seen = self.store.seen(version.document, version.id)
        return seen[0] if seen else version.recorded_at

    def _preliminary(self, look: Look, state: DocumentState, revision: Revision | None) -> str | None:
        if revision is not None and revision.status is ChangeStatus.PRELIMINARY:
            return revision.id
        return look.state.preliminary if state.pending is not None else None

    def _over(self, look: Look, kept: str | None, revision: Revision | None) -> str | None:
        """The preliminary finding that ends with this look, other than by its own confirmation."""
        before = look.state.preliminary
        return before if before != kept and not (revision and revision.id == before) else None

    def _bears_out(self, preliminary: str | None, revision: Revision | None) -> bool:
        """Whether a later text says what was found: the report was edited again, and the law stands in it."""
        if preliminary is None or revision is None or revision.country is None:
            return False
        earlier = next((r for r in self.store.revisions(revision.document) if r.id == preliminary), None)
        if earlier is None or earlier.country is None:
            return False
        said = {(f.part, f.fact) for f in earlier.country.findings}
        return revision.is_trigger and bool(said & {(f.part, f.fact) for f in revision.country.findings})

    def _recovered(self, state: DocumentState) -> DocumentState:
        return replace(
            state,
            checked_at=self.now,
            good_at=self.now,
            health=Health.OK,
            unhealthy_since=None,
            failures=0,
            detail=NOTHING,
            alerted=None,
        )

    def _unhealthy(self, look: Look, verdict: Judgement) -> Observation:
        """Not the document: the health of a source, never a change. What is stored stays valid."""
        state = replace(
            look.state,
            checked_at=self.now,
            health=verdict.health,
            unhealthy_since=look.state.unhealthy_since or self.now,
            failures=look.state.failures + 1,
            detail=verdict.reason,
        )
        alert = alerts.trouble(look.document, state, self.policy, now=self.now)
        return Observation(
            document=look.document.id,
            at=self.now,
            event=Event.UNHEALTHY,
            captures=look.captures(verdict),
            state=replace(state, alerted=alert.kind if alert else state.alerted),
            sources=tuple(replace(known, fetched_at=self.now) for known in look.known if known is not None),
            alerts=(alert,) if alert else (),
        )
