"""Documents of several pages: what the registry makes of them, and what a first look takes."""

from collections.abc import Sequence

import pytest
from company import DAY, TERMS, TUESDAY, Company, kinds, look, said, told

from hostile_site import Reply
from xborder.cli.looks import sources, sources_data
from xborder.model import Event, Health
from xborder.registry import documents
from xborder.registry.entries import DocumentEntry
from xborder.store.doctor import examine

WHOLE = "mihon/whole"
OOPS = b"<title>Oops</title><h1>Something went wrong</h1><p>Please try again later.</p>"


def annex(name: str, more: str = "") -> bytes:
    """A page of its own words."""
    clauses = "".join(
        f"<h2>{n}. {name}</h2><p>For {name} the parties agree on measure {n}, and on its cost.</p>"
        for n in range(1, 31)
    )
    return f"<!doctype html><title>{name}</title><main><h1>{name}</h1>{clauses}{more}</main>".encode()


def watch(company: Company, *pages: str, options: str = "") -> None:
    urls = ", ".join(f'"SITE{page}"' for page in pages)
    company.watch(more=f"      - {{id: whole, kind: dpa, title: 全体, urls: [{urls}]{options}}}\n")


def texts(company: Company) -> list[tuple[str, str]]:
    """Of all that was ever told of the document: the old and the new words."""
    return [
        (change.old.text if change.old else "", change.new.text if change.new else "")
        for outcome in company.outcomes
        for revision in said(outcome)
        if revision.document == WHOLE
        for change in revision.changes
    ]


@pytest.fixture
def several(company: Company) -> Company:
    """Three pages, seen."""
    company.show(TERMS)
    for name in ("one", "two", "three"):
        company.show(annex(name), f"/{name}")
    watch(company, "/one", "/two", "/three")
    company.run(TUESDAY)
    return company


CHANGED = "<p>The provider need not delete personal data at the end of the contract any more.</p>"


@pytest.mark.parametrize(
    "pages",
    [("/three", "/one", "/two"), ("/two", "/three"), ("/two", "/one"), ("/two",)],
    ids=["reordered", "the first dropped", "reordered and dropped", "one left"],
)
def test_what_the_company_does_to_its_list_of_pages_is_no_change_of_terms(
    several: Company, pages: Sequence[str]
):
    watch(several, *pages)
    quiet = several.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert look(quiet, WHOLE).event is Event.UNCHANGED
    assert [told(outcome) for outcome in several.outcomes] == [[], [], []]
    # What is changed later is told alone, and of the page it stands on.
    several.show(annex("two", CHANGED), "/two")
    several.days(TUESDAY + 3 * DAY, TUESDAY + 4 * DAY)
    assert texts(several) == [
        ("", "The provider need not delete personal data at the end of the contract any more.")
    ]


def test_a_page_that_changes_on_the_day_the_list_is_reordered_is_told_alone(several: Company):
    watch(several, "/three", "/two", "/one")
    several.show(annex("two", CHANGED), "/two")
    several.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert [new for _, new in texts(several)] == [
        "The provider need not delete personal data at the end of the contract any more."
    ]


def test_a_page_that_only_was_dropped_is_no_longer_said_to_be_seen(several: Company):
    watch(several, "/two", "/three")
    state = look(several.run(TUESDAY + DAY), WHOLE).state
    assert state.observed is not None
    page = several.store.version(state.observed).page
    assert "For one the parties" not in page.text
    assert "For two the parties" in page.text


def test_a_page_that_moved_is_held_against_what_stood_at_its_old_address(several: Company):
    several.show(annex("one", CHANGED), "/moved")
    watch(several, "/moved", "/two", "/three")
    several.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert [new for _, new in texts(several)] == [
        "The provider need not delete personal data at the end of the contract any more."
    ]


def test_pages_put_together_by_the_contractor_are_held_against_both(several: Company):
    several.show(annex("one").replace(b"</main>", b"") + annex("two", CHANGED), "/both")
    watch(several, "/both", "/three")
    several.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    told_of = {words for pair in texts(several) for words in pair}
    assert "The provider need not delete personal data at the end of the contract any more." in told_of
    assert not any(words.startswith("For ") for words in told_of)


