"""What changed, sentence by sentence: the unit that rules and model judge.

A clause may be a page long and touch five topics, so changes are cut into the sentences that came, went
or were reworded. A sentence that stands word for word in the other version was moved or set otherwise,
not changed; replacements of form are no changes; a name that was replaced throughout is a rename. What
remains knows which of its words are new (or gone) and which only surround them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from xborder.assess.terms.form import is_date_line, is_form, is_numbering_line
from xborder.assess.terms.text import (
    fold,
    has_letters,
    has_masked_mail,
    sentences,
    skeleton,
    skeleton_of_sentence,
    without_addresses,
)
from xborder.model import Change, ChangeKind, ClauseKind, Op, Page

Span = tuple[int, int]
ALIKE = 55  # percent: two wordings of one sentence
_RENAMED = 2  # replacements of one name by another before it counts as renamed throughout
_UNMISTAKABLE = 24  # letters in a row that do not stand in two versions by chance
_LONGEST_ENTRY = 80
_WHOLE = 0.9
_VERB = re.compile(r"\b(?:is|are|was|may|will|shall|must|can|has|have|you|we|our)\b|ます|です|する|した")
_IN_FRONT = 40  # letters in front of a replacement that say what it names
_MOVED = 12  # letters of a whole sentence of the other version that now stand inside another
# A name behind these words is that of a provider: another name there is another provider, not a rename.
_PROVIDER = re.compile(
    r"(?:vendors?|suppliers?|providers?|processors?|contractors?|partners?|provided by|operated by|hosted by"
    r"|ベンダー|委託先|提供会社|代行会社|運営会社)"
    r"(?:[,:(]| is| are| such as| like| called|である|の|は|、)?[\s\"'「]*$"
)
# Where one of these changes hands, a name is more than a name: a party, a place, a duty, a condition.
_LOADED = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|corp|plc|b\.?v|s\.?a|ag|ab|pbc|eu|eea|uk|usa?|europe\w*|united|states"
    r"|japan|may|might|can"
    r"|could|shall|should|will|must|not|no|only|all|any|and|or|if|unless|with|without|controllers?"
    r"|processors?|street|st|road)\b"
    r"|株式会社|有限会社|合同会社|国|州|日本|ことがあ|ない|ません"
)


_NEW = 0.5  # of the letters


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One sentence of one version, with the words of it that the other version does not have."""

    change: int  # index of the change it belongs to
    added: bool  # stands in the new version; else it stood in the old one
    text: str  # verbatim
    folded: str  # the same, lower case, without addresses
    spans: tuple[Span, ...]  # of the changed words
    heading: str  # folded
    kind: ClauseKind
    whole: bool  # the whole clause came or went

    @property
    def changed(self) -> str:
        """The changed words, folded."""
        return " ".join(self.folded[start:end] for start, end in self.spans)

    @property
    def share(self) -> float:
        """How much of the sentence changed, by letters."""
        letters = sum(map(str.isalnum, self.folded))
        return sum(map(str.isalnum, self.changed)) / letters if letters else 0.0

    @property
    def is_new(self) -> bool:
        """Whether it came or went as a sentence: where less changed, it stood there before."""
        return self.share >= _NEW

    @property
    def is_entry(self) -> bool:
        """Whether it is no sentence but an entry of a list, and came or went as a whole."""
        return len(self.folded) <= _LONGEST_ENTRY and self.share > _WHOLE and not _VERB.search(self.folded)

    def touches(self, start: int, end: int) -> bool:
        return any(start < b and a < end for a, b in self.spans)


def passages(
    changes: Sequence[Change], old: Page | None = None, new: Page | None = None
) -> tuple[Passage, ...]:
    """The sentences of `changes` that changed. The pages tell what stands elsewhere in them unchanged."""
    context = _Context.of(changes, old, new)
    return tuple(
        passage
        for index, change in enumerate(changes)
        for added in (True, False)
        for passage in _side(index, change, context, added=added)
    )


