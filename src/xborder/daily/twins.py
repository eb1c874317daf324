"""HTML and PDF of one country report must say the same; where they do not, a person looks.

A report on a part of a country is another report, and may say something else. Judged when the last form of a
report comes in, if any of them is new and none still waits to be seen again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from xborder.assess import alerts
from xborder.errors import DamagedError
from xborder.model import NOTHING, Alert, Document, Event, Observation, Profile, Registry
from xborder.ports import Store

_NEWS = (Event.FIRST, Event.CHANGE, Event.TECHNICAL)


class Twins:
    """Remembers the observations of one run, and compares the forms of a report once all are in."""

    def __init__(self, registry: Registry, store: Store, now: datetime) -> None:
        self._store, self._now = store, now
        self._seen: dict[str, Observation] = {}
        self._forms = {
            document.id: forms
            for country in registry.countries
            for forms in country.reports.values()
            if len(forms) > 1
            for document in forms
        }

    def check(self, observation: Observation) -> Observation:
        """The observation, with an alert when it completes a pair that disagrees."""
        forms = self._forms.get(observation.document)
        if forms is None:
            return observation
        self._seen[observation.document] = observation
        looks = [self._seen[d.id] for d in forms if d.id in self._seen]
        if len(looks) < len(forms) or not _are_settled(looks):
            return observation
        alert = self._disagreement(forms, looks)
        return replace(observation, alerts=(*observation.alerts, alert)) if alert else observation

    def _disagreement(self, forms: Sequence[Document], looks: Sequence[Observation]) -> Alert | None:
        from xborder.assess.country import crosscheck  # dear to load, and on most days there is no news

        profiles = [self._profile(look) for look in looks]
        first = profiles[0]
        for document, profile in zip(forms[1:], profiles[1:], strict=True):
            found = crosscheck(first, profile).needs_person if first and profile else NOTHING
            if found:
                return alerts.tell("disagreement", document.id, self._now, title=document.title, found=found)
        return None

    def _profile(self, look: Observation) -> Profile | None:
        if look.version is not None and look.version.id == look.state.reported:
            return look.version.page.profile
        try:
            return self._store.version(look.state.reported).page.profile if look.state.reported else None
        except DamagedError:  # told of where the report is looked at
            return None


def _are_settled(looks: Sequence[Observation]) -> bool:
    healthy = all(look.event is not Event.UNHEALTHY and look.state.pending is None for look in looks)
    return healthy and any(look.event in _NEWS for look in looks)
