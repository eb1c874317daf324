"""From the finding to the decision and beyond, in whole runs with reports and mails."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from company import (
    CONTRACTORS,
    COUNTRIES,
    COUNTRY_PAGES,
    DAY,
    TERMS,
    TUESDAY,
    WEAKER,
    Company,
    demo_page,
    kinds,
)
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from time_stamp_authority import Authority
from xborder import daily, papers, review
from xborder.daily import casework, run_daily
from xborder.documents import to_text
from xborder.errors import DecisionError
from xborder.model import Action, Case, CaseState, Move, Scope
from xborder.registry import load_statements
from xborder.store.verify import flaws, stamped_digest

ANSWERS = {"q12-17": "運用の実態を確認した", "q12-19": "返還を求めた", "contract-first": "解約権がある"}


@pytest.fixture
def weakened(company_on_each: Company) -> Company:
    """A company with an open case on a weakened measure, on 19 November 2026."""
    company = company_on_each
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    return company


def decide(company: Company, move: Move, now: datetime, **fields) -> Case:
    told = {"person": "山田花子", "reason": "契約を読んだ", "answers": {}} | fields
    if "case" not in told:
        (case,) = company.store.cases()
        told["case"] = case.id
    intent = review.Intent(move=move, **told)
    registered = company.registry.contractors
    return review.decide(company.store, company.policy, intent, now=now, registered=registered)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC) - timedelta(hours=9)


def alerts(company: Company, first: date, last: date) -> list[tuple[date, str]]:
    """What is said of the case on which day, by a run each morning."""
    said = []
    for n in range((last - first).days + 1):
        today = first + timedelta(days=n)
        outcome = company.run(morning(today))
        said += [
            (today, kind) for kind in kinds(outcome) if kind in ("deadline", "overdue", "resume", "corrected")
        ]
    return said


def test_a_correction_not_made_in_time_recommends_suspension_and_its_return_proposes_to_resume(
    weakened: Company,
) -> None:
    asked = TUESDAY + 2 * DAY
    decide(weakened, Move.REQUEST_CORRECTION, asked, deadline=date(2026, 12, 1))
    assert alerts(weakened, date(2026, 11, 20), date(2026, 12, 3)) == [
        (date(2026, 11, 24), "deadline"),
        (date(2026, 11, 30), "deadline"),
        (date(2026, 12, 2), "overdue"),
    ]
    assert "期限を過ぎました" in weakened.subjects[-1]
    (overdue,) = weakened.store.open_cases()
    assert (overdue.state, overdue.recommendation.action) == (CaseState.OVERDUE, Action.SUSPEND)

    with pytest.raises(DecisionError, match="needs an answer"):
        decide(weakened, Move.SUSPEND, morning(date(2026, 12, 3)))
    suspended = decide(weakened, Move.SUSPEND, morning(date(2026, 12, 3)), answers=ANSWERS)
    assert suspended.state is CaseState.SUSPENDED

    weakened.show(TERMS)
    assert alerts(weakened, date(2026, 12, 4), date(2026, 12, 20)) == [(date(2026, 12, 4), "resume")]
    (still,) = weakened.store.open_cases()
    assert still.state is CaseState.SUSPENDED
    resumed = decide(weakened, Move.RESUME, morning(date(2026, 12, 21)), answers=ANSWERS)
    assert resumed.state is CaseState.RESUMED
    assert [d.move for d in weakened.store.decisions()] == [
        Move.REQUEST_CORRECTION,
        Move.SUSPEND,
        Move.RESUME,
    ]
    assert list(flaws(weakened.store._database)) == []


def test_the_dossier_holds_both_texts_the_evidence_and_the_bytes(weakened: Company) -> None:
    (case,) = weakened.store.open_cases()
    decide(weakened, Move.REQUEST_CORRECTION, TUESDAY + 3 * DAY, deadline=date(2026, 12, 25))
    found = review.dossier(weakened.store, weakened.policy, case.id)
    (exhibit,) = found.exhibits
    assert any(change.old and change.new for change in exhibit.revision.changes)
    assert exhibit.revision.terms is not None and exhibit.revision.terms.findings[0].evidence
    bodies = [weakened.store.blobs.get(v.snapshots[0].sha256) for v in (exhibit.old, exhibit.new)]
    assert bodies == [TERMS, WEAKER]
    assert [d.person for d in found.decisions] == ["山田花子"]
    assert {q.id for q in found.questions} >= {"q12-17", "q12-19"}
    assert Move.CORRECTED in found.moves


def test_a_person_who_read_an_earlier_edition_is_told_who_decided_meanwhile(weakened: Company) -> None:
    (case,) = weakened.store.open_cases()
    decide(weakened, Move.CONFIRM, TUESDAY + 3 * DAY)
    with pytest.raises(DecisionError, match="山田花子 decided confirm"):
        decide(weakened, Move.DISMISS, TUESDAY + 3 * DAY, person="佐藤", seen=case.edition)
    assert [d.person for d in weakened.store.decisions()] == ["山田花子"]


def test_answers_nobody_asked_for_and_unknown_cases_are_refused(weakened: Company) -> None:
    with pytest.raises(DecisionError, match="nobody asked q12-17"):
        decide(weakened, Move.CONFIRM, TUESDAY, answers={"q12-17": "はい"})
    with pytest.raises(DecisionError, match="there is none of this name"):
        review.dossier(weakened.store, weakened.policy, "C-9")


def test_a_decision_made_while_the_report_is_put_together_stays(
    weakened: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(weakened, Move.REQUEST_CORRECTION, TUESDAY + 2 * DAY, deadline=date(2026, 11, 25))
    tended = []

    def tend_cases(services, now):
        work = casework.tend_cases(services, now)
        if not tended:
            decide(weakened, Move.CORRECTED, now, person="佐藤")
        tended.append(work)
        return work

    monkeypatch.setattr(daily, "tend_cases", tend_cases)
    outcome = weakened.run(morning(date(2026, 11, 24)))
    assert [bool(work.alerts) for work in tended] == [True, False]
    assert "deadline" not in kinds(outcome)
    (case,) = weakened.store.cases()
    assert case.state is CaseState.CORRECTED


class Stamper:
    """ports.Stamper, with an authority in the same process."""

    def __init__(self) -> None:
        self.authority = Authority(TUESDAY)

    async def stamp(self, text: str) -> bytes:
        request = TimestampRequestBuilder(text.encode(), HashAlgorithm.SHA256).build()
        return self.authority.answer(request.as_bytes())


def test_each_run_has_the_trail_stamped_and_no_other_stamp_is_believed(company: Company) -> None:
    company.show(TERMS)
    for now in (TUESDAY, TUESDAY + DAY):
        services = replace(company.services(now), stamper=Stamper(), files={"policy.yaml": "a" * 64})
        asyncio.run(run_daily(services, now=now, owner="test"))
    assert company.store._database.path is not None
    with closing(sqlite3.connect(company.store._database.path)) as file, file:
        kinds_of_events = [kind for (kind,) in file.execute("SELECT kind FROM audit_event ORDER BY number")]
        assert kinds_of_events[0] == "registry"
        assert [k for k in kinds_of_events if k in ("run", "stamp")] == ["run", "stamp", "run", "stamp"]
        assert list(flaws(company.store._database)) == []
        (first, second) = [t for (t,) in file.execute("SELECT token FROM audit_stamp ORDER BY at")]
        assert stamped_digest(first) != stamped_digest(second)
        file.execute("UPDATE audit_stamp SET token = ?", (second,))
    assert any("given for something else" in flaw.why for flaw in flaws(company.store._database))


def test_a_law_is_decided_of_each_contractor_there_by_itself(company_on_each: Company) -> None:
    """Q12-17: one is suspended, the other goes on; when the law goes away, only the first is to be resumed."""
    company = company_on_each
    company.show(TERMS)
    company.show_country("before")
    other = CONTRACTORS.partition("contractors:\n")[2].replace("id: mihon", "id: other")
    other = other.replace("Mihon Cloud", "Other").replace("    documents:\n", "")
    company.watch(countries=COUNTRIES + COUNTRY_PAGES, more=other)
    company.run(TUESDAY)
    company.show_country("after")
    company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    (case,) = company.store.cases()
    now = TUESDAY + 2 * DAY
    answers = {name: ANSWERS.get(name, "確認した") for name in ("q12-17", "q12-19", "policy-4-1-7")}
    whom = {"case": case.id, "answers": answers}
    own = decide(company, Move.SUSPEND, now, contractors=("mihon",), seen=case.edition, **whom)
    assert (own.id, own.only, own.state) == (f"{case.id}-mihon", ("mihon",), CaseState.SUSPENDED)
    rest = decide(company, Move.CONTINUE, now, contractors=("other",), **whom)
    assert (rest.id, rest.apart, rest.state) == (case.id, ("mihon",), CaseState.CONTINUED)
    with pytest.raises(DecisionError, match="it does not concern mihon"):
        decide(company, Move.REOPEN, now, contractors=("mihon",), case=case.id)
    with pytest.raises(DecisionError, match="has changed since it was read"):
        decide(company, Move.RESUME, now, seen=7, case=own.id, answers=answers)

    company.show_country("before")
    assert "resume" in [kind for n in range(3, 6) for kind in kinds(company.run(TUESDAY + n * DAY))]
    proposed = [a for o in company.outcomes if o.report for a in o.report.alerts if a.kind == "resume"]
    assert {alert.subject for alert in proposed} == {own.id}
    found = review.dossier(company.store, company.policy, own.id)
    assert [d.move for d in found.decisions] == [Move.SUSPEND] and found.exhibits
    assert list(flaws(company.store._database)) == []


def law_of(company: Company, *, seen: int = 2) -> Case:
    """The case that a new law of the contractor's country opens, on 19 November 2026."""
    company.show(TERMS)
    company.show_country("before")
    company.watch_country()
    company.run(TUESDAY)
    company.show_country("after")
    company.days(TUESDAY + DAY, TUESDAY + seen * DAY)
    (case,) = company.store.cases()
    return case


