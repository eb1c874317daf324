"""Whole runs in trouble: with a source, the registry, the network, the mail server, or each other."""

import asyncio
import smtplib
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from shutil import rmtree
from threading import Thread

import pytest
from company import (
    BY_HAND,
    CONTRACTORS,
    COUNTRIES,
    COUNTRY_PAGES,
    DAY,
    ERROR,
    HOUR,
    MONDAY,
    OTHER,
    READER,
    SECOND,
    TERMS,
    TUESDAY,
    WEAKER,
    Company,
    event,
    every,
    flat,
    kinds,
    look,
    server,
    text,
    told,
)

from hostile_site import Reply
from xborder.cli.text import status, status_data
from xborder.daily import Scope, run_daily
from xborder.daily.conclude import RETRY_AFTER
from xborder.errors import RunInProgress, StoreError
from xborder.fetch.ping import HttpPinger
from xborder.model import Event, Fetched, Health
from xborder.ports import Fetcher, FetchRequest


def unhealthy_on(company: Company, days: range) -> list[list[str]]:
    return [kinds(company.run(TUESDAY + n * DAY)) for n in days]


def test_trouble_that_lasts_is_told_once_and_its_end_once(company_on_each: Company):
    company = company_on_each
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(ERROR)
    assert unhealthy_on(company, range(1, 6)) == [[], [], [], ["error_page"], []]
    company.show(TERMS)
    recovered = company.run(TUESDAY + 6 * DAY)  # a Monday: the sign of life says it too
    assert (event(recovered), kinds(recovered)) == (Event.UNCHANGED, ["recovered"])
    assert told(recovered) == []
    assert unhealthy_on(company, range(7, 9)) == [[], []]


