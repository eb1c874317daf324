"""Whether what came back is the document at all. Pure: the fetch, the page, and what was there before.

Length is the main weapon: public histories of terms show error pages and cookie walls far more often by a
collapse of the text than by any phrase. Phrases count on short pages only.
"""

import re

from xborder.extract.charset import mojibake
from xborder.model import Document, Fetched, Health, Judgement, Page

_SHORT = 3_000  # characters: phrases are looked for on pages shorter than this
_EMPTY = 80  # a contract page has more than one sentence
_COLLAPSE = 0.4  # less than this share of the text before is no revision
_WORTH_COMPARING = 1_000  # characters the page before must have had

_BLOCKED = (
    r"captcha",
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)",
    r"just a moment|checking your browser|ddos protection|attention required",
    r"unusual traffic|security check",
    r"access (?:to this page )?(?:has been |is )?denied|you have been blocked|request (?:was )?blocked",
    r"ロボットではありません|人間であることを確認|アクセスが(?:拒否|制限|ブロック)",
)
_NEEDS_SCRIPT = (
    r"(?:enable|turn on|activate|requires?|needs?) (?:to (?:enable|run) )?java ?script",
    r"javascript (?:is )?(?:disabled|required|not (?:enabled|available))",
    r"java ?script\s*(?:を\s*(?:有効|オン)|が\s*(?:無効|必要))",
)
_ERROR = (
    r"page (?:you (?:requested|are looking for) )?(?:was |could |can)?(?:not|n['’]t) (?:be )?(?:found|available|exist)",
    r"(?:page|content) (?:is ?n['’]t|is not|is no longer) available",
    r"\b(?:error )?404\b|\b50[0234]\b.{0,30}(?:error|gateway|unavailable)|bad gateway",
    r"something went wrong|(?:unexpected|internal|application) (?:server )?error|an error (?:has )?occurred",
    r"(?:service|site) (?:is )?(?:temporarily )?(?:unavailable|down)|try again later",
    r"(?:under|scheduled) (?:scheduled )?maintenance",
    r"ページが(?:見つかりません|存在しません)|お探しのページ|エラーが発生",
    r"メンテナンス(?:中|のため|を実施)|ただいま.{0,20}(?:ご利用いただけません|アクセスできません)|混み合って",
)
_LOGIN = (
    r"(?:log|sign) ?in (?:to (?:continue|view|your|access)|required)|forgot (?:your )?password",
    r"you (?:must|need to) (?:log|sign) ?in",
    r"(?:ログイン|サインイン)(?:してください|が必要)|パスワードをお忘れ",
)
_PHRASES = tuple(
    (health, meaning, re.compile("|".join(phrases), re.IGNORECASE))
    for health, meaning, phrases in (
        (Health.BLOCKED, "a check for robots stands in place of the document", _BLOCKED),
        (Health.UNREADABLE, "the page shows its text only when a script runs", _NEEDS_SCRIPT),
        (Health.ERROR_PAGE, "an error page was sent with a status of success", _ERROR),
        (Health.LOGIN_WALL, "the page asks to log in", _LOGIN),
    )
)
_SHELL = re.compile(
    r"<div[^>]+id=[\"']?(?:root|app|__next|__nuxt|main-app)[\"'> ]|<app-root|<noscript", re.IGNORECASE
)
_REFRESH = re.compile(rb"<meta[^>]+http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_LANGUAGE_NAMES = {
    "en": "English",
    "ja": "Japanese",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "zh": "Chinese",
    "ko": "Korean",
}


def judge(fetched: Fetched, page: Page, document: Document, previous: Page | None = None) -> Judgement:
    """Say whether the page is the document, and if not, what it is."""
    if fetched.health is not Health.OK:
        return Judgement(health=fetched.health, reason=fetched.detail)
    text = page.text
    return (
        _unreadable(text)
        or _by_phrases(fetched, page, text, previous)
        or _empty(fetched, text)
        or _moved(fetched, document, text, previous)
        or _other_language(page, document, previous)
        or _collapsed(text, document, previous)
        or Judgement(health=Health.OK)
    )


def _unreadable(text: str) -> Judgement | None:
    if mojibake(text) > 0.2:
        return _unhealthy(Health.UNREADABLE, "the text is garbled: it was read in an encoding it is not in")
    return None


def _by_phrases(fetched: Fetched, page: Page, text: str, previous: Page | None) -> Judgement | None:
    if len(text) >= _SHORT or (previous is not None and len(text) > 0.8 * len(previous.text) > 0):
        return None
    said = f"{page.title}\n{text}"
    for health, meaning, phrase in _PHRASES:
        found = phrase.search(said)
        if found:
            return _unhealthy(
                health, f"{meaning}: “{' '.join(found[0].split())}”, {len(text)} characters in all"
            )
    return None


def _empty(fetched: Fetched, text: str) -> Judgement | None:
    if len(text) >= _EMPTY:
        return None
    body = fetched.body or b""
    if _REFRESH.search(body):
        return _unhealthy(Health.MOVED, "the page only sends the browser to another address")
    if _SHELL.search(body[:200_000].decode("latin-1")):
        return _unhealthy(Health.UNREADABLE, "the page shows its text only when a script runs")
    return _unhealthy(Health.UNREADABLE, f"there is hardly any text: {len(text)} characters")


def _moved(fetched: Fetched, document: Document, text: str, previous: Page | None) -> Judgement | None:
    return None


def _other_language(page: Page, document: Document, previous: Page | None) -> Judgement | None:
    expected = document.language or (previous.language if previous else "")
    if not expected or not page.language or page.language == expected:
        return None
    names = [_LANGUAGE_NAMES.get(code, code) for code in (page.language, expected)]
    return _unhealthy(Health.OTHER_LANGUAGE, f"the page is in {names[0]}, not in {names[1]}")


def _collapsed(text: str, document: Document, previous: Page | None) -> Judgement | None:
    before = len(previous.text) if previous else 0
    if before < _WORTH_COMPARING or len(text) >= _COLLAPSE * before:
        return None
    return _unhealthy(
        Health.COLLAPSED,
        f"only {len(text):,} of {before:,} characters are left; a page cut short, not a revision",
    )


def _unhealthy(health: Health, reason: str) -> Judgement:
    return Judgement(health=health, reason=reason)
