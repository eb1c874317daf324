"""Changes of form: nothing a contract lawyer would call a change of what was agreed.

The day a page was updated, its address, numbering, marks, capitals, spelling, labels of buttons. A date
or a number inside a sentence that promises something is never form.
"""

import re
import unicodedata

from xborder.model import Change, ChangeKind, ClauseKind
from xborder.model.text import canonical

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+\d{{4}}\b"
    rf"|\b{_MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}\b"
    r"|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b"
    r"|(?:(?:令和|平成)\s*(?:\d+|元)|\d{4})\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?"
)

# A line that holds a date and these words alone says when the text was updated, and nothing else.
_UPDATE_WORDS = re.compile(
    r"\b(?:last|updated?|revised|revision|modified|amended|effective|posted|published|version|date|since|as|of"
    r"|on|from|the|this|our|following|was|is|will|take|takes|effect|come|comes|into|force|be|policy|privacy|terms|service|use|conditions|agreement|notice|statement"
    r"|document|page|archived|previous|versions|history|download|pdf|print|view|v)\b"
    r"|最終|以上|更新|改定|改訂|改正|制定|施行|発効|適用|公開|掲載|効力|発生|開始|バージョン|以前|過去|本|当"
    r"|規約|利用|プライバシー|ポリシー|方針|ページ|文書|版|第|日|付|より|から|は|の|に|を|しました|します|する"
)
_LABELS = re.compile(
    r"(?:\b(?:learn|read|see) more|\(?\bopens in (?:a )?new (?:tab|window)\)?|\bback to top"
    r"|^example|^on this page:?|^(?:table of )?contents|^toggle)\.?$"
    r"|(?:詳細はこちら|詳しくはこちら|もっと見る|ページの?先頭へ(?:戻る)?|^目次|新しい(?:タブ|ウィンドウ)で開く?)$"
)
_LINES = re.compile(r"(?<=[.!?])\s+(?=\D)|(?<=[。！？])|\n")
_MARKUP = re.compile(r"</?[a-z][^<>]*>|\]\((?:javascript|https?|mailto)[^\s()]*(?:\([^\s()]*\)[^\s()]*)?\)")
_MASK = "[email protected]"  # put in the place of addresses by some servers for some readers
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,255}\w")
_COPYRIGHT = re.compile(r"(?:©|copyright(?:\s*\(c\))?|\(c\))\s*(?:(?:19|20)\d\d\b[\s,-]*)+")
_ADDRESS = re.compile(r"(?:\bat:?\s+)?(?:https?://|www\.)[^\s)>\]」』]+")
_NUMBERING = re.compile(
    r"^(?:\d+(?:\.\d+)*[.)]\s*|\([0-9a-z]{1,4}\)\s*|第[\d一二三四五六七八九十百]+[条項号章節]\s*)"
)

_NUMBER = re.compile(r"\d\D\d")
_SIGNS = "%&@#/"

# One word written two ways. In contracts the kanji and the kana of a conjunction are the same word.
_SPELLINGS = tuple(
    (re.compile(written), usual)
    for written, usual in (
        *(("及び", "および"), ("並びに", "ならびに"), ("又は", "または"), ("若しくは", "もしくは")),
        *(("但し", "ただし"), ("且つ", "かつ"), ("従って", "したがって"), ("全て", "すべて")),
        *(("予め", "あらかじめ"), ("致し", "いたし"), ("頂く", "いただく"), ("頂き", "いただき")),
        *(("下さい", "ください"), ("出来", "でき"), ("と言い", "といい"), ("等", "など")),
        *(("問い?合わ?せ", "問合せ"), ("取り?扱い?", "取扱"), ("申し?込み?", "申込"), ("手続き", "手続")),
        (r"(?<=[ァ-ヺ])ー(?![ァ-ヺー])", ""),  # ユーザー, ユーザ
        *((r"\bwon't\b", "will not"), (r"\bcan't\b", "cannot"), (r"n't\b", " not")),
        *((r"'re\b", " are"), (r"'ll\b", " will"), (r"'ve\b", " have")),
        (r"(?<=[a-z]{3})is(ed?|es|er|ers|ing|ations?)\b", r"iz\1"),
        (r"\b((?:un)?(?:col|fav|hon|behavi|lab|endeav))our", r"\1or"),
        *((r"\bfulfill?(?=ment|s?\b)", "fulfil"), (r"\blicence", "license"), (r"\bcentre", "center")),
        (r"judgement", "judgment"),
    )
)


def form_only(change: Change) -> bool:
    """Whether the change is one of form. Doubt says no."""
    if change.kind is ChangeKind.MOVED:
        # A sentence says the same at another place. An item or a row belongs to what introduces it.
        return change.clause.kind in (ClauseKind.PARAGRAPH, ClauseKind.HEADING)
    old, new = (clause.text if clause else "" for clause in (change.old, change.new))
    if _MASK in old or _MASK in new:
        old, new = (_MAIL.sub(_MASK, text) for text in (old, new))
    return substance(old) == substance(new)


def substance(text: str) -> str:
    """The letters of a text that are not form. Compares; shows nothing."""
    text = _NUMBERING.sub("", _ADDRESS.sub("", _MARKUP.sub(" ", canonical(text).casefold())))
    return "".join(_letters(line) for line in _LINES.split(text) if not _is_update_line(line))


def _is_update_line(line: str) -> bool:
    if not _DATE.search(line):
        return False
    rest = _UPDATE_WORDS.sub("", _DATE.sub("", line))
    return not any(character.isalpha() for character in rest)


def _letters(line: str) -> str:
    line = _COPYRIGHT.sub("", _LABELS.sub("", canonical(line)))
    for spelling, usual in _SPELLINGS:
        line = spelling.sub(usual, line)
    return _bare(line)


def _bare(text: str) -> str:
    """Without marks and spaces, but those between digits: "1.5" is not "15"."""
    kept = (
        character
        for place, character in enumerate(text)
        if not _is_mark(character) or _NUMBER.match(text, max(place - 1, 0))
    )
    return "".join(kept)


def _is_mark(character: str) -> bool:
    """Space and punctuation; signs that say something are none."""
    if character in _SIGNS:
        return False
    return character.isspace() or character in "|`~^" or unicodedata.category(character).startswith("P")
