"""The tree of an HTML page, and the few questions asked of it. No recursion, no network, no entities."""

import re
from collections.abc import KeysView, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from xborder.errors import ReadingError
from xborder.texts import Text

BLANK = " \t\r\n\f\u00a0"
_DEEPEST = 2_000
_MANY_TAGS = 5_000  # fewer cannot be nested deep enough to take long
_NAME = re.compile(r"[a-z]+|[A-Z][a-z]*")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_NESTING = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|details|dialog|dir|div|dl|fieldset|figcaption|figure"
    r"|footer|header|hgroup|main|menu|nav|ol|section|summary|ul)\b",
    re.IGNORECASE,
)


def parse(text: str) -> LexborHTMLParser:
    """The tree a browser would build. Refuses nesting that only an attack has."""
    many = text.count("<") > _MANY_TAGS
    # Nested boxes take quadratic time to parse, any other nesting to read.
    if many and _nesting(text) > _DEEPEST:
        raise _too_deep()
    tree = LexborHTMLParser(text)
    if many and _is_deep(tree):
        raise _too_deep()
    return tree


def _too_deep() -> ReadingError:
    return ReadingError(
        Text(ja="HTML ページ", en="HTML page"),
        why=Text(
            ja="要素の入れ子が{deepest}段を超えています",
            en="its elements are nested more than {deepest} deep",
        ).fill(deepest=_DEEPEST),
        fix=Text(
            ja="ブラウザーでアドレスを開いて確かめてください。このように作られた契約文書はありません。",
            en="Look at the address in a browser; no contract page is built like this",
        ),
    )


def innermost_first(node: LexborNode | LexborHTMLParser, selector: str) -> list[LexborNode]:
    """Matches, each before what holds it: taking out a node frees everything inside it."""
    try:
        found = {n.mem_id: n for n in node.css(selector)}
    except SelectolaxError:
        return []
    return list(reversed(found.values()))


def drop(node: LexborNode) -> bool:
    """Take a node out. The page itself stays, whatever it says of itself: the tree hangs on it."""
    if node.tag in ("html", "body"):
        return False
    node.decompose()
    return True


def outermost(nodes: Sequence[LexborNode]) -> tuple[LexborNode, ...]:
    """The nodes that stand in no other of them, in document order."""
    found = {n.mem_id: n for n in nodes}
    return tuple(n for n in found.values() if not is_inside(n, found.keys()))


def is_inside(node: LexborNode, ids: KeysView[int]) -> bool:
    above = node.parent
    while above is not None and above.mem_id not in ids:
        above = above.parent
    return above is not None


def length(node: LexborNode) -> int:
    """Characters apart from white space around the pieces."""
    return len(node.text(strip=True))


def single_spaced(text: str) -> str:
    """Runs of blanks as one space, none around; the ideographic space, which divides, stays.

    Several times as fast as taking the words apart: most blanks stand alone.
    """
    for blank in BLANK[1:]:
        text = text.replace(blank, " ")
    if "  " not in text:
        return text.strip(" ")
    return " ".join([bare for piece in text.split("  ") if (bare := piece.strip(" "))])


def link_share(node: LexborNode) -> float:
    """The share of the letters that stand in links."""
    size = length(node)
    return sum(length(a) for a in node.css("a")) / size if size else 0.0


def words(node: LexborNode) -> set[str]:
    """The words of class and id; names of utility classes with signs in them say nothing."""
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".split()
    return {w.lower() for name in names if _PLAIN.fullmatch(name) for w in _NAME.findall(name)}


def _nesting(text: str) -> int:
    depth = deepest = 0
    for found in _NESTING.finditer(text):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _is_deep(tree: LexborHTMLParser) -> bool:
    node, depth = tree.root, 0
    while node is not None and depth <= _DEEPEST:
        below = node.child
        if below is not None:
            node, depth = below, depth + 1
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
        node = node.next if node is not None else None
    return node is not None
