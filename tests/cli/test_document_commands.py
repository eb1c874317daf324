"""review, disclose, evidence and register on the command line: what is given wrongly, and what comes out."""

import json
import re
from pathlib import Path

import pytest
from papers_desk import BODIES, CASE, NOW, Command
from python_calamine import CalamineWorkbook

from section_four import NAMES, NOTES, SECTION_4_1, SECTION_4_2
from xborder.cli.papers import signed
from xborder.model.signing import Role, Signature
from xborder.registry import load_registry

ABROAD = {"google", "zendesk", "meta", "zoom", "adobe", "recruit"}


def clear(answer: tuple[int, str, str], code: int, *words: str) -> None:
    """One message that says what, why and what to do; nothing on stdout."""
    assert (answer[0], answer[1]) == (code, ""), answer
    assert [word for word in words if word not in answer[2]] == [], answer[2]


@pytest.mark.parametrize("database", ["mysql://user:secret@db.example/xborder", "xborder.db"])
def test_a_database_that_no_run_could_use_is_refused_by_the_check(
    xborder: Command, tmp_path: Path, database: str
) -> None:
    (tmp_path / "xborder.toml").write_text(f'database = "{database}"', encoding="utf-8")
    answer = xborder("check")
    clear(answer, 2, "database URL", "->")
    assert "secret" not in answer[2]


# review


def test_a_review_is_written_in_four_forms(xborder: Command, tmp_path: Path) -> None:
    code, out, err = xborder("review", "2026", "--out", str(tmp_path / "reviews"))
    assert (code, out) == (0, "")
    written = sorted(path.name for path in (tmp_path / "reviews").iterdir())
    assert written == [f"review-2026-ja.{suffix}" for suffix in ("html", "pdf", "txt", "xlsx")]
    assert all(name in err for name in written)


def test_a_review_without_a_folder_is_read_on_the_terminal(xborder: Command) -> None:
    code, out, _ = xborder("review", "2026", "--language", "en")
    assert code == 0 and "Zoom Terms of Service" in out and CASE in out


BROKEN = {
    "an entry": ("id: zendesk", "id: zendesk\n    basi: contract", "contractors.yaml:"),
    "a file": ("contractors:", "contractors: [", "contractors.yaml:"),
}


@pytest.mark.parametrize(("old", "new", "place"), BROKEN.values(), ids=BROKEN)
def test_a_review_that_lacks_what_the_registry_has_mistakes_in_says_so_first_and_cannot_be_signed(
    xborder: Command, tmp_path: Path, old: str, new: str, place: str
) -> None:
    registered = tmp_path / "data" / "contractors.yaml"
    sound = xborder("review", "2026")[1]
    registered.write_text(registered.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, out, _ = xborder("review", "2026")
    assert code == 1 and place in out.partition("要約")[0] and "署名できません" in out
    assert "氏名・日付" not in out and "氏名・日付" in sound
    assert xborder("review", "2026", "--out", "made")[0] == 1
    assert CalamineWorkbook.from_path(str(tmp_path / "made" / "review-2026-ja.xlsx")).sheet_names[0] == (
        "登録簿の誤り"
    )
    number = re.search("全体の照合番号：([0-9a-f]+)", out)
    assert number is not None
    signing = ("--seen", number[1], "--by", "佐藤", "--reason", "確認")
    for item in ("country/US", "all"):
        clear(xborder("review", "2026", "--sign", item, *signing), 2, place, "->")


@pytest.mark.parametrize(("old", "new", "place"), BROKEN.values(), ids=BROKEN)
def test_status_names_the_mistakes_of_the_registry(
    xborder: Command, tmp_path: Path, old: str, new: str, place: str
) -> None:
    assert json.loads(xborder("status", "--json")[1])["mistakes"] == []
    registered = tmp_path / "data" / "contractors.yaml"
    registered.write_text(registered.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (mistake,) = json.loads(xborder("status", "--json")[1])["mistakes"]
    assert (mistake["file"], mistake["severity"]) == ("contractors.yaml", "error")
    for language, words in (("en", "mistake in the registry"), ("ja", "登録内容の誤り")):
        code, out, _ = xborder("status", "--language", language)
        assert code == 1 and words in out.splitlines()[1] and place in out.splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["1999"], "greater than or equal to 2000"),
        (["2026年"], "integer"),
        (["2100"], "Name a year that has begun"),
        (["2026", "--since", "2027-01-01"], "Name a year that has begun"),
        (["2026", "--since", "soon"], "soon"),
        (["2026", "--language", "fr"], "fr"),
        ([], "year"),
    ],
    ids=["past", "no number", "not begun", "upside down", "no date", "no language", "no year"],
)
def test_a_year_that_cannot_be_reviewed_is_refused(
    xborder: Command, arguments: list[str], words: str
) -> None:
    clear(xborder("review", *arguments), 2, words)


