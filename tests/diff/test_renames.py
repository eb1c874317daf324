"""A name replaced throughout is told once; words that carry meaning are never names."""

import pytest

from xborder.diff import Rename, diff, find_renames
from xborder.model import Change, Clause

SENTENCES = (
    "{} keeps the records of its customers for two years.",
    "Customers may ask {} for a copy of the records at any time.",
    "The records are encrypted before {} hands them to a processor.",
    "Nobody outside the support team of {} reads them.",
)
文 = (
    "{}は、取得した個人データを適切に管理します。",
    "お問い合わせは{}までお願いします。",
    "{}は、法令に基づく場合を除き、第三者に提供しません。",
    "本規約は{}と契約者の間に適用されます。",
)


def replaced(sentences: tuple[str, ...], old: str, new: str) -> tuple[Change, ...]:
    def clauses(name: str) -> list[Clause]:
        return [Clause(text=sentence.format(name)) for sentence in sentences]

    return diff(clauses(old), clauses(new))


@pytest.mark.parametrize(
    ("sentences", "old", "new"),
    [
        (SENTENCES, "Glassdoor", "Indeed, Inc."),
        (SENTENCES, "Acme Cloud", "Omega Cloud"),
        (SENTENCES, "the Site", "the Platform"),
        (文, "ファイアフォックス", "モジラアカウント"),
        (文, "当社", "株式会社アクメ"),
        (文, "運営者", "当社"),
    ],
)  # fmt: skip
def test_a_name_replaced_throughout_is_told_once(sentences: tuple[str, ...], old: str, new: str) -> None:
    changes = replaced(sentences, old, new)
    (rename,) = find_renames(changes)
    assert rename.count == len(sentences)
    assert rename.old in old
    assert rename.new in new


@pytest.mark.parametrize(
    ("old", "new"),
    [("Japan", "Chile"), ("January", "March"), ("Will", "May"), ("2024", "2025"), ("a firm", "a broker")],
)  # fmt: skip
def test_what_carries_meaning_is_no_name(old: str, new: str) -> None:
    assert find_renames(replaced(SENTENCES, old, new)) == ()


@pytest.mark.parametrize(("old", "new"), [("日本", "シンガポール"), ("委託先", "提供先"), ("する", "できる")])
def test_what_carries_meaning_in_japanese_is_no_name(old: str, new: str) -> None:
    assert find_renames(replaced(文, old, new)) == ()


def test_a_name_replaced_twice_is_no_rename() -> None:
    assert find_renames(replaced(SENTENCES[:2], "Glassdoor", "Indeed")) == ()


def test_a_name_that_gave_way_to_two_names_is_no_rename() -> None:
    changes = replaced(SENTENCES, "Acme", "Omega") + replaced(SENTENCES, "Acme", "Sigma")
    assert find_renames(changes) == ()


def test_a_change_that_says_more_than_the_rename_does_not_count() -> None:
    more = (*SENTENCES, "{} will delete everything within thirty days.")
    old = [Clause(text=sentence.format("Acme")) for sentence in more]
    new = [Clause(text=sentence.format("Omega").replace("thirty", "ninety")) for sentence in more]
    changes = diff(old, new)
    assert find_renames(changes) == (Rename("Acme", "Omega", 4),)


def test_typography_of_a_name_is_no_rename() -> None:
    assert find_renames(replaced(SENTENCES, "Acme’s office", "Acme's office")) == ()
