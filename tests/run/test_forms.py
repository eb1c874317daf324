"""Whole runs over a report whose HTML and PDF go apart: what is disclosed, and what people are asked."""

from datetime import datetime

import pytest
from company import DAY, HOUR, MONDAY, TERMS, TUESDAY, Company, said, told

from hostile_site import Reply
from xborder import papers
from xborder.daily import Scope
from xborder.daily.age import surveyed_of
from xborder.documents import to_text
from xborder.documents.disclosure import Disclosure
from xborder.documents.facts import Facts
from xborder.model import Move
from xborder.registry import load_statements
from xborder.review import Intent, decide, dossier

HTML, PDF = "外国制度（見本共和国）HTML", "外国制度（見本共和国）PDF"
LATER = range(40, 50)
"""Days after which a former text counts again, when it stays."""
GONE = Reply(b"<h1>Not found</h1>", status=404)


@pytest.fixture
def office(company: Company) -> Company:
    company.watch_country()
    company.show(TERMS)
    return company


def lose_html(company: Company) -> None:
    company.show(GONE, "/laws/offshore_report_mihon.html")


def move(company: Company, *moves: Move, now: datetime) -> None:
    """What a person decides on the case."""
    (case,) = company.store.open_cases()
    for step in moves:
        asked = dossier(company.store, company.policy, case.id).questions
        answers = {question.id: "確認した" for question in asked}
        intent = Intent(case=case.id, move=step, person="山田", reason="確認した", answers=answers)
        decide(company.store, company.policy, intent, now=now)


def facts(company: Company, now: datetime) -> Facts:
    statements = load_statements(company.folder / "data")
    return papers.gather(company.registry, statements, company.store, company="見本株式会社", now=now)


def disclosed(company: Company, now: datetime) -> Disclosure:
    return papers.disclosures(facts(company, now), company.store, ("ja",))["ja"]


def reviewed(company: Company, now: datetime) -> str:
    """The yearly review of the countries, as text."""
    year = papers.year_of(facts(company, now), company.store, company.policy, 2026, since=None)
    text = to_text(papers.annual(facts(company, now), year, languages=("ja",))["ja"].paper)
    return text.partition("国ごとの制度\n=")[2].partition("委託先ごとの確認\n=")[0]


def of_systems(made: Disclosure) -> str:
    """What the sheet says of systems; the published text must not contradict it."""
    text = made.sheets[0].items[4].text
    assert ("制度は、ありません" in to_text(made.policy)) == ("制度は、ありません" in text)
    return text


def of_forms(made: Disclosure) -> list[str]:
    return [d for d in made.doubts if HTML in d or PDF in d]


