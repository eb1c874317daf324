"""Technical and organisational measures for security changed.

Basis   APPI Art. 23 (security control measures), kept up abroad: third equivalent measure.
Finds   "encrypted at rest" dropped; a certification gained; 「適切な安全管理措置」 added
Passes  the user's duty to keep the password (other)
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "security",
    1,
    Topic.SECURITY,
    (
        Concept(
            "encryption",
            r"encrypt\w*|decrypt\w*|tls\b|ssl\b|https\b(?!:)|cryptograph\w*|hash(?:ed|ing)\b"
            r"|pseudonymi\w+|secure socket",
            r"暗号|復号|ssl|tls|仮名化|ハッシュ",
            decisive=True,
        ),
        Concept(
            "security measures",
            r"(?:security|technical|organi[sz]ational|administrative|physical|protective|appropriate"
            r"|reasonable) (?:and \w+ )?(?:measures?|safeguards?|controls?|procedures?|practices?"
            r"|protections?)\b|data security|information security|security (?:program|polic|standard"
            r"|best)|safeguards\b|best practices",
            r"安全管理|安全(?:対策|措置|管理措置)|セキュリティ|適切な(?:措置|処置|管理)|技術的(?:及び"
            r"|・)?組織的|不正アクセス(?:\S{0,30})防止|漏(?:えい|洩)(?:\S{0,30})防止",
            decisive=True,
        ),
        Concept(
            "certification and audits",
            r"iso(?:/iec)? ?\d{4,5}|soc ?[123]\b|pci[- ]dss|hitrust|fedramp|(?:security|privacy"
            r"|independent|third[- ]party) (?:audit|assessment|certification)s?|penetration test\w*"
            r"|vulnerabilit\w+|bug bounty|certified (?:to|under|compliant)",
            r"isms|iso ?\d{4,5}|プライバシーマーク|pマーク|監査|脆弱性|第三者認証",
            decisive=True,
        ),
        Concept(
            "access control",
            r"access controls?|role-based|least privilege|multi-?factor|two-?(?:factor|step)|\bmfa\b"
            r"|\bsso\b|saml|firewall|intrusion|authentication|monitoring for|isolat(?:ed|ion)|segregat",
            r"アクセス(?:制御|制限|権限)|多要素|二要素|ファイアウォール|認証",
        ),
        Concept(
            "promise of protection",
            r"(?:keep|kept|maintain|protect|safeguard)\w* (?:\w+,? ){0,6}(?:secure|security|safe|safely"
            r"|against (?:unauthori[sz]ed|loss|misuse))|unauthori[sz]ed (?:access|use|disclosure"
            r"|alteration)|securely|protected (?:by|from|against)",
            r"保護(?:いた)?します|厳重に|厳正に|安全に|滅失|き損|毀損|改ざん",
        ),
    ),
)
