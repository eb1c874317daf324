"""Lines of a report, whatever it was printed on, and how they join to items.

HTML gives blocks, PDF gives printed lines: `wraps` says whether a line may go on with the one before it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from xborder.model.text import canonical

_JAPANESE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
_GAP = re.compile(rf"(?<=[{_JAPANESE}(])\s+|\s+(?=[{_JAPANESE})])")
_CIRCLED = re.compile(r"([①-⑳㉑-㉟㊱-㊿])")
_MARU = re.compile(r"マル\s?(\d{1,2})")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD_BREAK = re.compile(r"[A-Za-zÀ-ÿ0-9,.;:)\]&]$")
_WORD_START = re.compile(r"^[A-Za-zÀ-ÿ0-9(\[&]")
_URL_TAIL = re.compile(r"https?://\S+$")

_BULLET = r"[□■▢◻◼○●◯◦・･•∙▪▫◆◇▶►‣▷→*]|[－‐‑–—―−-](?=\s+[^\s－‐‑–—―−-]|[^\s\d－‐‑–—―−-])"
_NUMBER = (
    r"[①-⑳㉑-㉟㊱-㊿]|\((?:\d{1,2}|[a-z]|[ivx]{1,4}|[ア-コ])\)"
    r"|\d{1,2}(?:[.．)）](?=\D)|、)|[ア-コ][.)](?=\s*\S)|[ivx]{1,4}[.)](?=\s)"
)
_MARKER = re.compile(rf"\s*(?:({_BULLET})|({_NUMBER}))\s*")
_OPEN_END = re.compile(r"[、,（(「・]$|(?:及び|又は|並びに|若しくは|の|を|に|で|は|が)$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line or block. `x` grows with nesting: an indent in points, or a depth."""

    text: str
    x: float = 0.0
    page: int | None = None
    wraps: bool = False
    heading: bool = False
    cell: int = 0  # 0 is running text, -1 stands behind a forced line break
    path: tuple[int, ...] = ()  # place in the tree of a page


@dataclass(frozen=True, slots=True)
class Item:
    """One heading, bullet or paragraph, without its bullet or number."""

    text: str
    bullet: str = ""
    number: str = ""
    x: float = 0.0
    page: int | None = None
    heading: bool = False
    path: tuple[int, ...] = ()


def tidy(text: str) -> str:
    """One form for every way of printing the same characters; circled numbers are kept."""
    text = _RADICAL.sub(lambda m: canonical(m[0]), _UNSEEN.sub("", text))
    text = "".join(t if _CIRCLED.match(t) else unicodedata.normalize("NFKC", t) for t in _CIRCLED.split(text))
    text = _MARU.sub(lambda m: _circled(int(m[1])), text)
    return " ".join(_GAP.sub("", " ".join(text.split())).split())


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def fold(text: str) -> str:
    """The text two printings of one report agree on."""
    return re.sub(r"\s+", "", tidy(text))


def joined(before: str, after: str) -> str:
    """Two lines of one sentence. Between Latin words the line end was a space, inside an address not."""
    if _URL_TAIL.search(before) or before.endswith(("-", "/")):
        return before + after
    if _WORD_BREAK.search(before) and _WORD_START.search(after):
        return f"{before} {after}"
    return before + after


def split_marker(text: str) -> tuple[str, str, str]:
    """(bullet, number, rest). "□ ①…" has both. A dash alone is a value."""
    bullet = number = ""
    while True:
        found = _MARKER.match(text)
        if found is None or (found[1] and bullet) or (found[2] and number):
            return bullet, number, text.strip()
        bullet, number = found[1] or bullet, found[2] or number
        text = text[found.end() :]


def items(lines: Iterable[Line], keys: Iterable[str]) -> Iterator[Item]:
    """Join lines to items. `keys` are phrases that may be broken anywhere without doubt."""
    folded = tuple(fold(k) for k in keys)
    current: Line | None = None
    for line in lines:
        if not line.text:
            continue
        if current is not None and _goes_on(current.text, line, folded):
            current = replace(current, text=joined(current.text, line.text))
            continue
        if current is not None:
            yield _item(current)
        current = line
    if current is not None:
        yield _item(current)


def _goes_on(before: str, line: Line, keys: tuple[str, ...]) -> bool:
    *marks, rest = split_marker(before)
    if not rest and any(marks):
        return True  # a bullet on a line of its own
    if _spans(rest, line.text, keys):
        return True
    if not line.wraps or re.sub(r"※\d+", "", fold(rest)) in keys:
        return False
    bullet, number, text = split_marker(line.text)
    if _starts_anew(text, keys) or (
        text.startswith("なお、") and (line.cell < 0 or not before.endswith("。"))
    ):
        return False
    if bullet or number:
        # A line that happens to begin like a bullet: only inside an open sentence or bracket.
        return bool(_OPEN_END.search(before)) or before.count("(") > before.count(")")
    return True


def _spans(before: str, after: str, keys: tuple[str, ...]) -> bool:
    head = fold(before)
    if not head or len(head) < 2:
        return False
    both = head + fold(after)
    return any(
        len(head) < len(key) and key.startswith(head) and (both.startswith(key) or key.startswith(both))
        for key in keys
    )


def _starts_anew(text: str, keys: tuple[str, ...]) -> bool:
    head = fold(text)
    return head.startswith("※") or any(len(key) > 3 and head.startswith(key) for key in keys)


def _item(line: Line) -> Item:
    bullet, number, text = split_marker(line.text)
    return Item(text, bullet, number, line.x, line.page, line.heading, line.path)
