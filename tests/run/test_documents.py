"""The documents of a company whose contractor weakened a measure: from whole runs, on each database."""

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from company import DAY, HOUR, MONDAY, TERMS, WEAKER, Company
from warcio.archiveiterator import ArchiveIterator

from xborder import papers
from xborder.documents import to_text
from xborder.documents.disclosure import Disclosure
from xborder.documents.evidence import SUMS, seal, verify
from xborder.documents.facts import Facts
from xborder.errors import DecisionError
from xborder.model import Move
from xborder.registry import load_statements
from xborder.review import Intent, decide

LATER = MONDAY + 3 * DAY


def weakened(company: Company) -> str:
    """After a weaker text was seen, confirmed and filed: the id of its case."""
    company.show(TERMS)
    company.days(MONDAY, MONDAY + DAY)
    company.show(WEAKER)
    company.days(MONDAY + 2 * DAY, MONDAY + 2 * DAY + 2 * HOUR, LATER)
    (case,) = company.store.open_cases()
    return case.id


def facts(company: Company) -> Facts:
    statements = load_statements(company.folder / "data")
    return papers.gather(company.registry, statements, company.store, company="見本株式会社", now=LATER)


def bundled(company: Company) -> bytes:
    return papers.evidence(facts(company), company.store, weakened(company), language="ja")


def test_the_bundle_holds_the_bytes_as_served_and_both_texts(company_on_each: Company):
    body = bundled(company_on_each)
    assert verify(body) == ()
    with zipfile.ZipFile(BytesIO(body)) as archive:
        kept = {
            record.rec_headers.get_header("WARC-Record-ID"): record.content_stream().read()
            for record in ArchiveIterator(archive.open("captures.warc"))
            if record.rec_type == "resource"
        }
        old = archive.read("revision-1/old.txt").decode()
        new = archive.read("revision-1/new.txt").decode()
        assert "difference.html" in " ".join(archive.namelist())
    assert sorted(kept.values()) == sorted((TERMS, WEAKER))
    assert old != new


def test_standard_tools_alone_can_check_it(company: Company, tmp_path: Path):
    (tmp_path / "bundle.zip").write_bytes(bundled(company))
    subprocess.run(["unzip", "-q", "bundle.zip", "-d", "out"], cwd=tmp_path, check=True)
    told = subprocess.run(["sha256sum", "-c", SUMS], cwd=tmp_path / "out", check=True, capture_output=True)
    assert b"captures.warc: OK" in told.stdout


def test_the_same_case_gives_the_same_bytes_and_a_decision_changes_them(company: Company):
    case = weakened(company)
    first, again = (papers.evidence(facts(company), company.store, case, language="ja") for _ in range(2))
    assert seal(first) == seal(again)
    intent = Intent(case=case, move=Move.DISMISS, person="山田花子", reason="誤検知", answers={})
    decide(company.store, company.policy, intent, now=LATER)
    later = papers.evidence(facts(company), company.store, case, language="ja")
    assert seal(later) != seal(first)
    with zipfile.ZipFile(BytesIO(later)) as archive:
        assert "山田花子" in archive.read("decisions.json").decode()


def test_a_case_nobody_knows_is_refused(company: Company):
    with pytest.raises(DecisionError, match="none of this name"):
        papers.evidence(facts(company), company.store, "C-1999-0001", language="ja")


def test_disclosure_and_review_follow_the_case(company_on_each: Company):
    company = company_on_each
    case = weakened(company)
    told = papers.disclosures(facts(company), company.store, ("ja",))["ja"]
    assert any(case in doubt for doubt in told.doubts)
    assert "支障の有無を確認しています" in told.sheets[0].items[5].text
    (unbacked,) = [doubt for doubt in told.doubts if "条項が見つかりません" in doubt]
    assert "不適正利用の禁止" in unbacked and "安全管理措置" not in unbacked
    year = papers.year_of(facts(company), company.store, company.policy, 2026, since=MONDAY.date())
    review = papers.annual(facts(company), year, languages=("ja",))["ja"]
    text = to_text(review.paper)
    assert f"{case} " in text
    assert "人による判断がまだない実質的な改定：1件" in text
    (days,) = [table for table in review.tables.tables if table.name == "監視の記録"]
    (watch,) = [row for row in days.rows if row[0].endswith("mihon/dpa")]
    assert watch[1:5] == ("2026-11-16", "4", "4", "0")


def told_of_a_law(company: Company, *, then: str, then_pdf: str) -> tuple[str, Disclosure]:
    """A law is told as preliminary by both forms of the report; the next day they show `then`."""
    company.watch_country()
    company.show(TERMS)
    company.show_country("before")
    company.run(MONDAY)
    company.show_country("after")
    company.run(MONDAY + DAY)
    (case,) = company.store.open_cases()
    company.show_country(then, pdf=then_pdf)
    company.run(MONDAY + 2 * DAY)
    assert [open_case.id for open_case in company.store.open_cases()] == [case.id]
    return case.id, papers.disclosures(facts(company), company.store, ("ja",))["ja"]


def test_a_preliminary_law_that_was_withdrawn_is_not_published_while_its_case_waits(company: Company):
    case, told = told_of_a_law(company, then="before", then_pdf="before")
    assert "停止を検討しています" not in to_text(told.policy)
    assert "支障は、ありません" in told.sheets[0].items[5].text
    (doubt,) = [doubt for doubt in told.doubts if case in doubt]
    assert "すべて取り消された" in doubt


def test_a_law_that_one_form_of_the_report_still_states_is_published(company: Company):
    case, told = told_of_a_law(company, then="before", then_pdf="after")
    assert "停止を検討しています" in told.sheets[0].items[5].text
    (doubt,) = [doubt for doubt in told.doubts if case in doubt]
    assert "取り消" not in doubt
