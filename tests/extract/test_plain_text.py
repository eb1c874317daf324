"""Plain text and Markdown to clauses, and what kind of document some bytes are."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xborder.extract import read_text, sniff
from xborder.model import ClauseKind

DEV = Path(__file__).resolve().parents[3] / "shared" / "benchmark" / "terms-dev"


def markdown(text: str) -> list[tuple[str, str]]:
    return [(c.number, c.text) for c in read_text(text.encode(), markdown=True).clauses]


def plain(text: str) -> list[tuple[str, str]]:
    return [(c.number, c.text) for c in read_text(text.encode()).clauses]


def test_markdown_is_cut_like_html() -> None:
    page = read_text(
        b"Terms\n=====\n\n## Data\n\n* We keep [data](https://a.example/?sid=1) safe.\n\n"
        b"| Name | Country |\n|---|---|\n| Alpha | Ireland |\n",
        markdown=True,
    )
    assert [c.text for c in page.clauses] == [
        "Terms",
        "Data",
        "We keep data safe.",
        "Name | Country",
        "Alpha | Ireland",
    ]
    assert page.clauses[4].path == ("Terms", "Data", "Name | Country")
    assert page.clauses[2].kind is ClauseKind.ITEM
    assert page.title == "Terms"


def test_emphasis_next_to_japanese_leaves_no_marks() -> None:
    assert markdown("**重要な情報:**当社は__個人データ__を提供しません。") == [
        ("", "重要な情報:当社は個人データを提供しません。")
    ]


def test_markup_inside_markdown_is_shown_not_obeyed() -> None:
    assert markdown("We <script>alert(1)</script> agree.") == [("", "We <script>alert(1)</script> agree.")]


def test_wrapped_lines_are_joined_and_japanese_needs_no_space() -> None:
    text = (
        "第1条（目的）\n本規約は、当社が提供するサービスの利用に関する条件を定めることを目的とし\nます。\n"
        "（1）当社は、個人データを委託先に提供するときは、委託先を適切に監督するもの\nとします。\n"
    )
    assert plain(text) == [
        ("第1条", "（目的）"),
        ("", "本規約は、当社が提供するサービスの利用に関する条件を定めることを目的とします。"),
        ("（1）", "当社は、個人データを委託先に提供するときは、委託先を適切に監督するものとします。"),
    ]


def test_a_short_line_is_not_joined_with_the_next() -> None:
    assert plain("License\nThis is the agreement between the parties named in the order form today.\n") == [
        ("", "License"),
        ("", "This is the agreement between the parties named in the order form today."),
    ]


@pytest.mark.parametrize(
    ("body", "media_type", "name", "kind"),
    [
        (b"junk\n%PDF-1.4", "text/html", "a.html", "pdf"),
        (b"<!DOCTYPE html><p>x", "application/pdf", "a.pdf", "html"),
        (b"<html>", "text/plain", "", "html"),
        ("<!doctype html>".encode("utf-16"), None, "", "html"),
        (b"# Terms", "text/markdown; charset=utf-8", "", "markdown"),
        (b"# Terms", None, "old.md", "markdown"),
        (b"Terms of use", "text/plain", "", "text"),
        (b"Terms of use", None, "terms.txt", "text"),
        (b"<p>Terms</p>", "text/html;charset=shift_jis", "", "html"),
    ],
)
def test_bytes_are_trusted_over_names(body: bytes, media_type: str | None, name: str, kind: str) -> None:
    assert sniff(body, media_type, name) == kind


@settings(deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_any_text_is_read_twice_alike(text: str, as_markdown: bool) -> None:
    body = text.encode("utf-8", "ignore")
    assert read_text(body, markdown=as_markdown) == read_text(body, markdown=as_markdown)


@given(st.lists(st.text("一二第条（）1.a 　・-、。", min_size=1, max_size=30), max_size=8))
def test_no_letter_of_plain_text_is_lost(lines: list[str]) -> None:
    found = "".join(number + text for number, text in plain("\n".join(lines)))
    for letter in "一二第条a1":
        assert found.count(letter) == "".join(lines).count(letter)


def test_the_decisive_words_of_labelled_changes_survive_the_reading() -> None:
    if not DEV.exists():
        pytest.skip("the labelled pairs are not beside the repository")
    rows = [json.loads(line) for line in (DEV / "labels.jsonl").read_text("utf-8").splitlines()]
    asked = lost = 0
    for row in rows[:80]:
        texts = {
            side: _letters(read_text((DEV / row["id"] / f"{side}.md").read_bytes(), markdown=True).text)
            for side in ("old", "new")
        }
        for topic in row["topics"]:
            quote = topic["evidence"]
            side = "old" if quote.startswith("REMOVED: ") else "new"
            asked += 1
            lost += _letters(quote.removeprefix("REMOVED: ")) not in texts[side]
    assert asked > 50
    assert lost <= 0.05 * asked, f"{lost} of {asked} quotes are not in the text read"


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum()).lower()
