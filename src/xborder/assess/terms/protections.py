"""A right, a safeguard or a duty to tell that one version alone has: its coming helps, its going does not.

Basis   APPI Art. 22 to 26 and 32 to 39, Enforcement Rules Art. 16: these measures protect by being promised,
        so the direction follows from the side on which the sentence stands
Finds   "You may withdraw consent at any time" dropped (weaker); 「従業者に研修を行います」 added (stronger);
        "customers cannot have data deleted" for "customers can" (weaker); "where feasible" added to a
        promise (weaker)
Passes  all but a plain promise of what the topic's Article asks: a sentence reworded; one that denies,
        disclaims or reserves ("no transmission is ever secure", "our staff may read"); a duty, a cost or a
        condition for the person. The weights judge it
"""

import re
from collections.abc import Sequence

from xborder.assess.terms.hedges import is_hedged
from xborder.assess.terms.passages import Passage
from xborder.model import Direction, Topic

_PERSON = (
    r"(?:you|users?|customers?|members?|individuals?|persons?|people|consumers?|data subjects?"
    r"|data exporters?|parents?|guardians?|residents?|controllers?|clients?|subscribers?|they|who|anyone)"
)
# What is promised, by topic.
_PROMISED = {
    Topic.SECURITY: re.compile(
        r"\b(?:encrypt\w*|protect(?:s|ed|ion)?|secure[sd]?|safeguard\w*|access controls?|controls"
        r"|restrict\w*|limited|limits?|authenticat\w+|audit\w*|examin\w+|tests?|tested|monitor\w*|backups?"
        r"|backed up|firewalls?|certif\w+|locked|implement\w*|maintain\w*|measures)\b"
        r"|暗号|保護|安全管理|アクセス(?:制御|権限|制限)|監査|点検|施錠|認証|講じ|監視|バックアップ|対策"
    ),  # Art. 23
    Topic.PERSONNEL: re.compile(
        r"\b(?:train(?:s|ed|ing)?|confidential\w*|secrecy|supervis\w+|need-to-know|authori[sz]ed"
        r"|restrict\w*|limited|limits?|background|bound|non-disclosure)\b"
        r"|研修|教育|守秘|秘密|機密|監督|限|周知|誓約"
    ),  # Art. 24
    Topic.BREACH_NOTIFICATION: re.compile(
        r"\b(?:notif\w+|notices?|informs?|informed|reports?|tells?|told|alert\w*|contact\w*)\b"
        r"|通知|報告|連絡|知らせ|公表"
    ),  # Art. 26
    Topic.IMPROPER_USE: re.compile(
        r"\b(?:not|never|no|ensur\w+|prevent\w*|avoid\w*|prohibit\w*|fair\w*)\b|ません|防止|適正|努め"
    ),  # Art. 19
    Topic.INDIVIDUAL_RIGHTS: re.compile(
        rf"\b{_PERSON} (?:\w+ )?(?:may|can|could)\b|\brights?\b|\bopt(?:ing)?[- ]out|\bon request"
        r"|\bwe (?:will )?(?:respond|answer|delete|erase|correct|provide|comply|honou?r)\b"
        r"|できます|権利|応じ|対応|請求|申し?出|撤回|オプトアウト"
    ),  # Art. 32 to 39
    Topic.RETENTION_DELETION: re.compile(
        rf"\b{_PERSON} (?:\w+ )?(?:may|can|could) (?:\w+ ){{0,5}}(?:delet|eras)"
        r"|(?:削除|消去)[^。]{0,16}(?:請求|求め|申し?出)[^。]{0,12}でき"
    ),  # Art. 35: to have them deleted; how long they are kept is no matter of coming or going
}
_RIGHTS = (Topic.INDIVIDUAL_RIGHTS, Topic.RETENTION_DELETION)
_PERSON_JA = r"(?:お客様|利用者|ユーザー?|会員|契約者|本人)"
# What the person may is a right; what the contractor may, or will not be held to, is a reservation.
_PERMITTED = re.compile(rf"\b{_PERSON} (?:\w+ )?(?:may|might|can|could)\b(?! not\b)")
_RESERVED = re.compile(
    r"\b(?:may|might|could|can(?! be\b)|cannot|can't|unable|waives?|despite|discretion|reserves?|admission"
    r"|liable|fees?|price|limited (?:where|to the extent|if)|subject to)\b"
    r"|(?:する|される|られる|ない)(?:こと|場合)があ|義務を負|責任を負|保証|できるものとし|手数料|かね|必要で|(?<!させて)いただきます"
)
# A right that the person is said not to have: the reverse of a promise.
_WITHHELD = re.compile(
    rf"\b{_PERSON} (?:\w+ )?(?:may not|cannot|can not|can't|(?:has|have) no right|(?:is|are) not entitled)\b"
    r"|(?:請求|撤回|開示|訂正|削除|消去|利用停止|異議)[^。]{0,16}(?:ことは|ことが)?(?:できません|できない)"
)
_DENIED = re.compile(r"\b(?:(?<!need )not|never|no|nor|neither|without)\b|n't\b|ません|ない")
_OF_PERSON = re.compile(
    rf"\b{_PERSON} (?:\w+ ){{0,2}}(?:must|shall|should|may not|agrees?|acknowledges?|warrants?|represents?"
    r"|undertakes?|(?:is|are|remains?) (?:\w+ )?(?:responsible|required|obliged))\b"
    r"|\byour (?:sole )?responsib|^\W*(?:please )?(?:keep|protect|choose|safeguard) your\b"
    r"|\bcharge (?:a|you)\b"
    rf"|{_PERSON_JA}(?:自身)?は[^。]{{0,200}}(?:ものとし|なければ|責任|禁止|ください|いただき)"
)


def by_protection(topic: Topic, sentences: Sequence[Passage]) -> Direction | None:
    """The direction, where plain promises came, or went, and no promise stands in their place."""
    if topic not in _PROMISED:
        return None
    promises = [s for s in sentences if _is_promise(topic, s.folded)]
    withheld = [s for s in sentences if topic in _RIGHTS and _WITHHELD.search(s.folded)]
    better = {s.added for s in promises} | {not s.added for s in withheld}
    is_new = (promises and withheld) or all(s.is_new for s in (*promises, *withheld))
    if len(better) != 1 or not is_new:
        return _by_firmness(topic, sentences)
    return Direction.STRENGTHENS if True in better else Direction.WEAKENS


def _by_firmness(topic: Topic, sentences: Sequence[Passage]) -> Direction | None:
    """The direction, where one version promises with a hedge what the other promises without any."""
    promises = [s for s in sentences if _PROMISED[topic].search(s.folded) and not _OF_PERSON.search(s.folded)]
    hedged = {side: [is_hedged(s.folded) for s in promises if s.added is side] for side in (False, True)}
    if topic in _RIGHTS or not all(hedged.values()) or any(hedged[False]) is any(hedged[True]):
        return None
    return Direction.WEAKENS if any(hedged[True]) else Direction.STRENGTHENS


def _is_promise(topic: Topic, sentence: str) -> bool:
    """Plain: nothing denied (but improper use itself), nothing reserved, nothing asked of the person."""
    if not _PROMISED[topic].search(sentence):
        return False
    if _OF_PERSON.search(sentence) or _RESERVED.search(_PERMITTED.sub(" ", sentence)):
        return False
    return topic is Topic.IMPROPER_USE or not _DENIED.search(sentence)
