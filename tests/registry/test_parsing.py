"""libyaml and ruamel side by side: where libyaml is believed, the file means the same to both."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

from budget import times
from xborder.registry import load_registry, parsing, tree
from xborder.registry.parsing import RefusedError, events, events_of_libyaml
from xborder.registry.scalars import kind_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SHIPPED = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data").glob("*.yaml"))]
FIXTURES = sorted(HERE.glob("*/*.yaml"))

needs_libyaml = pytest.mark.skipif(parsing.CParser is None, reason="PyYAML has no libyaml here")

MARKS = [": ", ":", "- ", "-", "? ", ", ", ",", "[", "]", "{", "}", "#", " #c", "|", ">", "|-", ">+\n", "|2"]
MARKS += [
    "---",
    "...",
    "\n---\n",
    "\n...\n",
    "%",
    "@",
    "`",
    "&",
    "*",
    "!",
    "~",
    "=",
    "<<",
    '"',
    "'",
    "\\",
    "\\/",
]
SPACE = [
    "\n",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\na: ",
    "\n  b: ",
    "\r\n",
    "\r",
    "\t",
]
WORDS = [
    "a",
    "b c",
    "é",
    "日本",
    "NO",
    "1",
    "0.5",
    "0o7",
    '"a"',
    "'b'",
    '"a":b',
    "\\x41",
    "null",
    "　",
    "\x7f",
    "\x85",
]
WORDS += ["http://a.b/c?d=e#f", "a: b", "[a, b]", "{a: b, c: [d]}", "\ufeff", "\u2028", "😀", "2026-01-01"]
PIECES = st.sampled_from([*MARKS, *SPACE, *WORDS])
JUMBLES = st.lists(PIECES, min_size=1, max_size=30).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Some lines of a shipped file, with a few pieces put in or over."""
    lines = draw(st.sampled_from(SHIPPED)).splitlines(keepends=True)
    start = draw(st.integers(0, len(lines) - 1))
    text = "".join(lines[start : start + draw(st.integers(1, 15))])
    for piece in draw(st.lists(PIECES, max_size=3)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at + draw(st.sampled_from([0, 0, 1, 3])) :]
    return text


def by_libyaml(text: str) -> Any:
    """What stands in the text; None where libyaml is not asked or not believed."""
    found = events_of_libyaml(text)
    try:
        return None if found is None else meaning(tree._Reading(found))
    except RefusedError:
        return None


def by_ruamel(text: str) -> Any:
    return meaning(tree._Reading(events(text)))


def meaning(reading: Any) -> Any:
    """Values, lines and spellings; as they are written, since 1 equals True."""
    return repr((reading.root, reading.lines, reading.spellings))


@needs_libyaml
@settings(max_examples=400 * times(), deadline=None)
@given(st.one_of(JUMBLES, JUMBLES.map("{}\n".format), damaged()))
@example("a: |\n\n   \n b\n")  # each of these was once read in two ways
@example('a: ["b":c]\n')
@example(">+\n#\n")
@example("a\n...\n...\n")
@example("|#\n")
@example("? a\n")
@example("- !\n")
@example("a: >-\n \r     b\n")
def test_what_libyaml_is_believed_means_the_same_to_ruamel(text: str) -> None:
    quick = by_libyaml(text)
    assert quick is None or quick == by_ruamel(text)


@needs_libyaml
@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_a_file_of_the_tests_is_the_same_to_both(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    try:
        careful = by_ruamel(text)
    except RefusedError:
        careful = None
    assert by_libyaml(text) == careful


@needs_libyaml
@pytest.mark.parametrize("text", SHIPPED, ids=["contractors", "countries", "policy"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_shipped_files_are_read_by_libyaml(text: str, line_end: str) -> None:
    text = text.replace("\n", line_end)
    assert by_libyaml(text) == by_ruamel(text)


def test_without_libyaml_all_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = load_registry(ROOT / "data")
    monkeypatch.setattr(parsing, "CParser", None)
    assert load_registry(ROOT / "data") == quick


@settings(max_examples=500 * times(), deadline=None)
@given(st.one_of(st.text("+-.0123456789_abefonxTZtINFrulsy:~<= ", max_size=20), st.sampled_from(WORDS)))
def test_a_word_without_quotes_is_what_ruamel_takes_it_for(word: str) -> None:
    tag = VersionedResolver(version=(1, 2)).resolve(ScalarNode, word, (True, False))
    assert str(tag) == f"tag:yaml.org,2002:{kind_of(word)}"


WIDE_WORDS = [
    "yes",
    "true",
    "True",
    "NULL",
    "~",
    "",
    "0o17",
    "017",
    "0x1F",
    "0b1",
    "1_000",
    "1:30",
    "-.inf",
    ".nan",
]
WIDE_WORDS += [
    "1e3",
    "+.5",
    "1.",
    "2026-11-23",
    "2026-1-2 3:04:05.6 +9:00",
    "2026-01-02T03:04:05Z",
    "<<",
    "=",
    "NO",
]


@pytest.mark.parametrize("word", WIDE_WORDS)
def test_words_that_yaml_has_a_meaning_for_are_known_as_ruamel_knows_them(word: str) -> None:
    test_a_word_without_quotes_is_what_ruamel_takes_it_for.hypothesis.inner_test(word)


@needs_libyaml
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "{a: ["])
def test_depth_is_refused_before_a_hostile_file_costs_anything(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "contractors.yaml"
    path.write_text(f"contractors: {opening * 900_000}\n", encoding="utf-8")
    (problem,) = tree.read_tree(path).problems
    assert problem.line == 1
