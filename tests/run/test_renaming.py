"""Documents under another name in the registry: what they showed under the former one is not forgotten."""

import pytest
from company import (
    BY_HAND,
    CONTRACTORS,
    COUNTRIES,
    DAY,
    TERMS,
    TUESDAY,
    WEAKER,
    Company,
    demo_page,
    event,
    kinds,
    said,
    told,
)

from hostile_site import Reply
from xborder.model import Event
from xborder.papers import looked
from xborder.store.doctor import examine

HTML = "/laws/offshore_report_mihon.html"


def named(*documents: str) -> str:
    """The documents of the contractor: "id address", with selectors behind a further space."""
    entries = (entry.split(" ", 2) for entry in documents)
    return CONTRACTORS + "".join(
        f'      - {{id: {name}, kind: dpa, title: 契約, url: "SITE{address}"{"".join(", " + o for o in more)}}}\n'
        for name, address, *more in entries
    )


def registered(company: Company, *documents: str) -> None:
    company.write(named(*documents))


def alerts(company: Company) -> list[str]:
    report = company.outcomes[-1].report
    return [a.text.en for a in report.alerts if a.kind in ("renamed", "unwatched")] if report else []


@pytest.fixture
def watched(company: Company) -> Company:
    company.show(TERMS)
    registered(company, "dpa /dpa")
    company.run(TUESDAY)
    return company


def test_a_change_on_the_day_of_the_renaming_is_told(watched: Company):
    registered(watched, "agreement /dpa")
    watched.show(WEAKER)
    assert event(watched.run(TUESDAY + DAY), "mihon/agreement") is Event.PENDING
    outcome = watched.run(TUESDAY + 2 * DAY)
    assert told(outcome) == [("mihon/agreement", "confirmed")]
    assert said(outcome)[0].recommendation.action.value == "request_correction"
    old, new = (
        watched.store.version(v) for v in (said(outcome)[0].old_version, said(outcome)[0].new_version)
    )
    assert [looked(watched.store, v.document, s).body for v in (old, new) for s in v.snapshots] == [
        TERMS,
        WEAKER,
    ]
    assert not examine(watched.database_url, watched.folder / "blobs", now=TUESDAY + 3 * DAY, audit=True)


def test_a_renaming_alone_is_told_once_and_is_no_change(watched: Company):
    registered(watched, "agreement /dpa")
    assert event(watched.run(TUESDAY + DAY), "mihon/agreement") is Event.UNCHANGED
    assert alerts(watched) == [
        (
            "Watched under another name now, at the same address, and compared with what was last seen "
            "under the former name (1): mihon/dpa → mihon/agreement"
        )
    ]
    watched.run(TUESDAY + 2 * DAY)
    assert alerts(watched) == []


def test_a_contractor_under_another_id_keeps_what_its_documents_showed(watched: Company):
    watched.write(named("dpa /dpa").replace("id: mihon", "id: mihon-cloud"))
    watched.show(WEAKER)
    watched.run(TUESDAY + DAY)
    assert told(watched.run(TUESDAY + 2 * DAY)) == [("mihon-cloud/dpa", "confirmed")]


def test_a_text_that_waited_under_the_former_name_is_confirmed_under_the_new_one(watched: Company):
    watched.show(WEAKER)
    watched.run(TUESDAY + DAY)
    registered(watched, "agreement /dpa")
    assert told(watched.run(TUESDAY + 2 * DAY)) == [("mihon/agreement", "confirmed")]


def test_other_selectors_under_another_name_are_no_change(watched: Company):
    registered(watched, 'agreement /dpa select: ["main"]')
    assert event(watched.run(TUESDAY + DAY), "mihon/agreement") in (Event.TECHNICAL, Event.UNCHANGED)
    assert said(watched.outcomes[-1]) == []


def test_an_address_that_leads_elsewhere_is_known_by_what_was_asked_for(company: Company):
    moved = Reply(b"", status=302, headers=(("Location", company.site.url("/terms")),))
    company.show(moved, "/old")
    company.show(TERMS, "/terms")
    registered(company, "dpa /old")
    company.run(TUESDAY)
    registered(company, "agreement /old")
    assert event(company.run(TUESDAY + DAY), "mihon/agreement") is Event.UNCHANGED


def test_several_pages_under_another_name_go_on(company: Company):
    company.show(TERMS)
    company.show(TERMS.replace(b"Mihon", b"Annex"), "/annex")
    pages = CONTRACTORS + '      - {id: NAME, kind: dpa, title: 契約, urls: ["SITE/dpa", "SITE/annex"]}\n'
    company.write(pages.replace("NAME", "whole"))
    company.run(TUESDAY)
    company.write(pages.replace("NAME", "contract"))
    company.show(WEAKER)
    company.run(TUESDAY + DAY)
    assert told(company.run(TUESDAY + 2 * DAY)) == [("mihon/contract", "confirmed")]


