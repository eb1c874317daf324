"""Notice of, or duties in, an incident or breach of security changed.

Basis   APPI Art. 26 (report of leaks and notice to the person), kept up abroad as an equivalent measure.
Finds   "notify within 72 hours" added or dropped; 「漏えい等が発生した場合、速やかに通知」
Passes  breach of contract; breach of these terms by a user
"""

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