def obstacles(company: Company, now: datetime) -> str:
    """What is published of obstacles, in Japanese."""
    statements = load_statements(company.folder / "data")
    facts = papers.gather(company.registry, statements, company.store, company="見本株式会社", now=now)
    text = to_text(papers.disclosures(facts, company.store, ("ja",))["ja"].policy).replace("\n", "")
    return text[text.index("⑹") : text.index("⑺")]


OF_LAW = {name: ANSWERS.get(name, "確認した") for name in ("q12-17", "q12-19", "policy-4-1-7")}
COMPANY = {"countries": COUNTRIES + COUNTRY_PAGES}
LATER = CONTRACTORS.partition("contractors:\n")[2].replace("id: mihon", "id: later")
LATER = LATER.replace("Mihon Cloud", "Later").replace("    documents:\n", "")


@pytest.mark.parametrize("move", [Move.CONTINUE, Move.SUSPEND])
def test_a_contractor_registered_after_a_decision_is_asked_about_once(
    company_on_each: Company, move: Move
) -> None:
    company = company_on_each
    case, now = law_of(company), TUESDAY + 2 * DAY
    decide(company, move, now, answers=OF_LAW)
    company.watch(more=LATER, **COMPANY)
    assert "Later, Inc.への提供の停止を検討しています" in obstacles(company, now)  # before any run
    outcome = company.run(now + DAY)
    (asked,) = [a for a in outcome.report.alerts if a.kind == "undecided"]
    own, common = company.store.cases()
    assert asked.subject == own.id and "Later, Inc." in asked.text.ja
    assert (own.only, own.state) == (("later",), CaseState.SUSPENSION_RECOMMENDED)
    assert (common.id, common.apart, common.decided_for) == (case.id, ("later",), ("mihon",))
    found = review.dossier(company.store, company.policy, own.id)
    assert found.exhibits and not found.decisions
    assert "undecided" not in kinds(company.run(now + 2 * DAY))
    assert len(company.store.cases()) == 2
    decide(company, Move.SUSPEND, now + 2 * DAY, case=own.id, answers=OF_LAW)
    assert "Later, Inc.への個人データの提供を停止しています" in obstacles(company, now + 2 * DAY)
    assert list(flaws(company.store._database)) == []


