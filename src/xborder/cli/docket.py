"""Cases as text for reviewers, in their language, and the same as data."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from xborder.assess.chain import CONTRACTOR_COUNTRY, concerned, reached
from xborder.assess.recommend import exempt_questions
from xborder.cases import is_parted, titled
from xborder.clock import TOKYO
from xborder.model import (
    Affected,
    Answer,
    Case,
    CaseState,
    Change,
    Decision,
    Move,
    Reason,
    Registry,
    Revision,
)
from xborder.report.law import cite
from xborder.report.names import Names, needs_person
from xborder.report.words import Words
from xborder.review import Dossier, Exhibit

_REMOVED = "REMOVED: "
_NOBODY = Registry()
_JAPANESE = Words("ja")
STATES = {state: _JAPANESE(f"case.{state.value}") for state in CaseState}


def listing(cases: Sequence[Case], language: str = "ja", registry: Registry = _NOBODY) -> str:
    """One line a case."""
    return _Clerk(language, registry).listing(cases)


def decided(case: Case, language: str = "ja", registry: Registry = _NOBODY) -> str:
    return _Clerk(language, registry).decided(case)


def dossier(found: Dossier, language: str = "ja", registry: Registry = _NOBODY) -> str:
    """Recommendation first, then whose data it is, the evidence, what was decided, what can be."""
    return "\n".join(_Clerk(language, registry).dossier(found))


class _Clerk:
    """Says it in one language; the registry knows names and whose data is concerned."""

    def __init__(self, language: str, registry: Registry) -> None:
        self.language, self.registry = language, registry
        self.words = Words(language, "xborder.cli")
        self.names = Names(registry, self.words)

    def listing(self, cases: Sequence[Case]) -> str:
        return "\n".join(map(self.line, cases)) or self.words("docket.none")

    def line(self, case: Case) -> str:
        return self.words(
            "docket.line",
            id=case.id,
            deadline=case.deadline or "-",
            title=self.title(case),
            **self.state(case),
        )

    def decided(self, case: Case) -> str:
        due = self.words("docket.decided.due", deadline=case.deadline) if case.deadline else ""
        return self.words("docket.decided", id=case.id, title=self.title(case), due=due, **self.state(case))

    def state(self, case: Case) -> dict[str, str]:
        return {"state": self.words(f"case.{case.state.value}"), "value": case.state.value}

    def title(self, case: Case) -> str:
        """A country by its name in this language."""
        code = case.subject.removeprefix("country/")
        if self.registry.country(code):
            return titled(self.names.country(code), case.only)
        return _flat(case.title)

    def dossier(self, found: Dossier) -> Iterator[str]:
        yield from self.head(found)
        yield from self.whose(found.case, found.exhibits)
        for number, exhibit in enumerate(found.exhibits, start=1):
            yield from self.exhibit(number, exhibit)
        yield from self.history(found)
        yield from self.possible(found)

    def head(self, found: Dossier) -> Iterator[str]:
        say, case = self.words, found.case
        yield say("docket.head", id=case.id, title=self.title(case), subject=case.subject)
        yield say("docket.state", edition=case.edition, deadline=case.deadline or "-", **self.state(case))
        action = case.recommendation.action.value
        yield say("docket.recommended", action=say(f"advised.{action}"), value=action)
        for reason in case.recommendation.reasons:
            basis = say("comma").join(cite(basis, say) for basis in reason.basis)
            yield say("docket.reason", text=_flat(reason.text.of(self.language)), basis=basis)
        named = {question.text for question in found.questions}  # those are told with their moves
        exempt = exempt_questions(self.registry.contractors).items()
        of_others = {question for contractor, question in exempt if is_parted(case, contractor)}
        for asked in case.recommendation.questions:
            if asked not in named | of_others:
                yield f"  ? {_flat(asked.of(self.language))}"

    def whose(self, case: Case, exhibits: Sequence[Exhibit]) -> Iterator[str]:
        """The contractors of the subject, each with its ground, its services and their data.

        Then those that it reached, and that the registry has elsewhere, or no more.
        """
        yield ""
        yield self.words("docket.whose")
        found = _concerned(self.registry, case)
        present = {a.contractor for a in found}
        all_reached = reached(exhibit.revision for exhibit in exhibits)
        former = {n: c for n, c in all_reached.items() if n not in present and not is_parted(case, n)}
        if not found and not former:
            yield self.words("docket.nobody")
        for contractor, via in dict.fromkeys((a.contractor, a.via) for a in found):
            its = self.registry.contractor(contractor)
            basis = self.words(f"basis.{its.basis.value}") if its else ""
            shown = self.words(f"chain.{via}")
            name = _flat(self.names.contractor(contractor))
            yield self.words("docket.contractor", contractor=name, via=shown, basis=basis)
            for affected in found:
                if (affected.contractor, affected.via) == (contractor, via):
                    data = _flat(_data_of(self.registry, affected)) or self.words("docket.data.unknown")
                    yield self.words("docket.data", service=_flat(affected.service), data=data)
        for contractor, called in former.items():
            yield self.words("docket.former", contractor=_flat(called), id=_flat(contractor))

    def exhibit(self, number: int, exhibit: Exhibit) -> Iterator[str]:
        revision = exhibit.revision
        yield ""
        yield self.words(
            "docket.change",
            number=number,
            document=revision.document,
            moment=_moment(revision.detected_at),
            status=self.words(f"status.{revision.status.value}"),
        )
        for said in self.said(revision):
            yield self.words("docket.finding", said=said)
        for change in revision.changes:
            yield from self.sides(change)
        for label, version in (("docket.old", exhibit.old), ("docket.new", exhibit.new)):
            for snapshot in version.snapshots:
                seen = f"{_moment(snapshot.fetched_at)} {_flat(snapshot.url)}"
                yield f"  {self.words(label)} {seen} sha256:{snapshot.sha256}"

    def sides(self, change: Change) -> Iterator[str]:
        place = _flat(" > ".join((*change.clause.path, change.clause.number)))
        yield f"  [{self.words(f'change.{change.kind.value}')}] {place}".rstrip(" >")
        for label, clause in (("docket.old", change.old), ("docket.new", change.new)):
            if clause is not None:
                yield f"    {self.words(label)}: {_flat(clause.text)}"

    def said(self, revision: Revision) -> Iterator[str]:
        """The findings as reviewers read them, and why a person must read the document."""
        for found in revision.country.findings if revision.country else ():
            change = self.names.fact_change(found)
            yield self.quoted(self.names.fact(found.fact), change, found.evidence)
        for finding in revision.terms.findings if revision.terms else ():
            direction = self.words(f"direction.{finding.direction.value}")
            yield self.quoted(self.words(f"topic.{finding.topic.value}"), direction, finding.evidence)
        if why := needs_person(revision).of(self.language):
            yield _flat(why)

    def quoted(self, about: str, change: str, quote: str) -> str:
        name = self.words("point", name=about, change=change)
        if not quote:
            return name
        key = "docket.removed" if quote.startswith(_REMOVED) else "docket.quoted"
        return self.words(key, name=name, quote=_flat(quote.removeprefix(_REMOVED)))

    def history(self, found: Dossier) -> Iterator[str]:
        yield ""
        yield self.words("docket.opened", moment=_moment(found.case.opened_at))
        for decision in found.decisions:
            due = self.words("docket.decision.due", deadline=decision.deadline) if decision.deadline else ""
            move = self.words(f"move.{decision.move.value}")
            moment, person = _moment(decision.at), _flat(decision.person)
            yield self.words("docket.decision", moment=moment, person=person, move=move) + due
            yield self.words("docket.grounds", reason=_flat(decision.reason))
            for answer in decision.answers:
                asked = _flat(answer.question.text.of(self.language))
                yield self.words("docket.asked", id=answer.question.id, text=asked)
                yield self.words("docket.answered", text=_flat(answer.text))

    def possible(self, found: Dossier) -> Iterator[str]:
        yield ""
        yield self.words("docket.possible")
        for move in found.moves:
            said = self.words(f"move.{move.value}")
            if move is Move.REQUEST_CORRECTION:
                said = self.words("move.needs_deadline", move=said)
            yield f"  xborder decide {found.case.id} {move.value}  {said}"
        here = {a.contractor for a in _concerned(self.registry, found.case) if a.via == CONTRACTOR_COUNTRY}
        if len(here) > 1:
            yield self.words("docket.alone")
        if {Move.SUSPEND, Move.CONTINUE, Move.RESUME} & set(found.moves):
            yield self.words("docket.questions")
            for question in found.questions:
                yield f"  {question.id}: {_flat(question.text.of(self.language))}"


def _concerned(registry: Registry, case: Case) -> tuple[Affected, ...]:
    return tuple(a for a in concerned(registry, case.subject) if not is_parted(case, a.contractor))


def _data_of(registry: Registry, affected: Affected) -> str:
    contractor = registry.contractor(affected.contractor)
    transfers = contractor.transfers if contractor else ()
    return next((t.data for t in transfers if t.service == affected.service), "")


def _evidence(revision: Revision) -> Iterator[tuple[str, str]]:
    if revision.terms is not None:
        yield from ((f"{f.topic.value} {f.direction.value}", f.evidence) for f in revision.terms.findings)
        if revision.terms.needs_person:
            yield revision.terms.needs_person.ja, ""
    if revision.country is not None:
        yield from ((f"{f.fact} {f.change.value}", f.evidence) for f in revision.country.findings)
        if revision.country.needs_person:
            yield revision.country.needs_person.ja, ""


def _moment(at: datetime) -> str:
    return f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M}"


def _flat(text: str) -> str:
    """One line that cannot move the cursor of a terminal, whatever the page said."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def case_data(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "subject": case.subject,
        "title": case.title,
        "state": case.state.value,
        "state_ja": STATES[case.state],
        "edition": case.edition,
        "opened_at": case.opened_at.isoformat(),
        "updated_at": case.updated_at.isoformat(),
        "deadline": case.deadline.isoformat() if case.deadline else None,
        "action": case.recommendation.action.value,
        "reasons": [_reason_data(reason) for reason in case.recommendation.reasons],
        "revisions": list(case.revisions),
        "only": list(case.only),
        "apart": list(case.apart),
    }


