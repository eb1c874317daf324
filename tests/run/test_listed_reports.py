"""Whole runs over reports that only the PPC's list knows, of a country whose parts are surveyed apart."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest
from company import BY_HAND, DAY, PROJECT, TERMS, TUESDAY, Company, demo_page, event, every, kinds, told

from hostile_site import Reply
from xborder.daily import Outcome, run_daily
from xborder.listed import listed_reports, with_found_reports
from xborder.model import Event
from xborder.papers import gather
from xborder.registry import load_statements

PARTS = BY_HAND.replace("jurisdictions:\n", """jurisdictions:
      - {key: xa-coast, part: state, list_name_ja: 見本共和国(海岸州), name_en: Coast}
      - {key: xa-hills, part: state, list_name_ja: 見本共和国(丘陵州), name_en: Hills}
""")  # fmt: skip
BEFORE, AFTER = (demo_page(state, "laws/offshore_report_mihon.html") for state in ("before", "after"))
COUNTRY, COAST, HILLS = "見本共和国", "見本共和国(海岸州)", "見本共和国(丘陵州)"


def list_of(company: Company, **addresses: str) -> None:
    """The list shows these reports, in this order."""
    names = {"country": COUNTRY, "coast": COAST, "hills": HILLS}
    links = "".join(f'<li><a href="{url}">{names[part]}</a></li>' for part, url in addresses.items())
    page = demo_page("before", "laws/index.html").body.decode()
    head, _, rest = page.partition("<ul>")
    company.show(Reply(f"{head}<ul>{links}{rest.partition('</li>')[2]}".encode()), "/laws/index.html")


def run(company: Company, now: datetime) -> Outcome:
    """A run as the command makes it: over what the registry and the list know."""
    services, store = company.services(now), company.store
    registry = with_found_reports(services.registry, listed_reports(services.registry, store))
    outcome = asyncio.run(run_daily(replace(services, registry=registry), now=now, owner="test"))
    company.outcomes.append(outcome)
    return outcome


def for_list(company: Company) -> None:
    """What the list says new is seen twice before it is taken for said."""
    run(company, TUESDAY + DAY)
    run(company, TUESDAY + 2 * DAY)


@pytest.fixture
def parts(company: Company) -> Company:
    """The report of one state is watched; its list is seen."""
    company.show(TERMS)
    company.watch(countries=PARTS)
    company.show(BEFORE, "/laws/country", "/laws/coast", "/laws/hills")
    list_of(company, hills="/laws/hills")
    run(company, TUESDAY - DAY)
    assert every(run(company, TUESDAY)) == ["mihon/dpa", "country/XA/html-xa-hills", "country/index"]
    return company


@pytest.mark.parametrize("listed", [("coast", "hills"), ("hills", "coast"), ("country", "coast", "hills")])
def test_a_law_is_told_on_the_day_when_another_part_becomes_listed(parts: Company, listed: tuple[str, ...]):
    list_of(parts, **{part: f"/laws/{part}" for part in listed})
    for_list(parts)
    parts.show(AFTER, "/laws/hills")
    outcome = run(parts, TUESDAY + 3 * DAY)
    assert told(outcome) == [("country/XA/html-xa-hills", "preliminary")]
    assert event(outcome, "country/XA/html-xa-coast") is Event.FIRST


def test_another_order_of_the_list_compares_no_part_with_another(parts: Company):
    list_of(parts, hills="/laws/hills", coast="/laws/coast")
    parts.show(AFTER, "/laws/coast")
    for_list(parts)
    run(parts, TUESDAY + 3 * DAY)
    list_of(parts, coast="/laws/coast", hills="/laws/hills")
    outcomes = [run(parts, TUESDAY + n * DAY) for n in (4, 5, 6)]
    assert [told(o) for o in outcomes] == [[], [], []]
    assert event(outcomes[-1], "country/XA/html-xa-hills") is Event.UNCHANGED


def test_a_new_edition_at_another_address_is_compared_with_the_last(parts: Company):
    list_of(parts, hills="/laws/hills-2027")
    for_list(parts)
    parts.show(AFTER, "/laws/hills-2027")
    outcome = run(parts, TUESDAY + 3 * DAY)
    assert told(outcome) == [("country/XA/html-xa-hills", "preliminary")]


def test_what_an_earlier_release_numbered_goes_on_under_its_name(company: Company):
    by_number = [
        f'      - {{id: html-{n}, url: "SITE/laws/{part}"}}\n' for n, part in ((1, "country"), (2, "hills"))
    ]
    company.show(TERMS)
    company.show(BEFORE, "/laws/country", "/laws/hills")
    list_of(company, country="/laws/country", hills="/laws/hills")
    company.watch(countries=PARTS + "    documents:\n" + "".join(by_number))
    company.run(TUESDAY)
    company.watch(countries=PARTS)
    company.show(AFTER, "/laws/hills")
    outcome = run(company, TUESDAY + DAY)
    assert told(outcome) == [("country/XA/html-xa-hills", "preliminary")]
    assert "unwatched" not in kinds(outcome)
    assert event(outcome, "country/XA/html") is Event.UNCHANGED


def alerts(company: Company, kind: str) -> list[str]:
    report = company.outcomes[-1].report
    return [a.text.ja for a in report.alerts if a.kind == kind] if report else []


@pytest.fixture
def whole(company: Company) -> Company:
    """Beside the country, one of its states has a report; that has both forms."""
    company.show(TERMS)
    company.watch(countries=PARTS)
    list_of(company, country="/laws/country", coast="/laws/coast")
    page = company.site.pages["/laws/index.html"].body
    pdf = '<li>見本共和国(海岸州) <a href="/files/coast_report.pdf">PDF</a></li><ul>'.encode()
    company.show(Reply(page.replace(b"<ul>", pdf + b"<ul>")), "/laws/index.html")
    return company


def test_a_part_that_has_a_law_which_the_country_has_not_is_no_disagreement(whole: Company):
    whole.show(BEFORE, "/laws/country")
    whole.show(AFTER, "/laws/coast")
    whole.show(demo_page("after", "files/mihon_report.pdf"), "/files/coast_report.pdf")
    run(whole, TUESDAY)
    watched = every(run(whole, TUESDAY + DAY))
    assert {"country/XA/html", "country/XA/html-xa-coast", "country/XA/pdf-xa-coast"} <= set(watched)
    assert alerts(whole, "disagreement") == []


def test_the_forms_of_a_report_on_a_part_must_agree(whole: Company):
    whole.show(AFTER, "/laws/country", "/laws/coast")
    whole.show(demo_page("before", "files/mihon_report.pdf"), "/files/coast_report.pdf")
    run(whole, TUESDAY)
    run(whole, TUESDAY + DAY)
    (told_once,) = alerts(whole, "disagreement")
    assert "海岸州" in told_once


def test_the_same_law_in_the_report_on_a_part_is_no_echo(whole: Company):
    """Who is told of the country's law was not told of the state's."""
    whole.show(BEFORE, "/laws/country", "/laws/coast")
    whole.show(demo_page("before", "files/mihon_report.pdf"), "/files/coast_report.pdf")
    run(whole, TUESDAY)
    run(whole, TUESDAY + DAY)
    whole.show(AFTER, "/laws/country", "/laws/coast")
    whole.show(demo_page("after", "files/mihon_report.pdf"), "/files/coast_report.pdf")
    outcome = run(whole, TUESDAY + 2 * DAY)
    by_report = {name.removeprefix("country/XA/").partition("-")[2] for name, _ in told(outcome)}
    assert len(told(outcome)) == 2 and by_report == {"", "xa-coast"}


def test_the_documents_are_made_from_the_report_of_each_part(whole: Company):
    whole.show(BEFORE, "/laws/country")
    whole.show(AFTER, "/laws/coast")
    whole.show(demo_page("after", "files/mihon_report.pdf"), "/files/coast_report.pdf")
    run(whole, TUESDAY)
    run(whole, TUESDAY + DAY)
    registry = with_found_reports(whole.registry, listed_reports(whole.registry, whole.store))
    statements = load_statements(PROJECT / "data")
    facts = gather(registry, statements, whole.store, company="", now=TUESDAY + DAY)
    (country,) = registry.countries
    named = {part.name: bool(part.government_access) for part in facts.parts_on(country)}
    assert named == {COUNTRY: False, COAST: True}
