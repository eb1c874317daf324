"""A year of a company, month by month, as the people there live it. Each month says what they see and do."""

from datetime import date, timedelta

import year_pages as pages
from company import text
from year_office import Office

from hostile_site import Reply

HANDLING = "契約と監査報告書により、取扱いの状況と制度の運用を確認した。開示の要求は過去三年間ない。"
RETURN = "既に提供した個人データの保護は確保できる。返還及び削除は求めない。"
AMENDED = "1)に当たり得る制度への拡大。調査報告（2027年8月）及び公表された法令で確認した。"
SYSTEM = ("--answer", f"policy-4-1-7={AMENDED}")
ANSWERS = ("--answer", f"q12-17={HANDLING}", "--answer", f"q12-19={RETURN}")
CONTRACT = ("--answer", "contract-first=改定は契約更新時から適用される。解約権がある。")


def told_by(office: Office) -> str:
    """The last mail, without the breaks of its lines."""
    return "".join(text(office.last_mail, "plain").split())


def subject(office: Office) -> str:
    return str(office.last_mail["Subject"])


def live(office: Office) -> None:
    """2027, from the first run to the last."""
    january(office)
    february_terms_are_revised(office)
    march_a_measure_is_weakened(office)
    april_it_is_not_corrected_and_provision_is_suspended(office)
    may_a_source_falls_silent(office)
    june_the_source_is_back_and_so_is_the_measure(office)
    july_a_false_alarm(office)
    september_a_law_is_broadened(office)
    november_terms_are_revised_once_more(office)
    december(office)


def january(office: Office) -> None:
    """The first look: nothing to compare with. Then a sign of life each Monday, and nothing to do."""
    office.write(contractors=pages.CONTRACTORS, countries=pages.COUNTRIES)
    office.show("/laws/index.html", pages.index())
    office.show(pages.REPORT, pages.report(is_broad=False))
    office.show("/mihon/terms", pages.SERVICE[0])
    office.show("/mihon/dpa", pages.DPA)
    office.show("/kita/terms", pages.KITA_TERMS)
    office.show("/kita/privacy", pages.KITA_PRIVACY)
    first = office.morning(date(2027, 1, 4))
    assert (first["documents"], first["events"]) == (6, {"first": 6})
    assert "監視を始めました" in told_by(office)
    quiet = office.mondays(date(2027, 1, 11), date(2027, 1, 25))
    assert [(run["findings"], run["alerts"], run["needs_attention"]) for run in quiet] == [
        ([], [], False)
    ] * 3
    assert office.open_cases() == []


def february_terms_are_revised(office: Office) -> None:
    revised(office, date(2027, 2, 1), 1, "漏えい等の通知期限が短縮された。相当措置に影響はない。")
    office.mondays(date(2027, 2, 8), date(2027, 2, 22))


def revised(office: Office, day: date, number: int, reason: str) -> None:
    """A revision of the terms of Mihon Cloud: told when it was seen again, read by a person, confirmed."""
    office.show("/mihon/terms", pages.SERVICE[number])
    assert office.morning(day)["findings"] == []
    told = office.morning(day + timedelta(days=1))
    assert told["findings"] == [{"document": "mihon/terms", "action": "confirm", "status": "confirmed"}]
    case = office.on(day + timedelta(days=2)).the_case("mihon/terms")
    assert office.decide(case["id"], "confirm", reason=reason).data["state"] == "confirmed"


def march_a_measure_is_weakened(office: Office) -> None:
    """New sub-processors need no notice any more: a correction is asked for until 2 April."""
    office.show("/mihon/dpa", pages.DPA_WEAKER)
    told = office.seen_twice(date(2027, 3, 1))
    assert told["findings"] == [
        {"document": "mihon/dpa", "action": "request_correction", "status": "confirmed"}
    ]
    assert "30days'priorwrittennotice" in told_by(office)
    case = office.on(date(2027, 3, 3)).the_case("mihon/dpa")
    assert case["deadline"] == "2027-04-01"  # proposed; the officer sets another
    reason = "再委託の事前通知と異議申立ての機会が失われた。"
    asked = office.decide(case["id"], "request_correction", "--deadline", "2027-04-02", reason=reason)
    assert (asked.data["state"], asked.data["deadline"]) == ("correction_requested", "2027-04-02")
    office.mondays(date(2027, 3, 8), date(2027, 3, 22))


def april_it_is_not_corrected_and_provision_is_suspended(office: Office) -> None:
    """Reminded 5 and 1 business days before; overdue on the first morning after the deadline."""
    mornings = [date(2027, 3, 25) + timedelta(days=n) for n in range(10)]
    said = {day: [a for a in office.morning(day)["alerts"] if "deadline" in a] for day in mornings}
    days = (date(2027, 3, 26), date(2027, 4, 1), date(2027, 4, 3))
    assert tuple(day for day, alerts in said.items() if alerts) == days
    assert "是正の期限（2027年4月2日）を過ぎました。提供の停止を検討してください。" in told_by(office)
    assert subject(office).startswith(
        "【重要】xborder 案件の期限を過ぎました：Mihon Cloud Data Processing Terms"
    )
    case = office.on(date(2027, 4, 5)).the_case("mihon/dpa")
    assert (case["state"], case["action"]) == ("overdue", "suspend")
    reason = "期限までに是正されず、再委託先を把握できない。"
    unanswered = ("decide", case["id"], "suspend", "--by", "法務部 山田花子", "--reason", reason)
    refused = office.xborder(*unanswered, code=2).err
    assert "q12-17" in refused and "q12-19" in refused
    suspended = office.decide(case["id"], "suspend", *ANSWERS, *CONTRACT, reason=reason)
    assert suspended.data["state"] == "suspended"
    office.mondays(date(2027, 4, 12), date(2027, 4, 19))
    revised(office, date(2027, 4, 26), 2, "契約終了後の保存期間が延びた。削除の定めは残る。")