def test_a_law_that_is_listed_only_where_the_other_form_is_gone_is_disclosed(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    lose_html(office)
    office.days(TUESDAY, TUESDAY + DAY)
    office.show_country("after")
    lose_html(office)
    office.days(TUESDAY + 2 * DAY, TUESDAY + 3 * DAY)
    move(office, Move.SUSPEND, Move.RESUME, now=TUESDAY + 3 * DAY)
    made = disclosed(office, TUESDAY + 3 * DAY)
    assert "国家情報収集法" in of_systems(made)
    differ, lost = of_forms(made)
    assert f"「{PDF}」にのみ記載されています" in differ
    assert f"「{HTML}」を、2026年11月17日（火）から読み取れません" in lost
    review = reviewed(office, TUESDAY + 3 * DAY)
    assert "国家情報収集法" in review and f"「{PDF}」にのみ記載されています" in review
    assert f"「{HTML}」は、2026年11月17日（火）から読み取れません" in review


@pytest.mark.parametrize("moves", [(Move.SUSPEND, Move.RESUME), (Move.CONTINUE,)], ids=str)
def test_a_law_that_one_of_two_forms_lists_is_disclosed(office: Company, moves: tuple[Move, ...]):
    office.show_country("before")
    office.run(MONDAY)
    office.show_country("before", pdf="after")
    office.days(TUESDAY, TUESDAY + 2 * HOUR, TUESDAY + DAY)
    move(office, *moves, now=TUESDAY + DAY)
    made = disclosed(office, TUESDAY + DAY)
    assert "国家情報収集法" in of_systems(made)
    (differ,) = of_forms(made)
    assert "HTML版とPDF版の内容が一致しません" in differ and f"「{PDF}」にのみ" in differ


def test_a_law_that_one_form_drops_is_disclosed_as_long_as_the_other_lists_it(office: Company):
    office.show_country("after")
    office.run(MONDAY)
    office.show_country("before", pdf="after")
    office.days(TUESDAY, TUESDAY + DAY)
    assert "国家情報収集法" in of_systems(disclosed(office, TUESDAY + DAY))
    office.show_country("before")
    office.days(TUESDAY + 2 * DAY, TUESDAY + 3 * DAY)
    made = disclosed(office, TUESDAY + 3 * DAY)
    assert "制度は、ありません" in of_systems(made)
    assert of_forms(made) == []


def test_a_form_that_was_never_read_is_listed_internally(office: Company):
    office.show_country("before")
    lose_html(office)
    office.run(MONDAY)
    (unread,) = of_forms(disclosed(office, MONDAY))
    assert f"「{HTML}」をまだ読み取っていません" in unread


def test_forms_of_a_country_where_no_contractor_is_are_nobodys_doubt(office: Company):
    office.show_country("after", pdf="before")
    office.days(MONDAY, TUESDAY)
    contractors = office.folder / "data" / "contractors.yaml"
    contractors.write_text(contractors.read_text().replace("country: XA", "country: US"))
    assert of_forms(disclosed(office, TUESDAY)) == []


def test_the_survey_is_that_of_the_form_that_can_still_be_read(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    services = office.services(TUESDAY)
    (country,) = services.registry.countries
    assert surveyed_of(services, country, office.store.document_states()) == "2025-10"
    office.show_country("after")
    lose_html(office)
    office.days(TUESDAY, TUESDAY + DAY)
    assert surveyed_of(services, country, office.store.document_states()) == "2026-10"


def confirmed(company: Company, now: datetime) -> None:
    """The daily run, and the look that follows it within the day."""
    company.run(now)
    company.run(now + 2 * HOUR, Scope.PENDING)


def disagreements(company: Company) -> list[tuple[int, str]]:
    """In which of the runs they were told, and what was said."""
    return [
        (number, alert.text.ja)
        for number, outcome in enumerate(company.outcomes)
        for alert in (outcome.report.alerts if outcome.report else ())
        if alert.kind == "disagreement"
    ]


def quiet(company: Company, *days: int) -> None:
    for day in days:
        company.run(TUESDAY + day * DAY)
        assert said(company.outcomes[-1]) == []


def test_a_law_that_one_form_alone_drops_is_told_with_the_form_that_has_it(office: Company):
    office.show_country("after")
    office.run(MONDAY)
    office.show_country("before", pdf="after")
    confirmed(office, TUESDAY)
    (gone,) = said(office.outcomes[-1])
    assert gone.country is not None
    (why,) = [f.explanation for f in gone.country.findings if f.laws]
    assert why.ja.endswith(f"。ただし「{PDF}」には、まだ記載されています：国家情報収集法")
    assert office.store.revisions(gone.document)[0].country == gone.country
    quiet(office, 1, 2)
    ((number, text),) = disagreements(office)
    assert number == 2 and f"「{PDF}」にのみ記載されています" in text


def test_a_law_that_one_form_alone_lists_is_told_at_once_and_asked_about_when_it_stays(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    office.show_country("before", pdf="after")
    confirmed(office, TUESDAY)
    assert [told(o) for o in office.outcomes[1:]] == [[("country/XA/pdf", "preliminary")], []]
    quiet(office, 1, 2)
    ((number, text),) = disagreements(office)
    assert number == 2 and f"「{PDF}」にのみ記載されています" in text


def test_forms_that_change_alike_do_not_disagree(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    office.show_country("after")
    confirmed(office, TUESDAY)
    office.show_country("before")
    office.days(*(TUESDAY + day * DAY for day in LATER))
    assert disagreements(office) == []
    (gone,) = [r for outcome in office.outcomes[3:] for r in said(outcome)]
    assert gone.country is not None
    assert not any("まだ記載されています" in f.explanation.ja for f in gone.country.findings)


def test_a_form_that_could_not_be_read_is_compared_once_when_it_can(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    office.show_country("before", pdf="after")
    lose_html(office)
    confirmed(office, TUESDAY)
    assert disagreements(office) == []
    for day in (1, 3):  # it comes back, goes again, and comes back
        office.show_country("before", pdf="after")
        office.run(TUESDAY + day * DAY)
        lose_html(office)
        office.run(TUESDAY + (day + 1) * DAY)
    assert [number for number, _ in disagreements(office)] == [3]


def test_forms_that_come_apart_again_are_told_again(office: Company):
    office.show_country("before", pdf="after")
    office.run(MONDAY)
    office.show_country("after")
    confirmed(office, TUESDAY)
    office.show_country("before", pdf="after")
    office.days(*(TUESDAY + day * DAY for day in LATER))
    assert [number > 2 for number, _ in disagreements(office)] == [False, True]


def test_a_decision_to_continue_is_told_until_no_form_lists_the_law(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    office.show_country("after")
    confirmed(office, TUESDAY)
    move(office, Move.CONTINUE, now=TUESDAY + DAY)
    office.show_country("before", pdf="after")
    office.days(*(TUESDAY + day * DAY for day in LATER))
    made = disclosed(office, TUESDAY + LATER[-1] * DAY)
    assert "確保できると判断しています" in of_systems(made)
    office.show_country("before")
    office.days(*(TUESDAY + (40 + day) * DAY for day in LATER))
    made = disclosed(office, TUESDAY + 90 * DAY)
    assert "制度は、ありません" in of_systems(made)
    assert "支障は、ありません" in made.sheets[0].items[5].text
    (doubt,) = [d for d in made.doubts if "提供を継続すると判断されています" in d]
    assert "いずれの版にも記載がなくなった" in doubt


def test_a_decision_to_continue_is_told_while_its_report_cannot_be_read(office: Company):
    office.show_country("before")
    office.run(MONDAY)
    office.show_country("after")
    confirmed(office, TUESDAY)
    move(office, Move.CONTINUE, now=TUESDAY + DAY)
    office.show(GONE, "/laws/offshore_report_mihon.html", "/files/mihon_report.pdf")
    office.days(*(TUESDAY + day * DAY for day in LATER))
    made = disclosed(office, TUESDAY + LATER[-1] * DAY)
    assert "確保できると判断しています" in of_systems(made)