def dossier_data(found: Dossier, registry: Registry = _NOBODY) -> dict[str, Any]:
    return {
        **case_data(found.case),
        "affected": [_affected_data(a, registry) for a in _concerned(registry, found.case)],
        "exhibits": [_exhibit_data(exhibit) for exhibit in found.exhibits],
        "decisions": [_decision_data(decision) for decision in found.decisions],
        "moves": [move.value for move in found.moves],
        "questions": [{"id": q.id, "ja": q.text.ja, "en": q.text.en} for q in found.questions],
    }


def _affected_data(affected: Affected, registry: Registry) -> dict[str, Any]:
    contractor = registry.contractor(affected.contractor)
    return {
        "contractor": affected.contractor,
        "name": affected.contractor_name,
        "via": affected.via,
        "basis": contractor.basis.value if contractor else None,
        "service": affected.service,
        "data": _data_of(registry, affected),
    }


def _reason_data(reason: Reason) -> dict[str, Any]:
    return {"rule": reason.rule, "ja": reason.text.ja, "en": reason.text.en, "basis": list(reason.basis)}


def _exhibit_data(exhibit: Exhibit) -> dict[str, Any]:
    revision = exhibit.revision
    return {
        "revision": revision.id,
        "document": revision.document,
        "detected_at": revision.detected_at.isoformat(),
        "status": revision.status.value,
        "findings": [{"name": name, "evidence": quote} for name, quote in _evidence(revision)],
        "changes": [_change_data(change) for change in revision.changes],
        "old": [asdict(snapshot) for snapshot in exhibit.old.snapshots],
        "new": [asdict(snapshot) for snapshot in exhibit.new.snapshots],
    }


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "place": list(change.clause.path),
        "old": change.old.text if change.old else None,
        "new": change.new.text if change.new else None,
    }


def _decision_data(decision: Decision) -> dict[str, Any]:
    return {
        "move": decision.move.value,
        "person": decision.person,
        "reason": decision.reason,
        "at": decision.at.isoformat(),
        "based_on": decision.based_on,
        "deadline": decision.deadline.isoformat() if decision.deadline else None,
        "answers": [_answer_data(answer) for answer in decision.answers],
    }


def _answer_data(answer: Answer) -> dict[str, str]:
    return {"question": answer.question.id, "asked": answer.question.text.ja, "text": answer.text}