FORM = COUNTRIES + f'      - {{id: NAME, url: "SITE{HTML}"}}\n'


@pytest.fixture
def report(company: Company) -> Company:
    company.show(TERMS)
    company.show(demo_page("before", HTML[1:]), HTML)
    company.watch(countries=FORM.replace("NAME", "html"))
    company.run(TUESDAY)
    company.show(demo_page("after", HTML[1:]), HTML)
    return company


def test_a_law_that_came_on_the_day_of_the_renaming_is_told(report: Company):
    report.watch(countries=FORM.replace("NAME", "report"))
    assert told(report.run(TUESDAY + DAY)) == [("country/XA/report", "preliminary")]


def test_a_law_told_as_preliminary_is_confirmed_under_the_new_name_in_the_same_case(report: Company):
    assert told(report.run(TUESDAY + DAY)) == [("country/XA/html", "preliminary")]
    report.watch(countries=FORM.replace("NAME", "report"))
    assert told(report.run(TUESDAY + 2 * DAY)) == [("country/XA/report", "confirmed")]
    assert "withdrawn" not in kinds(report.outcomes[-1])
    assert [case.subject for case in report.store.cases()] == ["country/XA"]


def test_another_address_under_another_name_is_another_document(watched: Company):
    registered(watched, "agreement /agreement")
    watched.show(WEAKER, "/agreement")
    assert event(watched.run(TUESDAY + DAY), "mihon/agreement") is Event.FIRST
    assert alerts(watched) == ["Watched until the last run, and not in the registry any more (1): mihon/dpa"]


def test_a_further_document_at_an_address_that_stays_watched_begins_with_a_first_look(watched: Company):
    registered(watched, "dpa /dpa", 'annex /dpa select: ["main"]')
    assert event(watched.run(TUESDAY + DAY), "mihon/annex") is Event.FIRST
    assert "renamed" not in kinds(watched.outcomes[-1])


def test_what_was_taken_out_long_ago_is_no_former_name(watched: Company):
    watched.write(named("other /other"), BY_HAND)
    watched.show(TERMS, "/other")
    for days in range(1, 40, 6):
        watched.run(TUESDAY + days * DAY)
    registered(watched, "agreement /dpa", "other /other")
    assert event(watched.run(TUESDAY + 40 * DAY), "mihon/agreement") is Event.FIRST


def test_what_was_taken_out_by_the_same_edit_is_told_beside(company: Company):
    company.show(TERMS, "/dpa", "/other")
    registered(company, "dpa /dpa", "other /other")
    company.run(TUESDAY)
    registered(company, "agreement /dpa")
    company.run(TUESDAY + DAY)
    assert [kind for kind in kinds(company.outcomes[-1]) if kind != "thin"] == ["renamed", "unwatched"]
    assert "mihon/other" in alerts(company)[1] and "mihon/dpa" not in alerts(company)[1]
    company.run(TUESDAY + 2 * DAY)
    assert alerts(company) == []


EDITS = [
    pytest.param(named("agreement /dpa"), "renamed", id="document"),
    pytest.param(named("dpa /dpa").replace("id: mihon", "id: m"), "renamed", id="contractor"),
    pytest.param(named("other /other"), "unwatched", id="taken out"),
]


@pytest.mark.parametrize("is_open", [True, False], ids=["open case", "no case"])
@pytest.mark.parametrize(("entries", "kind"), EDITS)
def test_nobody_is_told_that_there_is_nothing_to_do_while_a_case_of_the_name_is_open(
    watched: Company, entries: str, kind: str, is_open: bool
):
    watched.show(WEAKER if is_open else TERMS)
    watched.show(TERMS, "/other")
    watched.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    watched.write(entries)
    watched.run(TUESDAY + 3 * DAY)
    (told,) = [a for a in watched.outcomes[-1].report.alerts if a.kind == kind]
    assert [c.id in told.fix.ja and c.id in told.fix.en for c in watched.store.cases()] == [True] * is_open
    assert ("対応は不要" in told.fix.ja) == ("nothing to do" in told.fix.en) == (not is_open)


@pytest.mark.parametrize(
    ("first", "second"), [("dpa", "dpa"), ("terms", "dpa")], ids=["alike", "by the names of the documents"]
)
def test_of_two_at_one_address_each_former_name_goes_on_under_one_new_name(
    company: Company, first: str, second: str
):
    entry = CONTRACTORS.partition("contractors:\n")[2]
    both = named(f"{first} /dpa") + entry.replace("id: mihon", "id: other")
    both += f'      - {{id: {second}, kind: dpa, title: 契約, url: "SITE/dpa"}}\n'
    company.show(TERMS)
    company.write(both)
    company.run(TUESDAY)
    company.write(both.replace("id: mihon", "id: zz").replace("id: other", "id: yy"))
    company.run(TUESDAY + DAY)
    (said_,) = alerts(company)
    assert said_.endswith(f"(2): other/{second} → yy/{second}, mihon/{first} → zz/{first}")
