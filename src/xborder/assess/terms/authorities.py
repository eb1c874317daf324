"""What a change of the words on authorities does to the entrusted data.

Basis   APPI Art. 28(3), Enforcement Rules Art. 18(1)(ii): laws that oblige to cooperate may undo the
        equivalent measures; what the contractor promises of how it meets a request is what is left of them
Finds   "may disclose data to the police" added (weaker); "valid", "as the law requires" added to it
        (stronger); "we review every request" dropped (weaker); 「令状に基づき」 dropped (weaker)
Passes  a disclosure the law compels, no longer mentioned: the law compels it still, neutral; a statement that
        no request came, of a later date: neutral; "only where a court orders it" by itself, one disclosure in
        the place of another, what a customer owes an authority: the weights judge it
"""

import re
from collections.abc import Sequence

from xborder.assess.terms.canary import is_canary, without_date
from xborder.assess.terms.passages import Passage
from xborder.assess.terms.statement import plain
from xborder.model import Direction, Topic

# The request must be one that the law allows.
_QUALIFIED = re.compile(
    r"\blawful\w*|\bvalid\b|due process|\bbinding\b|court orders?|warrant|orders? of a court|subpoena"
    r"|(?:in accordance with|consistent with|required or permitted by|required by) (?:\w+ )?law"
    r"|正式|令状|書面|適法|法令に基づ|法律に基づ"
)
_REQUESTS = r"(?:requests?|demands?|orders?|process|subpoenas?|warrants?|inquir(?:y|ies)|legality|validity)\b"
_TOLD = (
    r"(?:let(?:s|ting)?|notif(?:y|ies|ied|ying)|informs?|informing|tells?|telling|alerts?"
    r"|(?:give|provide)s? (?:\w+ )?notice to)"
)
_TOLD_JA = r"(?:通知|連絡|報告|お?知らせ)"
_WHOM = (
    r"(?:you|customers?|users?|subscribers?|clients?|controllers?|data (?:subject|exporter)s?|individuals?)\b"
)
_WHOM_JA = r"(?:お客様|利用者|会員|ユーザー?|契約者|委託元|本人)"
# How the contractor meets a request: it looks at it, resists, gives little, tells whom it concerns, counts.
_CARE = re.compile(
    rf"\b(?:review|assess|verif|examin|scrutini|challeng|contest|oppos|object|reject|refus|resist|narrow"
    rf"|redirect)\w* (?:(?:\w+ ){{0,4}}{_REQUESTS}|(?:it|them)\b)"
    rf"|\b{_TOLD} (?:\w+ ){{0,3}}{_WHOM}"
    r"|\btransparency\b"
    r"|\b(?:how many|number of|publish\w* [^.;]{0,60}) ?(?:\w+ )?(?:requests|demands|orders)\b"
    r"|\bminimum\b|\bno more than\b|\bunless (?:\w+ ){0,3}(?:legally|required|compelled)\b"
    r"|\b(?:cannot|can't) be (?:\w+ )?(?:recovered|produced|disclosed|provided)\b"
    r"|(?:適法性|妥当性|必要性|有効性)[^。]{0,20}(?:審査|確認|検討|判断|精査)"
    r"|異議|争[いう]|拒否|拒む|拒絶|最小限"
    rf"|{_WHOM_JA}[^。]{{0,12}}{_TOLD_JA}|(?:件数|透明性)[^。]{{0,20}}(?:公表|公開|開示|報告)"
)
_REFUSES = re.compile(
    r"\b(?:(?:do|does|will|shall) not|don't|doesn't|won't|never)(?: \w+){0,2} (?:accept|give|provide"
    r"|disclose|share|grant|hand|allow|permit|respond|comply|build|sell|release|let)\b"
    r"|(?:開示|提供|回答)(?:いた)?しません|応じ(?:かね|ません)"
    r"|(?:開示|提供|応じ)\w{0,6}ことは(?:あり|ござい)ません"
)
_SILENT = re.compile(
    rf"\b(?:not|never) (?:\w+ ){{0,3}}{_TOLD}|\bwithout (?:\w+ ){{0,3}}(?:notice|notif\w+|telling|informing)"
    rf"|{_TOLD_JA}[^。]{{0,6}}(?:なく|なしに|せず|わず|ない|ません)"
)
_FORBIDDEN = re.compile(r"\b(?:prohibit\w*|forbid\w*|unlawful|illegal|gag|by law)\b|禁じ|禁止")
_LIMITED = re.compile(
    r"\bonly (?:where|if|when|upon|after|with|in response|to the extent|as)\b|(?:限り|限って|のみ)"
)
_DISCLOSES = re.compile(
    r"\b(?:disclos|shar(?:e|ing)|provid|giv(?:e|ing)|hand|pass|releas|turn over|suppl|furnish|produc"
    r"|co-?operat|access|preserv|report|respond|compl(?:y|ies)|transfer)"
    r"|開示|提供|協力|公開|回答|応じ|渡|提出"
)
_COMPELLED = re.compile(r"\b(?:required|compelled|compl(?:y|iance)|lawful|legal)|法令|義務|法の定め")


