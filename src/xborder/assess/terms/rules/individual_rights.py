"""What the person may ask, choose or object to, or how, changed.

Basis   APPI Art. 32 to 39 (disclosure, correction, cease of use), Art. 28(3) (information on request).
Finds   "You may opt out of ..." added; 「利用停止を請求することができます」 removed;
        a changed complaint channel
Passes  deletion by the contractor without request (retention_deletion)
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "individual-rights",
    1,
    Topic.INDIVIDUAL_RIGHTS,
    (
        Concept(
            "named rights",
            r"rights? (?:to|of) (?:\w+ ){0,2}(?:access|rectif|correct|eras|delet|object|restrict|portab"
            r"|know|opt|withdraw (?:\w+ ){0,3}consent|lodge|complain"
            r"|be forgotten|be informed|limit|request|appeal|human)"
            r"|(?:your (?:privacy |data )?|privacy |data(?: subject)?s?'? |individual "
            r"|consumer )rights?\b|rights regarding|exercise (?:\w+ ){0,4}rights?"
            r"|rights? (?:described|under (?:the )?(?:gdpr|ccpa|applicable))|additional rights|portability",
            r"(?:本人|お客様|ユーザー|利用者|データ主体)の権利|権利の行使|権利を(?:有|行使)"
            r"|データポータビリティ|権利",
            decisive=True,
        ),
        Concept(
            "choices",
            r"opt(?:ing|ed)?[- ]?(?:out|in)\b|opts[- ]out|unsubscrib|your (?:privacy )?choices?\b"
            r"|do not (?:sell|share|track)\b|dnt signal|global privacy control|gpc\b"
            r"|(?:manage|change|adjust|update|control|set) (?:\w+ ){0,4}(?:preference|setting|choice"
            r"|permission)s?\b"
            r"|turn\w* (?:\w+ ){0,3}(?:off|on)\b|(?:text|reply) stop|to stop receiving"
            r"|not subscribed automatically|disabl(?:e|ing) (?:\w+ ){0,4}(?:cookie|track|feature|suggest"
            r"|location|personali)"
            r"|privacy (?:settings|controls|dashboard|center|centre)|ad settings|choose (?:not to"
            r"|whether)|make choices",
            r"オプトアウト|オプトイン|配信停止|受信(?:拒否|停止)|設定(?:を変更|から|により)|無効(?:化|に)"
            r"|選択(?:する|でき)",
            decisive=True,
        ),
        Concept(
            "requests of the person",
            r"(?:data subject|access|deletion|consumer|privacy|verifiable|correction|removal"
            r"|erasure) requests?\b|subject access"
            r"|(?:you|users?|individuals?|consumers?|customers?|parents?) (?:may|can|could"
            r"|must) (?:also )?(?:\w+ ){0,3}(?:request|ask|access|correct|updat|delet|edit|review|remove"
            r"|object|withdraw|download|export|exercis|contact)"
            r"|(?:submit|make|send) (?:a |your |an |any )?(?:\w+ ){0,2}requests?\b|request (?:that we"
            r"|us to|the|to) (?:\w+ ){0,3}(?:delet|access|correct|remov|eras|stop)"
            r"|authori[sz]ed agent|submit (?:\w+ ){0,3}(?:concern|complaint|question)s?\b"
            r"|person will review|human review|verify your (?:identity|request)|to obtain (?:this|a copy)"
            r"|request (?:access|deletion|correction|a copy)",
            r"(?:開示|訂正|追加|削除|利用停止|消去|第三者提供の停止|停止)(?:等|の)?(?:を|の)?(?:請求|求め"
            r"|依頼|要求|申し?出|リクエスト)|開示等|利用停止|開示(?:\S{0,8})(?:遅滞なく|請求|求め)"
            r"|(?:お客様|本人|利用者|ユーザー)(?:は|から)(?:\S{0,20})(?:請求|申し?出|求め)",
            decisive=True,
        ),
        Concept(
            "consent and its withdrawal",
            r"withdraw(?:s|n|ing|al)?\b (?:\w+ ){0,4}consent|withdraw(?:al)?\b"
            r"|revoke (?:\w+ ){0,3}(?:consent|permission|access)"
            r"|(?:without|with|prior|explicit|express|your|obtain|give|giving|provid\w+|implied|informed"
            r"|parental|opt-in) (?:\w+ ){0,2}consent\b|consent explicitly",
            r"同意(?:の|を)(?:撤回|取得|得)|撤回|事前の同意",
        ),
        Concept(
            "complaints",
            r"complain(?:t|ts|ed)?\b|lodge|supervisory authorit|(?:data )?protection (?:authorit"
            r"|commission|agency)|information commissioner|ombuds"
            r"|(?:alternative|independent) (?:dispute|recourse)|recourse mechanism|unresolved"
            r"|privacy concerns?\b|data protection inspectorate|trustarc|truste\b",
            r"苦情|異議|申立|監督機関|個人情報保護委員会|相談窓口",
        ),
        Concept(
            "control over one's data",
            r"(?:access|correct|update|edit|review|modify|rectify)(?:,| and| or)* (?:\w+,? ){0,4}(?:your"
            r"|their|personal|my) (?:\w+ ){0,2}(?:data|information|account|content)"
            r"|at any time|your (?:data|privacy|account) settings|license|irrevocable|revocable"
            r"|automated decision|profiling|object to\b|transparen",
            r"いつでも|自動化された意思決定|プロファイリング",
        ),
    ),
)
