"""Replacements that change the form of a text and not its meaning.

Basis   APPI Art. 28(3): what must be confirmed is a change of measures; a reader alarmed by commas stops
        reading. Each test below is one that a lawyer would make without looking further.
Finds   numbering, dates of the document, spelling, inflection, articles, link targets, masked mail addresses
Passes  numbers that count something ("30 days", "eight days"), negations, modal verbs, "only", "or" for
        "and", "we" for "you": who may, and who must, is what a contract is about; one country for another
"""

import re

from rapidfuzz.distance import Levenshtein

from xborder.assess.entities import is_country
from xborder.assess.terms.canary import is_canary
from xborder.assess.terms.text import skeleton

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
# Possessive where a run could be cut in many ways: a number of a hundred digits would take for ever.
_DATE_WORDS = re.compile(
    rf"(?:{_MONTHS}|\d+(?:st|nd|rd|th)?|of|the|as|on|at|gmt|utc|t|z|am|pm|令和|平成|年|月|日|改定|現在|[\s\W_])++",
)
_DATED = re.compile(
    r"(?:updat|effective|revis|modif|version|posted|as of|valid from|dated|publish|last|in force"
    r"|takes? effect|in effect|archiv|previous"
    r"|改[定訂正]|施行|制定|最終更新|更新日|現在|附則)|^[\s\W\d]*+(?:" + _MONTHS + r")?[\s\W\d]*+$"
)
_DAY = re.compile(
    rf"\b(?:{_MONTHS})\b\W+\d|\d{{1,2}}(?:st|nd|rd|th)?\W+(?:of\W+)?(?:{_MONTHS})\b|\b(?:19"
    rf"|20)\d\d[-/.]\d|(?:{_MONTHS})\W+20\d\d|\d年"
)
_NUMBERING = re.compile(r"[\s\W_]*(?:(?:\d{1,3}|[ivx]{1,5}|[a-z])(?:[\s.)(\]:-]+|$))+[\s\W_]*")
_REFERENCE_BEFORE = re.compile(
    r"(?:sections?|articles?|clauses?|paragraphs?|chapters?|annex(?:es)?|appendix|sec\.|art\.|§+|no\.|第"
    r"|\(|\[)\s*$"
)
# "thirty (30) days": a number in brackets that counts something.
_COUNTS = re.compile(
    r"[\s\W_]*\d[\d,.]*[\s)）\]]*(?:(?:calendar|business|working) )?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?|%|percent|(?:営業)?日|時間|週間|[かヶカケ]月|年間)"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")

# Words that hold a sentence together and grant or forbid nothing.
_GRAMMAR = frozenset(
    [
        "a",
        "an",
        "the",
        "that",
        "this",
        "these",
        "those",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "is",
        "are",
        "be",
        "been",
        "being",
        "was",
        "were",
        "has",
        "have",
        "had",
        "do",
        "does",
        "its",
        "it's",
        "it",
        "we",
        "our",
        "us",
        "you",
        "your",
        "their",
        "they",
        "them",
        "there",
        "here",
        "which",
        "who",
        "whom",
        "whose",
        "so",
        "then",
        "thus",
        "such",
        "also",
        "please",
        "will",
        "would",
        "via",
        "per",
        "into",
        "onto",
        "upon",
        "about",
        "s",
        "t",
        "re",
        "ve",
        "ll",
        "e",
        "g",
        "i",
        "m",
        "d",
        "(",
        "please",
        "how",
        "what",
        "when",
        "where",
        "s'",
        "own",
    ]
)
_PERSONS = {
    word: person
    for person, words in enumerate(("we our us ours", "you your yours", "it its they their them theirs"), 1)
    for word in words.split()
}
_NUMBERS = re.compile(
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|twice|once"
    r"|double|triple|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
)
_SPELLINGS = (
    ("is", "iz"),
    ("ys", "yz"),
    ("our", "or"),
    ("ll", "l"),
    ("ence", "ense"),
    ("ae", "e"),
    ("gem", "gm"),
)
_ENDINGS = frozenset(["", "s", "es", "e", "d", "ed", "ing", "y", "ies", "ied", "ly", "al", "n", "en", "ally"])
_WEIGHTY = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "without",
        "only",
        "solely",
        "unless",
        "except",
        "may",
        "might",
        "must",
        "shall",
        "should",
        "can",
        "could",
        "or",
        "and",
        "any",
        "all",
        "every",
        "neither",
        "nor",
        "if",
        "but",
    ]
)
# One meaning, two words. No pair here changes who may do what.
_SYNONYMS = tuple(
    frozenset(pair.split("/"))
    for pair in [
        "shall/will",
        "attorney/lawyer",
        "attorneys/lawyers",
        "attorney's/lawyer's",
        "whilst/while",
        "website/site",
        "websites/sites",
        "click/select",
        "learn/read",
        "policy/statement",
        "notice/policy",
        "notice/statement",
        "privacyshield/privacyframework",
        "prior/before",
        "upon/on",
        "purchase/buy",
        "email/e-mail",
        "assist/help",
        "ensure/make",
        "via/through",
        "further/additional",
        "further/more",
        "obtain/get",
        "commence/begin",
        "terminate/end",
        "utilize/use",
        "utilise/use",
        "large/big",
        "permits/allows",
        "permit/allow",
    ]
)
_CONTRACTIONS = (
    ("won't", "will not"),
    ("can't", "cannot"),
    ("n't", " not"),
    ("'re", " are"),
    ("'ll", " will"),
    ("'ve", " have"),
)


