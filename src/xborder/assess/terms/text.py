"""The forms of a text that rules and model look at. Positions stay those of the verbatim text."""

import itertools
import re
import unicodedata
from functools import lru_cache

from xborder.assess.terms.numerals import in_digits

_ALIKE = {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‐‑‒−", "-")}
# A full stop ends a sentence before a space and a capital letter; not after "e.g.", "Inc." or an initial.
_END = re.compile(
    r"(?<=[。！？!?])(?![」』）)])"
    r"|(?<=[.;:])(?<!\bNo\.)(?<!e\.g\.)(?<!i\.e\.)(?<!\bInc\.)(?<!\bLtd\.)(?<!\bArt\.)"
    r"(?<!\bSec\.)(?<!\bSt\.)(?<!\b[A-Z]\.)"
    r"(?=\s+[\"'“‘(\[*_•-]*\s?[A-Z0-9])|\n+"
)
_LETTERS = re.compile(r"[^\W_]+")
_WEB = re.compile(
    r"https?://[^\s)\]}、。」）]+|www\.[^\s)\]}、。]+"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:com|org|net|io|jp|eu|co|uk|ru|nl|de|ai|app|dev)\b(?:/[^\s)\]}、。]*)?",
    re.IGNORECASE,
)
_MASKED_MAIL = re.compile(r"\[?\[?\\?\[?email[\s ]+protected\\?\]?\]?(?:\([^)]*\))?(?:\.\w+)*", re.IGNORECASE)
# Leftovers of markup in a text that was read as Markdown: link targets, tags, rules.
_MARKUP = re.compile(
    r"\]\((?:javascript|https?|mailto|#|/)[^\s()]*(?:\([^\s()]*\))?[^\s()]*\)?|</?[a-z][^<>]*>|[-=_*]{4,}",
    re.IGNORECASE,
)
# Bounded: else a run of ten thousand digits that no "@" follows is gone through from each of them.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")

# One word, two spellings; the left one is replaced by the right one before texts are compared.
_SPELLINGS = (
    ("及び", "および"),
    ("又は", "または"),
    ("若しくは", "もしくは"),
    ("並びに", "ならびに"),
    ("但し", "ただし"),
    ("但、", "ただし"),
    ("尚", "なお"),
    ("且つ", "かつ"),
    ("下さい", "ください"),
    ("頂", "いただ"),
    ("致し", "いたし"),
    ("致す", "いたす"),
    ("出来", "でき"),
    ("言い", "いい"),
    ("言う", "いう"),
    ("予め", "あらかじめ"),
    ("全て", "すべて"),
    ("様々", "さまざま"),
    ("お問合せ", "お問い合わせ"),
    ("お問い合せ", "お問い合わせ"),
    ("お問合わせ", "お問い合わせ"),
    ("問い合せ", "問い合わせ"),
    ("取り扱い", "取扱い"),
    ("取扱いい", "取扱い"),
    ("申し込み", "申込み"),
    ("サーバー", "サーバ"),
    ("ユーザー", "ユーザ"),
    ("コンピューター", "コンピュータ"),
    ("ブラウザー", "ブラウザ"),
    ("等", "など"),
    ("事ができ", "ことができ"),
    ("為に", "ために"),
    ("を行なう", "を行う"),
    ("行ない", "行い"),
    ("行なう", "行う"),
    # Politeness, of which a contract is full and by which nothing is promised.
    ("いたしておりま", "していま"),
    ("しておりま", "していま"),
    ("いたしま", "しま"),
    ("いたす", "する"),
    ("ございません", "ありません"),
    ("なしに", "なく"),
    ("ために", "ため"),
    ("によって", "により"),
    ("するものとしま", "しま"),
    ("行うものとしま", "行いま"),
    ("講ずるものとしま", "講じま"),
    ("講じるものとしま", "講じま"),
)
# 「契約の終了」 and 「契約終了」, 「ご契約」 and 「契約」 are one; 「その他の」 and 「その他」 are two.
_JOINTS = re.compile(r"(?<!その他)の|[ごお](?=[\u4e00-\u9fff])")
# The same in English, in whole words.
_WORDS = tuple(
    (re.compile(rf"\b{words}"), usual)
    for words, usual in (
        (r"prior to\b", "before"),
        (r"(?:he or she|she or he|he/she)\b", "they"),
        (r"(?:his or her|her or his|his/her)\b", "their"),
        (r"(any|some|every|no)body\b", r"\1one"),
        (r"ltd\b", "limited"),
        (r"corp\b", "corporation"),
        (r"inc\b", "incorporated"),
        (r"art\.(?= ?\d)", "article"),
        (r"sec\.(?= ?\d)", "section"),
    )
)


_PASSAGE = 1_000  # characters; whole pages would fill the memory of a process that stays


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    alike = _ALIKE.get(character)
    if alike:
        return alike
    folded = unicodedata.normalize("NFKC", character).lower()
    if len(folded) == 1:
        return folded
    lower = character.lower()
    return lower if len(lower) == 1 else character


def fold(text: str) -> str:
    """Lower case, half-width, plain marks; every character keeps its place."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text))


def skeleton(text: str) -> str:
    """The letters and digits alone, in one spelling: equal for texts that differ in form only."""
    return _of_passage(text, False) if len(text) <= _PASSAGE else _skeleton(text, False)


def skeleton_of_sentence(text: str) -> str:
    """Likewise, of a whole sentence: without what only joins its words, which a fragment may turn on."""
    return _of_passage(text, True) if len(text) <= _PASSAGE else _skeleton(text, True)


@lru_cache(maxsize=16_384)
def _of_passage(text: str, is_sentence: bool) -> str:
    return _skeleton(text, is_sentence)


def _skeleton(text: str, is_sentence: bool) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    if not plain.isascii():
        for variant, usual in _SPELLINGS:
            plain = plain.replace(variant, usual)
        if is_sentence:
            plain = _JOINTS.sub("", plain)
    for words, common in _WORDS:
        plain = words.sub(common, plain)
    return "".join(_LETTERS.findall(in_digits(plain)))


def has_masked_mail(text: str) -> bool:
    return "protected" in text and bool(_MASKED_MAIL.search(text))


def without_addresses(text: str, *, mail: bool) -> str:
    """The text with markup, web addresses, and if asked mail addresses, blanked out in place."""
    blanked = _blank(_MARKUP, text)
    if "protected" in blanked:
        blanked = _blank(_MASKED_MAIL, blanked)
    if mail and "@" in blanked:
        blanked = _blank(_MAIL, blanked)
    return _blank(_WEB, blanked) if "." in blanked else blanked


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found.group()), text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Begin and end of each sentence; they cover the text but for space."""
    cuts = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    spans = []
    for start, end in itertools.pairwise(cuts):
        inner = text[start:end]
        begin = start + len(inner) - len(inner.lstrip())
        stop = end - (len(inner) - len(inner.rstrip()))
        if begin < stop:
            spans.append((begin, stop))
    return spans


def has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)