def by_authority(topic: Topic, sentences: Sequence[Passage]) -> Direction | None:
    """The direction of a change on authorities from its sentences, the clearest first."""
    if topic is not Topic.GOVERNMENT_ACCESS or not sentences:
        return None
    if any(is_canary(s.folded) for s in sentences):
        return _of_canary(sentences)
    return _of_care(sentences) or _of_disclosure(sentences)


def _of_canary(sentences: Sequence[Passage]) -> Direction | None:
    """Neutral where the date alone differs; what else was reworded takes a reader."""
    canaries = [s for s in sentences if is_canary(s.folded)]
    old, new = ({without_date(s.folded) for s in canaries if s.added is side} for side in (False, True))
    if old and new:
        return Direction.NEUTRAL if old == new else None
    if any(not s.is_new for s in canaries):
        return None
    return _came_or_went(Direction.STRENGTHENS, came=bool(new))


def _of_care(sentences: Sequence[Passage]) -> Direction | None:
    """A promise of how requests are met weighs more than what else is said of them."""
    came = [(s.added, found) for s in sentences if s.is_new and (found := _care(s.folded))]
    if len({side for side, _ in came}) != 1 or len({found for _, found in came}) != 1:
        return None
    return _came_or_went(came[0][1], came=came[0][0])


def _care(text: str) -> Direction | None:
    """What the coming of a sentence on how requests are met does."""
    if _SILENT.search(text):
        return None if _FORBIDDEN.search(text) else Direction.WEAKENS
    return Direction.STRENGTHENS if _CARE.search(text) or _REFUSES.search(text) else None


def _of_disclosure(sentences: Sequence[Passage]) -> Direction | None:
    """What came or went alone, or under which condition an authority gets what it got before."""
    versions = [s for s in sentences if _DISCLOSES.search(_of_contractor(s))]
    came_or_went = [s for s in versions if _is_new(s)]
    if len({s.added for s in came_or_went}) != 1:
        sides = {s.added for s in versions if _QUALIFIED.search(s.changed)}
        return _came_or_went(Direction.STRENGTHENS, came=True in sides) if len(sides) == 1 else None
    best = came_or_went[0]
    if len({s.added for s in versions}) != 1 or any(_LIMITED.search(s.folded) for s in came_or_went):
        return None
    if not best.added and _COMPELLED.search(best.folded):
        return Direction.NEUTRAL
    return _came_or_went(Direction.WEAKENS, came=best.added)


def _is_new(sentence: Passage) -> bool:
    """Whether the disclosure came or went, and not a condition of it alone."""
    words = _DISCLOSES.finditer(_of_contractor(sentence))
    return sentence.is_new and any(sentence.touches(*word.span()) for word in words)


def _of_contractor(sentence: Passage) -> str:
    return plain(Topic.GOVERNMENT_ACCESS, sentence.folded)


def _came_or_went(of_coming: Direction, *, came: bool) -> Direction:
    if came:
        return of_coming
    return Direction.WEAKENS if of_coming is Direction.STRENGTHENS else Direction.STRENGTHENS