def test_it_can_be_decided_for_a_later_contractor_before_any_run(company: Company) -> None:
    case, now = law_of(company), TUESDAY + 2 * DAY
    decide(company, Move.SUSPEND, now, answers=OF_LAW)
    company.watch(more=LATER, **COMPANY)
    own = decide(company, Move.CONTINUE, now, contractors=("later",), case=case.id, answers=OF_LAW)
    assert (own.state, own.decided_for) == (CaseState.CONTINUED, ("later",))
    assert "undecided" not in kinds(company.run(now + DAY))
    assert "Mihon Cloud, Inc.への個人データの提供を停止しています" in obstacles(company, now)


def test_whoever_is_there_when_it_is_decided_is_decided_for(company: Company) -> None:
    law_of(company)
    company.watch(more=LATER, **COMPANY)
    decided = decide(company, Move.CONTINUE, TUESDAY + 2 * DAY, answers=OF_LAW)
    assert decided.decided_for == ("mihon", "later")
    assert "undecided" not in kinds(company.run(TUESDAY + 3 * DAY))
    assert len(company.store.cases()) == 1


def test_nobody_is_asked_about_a_contractor_without_the_duty(
    company: Company,
) -> None:
    law_of(company)
    decide(company, Move.CONTINUE, TUESDAY + 2 * DAY, answers=OF_LAW)
    company.watch(more=LATER.replace("basis: contract", "basis: consent"), **COMPANY)
    company.run(TUESDAY + 3 * DAY)
    assert len(company.store.cases()) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("country: XA", "country: XB"),
        ("id: mihon", "id: mihon-cloud"),
        ("basis: contract", "basis: contrakt"),
    ],
    ids=["seat", "id", "mistake"],
)
def test_an_edit_of_the_registry_ends_no_suspension(company: Company, old: str, new: str) -> None:
    law_of(company)
    now = TUESDAY + 2 * DAY
    decide(company, Move.SUSPEND, now, answers=OF_LAW)
    told = "Mihon Cloud, Inc.への個人データの提供を停止しています（見本共和国）"
    assert told in obstacles(company, now)
    documents = '      - {id: dpa, kind: dpa, title: 契約, url: "SITE/dpa"}\n'
    countries = COUNTRIES + COUNTRY_PAGES + "  - {code: XB, name_ja: 乙, name_en: B, confirm_by_hand: 実演}\n"
    company.write(CONTRACTORS.replace(old, new) + documents, countries)
    assert told in obstacles(company, now)
    company.run(now + DAY)
    assert told in obstacles(company, now + DAY)


