"""HTML and PDF of one country report must say the same; where they do not, a person looks.

A report on a part of a country is another report, and may say something else. The forms are compared when one
of them has settled on something new, or can be judged again; a form that this run does not look at stands as
it was last seen. What was told of the same two texts is not told again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from xborder.assess import alerts
from xborder.errors import DamagedError
from xborder.model import (
    Alert,
    Document,
    DocumentState,
    Event,
    Health,
    Observation,
    Profile,
    Registry,
    Version,
)
from xborder.ports import Store

_NEWS = (Event.FIRST, Event.CHANGE, Event.TECHNICAL)


class Twins:
    """Remembers the observations of one run, and compares the forms of a report once all are in.

    `before` is how the documents stood, `planned` names those that are being looked at.
    """

    def __init__(
        self,
        registry: Registry,
        store: Store,
        now: datetime,
        *,
        before: Mapping[str, DocumentState],
        planned: Iterable[Document],
    ) -> None:
        self._store, self._now, self._before = store, now, before
        self._planned = {document.id for document in planned}
        self._seen: dict[str, Observation] = {}
        self._forms = {
            document.id: forms
            for country in registry.countries
            for forms in country.reports.values()
            if len(forms) > 1
            for document in forms
        }

    def check(self, observation: Observation) -> Observation:
        """The observation, with an alert when it completes a report whose forms disagree.

        What it says to be gone is held against the other forms at once.
        """
        forms = self._forms.get(observation.document)
        if forms is None:
            return observation
        others = [document for document in forms if document.id != observation.document]
        observation = self._held_against(others, observation)
        self._seen[observation.document] = observation
        if any(d.id in self._planned and d.id not in self._seen for d in others):
            return observation
        looks = [self._seen[d.id] for d in forms if d.id in self._seen]
        is_news = any(map(self._is_news, looks))
        if not is_news and not any(map(self._was_unsettled, looks)):
            return observation
        alert = self._disagreement(forms, is_news=is_news)
        return replace(observation, alerts=(*observation.alerts, alert)) if alert else observation

    def _held_against(self, others: Sequence[Document], observation: Observation) -> Observation:
        revision = observation.revision
        if revision is None or revision.country is None or not revision.country.findings:
            return observation
        from xborder.assess.country import held_against  # dear to load, and on most days there is no news

        found = revision.country
        for document in others:
            state = self._state(document)
            version = self._version(document, state.observed) if state else None
            if version is not None and version.page.profile is not None:
                found = held_against(found, document.title, version.page.profile)
        return replace(observation, revision=replace(revision, country=found))

    def _is_news(self, look: Observation) -> bool:
        before = self._before.get(look.document)
        return look.event in _NEWS or (before is not None and before.reported != look.state.reported)

    def _was_unsettled(self, look: Observation) -> bool:
        """Whether nobody could compare it the last time."""
        before = self._before.get(look.document)
        return before is not None and not _is_settled(before)

    def _disagreement(self, forms: Sequence[Document], *, is_news: bool) -> Alert | None:
        """Told of two texts once, unless they come apart in this way anew."""
        from xborder.assess.country import crosscheck  # dear to load, and on most days there is no news

        first, *others = (self._settled(document) for document in forms)
        for document, other in zip(forms[1:], others, strict=True):
            if first is None or other is None:
                continue
            (one, since), (two, later) = first, other
            found = crosscheck(one, two, (forms[0].title, document.title)).needs_person
            if not found:
                continue
            alert = alerts.tell(
                "disagreement", document.id, max(since, later), title=document.title, found=found
            )
            if not self._store.was_said(alert):
                return alert
            return replace(alert, since=self._now) if is_news else None
        return None

    def _settled(self, document: Document) -> tuple[Profile, datetime] | None:
        """What a form says for certain, and since when it was known to; None while nobody can tell."""
        state = self._state(document)
        version = self._version(document, state.reported) if state and _is_settled(state) else None
        return (p, version.recorded_at) if version and (p := version.page.profile) else None

    def _state(self, document: Document) -> DocumentState | None:
        if document.id in self._seen:
            return self._seen[document.id].state
        return self._before.get(document.id) or self._store.document_state(document.id)

    def _version(self, document: Document, version_id: str | None) -> Version | None:
        look = self._seen.get(document.id)
        if look is not None and look.version is not None and look.version.id == version_id:
            return look.version
        try:
            return self._store.version(version_id) if version_id else None
        except DamagedError:  # told of where the report is looked at
            return None


def _is_settled(state: DocumentState) -> bool:
    return state.health is Health.OK and state.pending is None
