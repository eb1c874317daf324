"""`xborder compare`: the documented objects, exit codes, unreadable files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
SITE = TOP / "demo" / "site"
SHARED = TOP.parent / "shared" / "benchmark"


def compare(old: Path, new: Path, *options: str) -> tuple[int, dict]:
    command = [sys.executable, "-m", "xborder", "compare", str(old), str(new), *options, "--json"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout) if done.stdout else {"stderr": done.stderr}


def test_terms_that_were_weakened():
    code, result = compare(SITE / "before/terms.html", SITE / "after/terms.html", "--as", "terms")
    assert code == 1
    assert result["substantive"]
    topics = {t["topic"]: t for t in result["topics"]}
    assert "subcontractors" in topics
    before, after = ((SITE / side / "terms.html").read_text(encoding="utf-8") for side in ("before", "after"))
    for topic in result["topics"]:
        quote = topic["evidence"]
        page = before if quote.startswith("REMOVED: ") else after
        assert " ".join(quote.removeprefix("REMOVED: ").split()) in " ".join(page.split())
    assert result["recommendation"]["action"] != "none"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("before/laws/offshore_report_mihon.html", "after/laws/offshore_report_mihon.html"),
        ("before/files/mihon_report.pdf", "after/files/mihon_report.pdf"),
        ("before/laws/offshore_report_mihon.html", "after/files/mihon_report.pdf"),
    ],
    ids=["html", "pdf", "html and pdf"],
)
def test_a_new_collection_law_is_a_trigger_in_every_form(old: str, new: str):
    code, result = compare(SITE / old, SITE / new, "--as", "country", "--country", "XA")
    assert code == 1
    assert result["country"] == "XA"
    assert result["trigger"]
    assert [(f["fact"], f["change"]) for f in result["findings"]] == [("government_access", "introduced")]
    assert result["findings"][0]["laws"] == ["国家情報収集法"]
    assert result["recommendation"]["action"] == "suspend"


def test_the_two_forms_of_one_report_have_equal_profiles():
    state = SITE / "after"
    code, result = compare(
        state / "laws/offshore_report_mihon.html", state / "files/mihon_report.pdf", "--as", "country"
    )
    assert code == 0
    assert result["old_profile"] == result["new_profile"]
    assert result["findings"] == []


def test_the_same_file_twice_asks_for_nothing():
    code, result = compare(SITE / "after/terms.html", SITE / "after/terms.html", "--as", "terms")
    assert (code, result["substantive"], result["changes"]) == (0, False, [])


def test_a_report_that_cannot_be_read_is_a_readability_finding(tmp_path: Path):
    page = tmp_path / "new.html"
    page.write_text("<h1>ただいまメンテナンス中です</h1>", encoding="utf-8")
    code, result = compare(SITE / "after/laws/offshore_report_mihon.html", page, "--as", "country")
    assert code == 1
    assert [(f["fact"], f["change"], f["part"]) for f in result["findings"]] == [
        ("readability", "unreadable", None)
    ]
    assert not result["trigger"]
    assert result["new_profile"] is None


def test_a_missing_file_is_one_clear_message(tmp_path: Path):
    code, result = compare(tmp_path / "none.html", SITE / "after/terms.html", "--as", "terms")
    assert code == 2
    assert "none.html" in result["stderr"]


@pytest.mark.parametrize("name", ["terms-ja-dev", "country-dev"])
def test_labelled_pairs_beside_the_project_are_read(name: str):
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: the labelled data is not part of the project")
    kind = "country" if name == "country-dev" else "terms"
    for pair in sorted(p for p in folder.iterdir() if p.is_dir())[:3]:
        old, new = (next(pair.glob(f"{side}.*")) for side in ("old", "new"))
        code, result = compare(old, new, "--as", kind)
        assert code in (0, 1)
        assert "recommendation" in result
