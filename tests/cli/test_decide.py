"""cases, show and decide on the command line: Japanese for people, JSON for programs, clear refusals."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xborder.cli import main
from xborder.model import (
    Action,
    Case,
    CaseState,
    Change,
    ChangeKind,
    ChangeStatus,
    Clause,
    Direction,
    DocumentState,
    Event,
    Observation,
    Page,
    Reason,
    Recommendation,
    Report,
    Revision,
    Snapshot,
    TermsAssessment,
    TermsFinding,
    Text,
    Topic,
    Version,
)
from xborder.store import open_store

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
POLICY = Path(__file__).parents[2] / "data" / "policy.yaml"
OLD, NEW = (
    Clause(text=f"乙は再委託について{words}", path=("契約",), number="第5条")
    for words in ("承諾を得る。", "通知する。")
)
Run = Callable[..., tuple[int, str, str]]


def version(name: str, clause: Clause) -> Version:
    taken = Snapshot(source="acme/dpa", fetched_at=NOW, sha256="ab" * 32, url="https://acme.example/dpa")
    page = Page(clauses=(clause,), language="ja")
    return Version(
        id=name,
        document="acme/dpa",
        recorded_at=NOW,
        extractor="1",
        digest=name,
        snapshots=(taken,),
        page=page,
    )


def fill(folder: Path) -> None:
    """One case on a weakened promise, in a store beside the shipped policy."""
    finding = TermsFinding(
        topic=Topic.SUBCONTRACTORS, direction=Direction.WEAKENS, evidence="REMOVED: 承諾を得る"
    )
    reason = Reason(
        rule="weaker", text=Text(ja="再委託の措置が弱まった", en="weaker"), basis=("policy 4-1(7)",)
    )
    exempt = Text(ja="法第28条第3項の対象ではない。この措置をとるか。", en="exempt?")
    recommended = Recommendation(action=Action.REQUEST_CORRECTION, reasons=(reason,), questions=(exempt,))
    revision = Revision(
        id="r1",
        document="acme/dpa",
        owner="acme",
        old_version="old",
        new_version="new",
        detected_at=NOW,
        status=ChangeStatus.CONFIRMED,
        changes=(Change(kind=ChangeKind.REWORDED, old=OLD, new=NEW),),
        terms=TermsAssessment(substantive=True, confidence=1, findings=(finding,)),
        recommendation=recommended,
    )
    case = Case(
        id="C-1",
        subject="acme/dpa",
        title="Acme 契約\x1b[31m",
        state=CaseState.OPEN,
        recommendation=recommended,
        revisions=("r1",),
        opened_at=NOW,
        updated_at=NOW,
    )
    store = open_store(f"sqlite:///{folder / 'state' / 'xborder.db'}", folder / "state" / "blobs")
    state = DocumentState(document="acme/dpa")
    seen = [
        Observation(
            document="acme/dpa",
            at=NOW,
            event=Event.FIRST,
            captures=(),
            state=state,
            version=version("old", OLD),
        ),
        Observation(
            document="acme/dpa",
            at=NOW,
            event=Event.CHANGE,
            captures=(),
            state=state,
            version=version("new", NEW),
            revision=revision,
        ),
    ]
    with store.run(now=NOW, owner="test") as run:
        store.record(run, seen)
        store.publish(Report(id="1", run=run.id, created_at=NOW, revisions=(revision,)), (case,), ())
    store.close()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in a folder with one case: exit code, stdout, stderr."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "policy.yaml").write_bytes(POLICY.read_bytes())
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xborder", *arguments])
        try:
            main()
            code: object = 0
        except SystemExit as ended:
            code = ended.code or 0
        said = capsys.readouterr()
        assert isinstance(code, int)
        return code, said.out, said.err

    return call


def test_in_a_wrong_folder_nobody_is_told_that_there_are_no_cases(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for command in ("cases", "doctor"):
        code, out, err = run(command)
        assert (code, out) == (2, "") and "there are no records" in err and "--config" in err
    assert list(elsewhere.iterdir()) == []


def test_open_cases_are_listed_in_japanese_without_what_moves_a_cursor(run: Run) -> None:
    code, out, _ = run("cases")
    assert (code, out) == (0, "C-1  未対応 (open)  期限 -  Acme 契約[31m\n")


def test_a_case_is_shown_with_both_texts_evidence_and_what_can_be_decided(run: Run) -> None:
    code, out, _ = run("show", "C-1")
    assert code == 0
    for expected in (
        "推奨: 是正の要求",
        "再委託の措置が弱まった[公表方針 4-1(7)]",
        "? 法第28条第3項の対象ではない。この措置をとるか。",
        "確認済み（再取得でも同じ内容）",
        "所見: 再委託先：保護の後退 削除された文言「承諾を得る」",
        "[変更] 契約 > 第5条",
        "旧: 乙は再委託について承諾を得る。",
        "新: 乙は再委託について通知する。",
        "2026-11-23 06:30 https://acme.example/dpa sha256:" + "ab" * 32,
        "xborder decide C-1 request_correction",
        "q12-19: 既に提供した個人データ",
    ):
        assert expected in out
    assert "\x1b" not in out


def test_a_decision_is_recorded_and_shown(run: Run) -> None:
    due = f"{datetime.now(UTC) + timedelta(days=60):%Y-%m-%d}"
    asked = ("decide", "C-1", "request_correction", "--by", "山田花子", "--reason", "承諾が削られた")
    code, out, _ = run(*asked, "--deadline", due)
    assert code == 0 and f"是正要求中 (correction_requested)、期限 {due}" in out
    _, shown, _ = run("show", "C-1")
    assert f"山田花子: 是正を求める 期限 {due}" in shown and "理由: 承諾が削られた" in shown
    assert run("doctor", "--audit")[1].count("audit event") == 0


def test_json_is_all_there_is_on_stdout(run: Run) -> None:
    answers = ("--answer", "Q12-17=運用を確認した", "--answer", "q12-19=a=b")
    code, out, err = run("decide", "C-1", "suspend", "--by", "佐藤", "--reason", "x", *answers, "--json")
    assert (code, err, json.loads(out)["state"]) == (0, "", "suspended")
    shown = json.loads(run("show", "C-1", "--json")[1])
    (made,) = shown["decisions"]
    assert [(a["question"], a["text"]) for a in made["answers"]] == [
        ("q12-17", "運用を確認した"),
        ("q12-19", "a=b"),
    ]
    assert "Q12-17" in made["answers"][0]["asked"]
    assert shown["exhibits"][0]["changes"][0]["new"] == NEW.text
    assert [case["id"] for case in json.loads(run("cases", "--json")[1])] == ["C-1"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["C-1", "resume"], "the case is open"),
        (["C-1", "suspend"], "--answer q12-17="),
        (["C-1", "suspend", "--answer", "はい"], "it names no question"),
        (["C-1", "request_correction"], "without a date"),
        (["C-1", "confirm", "--edition", "7"], "has changed since it was read"),
        (["C-2", "confirm"], "there is none of this name"),
        (["C-1", "erase"], "erase"),
    ],
    ids=["illegal", "unanswered", "no question", "no date", "other edition", "no case", "no move"],
)
def test_a_refusal_says_why_and_what_to_do_and_changes_nothing(
    run: Run, arguments: list[str], why: str
) -> None:
    code, out, err = run("decide", *arguments, "--by", "山田", "--reason", "確認した")
    assert (code, out) == (2, "") and why in err
    assert "未対応" in run("cases")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "山田\n花子\x1b[31m", "--reason", "確認"),
        ("--by", "山田", "--reason", "確認\u202eした"),
        ("--by", "山田", "--reason", "確認", "--answer", "q12-17=は\x07い", "--answer", "q12-19=x"),
    ],
    ids=["person", "reason", "answer"],
)
def test_what_would_move_a_cursor_is_not_recorded_for_ever(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run("decide", "C-1", "suspend", *words)
    assert (code, out) == (2, "") and "is not in plain characters" in err and "\x1b" not in err
    assert "未対応" in run("cases")[1]


def test_a_name_on_two_lines_or_with_a_full_width_blank_is_one_name(run: Run) -> None:
    run("decide", "C-1", "confirm", "--by", "法務部　山田\n花子", "--reason", "一行目\n二行目")
    (made,) = json.loads(run("show", "C-1", "--json")[1])["decisions"]
    assert (made["person"], made["reason"]) == ("法務部 山田 花子", "一行目\n二行目")


def test_a_question_left_open_is_asked_again_in_the_language_that_is_spoken(run: Run) -> None:
    asked = ("decide", "C-1", "suspend", "--by", "Hanako", "--reason", "x")
    _, _, err = run(*asked, "--language", "en")
    assert "q12-19: Can protection of the data already provided" in err and "既に" not in err
    assert "q12-19: 既に提供した個人データ" in run(*asked)[2]


def test_closed_cases_are_shown_on_request(run: Run) -> None:
    run("decide", "C-1", "confirm", "--by", "山田", "--reason", "確認した")
    assert run("cases")[1] == "案件はありません。\n"
    assert "確認済み (confirmed)" in run("cases", "--all")[1]