@pytest.mark.parametrize("command", [("review", "2026"), ("disclose",), ("disclose", "--contractor", "zoom")])
def test_a_folder_that_cannot_be_written_is_told(
    xborder: Command, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be", encoding="utf-8")
    clear(xborder(*command, "--out", str(tmp_path / "taken")), 2, "taken", "->")
    clear(xborder(*command, "--out", str(tmp_path / "taken" / "below")), 2, "taken", "->")


def test_a_file_that_cannot_be_replaced_leaves_the_old_one(xborder: Command, tmp_path: Path) -> None:
    (tmp_path / "reviews" / "review-2026-ja.pdf").mkdir(parents=True)
    clear(xborder("review", "2026", "--out", str(tmp_path / "reviews")), 2, "review-2026-ja.pdf", "->")


def test_without_its_data_nothing_is_written(xborder: Command, tmp_path: Path) -> None:
    (tmp_path / "data" / "policy.yaml").unlink()
    clear(xborder("disclose", "--out", "out"), 2, "policy.yaml", "->")
    assert not (tmp_path / "out").exists()


def test_a_damaged_database_is_no_empty_one(xborder: Command, tmp_path: Path) -> None:
    (tmp_path / "state" / "xborder.db").write_bytes(b"This was a database." * 1000)
    clear(xborder("review", "2026"), 3, "->")
    clear(xborder("disclose"), 3, "->")


@pytest.mark.parametrize(
    ("role", "said"), [("reviewer", "（確認者）"), ("officer", "（個人情報保護管理者）")]
)
def test_a_sign_off_is_acknowledged_in_one_language(role: str, said: str) -> None:
    made = Signature(
        year=2026, item="all", state="ab" * 32, person="山田", role=Role(role), reason="x", at=NOW
    )
    assert signed([made]).endswith(f": 山田{said}")


# disclose


def test_a_disclosure_is_written_for_the_public_for_each_contractor_and_for_the_company(
    xborder: Command, tmp_path: Path
) -> None:
    code, out, _ = xborder("disclose", "--out", "told")
    assert (code, out) == (1, "")  # something is to be settled first
    names = {path.name for path in (tmp_path / "told").iterdir()}
    assert names == {
        f"{name}-{language}.{suffix}"
        for name in (*ABROAD, "policy", "internal")
        for language in ("ja", "en")
        for suffix in ("html", "txt")
    }


def test_json_is_all_there_is_on_stdout_of_a_disclosure(xborder: Command) -> None:
    code, out, err = xborder("disclose", "--json")
    assert (code, err, out.count("\n")) == (1, "", 1)
    told = json.loads(out)
    assert told.keys() == {"ja", "en"}
    assert {sheet["contractor"] for sheet in told["ja"]["sheets"]} == ABROAD
    assert any(CASE in doubt for doubt in told["ja"]["unsettled"])


def test_a_person_who_asks_gets_one_contractors_sheet(xborder: Command, tmp_path: Path) -> None:
    code, out, _ = xborder("disclose", "--contractor", "zoom", "--language", "ja")
    assert code == 1 and out.startswith("Zoom Video Communications, Inc.に関する情報提供")
    assert "7. 支障に関して講ずる措置の概要" in out and "Meta" not in out and CASE not in out
    sheet = json.loads(xborder("disclose", "--contractor", "zoom", "--language", "en", "--json")[1])["en"]
    assert [item["number"] for item in sheet["items"]] == [1, 2, 3, 4, 5, 6, 7]
    xborder("disclose", "--contractor", "zoom", "--out", "told")
    names = {path.name for path in (tmp_path / "told").iterdir()}
    assert names == {f"zoom-{end}" for end in ("ja.html", "ja.txt", "en.html", "en.txt")}


def test_what_is_to_be_settled_first_is_told_beside_one_contractors_sheet(
    xborder: Command, tmp_path: Path
) -> None:
    _, out, err = xborder("disclose", "--contractor", "zoom", "--language", "ja")
    assert CASE in err and CASE not in out and "Meta" not in err
    registry = tmp_path / "data" / "contractors.yaml"
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.replace("- id: zoom\n", "- id: zoom-inc\n"), encoding="utf-8")
    for name in ("zoom-inc", "meta"):  # it may be the case of either, under another id
        _, out, err = xborder("disclose", "--contractor", name, "--language", "en")
        assert CASE in err and "is not registered" in err and CASE not in out


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fact_of_the_published_policy_is_in_what_the_command_writes(
    xborder: Command, language: str
) -> None:
    xborder("decide", CASE, "dismiss", "--by", "山田", "--reason", "誤検知")
    told = json.loads(xborder("disclose", "--language", language, "--json")[1])[language]["policy"]
    facts = [*SECTION_4_1[language].values(), *NOTES[language]]
    facts += [name for *_, links in SECTION_4_2.values() for name in links]
    facts += [NAMES[language][code] for _, places, _ in SECTION_4_2.values() for code in places]
    facts += [*SECTION_4_2]
    assert [fact for fact in facts if fact not in told] == []


