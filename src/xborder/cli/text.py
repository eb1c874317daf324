"""What the commands print for people, and the same as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from xborder.clock import TOKYO
from xborder.model import Alert, DocumentState, Health, Policy, Problem, Registry, Report, Severity
from xborder.ports import Store
from xborder.report.words import Words

if TYPE_CHECKING:  # most commands have nothing to do with a run
    from xborder.daily import Outcome

Data = dict[str, Any]


def outcome(result: Outcome, reports: Path) -> str:
    """A run in a few lines."""
    counts = ", ".join(f"{name} {n}" for name, n in outcome_data(result, reports)["events"].items() if n)
    lines = [f"Run {result.run.id}: {len(result.observations)} documents ({counts or 'nothing was due'})"]
    if result.report is not None:
        lines.append(f"Report: {reports / result.report.id / 'index.html'}")
        lines += [f"  {revision_line(r)}" for r in _told(result.report)]
        lines += [f"  {alert.text.en}" for alert in result.report.alerts]
    lines.append(f"Mail: {result.mails_sent} sent, {result.mails_waiting} waiting in the outbox")
    return "\n".join(lines)


def of_the_run(result: Outcome) -> list[Alert]:
    """What the administrator must put right: trouble with the registry or with the run as a whole."""
    alerts = result.report.alerts if result.report else ()
    return [alert for alert in alerts if alert.subject in ("run", "registry")]


def _told(report: Report) -> list[Any]:
    return [r for r in report.revisions if r.is_substantive and not r.echo_of]


def revision_line(revision: Any) -> str:
    """One change: recommendation, document, status."""
    return f"[{revision.recommendation.action.value}] {revision.document} ({revision.status.value})"


def outcome_data(result: Outcome, reports: Path) -> Data:
    """A run as data."""
    events: dict[str, int] = {}
    for observation in result.observations:
        events[observation.event.value] = events.get(observation.event.value, 0) + 1
    return {
        "run": result.run.id,
        "documents": len(result.observations),
        "events": events,
        "report": str(reports / result.report.id / "index.html") if result.report else None,
        "findings": [
            {"document": r.document, "action": r.recommendation.action.value, "status": r.status.value}
            for r in (_told(result.report) if result.report else ())
        ],
        "alerts": [a.text.en for a in (result.report.alerts if result.report else ())],
        "mails_sent": result.mails_sent,
        "mails_waiting": result.mails_waiting,
        "needs_attention": result.needs_attention,
    }


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(p.severity is Severity.ERROR for p in problems)


def check(registry: Registry, problems: Sequence[Problem]) -> str:
    """Every problem with its place, and what is watched."""
    lines = [f"{p.severity.value}: {p}" for p in problems]
    lines.append(
        f"{len(registry.contractors)} contractors, {len(registry.countries)} countries, "
        f"{len(registry.documents)} documents; "
        f"{sum(p.severity is Severity.ERROR for p in problems)} errors, "
        f"{sum(p.severity is Severity.WARNING for p in problems)} warnings"
    )
    return "\n".join(lines)


def check_data(registry: Registry, problems: Sequence[Problem]) -> Data:
    return {
        "contractors": len(registry.contractors),
        "countries": len(registry.countries),
        "documents": len(registry.documents),
        "problems": [_problem_data(p) for p in problems],
    }


def _problem_data(problem: Problem) -> Data:
    return {
        "file": problem.file,
        "line": problem.line,
        "field": problem.field,
        "severity": problem.severity.value,
        "message": problem.message,
    }


def status_data(registry: Registry, policy: Policy, store: Store, now: datetime) -> Data:
    """Where every document of the registry stands; one row for each, looked at or not.

    Mistakes in the registry come with it: what they concern has no row.
    """
    states = store.document_states()
    rows = [_row(d.id, d.title, states.get(d.id), now) for d in registry.documents]
    cases, mails = store.open_cases(), store.due_messages(None)
    last = store.last_run(now)
    return {
        "last_run": last.finished_at.isoformat() if last and last.finished_at else None,
        "mistakes": [_problem_data(p) for p in registry.mistakes],
        "documents": rows,
        "open_cases": [
            {"id": c.id, "title": c.title, "state": c.state.value, "deadline": c.deadline} for c in cases
        ],
        "review": _review_data(policy, store, now),
        "mails_waiting": [
            {"subject": m.message.subject, "since": m.created_at.isoformat(), "last_error": m.last_error}
            for m in mails
        ],
        "needs_attention": bool(cases or mails or registry.mistakes)
        or last is None
        or any(r["health"] != Health.OK.value for r in rows),
    }


def _review_data(policy: Policy, store: Store, now: datetime) -> Data:
    """The yearly review: when one was last signed, when the next is due."""
    from xborder.yearly import last_signed, review_deadline

    signed, due = last_signed(store), review_deadline(store, policy, now)
    return {
        "last_signed": signed.isoformat() if signed else None,
        "due": due.due.isoformat() if due else None,
        "stage": due.stage if due else "",
    }


def _row(document: str, title: str, state: DocumentState | None, now: datetime) -> Data:
    from xborder.diff.recording import present_turns

    turns = present_turns(state, now=now) if state else None
    return {
        "document": document,
        "title": title,
        "health": state.health.value if state else "never_checked",
        "since": state.unhealthy_since.isoformat() if state and state.unhealthy_since else None,
        "last_good": state.good_at.isoformat() if state and state.good_at else None,
        "pending": bool(state and state.pending),
        "alternating_since": turns.since.isoformat() if turns else None,
        "detail": state.detail.en if state else "",
        "detail_ja": state.detail.ja if state else "",
    }


def status(data: Data, language: str = "en") -> str:
    """Where everything stands, in one language."""
    words = Words(language, "xborder.cli")
    last = _moment(data["last_run"]) or words("status.run.none")
    return "\n".join(
        [
            words("status.run", moment=last),
            *(words("status.mistake", **mistake) for mistake in data["mistakes"]),
            *(_status_line(row, words) for row in data["documents"]),
            *(_case_line(case, words) for case in data["open_cases"]),
            *(_mail_line(mail, words) for mail in data["mails_waiting"]),
            _review_line(data["review"], words),
        ]
    )


def _moment(at: str | None) -> str:
    """As people in Japan write it; the data are in UTC."""
    return f"{datetime.fromisoformat(at).astimezone(TOKYO):%Y-%m-%d %H:%M JST}" if at else ""


def _padded(text: str, columns: int) -> str:
    """To a width on a terminal, where a Japanese letter takes two columns."""
    return text + " " * (columns - sum(2 if east_asian_width(c) in "WF" else 1 for c in text))


def _case_line(case: Data, words: Words) -> str:
    state = case["state"] if words.language == "en" else words(f"case.{case['state']}")
    return words("status.case", id=case["id"], title=case["title"], state=state)


def _mail_line(mail: Data, words: Words) -> str:
    since = _moment(mail["since"])
    return words("status.mail", since=since, subject=mail["subject"], error=mail["last_error"])


def _review_line(data: Data, words: Words) -> str:
    stage = words(f"status.stage.{data['stage']}") if data["stage"] else ""
    signed = _moment(data["last_signed"]) or words("status.review.never")
    return words("status.review", signed=signed, due=data["due"] or "-", stage=stage)


def _status_line(row: Data, words: Words) -> str:
    turns = row["alternating_since"]
    day = f"{datetime.fromisoformat(turns).astimezone(TOKYO):%Y-%m-%d}" if turns else ""
    waiting = words("status.pending") if row["pending"] else ""
    by_turns = words("status.by_turns", day=day) if day else ""
    said = row["detail"] if words.language == "en" else row["detail_ja"]
    detail = f"  {said}" if said else ""
    seen = _moment(row["last_good"]) or "-"
    health = _padded(words(f"health.{row['health']}"), 15)
    return f"{health} {seen:<20} {row['document']}{waiting}{by_turns}{detail}"


def doctor(troubles: Sequence[Any]) -> str:
    if not troubles:
        return "Nothing wrong was found."
    return "\n".join(
        f"{'repaired' if c.repaired else 'found'}: {c.what}: {c.why}\n  -> {c.fix}" for c in troubles
    )


def purges(found: Sequence[Any], *, for_real: bool) -> str:
    """What each rule took away, or would."""
    if not found:
        return "Nothing: policy.yaml has no `retention`, and everything is kept for ever."
    word = "taken away" if for_real else "would be taken away"
    lines = [
        f"{p.rule}: {p.count} {word} ({p.size / 1e6:.1f} MB), older than {p.before:%Y-%m-%d}" for p in found
    ]
    if not for_real and any(p.count for p in found):
        lines.append("Nothing was changed. Make a backup, then run `xborder purge --yes`")
    return "\n".join(lines)


def comparison(result: Mapping[str, Any]) -> str:
    """The recommendation first, then the findings with their quotes."""
    recommendation = result["recommendation"]
    lines = [f"Recommendation: {recommendation['action']}"]
    lines += [f"  {r['ja']} ({', '.join(r['basis'])})" for r in recommendation["reasons"]]
    for finding in result.get("topics") or result.get("findings") or ():
        name = finding.get("topic") or finding["fact"]
        lines.append(f"{name}: {finding.get('direction') or finding['change']}")
        if finding["evidence"]:
            lines.append(f"  「{finding['evidence']}」")
    return "\n".join(lines)


def event(data: Mapping[str, Any]) -> str:
    """One event of a replay."""
    if "totals" in data:
        totals = ", ".join(f"{name} {n}" for name, n in data["totals"].items())
        return f"{data['captures']} captures: {totals}"
    topics = ", ".join(f"{t['topic']} {t['direction']}" for t in data["topics"])
    return f"{data['date']} {data['event']:<10} {data['source']} {topics or data['detail']}".rstrip()
