"""The main text of an HTML page: furniture dropped by what it says of itself, not by guessing at terms.

When in doubt the text stays: furniture that is kept costs a look, a lost clause costs the proof. The same
code serves the clauses and the fingerprint, so that both speak of the same text.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xborder.extract.charset import decode
from xborder.extract.notices import is_notice
from xborder.extract.pictures import name_pictures
from xborder.extract.tree import (
    drop,
    innermost_first,
    is_inside,
    length,
    link_share,
    outermost,
    parse,
    words,
)
from xborder.texts import Text

# Neither shown as text nor, where struck out, in force.
_SILENT = (
    "script,style,template,noscript,svg,math,iframe,object,embed,canvas,audio,video,map,head,select,datalist,"
    "input,textarea,progress,meter,rt,rp,del,s,strike"
)
_SILENT_TAGS = frozenset(_SILENT.split(","))
# React sends late text in a hidden box "S:0" and moves it into place.
_HIDDEN = "[hidden]:not([id^='S:']),[style*='display:none' i],[style*='display: none' i],dialog:not([open])"
_UNSIGHTED = (
    ".sr-only,.visually-hidden,.visuallyhidden,.screen-reader-text,.screenreader-only,.sr-only-focusable,"
    ".u-visually-hidden,.a11y-hidden,[data-sr-only='true']"
)
_Names = tuple[frozenset[str], frozenset[str]]
"""Elements, and roles."""
_CONTROLS: _Names = (
    frozenset(["nav"]),
    frozenset(
        [
            "navigation",
            "search",
            "dialog",
            "alertdialog",
            "menu",
            "menubar",
            "toolbar",
            "tooltip",
            "status",
            "alert",
            "progressbar",
            "listbox",
        ]
    ),
)
_AROUND: _Names = (
    _CONTROLS[0] | {"header", "footer", "aside"},
    _CONTROLS[1] | {"banner", "contentinfo", "complementary"},
)
_MAIN = "main,[role=main]"
# Words of class and id that say what a box is for.
_WORDS = frozenset(
    [
        "breadcrumb",
        "breadcrumbs",
        "topicpath",
        "pankuzu",
        "cookie",
        "cookies",
        "consent",
        "onetrust",
        "gdpr",
        "newsletter",
        "subscribe",
        "subscription",
        "share",
        "sharing",
        "sns",
        "social",
        "related",
        "recommend",
        "recommended",
        "recommendations",
        "sidebar",
        "sidenav",
        "navbar",
        "nav",
        "navigation",
        "gnav",
        "lnav",
        "globalnav",
        "menu",
        "megamenu",
        "header",
        "footer",
        "pagetop",
        "skip",
        "skiplink",
        "language",
        "languages",
        "lang",
        "toast",
        "popup",
        "modal",
        "advert",
        "ads",
        "print",
        "feedback",
        "helpful",
        "rating",
        "pagination",
        "pager",
        "toc",
    ]
)
_NAMED = ",".join(
    f"[class*={word} i]" for word in ("breadcrumb", "newsletter", "share", "social", "related", "toc")
)
_PANEL_ROLES = ("tabpanel", "region")
_ORDINARY = ("nav", "header", "footer", "aside", "form", "dialog", "button", "label", "figure")
_ORDINARY_ROLES = _CONTROLS[1] | {"button"}
_SENTENCE = re.compile(r"(?:\w+\W+){4,}?\w+[.](?:\s|$)|\S{8,}。")
_SHORTEST_CLAUSE = 20  # characters
_SHORT = 300  # characters of a box that may be furniture by its name alone
_MOST_BOXES = 500  # hidden boxes looked into, each with all it stands in
_LOOSE_SHARE = 0.25  # more text than this beside the landmark: the landmark is not trusted
_LARGE_SHARE = 0.3  # a box with more of the page's text than this is never furniture by its name alone


@dataclass(frozen=True, slots=True)
class MainText:
    """The nodes that hold the main text, in order, and what was found on the way."""

    nodes: tuple[LexborNode, ...]
    visible_chars: int
    hidden_chars: int = 0
    warnings: tuple[Text, ...] = ()
    hidden: tuple[str, ...] = ()  # text inside them that nobody can see, as it stands


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """The tree of a page without what is not its text."""

    tree: LexborHTMLParser
    main: MainText
    warnings: tuple[Text, ...]


@lru_cache(maxsize=1)  # a page with a new fingerprint is read next
def open_page(
    body: bytes, charset: str | None, select: tuple[str, ...], remove: tuple[str, ...]
) -> OpenedPage:
    """Find the main text of a page. Raises ReadingError."""
    decoded = decode(body, charset)
    tree = parse(decoded.text)
    main = main_text(tree, select, remove)
    return OpenedPage(tree, main, (*decoded.warnings, *main.warnings))


UNSELECTED = Text(
    ja="登録の select に当たる箇所がなく、本文を自動で判別しました",
    en="no selector matches; the main text was found without them",
)
_UNMATCHED = Text(
    ja="登録の select「{selector}」に当たる箇所がありません", en="the selector {selector!r} matches nothing"
)
_SHOWN_BY_SCRIPT = Text(
    ja="スクリプトを実行するまで表示されない{count}字を、本文として読み取りました",
    en="{count} characters are hidden until a script runs, and were read as text",
)


def main_text(tree: LexborHTMLParser, select: Sequence[str] = (), remove: Sequence[str] = ()) -> MainText:
    """Find the main text. Changes the tree: what is not text of the page is taken out."""
    body = tree.body
    if body is None:
        return MainText((), 0)
    name_pictures(body)
    for node in reversed([n for n in body.traverse() if n.tag in _SILENT_TAGS]):  # sooner than by a selector
        drop(node)
    visible = length(body)
    unwanted = {node.mem_id for selector in remove for node in innermost_first(tree, selector)}
    shown, hidden_chars, left, boxes = _drop_hidden(tree, visible, unwanted)
    for selector in remove:
        left -= _drop_selected(tree, selector)
    warnings = [_SHOWN_BY_SCRIPT.fill(count=shown)] if shown else []
    chosen: list[LexborNode] = []
    for selector in select:
        found = list(reversed(innermost_first(tree, selector)))
        if not found:
            warnings.append(_UNMATCHED.fill(selector=selector))
        chosen += found
    if select and not chosen:
        warnings.append(UNSELECTED)
    nodes = outermost(chosen) if chosen else _find(body, left)
    main = {node.mem_id for node in nodes}
    hidden = tuple(box.text for box in boxes if box.around & main)
    return MainText(nodes, visible, hidden_chars, tuple(warnings), hidden)


def _find(body: LexborNode, total: int) -> tuple[LexborNode, ...]:
    """The main text of a body with `total` letters."""
    sized = [(m, size) for m in outermost(body.css(_MAIN)) if (size := length(m))]
    mains, inside = tuple(m for m, _ in sized), sum(size for _, size in sized)
    outside, most = total - inside, _LOOSE_SHARE * inside
    if not mains or (outside > most and _loose(body, mains, outside) > most):
        _drop_around(body, total)
        sized = [(node, length(node)) for node in _landmarks(body)]
    for node, size in sized:
        _drop_inside(node, size)
    return tuple(node for node, _ in sized)


def _loose(body: LexborNode, mains: Sequence[LexborNode], outside: int) -> int:
    """Letters that stand neither in the main landmark nor in what calls itself furniture."""
    ids = {m.mem_id: m for m in mains}.keys()
    around = [n for n in outermost(_by_role(body, _AROUND)) if not is_inside(n, ids)]
    return outside - sum(length(n) for n in around if n.css_first(_MAIN) is None)


def _landmarks(body: LexborNode) -> tuple[LexborNode, ...]:
    """What is left after the furniture: a landmark with nearly all of it, or else everything."""
    for found in (outermost(body.css(_MAIN)), outermost(body.css("article"))):
        if sum(map(length, found)) >= (1 - _LOOSE_SHARE) * length(body) > 0:
            return found
    return (body,)


def _drop_around(body: LexborNode, total: int) -> None:
    """Without a main landmark: what is furniture by element, role or name around the text."""
    for node in _by_role(body, _AROUND):
        if _may_go(node, total) and not _is_title(node) and not is_notice(node):
            drop(node)
    for node in innermost_first(body, "[class],[id]"):
        if node.tag not in ("body", "article") and words(node) & _WORDS and _is_furniture(node, total):
            drop(node)


def _drop_inside(main: LexborNode, total: int) -> None:
    """Inside the main text: navigation, controls, lists of links into the page, boxes of links by name."""
    for node in _by_role(main, _CONTROLS):
        if _may_go(node, total) and not is_notice(node) and not _leads_nowhere(node):
            drop(node)
    for node in innermost_first(main, "button,[role=button]"):
        # The button that opens a panel is the heading of the panel.
        if not node.attributes.keys() & {"aria-controls", "aria-expanded"}:
            drop(node)
    for node in innermost_first(main, "aside,[role=complementary]"):
        if link_share(node) > 0.5:  # a menu beside the text; a box with a summary stays
            drop(node)
    for node in innermost_first(main, _NAMED):
        if words(node) & _WORDS and link_share(node) > 0.5 and length(node) < _LARGE_SHARE * total:
            drop(node)
    _drop_contents(main)


def _drop_contents(main: LexborNode) -> None:
    """Lists of links into the same page: they repeat the headings."""
    links = [a for a in main.css("a[href^='#']") if len(a.attributes["href"] or "") > 1]
    lists = {}
    for link in links:
        above = link.parent
        while above is not None and above.tag not in ("ul", "ol", "body", "main", "article"):
            above = above.parent
        if above is not None and above.tag in ("ul", "ol"):
            lists[above.mem_id] = above
    inner = [n for n in innermost_first(main, "ul,ol") if n.mem_id in lists]
    for node in inner:
        inside = [a for a in node.css("a[href^='#']") if len(a.attributes["href"] or "") > 1]
        if len(inside) >= 3 and sum(map(length, inside)) >= 0.9 * length(node):
            drop(node)


def _by_role(node: LexborNode, names: _Names) -> list[LexborNode]:
    """What is so by element or by role, innermost first. A selector for each role takes far longer."""
    elements, roles = names
    found = innermost_first(node, ",".join((*elements, "[role]")))
    return [n for n in found if n.tag in elements or n.attributes.get("role") in roles]


def _may_go(node: LexborNode, total: int) -> bool:
    """Whatever it calls itself, a box with much of the text and few links may be the contract."""
    return length(node) < _LARGE_SHARE * total or link_share(node) > 0.5


def _leads_nowhere(node: LexborNode) -> bool:
    """A "navigation" of sentences without anything to follow or to press: text under a wrong name."""
    if node.tag != "nav" and node.attributes.get("role") != "navigation":
        return False
    return node.css_first("a,button,[role=button],[onclick]") is None and bool(_SENTENCE.search(node.text()))


def _is_furniture(node: LexborNode, total: int) -> bool:
    if not _may_go(node, total) or _is_title(node):
        return False
    return length(node) < _SHORT or link_share(node) > 0.5


def _is_title(node: LexborNode) -> bool:
    """A header of the article itself, with its title."""
    above = node.parent
    while above is not None and above.tag != "article":
        above = above.parent
    return node.tag == "header" and (above is not None or _titled(node))


def _titled(node: LexborNode) -> bool:
    return node.css_first("h1") is not None and link_share(node) < 0.3


@dataclass(frozen=True, slots=True)
class _Box:
    """A hidden box that was taken out, and the ids of what it stood in."""

    text: str
    around: frozenset[int]


def _box(node: LexborNode, size: int, unwanted: Set[int]) -> _Box | None:
    """None for what is ordinary: too short, made of links, in a box that says it is furniture."""
    if size < _SHORTEST_CLAUSE or node.tag == "dialog" or link_share(node) > 0.5:
        return None
    around = []
    above: LexborNode | None = node
    while above is not None and above.tag not in ("html", "body"):
        attributes = above.attributes
        role = attributes.get("role") or ""
        if above.tag in _ORDINARY or role in _ORDINARY_ROLES or above.mem_id in unwanted:
            return None
        if words(above) & _WORDS or "aria-modal" in attributes:
            return None
        around.append(above.mem_id)
        above = above.parent
    if above is not None:
        around.append(above.mem_id)
    return _Box(node.text(separator=" "), frozenset(around))


def _drop_hidden(tree: LexborHTMLParser, total: int, unwanted: Set[int]) -> tuple[int, int, int, list[_Box]]:
    """Take out what nobody can see.

    The letters that stay though a script must show them, those taken out, those left, and the boxes that may
    hold a clause.
    """
    boxes: list[_Box] = []
    found = innermost_first(tree, _HIDDEN)
    panels = {n.attributes["aria-controls"] for n in tree.css("[aria-controls]")} if found else set()
    hidden = shown = 0
    left = total
    for number, node in enumerate(found):
        size = length(node)
        is_panel = node.attributes.get("id") in panels or node.attributes.get("role") in _PANEL_ROLES
        if is_panel:
            continue  # closed for now, and open at a click
        if size > _LARGE_SHARE * total and node.tag != "dialog":
            shown += size
            continue
        hidden += size if link_share(node) < 0.5 else 0  # a folded menu is no doubt
        if number < _MOST_BOXES and (box := _box(node, size, unwanted)):
            boxes.append(box)
        left -= size if drop(node) else 0
    left -= _drop_selected(tree, _UNSIGHTED)
    return shown, hidden, left, boxes


def _drop_selected(tree: LexborHTMLParser, selector: str) -> int:
    """Take out all that matches; how many letters that were."""
    gone = 0
    for node in innermost_first(tree, selector):
        size = length(node)
        gone += size if drop(node) else 0
    return gone
