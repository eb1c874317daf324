"""Which language a text is in: by script, then by the small words every sentence has."""

import re
from collections import Counter
from collections.abc import Sequence

_ENOUGH = 20  # words or characters; less says nothing
_SLICE = 2_000
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile("[^\x00-\x7f][^\x00-\x7f]*")  # found in half the time of "[..]+"
_BLANKED = bytes(n if n > 127 or chr(n).isalpha() else 0x20 for n in range(256))
"""Of UTF-8: what is ASCII and no letter as a blank."""
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_SCRIPTS = {
    "zh": re.compile("[\u3400-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ru": re.compile("[\u0410-\u044f]"),
    "el": re.compile("[\u0391-\u03c9]"),
    "ar": re.compile("[\u0621-\u064a]"),
    "he": re.compile("[\u05d0-\u05ea]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
    "hi": re.compile("[\u0904-\u0939]"),
}
_SMALL_WORDS = {
    "en": "the of and to in that is for or you we your our this with any by be not are",
    "de": "der die und das den von zu ist mit sie für nicht wir ein eine auf im oder dem ihre",
    "fr": "le la les des et vous nous une est pour dans que pas votre vos par sur du au ou",
    "es": "el los las y que una por para con no usted del se su sus nuestros como es al o",
    "it": "il di che e la per un una non con sono del della i gli le nel si dei ai",
    "pt": "o os que e do da em um uma para com não por dos das seus você se ao ou",
    "nl": "de het een en van is dat op voor met niet zijn wij u uw te of worden deze aan",
    "pl": "i w na z do nie się że jest o dla przez oraz lub są od te jako po za",
    "sv": "och att det som en på är av för med den till inte om vi du din ett kan",
    "tr": "ve bir bu için ile veya olarak da de en size biz olan her ya gibi sizin daha",
    "vi": "và của các cho được có không trong là với bạn chúng tôi này những hoặc khi một từ",
    "id": "dan yang untuk dengan di kami anda dari atau ini dalam tidak dapat akan pada oleh kepada",
}
_WORD_OF = {
    w: [c for c, ws in _SMALL_WORDS.items() if w in ws.split()]
    for ws in _SMALL_WORDS.values()
    for w in ws.split()
}


def language_of(text: str) -> str:
    """ISO 639-1 code, or "" when it cannot be said."""
    sample = _sample(text).lower()
    wide = "".join(_WIDE.findall(sample))  # hardly anything in most texts; every script stands in it
    words = _words(sample, wide)
    letters = sum(map(len, words))
    if letters < _ENOUGH:
        return ""
    kana = len(_KANA.findall(wide))
    counts = {code: len(script.findall(wide)) for code, script in _SCRIPTS.items()}
    code, most = max(counts.items(), key=lambda c: c[1])
    # A Japanese sentence cannot do without kana; Chinese has none.
    if kana + counts["zh"] > 0.3 * letters and kana > 0.05 * letters:
        return "ja"
    if most > 0.3 * letters:
        return code
    return _by_small_words(words)


def _words(sample: str, wide: str) -> list[str]:
    """The runs of letters, in a third of the time of a search for them."""
    for sign in {sign for sign in set(wide) if not _LETTER.match(sign)}:
        sample = sample.replace(sign, " ")
    return sample.encode("utf-8", "replace").translate(_BLANKED).decode("utf-8").split()


def _sample(text: str) -> str:
    """The beginning, the middle and the end of a long text."""
    if len(text) <= 3 * _SLICE:
        return text
    middle = (len(text) - _SLICE) // 2
    return "\n".join((text[:_SLICE], text[middle : middle + _SLICE], text[-_SLICE:]))


def _by_small_words(words: Sequence[str]) -> str:
    if len(words) < _ENOUGH:
        return ""
    votes: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for code in _WORD_OF.get(word, ()):
            votes[code] += times
    code, most = max(votes.items(), key=lambda v: v[1], default=("", 0))
    return code if most > 0.08 * len(words) else ""
