"""A year from the finding to the decision to the proof, with nothing but the command; on each database.

The months are in year_story.py. Here the documents of the year are read for their facts.
"""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from bs4 import BeautifulSoup
from company import PROJECT, text
from python_calamine import CalamineWorkbook
from warcio.archiveiterator import ArchiveIterator
from year_office import Office, keep
from year_pages import DPA, DPA_WEAKER, report
from year_story import AMENDED, HANDLING, RETURN, live

from hostile_site import HostileSite
from mail_server import Post, mail_server

pytestmark = pytest.mark.timeout(300)  # a year takes its time on a busy machine

WEAKENED, LAW, ALARM = "C-2027-03-02-1", "C-2027-09-06-1", "C-2027-07-06-1"
REVISIONS = ("C-2027-02-02-1", "C-2027-04-27-1", "C-2027-11-02-1")


@pytest.fixture(scope="module")
def office(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The company after its year."""
    post = Post()
    with HostileSite() as site, mail_server(post) as port, pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("year") / "office"
        office = Office(folder, site, post, port, module_database_url, patch)
        try:
            live(office)
            yield office
        finally:
            keep(office, module_database_url.partition(":")[0])


@pytest.fixture(scope="module")
def papers(office: Office) -> Path:
    """Every document of the year, written by the command on 28 December."""
    folder = office.folder / "papers"
    office.xborder("review", "2027", "--out", str(folder))
    office.xborder("review", "2027", "--language", "en", "--out", str(folder))
    office.xborder("disclose", "--out", str(folder / "disclosure"), code=1)  # what is to be settled is there
    for case in (WEAKENED, LAW, ALARM):
        office.xborder("evidence", case, "--out", str(folder / f"{case}.zip"))
    return folder


def squeezed(text: str) -> str:
    """Without white space: what is set in lines reads on."""
    return "".join(text.split())


def html_text(path: Path) -> str:
    return squeezed(BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").get_text())


def pdf_text(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return squeezed("".join(page.extract_text() or "" for page in pdf.pages))


def workbook(path: Path) -> dict[str, list[list[str]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: [[str(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def row_of(rows: list[list[str]], first: str) -> list[str]:
    (found,) = [row for row in rows if row[0].startswith(first)]
    return found


# The cases


def test_six_cases_were_opened_and_nobody_waits_for_anything(office: Office) -> None:
    cases = {case["id"]: case["state"] for case in office.xborder("cases", "--all", "--json").data}
    confirmed = dict.fromkeys(REVISIONS, "confirmed")
    assert cases == {WEAKENED: "resumed", LAW: "continued", ALARM: "dismissed", **confirmed}
    assert office.xborder("cases").out == "案件はありません。\n"


def test_a_case_tells_its_whole_way_with_both_texts(office: Office) -> None:
    shown = office.xborder("show", WEAKENED, "--json").data
    assert [(d["move"], d["person"], d["at"][:10]) for d in shown["decisions"]] == [
        ("request_correction", "法務部 山田花子", "2027-03-03"),
        ("suspend", "法務部 山田花子", "2027-04-05"),
        ("resume", "法務部 山田花子", "2027-06-14"),
    ]
    answers = {a["question"]: a["text"] for a in shown["decisions"][1]["answers"]}
    assert (answers["q12-17"], answers["q12-19"]) == (HANDLING, RETURN)
    weakened, mended = shown["exhibits"]
    assert any("30 days' prior written notice" in (c["old"] or "") for c in weakened["changes"])
    assert any("30 days' prior written notice" in (c["new"] or "") for c in mended["changes"])
    said = office.xborder("show", WEAKENED).out
    for words in ("状態: 提供再開", "2027-04-05 10:00 法務部 山田花子: 提供を停止する", f"答 {HANDLING}"):
        assert words in said


def test_a_decision_made_in_september_is_what_everybody_reads_in_december(office: Office) -> None:
    (decision,) = office.xborder("show", LAW, "--json").data["decisions"]
    assert (decision["move"], decision["at"][:10]) == ("continue", "2027-09-10")
    assert [(a["question"], a["text"]) for a in decision["answers"]] == [
        ("q12-17", HANDLING),
        ("q12-19", RETURN),
        ("policy-4-1-7", AMENDED),
    ]
    assert "公表方針4-1(7)" in decision["answers"][2]["asked"]
    assert "Q12-17" in decision["answers"][0]["asked"]  # as it was worded then


# Reports and mails


TOLD = (
    "改定内容の確認が必要です：見本クラウド「Mihon Cloud Terms of Service」（漏えい等の通知：保護の強化）",
    "是正要求の検討が必要です：見本クラウド「Mihon Cloud Data Processing Terms」（再委託先：保護の後退）",
    "案件の期限が近づいています：Mihon Cloud Data Processing Terms",
    "案件の期限が近づいています：Mihon Cloud Data Processing Terms",
    "案件の期限を過ぎました：Mihon Cloud Data Processing Terms",
    "改定内容の確認が必要です：見本クラウド「Mihon Cloud Terms of Service」",
    "情報源・登録内容の確認が必要です：Kita Mail Terms of Use",
    "情報源・登録内容の確認が必要です：Kita Mail Terms of Use",
    "提供の再開を検討できる案件があります：Mihon Cloud Data Processing Terms",
    "改定内容の確認が必要です：見本クラウド「Mihon Cloud Data Processing Terms」（再委託先：保護の強化）",
    "是正要求の検討が必要です：Kita Mail Privacy Policy（第三者提供：保護の後退）",
    "提供停止の検討が必要です：見本共和国（政府の情報収集への協力義務の拡大）",
    "速報の内容を再確認しました：見本共和国",
    "改定内容の確認が必要です：見本クラウド「Mihon Cloud Terms of Service」（安全管理措置：保護の強化）",
    "年次の制度確認の時期です",
)
"""What the subjects of a year say, in order, beside the signs of life."""


def test_everything_was_mailed_in_its_turn_and_once(office: Office) -> None:
    subjects = [str(mail["Subject"]) for mail in office.mails]
    asking = [subject for subject in subjects if not subject.startswith("【参考】")]
    assert [words in subject for words, subject in zip(TOLD, asking, strict=True)] == [True] * len(TOLD), (
        asking
    )
    assert len({mail["Message-ID"] for mail in office.mails}) == len(subjects)


def test_the_mail_on_the_law_asks_the_questions_and_leaves_the_decision_to_a_person(office: Office) -> None:
    (mail,) = [m for m in office.mails if "速報】" in str(m["Subject"])]
    for kind in ("plain", "html"):
        body = squeezed(text(mail, kind).replace("\n  ｜ ", ""))
        for words in (
            "国家情報収集法",
            "裁判所の令状を要することなく",
            "Mihon CRM",
            "直ちに相当措置の継続的な実施の確保が困難となったとはいえない",
            "返還又は削除を求める",
            "公表方針4-1(7)は、法令が改正されてそのような制度ができたことを確認した場合に、取扱いの停止を定める",
        ):
            assert squeezed(words) in body, words


def test_each_report_is_kept_as_page_text_and_data(office: Office) -> None:
    folder = office.folder / "reports"
    overdue = folder / "2027-04-03"
    told = json.loads((overdue / "report.json").read_text(encoding="utf-8"))
    assert told["headline"]["action"] == "suspend"
    assert [case["state"] for case in told["report"]["cases"]] == ["overdue"]
    page = html_text(overdue / "index.html")
    assert page.index("対応をお待ちしている案件") < page.index("お知らせする変更は見つかりませんでした")
    assert "提供の停止を検討してください" in page
    listed = (folder / "index.html").read_text(encoding="utf-8")
    days = [p.name for p in folder.iterdir() if p.is_dir()]
    assert all(f'href="{day}/index.html"' in listed for day in days)
    assert len(office.mails) == len(days)


# The review of the year


REVIEWED = (
    "2027年外国の制度及び委託先の年次確認",
    "対象期間：2027年1月1日（金）から2027年12月28日（火）まで",
    "実質的な改定：7件（うち所在国等の制度に係る重要な変更1件）",
    "期間中の改定に係る案件：確認済み3件、対応不要（誤報）1件、提供継続1件、提供再開1件",
    "人による判断がまだない実質的な改定：0件",
    "調査報告がなく、人が確認する国：北方共和国",
    "終わっていない案件はありません。",
    "調査時点：2027年8月（149日前）",
    "再委託の事前通知と異議申立ての機会が失われた。",
    "2027年4月5日（月）法務部山田花子：提供停止（期限までに是正されず、再委託先を把握できない。）",
    "2027年6月14日（月）法務部山田花子：再開",
    "期限：2027年4月2日（金）",
    "個人情報保護管理者佐藤一郎：誤報と判断（失効した2019年版を沿革として掲載したもの。現行の条項は変わっていない。）",
    "法務部山田花子：継続（制度の存在のみでは確保が困難とはいえず、",
    f"Q12-17：{HANDLING}",
    f"Q12-19：{RETURN}",
    "情報機関は、国家安全保障のため必要と認めるときは、裁判所の令状を要することなく、",
    "「MihonCloudshallnotengageanewsub-processorwithoutgivingtheCustomer30days'priorwrittennotice",
    "諸外国・地域の法制度",
    "2027-05-04〜2027-06-06",
)


@pytest.mark.parametrize("words", REVIEWED, ids=range(len(REVIEWED)))
def test_the_review_tells_the_year(papers: Path, words: str) -> None:
    assert squeezed(words) in html_text(papers / "review-2027-ja.html")


def test_the_pdf_tells_the_same(papers: Path) -> None:
    printed = pdf_text(papers / "review-2027-ja.pdf")
    for words in (
        "実質的な改定：7件",
        "終わっていない案件はありません。",
        "提供停止",
        "誤報と判断",
        "Q12-17：",
    ):
        assert words in printed


def test_the_workbook_has_every_revision_and_the_days_nobody_could_look(papers: Path) -> None:
    book = workbook(papers / "review-2027-ja.xlsx")
    changes = book["改定と確認"][1:]
    assert [(row[0], row[1][:9]) for row in changes] == [
        ("mihon/terms", "2027年2月2日"),
        ("mihon/dpa", "2027年3月2日"),
        ("mihon/terms", "2027年4月27"),
        ("mihon/dpa", "2027年6月11"),
        ("kita/privacy", "2027年7月6日"),
        ("country/XA/html", "2027年9月6日"),  # when it was first seen, not when it was seen again
        ("mihon/terms", "2027年11月2"),
    ]
    watched = {row[0].split("\n")[-1]: row[1:] for row in book["監視の記録"][1:]}
    assert (watched["kita/terms"][0], watched["kita/terms"][4]) == ("2027-01-04", "2027-05-04〜2027-06-06")
    good = {name: int(row[2]) for name, row in watched.items()}
    assert good["kita/terms"] == good["kita/privacy"] - 5
    assert book["未了案件"][1:] == []


def test_the_english_review_tells_the_same_year(papers: Path) -> None:
    said = html_text(papers / "review-2027-en.html")
    for words in (
        "Revisions in substance: 7",
        "Northern Republic",
        "Republic of Mihon",
        f"Q12-17: {HANDLING}",
    ):
        assert squeezed(words) in said, words


# What is told to the public and to whom asks


def test_while_the_law_was_examined_nobody_was_told_that_there_was_nothing(office: Office) -> None:
    told = office.kept["disclosure in September"].data["ja"]
    assert "提供の停止を検討しています（見本共和国）" in told["policy"]
    assert "制度の新設又は拡大の可能性を確認しています（見本共和国）" in told["policy"]
    assert any(LAW in doubt for doubt in told["unsettled"])


def test_in_december_the_decision_is_told_and_nothing_else_is_open(papers: Path) -> None:
    policy = (papers / "disclosure" / "policy-ja.txt").read_text(encoding="utf-8")
    assert "見本共和国の制度に関する個人情報保護委員会の調査報告における記載の追加又は変更を受け、" in policy
    assert "確保できると判断しています" in policy
    assert "次の法令を挙げています：国家情報収集法" in policy
    assert "検討しています" not in policy and "確認しています" not in policy  # nothing is under way
    kita = (papers / "disclosure" / "kita-ja.txt").read_text(encoding="utf-8")
    assert "相当措置の実施に関する支障は、ありません。" in kita  # the false alarm left no trace
    mihon = (papers / "disclosure" / "mihon-en.txt").read_text(encoding="utf-8")
    assert "Republic of Mihon" in mihon and "見本共和国" not in mihon


def test_what_to_settle_first_stands_apart(papers: Path) -> None:
    internal = (papers / "disclosure" / "internal-ja.txt").read_text(encoding="utf-8")
    assert f"案件{LAW}「見本共和国」は、提供を継続すると判断されています" in internal
    assert WEAKENED not in internal and ALARM not in internal
    for name in ("policy", "mihon", "kita"):
        assert LAW not in (papers / "disclosure" / f"{name}-ja.txt").read_text(encoding="utf-8")


# The proof


def test_the_bundles_hold_the_bytes_as_served_and_the_decisions(papers: Path) -> None:
    with zipfile.ZipFile(papers / f"{WEAKENED}.zip") as archive:
        served = {
            record.content_stream().read()
            for record in ArchiveIterator(archive.open("captures.warc"))
            if record.rec_type == "resource"
        }
        decisions = json.loads(archive.read("decisions.json"))
        assert served == {DPA, DPA_WEAKER}
        assert [d["move"] for d in decisions] == ["request_correction", "suspend", "resume"]
        assert archive.namelist().count("revision-2/difference.html") == 1
    with zipfile.ZipFile(papers / f"{LAW}.zip") as archive:
        assert report(is_broad=True) in archive.read("captures.warc")


def test_a_bundle_is_verified_by_a_process_that_knows_nothing_of_the_company(papers: Path) -> None:
    """What a third party does: the real command, in an empty folder, today."""
    command = [sys.executable, "-m", "xborder", "evidence", "--verify", str(papers / f"{LAW}.zip")]
    elsewhere = papers / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    done = subprocess.run(
        command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("OK")
    assert list(elsewhere.iterdir()) == []


def test_nothing_of_the_year_was_altered(office: Office) -> None:
    found = office.xborder("doctor", "--audit", "--thorough", "--json").data
    assert [trouble for trouble in found if trouble["needs_action"]] == []
