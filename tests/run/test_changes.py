"""Whole runs, day after day: what changes is told once, at the right moment, and nothing else is."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from company import (
    CONTRACTORS,
    DAY,
    DEMO,
    HOUR,
    MONDAY,
    OTHER,
    READER,
    SENDER,
    TERMS,
    TUESDAY,
    WEAKER,
    Company,
    demo_page,
    event,
    flat,
    kinds,
    look,
    said,
    text,
    told,
)

from hostile_site import Reply
from pdf_files import JAPANESE, paragraph, pdf, stream, written_out
from xborder import review
from xborder.cli import docket
from xborder.cli.text import status, status_data
from xborder.clock import TOKYO
from xborder.daily import Scope
from xborder.model import Action, CaseState, Clause, Document, Event, Health, Move, Page
from xborder.ports import Reader, Served

HTML, PAPER = "/laws/offshore_report_mihon.html", "/files/mihon_report.pdf"


def test_the_first_run_takes_everything_as_the_baseline_and_says_so(company_on_each: Company):
    company = company_on_each
    company.show(TERMS)
    outcome = company.run(TUESDAY)
    assert event(outcome) is Event.FIRST
    assert (told(outcome), kinds(outcome)) == ([], [])
    assert len(company.mails) == 1
    assert not outcome.needs_attention


def test_a_quiet_day_brings_no_mail_and_each_week_one_sign_of_life(company: Company):
    company.show(TERMS)
    for day in range(15):  # Tuesday to Tuesday in two weeks
        company.run(TUESDAY + day * DAY)
    days = [o.run.started_at for o in company.outcomes if o.report]
    assert days == [TUESDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]
    assert len(company.mails) == 3
    assert all("参考" in subject for subject in company.subjects)


def test_an_old_survey_is_named_in_the_sign_of_life_and_asks_nobody_for_anything(company: Company):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.changed = {"report_age_days": 30}
    outcome = company.days(*(TUESDAY + n * DAY for n in range(7)))
    assert "【参考】" in company.subjects[-1] and "変更はありませんでした" in company.subjects[-1]
    assert kinds(outcome) == [] and not outcome.needs_attention
    page = flat(text(company.mails[-1], "plain"))
    assert "報告書の調査時点が30日より前の国：見本共和国（" in page.replace(" ", "")


def test_a_company_renamed_throughout_is_one_line_among_the_changes_of_form(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(TERMS.replace(b"Mihon Cloud", b"Otehon Cloud"))
    outcome = company.days(*(TUESDAY + n * DAY for n in range(1, 7)))  # to the weekly sign of life
    assert told(outcome) == []
    page = flat((company.folder / "reports" / outcome.report.id / "report.txt").read_text(encoding="utf-8"))
    assert page.count("「Mihon」が「Otehon」に一貫して改められました") == 1


def test_a_weakened_clause_waits_until_it_is_seen_again_and_is_told_once(company_on_each: Company):
    company = company_on_each
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    waiting = company.run(TUESDAY + DAY)
    assert (event(waiting), waiting.report) == (Event.PENDING, None)
    confirmed = company.run(TUESDAY + 2 * DAY)
    assert event(confirmed) is Event.CHANGE
    assert told(confirmed) == [("mihon/dpa", "confirmed")]
    assert said(confirmed)[0].recommendation.action is Action.REQUEST_CORRECTION
    assert confirmed.needs_attention
    later = [company.run(TUESDAY + n * DAY) for n in (3, 4, 5)]
    assert [(event(o), o.report) for o in later] == [(Event.UNCHANGED, None)] * 3
    assert len(company.mails) == 2


def test_a_new_text_is_looked_at_again_within_the_hour_and_told_by_that_look(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.run(TUESDAY + DAY)
    assert company.run(TUESDAY + DAY + HOUR / 2, Scope.PENDING).observations == ()
    outcome = company.run(TUESDAY + DAY + HOUR, Scope.PENDING)
    assert event(outcome) is Event.CHANGE
    assert len(company.mails) == 2


def test_the_mail_reads_as_written_in_japanese_with_the_old_and_the_new_words(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    mail = company.mails[-1]
    assert (mail["From"].addresses[0].addr_spec, mail["To"].addresses[0].addr_spec) == (SENDER, READER)
    assert str(mail["Subject"]).isprintable()
    assert "契約" in str(mail["Subject"])
    assert mail["Message-ID"]
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = flat(text(mail, "plain")), flat(text(mail, "html"))
    for words in ("Mihon Cloud, Inc.", "may engage new sub-processors at its discretion"):
        assert words in plain
        assert words in html
    assert "shall not engage a new sub-processor without giving the Customer 30 days" in plain
    assert "是正" in plain
    kept = list((company.folder / "reports").glob("*/mail-*.eml"))
    assert {p.read_bytes() for p in kept} == {body for _, body in company.post.received}


def test_a_new_law_is_told_at_once_as_preliminary_and_confirmed_by_the_next_look(company_on_each: Company):
    company = company_on_each
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    company.show_country("after")
    early = company.run(TUESDAY + DAY)
    assert told(early) == [("country/XA/html", "preliminary")]
    assert {r.recommendation.action for r in said(early)} == {Action.SUSPEND}
    assert "速報" in company.subjects[-1]
    late = company.run(TUESDAY + 2 * DAY)
    assert kinds(late) == ["confirmed", "confirmed"]  # the HTML and the PDF, of one case
    (case,) = company.store.open_cases()
    for alert in late.report.alerts:
        assert case.id in alert.text.ja
        assert f"xborder show {case.id}" in alert.fix.ja
        assert f"xborder decide {case.id}" in alert.fix.en
    assert flat(text(company.mails[-1], "plain")).count(f"案件{case.id}") == 2
    assert [r for r in told(late) if r[1] == "preliminary"] == []
    quiet = company.run(TUESDAY + 3 * DAY)
    assert quiet.report is None
    assert len(company.mails) == 3


def test_who_decides_on_a_new_law_is_told_where_the_duties_cited_do_not_apply(company: Company):
    """Article 28(3) belongs to the standards-compliant system, not to consent; the report must not say more."""
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    file = company.folder / "data" / "contractors.yaml"
    entry = file.read_text(encoding="utf-8")
    consenting = CONTRACTORS.partition("contractors:\n")[2].replace("id: mihon", "id: other")
    consenting = consenting.replace("Mihon Cloud, Inc.", "Consent, Inc.").replace("contract", "consent")
    file.write_text(entry + consenting.replace("    documents:\n", ""), encoding="utf-8")
    company.run(TUESDAY)
    company.show_country("after")
    early = company.run(TUESDAY + DAY)
    (revision,) = said(early)
    assert revision.recommendation.action is Action.SUSPEND
    exempt = [
        q for q in revision.recommendation.questions if "第28条第3項及び規則第18条の対象ではない" in q.ja
    ]
    assert len(exempt) == 1 and exempt[0].ja.startswith("Consent, Inc.は、本人の同意を提供の根拠とする")
    for form in ("plain", "html"):  # a mail breaks lines anywhere in Japanese
        assert "".join(exempt[0].ja.split()) in "".join(text(company.mails[-1], form).split())


def test_a_preliminary_finding_that_goes_away_is_withdrawn_in_so_many_words(company: Company):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    company.show_country("after", pdf="before")
    assert told(company.run(TUESDAY + DAY)) == [("country/XA/html", "preliminary")]
    company.show_country("before")
    outcome = company.run(TUESDAY + 2 * DAY)
    assert kinds(outcome) == ["withdrawn"]
    (case,) = company.store.open_cases()
    told_in = flat(text(company.mails[-1], "plain"))
    assert f"案件{case.id}：「外国制度（見本共和国）HTML」の速報" in told_in
    assert "取り消" in told_in
    assert f"xborder show {case.id}" in told_in
    assert company.run(TUESDAY + 3 * DAY).report is None


def test_html_and_pdf_of_one_report_raise_one_alarm_and_one_case(company: Company):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    company.show_country("after", pdf="before")
    company.run(TUESDAY + DAY)
    company.show_country("after")
    outcomes = [company.run(TUESDAY + n * DAY) for n in (2, 3, 4)]
    assert [t for o in company.outcomes for t in told(o)] == [("country/XA/html", "preliminary")]
    (case,) = company.store.open_cases()
    assert (case.subject, case.state) == ("country/XA", CaseState.SUSPENSION_RECOMMENDED)
    assert outcomes[-1].report is None


def test_the_report_of_another_country_in_place_of_this_one_changes_no_law(company: Company):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    path = "laws/offshore_report_mihon.html"
    page = demo_page("after", path).body.decode().replace("見本共和国", "別本王国")
    page = page.replace("個人データ保護法（Personal Data Protection Act）", "王国情報令（Royal Order）")
    company.show(Reply(page.encode()), f"/{path}")
    (found,) = said(company.days(TUESDAY + DAY, TUESDAY + 2 * DAY))
    assert found.country is not None
    assert found.country.findings == ()
    assert "別本王国" in found.country.needs_person.ja
    assert [o for o in company.outcomes if any(r.is_trigger for r in said(o))] == []


def test_a_text_that_goes_away_again_is_never_mailed(company: Company):
    for day, page in enumerate([TERMS, WEAKER, TERMS, WEAKER, TERMS, WEAKER, TERMS, TERMS]):
        company.show(page)
        company.run(MONDAY + day * DAY)
    events = [event(o) for o in company.outcomes]
    assert events[:3] == [Event.FIRST, Event.PENDING, Event.SEEN_BEFORE]
    assert Event.CHANGE not in events
    assert all(told(o) == [] for o in company.outcomes)


def test_two_texts_that_take_turns_are_told_once_with_both_and_a_third_is_a_change(company_on_each: Company):
    company = company_on_each
    third = TERMS.replace(b"once a year", b"from time to time")
    for day, page in enumerate([TERMS, WEAKER] * 6):
        company.show(page)
        company.run(TUESDAY + day * DAY)
    telling = [n for n, o in enumerate(company.outcomes) if "alternating" in kinds(o)]
    assert telling == [6]
    outcome = company.outcomes[6]
    assert (event(outcome), told(outcome), outcome.needs_attention) == (Event.SEEN_BEFORE, [], True)
    (alert,) = outcome.report.alerts
    mail = next(m for m in company.mails if "二つの文言が交互に" in str(m["Subject"]))
    assert str(mail["Subject"]).startswith("【要確認】")
    for form in ("plain", "html"):
        words = flat(text(mail, form))
        for part in ("2026-11-17", "2026-11-18", "before it discloses", "where it considers"):
            assert part in words
        assert "別の文言が現れたとき" in words
    assert "a revision" in alert.text.en
    assert alert.since == TUESDAY + DAY
    data = status_data(company.registry, company.policy, company.store, TUESDAY + 12 * DAY)
    assert [row["alternating_since"] for row in data["documents"][:1]] == [alert.since.isoformat()]
    assert "shows known texts by turns since 2026-11-18" in status(data)
    company.show(third)
    outcome = company.days(TUESDAY + 12 * DAY, TUESDAY + 13 * DAY)
    assert told(outcome) == [("mihon/dpa", "confirmed")]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"October 1, 2025", b"1 October 2025"), (b"<h1>", b"<p>Mihon Cloud</p><h1>")],
    ids=["the form of a date", "a line with a name"],
)
def test_two_texts_that_do_not_differ_in_substance_may_take_turns_unheard(
    company: Company, old: bytes, new: bytes
):
    for day, page in enumerate([TERMS, TERMS.replace(old, new)] * 5):
        company.show(page)
        company.run(TUESDAY + day * DAY)
    assert event(company.outcomes[-1]) is not Event.UNCHANGED
    assert [k for o in company.outcomes for k in kinds(o)] == []


def test_turns_that_were_told_are_not_told_again_after_our_own_new_reading(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    for day, page in enumerate([TERMS, WEAKER] * 12):
        company.show(page)
        if day == 9:
            monkeypatch.setattr(type(company.reader), "extractor", "next")
        company.run(TUESDAY + day * DAY)
    assert [k for o in company.outcomes for k in kinds(o)] == ["alternating"]
    assert [told(o) for o in company.outcomes if told(o)] == []


def test_a_quiet_day_of_a_page_with_turns_asks_the_store_nothing_more(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    for day, page in enumerate([TERMS, WEAKER] * 4 + [TERMS]):
        company.show(page)
        company.run(TUESDAY + day * DAY)

    def no_question(*_: object) -> None:
        raise AssertionError("asked")

    for question in ("version", "version_of", "seen", "cases", "revisions"):
        monkeypatch.setattr(company.store, question, no_question)
    company.show(TERMS + b"<!-- other bytes -->")
    assert event(company.run(TUESDAY + 9 * DAY)) is Event.UNCHANGED


SECRET = "The Customer agrees that Mihon Cloud may sell personal data to any third party."


def hiding(page: bytes) -> bytes:
    return page.replace(b"</main>", f"<p style='display:none'>{SECRET}</p></main>".encode())


def test_a_hidden_clause_is_told_once_with_the_revision_that_brought_it(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(hiding(TERMS.replace(b"October 1, 2025", b"November 1, 2026")))  # form alone, else
    outcome = company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    (found,) = said(outcome)
    for form in ("plain", "html"):
        words = flat(text(company.mails[-1], form))
        assert "画面に表示されない" in words
        assert SECRET in words
    (case,) = company.store.open_cases()
    shown = docket.dossier(review.dossier(company.store, company.policy, case.id))
    assert f"画面に表示されない、条項のような文言があります：「{SECRET}」" in shown
    assert SECRET in found.terms.needs_person.en
    company.show(hiding(WEAKER))
    (later,) = said(company.days(TUESDAY + 3 * DAY, TUESDAY + 4 * DAY))
    assert SECRET not in later.terms.needs_person.en


def test_a_hidden_clause_of_a_first_reading_is_told_once(company: Company):
    company.show(hiding(TERMS))
    outcome = company.run(TUESDAY)
    assert kinds(outcome) == ["hidden"]
    assert "表示されない文言が本文にあります" in company.subjects[-1]
    assert SECRET in flat(text(company.mails[-1], "plain"))
    assert [kinds(company.run(TUESDAY + n * DAY)) for n in (1, 2, 3)] == [[]] * 3


def test_two_servers_that_show_two_texts_do_not_hide_a_third_one(company: Company):
    for day, page in enumerate([TERMS, WEAKER, TERMS, OTHER, OTHER]):
        company.show(page)
        company.run(MONDAY + day * DAY)
    assert [event(o) for o in company.outcomes][-2:] == [Event.PENDING, Event.CHANGE]


def test_the_same_case_takes_up_the_next_finding(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    (opened,) = company.store.open_cases()
    company.show(WEAKER.replace(b"once a year", b"from time to time"))
    company.days(TUESDAY + 3 * DAY, TUESDAY + 4 * DAY)
    (updated,) = company.store.open_cases()
    assert (updated.id, updated.opened_at) == (opened.id, opened.opened_at)
    assert len(updated.revisions) == len(opened.revisions) + 1
    assert updated.updated_at > opened.updated_at


def test_a_document_of_several_pages_needs_them_all(company: Company):
    page = "/part-{}"
    more = '      - {id: whole, kind: dpa, title: 全体, urls: ["SITE/part-1", "SITE/part-2"]}\n'
    company.watch(more=more)
    company.show(TERMS, "/dpa", page.format(1))
    company.show(OTHER, page.format(2))
    first = look(company.run(TUESDAY), "mihon/whole")
    assert first.version is not None
    assert [s.url for s in first.version.snapshots] == [company.site.url(page.format(n)) for n in (1, 2)]
    assert len({s.source for s in first.version.snapshots}) == 2
    company.show(WEAKER, page.format(1))
    company.show(Reply(b"gone", status=404), page.format(2))
    missing = look(company.run(TUESDAY + DAY), "mihon/whole")
    assert (missing.event, missing.version) == (Event.UNHEALTHY, None)
    company.show(OTHER, page.format(2))
    assert look(company.run(TUESDAY + 2 * DAY), "mihon/whole").event is Event.PENDING
    assert look(company.run(TUESDAY + 3 * DAY), "mihon/whole").event is Event.CHANGE


def test_a_release_that_reads_more_of_a_page_tells_no_change(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    company.show(TERMS)
    company.run(TUESDAY)
    reader = type(company.reader)
    read = reader.read

    def reads_more(self: Reader, document: Document, parts: Sequence[Served]) -> Page:
        page = read(self, document, parts)
        return replace(
            page, clauses=(*page.clauses, Clause(text="We may sell all personal data at any time."))
        )

    monkeypatch.setattr(reader, "read", reads_more)
    monkeypatch.setattr(reader, "extractor", "next")
    company.show(TERMS.replace(b"</footer>", b" </footer>"))  # other bytes, so that the page is read anew
    outcomes = [company.run(TUESDAY + n * DAY) for n in (1, 2)]
    assert [(event(o), told(o)) for o in outcomes] == [(Event.TECHNICAL, []), (Event.UNCHANGED, [])]


def test_when_the_ppc_rebuilds_its_pages_the_last_profile_stays_and_is_called_stale(company: Company):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    known = {name: state.reported for name, state in company.store.document_states().items()}
    new = "".join(
        f"<h3>制度{n}</h3><p>見本共和国の個人情報の保護に関する法律について説明します。</p>"
        for n in range(60)
    )
    company.show(f"<html lang=ja><body><h2>見本共和国</h2>{new}</body></html>".encode(), HTML)
    paper = pdf([paragraph("見本共和国の法律について説明します。" * 9, JAPANESE)] * 20)
    company.show(Reply(paper, content_type="application/pdf"), PAPER)
    outcomes = [company.run(TUESDAY + n * DAY) for n in range(1, 21)]
    for name in ("country/XA/html", "country/XA/pdf"):
        assert {event(o, name) for o in outcomes} == {Event.UNHEALTHY}
        assert company.store.document_states()[name].reported == known[name]
    assert [t for o in outcomes for t in told(o)] == []
    assert [kind for o in outcomes for kind in kinds(o)].count("stale") == 2
    company.show_country("before")
    back = company.run(TUESDAY + 21 * DAY)
    assert {event(back, name) for name in ("country/XA/html", "country/XA/pdf")} <= {
        Event.UNCHANGED,
        Event.SEEN_BEFORE,
    }


def test_a_damaged_file_in_place_of_one_of_several_is_no_change(company: Company):
    """One reader mends it and finds its text, the other finds an empty file: none of it was removed."""
    sentence = b"The provider keeps the measures of this addendum in force and reviews them every year."
    whole = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(b"BT /F1 9 Tf 40 700 Td (%s) Tj ET" % sentence),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    company.watch(more='      - {id: whole, kind: dpa, title: 全体, urls: ["SITE/dpa", "SITE/annex"]}\n')
    company.show(TERMS)
    company.show(Reply(written_out(*whole), content_type="application/pdf"), "/annex")
    company.run(TUESDAY)
    damaged = written_out(*whole, xref=b"xref\n0 6\n" + b"9999999999 00000 n \n" * 6)
    company.show(Reply(damaged, content_type="application/pdf"), "/annex")
    outcomes = [company.run(TUESDAY + n * DAY) for n in (1, 2, 3)]
    assert {event(o, "mihon/whole") for o in outcomes} == {Event.UNHEALTHY}
    assert [t for o in outcomes for t in told(o)] == []


def test_changes_of_one_moment_keep_one_order_wherever_they_are_told(company: Company):
    names = [f"p{n}" for n in range(4)]
    pages = [f"/{name}" for name in names]
    company.changed["fleet_share"] = 1.0
    company.watch(*pages)
    company.show(TERMS, *pages)
    company.run(TUESDAY)
    company.show(WEAKER, *pages)
    report = company.days(TUESDAY + DAY, TUESDAY + 2 * DAY).report
    assert report is not None
    assert len({r.detected_at for r in report.revisions}) == 1
    (stored,) = company.store.reports(limit=1)
    assert [r.id for r in stored.revisions] == [r.id for r in report.revisions]
    order = [re.findall(r"契約 /(p\d)", text(company.mails[-1], subtype)) for subtype in ("plain", "html")]
    assert set(order[0]) == set(names)
    assert list(dict.fromkeys(order[0])) == list(dict.fromkeys(order[1]))


def test_an_error_in_place_of_one_of_several_pages_is_no_change_however_long_the_others_are(company: Company):
    long = b"".join(
        b"<h2>%d. Term</h2><p>The parties agree on what is said of it.</p>" % n for n in range(8, 99)
    )
    company.watch(more='      - {id: whole, kind: dpa, title: 全体, urls: ["SITE/dpa", "SITE/annex"]}\n')
    company.show(TERMS.replace(b"</main>", long + b"</main>"))
    company.show(OTHER, "/annex")
    company.run(TUESDAY)
    company.show(b"<title>Oops</title><h1>Something went wrong</h1><p>Please try again later.</p>", "/annex")
    days = [look(company.run(TUESDAY + n * DAY), "mihon/whole") for n in (1, 2, 3)]
    assert [d.state.health for d in days] == [Health.ERROR_PAGE] * 3
    company.show(WEAKER, "/annex")
    outcome = company.days(TUESDAY + 4 * DAY, TUESDAY + 5 * DAY)
    assert told(outcome) == [("mihon/whole", "confirmed")]


def test_a_file_of_the_data_folder_is_watched_like_a_page(company: Company):
    path = company.folder / "data" / "contract.html"
    path.write_bytes(TERMS)
    company.watch(more="      - {id: paper, kind: dpa, title: 紙の契約, file: contract.html}\n")
    company.show(TERMS)
    company.run(TUESDAY)
    path.write_bytes(WEAKER)
    assert event(company.run(TUESDAY + DAY), "mihon/paper") is Event.PENDING
    changed = company.run(TUESDAY + 2 * DAY)
    assert told(changed) == [("mihon/paper", "confirmed")]


def test_our_own_new_reading_of_old_bytes_is_technical_and_never_told(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    company.show(TERMS)
    company.run(TUESDAY)
    monkeypatch.setattr(type(company.reader), "extractor", "next")
    company.show(TERMS.replace(b"</footer>", b" </footer>"))  # other bytes, so that the page is read anew
    outcome = company.run(TUESDAY + DAY)
    assert (event(outcome), outcome.report) == (Event.TECHNICAL, None)


def test_a_change_that_comes_together_with_our_own_new_reading_is_still_told(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    company.show(TERMS)
    company.run(TUESDAY)
    monkeypatch.setattr(type(company.reader), "extractor", "next")
    company.show(WEAKER)
    company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert told(company.outcomes[-1]) == [("mihon/dpa", "confirmed")]


def test_another_selector_counts_at_once_and_is_no_change_of_the_document(company: Company):
    news = (
        b"<div class='news'>"
        + b"<p>We were happy to meet so many of you at our conference.</p>" * 90
        + b"</div>"
    )
    page = TERMS.replace(b"</main>", news + b"</main>")
    entry = '      - {{id: chosen, kind: dpa, title: 契約, url: "SITE/dpa"{}}}\n'
    company.watch(more=entry.format(""))
    company.show(page)
    company.run(TUESDAY)
    company.watch(more=entry.format(', remove: [".news"]'))
    assert event(company.run(TUESDAY + DAY), "mihon/chosen") is Event.TECHNICAL
    assert event(company.run(TUESDAY + 2 * DAY), "mihon/chosen") is Event.UNCHANGED
    company.show(page.replace(b"Within 30 days after the end", b"Within two years after the end"))
    found = [
        r for r in said(company.days(TUESDAY + 3 * DAY, TUESDAY + 4 * DAY)) if r.document == "mihon/chosen"
    ]
    assert [len(r.changes) for r in found] == [1]


def test_one_of_several_selectors_that_matches_nothing_is_told_at_the_first_look(company: Company):
    """What it was to choose is in no text that later ones are compared with."""
    entry = '      - {{id: main, kind: terms, title: "条件", url: "SITE/dpa"{}}}\n'
    company.watch("/other", more=entry.format(', select: [main, "#annex"]'))
    company.show(TERMS, "/dpa", "/other")
    outcome = company.run(TUESDAY)
    (doubt,) = [a for a in outcome.report.alerts if a.kind == "doubtful"] if outcome.report else ()
    assert doubt.subject == "mihon/main"
    assert (
        "「#annex」に当たる箇所がありません" in doubt.text.ja and "'#annex' matches nothing" in doubt.text.en
    )
    assert "doubtful" not in kinds(company.run(TUESDAY + DAY))


def test_a_doubt_about_the_reading_that_is_new_with_a_revision_stands_beside_it(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    broken = WEAKER.replace(b"</main>", b"<p>caf\xe9 and \xff.</p></main>")
    company.show(Reply(broken, content_type="text/html; charset=utf-8"))
    late = company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    (revision,) = said(late)
    assert revision.terms is not None
    assert [n.ja for n in revision.terms.notes if "utf-8 として読み取れない文字" in n.ja]
    assert "utf-8 として読み取れない文字" in flat(text(company.mails[-1], "plain"))


def test_a_selector_that_matches_nothing_any_more_is_trouble_and_no_change(company: Company):
    entry = '      - {{id: chosen, kind: dpa, title: 契約, url: "SITE/dpa"{}}}\n'
    company.watch(more=entry.format(', select: ["#terms"]'))
    selected = TERMS.replace(b"<main>", b"<main><div id='terms'>").replace(
        b"</main>", b"</div><p>Our customers love the new dashboard, and so will you.</p></main>"
    )
    company.show(selected)
    company.run(TUESDAY)
    company.show(selected.replace(b"id='terms'", b"id='legal'"))
    outcomes = [company.run(TUESDAY + n * DAY) for n in range(1, 7)]
    assert {event(o, "mihon/chosen") for o in outcomes} == {Event.UNHEALTHY}
    assert [document for o in outcomes for document, _ in told(o) if document == "mihon/chosen"] == []
    alerts = [a for o in outcomes if o.report for a in o.report.alerts if a.subject == "mihon/chosen"]
    assert ["select" in a.text.ja for a in alerts] == [True]
    company.watch(more=entry.format(', select: ["#legal"]'))
    assert event(company.run(TUESDAY + 7 * DAY), "mihon/chosen") in (Event.UNCHANGED, Event.TECHNICAL)


def test_an_unusual_share_of_changes_is_held_then_told_when_it_stays(company: Company):
    pages = [f"/p{n}" for n in range(8)]
    company.watch(*pages)
    company.show(TERMS, *pages)
    company.run(TUESDAY)
    company.show(WEAKER, *pages[:6])
    held = company.run(TUESDAY + DAY)
    assert (kinds(held), told(held)) == (["fleet"], [])
    released = company.run(TUESDAY + 2 * DAY)
    assert len(told(released)) == 6
    assert "fleet" not in kinds(released)
    assert company.run(TUESDAY + 3 * DAY).report is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system does not let a process change its zone")
@pytest.mark.parametrize(
    "zone", ["UTC", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "No/Where"]
)
def test_days_are_those_of_tokyo_whatever_zone_and_summer_time_the_machine_has(
    company: Company, monkeypatch: pytest.MonkeyPatch, zone: str
):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        company.show(TERMS)
        evening = datetime(2027, 3, 13, 23, 50, tzinfo=TOKYO)  # clocks change in New York on the 14th
        asked = []
        for minutes in (0, 5, 20, 60 * 24, 60 * 24 + 20):  # of two days, then of the next one
            company.run((evening + timedelta(minutes=minutes)).astimezone(UTC))
            asked.append(company.site.count("/dpa"))
        first = company.store.reports()[-1]
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    assert asked == [1, 1, 2, 2, 3]
    assert first.id == "2027-03-13"


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (datetime(2027, 12, 30, 6, 30, tzinfo=TOKYO), ["12-30", "12-31", "01-01", "01-02"]),
        (datetime(2028, 2, 27, 6, 30, tzinfo=TOKYO), ["02-27", "02-28", "02-29", "03-01"]),
        (datetime(2100, 2, 27, 6, 30, tzinfo=TOKYO), ["02-27", "02-28", "03-01", "03-02"]),
    ],
    ids=["the end of a year", "a leap day", "no leap day"],
)
def test_no_day_is_lost_or_doubled_at(company: Company, first: datetime, days: list[str]):
    """Each day has its look; a change of the second day is told on the third, under its date."""
    start = first.astimezone(UTC)
    company.show(TERMS)
    company.run(start)
    company.show(WEAKER)
    later = [company.run(start + n * DAY) for n in (1, 2, 3)]
    assert [f"{o.run.started_at.astimezone(TOKYO):%m-%d}" for o in company.outcomes] == days
    assert company.site.count("/dpa") == 4
    assert [told(o) for o in later] == [[], [("mihon/dpa", "confirmed")], []]
    report = later[1].report
    assert report is not None and report.id.endswith(days[2])
    assert all(case.deadline for case in report.cases)


def test_a_run_on_the_same_day_looks_at_nothing_twice(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    asked = company.site.count("/dpa")
    again = company.run(TUESDAY + 3 * HOUR)
    assert (again.observations, again.report) == ((), None)
    assert company.site.count("/dpa") == asked


def test_days_without_a_run_are_caught_up_by_one_look(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.run(TUESDAY + 9 * DAY)
    assert event(company.run(TUESDAY + 10 * DAY)) is Event.CHANGE


def test_a_page_that_sends_no_new_bytes_costs_one_conditional_request(company: Company):
    def reply(asked):
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(status=304, headers=(("ETag", '"v1"'),))
        return Reply(TERMS, headers=(("ETag", '"v1"'),))

    company.site.pages["/dpa"] = reply
    company.run(TUESDAY)
    outcome = company.run(TUESDAY + DAY)
    assert event(outcome) is Event.UNCHANGED
    assert look(outcome).captures[0].fetched.status == 304
    assert look(company.run(TUESDAY + 7 * DAY)).captures[0].fetched.status == 200  # once a week in full


def test_a_change_that_is_made_again_after_it_was_taken_back_is_told_again(company: Company):
    pages = [TERMS, *[WEAKER] * 3, *[TERMS] * 6, *[WEAKER] * 6]
    for day, page in enumerate(pages):
        company.show(page)
        company.run(TUESDAY + day * DAY)
    weaker, back, again = [r for o in company.outcomes for r in said(o)]
    assert again.detected_at > back.detected_at > weaker.detected_at
    assert again.changes == weaker.changes
    kept = company.store.revisions("mihon/dpa")
    assert {r.id for r in kept} == {weaker.id, back.id, again.id}


BROADER = (
    (
        "－",
        "① 国家情報収集法（NICA）<ul><li>情報機関は、裁判所の令状を得て、通信事業者に対し、個人情報の提供を命ずることができる。</li></ul>",
    ),
    ("通信事業者に", "すべての事業者に"),
    ("令状を得て", "令状を要することなく"),
)


def test_a_law_that_becomes_broader_twice_in_a_month_is_told_each_time(company: Company):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    path = "laws/offshore_report_mihon.html"
    page = demo_page("before", path).body.decode()
    head, fact, rest = page.partition("事業者に対し政府の情報収集活動")
    for day, (old, new) in enumerate(BROADER):
        rest = rest.replace(old, new, 1)
        company.show(Reply((head + fact + rest).encode()), f"/{path}")
        company.days(*(TUESDAY + (1 + 5 * day + n) * DAY for n in range(5)))
    findings = [f.change.value for o in company.outcomes for r in said(o) for f in r.country.findings]
    assert findings == ["introduced", "broadened", "broadened"]


def test_another_address_on_the_list_of_reports_is_told_though_the_list_reads_the_same(company: Company):
    company.show(TERMS)
    path = "laws/index.html"
    page = demo_page("before", path).body
    company.run(TUESDAY)
    company.show(Reply(page.replace(b"/mihon_report.pdf", b"/mihon_report_2027.pdf")), f"/{path}")
    outcome = company.days(TUESDAY + DAY, TUESDAY + 2 * DAY)
    assert told(outcome) == [("country/index", "confirmed")]
    assert "mihon_report_2027.pdf" in text(company.mails[-1], "plain")
    company.show(
        Reply(page.replace(b"/mihon_report.pdf", b"/mihon_report_2027.pdf") + b"<!-- new -->"), f"/{path}"
    )
    assert event(company.run(TUESDAY + 3 * DAY), "country/index") is Event.UNCHANGED


def test_the_days_to_object_count_from_the_day_a_list_was_first_seen(company: Company):
    """Not from its confirmation a day later: the notice was sent before either."""
    rows = "<tr><td>Acme Inc.</td><td>Hosting</td><td>Ireland</td></tr>"
    notice = (
        "<p>You may object to a new sub-processor within 30 days of our notice. "
        + "It is sent by mail. " * 20
    )
    shown = (
        f"<h1>Sub-processors</h1><table><tr><th>Sub-processor</th><th>Purpose</th><th>Country</th></tr>{rows}"
    )
    company.show(f"<html><body><main>{shown}</table>{notice}</main>".encode())
    company.run(TUESDAY)
    more = rows.replace("Acme", "Brit").replace("Ireland", "Russia")
    company.show(f"<html><body><main>{shown}{more}</table>{notice}</main>".encode())
    company.run(TUESDAY + DAY)
    report = company.run(TUESDAY + 2 * DAY).report
    assert report is not None
    (note,) = [n for r in report.revisions if r.terms for n in r.terms.notes if "異議" in n.ja]
    seen = (TUESDAY + DAY).astimezone(TOKYO).date()
    assert f"{seen + timedelta(days=30)}（初めて確認した{seen}から30日" in note.ja


def edited(when: str, old: str, new: str) -> Reply:
    """The country report of the demo with a word changed that means nothing."""
    page = (DEMO / when / HTML[1:]).read_bytes()
    assert old.encode() in page
    return Reply(page.replace(old.encode(), new.encode(), 1), content_type="text/html; charset=utf-8")


def told_of_a_law(company: Company) -> str:
    """A company that was told as preliminary of a new law; the id of that finding."""
    company.watch_country()
    company.show_country("before")
    company.show(TERMS)
    company.run(TUESDAY)
    company.show_country("after", pdf="before")
    assert told(company.run(TUESDAY + DAY)) == [("country/XA/html", "preliminary")]
    return company.store.revisions("country/XA/html")[0].id


def statuses(company: Company) -> dict[str, str]:
    return {r.id: r.status.value for r in company.store.revisions("country/XA/html")}


def test_a_preliminary_finding_that_an_edited_former_text_ends_is_withdrawn(company: Company):
    """The report went back, and was edited on the way: it is not the text of before to the letter."""
    found = told_of_a_law(company)
    company.show(edited("before", "について", "につき"), HTML)
    said = [kinds(company.run(TUESDAY + n * DAY)) for n in range(2, 5)]
    assert [kind for of_day in said for kind in of_day if kind in ("withdrawn", "confirmed")] == ["withdrawn"]
    assert statuses(company)[found] == "withdrawn"


def test_a_preliminary_finding_that_stands_in_an_edited_text_is_confirmed(company: Company):
    found = told_of_a_law(company)
    company.show(edited("after", "については、以下", "につきましては、以下"), HTML)
    said = [kinds(company.run(TUESDAY + n * DAY)) for n in range(2, 5)]
    assert [kind for of_day in said for kind in of_day if kind in ("withdrawn", "confirmed")] == ["confirmed"]
    assert statuses(company)[found] == "confirmed"
    assert [case.state for case in company.store.cases()] == [CaseState.SUSPENSION_RECOMMENDED]


def test_nothing_speaks_for_resuming_while_the_other_form_states_the_law(company: Company):
    """HTML and PDF both showed it; one goes back, and the other stays."""
    company.watch_country()
    company.show_country("before")
    company.show(TERMS)
    company.run(TUESDAY)
    company.show_country("after")
    company.run(TUESDAY + DAY)
    case = company.store.open_cases()[0]
    answers = {q.id: "確認した" for q in review.dossier(company.store, company.policy, case.id).questions}
    intent = review.Intent(case=case.id, move=Move.SUSPEND, person="山田", reason="制度", answers=answers)
    review.decide(company.store, company.policy, intent, now=TUESDAY + DAY + HOUR)
    company.show_country("before", pdf="after")
    assert "resume" not in [k for n in range(2, 7) for k in kinds(company.run(TUESDAY + n * DAY))]
    company.show_country("before")
    assert "resume" in [k for n in range(7, 12) for k in kinds(company.run(TUESDAY + n * DAY))]
