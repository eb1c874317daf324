"""What people are told of a document beside its changes: doubts about a first text, trouble that ended,
and what became of a preliminary finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from xborder.assess import alerts
from xborder.daily.look import Look
from xborder.daily.past import Past
from xborder.daily.verdict import Case, thin_pages
from xborder.model import NOTHING, Alert
from xborder.ports import Store
from xborder.texts import together


@dataclass(frozen=True, slots=True)
class News:
    """Reads from the store what was told before."""

    store: Store
    now: datetime

    def of_first(self, past: Past, case: Case) -> Iterator[Alert]:
        """The text that all later ones are held against: a doubt about it is said."""
        from xborder.assess.supplement import hidden_text  # dear to load, and needed once in a page's life

        document, page = case.document, case.version.page
        if thin := thin_pages(past, case):
            yield alerts.tell("thin", document.id, self.now, title=document.title, pages=thin)
        if page.warnings:
            doubts = together(page.warnings)
            yield alerts.tell("doubtful", document.id, self.now, title=document.title, doubts=doubts)
        # A revision says it by itself; of the PPC's pages nobody asks it.
        if found := NOTHING if document.kind.is_country else hidden_text(page):
            yield alerts.tell("hidden", document.id, self.now, title=document.title, found=found)

    def of_health(self, look: Look, withdrawn: str | None) -> Iterator[Alert]:
        """Of a healthy look; `withdrawn` is the preliminary finding that it takes back."""
        if look.state.alerted is not None:
            since = look.state.unhealthy_since or self.now
            yield alerts.tell("recovered", look.document.id, since, title=look.document.title)
        if withdrawn:
            yield from self.of_preliminary("withdrawn", look)

    def of_preliminary(self, kind: str, look: Look) -> Iterator[Alert]:
        """That it was "confirmed" or "withdrawn", to who knows of it: a run may end before it reports."""
        preliminary = look.state.preliminary
        if preliminary is None or any(r.id == preliminary for r in self.store.unreported()[0]):
            return
        yield alerts.outcome(kind, look.document, self._case(look), self.now)

    def _case(self, look: Look) -> str:
        """The case of the preliminary finding, or of the one that it is an echo of."""
        known = (r for r in self.store.revisions(look.document.id) if r.id == look.state.preliminary)
        told = next((r.echo_of or r.id for r in known), None)
        return next((case.id for case in self.store.cases() if told in case.revisions), "")
