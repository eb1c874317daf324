"""Which words are marked: whole words a lawyer would underline, neither the line nor the letters."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.diff.words import split_sentences, split_words, word_runs
from xborder.model import Op


def marked(old: str, new: str) -> str:
    """The runs as a reader sees them: [-went-]{+came+}."""
    marks = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    return "".join(marks[word.op].format(word.text) for word in word_runs(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "We will notify you before disclosure.",
            "We may notify you before disclosure.",
            "We[- will-]{+ may+} notify you before disclosure.",
            id="one word",
        ),
        pytest.param(
            "We keep data for 30 days.", "We keep data for 1,800 days.",
            "We keep data for[- 30-]{+ 1,800+} days.", id="a number whole",
        ),
        pytest.param(
            "partners and vendors", "partners, advertisers and vendors",
            "partners{+, advertisers+} and vendors", id="a member of a list",
        ),
        pytest.param(
            "We do not sell data. We store it in Japan.",
            "We do not sell data. We share it with police. We store it in Japan.",
            "We do not sell data.{+ We share it with police.+} We store it in Japan.",
            id="a sentence whole",
        ),
        pytest.param(
            "取得した個人データを第三者に提供しません。",
            "取得した個人データを第三者に提供します。",
            "取得した個人データを第三者に提供[-しません-]{+します+}。",
            id="Japanese inflection",
        ),
        pytest.param(
            "氏名、住所を取得します。", "氏名、住所、電話番号を取得します。",
            "氏名、住所{+、電話番号+}を取得します。", id="Japanese list",
        ),
        pytest.param(
            "データは東京のサーバに保存します。", "データはシンガポールのサーバに保存します。",
            "データは[-東京-]{+シンガポール+}のサーバに保存します。", id="kanji for katakana",
        ),
        pytest.param(
            "Firefoxアカウントの情報", "Mozillaアカウントの情報",
            "[-Firefox-]{+Mozilla+}アカウントの情報", id="Latin name inside Japanese",
        ),
    ],
)  # fmt: skip
def test_marks_the_words_a_reader_would_mark(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_small_match_between_two_rewritten_phrases_is_not_left_standing() -> None:
    old = "Records are kept by the operations team of the processor."
    new = "Nothing of it remains with the controller after termination."
    assert [word.op for word in word_runs(old, new)] == [Op.DELETE, Op.INSERT, Op.EQUAL]


def test_a_particle_alone_between_two_japanese_phrases_is_not_left_standing() -> None:
    assert marked("利用目的の範囲で扱う", "委託先の監督で扱う") == "[-利用目的の範囲-]{+委託先の監督+}で扱う"


def test_what_lies_between_two_insertions_stays() -> None:
    assert marked("names and addresses", "full names and postal addresses") == (
        "{+full +}names and{+ postal+} addresses"
    )


def test_the_same_sentence_with_other_marks_is_compared_by_words() -> None:
    assert marked("the user's data. More.", "the user’s data. More") == (
        "the[- user's-]{+ user’s+} data. More[-.-]"
    )


@given(st.text(), st.text())
def test_runs_join_to_both_texts(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(word.text for word in runs if word.op is not Op.INSERT) == old
    assert "".join(word.text for word in runs if word.op is not Op.DELETE) == new


phrases = st.lists(
    st.sampled_from(
        ["personal data ", "個人データ", "を", "は、", "提供", "します。", "we ", "may ", "not ", "share ",
         "，", "ＡＢＣ", "“quoted” ", "it’s ", "30 days. ", "third parties, ", "\n", "カタカナ", "・", "the "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(phrases, phrases)
def test_runs_of_contract_phrases_join_to_both_texts(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(word.text for word in runs if word.op is not Op.INSERT) == old
    assert "".join(word.text for word in runs if word.op is not Op.DELETE) == new
    assert all(word.text for word in runs)
    assert all(a.op is not b.op for a, b in pairwise(runs))


@given(phrases)
def test_a_text_has_no_changed_words_against_itself(text: str) -> None:
    assert {word.op for word in word_runs(text, text)} <= {Op.EQUAL}


@given(st.text())
def test_words_and_sentences_join_to_their_text(text: str) -> None:
    assert "".join(split_words(text)) == text
    assert "".join(split_sentences(text)) == text


def test_a_clause_of_a_megabyte_is_compared_around_what_stayed() -> None:
    old = "".join(f"Sentence number {n} says nothing new. " for n in range(30_000))
    new = old.replace("number 15000 says", "number 15000 tells")
    runs = word_runs(old, new)
    assert [word.text for word in runs if word.op is not Op.EQUAL] == [" says", " tells"]


def test_a_rewritten_clause_of_a_megabyte_is_one_replacement() -> None:
    old, new = "a b c d. " * 130_000 + "e", "w x y z. " * 130_000 + "v"
    assert [word.op for word in word_runs(old, new)] == [Op.DELETE, Op.INSERT]