def may_a_source_falls_silent(office: Office) -> None:
    """Three weeks of errors: told when it lasts, once more when what is known is stale, and not each day."""
    office.morning(date(2027, 5, 3))
    office.show("/kita/terms", Reply(b"<h1>Service unavailable</h1>", status=503))
    mornings = [office.morning(date(2027, 5, day)) for day in (10, 13, 17, 24, 31)]
    alerts = [[alert for alert in run["alerts"] if "Kita" in alert] for run in mornings]
    assert [len(said) for said in alerts] == [0, 1, 1, 0, 0]
    assert "an error page is served" in alerts[1][0] and "what is stored is stale" in alerts[2][0]
    assert all(run["findings"] == [] for run in mornings)
    assert "確認できず1件" in told_by(office)
    status = office.xborder("status", "--json", code=1).data
    (row,) = [row for row in status["documents"] if row["document"] == "kita/terms"]
    assert (row["health"], row["last_good"][:10]) == ("error_page", "2027-05-02")


def june_the_source_is_back_and_so_is_the_measure(office: Office) -> None:
    """Resuming is proposed when the former text is there again; a person waits until it stayed, and decides."""
    office.show("/kita/terms", pages.KITA_TERMS)
    office.show("/mihon/dpa", pages.DPA)
    back = office.morning(date(2027, 6, 7))
    assert any("Kita Mail Terms of Use can be read again" in alert for alert in back["alerts"])
    assert "文書は変更前の内容に戻っています。提供の再開を検討してください。" in told_by(office)
    case = office.the_case("mihon/dpa")
    assert case["state"] == "suspended"  # nothing is resumed by itself
    office.morning(date(2027, 6, 8))
    stayed = office.morning(date(2027, 6, 11))
    assert stayed["findings"] == [{"document": "mihon/dpa", "action": "confirm", "status": "confirmed"}]
    assert office.the_case("mihon/dpa")["id"] == case["id"]  # what mends it belongs to the same case
    reason = "事前通知と異議申立ての条項が戻ったことを確認した。"
    office.on(date(2027, 6, 14)).decide(case["id"], "resume", *ANSWERS, *CONTRACT, reason=reason)
    assert office.open_cases() == []
    office.mondays(date(2027, 6, 21), date(2027, 6, 28))


def july_a_false_alarm(office: Office) -> None:
    """A former version shown as history looks like a permission, and is none."""
    office.show("/kita/privacy", pages.KITA_PRIVACY_WITH_HISTORY)
    told = office.seen_twice(date(2027, 7, 5))
    assert told["findings"] == [
        {"document": "kita/privacy", "action": "request_correction", "status": "confirmed"}
    ]
    case = office.on(date(2027, 7, 7)).the_case("kita/privacy")
    reason = "失効した2019年版を沿革として掲載したもの。現行の条項は変わっていない。"
    dismissed = office.decide(case["id"], "dismiss", reason=reason, by="個人情報保護管理者 佐藤一郎")
    assert dismissed.data["state"] == "dismissed"
    quiet = office.mondays(date(2027, 7, 19), date(2027, 8, 30), every=2)
    assert all(run["findings"] == run["alerts"] == [] for run in quiet)


def september_a_law_is_broadened(office: Office) -> None:
    """The report on the contractor's country: told at once as preliminary, seen again the next day, decided."""
    office.show(pages.REPORT, pages.report(is_broad=True))
    at_once = office.morning(date(2027, 9, 6))
    assert at_once["findings"] == [
        {"document": "country/XA/html", "action": "suspend", "status": "preliminary"}
    ]
    assert "速報" in subject(office) and "見本共和国" in subject(office)
    case = office.the_case("country/XA")
    assert case["state"] == "suspension_recommended"
    again = office.morning(date(2027, 9, 7))
    assert (again["findings"], len(again["alerts"])) == ([], 1)
    assert "速報を、再取得により確認しました" in told_by(office)
    told = office.xborder("disclose", "--language", "ja", "--json", code=1, keep="disclosure in September")
    assert "提供の停止を検討しています" in told.data["ja"]["policy"]
    reason = "制度の存在のみでは確保が困難とはいえず、取扱いの状況と制度の運用からみて継続できる。"
    continued = office.on(date(2027, 9, 10)).decide(case["id"], "continue", *ANSWERS, *SYSTEM, reason=reason)
    assert continued.data["state"] == "continued"
    office.mondays(date(2027, 9, 13), date(2027, 10, 25), every=2)


def november_terms_are_revised_once_more(office: Office) -> None:
    revised(office, date(2027, 11, 1), 3, "安全管理措置が強化された。")
    office.mondays(date(2027, 11, 15), date(2027, 11, 29), every=2)


def december(office: Office) -> None:
    """The last runs; on the 28th the year is reviewed."""
    office.mondays(date(2027, 12, 13), date(2027, 12, 27), every=2)
    assert office.open_cases() == []
    office.on(date(2027, 12, 28))