def with_counterparts(
    passages: Sequence[Passage], chosen: Sequence[int], *, unlike: bool = False
) -> list[Passage]:
    """The chosen sentences, and after them what stood or stands in their place in the other version.

    With `unlike` also what is nothing alike, where it is all that stands there.
    """
    found = list(chosen)
    for index in chosen:
        one = passages[index]
        others = [i for i, p in enumerate(passages) if p.change == one.change and p.added is not one.added]
        alike, best = max(((ratio(one.folded, passages[i].folded), i) for i in others), default=(0.0, index))
        if (alike >= ALIKE or (unlike and len(others) == 1)) and best not in found:
            found.append(best)
    return [passages[i] for i in found]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words that went and words that stand in their place; folded."""

    deleted: str
    inserted: str
    old: Span
    new: Span
    before: str  # the unchanged words in front


@dataclass(frozen=True, slots=True)
class _Context:
    """What must be known of the whole revision to judge one sentence."""

    before: "_Version"
    after: "_Version"
    renamed: frozenset[tuple[str, str]]
    masked_mail: bool
    edits: tuple[tuple[_Edit, ...], ...] = field(repr=False)

    @classmethod
    def of(cls, changes: Sequence[Change], old: Page | None, new: Page | None) -> "_Context":
        masked = any(has_masked_mail(c.text) for change in changes for c in (change.old, change.new) if c)
        edits = tuple(tuple(_edits(change, mail=masked)) for change in changes)
        return cls(
            before=_Version.of((c.old.text for c in changes if c.old), old, masked),
            after=_Version.of((c.new.text for c in changes if c.new), new, masked),
            renamed=_renamed(edits, skeleton(_whole(changes, new))),
            masked_mail=masked,
            edits=edits,
        )


@dataclass(frozen=True, slots=True)
class _Version:
    """What stands in one version, as far as it is known."""

    sentences: frozenset[str]  # skeletons
    letters: str = field(repr=False)  # all of them in a row, so that another cut into items hides nothing

    @classmethod
    def of(cls, texts: Iterable[str], page: Page | None, mail: bool) -> "_Version":
        whole = texts if page is None else (clause.text for clause in page.clauses)
        known = []
        for text in whole:
            plain = _plain(text, mail)
            known += [skeleton_of_sentence(plain[start:end]) for start, end in sentences(text)]
        return cls(frozenset(known), "".join(known))

    def says(self, sentence: str) -> bool:
        """Whether a sentence stands here word for word, alone or inside another."""
        letters = skeleton_of_sentence(sentence)
        return letters in self.sentences or (len(letters) >= _UNMISTAKABLE and letters in self.letters)

    def has_sentence(self, words: str) -> bool:
        """Whether words that came into a sentence, or left it, are a sentence of their own here."""
        letters = skeleton_of_sentence(words)
        return len(letters) >= _MOVED and letters in self.sentences


def _whole(changes: Sequence[Change], new: Page | None) -> str:
    return new.text if new else "\n".join(c.new.text for c in changes if c.new)


def _edits(change: Change, *, mail: bool) -> Iterator[_Edit]:
    """The replacements of a change, in order."""
    if not change.words:
        old, new = (c.text if c else "" for c in (change.old, change.new))
        yield _Edit(_plain(old, mail), _plain(new, mail), (0, len(old)), (0, len(new)), "")
        return
    sides = {
        op: _plain("".join(w.text for w in change.words if w.op in (op, Op.EQUAL)), mail)
        for op in (Op.DELETE, Op.INSERT)
    }
    at_old = at_new = old_from = new_from = 0
    for word in (*change.words, None):
        if word is not None and word.op is Op.DELETE:
            at_old += len(word.text)
        elif word is not None and word.op is Op.INSERT:
            at_new += len(word.text)
        else:
            if at_old > old_from or at_new > new_from:
                yield _Edit(
                    sides[Op.DELETE][old_from:at_old],
                    sides[Op.INSERT][new_from:at_new],
                    (old_from, at_old),
                    (new_from, at_new),
                    sides[Op.INSERT][max(0, new_from - _IN_FRONT) : new_from],
                )
            length = len(word.text) if word else 0
            at_old, at_new = at_old + length, at_new + length
            old_from, new_from = at_old, at_new


def _plain(text: str, mail: bool) -> str:
    return fold(without_addresses(text, mail=mail))


def _renamed(edits: Iterable[Iterable[_Edit]], after: str) -> frozenset[tuple[str, str]]:
    """A name put in the place of another every time, so that the old one is gone: a rename."""
    short = [edit for group in edits for edit in group if _is_name(edit)]
    pairs = Counter(map(_replaced, short))
    sources = Counter(old for old, _ in pairs.elements())
    providers = {_replaced(edit) for edit in short if _PROVIDER.search(edit.before)}
    return frozenset(
        (old, new)
        for (old, new), times in pairs.items()
        if times >= _RENAMED and times == sources[old] and old not in after and (old, new) not in providers
    )


def _replaced(edit: _Edit) -> tuple[str, str]:
    return skeleton(edit.deleted), skeleton(edit.inserted)


def _is_name(edit: _Edit) -> bool:
    """Whether both sides may be names: short, without numbers, and nothing a finding is made of."""
    both = f"{edit.deleted} {edit.inserted}"
    if not skeleton(edit.deleted) or not skeleton(edit.inserted) or len(both) > 80:
        return False
    return not any(c.isdigit() for c in both) and not _LOADED.search(both)


def _side(index: int, change: Change, context: _Context, *, added: bool) -> Iterator[Passage]:
    clause = change.new if added else change.old
    if clause is None or not context.edits[index]:
        return
    text = clause.text
    plain = _plain(text, context.masked_mail)
    other = context.before if added else context.after
    for start, end in sentences(text):
        folded = plain[start:end]
        if other.says(folded) or is_date_line(folded) or is_numbering_line(folded):
            continue
        spans = tuple(_spans(context, index, plain, (start, end), added=added))
        if spans:
            yield Passage(
                change=index,
                added=added,
                text=text[start:end],
                folded=folded,
                spans=spans,
                heading=fold(" > ".join(clause.path)),
                kind=clause.kind,
                whole=change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED),
            )


def _spans(context: _Context, index: int, plain: str, sentence: Span, *, added: bool) -> Iterator[Span]:
    """The changed words inside a sentence, without replacements of form."""
    start, end = sentence
    other = context.before if added else context.after
    for edit in context.edits[index]:
        a, b = edit.new if added else edit.old
        if not (a < end and start < b):
            continue
        inside = max(a, start), min(b, end)
        if not has_letters(plain[inside[0] : inside[1]]):
            continue
        if _replaced(edit) in context.renamed or other.has_sentence(edit.inserted if added else edit.deleted):
            continue
        if is_form(edit.deleted, edit.inserted, plain[start:end], plain[start : inside[0]]):
            continue
        yield inside[0] - start, inside[1] - start


def is_cut(changes: Sequence[Change]) -> bool:
    """Whether the new version ends inside a sentence of the old one: a capture cut short, not a revision."""
    news = [change for change in changes if change.new is not None]
    if not news or not any(change.old is not None and change.new is None for change in changes):
        return False
    last = news[-1]
    after = changes[changes.index(last) + 1 :]
    text = last.new.text.rstrip() if last.new else ""
    if len(text) < 20 or not text[-1].isalnum() or len(after) < 3:  # fmt: skip
        return False
    olds = [change.old.text for change in changes if change.old is not None]
    return any(old.startswith(text) and old[len(text)].isalnum() for old in olds if len(old) > len(text))
