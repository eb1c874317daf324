"""The end of a run: what is said, to whom, and that it is said exactly once."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from xborder.assess import alerts as wording
from xborder.cases import waiting
from xborder.clock import TOKYO
from xborder.daily.age import aged_reports, oldest_look
from xborder.daily.renamed import LATELY
from xborder.errors import DeliveryError
from xborder.model import (
    NOTHING,
    Alert,
    ChangeStatus,
    CountryFinding,
    DocumentState,
    Event,
    Health,
    Observation,
    Policy,
    Problem,
    Queued,
    Registry,
    Report,
    Revision,
    Run,
    Text,
)
from xborder.ports import Mailer, Services, Store
from xborder.texts import listed

_log = logging.getLogger(__name__)

RETRY_AFTER = (5, 15, 60, 240, 720, 1320)
"""Minutes between attempts to hand over a mail; the last one repeats, and lets no daily run pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a run saw, as far as the report needs it."""

    run: Run
    now: datetime
    observations: Sequence[Observation]
    before: Mapping[str, DocumentState]
    former: Mapping[str, str] = field(default_factory=dict)  # the names that documents had until this run
    ahead: datetime | None = None  # a look of these documents before this one had a moment yet to come
    lost: tuple[str, ...] = ()  # documents whose last bytes were not there any more when it began

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        tally = Counter(o.event.value for o in self.observations)
        return tuple((event.value, tally[event.value]) for event in Event)


def hold(seen: Seen, policy: Policy) -> Alert | None:
    """The alarm when an unusual share of the fleet changed or newly failed in one run."""
    total = len(seen.observations)
    unusual = sum(_is_unusual(o, seen.before.get(o.document)) for o in seen.observations)
    if unusual < policy.fleet_minimum or unusual <= policy.fleet_share * total:
        return None
    return wording.tell("fleet", "run", seen.now, count=unusual, total=total)


def _is_unusual(observation: Observation, before: DocumentState | None) -> bool:
    """Newly so: what failed or waited before this run was counted then."""
    if before is None or before.reported is None:
        return False
    if observation.event is Event.UNHEALTHY:
        return before.health is Health.OK
    return observation.event in (Event.CHANGE, Event.PENDING) and before.pending is None


def compile_report(services: Services, seen: Seen, reminders: Sequence[Alert] = ()) -> Report | None:
    """The report of a run, or None when there is nothing to say. `reminders` are of open cases."""
    unreported, alerts = services.store.unreported()
    held = hold(seen, services.policy)
    said = tuple(_without_echoes([r for r in unreported if r.is_trigger or not held], unreported, services))
    of_run = (
        *_run_alerts(services.registry, seen, held),
        *_lost(services, seen),
        *_renamed(services, seen),
        *_unwatched(services, seen),
    )
    all_alerts = (*of_run, *alerts, *reminders)
    says_something = any(r.is_substantive for r in said) or bool(all_alerts)
    is_weekly = sign_of_life_due(services, seen.now)
    if not says_something and not is_weekly:
        return None
    still = waiting(services.store.open_cases(), seen.now) if is_weekly else ()
    reports = services.store.reports(limit=1, until=seen.now)
    return Report(
        id=report_id(seen.now, _latest_ids(services.store, seen.now)),
        run=seen.run.id,
        created_at=seen.now,
        revisions=said,
        alerts=(*all_alerts, *still),
        counts=seen.counts,
        held=held.text if held else NOTHING,
        notes=(
            *_unreached(services.store, reports),
            *_unread(services.registry, seen.observations),
            *_notes(seen.observations),
            *(() if says_something else aged_reports(services, seen.now)),
        ),
        since=reports[0].created_at if reports else None,
        oldest=oldest_look(services),
    )


def _latest_ids(store: Store, now: datetime) -> list[str]:
    """Enough of the last ids to number a report of today; reading a report is dear."""
    day = now.astimezone(TOKYO).replace(hour=23, minute=59, second=59, microsecond=999_999)
    few = [r.id for r in store.reports(limit=2, until=day)]
    one_day = len({name[:10] for name in few}) == 1 and len(few) == 2
    return [r.id for r in store.reports(limit=200, until=day)] if one_day else few


def report_id(now: datetime, taken: Iterable[str]) -> str:
    """The day in Tokyo; further reports of one day are numbered from 2."""
    day = f"{now.astimezone(TOKYO):%Y-%m-%d}"
    used = {name for name in taken if name == day or name.startswith(f"{day}-")}
    return day if not used else f"{day}-{len(used) + 1}"


def sign_of_life_due(services: Services, now: datetime) -> bool:
    """Once a week somebody must hear that it still runs: on the set weekday, or after seven days."""
    reports = services.store.reports(limit=1, until=now)
    if not reports:
        return True
    today, last = now.astimezone(TOKYO).date(), reports[0].created_at.astimezone(TOKYO).date()
    return today - last >= timedelta(days=7) or (
        today != last and today.weekday() == services.policy.sign_of_life_weekday
    )


def _run_alerts(registry: Registry, seen: Seen, held: Alert | None) -> tuple[Alert, ...]:
    """What concerns the run as a whole; said on every run for as long as it is so."""
    nothing = bool(seen.observations) and all(o.event is Event.UNHEALTHY for o in seen.observations)
    return (
        *((wording.tell("nothing_checked", "run", seen.now),) if nothing else ()),
        *((held,) if held and not nothing else ()),
        *((_clock_alert(seen.ahead, seen.now),) if seen.ahead else ()),
        *(_registry_alert(problem, seen.now) for problem in registry.mistakes),
    )


def _clock_alert(ahead: datetime, now: datetime) -> Alert:
    then, today = (f"{at.astimezone(TOKYO):%Y-%m-%d %H:%M}" for at in (ahead, now))
    return wording.tell("clock", "run", now, then=then, today=today)


def _registry_alert(problem: Problem, now: datetime) -> Alert:
    # The checker speaks English to whoever edits the files; the reader is told where to look.
    place = f"{problem.file}:{problem.line}（{problem.field}）"
    if problem.of_file and problem.file != "policy.yaml":
        return wording.tell(
            "registry_file",
            "registry",
            now,
            problem=Text(ja=f"{problem.file}:{problem.line}", en=str(problem)),
        )
    return wording.tell("registry", "registry", now, problem=Text(ja=place, en=str(problem)))


def _renamed(services: Services, seen: Seen) -> Iterable[Alert]:
    """What goes on under another name: its text is held against the last one under the former."""
    looked = {o.document for o in seen.observations}
    pairs: dict[datetime, dict[str, str]] = {}
    for name, old in sorted(seen.former.items()):
        if name in looked and (last := seen.before[old].checked_at):
            pairs.setdefault(last, {})[f"{old} → {name}"] = old
    for last, names in pairs.items():
        yield _with_cases(_of_registry("renamed", last, tuple(names)), services, names.values())


def _unwatched(services: Services, seen: Seen) -> Iterable[Alert]:
    """What was watched until lately, and is not in the registry any more: said once, whoever took it out."""
    known = {document.id for document in services.registry.documents} | set(seen.former.values())
    gone: dict[datetime, list[str]] = {}
    for name, state in sorted(seen.before.items()):
        if name not in known and state.checked_at and seen.now - state.checked_at < LATELY:
            gone.setdefault(state.checked_at, []).append(name)
    for last, names in gone.items():
        alert = _of_registry("unwatched", last, names)
        # What was renamed is told as that, together with what was taken out by the same edit.
        if not any(services.store.was_said(a) for a in (alert, replace(alert, kind="renamed"))):
            yield _with_cases(alert, services, names)


def _with_cases(alert: Alert, services: Services, documents: Collection[str]) -> Alert:
    """Something is to be done where cases of these documents, or of owners that went with them, are open."""
    owners = {name.partition("/")[0] for name in documents}
    gone = owners - {contractor.id for contractor in services.registry.contractors}
    found = services.store.open_cases()
    mine = [c.id for c in found if c.subject in documents or not gone.isdisjoint(c.only)]
    return replace(alert, fix=_NOT_OVER.fill(cases=listed(mine))) if mine else alert


_NOT_OVER = Text(
    ja="次の案件が終わっていません：{cases}。xborder show で内容を確かめ、判断を記録してください。"
    "登録の変更が意図どおりでなければ、登録簿を直してください。",
    en="Cases are not over: {cases}. Read each with `xborder show`, and record what you decide. If the edit "
    "was not intended, correct the registry.",
)


def _lost(services: Services, seen: Seen) -> Iterable[Alert]:
    """What was kept is gone: said once, and again each month for as long as it is."""
    told = {o.document for o in seen.observations if o.state.health is Health.DAMAGED}  # each by itself
    if lost := [name for name in seen.lost if name not in told]:
        alert = wording.tell("lost", "run", seen.now, count=len(lost), documents=_listed(lost))
        if not services.store.was_said(alert, within=LATELY):
            yield alert


def _of_registry(kind: str, last: datetime, names: Sequence[str]) -> Alert:
    """Said of documents that were all last looked at together under these names."""
    return wording.tell(kind, "registry", last, count=len(names), documents=_listed(names))


def _listed(names: Sequence[str]) -> Text:
    named = Text(ja="、".join(names[:_MOST_NAMED]), en=", ".join(names[:_MOST_NAMED]))
    more = _AND_MORE.fill(documents=named, more=len(names) - _MOST_NAMED)
    return more if len(names) > _MOST_NAMED else named


_MOST_NAMED = 20
_AND_MORE = Text(ja="{documents} ほか{more}件", en="{documents} and {more} more")
_NOTE = Text(ja="{source}：{note}", en="{source}: {note}")
_UNREACHED = Text(
    ja="前回の報告のメールは、{recipient} に届けられませんでした（受信側が拒否）。宛先を確かめてください。",
    en="The mail of the last report did not reach {recipient}: it was refused. Check the address.",
)


def _unreached(store: Store, reports: Sequence[Report]) -> Iterable[Text]:
    """Who did not get the last report, said to those who get this one."""
    return (_UNREACHED.fill(recipient=r) for report in reports for r in store.refused_by(report.id))


_UNREAD = Text(
    ja="登録後はじめての確認で読み取れませんでした：{title}（{reason}）",
    en="Could not be read at its first look: {title} ({reason})",
)


def _unread(registry: Registry, observations: Iterable[Observation]) -> Iterable[Text]:
    """An address that was wrong from the first. One that fails again is told of as any other trouble."""
    titles = {document.id: document.title for document in registry.documents}
    for o in observations:
        if o.event is Event.UNHEALTHY and o.state.good_at is None and o.state.failures == 1:
            yield _UNREAD.fill(title=titles.get(o.document, o.document), reason=o.state.detail)


def _notes(observations: Iterable[Observation]) -> tuple[Text, ...]:
    found = (
        _NOTE.fill(source=capture.source, note=note)
        for o in observations
        for capture in o.captures
        for note in capture.fetched.notes
    )
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Told:
    """A finding as it was told, and of each form that has said it since, what it said before."""

    revision: Revision
    forms: dict[str, str]  # document: version

    def is_said_by(self, revision: Revision) -> bool:
        """Whether this is the same news: of the other form, or of a page revised again meanwhile.

        A form that was past it and says it once more (of the same law, now even broader) has other news.
        """
        before = self.forms.get(revision.document, revision.old_version)
        age = revision.detected_at - self.revision.detected_at
        return before == revision.old_version and age <= timedelta(days=31)


def _without_echoes(
    revisions: Sequence[Revision], unreported: Sequence[Revision], services: Services
) -> Iterable[Revision]:
    """HTML and PDF of one country report say the same: the second is an echo, not a second alarm."""
    untold = {r.id for r in unreported}
    reports = {d.id: d.report for c in services.registry.countries for d in c.documents}
    told: dict[tuple[str, str], dict[tuple[object, ...], _Told]] = {}  # by country, and report on it
    for revision in sorted(revisions, key=_moment):
        if revision.country is None:
            yield revision
            continue
        report = revision.owner, reports.get(revision.document, "")
        if report not in told:
            told[report] = {}
            for earlier in sorted(_said_before(services, *report, untold), key=_moment):
                _echo_of(earlier, told[report])
        yield replace(revision, echo_of=_echo_of(revision, told[report]))


def _moment(revision: Revision) -> tuple[datetime, str]:
    return revision.detected_at, revision.document


def _echo_of(revision: Revision, told: dict[tuple[object, ...], _Told]) -> str:
    """The id of the revision that said all of this first, or ""; remembers what `revision` says."""
    keys = {_key(f) for f in revision.country.findings} if revision.country else set()
    known = {key: told[key] for key in keys if key in told and told[key].is_said_by(revision)}
    for finding in known.values():
        finding.forms[revision.document] = revision.old_version
    told |= {key: _Told(revision, {revision.document: revision.old_version}) for key in keys - known.keys()}
    return min(t.revision.id for t in known.values()) if keys and keys == known.keys() else ""


def _said_before(services: Services, owner: str, report: str, untold: Set[str]) -> Iterable[Revision]:
    """What the forms of a report said already, and what still stands."""
    country = services.registry.country(owner)
    return (
        revision
        for document in (country.reports.get(report, ()) if country else ())
        for revision in services.store.revisions(document.id)
        if revision.id not in untold and revision.status is not ChangeStatus.WITHDRAWN
    )


def _key(finding: CountryFinding) -> tuple[object, ...]:
    return (finding.part, finding.fact, finding.change, frozenset(finding.laws))


def deliver(services: Services, now: datetime) -> tuple[int, int]:
    """Hand the outbox over to the mail server: how many messages went out, how many wait, due or not."""
    store, sent = services.store, 0
    if services.mailer is not None:
        for item in store.due_messages(now):
            tried = _attempt(services.mailer, _addressed(item, services.publisher.recipients), now)
            store.settle_message(tried, now=now)
            sent += not _open_recipients(tried)
    return sent, len(store.due_messages(None))


def _addressed(item: Queued, recipients: tuple[str, ...]) -> Queued:
    """A mail that nobody has yet goes to those who are to get mail now: the address may be corrected."""
    if item.delivered or not recipients:
        return item
    return replace(item, message=replace(item.message, recipients=recipients))


def _open_recipients(item: Queued) -> list[str]:
    done = {*item.delivered, *item.refused}
    return [r for r in item.message.recipients if r not in done]


def _attempt(mailer: Mailer, item: Queued, now: datetime) -> Queued:
    """One attempt. A recipient that was served is never served again.

    A refusal is final where others took the mail. What nobody took is kept: it may be the relay or the sender
    that is refused, and a report that reaches nobody is lost.
    """
    recipients = _open_recipients(item)
    wait = RETRY_AFTER[min(item.attempts, len(RETRY_AFTER) - 1)]
    tried = replace(item, attempts=item.attempts + 1, next_attempt_at=now + timedelta(minutes=wait))
    try:
        outcome = mailer.send(item.message, recipients)
    except DeliveryError as error:
        _log.warning("%s", error)
        return replace(tried, last_error=str(error))
    errors = [error for error in outcome.values() if error is not None]
    for refusal in errors:
        _log.warning("%s", refusal)
    delivered = (*item.delivered, *(r for r in recipients if outcome.get(r) is None and r in outcome))
    refused = [r for r in recipients if (e := outcome.get(r)) and e.permanent] if delivered else []
    return replace(
        tried,
        delivered=delivered,
        refused=(*item.refused, *refused),
        last_error=str(errors[-1]) if errors else "",
    )