def test_a_contractor_nobody_registered_is_refused_with_those_that_are(xborder: Command) -> None:
    clear(xborder("disclose", "--contractor", "zoon"), 2, "zoon", "meta, zoom, google")


PUBLISHED = "\n".join(("Meta Platforms, Inc. (The United States)", "支障はありません。", "令和"))


def test_a_published_policy_is_compared_and_each_difference_told(xborder: Command, tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text(PUBLISHED, encoding="utf-8")
    code, out, err = xborder("disclose", "--check", "policy.txt", "--json")
    assert (code, err) == (1, "")
    found = json.loads(out)
    assert {(d["fault"], d["subject"]) for d in found} >= {("missing", "zoom"), ("missing", "recruit")}
    assert any(d["fault"] == "contradicted" and CASE in d["text"] for d in found)
    code, out, _ = xborder("disclose", "--check", "policy.txt", "--language", "ja")
    assert code == 1 and "Zoom Video Communications, Inc.の記載がありません" in out


def test_what_xborder_writes_itself_agrees_with_the_registry(xborder: Command) -> None:
    xborder("decide", CASE, "dismiss", "--by", "山田", "--reason", "誤検知")
    xborder("disclose", "--out", "told")
    for language in ("ja", "en"):
        for suffix in ("html", "txt"):
            file = f"told/policy-{language}.{suffix}"
            code, out, _ = xborder("disclose", "--check", file, "--language", language, "--json")
            assert (code, json.loads(out)) == (0, []), file


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("nowhere.html", None, "No such file"),
        ("a.pdf", b"%PDF-1.7", "it is a PDF"),
        ("a.html", b"PK\x03\x04" + bytes(range(256)) * 20, "it is no text"),
        ("data", None, "->"),
    ],
    ids=["not there", "PDF", "packed", "folder"],
)
def test_a_policy_that_cannot_be_read_is_told(
    xborder: Command, tmp_path: Path, name: str, body: bytes | None, words: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    clear(xborder("disclose", "--check", name), 2, name, words)


# evidence


def test_a_bundle_is_written_once_and_verifies_offline(xborder: Command, tmp_path: Path) -> None:
    code, out, err = xborder("evidence", CASE, "--out", "case.zip")
    assert (code, err) == (0, "")
    digest, _, name = out.strip().partition("  ")
    assert (len(digest), name) == (64, "case.zip")
    assert all(body in (tmp_path / "case.zip").read_bytes() for body in BODIES.values())
    clear(xborder("evidence", CASE, "--out", "case.zip"), 2, "case.zip", "File exists")
    assert xborder("evidence", "--verify", "case.zip") == (0, f"{digest}  case.zip  OK\n", "")


def test_a_bundle_that_was_touched_is_told_with_its_place(xborder: Command, tmp_path: Path) -> None:
    xborder("evidence", CASE, "--out", "case.zip")
    whole = (tmp_path / "case.zip").read_bytes()
    (tmp_path / "case.zip").write_bytes(whole.replace(BODIES["new"], b"<p>We will tell it.</p>"))
    code, out, err = xborder("evidence", "--verify", "case.zip")
    assert code == 1 and "captures.warc" in err and "OK" not in out


@pytest.mark.parametrize("body", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle_is_not_trusted(xborder: Command, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(body)
    code, out, err = xborder("evidence", "--verify", "x.zip")
    assert code == 1 and "x.zip: " in err and "OK" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["C-1999-1", "--out", "x.zip"], "there is none of this name"),
        ([CASE], "--out"),
        ([CASE, "--out", "x.zip", "--verify", "y.zip"], "--verify"),
        ([], "--verify"),
        (["--verify", "nowhere.zip"], "No such file"),
        ([CASE, "--out", "nowhere/x.zip"], "Name a new file in a folder that is there"),
        ([CASE, "--out", "data"], "Name a new file"),
    ],
    ids=["no case", "no file", "both", "nothing", "not there", "no folder", "a folder"],
)
def test_evidence_that_cannot_be_given_is_refused(xborder: Command, arguments: list[str], words: str) -> None:
    clear(xborder("evidence", *arguments), 2, words)


