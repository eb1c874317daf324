"""Boxes that call for attention (role=alert, role=status): a notice of the contract, or chatter of the site.

Both stand in the main text under the same roles. Chatter names itself, or speaks of the visit: of cookies
to accept, of the session, of what was saved or is loading. What does neither is a notice, and stays.
"""

import re

from selectolax.lexbor import LexborNode

from xborder.extract.tree import BLANK, link_share, single_spaced, words

_ROLES = ("alert", "status")
_SHORTEST = 30  # letters of a sentence; "3 results", "Copied!" and "Saved." are none
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u9fff]")  # say two and a half times as much
_OVERLAY = frozenset(
    ["toast", "toasts", "toaster", "snackbar", "snackbars", "popup", "modal", "overlay", "flash", "spinner"]
)
_CHATTER = _OVERLAY | frozenset(
    ["cookie", "cookies", "consent", "onetrust", "gdpr", "newsletter", "subscribe", "feedback", "helpful"]
)
_OF_COOKIES = re.compile(r"cookie|クッキー", re.IGNORECASE)
_TO_PRESS = "button,[role=button],input[type=button],input[type=submit],a[href^='javascript:'],a[href='#']"
_OF_THE_VISIT = re.compile(
    "|".join(
        (
            r"\b(?:your|the|this) session (?:has|have|will|is|was|timed|times|expire|ends|ended)",
            r"\byou (?:have been|are|were|will be)\b.{0,25}\b(?:signed|logged) (?:in|out|off)\b",
            r"\b(?:sign|log) (?:back )?in (?:again|to continue)",
            r"\b(?:changes?|settings?|preferences|link|message|request|form)\b.{0,20}\b(?:saved|copied|submitted|sent)\b",
            r"^(?:loading|please wait)\b|\btry again\b|\bwent wrong\b|\b\d+ results? (?:found|for)\b",
            r"\b(?:enable|turn on) java ?script\b|\bbrowser\b.{0,30}\b(?:not supported|out of date|outdated)",
            r"\bthank(?:s| you) for (?:your (?:feedback|interest|message)|subscribing|contacting)",
            "セッション.{0,20}(?:切れ|終了し|期限|タイムアウト)",
            "(?:ログイン|サインイン)(?:して(?:ください|います)|しました|されました)|(?:ログ|サイン)アウト(?:され|しま)",
            "(?:保存|コピー|送信)(?:し|され)ました|読み込み中|もう一度お試し|件(?:見つか|の検索結果)",
        )
    ),
    re.IGNORECASE,
)
_LONGEST = 300  # letters of a remark on the visit; longer text may speak of such things among others


def is_notice(node: LexborNode) -> bool:
    """Whether this box has something to say about the contract."""
    if node.attributes.get("role") not in _ROLES:
        return False
    text = single_spaced(node.text(separator=" ").replace("\n", " ")).strip(BLANK)
    if len(text) + 3 * len(_IDEOGRAPHS.findall(text)) // 2 < _SHORTEST or link_share(node) > 0.5:
        return False
    return not _names_itself(node) and not _speaks_of_the_visit(node, text)


def _names_itself(node: LexborNode) -> bool:
    if words(node) & _CHATTER:
        return True
    above = node.parent
    while above is not None and above.tag not in ("main", "article", "body"):
        if words(above) & _OVERLAY:
            return True
        above = above.parent
    return False


def _speaks_of_the_visit(node: LexborNode, text: str) -> bool:
    if _OF_COOKIES.search(text) and node.css_first(_TO_PRESS) is not None:
        return True
    return len(text) < _LONGEST and _OF_THE_VISIT.search(text) is not None
