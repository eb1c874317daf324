"""How freely the contractor may engage a further sub-processor: what it must do before, and what it need not.

Basis   APPI Art. 25 (supervision of contractors; Q12-8: it applies abroad, too): whoever is to supervise must
        know of a further entrustment beforehand, agree to it or be able to object
Finds   "at its discretion" for "not without 30 days' prior notice" (weaker), and back (stronger); the right
        to object dropped (weaker); 「事前の承諾」 for 「事後の通知」 (stronger)
Passes  both versions ask for the same, or each for something that the other does not: the weights judge it
"""

import re
from collections.abc import Iterator, Sequence

from xborder.assess.terms.passages import Passage
from xborder.model import Direction, Topic

_CONSENT, _NOTICE, _OBJECTION, _FREE = "consent", "notice", "objection", "free"
_BEFORE = r"(?:prior|advance|previous|specific)(?:,? (?:and )?(?:written|specific|reasonable|express))*"
_KINDS = {
    _CONSENT: re.compile(
        rf"\b{_BEFORE} (?:consent|approval|authori[sz]ation|permission|agreement)\b"
        r"|\b(?:consents?|approves?|authori[sz]es?|agrees?) (?:\w+ ){0,3}(?:in advance|beforehand)\b"
        r"|\bonly (?:after|with|once|if|when) (?:\w+ ){0,6}(?:consent|approv|agree|authori[sz])"
        r"|(?:事前|あらかじめ|予め)[^。]{0,20}(?:承諾|同意|承認|許可|許諾)"
    ),
    _NOTICE: re.compile(
        rf"\b{_BEFORE} (?:notice|notification)\b|\bin advance\b"
        r"|\bbefore (?:\w+ ){0,6}(?:engag|appoint|chang|add)"
        r"|(?:事前|あらかじめ|予め)[^。]{0,20}(?:通知|連絡|公表|告知|報告)"
    ),
    _OBJECTION: re.compile(r"\bobject(?:s|ing|ions?)?\b|異議|拒否(?:する|でき)"),
    _FREE: re.compile(
        r"\bat (?:its|our|their) (?:\w+ ){0,2}discretion\b|\b(?:freely|from time to time)\b"
        r"|\bwithout (?:\w+ ){0,4}(?:notice|notifying|consent|approval|asking|informing)\b"
        r"|裁量|自由に|任意に|(?:通知|承諾|同意|承認)(?:する|を得る|を要する|を?する)?(?:こと)?(?:なく|なしに|を要せず|不要)"
    ),
}
_BARRED = re.compile(
    r"\b(?:not|never|no)\b[^.;]{0,80}\b(?:without|unless|until)\b"
    r"|(?:ずに|なしに|なく(?:ては)?|なければ|ない限り)[^。]{0,40}(?:しません|ない|できません|ません)"
)
_DENIED = re.compile(
    r"\b(?:not|never|no) (?:\w+ ){0,4}(?:object|notice|consent|approval|required|obliged|need)|\bwaives?\b"
    r"|(?:異議|通知|承諾|同意)[^。]{0,12}(?:ない|ません|できません|放棄)"
)


def by_engagement(topic: Topic, sentences: Sequence[Passage]) -> Direction | None:
    """The direction, where what one version asks for beforehand is part of what the other asks for."""
    if topic is not Topic.SUBCONTRACTORS:
        return None
    old, new = ({kind for s in sentences if s.added is side for kind in _asked(s)} for side in (False, True))
    if old == new:
        return None
    held, were_held = new - {_FREE}, old - {_FREE}
    if held != were_held:
        if held > were_held:
            return Direction.STRENGTHENS
        return Direction.WEAKENS if held < were_held else None
    return Direction.WEAKENS if _FREE in new else Direction.STRENGTHENS


def _asked(sentence: Passage) -> Iterator[str]:
    """The kinds of what must be done beforehand; who asks for consent tells of it, too."""
    text = sentence.folded
    is_barred = bool(_BARRED.search(text))
    if not is_barred and _KINDS[_FREE].search(text):
        yield _FREE
        return
    if not is_barred and _DENIED.search(text):
        return
    for kind in (_CONSENT, _NOTICE, _OBJECTION):
        if _KINDS[kind].search(text):
            yield kind
            if kind == _CONSENT:
                yield _NOTICE