def test_trouble_that_passes_by_the_next_day_is_not_told(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(ERROR)
    bad = company.run(TUESDAY + DAY)
    assert (event(bad), bad.report) == (Event.UNHEALTHY, None)
    company.show(TERMS)
    good = company.run(TUESDAY + 2 * DAY)
    assert (event(good), good.report) == (Event.UNCHANGED, None)


def test_lost_bytes_of_one_document_stop_no_other_and_nothing_is_missed_once_they_are_back(company: Company):
    company.watch("/dpa", "/terms")
    company.show(TERMS, "/dpa")
    company.show(OTHER, "/terms")  # the same bytes, served again, would be kept again
    company.run(TUESDAY)
    kept = {path: path.read_bytes() for path in (company.folder / "blobs").rglob("*.zst")}
    for path in kept:
        path.unlink()
    company.show(WEAKER, "/dpa")
    hurt = [company.run(TUESDAY + n * DAY) for n in (1, 2)]
    assert [event(o) for o in hurt] == [Event.UNHEALTHY] * 2
    assert [event(o, "mihon/terms") for o in hurt] == [Event.UNCHANGED] * 2
    assert [kinds(o) for o in hurt] == [["lost", "damaged"], []]
    for path, content in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    healed = [company.run(TUESDAY + n * DAY) for n in (3, 4)]
    assert kinds(healed[0]) == ["recovered"]
    assert told(healed[1]) != []


def test_bytes_that_stay_lost_are_told_of_once_and_called_stale_once(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    for path in (company.folder / "blobs").rglob("*.zst"):
        path.unlink()
    company.show(WEAKER)
    said = [kind for kinds_ in unhealthy_on(company, range(1, 21)) for kind in kinds_]
    assert said == ["lost", "damaged", "stale"]  # lost: the PPC's list


def test_lost_bytes_are_told_of_even_behind_another_trouble(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(ERROR)
    assert ["error_page"] in unhealthy_on(company, range(1, 6))
    for path in (company.folder / "blobs").rglob("*.zst"):
        path.unlink()
    company.show(WEAKER)
    assert unhealthy_on(company, range(6, 8)) == [["lost", "damaged"], []]


def test_bytes_that_are_lost_while_nothing_changes_are_told_once_and_again_after_a_month(company: Company):
    company.watch("/dpa", "/terms")
    same = Reply(TERMS, headers=(("ETag", '"1"'),))
    company.show(same, "/dpa", "/terms")
    company.run(TUESDAY)
    assert kinds(company.run(TUESDAY + DAY)) == []
    company.show(Reply(b"", status=304), "/dpa", "/terms")  # nothing is served that would be kept again
    rmtree(company.folder / "blobs")
    said = [kinds(company.run(TUESDAY + n * DAY)) for n in range(2, 36)]
    assert [n for n, kinds_ in enumerate(said, 2) if "lost" in kinds_] == [2, 34]
    first = next(a for o in company.outcomes if o.report for a in o.report.alerts if a.kind == "lost")
    assert "country/index" in first.text.ja and "mihon/dpa、mihon/terms" in first.text.ja
    assert "mihon/dpa, mihon/terms" in first.text.en and "xborder doctor" in first.fix.ja
    assert sum("保管してあるはずの写し" in text(mail, "plain") for mail in company.mails) == 2


def test_whether_bytes_are_lost_is_asked_of_a_few_sources_only_and_in_turn_of_all(company: Company):
    pages = [f"/p{n}" for n in range(34)]
    company.watch(*pages)
    company.show(TERMS, *pages)
    company.run(TUESDAY)
    asked: list[Sequence[str]] = []
    answer = company.store.lost
    company.store.lost = lambda sources: asked.append(sources) or answer(sources)  # type: ignore[method-assign]
    for n in range(1, 6):
        assert kinds(company.run(TUESDAY + n * DAY)) == []
    assert max(map(len, asked)) <= 10
    assert len({source for few in asked for source in few}) == 35


def test_what_could_not_be_confirmed_for_two_weeks_is_called_stale_once(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(ERROR)
    said = [kind for kinds_ in unhealthy_on(company, range(1, 21)) for kind in kinds_]
    assert said == ["error_page", "stale"]
    stale = "2026-11-18 から正常に確認できていません"
    assert sum(stale in flat(text(mail, "plain")) for mail in company.mails) == 1


def test_a_change_is_seen_behind_days_of_trouble(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(ERROR)
    unhealthy_on(company, range(1, 5))
    company.show(WEAKER)
    company.run(TUESDAY + 5 * DAY)
    outcome = company.run(TUESDAY + 6 * DAY)
    assert told(outcome) == [("mihon/dpa", "confirmed")]


def test_a_page_that_moved_away_is_told_with_where_it_went(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(Reply(status=301, headers=(("Location", "/"),)))
    company.show(b"<h1>Mihon Cloud</h1><p>Start free. See pricing. Read customer stories.</p>", "/")
    company.run(TUESDAY + DAY)
    outcome = company.run(TUESDAY + 2 * DAY)
    assert event(outcome) is Event.UNHEALTHY
    assert kinds(outcome) == ["moved"]
    (alert,) = outcome.report.alerts if outcome.report else ()
    assert "127.0.0.1 のトップページ" in alert.text.ja


def test_a_page_that_was_taken_down_is_told_at_the_second_look(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(Reply(b"<h1>Not found</h1>", status=404))
    assert unhealthy_on(company, range(1, 4)) == [[], ["gone"], []]


def test_a_page_that_was_refused_and_is_gone_now_is_told_as_gone(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(Reply(b"<h1>Forbidden</h1>", status=403))
    assert [kind for day in unhealthy_on(company, range(1, 5)) for kind in day] == ["blocked"]
    company.show(Reply(b"<h1>Not found</h1>", status=404))
    assert [kind for day in unhealthy_on(company, range(5, 8)) for kind in day] == ["gone"]


def test_a_text_seen_once_before_the_trouble_is_told_with_it(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.run(TUESDAY + DAY)
    company.show(Reply(b"<h1>Forbidden</h1>", status=403))
    outcomes = [company.run(TUESDAY + n * DAY) for n in range(2, 6)]
    (alert,) = [a for o in outcomes if o.report for a in o.report.alerts]
    assert alert.kind == "blocked" and "再確認できていません" in alert.text.ja


def test_a_broken_entry_is_told_on_every_run_and_the_others_are_watched(company: Company):
    broken = '      - {id: typo, kind: dpa, title: 誤り, url: "htp://mihon.example/dpa"}\n'
    company.watch("/dpa", "/terms", more=broken)
    company.show(TERMS, "/dpa", "/terms")
    outcomes = [company.run(TUESDAY + n * DAY) for n in range(3)]
    assert [kinds(o) for o in outcomes] == [["registry"]] * 3
    assert all(o.has_broken_entries and o.needs_attention for o in outcomes)
    assert all({"mihon/dpa", "mihon/terms"} <= set(every(o)) for o in outcomes)
    assert all("contractors.yaml:14" in text(mail, "plain") for mail in company.mails)


def test_a_registry_file_that_cannot_be_read_is_told_with_all_it_takes_away(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    file = company.folder / "data" / "contractors.yaml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("    ", "\t", 1), encoding="utf-8")
    blind = company.run(TUESDAY + DAY)
    assert kinds(blind) == ["registry_file", "unwatched"]
    assert blind.report is not None
    said = text(company.mails[-1], "plain")
    assert "一つも監視されていません" in said and "mihon/dpa" in said
    assert "お知らせする変更は見つかりませんでした" not in said.replace("確認できた文書に、お知らせする", "")
    assert kinds(company.run(TUESDAY + 2 * DAY)) == ["registry_file"]  # the documents are named once
    file.write_text(whole, encoding="utf-8")
    assert event(company.run(TUESDAY + 3 * DAY)) is Event.UNCHANGED


def test_what_was_taken_out_of_the_registry_is_named_once(company: Company):
    company.watch("/dpa", "/terms")
    company.show(TERMS, "/dpa", "/terms")
    company.run(TUESDAY)
    company.watch("/dpa")
    first = company.run(TUESDAY + DAY)
    assert [a.text.en for a in first.report.alerts if a.kind == "unwatched"] == [  # type: ignore[union-attr]
        "Watched until the last run, and not in the registry any more (1): mihon/terms"
    ]
    assert company.run(TUESDAY + 2 * DAY).report is None


def test_an_address_that_was_wrong_from_the_first_stands_in_the_first_report(company: Company):
    company.watch("/dpa", "/gone")
    company.show(TERMS)
    company.show(Reply(b"<h1>Not found</h1>", status=404), "/gone")
    first = company.run(TUESDAY)
    assert first.report is not None
    assert ["はじめての確認" in note.ja for note in first.report.notes] == [True]
    assert "404" in text(company.mails[-1], "plain")


def test_every_document_of_the_registry_has_one_event_in_every_run(company: Company):
    pages = ["/ok", "/silent", "/hang-up", "/gone", "/garbage", "/redirect/loop", "/gzip-bomb", "/reset"]
    company.watch(*pages)
    company.show(TERMS, "/ok")
    for day in range(2):
        outcome = company.run(TUESDAY + day * DAY)
        assert sorted(every(outcome)) == sorted(d.id for d in company.registry.documents)
        assert sum(n for _, n in outcome.report.counts) == len(every(outcome)) if outcome.report else True
        assert sum(n for _, n in company.store.last_run(outcome.run.started_at).counts) == len(every(outcome))  # type: ignore[union-attr]


def test_without_a_network_nothing_is_called_unchanged(company: Company):
    async def no_network(name: str, port: int) -> list[str]:
        raise OSError(-3, "Temporary failure in name resolution")

    company.write(
        CONTRACTORS + '      - {id: dpa, kind: dpa, title: 契約, url: "http://mihon.example/dpa"}\n',
        BY_HAND.replace("SITE", "http://ppc.example"),
    )
    company.resolve = no_network
    outcome = company.run(TUESDAY)
    assert outcome.checked_nothing
    assert kinds(outcome) == ["nothing_checked"]
    assert "どの情報源も確認できません" in company.subjects[-1] + text(company.mails[-1], "plain")
    assert {o.event for o in outcome.observations} == {Event.UNHEALTHY}


def pings(company: Company, now: datetime, scope: Scope = Scope.DUE) -> list[str]:
    """What a run tells the dead-man switch."""
    company.show(Reply(b"ok"), "/alive", "/alive/start", "/alive/fail")
    company.site.asked.clear()
    pinger = HttpPinger(company.site.url("/alive"), limits=company.limits, allowed_networks=company.networks)
    services = replace(company.services(now), pinger=pinger)
    with suppress(StoreError):
        asyncio.run(run_daily(services, now=now, owner="test", scope=scope))
    return [path for path in company.site.paths if path.startswith("/alive")]


def test_the_dead_man_switch_hears_of_a_run_that_came_through_and_not_of_hourly_looks(company: Company):
    company.show(TERMS)
    assert pings(company, TUESDAY) == ["/alive/start", "/alive"]
    assert pings(company, TUESDAY + HOUR, Scope.PENDING) == []
    company.show(ERROR)
    assert pings(company, TUESDAY + DAY) == ["/alive/start", "/alive"]  # the list of reports was checked


def test_the_dead_man_switch_hears_a_failure_when_nothing_could_be_checked(company: Company):
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(ERROR, "/dpa", "/laws/index.html")
    assert pings(company, TUESDAY + DAY) == ["/alive/start", "/alive/fail"]


def test_the_dead_man_switch_hears_a_failure_while_mails_wait(company: Company):
    company.mailer = server(9)
    company.show(TERMS)
    assert pings(company, TUESDAY) == ["/alive/start", "/alive/fail"]
    assert pings(company, TUESDAY + DAY) == ["/alive/start", "/alive/fail"]


def test_the_dead_man_switch_hears_a_failure_when_the_records_cannot_be_written(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object) -> None:
        raise StoreError("xborder.db", why="the disk is full", fix="Make room")

    monkeypatch.setattr(company.store, "record", full)
    company.show(TERMS)
    assert pings(company, TUESDAY) == ["/alive/start", "/alive/fail"]


class Backwards:
    """A fetcher whose looks come in the other way round."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def fetch(self, requests: Sequence[FetchRequest]) -> AsyncGenerator[Fetched, None]:
        for fetched in reversed([fetched async for fetched in self._fetcher.fetch(requests)]):
            yield fetched


def test_in_which_order_sources_come_in_makes_no_difference(company: Company):
    company.watch(more='      - {id: whole, kind: dpa, title: 全体, urls: ["SITE/dpa", "SITE/annex"]}\n')
    company.show(TERMS)
    company.show(OTHER, "/annex")
    company.run(TUESDAY)
    services = company.services(TUESDAY + DAY)
    services = replace(services, fetcher=Backwards(services.fetcher))
    again = asyncio.run(run_daily(services, now=TUESDAY + DAY, owner="test"))
    assert {o.event for o in again.observations} == {Event.UNCHANGED}
    company.show(WEAKER, "/annex")
    backwards = replace(company.services(TUESDAY + 2 * DAY), fetcher=services.fetcher)
    asyncio.run(run_daily(backwards, now=TUESDAY + 2 * DAY, owner="test"))
    assert told(company.run(TUESDAY + 3 * DAY)) == [("mihon/whole", "confirmed")]


def test_a_fleet_that_fails_at_once_is_one_alarm_and_no_change(company: Company):
    pages = [f"/p{n}" for n in range(8)]
    company.watch(*pages)
    company.show(TERMS, *pages)
    company.run(TUESDAY)
    company.show(ERROR, *pages[:7])
    failed = company.run(TUESDAY + DAY)
    assert (kinds(failed), told(failed)) == (["fleet"], [])
    company.show(TERMS, *pages)
    assert company.run(TUESDAY + 2 * DAY).report is None


def test_a_new_law_is_told_even_when_the_run_is_held(company: Company):
    pages = [f"/p{n}" for n in range(8)]
    company.watch(*pages, countries=COUNTRIES + COUNTRY_PAGES)
    company.show(TERMS, *pages)
    company.show_country("before")
    company.run(TUESDAY)
    company.show(ERROR, *pages[:7])
    company.show_country("after")
    outcome = company.run(TUESDAY + DAY)
    assert "fleet" in kinds(outcome)
    assert told(outcome) == [("country/XA/html", "preliminary")]


def changed(company: Company) -> datetime:
    """A company whose contract changed and was seen again; the moment of the run that will tell it."""
    company.show(TERMS)
    company.run(TUESDAY)
    company.show(WEAKER)
    company.run(TUESDAY + DAY)
    return TUESDAY + 2 * DAY


def test_while_the_mail_server_is_down_the_mail_waits_and_goes_out_once(company_on_each: Company):
    company = company_on_each
    moment = changed(company)
    up, company.mailer = company.mailer, server(9)  # nobody listens there
    down = company.run(moment)
    assert (down.mails_sent, down.mails_waiting) == (0, 1)
    assert down.needs_attention
    (queued,) = company.store.due_messages(moment + DAY)
    assert "connection" in queued.last_error
    company.mailer = up
    later = company.run(moment + HOUR)
    assert (later.mails_sent, later.report) == (1, None)
    assert company.mails[-1]["Message-ID"] == queued.message.message_id
    assert company.run(moment + 2 * HOUR).mails_sent == 0
    assert len({m["Message-ID"] for m in company.mails}) == len(company.mails) == 2


def test_a_server_that_fails_after_it_took_the_mail_gets_the_same_message_id_again(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    moment = changed(company)
    send = smtplib.SMTP.sendmail

    def cut_off(self, *arguments, **options):
        send(self, *arguments, **options)
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(smtplib.SMTP, "sendmail", cut_off)
    company.run(moment)
    monkeypatch.undo()
    company.run(moment + HOUR)
    first, second = company.mails[-2:]
    assert first["Message-ID"] == second["Message-ID"]
    assert company.post.received[-1] == company.post.received[-2]


def test_attempts_come_later_each_time_and_never_end(company: Company):
    moment = changed(company)
    company.mailer = server(9)
    company.run(moment)
    for minutes in (*RETRY_AFTER, RETRY_AFTER[-1], RETRY_AFTER[-1]):
        assert company.store.due_messages(moment + (minutes - 1) * HOUR / 60) == []
        moment += minutes * HOUR / 60
        company.run(moment)
    assert company.store.due_messages(moment + 2 * DAY)[0].attempts > len(RETRY_AFTER)


def test_one_bad_recipient_does_not_keep_the_others_from_their_mail(company: Company):
    company.recipients = ("nobody@mihon.example", READER, SECOND)
    company.post.rcpt["nobody@mihon.example"] = ["550 no such user"] * 5
    company.post.rcpt[SECOND] = ["451 greylisted"]
    company.show(TERMS)
    first = company.run(TUESDAY)
    assert first.mails_waiting == 1
    second = company.run(TUESDAY + HOUR)
    assert (second.mails_sent, second.mails_waiting) == (1, 0)
    assert [to for to, _ in company.post.received] == [[READER], [SECOND]]
    assert company.run(TUESDAY + 2 * HOUR).mails_sent == 0


def test_a_mail_that_nobody_took_waits_and_goes_to_the_corrected_address(company: Company):
    """Refused at the recipient may mean the relay or the sender: then no report would reach anybody."""
    company.recipients = ("wrong@mihon.example", "gone@mihon.example")
    company.post.rcpt = {name: ["550 relaying denied"] * 9 for name in company.recipients}
    company.show(TERMS)
    first = company.run(TUESDAY)
    assert (first.mails_sent, first.mails_waiting, first.needs_attention) == (0, 1, True)
    assert company.run(TUESDAY + 2 * HOUR / 60).mails_waiting == 1  # not due yet, and waiting all the same
    company.recipients = (READER, SECOND)
    company.post.rcpt = {SECOND: ["451 greylisted"]}
    assert company.run(TUESDAY + HOUR).mails_waiting == 1
    second = company.run(TUESDAY + 2 * HOUR)
    assert (second.mails_sent, second.mails_waiting) == (1, 0)
    assert [to for to, _ in company.post.received] == [[READER], [SECOND]]


def test_the_next_report_says_who_did_not_get_the_last_one(company: Company):
    company.recipients = ("nobody@mihon.example", READER)
    company.post.rcpt["nobody@mihon.example"] = ["550 no such user"]
    company.run(changed(company))
    report = company.store.reports(limit=1)[0]
    assert any("nobody@mihon.example" in note.ja for note in report.notes)


def test_a_mail_that_failed_for_days_is_tried_by_each_daily_run(company: Company):
    """The last wait was a whole day: a run that began seconds sooner than yesterday's let it pass."""
    moment = changed(company)
    up, company.mailer = company.mailer, server(9)
    for day in range(9):
        assert company.run(moment + day * DAY).mails_waiting
    company.mailer = up
    assert company.run(moment + 9 * DAY - HOUR / 60).mails_sent >= 1


def test_without_a_mail_server_the_mails_wait_and_the_run_says_so(company: Company):
    company.mailer = None
    company.show(TERMS)
    outcome = company.run(TUESDAY)
    assert (outcome.mails_sent, outcome.mails_waiting) == (0, 1)
    assert outcome.needs_attention
    shown = status_data(company.registry, company.policy, company.store, TUESDAY)
    assert [mail["since"] for mail in shown["mails_waiting"]] == [TUESDAY.isoformat()]
    assert shown["needs_attention"] and "mail waits since" in status(shown)


def test_a_reports_folder_that_cannot_be_written_holds_back_neither_mail_nor_look(company: Company):
    """A share for the reviewers that is away."""
    (company.folder / "reports").write_text("not a folder", encoding="utf-8")
    company.show(TERMS)
    first = company.run(TUESDAY)
    assert (first.mails_sent, first.has_unwritten_files, first.needs_attention) == (1, True, True)
    assert event(company.run(TUESDAY + DAY)) is Event.UNCHANGED
    (company.folder / "reports").unlink()
    company.run(TUESDAY + 2 * DAY)
    assert first.report is not None
    assert (company.folder / "reports" / first.report.id / "index.html").exists()


def test_of_two_runs_at_once_the_second_refuses_and_nothing_is_doubled(company_on_each: Company):
    company = company_on_each
    company.show(TERMS)
    refused: list[RunInProgress] = []

    def second_run() -> None:
        try:
            company.run(TUESDAY)
        except RunInProgress as error:
            refused.append(error)

    def reply(asked):
        second = Thread(target=second_run)  # it starts while the first one waits for this page
        second.start()
        second.join()
        return Reply(TERMS)

    company.site.pages["/dpa"] = reply
    outcome = company.run(TUESDAY)
    assert [type(e) for e in refused] == [RunInProgress]
    assert event(outcome) is Event.FIRST
    assert len(company.store.reports()) == len(company.mails) == 1
    assert company.site.count("/dpa") == 1


def test_an_interrupted_run_is_gone_on_with_and_its_findings_are_told_once(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    moment = changed(company)
    with monkeypatch.context() as broken:
        broken.setattr("xborder.daily.compile_report", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            company.run(moment)
    outcome = company.run(moment + HOUR)
    assert outcome.observations == ()  # it was looked at; only the telling was missing
    assert told(outcome) == [("mihon/dpa", "confirmed")]
    assert company.run(moment + 2 * HOUR).report is None


def test_report_files_that_a_killed_run_did_not_write_are_written_by_the_next(
    company: Company, monkeypatch: pytest.MonkeyPatch
):
    company.show(TERMS)
    with monkeypatch.context() as broken:
        broken.setattr("xborder.publish.FilePublisher.write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            company.run(TUESDAY)
    outcome = company.run(TUESDAY + HOUR)
    assert outcome.report is None
    assert (company.folder / "reports" / "2026-11-17" / "index.html").is_file()
    assert len(company.mails) == 1


def test_a_clock_that_jumps_back_a_day_loses_and_doubles_nothing(company: Company):
    moment = changed(company)
    company.run(moment)
    back = company.run(moment - DAY)
    assert back.report is None
    assert company.run(moment + DAY).report is None
    assert len(company.mails) == 2


def test_a_collapsed_page_is_quarantined_and_its_return_is_no_change(company: Company):
    long = TERMS.replace(b"</main>", b"<p>" + b"The Customer may audit the Service. " * 60 + b"</p></main>")
    company.show(long)
    company.run(MONDAY + DAY)
    company.show(TERMS[: len(TERMS) // 4])
    collapsed = company.run(MONDAY + 2 * DAY)
    assert look(collapsed).state.health in (Health.COLLAPSED, Health.UNREADABLE)
    company.show(long)
    assert event(company.run(MONDAY + 3 * DAY)) is Event.UNCHANGED
    assert all(told(o) == [] for o in company.outcomes)


@pytest.mark.parametrize(
    ("stays", "expected"), [("after", [("country/XA/html", "confirmed")]), ("before", [])]
)
def test_a_preliminary_finding_that_nobody_was_told_of_is_not_confirmed_or_withdrawn_to_them(
    company: Company, monkeypatch: pytest.MonkeyPatch, stays: str, expected: list[tuple[str, str]]
):
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(TUESDAY)
    company.show_country("after")
    with monkeypatch.context() as broken:
        broken.setattr("xborder.daily.compile_report", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            company.run(TUESDAY + DAY)
    company.show_country(stays)
    outcome = company.run(TUESDAY + 2 * DAY)
    assert (told(outcome), kinds(outcome)) == (expected, [])
    assert company.run(TUESDAY + 3 * DAY).report is None
