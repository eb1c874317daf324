"""Names of companies and places, compared over spelling: legal forms, width, case, marks."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from babel import Locale
from rapidfuzz import fuzz

from xborder.model.text import canonical
from xborder.texts import Text, same

# Forms of companies as written behind a name; in Japan also before it.
_FORMS = {
    "inc": r"inc(?:orporated)?",
    "llc": r"l\.?l\.?c",
    "ltd": r"(?:(?:pty|pte|pvt|co|private)\.?,?\s*)?(?:ltd|limited)",
    "corp": r"corp(?:oration)?",
    "co": r"co(?:mpany)?",
    "lp": r"l\.?l?\.?p",
    "plc": r"plc",
    "gmbh": r"gmbh(?: & co\.? kg)?",
    "ag": r"ag",
    "sarl": r"s\.?[aà]\.? ?r\.? ?l",
    "sa": r"s\.?a\.?s?",
    "srl": r"s\.?r\.?l",
    "bv": r"[bn]\.?v",
    "nordic": r"ab|a/s|aps|oyj?",
    "kk": r"k\.?k",
    "gk": r"g\.?k",
}
_LATIN_FORM = re.compile(
    r"(?<=[\s,])(?:"
    + "|".join(rf"(?P<{name}>{form})" for name, form in _FORMS.items())
    + r")\.?(?=$|[\s,;)])",
    re.IGNORECASE,
)
_JAPANESE_FORM = re.compile(r"(?P<kk>株式会社|\(株\))|(?P<gk>合同会社)|(?P<yk>有限会社|\(有\))")
_ASIDE = re.compile(
    r"\([^()]*\)|,? (?:and|including) its (?:affiliates|subsidiaries)|及びその関連会社|およびその関連会社"
)
_REGIONS = {
    "EU": "EU", "European Union": "EU", "欧州連合": "EU", "EEA": "EEA", "European Economic Area": "EEA",
    "欧州経済領域": "EEA", "Worldwide": "GLOBAL", "Global": "GLOBAL", "全世界": "GLOBAL",
    "USA": "US", "U.S.A.": "US", "U.S.": "US", "US": "US", "UK": "GB", "U.K.": "GB",
    "米国": "US", "アメリカ": "US", "英国": "GB", "イギリス": "GB",
}  # fmt: skip
_ALSO = {
    "US": "United States of America;アメリカ",
    "GB": "Great Britain;England;Scotland;Wales;Northern Ireland",
    "KR": "Korea;Republic of Korea;大韓民国", "RU": "Russian Federation;ロシア連邦", "VN": "Viet Nam",
    "TR": "Turkey", "CZ": "Czech Republic", "HK": "Hong Kong;香港", "MO": "Macau;Macao;マカオ",
    "CN": "People's Republic of China;中華人民共和国", "NL": "Holland;The Netherlands", "MM": "Burma;ビルマ",
    "CI": "Ivory Coast", "AE": "UAE", "SZ": "Swaziland", "MK": "Macedonia", "PS": "Palestine",
}  # fmt: skip
"""Names in use beside those of the CLDR."""
_AMBIGUOUS = frozenset(["georgia"])  # more often the state
_SHORT_KATAKANA = re.compile("[ァ-ヺー]{2,3}")
_SAME_SPELLING = 92  # of 100; "Blackforst Labs" and "Blackforest Labs", not "Oracle America" and "Oracle"
_SPELT = 8  # letters from which a slip of spelling can be told from another name


def entity_key(name: str) -> str:
    """The name without its legal form, asides, marks, width, case."""
    plain = _JAPANESE_FORM.sub(" ", canonical(name))
    bare = _letters(_LATIN_FORM.sub(" ", _ASIDE.sub(" ", plain)))
    return bare or _letters(canonical(name))


def has_aside(name: str) -> bool:
    """Whether it says something beside the name: "(Europe only)", "and its affiliates"."""
    return bool(_ASIDE.search(canonical(name)))


def legal_forms(name: str) -> frozenset[str]:
    """The forms of company a name carries, whatever their spelling: "inc", "gmbh", "kk"."""
    plain = canonical(name)
    found = (*_JAPANESE_FORM.finditer(plain), *_LATIN_FORM.finditer(_ASIDE.sub(" ", plain)))
    return frozenset(match.lastgroup for match in found if match.lastgroup)


def is_only_form(text: str) -> bool:
    """Whether the text is a legal form and no name: the "Inc." behind a comma."""
    return not _letters(_LATIN_FORM.sub("", f" {canonical(text)}"))


def is_spelling(one: str, other: str) -> bool:
    """Whether two keys differ by a slip of spelling; never by a digit."""
    same_digits = re.findall(r"\d+", one) == re.findall(r"\d+", other)
    return same_digits and min(len(one), len(other)) >= _SPELT and fuzz.ratio(one, other) >= _SAME_SPELLING


def _is_code(name: str) -> bool:
    """Two Latin letters are no name: "in", "is", "no"."""
    return len(name) <= 2 and name.isascii()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


@cache
def _territories() -> dict[str, str]:
    """Every country and territory by its names in English and Japanese."""
    named = [
        (str(name), str(code))
        for language in ("en", "ja")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    ]
    named += [(name, code) for code, names in _ALSO.items() for name in names.split(";")]
    keys = ((canonical(name).casefold(), code) for name, code in named)
    return {key: code for key, code in keys if key not in _AMBIGUOUS and code not in ("EU", "EZ", "ZZ")}


def is_country(word: str) -> bool:
    """Whether a folded word is the name of a country or territory."""
    return word in _territories()


def name_of(code: str) -> Text:
    """A country by its ISO code, as people write it; "EU", "EEA" and "GLOBAL" as they are."""
    ja, en = (Locale(language).territories.get(code, code) for language in ("ja", "en"))
    return Text(ja=ja, en=en) if code != "EU" else same(code)


class Places:
    """Finds countries by the names they are given in `names` (name -> ISO code), and by those of the CLDR.

    A country that the registry does not know is one all the same: data that go there have moved.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        own = {canonical(name).casefold(): code for name, code in names.items()}
        self.codes = {name: code for name, code in {**_territories(), **own}.items() if not _is_code(name)}
        # "New Jersey" is not Jersey, "us" is not the US.
        self.full = re.compile(rf"(?<!new ){_whole(self.codes)}", re.IGNORECASE)
        self.short = re.compile(_whole(_REGIONS))

    def countries(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for _, _, code in self.found(canonical(text))))

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Where a canonical text names a country, and which, in its order."""
        found = [(*m.span(1), self.codes[m[1].casefold()]) for m in self.full.finditer(text)]
        found += [(*m.span(1), _REGIONS[m[1]]) for m in self.short.finditer(text)]
        return sorted(found)

    def rest(self, text: str) -> str:
        """What is left of a text without its countries and what joins them."""
        return self.full.sub(" ", self.short.sub(" ", canonical(text)))

    def is_only_places(self, text: str) -> bool:
        rest = re.sub(r"\b(?:and|the|of)\b|及び|および|\W", "", self.rest(text))
        return bool(self.countries(text)) and not rest


def _whole(names: Iterable[str]) -> str:
    """Latin names as whole words, the longest first; Japanese has no spaces to tell them by."""
    longest_first = map(_alone, sorted(names, key=len, reverse=True))
    return rf"(?<![A-Za-z])({'|'.join(longest_first)})(?![A-Za-z])"


def _alone(name: str) -> str:
    """The pattern of a name. 「タイ」 is no country in 「リアルタイム」, but one in 「タイリージョン」."""
    if not _SHORT_KATAKANA.fullmatch(name):
        return re.escape(name)
    return rf"(?<![ァ-ヺー]){name}(?=(?:リージョン|サーバ|データ|クラウド|オフィス|センタ)|[^ァ-ヺー]|$)"
