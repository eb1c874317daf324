"""The one sentence a report comes down to, with its mark of importance: heading, index and mail subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xborder.model import Action, Alert, ChangeStatus, Event, Report, Revision
from xborder.report.names import Names, needs_person
from xborder.report.safe import one_line
from xborder.report.words import Words

_OUTCOMES = ("confirmed", "withdrawn", "recovered")
"""Alerts that close what was told before; all others open something."""

_OF_THEIR_OWN = (*_OUTCOMES, "hidden", "alternating")

OF_CASES = ("overdue", "undecided", "resume", "corrected", "mended", "deadline", "yearly")
"""Alerts about what people have to decide, the most pressing first."""

PRESSING = ("confirmed", "withdrawn", *OF_CASES, "waiting", "standing")
"""What stands before the sources and the registry: what became of a preliminary finding, and the cases."""

_LONGEST_NAME = 60
_LONGEST_POINT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """`mark` is short for the reader in a hurry (重要, 要対応, 要確認, 参考)."""

    action: Action
    mark: str
    text: str


def told(report: Report) -> tuple[Revision, ...]:
    """The revisions of substance, the gravest first, without what a sister document said already."""
    of_substance = (r for r in report.revisions if r.is_substantive and not r.echo_of)
    return tuple(sorted(of_substance, key=lambda r: (-r.recommendation.action.rank, r.detected_at, r.id)))


def headline(report: Report, names: Names, words: Words) -> Headline:
    """The gravest thing the report says."""
    return next(_by_gravity(report, names, words))


def _by_gravity(report: Report, names: Names, words: Words) -> Iterator[Headline]:
    revisions = told(report)
    alerts = {kind: [a for a in report.alerts if a.kind == kind] for kind in (*_OF_THEIR_OWN, *PRESSING)}
    trouble = [a for a in report.alerts if a.kind not in alerts]
    echoes = [r for r in report.revisions if r.echo_of]
    grave = [r for r in revisions if r.recommendation.action.rank > Action.CONFIRM.rank]
    if alerts["confirmed"] and not any(r.is_trigger for r in revisions):
        yield _of_confirmed(alerts["confirmed"], grave, names, words)
    if grave:
        yield _of_revisions(revisions, names, words)
    if any(a.kind == "nothing_checked" for a in trouble):
        yield _check(words, words("headline.nothing_checked"))
    if alerts["withdrawn"]:
        yield _check(words, _of_alerts("withdrawn", alerts["withdrawn"], names, words))
    if is_held(report):
        yield _check(words, words("headline.held"))
    for kind in OF_CASES:
        if alerts[kind]:
            yield _of_cases(kind, alerts[kind], report, words)
    if revisions:
        yield _of_revisions(revisions, names, words)
    if trouble:
        yield _check(words, _of_alerts("trouble", trouble, names, words))
    for kind in ("hidden", "alternating"):
        if alerts[kind]:
            yield _check(words, _of_alerts(kind, alerts[kind], names, words))
    if alerts["waiting"]:
        yield _check(words, words("headline.waiting"))
    if alerts["recovered"]:
        yield _info(words, _of_alerts("recovered", alerts["recovered"], names, words))
    if echoes:
        yield _of_echoes(echoes, names, words)
    yield _quiet(report, words)


def is_held(report: Report) -> bool:
    """Whether changes are held back, since too many came at once."""
    return bool(report.held) or any(alert.kind == "fleet" for alert in report.alerts)


def counted(report: Report) -> tuple[int, int]:
    """How many documents could be checked, and how many could not."""
    counts = dict(report.counts)
    events = sum(counts.get(event.value, 0) for event in Event)
    failed = counts.get(Event.UNHEALTHY.value, 0)
    return events - failed, failed


def mark_of(action: Action, status: ChangeStatus, words: Words) -> str:
    """重要, or 重要・速報 while it was seen only once."""
    mark = words(f"mark.{action.value}")
    joint = "・" if words.language == "ja" else ", "
    return f"{mark}{joint}{words('mark.preliminary')}" if status is ChangeStatus.PRELIMINARY else mark


def _of_revisions(revisions: Sequence[Revision], names: Names, words: Words) -> Headline:
    first = revisions[0]
    action = first.recommendation.action
    title = _short(names.title(first.document), _LONGEST_NAME)
    points = names.points(first)
    about = (
        words("headline.about", title=title, points=_short(points[0], _LONGEST_POINT)) if points else title
    )
    text = words("headline.item", headline=words(f"headline.{action.value}"), about=about)
    return Headline(
        action=action, mark=mark_of(action, first.status, words), text=_and_more(text, len(revisions), words)
    )


def _of_alerts(kind: str, alerts: Sequence[Alert], names: Names, words: Words) -> str:
    text, subject = words(f"headline.{kind}"), alerts[0].subject
    if names.document(subject) is None:
        return text
    about = words("headline.item", headline=text, about=_short(names.title(subject), _LONGEST_NAME))
    return _and_more(about, len(alerts), words)


def _of_confirmed(alerts: Sequence[Alert], grave: Sequence[Revision], names: Names, words: Words) -> Headline:
    """A law that was told as preliminary stands: no revision of the same day hides that."""
    text = _and_more(_of_alerts("confirmed", alerts[:1], names, words), len(alerts) + len(grave), words)
    action = grave[0].recommendation.action if grave else Action.REVIEW
    return Headline(action=action, mark=words(f"mark.{action.value}"), text=text)


def _of_cases(kind: str, alerts: Sequence[Alert], report: Report, words: Words) -> Headline:
    """What a case asks for; one whose correction is overdue is as grave as what is recommended then."""
    text = words(f"headline.{kind}")
    case = next((case for case in report.cases if case.id == alerts[0].subject), None)
    if case is None:
        return _check(words, text)
    about = words("headline.item", headline=text, about=_short(case.title, _LONGEST_NAME))
    action = case.recommendation.action if kind in ("overdue", "undecided") else Action.REVIEW
    return Headline(
        action=action, mark=words(f"mark.{action.value}"), text=_and_more(about, len(alerts), words)
    )


def _of_echoes(echoes: Sequence[Revision], names: Names, words: Words) -> Headline:
    text = words("headline.echo", title=_short(names.title(echoes[0].document), _LONGEST_NAME))
    return (_check if any(map(needs_person, echoes)) else _info)(words, text)


def _quiet(report: Report, words: Words) -> Headline:
    """A sign of life. Silence about what could not be checked would be a lie."""
    checked, failed = counted(report)
    if failed and not checked:
        return _check(words, words("headline.nothing_checked"))
    if report.revisions:
        text = words("headline.form")
    elif report.since is None:
        text = words("headline.first")
    else:
        pending = bool(dict(report.counts).get(Event.PENDING.value, 0))
        text = words(
            "headline.pending" if pending else "headline.quiet.unsure" if failed else "headline.quiet"
        )
    return _info(words, words("headline.quiet.counts", headline=text, checked=checked, failed=failed))


def _check(words: Words, text: str) -> Headline:
    return Headline(action=Action.REVIEW, mark=words("mark.review"), text=text)


def _info(words: Words, text: str) -> Headline:
    return Headline(action=Action.NONE, mark=words("mark.none"), text=text)


def _and_more(text: str, count: int, words: Words) -> str:
    return words("headline.more", headline=text, count=count - 1) if count > 1 else text


def _short(text: str, longest: int) -> str:
    flat = one_line(text)
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
