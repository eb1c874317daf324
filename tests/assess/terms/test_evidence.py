"""Quotes are verbatim, short, and show the decisive words."""

from dataclasses import replace

from xborder.assess.terms.evidence import LONGEST, REMOVED, quote
from xborder.assess.terms.passages import Passage
from xborder.model import ClauseKind

PASSAGE = Passage(
    change=0,
    added=True,
    text="We share it.",
    folded="we share it.",
    spans=((0, 12),),
    heading="",
    kind=ClauseKind.PARAGRAPH,
    whole=True,
)


def test_a_short_sentence_is_quoted_whole():
    assert quote(PASSAGE) == "We share it."


def test_a_removed_sentence_says_so():
    assert quote(replace(PASSAGE, added=False)) == REMOVED + "We share it."


def test_a_long_sentence_is_cut_between_words_around_the_decisive_ones():
    text = "word " * 100 + "subpoena " + "other " * 100
    place = text.index("subpoena")
    passage = replace(PASSAGE, text=text, folded=text, spans=((0, len(text)),), added=False)
    quoted = quote(passage, (place, place + 8))
    assert "subpoena" in quoted
    assert len(quoted) <= LONGEST
    body = quoted.removeprefix(REMOVED)
    assert body in text
    assert body.split()[0] == "word"
    assert body.split()[-1] == "other"