def is_form(deleted: str, inserted: str, sentence: str, before: str) -> bool:
    """Whether putting `inserted` for `deleted` (both folded) leaves the meaning of `sentence`.

    `before` is the folded text in front of the replacement.
    """
    if skeleton(_expanded(deleted)) == skeleton(_expanded(inserted)):
        return True
    if _is_date(deleted, inserted, sentence) or _is_numbering(deleted, inserted, sentence, before):
        return True
    return _keeps_persons(deleted, inserted) and (
        _is_grammar(deleted, inserted) or _is_spelling(deleted, inserted)
    )


def is_date_line(sentence: str) -> bool:
    """A line that says only when the document was made or changed."""
    short = len(sentence) < 160 and len(_WORD.findall(sentence)) <= 16
    dated = short and bool(_DAY.search(sentence)) and bool(_DATED.search(sentence))
    return dated and not is_canary(sentence)


def is_numbering_line(sentence: str) -> bool:
    return len(sentence) < 12 and bool(_NUMBERING.fullmatch(sentence))


def _expanded(text: str) -> str:
    for short, full in _CONTRACTIONS:
        text = text.replace(short, full)
    return text


def _is_date(deleted: str, inserted: str, sentence: str) -> bool:
    both = f"{deleted} {inserted}"
    if not any(map(str.isdigit, both)) and not re.search(_MONTHS, both):
        return False
    if not _DATE_WORDS.fullmatch(deleted or " ") or not _DATE_WORDS.fullmatch(inserted or " "):
        return False
    dated = bool(_DATED.search(sentence)) and (bool(_DAY.search(sentence)) or len(sentence) < 60)
    return dated and not is_canary(sentence)


def _is_numbering(deleted: str, inserted: str, sentence: str, before: str) -> bool:
    if _COUNTS.match(sentence, len(before)):
        return False
    for text in (deleted, inserted):
        if text.strip() and not _NUMBERING.fullmatch(text):
            return False
    return not before.strip(" \t(*_[|•・") or bool(_REFERENCE_BEFORE.search(before)) or before.endswith("\n")


def _keeps_persons(deleted: str, inserted: str) -> bool:
    """Not another one for the one that was there: "at your choice" is not "at our choice"."""
    old, new = (
        {_PERSONS[w] for w in _WORD.findall(_expanded(t)) if w in _PERSONS} for t in (deleted, inserted)
    )
    return not old or not new or old == new


def _is_grammar(deleted: str, inserted: str) -> bool:
    old, new = _WORD.findall(_expanded(deleted)), _WORD.findall(_expanded(inserted))
    return all(word in _GRAMMAR for word in (*old, *new))


def _is_spelling(deleted: str, inserted: str) -> bool:
    old, new = _meaning(deleted), _meaning(inserted)
    return len(old) == len(new) > 0 and all(_same_word(a, b) for a, b in zip(old, new, strict=True))


def _meaning(text: str) -> list[str]:
    return [word for word in _WORD.findall(_expanded(text)) if word not in _GRAMMAR]


def _same_word(one: str, other: str) -> bool:
    if one == other or frozenset((one, other)) in _SYNONYMS:
        return True
    if {one, other} & _WEIGHTY or any(c.isdigit() for c in one + other) or not (one + other).isascii():
        return False
    if min(len(one), len(other)) < 4 or one[:2] != other[:2]:
        return False
    if any(_NUMBERS.fullmatch(word) or is_country(word) for word in (one, other)):
        return False
    # A prefix or suffix of negation is a small distance and another meaning.
    if one.endswith("less") != other.endswith("less"):
        return False
    if Levenshtein.distance(one, other) > max(1, min(len(one), len(other)) // 4):
        return False
    return _spelt(one) == _spelt(other) or _is_inflected(one, other)


def _spelt(word: str) -> str:
    """As Americans spell it."""
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    return f"{word[:-2]}er" if word.endswith("re") else word


def _is_inflected(one: str, other: str) -> bool:
    """Whether only the endings differ: "content" is no form of "consent"."""
    pairs = enumerate(zip(one, other, strict=False))
    stem = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return one[stem:] in _ENDINGS and other[stem:] in _ENDINGS
