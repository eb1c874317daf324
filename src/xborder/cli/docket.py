"""Cases as text for reviewers, Japanese first, and the same as data."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from xborder.clock import TOKYO
from xborder.model import (
    Action,
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

_WORDS = Words("ja")
_NAMES = Names(Registry(), _WORDS)  # only for what needs no registry: facts and their changes
_REMOVED = "REMOVED: "
STATES = {state: _WORDS(f"case.{state.value}") for state in CaseState}
MOVES = {
    Move.CONFIRM: "確認した(対応は不要)",
    Move.DISMISS: "誤報として終える",
    Move.REQUEST_CORRECTION: "是正を求める(--deadline が必要)",
    Move.CORRECTED: "是正を確認した",
    Move.SUSPEND: "提供を停止する",
    Move.CONTINUE: "提供を継続する",
    Move.RESUME: "提供を再開する",
    Move.REOPEN: "判断を改めるため再び開く",
}
ACTIONS = {
    Action.NONE: "対応不要",
    Action.CONFIRM: "内容の確認",
    Action.REVIEW: "確認・見直し",
    Action.REQUEST_CORRECTION: "是正の要求",
    Action.SUSPEND: "提供停止の検討",
}


def listing(cases: Sequence[Case]) -> str:
    """One line a case."""
    if not cases:
        return "案件はありません。"
    return "\n".join(_line(case) for case in cases)


def _line(case: Case) -> str:
    deadline = f"期限 {case.deadline or '-'}"
    return f"{case.id}  {STATES[case.state]} ({case.state.value})  {deadline}  {_flat(case.title)}"


def decided(case: Case) -> str:
    deadline = f"、期限 {case.deadline}" if case.deadline else ""
    return (
        f"記録しました。{case.id}「{_flat(case.title)}」: {STATES[case.state]} ({case.state.value}){deadline}"
    )


def dossier(found: Dossier) -> str:
    """Recommendation first, then the evidence, what was decided, what can be."""
    return "\n".join([*_head(found), *_exhibits(found), *_history(found), *_possible(found)])


def _head(found: Dossier) -> Iterator[str]:
    case = found.case
    yield f"{case.id}「{_flat(case.title)}」 ({case.subject})"
    yield f"状態: {STATES[case.state]} ({case.state.value})  版: {case.edition}  期限: {case.deadline or '-'}"
    yield f"推奨: {ACTIONS[case.recommendation.action]} ({case.recommendation.action.value})"
    for reason in case.recommendation.reasons:
        yield f"  - {_flat(reason.text.ja)}[{'、'.join(cite(basis, _WORDS) for basis in reason.basis)}]"
    named = {question.text for question in found.questions}  # those are told with the moves they belong to
    yield from (f"  ? {_flat(asked.ja)}" for asked in case.recommendation.questions if asked not in named)


def _exhibits(found: Dossier) -> Iterator[str]:
    for number, exhibit in enumerate(found.exhibits, start=1):
        revision = exhibit.revision
        yield ""
        status = _WORDS(f"status.{revision.status.value}")
        yield f"変更{number}: {revision.document} {_moment(revision.detected_at)} {status}"
        for name, quote in _said(revision):
            removed = " 削除された文言" if quote.startswith(_REMOVED) else ""
            quoted = f"{removed}「{_flat(quote.removeprefix(_REMOVED))}」" if quote else ""
            yield f"  所見: {_flat(name)}{quoted}"
        for change in revision.changes:
            yield from _sides(change)
        for label, version in (("旧", exhibit.old), ("新", exhibit.new)):
            for snapshot in version.snapshots:
                seen = f"{_moment(snapshot.fetched_at)} {_flat(snapshot.url)}"
                yield f"  {label} {seen} sha256:{snapshot.sha256}"


def _sides(change: Change) -> Iterator[str]:
    place = _flat(" > ".join((*change.clause.path, change.clause.number)))
    kind = _WORDS(f"change.{change.kind.value}")
    yield f"  [{kind}] {place}".rstrip(" >")
    for label, clause in (("旧", change.old), ("新", change.new)):
        if clause is not None:
            yield f"    {label}: {_flat(clause.text)}"


def _said(revision: Revision) -> Iterator[tuple[str, str]]:
    """The findings as reviewers read them, and why a person must read the document."""
    for found in revision.country.findings if revision.country else ():
        name = _WORDS("point", name=_NAMES.fact(found.fact), change=_NAMES.fact_change(found))
        yield name, found.evidence
    for finding in revision.terms.findings if revision.terms else ():
        topic = _WORDS(f"topic.{finding.topic.value}")
        yield (
            _WORDS("point", name=topic, change=_WORDS(f"direction.{finding.direction.value}")),
            finding.evidence,
        )
    if why := needs_person(revision).ja:
        yield why, ""


def _evidence(revision: Revision) -> Iterator[tuple[str, str]]:
    if revision.terms is not None:
        yield from ((f"{f.topic.value} {f.direction.value}", f.evidence) for f in revision.terms.findings)
        if revision.terms.needs_person:
            yield revision.terms.needs_person.ja, ""
    if revision.country is not None:
        yield from ((f"{f.fact} {f.change.value}", f.evidence) for f in revision.country.findings)
        if revision.country.needs_person:
            yield revision.country.needs_person.ja, ""


def _history(found: Dossier) -> Iterator[str]:
    yield ""
    yield f"経緯: {_moment(found.case.opened_at)} 案件を開く"
    for decision in found.decisions:
        deadline = f" 期限 {decision.deadline}" if decision.deadline else ""
        yield f"  {_moment(decision.at)} {_flat(decision.person)}: {MOVES_SAID[decision.move]}{deadline}"
        yield f"    理由: {_flat(decision.reason)}"
        for answer in decision.answers:
            yield f"    問 {answer.question.id}: {_flat(answer.question.text.ja)}"
            yield f"    答 {_flat(answer.text)}"


def _possible(found: Dossier) -> Iterator[str]:
    yield ""
    yield "選べる判断:"
    yield from (f"  xborder decide {found.case.id} {m.value}  {MOVES[m]}" for m in found.moves)
    if {Move.SUSPEND, Move.CONTINUE, Move.RESUME} & set(found.moves):
        yield "停止・継続・再開の判断では、次の問いに答えてください (--answer):"
        yield from (f"  {question.id}: {_flat(question.text.ja)}" for question in found.questions)


MOVES_SAID = {move: text.partition("(--")[0] for move, text in MOVES.items()}


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
    }


def dossier_data(found: Dossier) -> dict[str, Any]:
    return {
        **case_data(found.case),
        "exhibits": [_exhibit_data(exhibit) for exhibit in found.exhibits],
        "decisions": [_decision_data(decision) for decision in found.decisions],
        "moves": [move.value for move in found.moves],
        "questions": [{"id": q.id, "ja": q.text.ja, "en": q.text.en} for q in found.questions],
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
