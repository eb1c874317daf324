"""Notice of, or duties in, an incident or breach of security changed.

Basis   APPI Art. 26 (report of leaks and notice to the person), kept up abroad as an equivalent measure.
Finds   "notify within 72 hours" added or dropped; 「漏えい等が発生した場合、速やかに通知」
Passes  breach of contract; breach of these terms by a user
"""

import re

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "breach-notification",
    1,
    Topic.BREACH_NOTIFICATION,
    (
        Concept(
            "a breach of data",
            r"(?:data|security|privacy|information)[- ](?:breach|incident)(?:es|s)?\b|personal (?:data"
            r"|information) breach|breach of (?:\w+ ){0,4}"
            r"(?:security|phi\b|personal (?:data|information)|unsecured)|incident response|security incident",
            r"(?:漏えい|漏洩|漏えい等|流出|インシデント|侵害|事故)(?:\S{0,20})(?:通知|報告|連絡|公表"
            r"|発生)|データ漏(?:えい|洩)|情報漏(?:えい|洩)|データ侵害",
            decisive=True,
        ),
        Concept(
            "notice of it",
            r"notif(?:y|ies|ied|ication)s? (?:\w+ ){0,10}(?:breach|incident|unauthori[sz]ed (?:access"
            r"|disclosure))"
            r"|(?:breach|incident|unauthori[sz]ed (?:access|disclosure)) (?:\w+ ){0,12}notif"
            r"|without undue delay|within (?:72|seventy-two|48|24) hours",
            r"遅滞なく(?:通知|報告)|\d+時間以内(?:\S{0,10})(?:通知|報告)|速やかに(?:通知|報告)",
        ),
        Concept(
            "what was lost",
            r"compromised|unauthori[sz]ed (?:access|disclosure|acquisition)|hack(?:ed|ing)\b|leak(?:ed"
            r"|age)?\b",
            r"漏えい|漏洩|流出|不正アクセス|滅失",
        ),
    ),
)

_LOSS = r"(?:breach|incident|leak(?:s|ages?)?\b|unauthori[sz]ed (?:or \w+ )?(?:access|disclosure))"
_TELLS = (
    r"(?:notif(?:y|ies|ied|ying|ications?)|inform(?:s|ed|ing)?|alert(?:s|ed|ing)?"
    r"|reports? (?:\w+ ){0,3}(?:to|within|without))"
)
_NOTICE = re.compile(
    rf"{_TELLS}\b.{{0,120}}{_LOSS}|{_LOSS}.{{0,200}}(?:notif|inform\b)"
    r"|(?:漏えい|漏洩|流出|インシデント|侵害).{0,80}(?:通知|報告|連絡|公表)"
)
_OF_CONTRACT = re.compile(
    r"terminat|(?:material|any) breach|breach of (?:these|the|this|any) (?:\w+ )?(?:terms|agreement|contract)"
    r"|(?:you|customers?) (?:must|shall|agree to|will)|such breach|remed(?:y|ies)\b|契約(?:の)?違反|解除"
)
_PROMISE = re.compile(
    r"\b(?:may|might|can|could|will|shall|must|should|not|no|never|only|unless|promptly|immediately|without"
    r"|reasonabl[ey]|endeavou?r|efforts?|notif\w+|inform|breach\w*|incidents?|\d+|hours?|days?)\b"
    r"|こと|場合|ません|ない|努め|速やか|遅滞|直ち|時間|日|通知|報告|漏|侵害"
)


_MORE = 0.2


def is_notice_changed(sentence: str, changed: str, share: float) -> bool:
    """Whether words that changed (folded) bear on a promise to tell of a breach: its terms, time or being.

    Where more changed than a word or two, as a `share` of the letters, they say of what is told, and whom.

    Labelled examples are too few to learn from, and the measure is too dear to miss (APPI Art. 26).
    """
    if not _NOTICE.search(sentence) or _OF_CONTRACT.search(sentence):
        return False
    return share >= _MORE or bool(_PROMISE.search(changed))