def test_a_page_that_is_added_is_told_as_added(several: Company):
    several.show(annex("four", CHANGED), "/four")
    watch(several, "/one", "/four", "/two", "/three")
    several.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert {old for old, _ in texts(several)} == {""}
    assert len(texts(several)) == 30 + 30 + 2  # of every clause and its heading, and nothing of the others


def test_a_short_page_in_place_of_a_long_one_is_not_held_against_it(several: Company):
    short = annex("short")[:900]
    several.show(annex("long") + annex("longer") * 9, "/one")
    several.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    several.show(short, "/short")
    watch(several, "/short", "/two", "/three")
    assert look(several.run(TUESDAY + 3 * DAY), WHOLE).state.health is Health.OK


# Stores from before ids stood for addresses.


def numbered(entry: DocumentEntry, document_id: str) -> dict[str, str | None]:
    """The ids of sources as they were: numbers of places."""
    urls = entry.urls or (entry.url,)
    return {document_id if n == 1 else f"{document_id}#{n}": url for n, url in enumerate(urls, start=1)}


@pytest.fixture
def of_old(company: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """A store of three pages that were seen by an older xborder; the third redirects."""
    company.show(TERMS)
    for name in ("one", "two", "elsewhere"):
        company.show(annex(name), f"/{name}")
    company.show(Reply(b"", status=302, headers=(("Location", company.site.url("/elsewhere")),)), "/three")
    watch(company, "/one", "/two", "/three")
    with monkeypatch.context() as past:
        past.setattr(documents, "_addresses", numbered)
        past.setattr("xborder.daily.observe.choice", lambda document: "")
        past.setattr(type(company.reader), "extractor", "2")
        first = look(company.run(TUESDAY), WHOLE)
    assert [c.source for c in first.captures] == [WHOLE, f"{WHOLE}#2", f"{WHOLE}#3"]
    return company


def test_a_store_from_before_goes_on_without_a_change(of_old: Company):
    days = [of_old.run(TUESDAY + n * DAY) for n in (1, 2, 3)]
    assert [look(day, WHOLE).event for day in days] == [Event.TECHNICAL, Event.UNCHANGED, Event.UNCHANGED]
    assert [(told(day), kinds(day)) for day in days] == [([], [])] * 3
    blobs = of_old.folder / "blobs"
    assert examine(of_old.database_url, blobs, now=TUESDAY + 3 * DAY, thorough=True, audit=True) == []


def test_the_looks_of_a_store_from_before_stay_as_they_were(of_old: Company):
    before = of_old.store.captures(WHOLE)
    of_old.run(TUESDAY + DAY)
    after = of_old.store.captures(WHOLE)
    assert [c for c in after if c in before] == list(before)
    reported = of_old.store.document_states()[WHOLE].reported
    assert reported is not None
    for snapshot in of_old.store.version(reported).snapshots:
        assert of_old.store.capture(WHOLE, snapshot.source, snapshot.fetched_at)


def test_the_looks_of_a_store_from_before_stand_under_their_pages(of_old: Company):
    rows = [r for r in sources_data(of_old.registry, of_old.store, 7) if r["document"] == WHOLE]
    assert [len(row["looks"]) for row in rows] == [1, 1, 0, 1]  # the redirected one under its old name
    assert rows[-1]["source"] == f"{WHOLE}#3"
    assert of_old.site.url("/two") in sources(rows)
    of_old.run(TUESDAY + DAY)
    rows = [r for r in sources_data(of_old.registry, of_old.store, 7) if r["document"] == WHOLE]
    assert [len(row["looks"]) for row in rows] == [2, 2, 1, 1]


def test_a_list_edited_on_the_day_of_the_upgrade_is_no_change_of_terms(of_old: Company):
    watch(of_old, "/three", "/two")
    of_old.show(annex("two", CHANGED), "/two")
    of_old.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert [new for _, new in texts(of_old)] == [
        "The provider need not delete personal data at the end of the contract any more."
    ]


def test_a_page_cut_short_on_the_day_of_the_upgrade_is_known_for_it(of_old: Company):
    of_old.show(annex("two")[:400], "/two")
    found = look(of_old.run(TUESDAY + DAY), WHOLE).state
    assert found.health is Health.COLLAPSED
    assert of_old.site.url("/two") in found.detail.en


# What a first look takes.

IN_PLACE = {
    "error": OOPS,
    "error in no words that are known": b"<title>Hm</title><main><h1>Hm.</h1><p>That went astray.</p></main>",
    "login": b"<title>Sign in</title><h1>Sign in to continue</h1><p>Forgot your password?</p>",
    "another language": "<p>Wir verarbeiten die Daten auf Weisung und für den Zweck, der vereinbart ist.</p>".encode()
    * 30,
}


@pytest.mark.parametrize("page", IN_PLACE.values(), ids=IN_PLACE.keys())
@pytest.mark.parametrize("place", ["/one", "/two"])
def test_what_stands_in_place_of_one_of_several_pages_at_the_first_look_is_no_baseline(
    company: Company, page: bytes, place: str
):
    company.show(TERMS)
    company.show(annex("one"), "/one")
    company.show(annex("two"), "/two")
    company.show(page, place)
    watch(company, "/one", "/two", options=", language: en")
    first = look(company.run(TUESDAY), WHOLE)
    assert (first.event, first.version, first.state.reported) == (Event.UNHEALTHY, None, None)
    assert company.site.url(place) in first.state.detail.en
    assert company.site.url(place) in first.state.detail.ja
    company.show(annex(place.strip("/")), place)
    assert look(company.run(TUESDAY + DAY), WHOLE).event is Event.FIRST
    assert told(company.outcomes[-1]) == []


def test_a_page_that_is_missing_is_told_with_its_address(several: Company):
    several.show(Reply(b"gone", status=404), "/two")
    assert several.site.url("/two") in look(several.run(TUESDAY + DAY), WHOLE).state.detail.en


def test_an_annex_in_another_language_that_was_accepted_stays_accepted(company: Company):
    german = annex("drei", "<p>Wir verarbeiten die Daten auf Weisung und für den Zweck.</p>" * 60)
    company.show(TERMS)
    company.show(annex("one"), "/one")
    company.show(german, "/two")
    watch(company, "/one", "/two")
    company.run(TUESDAY)
    watch(company, "/one", "/two", options=", language: en")
    company.show(german.replace(b"</main>", b"<p>Neu.</p></main>"), "/two")
    assert look(company.run(TUESDAY + DAY), WHOLE).event is not Event.UNHEALTHY


def test_a_first_look_at_hardly_any_text_is_accepted_and_doubted(company: Company):
    notice = (
        b"<title>Notice</title><main><p>"
        + b"We tell our customers of new processors by mail. " * 6
        + b"</p></main>"
    )
    company.show(TERMS)
    company.show(annex("one"), "/one")
    company.show(notice, "/two")
    watch(company, "/one", "/two")
    outcome = company.run(TUESDAY)
    assert look(outcome, WHOLE).event is Event.FIRST
    (doubt,) = outcome.report.alerts if outcome.report else ()
    assert (doubt.subject, doubt.kind) == (WHOLE, "thin")
    for said_so in (doubt.text.ja, doubt.text.en):
        assert company.site.url("/two") in said_so
        assert company.site.url("/one") not in said_so
    assert "thin" not in kinds(company.run(TUESDAY + DAY))


def test_a_selector_that_matches_nothing_at_the_first_look_makes_no_baseline(company: Company):
    company.show(TERMS)
    company.show(annex("one"), "/one")
    watch(company, "/one", options=', select: ["#terms"]')
    first = look(company.run(TUESDAY), WHOLE)
    assert (first.event, first.state.health, first.version) == (Event.UNHEALTHY, Health.UNREADABLE, None)
    assert "select" in first.state.detail.en
    watch(company, "/one", options=", select: [main]")
    assert look(company.run(TUESDAY + DAY), WHOLE).event is Event.FIRST
