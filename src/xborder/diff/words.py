"""Which words of a passage stayed, came and went, in runs a person can read.

Words are compared, never characters: Latin words, numbers, and runs of one Japanese script (kanji,
hiragana, katakana), which lie close to phrases. Marking every character that happens to match gives
confetti, marking the line gives nothing, so a match too small to carry meaning between two changes
is taken into the change.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import Indel

from xborder.model import Op, Word
from xborder.model.text import canonical

# Space belongs to the word after it; the last branch takes any single character, so that the words
# of a text always join to the text.
_WORD = re.compile(
    r"\s*(?:"
    r"[A-Za-zª-ͯͰ-῿Ａ-Ｚａ-ｚ가-힣]+(?:['’][A-Za-zª-ͯ]+)*"
    r"|\d+(?:[.,]\d+)*"
    r"|[㐀-䶿一-鿿豈-﫿々〆〇]+"
    r"|[ぁ-ゟ]+"
    r"|[゠-ヺー-ヿｦ-ﾟ]+"
    r"|\S"
    r")|\s+"
)
_SENTENCE = re.compile(r".+?(?:[.;:!?](?=\s)|[。！？；]|\n|$)|.+", re.DOTALL)

_LARGEST_TABLE = 400_000_000  # cells compared at once: 0.1 s and 100 MB; beyond that, coarser

_FUNCTION_WORDS = frozenset(
    {
        *("a", "an", "the", "this", "that", "these", "those", "such", "its", "their", "your", "our"),
        *("and", "or", "if", "as", "at", "by", "for", "from", "in", "of", "on", "to", "with", "which"),
        *("is", "are", "be", "has", "have", "was", "were", "will", "it", "we", "us", "you"),
    }
)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words of the old text and what stands in their place; equal when their canonical forms are."""

    equal: bool
    old: Sequence[str]
    new: Sequence[str]


def split_words(text: str) -> list[str]:
    """The words of a text, space in front of them; they join to it exactly."""
    return _WORD.findall(text)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text; they join to it exactly."""
    return _SENTENCE.findall(text)


def word_runs(old: str, new: str) -> tuple[Word, ...]:
    """EQUAL and DELETE runs join to `old`, EQUAL and INSERT runs to `new`."""
    if not old or not new or old == new:
        op = Op.INSERT if not old else Op.DELETE if not new else Op.EQUAL
        return (Word(op, old or new),) if old or new else ()
    edits = _readable(_edits(old, new))
    return tuple(_joined(word for edit in edits for word in _verbatim(edit)))


def _edits(old: str, new: str) -> Iterator[_Edit]:
    """Whole sentences first: words must not match across sentences that stayed."""
    for edit in _compared(split_sentences(old), split_sentences(new)):
        if edit.equal and edit.old == edit.new:
            yield edit
        else:
            yield from _compared(split_words("".join(edit.old)), split_words("".join(edit.new)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[_Edit]:
    """What stayed and what did not, by turns."""
    old_at = new_at = 0
    for old_start, new_start, size in _matches([_key(part) for part in old], [_key(part) for part in new]):
        if old_start > old_at or new_start > new_at:
            yield _Edit(False, old[old_at:old_start], new[new_at:new_start])
        old_at, new_at = old_start + size, new_start + size
        if size:
            yield _Edit(True, old[old_start:old_at], new[new_start:new_at])


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Runs in common as (start in old, start in new, length), and an empty one at both ends."""
    head = _common_head(old, new)
    tail = _common_head(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    yield 0, 0, head
    if (old_end - head) * (new_end - head) <= _LARGEST_TABLE:
        for block in Indel.opcodes(old[head:old_end], new[head:new_end]).as_matching_blocks():
            yield block.a + head, block.b + head, block.size
    yield old_end, new_end, tail


def _common_head(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))


@lru_cache(maxsize=65_536)
def _key(part: str) -> str:
    return canonical(part) or part.strip()  # a lone mark is itself


def _readable(edits: Iterable[_Edit]) -> list[_Edit]:
    """The same edits without matches that only cut a change into pieces."""
    kept: list[_Edit] = []
    for edit in edits:
        if kept and kept[-1].equal == edit.equal:
            edit = _together(kept.pop(), edit)
        kept.append(edit)
        while len(kept) >= 3 and _is_confetti(*kept[-3:]):
            right, middle, left = kept.pop(), kept.pop(), kept.pop()
            kept.append(_together(left, middle, right))
    return kept


def _together(*edits: _Edit) -> _Edit:
    return _Edit(
        all(edit.equal for edit in edits),
        [word for edit in edits for word in edit.old],
        [word for edit in edits for word in edit.new],
    )


def _is_confetti(left: _Edit, middle: _Edit, right: _Edit) -> bool:
    """Whether the match in the middle says less than the changes around it."""
    if left.equal or not middle.equal or right.equal:
        return False
    if not (left.old or right.old) or not (left.new or right.new):
        return False  # words only came, or only went: what lies between them stayed
    weight = _weight(middle.new)
    return weight == 0 or 2 * weight <= min(_size(left), _size(right))


def _size(edit: _Edit) -> int:
    return max(_weight(edit.old), _weight(edit.new))


def _weight(words: Iterable[str]) -> int:
    return sum(_word_weight(word) for word in words)


@lru_cache(maxsize=65_536)
def _word_weight(word: str) -> int:
    """Letters of a word that carries meaning; 0 for punctuation, particles and function words."""
    bare = word.strip()
    if not bare or not bare[0].isalnum() or "ぁ" <= bare[0] <= "ゟ" or bare.lower() in _FUNCTION_WORDS:
        return 0
    return len(bare)


def _verbatim(edit: _Edit) -> Iterator[Word]:
    if not edit.equal:
        yield Word(Op.DELETE, "".join(edit.old))
        yield Word(Op.INSERT, "".join(edit.new))
        return
    for old, new in zip(edit.old, edit.new, strict=True):
        yield from _one_word(old, new)


def _one_word(old: str, new: str) -> Iterator[Word]:
    """A word that stayed; its form or the space before it may differ."""
    bare = old.lstrip()
    if bare != new.lstrip():
        bare = ""
    yield Word(Op.DELETE, old.removesuffix(bare)) if old != new else Word(Op.EQUAL, "")
    yield Word(Op.INSERT, new.removesuffix(bare)) if old != new else Word(Op.EQUAL, "")
    yield Word(Op.EQUAL, bare if old != new else old)


def _joined(words: Iterable[Word]) -> Iterator[Word]:
    """One run for neighbours of one kind."""
    for op, run in groupby((word for word in words if word.text), key=lambda word: word.op):
        yield Word(op, "".join(word.text for word in run))
