"""What is only wording: two texts of a report that say the same in other words, order or spelling."""

import re
from collections import Counter

from xborder.model.text import canonical

_FOOTNOTE = re.compile(r"[(\[]?(?:※|注)\s?\d{1,2}[)\]]?")
_ARTICLE = r"(?:附則|附表|別表|追加)?第\d+[条項号章節編款部](?:の\d+)*(?:第\d+[項号](?:の\d+)*)*"
_CITATION = re.compile(
    rf"\((?:[^()]{{0,30}}?(?:法|令|規則|条例|[A-Za-z]))?{_ARTICLE}(?:(?:、|及び|又は|並びに|から|まで|ないし|乃至|~|-|等)*(?:{_ARTICLE})?)*\)|"
    rf"{_ARTICLE}(?:(?:、|及び|又は|から|まで)*{_ARTICLE})*(?:に基づき|により|の規定により)?、?"
)
# Spellings of one word, and words a translator uses for one another. No word of scope, safeguard or duty.
_SAME = (
    (r"(?:何人|いかなる者|すべての者|全ての者)(?:に対しても|も)?", "全て者"),
    (r"に対して(?!も)", "に対し"),
    (r"(?:場合|とき(?!ど)|際)(?:において|に(?!限)|)(?:は(?!な))?", "場合"),
    (r"必要(?:がある|があると認める|と認める)(?=場合)", "必要な"),
    (r"のために?(?=必要な)", "に"),
    (r"および|並びに|ならびに", "及び"),
    (r"または|若しくは|もしくは|あるいは|或いは", "又は"),
    (r"など", "等"),
    (r"すべて|全部|あらゆる|一切|いかなる", "全て"),
    (r"当該|その(?!他)|この(?!限り)", ""),
    (r"に係る|に関わる|にかかわる|に関係する|についての", "に関する"),
    (r"に基づいて|にもとづき|に基き", "に基づき"),
    (r"によって|に従って|に従い", "により"),
    (r"にて|における", "において"),
    (r"[ヶカケヵ箇]月", "か月"),
    (r"命じ", "命ず"),
    (r"応じ(?!る)|応じる|応ず(?!る)", "応ずる"),
    (r"保管|蔵置|保持", "保存"),
    (r"領域内|領土内|域内|国の領域", "国内"),
    (r"ことが可能である|ことが認められている|権限を有する|権限がある|し得る", "ことができる"),
    (
        r"義務を負う|義務がある|義務を有する|義務付けられている|義務付けられる|義務づけられている|する必要がある|ことを要する|ことが求められる|ものとする",
        "なければならない",
    ),
    (
        r"しなければならず|なければならず|ことなければならない|ことがなければならない|しなければならない|するなければならない|なければならない",
        "義務",
    ),
    (r"要請|要求", "求め"),
    (r"捜査当局", "捜査機関"),
    (r"ために", "ため"),
    (r"であって", "で"),
    (r"取り扱", "取扱"),
    (r"申し立", "申立"),
    (r"手続き", "手続"),
    (r"引き渡", "引渡"),
    (r"差し押", "差押"),
    (r"組み合わ", "組合わ"),
    (r"取り消", "取消"),
    (r"立ち入", "立入"),
    (r"行な", "行"),
    (r"電子メール", "Eメール"),
    (r"である(?=。|$)|です(?=。|$)", ""),
)
_RULES = tuple((re.compile(pattern), word) for pattern, word in _SAME)
# Letters that look alike; a typist and a character reader take one for the other.
_ALIKE = str.maketrans("一夕力口二工卜へべぺ千才ー人問未", "ータカロニエトヘベペチオー入間末")
_ASIDE = re.compile(r"\([A-Za-zÀ-ÿ0-9 .,'&/\-]+\)|\(以下[^()]*\)")  # an original or short name
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[A-Za-zÀ-ÿ]+|[\u30a1-\u30fa\u30fc]+|等|(?:(?!等)[\u4e00-\u9fff々])+|[\u3041-\u3096]+|[^\s\w]"
)
_CONTENT = re.compile(r"[\u30a1-\u30fa\u4e00-\u9fffA-Za-zÀ-ÿ0-9]")
_EVENT = re.compile(r"一部|全面|改正|施行|発効|公布|廃止|失効|停止|延期|予定|制定|適用|移行")


def flat(text: str) -> str:
    """The text without white space, in one form of every character."""
    return re.sub(r"\s+", "", canonical(text))


def plain(text: str) -> str:
    """The text in one wording. Only for comparison."""
    text = flat(_FOOTNOTE.sub("", canonical(text)))
    text = _CITATION.sub("", _ASIDE.sub("", text))
    for pattern, word in _RULES:
        text = pattern.sub(word, text)
    return re.sub(r"[「」『』\"']", "", text)


def spelled(text: str) -> str:
    """The plain text with letters that look alike made the same, and without long-vowel marks."""
    return re.sub(r"[ー、。,・:()\-]", "", plain(text).translate(_ALIKE))


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two texts differ in wording, order or spelling at most."""
    if one is None or other is None:
        return one == other
    return spelled(one) == spelled(other) or letters(one) == letters(other)


def contents(text: str) -> Counter[str]:
    """The words that carry meaning, and the negations; their order does not count."""
    found = Counter(word(t) for t in tokens(plain(text)) if _CONTENT.match(t))
    found["ない"] = len(re.findall(r"ない|なく|ず(?!る|れ)|なし", text))
    return +found


def letters(text: str) -> Counter[str]:
    """The letters of the words that carry meaning: "国家の安全保障" is 「国家安全保障」."""
    found: Counter[str] = Counter()
    for content, count in contents(text).items():
        numeric = content.isascii()
        for letter in (content,) if numeric else content:
            found[letter] += count
    return found


def tokens(text: str) -> list[str]:
    """Runs of one script; "and" and "or" part words as a comma does."""
    return _TOKEN.findall(re.sub(r"、?(?:及び|又は)", "、", text))


def word(token: str) -> str:
    """A token as it is counted: spelling mistakes apart."""
    return token.translate(_ALIKE).replace("ー", "")


def is_content(token: str) -> bool:
    return bool(_CONTENT.match(token))


def same_dates(one: str, other: str) -> bool:
    """Whether two entries on entry into force name the same dates for the same events."""
    if same_words(one, other):
        return True

    def read(text: str) -> tuple[list[str], set[str]]:
        folded = flat(text)
        events = set(_EVENT.findall(folded)) - {"施行", "発効"}
        return re.findall(r"\d+", folded), events

    return read(one) == read(other)
