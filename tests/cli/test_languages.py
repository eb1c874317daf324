"""What the commands say to people, in Japanese and in English."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from papers_desk import CASE, NOW, Command

from xborder.assess.chain import concerned
from xborder.assess.recommend import with_exempt
from xborder.cli.docket import dossier, dossier_data
from xborder.model import (
    Action,
    Affected,
    Basis,
    Case,
    CaseState,
    ChangeStatus,
    Health,
    Move,
    Page,
    Reason,
    Recommendation,
    Revision,
    Text,
    Version,
)
from xborder.registry import load_registry
from xborder.report.words import LANGUAGES, Words
from xborder.review import Dossier, Exhibit

DATA = Path(__file__).parents[2] / "data"
JAPANESE = re.compile(r"[ぁ-ヿ㐀-鿿]")


def catalogue(language: str) -> dict[str, str]:
    with files("xborder.cli").joinpath("locale", f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id}


def test_both_languages_have_the_same_keys_with_the_same_values() -> None:
    ja, en = catalogue("ja"), catalogue("en")
    assert ja.keys() == en.keys() and all(ja.values()) and all(en.values())
    assert [k for k in ja if set(re.findall(r"{(\w+)}", ja[k])) != set(re.findall(r"{(\w+)}", en[k]))] == []
    assert [k for k in en if JAPANESE.search(en[k])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_model_has_a_name(language: str) -> None:
    words = Words(language, "xborder.cli")
    for family, members in {"move": Move, "advised": Action, "health": Health}.items():
        assert all(words(f"{family}.{member.value}") for member in members)


def test_cases_speak_the_language_that_is_asked_for(xborder: Command) -> None:
    ja, en = (xborder("cases", "--language", language)[1] for language in LANGUAGES)
    assert "未対応 (open)  期限 -" in ja
    assert en == f"{CASE}  {Words('en')('case.open')} (open)  due -  Zoom Terms of Service\n"
    assert xborder("cases")[1] == ja  # as ever


def test_cases_speak_the_language_of_the_settings(xborder: Command, tmp_path: Path) -> None:
    (tmp_path / "xborder.toml").write_text('language = "en"\n', encoding="utf-8")
    for command in (("cases",), ("show", CASE)):
        assert xborder(*command) == xborder(*command, "--language", "en")
    assert "未対応" in xborder("cases", "--language", "ja")[1]


def test_show_says_in_english_all_that_is_ours(xborder: Command) -> None:
    code, out, _ = xborder("show", CASE, "--language", "en")
    said = (
        "Recommended: request a correction (request_correction)",
        "Whose data this concerns:",
        "  Finding: ",
        "    old: We tell you before.",
        "What can be decided:",
        "To suspend, continue or resume, answer these questions",
        "q12-19: Can protection of the data already provided be ensured?",
        "request a correction (needs --deadline)",
    )
    assert code == 0 and [words for words in said if words not in out] == []
    ours = [
        line for line in out.splitlines() if not line.startswith("    Zoom: ")
    ]  # the registry's own words
    assert [line for line in ours if JAPANESE.search(line)] == []


def test_decisions_are_acknowledged_and_told_in_either_language(xborder: Command) -> None:
    decide = ("decide", CASE, "request_correction", "--by", "Yamada", "--reason", "weaker")
    due = f"{datetime.now(UTC) + timedelta(days=60):%Y-%m-%d}"
    _, out, _ = xborder(*decide, "--deadline", due, "--language", "en")
    assert out.startswith("Recorded. ") and out.endswith(f"(correction_requested), due {due}\n")
    assert f"Yamada: request a correction, due {due}" in xborder("show", CASE, "--language", "en")[1]
    assert f"Yamada: 是正を求める 期限 {due}" in xborder("show", CASE)[1]


def test_show_says_whose_data_is_concerned(xborder: Command) -> None:
    out = xborder("show", CASE)[1]
    whose = out[out.index("誰のデータに関わるか:") : out.index("変更1:")].splitlines()
    assert whose[1] == (
        "  Zoom Video Communications, Inc.（契約文書）  提供の根拠: 基準適合体制：契約等（規則第16条第1号）"
    )
    assert whose[2].startswith("    Zoom: ") and "要確認" in whose[2]
    assert out.index("推奨:") < out.index("誰のデータ") < out.index("所見:")


def of_country(code: str) -> Dossier:
    case = Case(
        id="C-1",
        subject=f"country/{code}",
        title="国",
        state=CaseState.OPEN,
        recommendation=Recommendation(action=Action.SUSPEND),
        revisions=(),
        opened_at=NOW,
        updated_at=NOW,
    )
    return Dossier(case=case, exhibits=(), decisions=(), moves=(), questions=())


def test_a_case_on_a_country_names_every_contractor_there_then_the_servers() -> None:
    registry = load_registry(DATA)
    there = {c.id for c in registry.contractors if c.country == "US"}
    assert len(there) == 4
    found = concerned(registry, "country/US")
    assert {a.contractor for a in found if a.via == "contractor_country"} == there
    assert {a.contractor for a in found if a.via == "server_location"} == {"adobe", "recruit"}
    text = dossier(of_country("US"), "en", registry)
    assert "C-1, United States" in text
    assert text.index("Zendesk, Inc.") < text.index("Adobe Systems")  # the third party before the server
    data = dossier_data(of_country("US"), registry)["affected"]
    assert {row["contractor"]: row["basis"] for row in data if row["via"] == "contractor_country"} == {
        "meta": "contract",
        "zoom": "contract",
        "google": "unconfirmed",
        "zendesk": "unconfirmed",
    }


@pytest.mark.parametrize(
    ("fields", "named", "title"),
    [
        ({"only": ("zoom",)}, {"zoom"}, "United States of America (zoom)"),
        ({"apart": ("zoom", "meta")}, {"google", "zendesk"}, "United States of America "),
    ],
)
def test_a_parted_case_names_its_own_contractors(fields: dict, named: set[str], title: str) -> None:
    registry = load_registry(DATA)
    whole = of_country("US")
    parted = replace(whole, case=replace(whole.case, **fields))
    data = dossier_data(parted, registry)
    assert {row["contractor"] for row in data["affected"] if row["via"] == "contractor_country"} == named
    assert (data["only"], data["apart"]) == (list(parted.case.only), list(parted.case.apart))
    text = dossier(parted, "en", registry)
    assert title in text
    assert ("--contractor" in text) == (len(named) > 1)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [({}, {"zoom", "meta"}), ({"only": ("zoom",)}, {"zoom"}), ({"apart": ("zoom",)}, {"meta"})],
    ids=["common", "alone", "the others"],
)
def test_what_is_asked_of_a_contractor_without_the_duty_is_asked_in_its_own_case(
    fields: dict[str, tuple[str, ...]], asked: set[str]
) -> None:
    registry = load_registry(DATA)
    names = {"zoom": "Zoom Video Communications, Inc.", "meta": "Meta Platforms, Inc."}
    contractors = tuple(replace(c, basis=Basis.CONSENT) if c.id in names else c for c in registry.contractors)
    reason = Reason(rule="law", text=Text(ja="法", en="law"), basis=("APPI Art. 28(3)",))
    recommended = Recommendation(action=Action.SUSPEND, reasons=(reason,))
    touched = (c for c in contractors if c.country == "US")
    whole = of_country("US")
    case = replace(whole.case, recommendation=with_exempt(recommended, touched), **fields)
    text = dossier(replace(whole, case=case), "en", replace(registry, contractors=contractors))
    questions = [line for line in text.splitlines() if line.startswith("  ? ")]
    assert {of for of, name in names.items() if any(name in line for line in questions)} == asked


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "これに当たるものはありません"), ("en", "No registered")]
)
def test_where_nobody_is_concerned_that_is_said(language: str, words: str) -> None:
    for code in ("TH", "ZZ"):  # without a contractor or server; without an entry
        assert words in dossier(of_country(code), language, load_registry(DATA))


def reaching(contractor: str, via: str) -> Exhibit:
    """A revision that reached a contractor; what it says does not matter."""
    affected = Affected(contractor=contractor, contractor_name="Zoom, Inc.", service="Zoom", via=via)
    version = Version(
        id="v", document="d", recorded_at=NOW, extractor="1", digest="d", snapshots=(), page=Page(clauses=())
    )
    revision = Revision(
        id="r",
        document="d",
        owner="TH",
        old_version="v",
        new_version="v",
        detected_at=NOW,
        status=ChangeStatus.CONFIRMED,
        affected=(affected,),
    )
    return Exhibit(revision=revision, old=version, new=version)


@pytest.mark.parametrize(
    ("via", "apart", "is_shown"),
    [
        ("contractor_country", (), True),
        ("server_location", (), False),
        ("contractor_country", ("zoom",), False),
    ],
)
def test_whom_a_finding_reached_is_shown_though_it_is_registered_elsewhere_now(
    via: str, apart: tuple[str, ...], is_shown: bool
) -> None:
    found = of_country("TH")  # where no contractor is
    shown = replace(found, case=replace(found.case, apart=apart), exhibits=(reaching("zoom", via),))
    text = dossier(shown, "ja", load_registry(DATA))
    assert ("Zoom, Inc.（zoom）" in text) == is_shown
    assert ("これに当たるものはありません" in text) != is_shown


def test_a_case_is_shown_though_the_registry_is_broken(xborder: Command, tmp_path: Path) -> None:
    (tmp_path / "data" / "contractors.yaml").write_text("contractors: [", encoding="utf-8")
    code, out, _ = xborder("show", CASE)
    assert code == 0 and "推奨: 是正の要求" in out and "これに当たるものはありません" in out


def test_status_speaks_english_or_japanese(xborder: Command) -> None:
    code, en, _ = xborder("status")
    assert code == 1 and xborder("status", "--language", "en") == (code, en, "")
    assert en.startswith("Last finished run: ") and f"case {CASE}: Zoom Terms of Service (open)" in en
    _, ja, _ = xborder("status", "--language", "ja")
    for words in (
        "最後に終わった実行: ",
        f"案件 {CASE}: Zoom Terms of Service (未対応)",
        "年次確認: 前回の署名 なし",
    ):
        assert words in ja
    rows = [line for line in ja.splitlines() if " country/" in line or " zoom/" in line]
    assert rows and all(line.startswith(("未確認", "正常")) for line in rows)
    assert xborder("status", "--json", "--language", "ja")[1] == xborder("status", "--json")[1]


def test_the_looks_at_sources_are_told_in_japanese(xborder: Command) -> None:
    out = xborder("status", "--sources", "--language", "ja")[1]
    assert out.startswith("o 正常") and "meta/terms: 未確認" in out