def test_nobody_is_asked_about_a_law_that_was_withdrawn(company: Company) -> None:
    law_of(company, seen=1)
    decide(company, Move.CONTINUE, TUESDAY + DAY, answers=OF_LAW)
    company.show_country("before")
    company.days(TUESDAY + 2 * DAY, TUESDAY + 3 * DAY)
    assert "withdrawn" in [kind for o in company.outcomes if o.report for kind in kinds(o)]
    company.watch(more=LATER, **COMPANY)
    company.run(TUESDAY + 4 * DAY)
    assert len(company.store.cases()) == 1


def test_a_case_parted_for_a_contractor_called_by_a_number_keeps_no_later_report_back(
    company: Company,
) -> None:
    """The second case of 18 November, parted for "1", is called as the first of that day's second report."""
    named = CONTRACTORS.replace("id: mihon", 'id: "1"')
    other = CONTRACTORS.partition("contractors:\n")[2].replace("id: mihon", "id: other")
    pages = [
        f'      - {{id: dpa, kind: dpa, title: 契約, url: "SITE/{page}"}}\n' for page in ("one", "other")
    ]
    company.changed = {"confirm_after_minutes": 0}
    company.write(named + pages[0] + other + pages[1], COUNTRIES + COUNTRY_PAGES)
    company.show(TERMS, "/one", "/other")
    company.show_country("before")
    company.run(TUESDAY)
    company.show(WEAKER, "/one")
    company.show_country("after")
    company.run(TUESDAY + DAY)
    (case,) = [c for c in company.store.cases() if c.subject == "country/XA"]
    answers = dict.fromkeys(("q12-17", "q12-19", "policy-4-1-7"), "確認した")
    whom = {"case": case.id, "answers": answers, "contractors": ("1",)}
    own = decide(company, Move.SUSPEND, TUESDAY + DAY, **whom)

    company.show(WEAKER, "/other")
    outcome = company.run(TUESDAY + DAY + timedelta(hours=2), Scope.EVERYTHING)
    assert outcome.report is not None
    (opened,) = [c for c in outcome.report.cases if c.subject == "other/dpa"]
    assert own.id == f"C-{outcome.report.id}-1" != opened.id
    assert {own.id, opened.id} <= {c.id for c in company.store.open_cases()}


def test_a_case_on_the_list_of_reports_is_called_as_the_list_is(company: Company) -> None:
    company.changed = {"confirm_after_minutes": 0}
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    listed = demo_page("before", "laws/index.html")
    moved = listed.body.replace(b"/laws/offshore_report_mihon.html", b"/laws/new_mihon.html")
    company.show(replace(listed, body=moved), "/laws/index.html")
    company.run(TUESDAY + DAY)
    assert [case.title for case in company.store.open_cases()] == ["諸外国・地域の法制度"]
