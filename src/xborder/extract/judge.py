"""Whether what came back is the document at all. Pure: the fetch, the page, and what was there before.

Length is the main weapon: public histories of terms show error pages and cookie walls far more often by a
collapse of the text than by any phrase. Phrases count on short pages only.
"""

import re
from urllib.parse import urlsplit

from xborder.extract.charset import mojibake
from xborder.extract.furniture import UNSELECTED
from xborder.model import Document, Fetched, Health, Judgement, Page, Text
from xborder.texts import same

_SHORT = 3_000  # letters: phrases are looked for on pages with less than this
_SHARE = 0.2  # of a short page that must say so
_EMPTY = 200  # letters: a contract page has more than a sentence or two
_THIN = 400  # letters: more than a sentence or two, less than the shortest contract
_COLLAPSE = 0.4  # less than this share of the text before is no revision ...
_STILL_LONG = 10_000  # ... unless this much is left: a page made new, to be confirmed like any change
_WORTH_COMPARING = 1_000  # letters the page before must have had
_FEW = 0.005  # beyond ASCII: a text with fewer can be read whatever they are; French has 3 %
_BINARY = 0.02  # of the characters are control codes: every tenth byte is one in packed files, none in texts
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_FIRST_BYTES = bytes(range(0xE3, 0xEE))  # of theirs in UTF-8

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
    r"page (?:you (?:requested|are looking for) )?(?:was |could |can)?(?:not|n['’]t) (?:be )?(?:found|exist)",
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
_MOVING = (r"redirect(?:ing|ed) (?:you )?to|this page has (?:been )?moved|ページは移動しました",)
_SCRIPTED = Text(
    ja="スクリプトを実行しないと本文が表示されません", en="the page shows its text only when a script runs"
)
_PHRASES = tuple(
    (health, meaning, re.compile("|".join(phrases), re.IGNORECASE))
    for health, meaning, phrases in (
        (
            Health.BLOCKED,
            Text(
                ja="文書の代わりに、ロボットでないことの確認画面が返されました",
                en="a check for robots stands in place of the document",
            ),
            _BLOCKED,
        ),
        (Health.UNREADABLE, _SCRIPTED, _NEEDS_SCRIPT),
        (
            Health.ERROR_PAGE,
            Text(
                ja="正常を示す状態コードでエラーページが返されました",
                en="an error page was sent with a status of success",
            ),
            _ERROR,
        ),
        (Health.LOGIN_WALL, Text(ja="ページがログインを求めています", en="the page asks to log in"), _LOGIN),
        (
            Health.MOVED,
            Text(
                ja="ページは別のアドレスを案内しているだけです",
                en="the page only points to another address",
            ),
            _MOVING,
        ),
    )
)
_ASKS_FOR_SCRIPT = re.compile("|".join(_NEEDS_SCRIPT), re.IGNORECASE)
_SHELL = re.compile(
    rb"<div[^>]+id=[\"']?(?:root|app|__next|__nuxt|main-app|svelte)[\"'> ]|<app-root|<noscript", re.IGNORECASE
)
_SHELL_BYTES = 200_000
_REFRESH = re.compile(rb"<meta[^>]+http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
_LANGUAGES = {
    "en": Text(ja="英語", en="English"),
    "ja": Text(ja="日本語", en="Japanese"),
    "de": Text(ja="ドイツ語", en="German"),
    "fr": Text(ja="フランス語", en="French"),
    "es": Text(ja="スペイン語", en="Spanish"),
    "it": Text(ja="イタリア語", en="Italian"),
    "pt": Text(ja="ポルトガル語", en="Portuguese"),
    "nl": Text(ja="オランダ語", en="Dutch"),
    "zh": Text(ja="中国語", en="Chinese"),
    "ko": Text(ja="韓国語", en="Korean"),
}


def judge(fetched: Fetched, page: Page, document: Document, previous: Page | None = None) -> Judgement:
    """Say whether the page is the document, and if not, what it is."""
    if fetched.health not in (Health.OK, Health.NOT_MODIFIED):
        return Judgement(health=fetched.health, reason=fetched.detail)
    text = page.text
    now, before = _weight(text), _weight(previous.text) if previous else None
    return (
        _garbled(text)
        or _by_phrases(page, now, before)
        or _moved(fetched, document)
        or _empty(fetched, text, now, before)
        or _unselected(page, previous)
        or _other_language(page, document, previous)
        or _collapsed(text, now, previous, before or 0)
        or Judgement(health=Health.OK)
    )


def is_thin(page: Page) -> bool:
    """Whether there is so little text that it may be an error or consent page in words we do not know."""
    text = page.text
    return len(text) < _THIN and _weight(text) < _THIN  # a text never weighs less than its length


def is_shell(page: Page, body: bytes) -> bool:
    """Whether the page says, or looks, as if it showed its text only when a script runs."""
    weight = _weight(page.text)
    if weight < _EMPTY and _SHELL.search(body[:_SHELL_BYTES]):
        return True
    return weight < _SHORT and _said(page, _ASKS_FOR_SCRIPT) is not None


def is_text(text: str) -> bool:
    """Whether it is one, and no file of another kind that was read as if it were."""
    return _no_text(text) <= _BINARY * len(text)


def _garbled(text: str) -> Judgement | None:
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if beyond > _FEW * len(text) and mojibake(text) > 0.2:
        return _unhealthy(Health.UNREADABLE, _GARBLED)
    if not is_text(text):
        return _unhealthy(Health.UNREADABLE, _NO_TEXT_AT_ALL)
    return None


def _no_text(text: str) -> int:
    """Control characters and what could not be decoded."""
    encoded = text.encode("utf-8", "replace")
    return len(encoded) - len(encoded.translate(None, _CONTROLS)) + text.count("\ufffd")


def _by_phrases(page: Page, now: int, before: int | None) -> Judgement | None:
    """What a short page says of itself, in its title or in a good part of its text."""
    if now >= _SHORT or (before is not None and now > 0.8 * before):
        return None
    for health, meaning, phrase in _PHRASES:
        if found := _said(page, phrase):
            said = {"meaning": meaning, "phrase": " ".join(found[0].split()), "count": len(page.text)}
            return _unhealthy(health, _SAYS_SO.fill(**said))
    return None


def _said(page: Page, phrase: re.Pattern[str]) -> re.Match[str] | None:
    """The phrase, where the title or a good part of the text has it."""
    saying = [c for c in page.clauses if phrase.search(c.text)]
    enough = sum(_weight(c.text) for c in saying) > _SHARE * _weight(page.text)
    return phrase.search(page.title) or (phrase.search(saying[0].text) if enough and saying else None)


def _empty(fetched: Fetched, text: str, now: int, before: int | None) -> Judgement | None:
    if now >= _EMPTY or (before is not None and now > _COLLAPSE * before):
        return None
    body = fetched.body or b""
    if _REFRESH.search(body):
        return _unhealthy(Health.MOVED, _SENDS_ON)
    if _SHELL.search(body[:_SHELL_BYTES]):
        return _unhealthy(Health.UNREADABLE, _SCRIPTED)
    return _unhealthy(Health.UNREADABLE, _HARDLY_ANY.fill(count=len(text)))


def _moved(fetched: Fetched, document: Document) -> Judgement | None:
    """A redirect to the front page: the document itself is no longer where it was."""
    asked = next((urlsplit(s.url or "") for s in document.sources if s.id == fetched.source), urlsplit(""))
    got = urlsplit(fetched.url)
    if not fetched.redirects or got.path.strip("/") or got.query or not asked.path.strip("/"):
        return None
    return _unhealthy(Health.MOVED, _FRONT_PAGE.fill(host=got.hostname))


def _unselected(page: Page, previous: Page | None) -> Judgement | None:
    """The site was rebuilt: all that stands beside the terms would be told as added to them.

    At a first look the selectors are wrong, or this is not the page they were written for.
    """
    if UNSELECTED not in page.warnings or (previous is not None and UNSELECTED in previous.warnings):
        return None
    return _unhealthy(Health.UNREADABLE, _NOT_SELECTED if previous is not None else _NEVER_SELECTED)


def _other_language(page: Page, document: Document, previous: Page | None) -> Judgement | None:
    expected = document.language or (previous.language if previous else "")
    if not expected or not page.language or page.language == expected:
        return None
    now, wanted = (_LANGUAGES.get(code, same(code)) for code in (page.language, expected))
    return _unhealthy(Health.OTHER_LANGUAGE, _LANGUAGE.fill(now=now, wanted=wanted))


def _collapsed(text: str, now: int, previous: Page | None, before: int) -> Judgement | None:
    if before < _WORTH_COMPARING or now >= min(_COLLAPSE * before, _STILL_LONG):
        return None
    left, of = f"{len(text):,}", f"{len(previous.text) if previous else 0:,}"
    return _unhealthy(Health.COLLAPSED, _CUT_SHORT.fill(left=left, of=of))


def _weight(text: str) -> int:
    """Letters, an ideograph or kana counted as two and a half: Japanese says as much with fewer."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded.translate(None, _FIRST_BYTES)) == len(encoded):
        return len(text)
    return len(text) + 3 * len(_IDEOGRAPHS.findall(text)) // 2


_GARBLED = Text(
    ja="文字化けしています。実際と異なる文字コードで読み取られました",
    en="the text is garbled: it was read in an encoding it is not in",
)
_NO_TEXT_AT_ALL = Text(
    ja="文書ではなく、別の種類のファイル（書庫、画像など）です",
    en="this is no text, but a file of another kind (an archive, a picture)",
)
_SAYS_SO = Text(ja="{meaning}（“{phrase}”、本文{count}字）", en="{meaning} (“{phrase}”, {count} characters)")
_SENDS_ON = Text(
    ja="ページはブラウザーを別のアドレスへ転送するだけです",
    en="the page only sends the browser to another address",
)
_HARDLY_ANY = Text(
    ja="本文がほとんどありません（{count}字）", en="there is hardly any text: {count} characters"
)
_FRONT_PAGE = Text(
    ja="アドレスが {host} のトップページに転送されるようになりました",
    en="the address now leads to the front page of {host}",
)
_NOT_SELECTED = Text(
    ja="登録の select に当たる箇所がありません。サイトの構成が変わったと考えられます。登録を直してください",
    en="nothing on the page matches its `select` in the registry: the site was probably rebuilt; correct it",
)
_NEVER_SELECTED = Text(
    ja="登録の select に当たる箇所がありません。文書ではないページが返されたか、select が誤っています",
    en="nothing on the page matches its `select` in the registry: this is not the document, or the "
    "selector is wrong",
)
_LANGUAGE = Text(
    ja="ページは{now}で書かれており、{wanted}ではありません", en="the page is in {now}, not in {wanted}"
)
_CUT_SHORT = Text(
    ja="{of}字のうち{left}字しか残っていません。改定ではなく、途中で切れたページと考えられます",
    en="only {left} of {of} characters are left; that is a page cut short rather than a revision",
)


def _unhealthy(health: Health, reason: Text) -> Judgement:
    return Judgement(health=health, reason=reason)
