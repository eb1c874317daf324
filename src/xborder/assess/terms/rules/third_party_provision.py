"""Provision of data to others for their own ends changed.

Basis   APPI Art. 27 (restriction of provision to third parties), kept up abroad: sixth equivalent measure.
Finds   "we may share your data with partners" added; 「共同利用」 removed; buyers of the business named
Passes  authorities (government_access); service providers acting for the contractor (subcontractors)
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "third-party-provision",
    1,
    Topic.THIRD_PARTY_PROVISION,
    (
        Concept(
            "sharing data",
            r"(?:shar(?:e|es|ing)|disclos(?:e|es|ing)|sell(?:s|ing)?|rent(?:s|ing)?|provid(?:e|es|ing)"
            r"|transfer(?:s|ring)?|releas(?:e|es|ing)|pass|communicate|give|send(?:s|ing)?"
            r"|expose)s? (?:\w+,? ){0,8}(?:information|data|pii|content|details?|it|them|identifiers?"
            r"|insights)\b (?:\w+ ){0,4}(?:to|with)\b"
            r"|(?:shar|disclos|sell|rent)(?:e|es|ed|ing|s)? (?:\w+ ){0,4}(?:with"
            r"|to) (?:\w+ ){0,3}(?:third|other|partner|affiliat|advertis|compan|compani|user|member"
            r"|public|them|others|employer|entities|parties|merchant|publisher|group)"
            r"|sharing|shared (?:with|among|between)|(?:disclosed|sold|provided|transferred) to"
            r"|sale of (?:\w+ ){0,2}(?:personal )?(?:data|information)|(?:not|never) (?:sell|sold|share"
            r"|shared|disclose|rent)|sell (?:your|or share|personal)",
            r"第三者(?:に|への|へ)?(?:\S{0,6})(?:提供|開示)|第三者提供|共有(?:されます|します|する|いた)"
            r"|提供することがあり|(?:情報|データ)を(?:\S{0,8})に提供|提供(?:いた)?しません|販売|貸与"
            r"|公開(?:します|すること|いた)",
            decisive=True,
        ),
        Concept(
            "partners",
            r"(?:business|advertis\w+|marketing|analytics|trusted|joint|our|content|promotional|strategic"
            r"|channel|retail|research|sales) partners?\b|partners\b|advertisers?\b|ad networks?"
            r"|advertising (?:compan|network|entit|partner)|data brokers?|sponsors?\b|publishers?\b"
            r"|resellers?\b|relying part|lenders?\b|research(?:ers| institution)|merchants?\b|sellers?\b",
            r"提携|パートナー|広告主|広告(?:会社|配信)|事業者へ|スポンサー|加盟店",
            decisive=True,
        ),
        Concept(
            "the group",
            r"affiliat(?:e|es|ed)\b|subsidiar|parent compan|group compan|corporate (?:family|group"
            r"|affiliates)|family of compan|companies (?:in|within|of) (?:our|the) (?:\w+ )?(?:group"
            r"|family)|related (?:compan|entit)|sister compan",
            r"グループ(?:会社|企業|内)|関連会社|関係会社|子会社|親会社|共同利用|共同して利用",
        ),
        Concept(
            "buyers of the business",
            r"merg(?:er|ed|ers|ing)\b|acqui(?:r|sition)\w*|reorgani[sz]|bankrupt|insolven|divest"
            r"|restructur|receivership|due diligence|sale of (?:\w+ ){0,4}(?:assets|business|compan)"
            r"|business transfer|corporate transaction|change of control|successors?\b|dissolution",
            r"合併|事業譲渡|事業承継|会社分割|事業の承継|買収|組織再編",
            decisive=True,
        ),
        Concept(
            "other users and the public",
            r"other (?:users?|members|customers|people|participants)|visible to"
            r"|public(?:ly)? (?:available|visible|accessible|post|display|shar)|public profile"
            r"|anyone (?:can|may)|make (?:\w+ ){0,3}public|administrators?\b|employers?\b|team members"
            r"|your (?:school|institution|organi[sz]ation)",
            r"他の(?:利用者|ユーザー|会員)|一般に公開|公開(?:され|情報)|雇用主",
        ),
        Concept(
            "third parties in general",
            r"third[- ]part(?:y|ies)(?:'s)?\b(?!['’]? (?:provider|service provider|vendor|processor|sub"
            r"|hosting|license|licen[cs]or|software|beneficiar|right|intellectual))|others\b"
            r"|outside compan|external part|unaffiliated",
            r"第三者|他社|社外|外部",
        ),
    ),
)
