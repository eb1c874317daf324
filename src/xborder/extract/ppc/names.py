"""How a report prints a law: Japanese name (original name)(以下「short name」という。)."""

import re
from dataclasses import dataclass

from xborder.extract.ppc.headings import without_marks

_SHORT = re.compile(
    r"(?:^|[、,。;\s])(?:以下|略称|通称)[、,:\s]*(?:単に|これを|総称して)?\s*[「『\"“]([^」』\"”]{1,60})[」』\"”]"
)
_SHORT_BARE = re.compile(r"^(?:以下、?|略称:?|通称:?)\s*([^「」]{1,40}?)(?:という。?|と呼ぶ。?|とする。?)?$")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_KANJI = re.compile("[\u4e00-\u9fff]")
_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u1fff\uac00-\ud7af]")
_ACRONYM = re.compile(r"[A-Z][A-Za-z&\-]{1,9}")
_NUMBER_OF_LAW = re.compile(r"年.*第.{1,12}[号條条]")
_SUFFIX = re.compile(
    r"(?:法|法律|法典|条例|規則|規程|規定|令|憲法|布告|通達|告示|指令|指針|ガイドライン|決定|決議|基準|号|制度|協定|条約"
    r"|Act|Law|Code|Regulations?|Ordinance|Decree|Rules?|Order)(?:\s?\d{4})?$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?:。|できる|ならない|いる|ある|する|した|された|される|ない|がある|を負う|とする|負わない)[。.]?$"
)
_PREDICATE_INSIDE = re.compile(r"。(?!」)")


@dataclass(frozen=True, slots=True)
class LawName:
    japanese: str
    original: str | None = None
    short: tuple[str, ...] = ()


def read_name(text: str) -> LawName:
    """The names in "Japanese (original)(以下「short」という。)"; brackets may nest."""
    base, groups = _groups(without_marks(text))
    short: list[str] = []
    rest: list[str] = []
    for group in groups:
        outside, names = _short_names(group)
        short += names
        if outside:
            rest.append(outside)
    original = next((g for g in reversed(rest) if _is_original(g) and not _ACRONYM.fullmatch(g)), None)
    if original is None:
        original = next((g for g in rest if _is_original(g)), None)
    kept = [g for g in rest if g != original and not (_ACRONYM.fullmatch(g) and original)]
    short += [g for g in rest if g != original and original and _ACRONYM.fullmatch(g)]
    japanese = _unquoted(base) + "".join(f"({g})" for g in kept)
    if original is None:
        japanese, original = _without_brackets(japanese)
    return LawName(printed(japanese), printed(original) if original else None, tuple(map(printed, short)))


def is_name(text: str) -> bool:
    """Whether the text is the name of a law, not a sentence about one."""
    base, groups = _groups(without_marks(text))
    base = _unquoted(base.strip())
    if not base or is_sentence(text):
        return False
    named = any(_is_original(g) or _short_names(g)[1] for g in groups)
    return len(base) <= 120 and (named or bool(_SUFFIX.search(base)))


def is_sentence(text: str) -> bool:
    base, _ = _groups(without_marks(text))
    return bool(_PREDICATE_INSIDE.search(base) or _PREDICATE.search(base.strip()))


def split_sentence(text: str) -> tuple[str, str] | None:
    """Name and body where one item holds both: "X法(Y Act):…できる。" or "X法(Y Act) …できる。"."""
    for position in _outer_positions(text):
        head, tail = text[:position], text[position:].lstrip(":- –—").strip()
        if (
            is_name(head)
            and is_sentence(tail)
            and not re.match(r"(?:は|が|に|の|を|で|も|と|及び|又は)", tail)
        ):
            return head.strip(), tail
    return None


def named_in(sentence: str) -> str | None:
    """The law a sentence speaks of: "X法(Y Act)に基づき、…" or "X法は、…"."""
    found = re.match(
        r"(?:また、|さらに、|加えて、)?([^、。]{2,120}?(?:法|法律|法典|条例|規則|令|号)(?:\([^()]*(?:\([^()]*\)[^()]*)*\))*)"
        r"(?:第[\d条項号の]+(?:[、及びから]*第?[\d条項号の]+)*)?(?:に基づ|に基き|により|によれば|において|では|は、|の規定|上、|が、|に従)",
        sentence,
    )
    return found[1] if found else None


def printed(text: str) -> str:
    """Brackets and colons full-width in Japanese text, as the reports print them."""
    text = text.strip()
    if not (_KANA.search(text) or _KANJI.search(text)):
        return text
    return re.sub(r"(?<!https):(?!//)", "：", text).replace("(", "（").replace(")", "）")


def _groups(text: str) -> tuple[str, list[str]]:
    """The name, and the bracket groups behind it; a group inside the name belongs to the name."""
    groups: list[str] = []
    base = text.strip()
    while base.endswith(")"):
        start = _opening(base)
        if start is None or start == 0:
            break
        groups.insert(0, base[start + 1 : -1].strip())
        base = base[:start].strip()
    return base, groups


def _opening(text: str) -> int | None:
    """Where the bracket that the text ends with was opened."""
    depth = 0
    for position in range(len(text) - 1, -1, -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return position
    return None


def _outer_positions(text: str) -> list[int]:
    """Where a name may end: at a colon, or behind a closing bracket, outside all brackets."""
    depth, positions = 0, []
    for position, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and char == ":":
            positions.append(position)
        elif depth == 0 and char in ") " and position + 1 < len(text):
            positions.append(position + 1)
    return positions


def _short_names(group: str) -> tuple[str, list[str]]:
    """What is left of a bracket group without its "以下「…」という。", and the short names."""
    found = _SHORT.search(group)
    if found is None:
        bare = _SHORT_BARE.match(group)
        return ("", [bare[1].strip()]) if bare else (group, [])
    names = re.findall(r"[「『\"“]([^」』\"”]{1,60})[」』\"”]", group[found.start() :])
    return group[: found.start()].strip(" 、,。;"), names


def _is_original(group: str) -> bool:
    if _KANA.search(group):
        return False
    letters, kanji = len(_LETTER.findall(group)), len(_KANJI.findall(group))
    if letters:
        return letters > kanji
    return kanji > 2 and bool(_SUFFIX.search(group)) and not _NUMBER_OF_LAW.search(group)


def _without_brackets(text: str) -> tuple[str, str | None]:
    """ "1988年プライバシー法 Privacy Act 1988": the original behind a space."""
    found = re.fullmatch(r"(.*[\u3040-\u9fff])\s*([A-Z][A-Za-z]+ [A-Za-z0-9 .,/&\-]{4,})", text)
    if found and _SUFFIX.search(found[1]):
        return found[1].strip(), found[2].strip()
    return text, None


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"[「『\"“]([^「」『』]*)[」』\"”]", text.strip())
    return found[1] if found else text.strip()