def test_bytes_that_were_lost_are_no_evidence(xborder: Command, tmp_path: Path) -> None:
    for blob in (tmp_path / "state" / "blobs").rglob("*.zst"):
        blob.unlink()
    clear(xborder("evidence", CASE, "--out", "case.zip"), 3, "->")
    assert not (tmp_path / "case.zip").exists()


# register


@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_the_register_goes_out_and_comes_back_without_a_difference(
    xborder: Command, tmp_path: Path, name: str
) -> None:
    assert xborder("register", "export", name)[:2] == (0, "")
    code, out, err = xborder("register", "import", name)
    assert (code, err) == (0, "")
    assert out == (tmp_path / "data" / "contractors.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["register.xls", "register", "register.csv.txt"])
def test_a_register_in_a_format_nobody_named_is_not_written(
    xborder: Command, tmp_path: Path, name: str
) -> None:
    clear(xborder("register", "export", name), 2, name, ".csv or .xlsx")
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_a_register_that_lacks_a_broken_entry_says_so(xborder: Command, tmp_path: Path, name: str) -> None:
    registered = tmp_path / "data" / "contractors.yaml"
    text = registered.read_text(encoding="utf-8")
    registered.write_text(text.replace("service: Zendesk", "service: Zen\u200bdesk"), encoding="utf-8")
    code, out, err = xborder("register", "export", name)
    assert (code, out) == (1, "") and (tmp_path / name).is_file()
    assert "Not whole: contractors.yaml:" in err and "U+200B" in err


def test_an_edit_is_written_to_the_file_that_was_named_and_to_no_other(
    xborder: Command, tmp_path: Path
) -> None:
    xborder("register", "export", "register.csv")
    text = (tmp_path / "register.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "register.csv").write_text(text.replace("US, AU", "US, AU, CA"), encoding="utf-8")
    before = (tmp_path / "data" / "contractors.yaml").read_bytes()
    assert xborder("register", "import", "register.csv", "--out", "new.yaml")[:2] == (0, "")
    assert b"[US, AU, CA]" in (tmp_path / "new.yaml").read_bytes()
    assert (tmp_path / "data" / "contractors.yaml").read_bytes() == before


def test_with_any_mistake_nothing_is_written_and_each_is_told(xborder: Command, tmp_path: Path) -> None:
    xborder("register", "export", "register.csv")
    text = (tmp_path / "register.csv").read_text(encoding="utf-8-sig")
    text = text.replace("US, AU", "US, ZZ").replace(",IE,", ",UK,").replace("domestic", "domestik")
    (tmp_path / "register.csv").write_text(text, encoding="utf-8")
    code, out, err = xborder("register", "import", "register.csv", "--out", "new.yaml")
    assert (code, out) == (2, "")
    for place in ("row 5, server_locations", "row 5, country", "row 7, basis"):
        assert place in err
    assert not (tmp_path / "new.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "nowhere.csv"], "No such file"),
        (["export", "nowhere/register.csv"], "Name a file that can be written"),
        (["export", "folder.csv"], "Name a file that can be written"),
        (["forget", "register.csv"], "forget"),
        (["export"], "file"),
    ],
    ids=["not there", "no folder", "a folder", "no step", "no file"],
)
def test_a_register_that_cannot_be_read_or_written_is_told(
    xborder: Command, tmp_path: Path, arguments: list[str], words: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    clear(xborder("register", *arguments), 2, words)


def test_the_shipped_register_is_what_the_tests_think(xborder: Command, tmp_path: Path) -> None:
    assert {c.id for c in load_registry(tmp_path / "data").contractors} == ABROAD
