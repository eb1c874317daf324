"""What a sentence must hold together to say something on a topic: who does what with which data.

Basis   A word alone misleads: a government collects taxes and keeps records, "EEA" is where a user lives.
        APPI Art. 28(3) and Enforcement Rules Art. 18(1) ask whether an authority *obtains* data, and where
        data *are kept or taken*: a sentence speaks of it when it holds both.
Finds   "may disclose it to law enforcement"; "process data on servers located in the United States"
Passes  "government records"; "if you reside outside of the United States"; "Google Ireland Limited"; "you
        must report taxes to the authorities"; a sentence in which a name changed, and nothing of what it says
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xborder.assess.terms.concept import JAPANESE, Concept
from xborder.assess.terms.passages import Passage
from xborder.model import Topic

_DATA = Concept(
    "data",
    r"(?:data|information|details?|content|pii|phi|identifiers?|inputs?|prompts?|records|files"
    r"|conversations?|messages|address(?:es)?|identity|profiles?|cookies?|recordings?|logs"
    r"|images|videos|accounts?)\b",
    r"情報|データ|内容|ログ|履歴|アドレス|cookie|クッキー",
)
_PLACES = (
    r"(?:(?:other|third|foreign|which|another|any|own|your|those|these) (?:\w+ )?countr(?:y|ies)"
    r"|countries|abroad|overseas"
    r"|international(?:ly)?|cross-?border"
    r"|united states|u\.s\.a?|usa|us(?=-|\)| [a-z]+ adequacy)|european?|europe|eu|eea|uk"
    r"|united kingdom|ireland|germany|france"
    r"|netherlands|switzerland|swiss|japan|china|hong kong|singapore|india|korea|canada|quebec"
    r"|australia|brazil"
    r"|russia|vietnam|philippines|indonesia|thailand|taiwan|israel|mexico|turkey|argentina|new zealand)\b"
)
_PLACES_JA = (
    r"国外|海外|外国|域外|第三国|他国|越境|アメリカ|米国|合衆国|欧州|eu|eea|英国|イギリス"
    r"|アイルランド|ドイツ"
    r"|フランス|オランダ|スイス|日本国内|国内|中国|中華人民共和国|香港|シンガポール|インド|韓国"
    r"|大韓民国|カナダ"
    r"|オーストラリア|ベトナム|フィリピン|タイ王国|台湾|ロシア|所在|リージョン"
)
_PEOPLE = r"(?:employees?|personnel|staff|workers|team members?|engineers|reviewers?|human review\w*)\b"
_PEOPLE_JA = r"従業員|従業者|社員|役職員|役員|スタッフ"

STATEMENTS: dict[Topic, tuple[Concept, ...]] = {
    Topic.GOVERNMENT_ACCESS: (
        Concept(
            "authority",
            r"law[- ]enforcement|police\b|prosecutor|(?<!artificial )intelligence (?:agenc"
            r"|service)|national security\b"
            r"|government(?:s|al)?\b(?![- ](?:issued|id\b|identif|photo|assistance|card|fees?"
            r"|licen[cs]|permits?\b|charges?|records?|entit"
            r"|contract|user|customer|employee|official|end\b))"
            r"|public (?:authorit|bod(?:y|ies)|agenc)"
            r"|(?<!tax )(?<!protection )(?<!supervisory )(?<!property )"
            r"authorities\b|regulators?\b|regulatory (?:agenc|bod)|courts? orders?"
            r"|orders? of (?:a|the|any) court(?! in contempt| \(in contempt)|(?:from|by"
            r"|with) courts?\b|subpoena"
            r"|(?:search|arrest|valid|judicial|a) warrants?\b|(?:orders?|subpoenas?),? (?:or "
            r"|and )?warrants?\b|(?:legal|judicial) (?:process|proceeding|order|request)"
            r"|(?:lawful|legal|governmental?) (?:access )?requests?|legally (?:compelled|required)"
            r"|discovery (?:request|obligation)|national security letter|fisa\b"
            r"|data disclosure requests?|disclos\w+ [^.;]{0,80}(?:required|requested"
            r"|compelled) by (?:applicable )?law",
            r"捜査|警察|検察|法執行|国家安全|政府|公的機関|官公[署庁]|国の機関|地方公共団体"
            r"|行政機関|行政庁|司法|裁判所"
            r"|当局|令状|召喚状|照会(?!先)|法令に基づ",
        ),
        Concept(
            "disclosure to it",
            r"disclos\w+|provid\w+|shar(?:e|es|ed|ing)\b|releas\w+|(?:hand(?:ed|ing)?|turn(?:ed|ing)?) over"
            r"|giv(?:e|es|en|ing)\b(?! (?:you|rise|us|notice)\b)|pass(?:ed|ing)? (?:\w+ ){0,3}(?:on )?to"
            r"|access\w*|produc\w+"
            r"|furnish\w*|respon[ds]\w*|requests?\b|demands?\b|co-?operat\w+|assist\w*"
            r"|report(?:s|ed|ing)?\b"
            r"|preserv\w+|surveil\w+|receiv\w+(?! service)|serve[ds]?\b|contact us\b|notif\w+|satisfy legal",
            r"提供|開示|協力|回答|応じ|公開|要請|求め|アクセス|報告|監視",
        ),
    ),
    Topic.DATA_LOCATION: (
        Concept(
            "place",
            rf"{_PLACES}|outside (?:of )?(?:the|your) (?:\w+ )?(?:countr|state|province"
            r"|jurisdiction|region)|data cent(?:er|re)s?|data residency"
            rf"|servers? (?:\w+ ){{0,3}}(?:located|in)\b|standard contractual|model clauses"
            r"|sccs?\b|adequacy|adequate (?:level|protection)"
            r"|binding corporate|data privacy framework|privacy shield|dpf\b|safe harbou?r",
            rf"{_PLACES_JA}|標準契約条項|十分性|データセンタ",
        ),
        Concept(
            "keeping or taking there",
            r"transfer(?:s|red|ring)?\b|stor(?:e|es|ed|age|ing)\b|host(?:s|ed|ing)?\b|servers?\b"
            r"|data cent(?:er|re)s?"
            r"|process(?:ed|ing|es)?\b(?! of your request)|(?:kept|held|maintained)\b|export(?:s"
            r"|ed)?\b|data residency|locali[sz]ation|moved?\b"
            r"|disclos\w+ (?:\w+ ){0,6}(?:to|outside)|standard contractual|model clauses|sccs?\b"
            r"|adequacy|adequate (?:level|protection)"
            r"|binding corporate|privacy framework|privacy shield|dpf\b|safe harbou?r"
            r"|cross-?border privacy|cbpr|appropriate safeguards"
            r"|(?:provider|processor|vendor|compan|pbc|inc|llc|ltd|partners?|recipients?"
            r"|agents?)\w*[,.)]{0,2} (?:\w+ ){0,2}(?:is |are )?(?:located|based|established"
            r"|situated)",
            r"移転|保管|保存|サーバ|データセンタ|送信|取り?扱|提供|処理|再委託|委託|持ち出|所在"
            r"|標準契約条項|十分性",
        ),
    ),
    Topic.SUBCONTRACTORS: (
        Concept(
            "provider",
            r"sub-?processors?\b|sub-?contract\w+|outsourc\w+"
            r"|(?<!internet )(?<!digital )service providers?\b"
            r"|vendors?\b|suppliers?\b|(?:payment|card|cloud|hosting|third[- ]party|analytics"
            r"|infrastructure|external|ai|model) "
            r"(?:service )?(?:providers?|vendors?|processors?|contractors?|services?|compan(?:y"
            r"|ies)|partners?)\b|contractors?\b|agents?\b"
            r"|processors?\b|on (?:our|its|their|whose) behalf|amazon web services|aws\b"
            r"|google (?:analytics|cloud)|stripe|zendesk"
            r"|openai|anthropic|cloudflare|salesforce|twilio|azure",
            r"委託|再委託|サブプロセッサ|復処理者|下請|外注|プロバイダ|ベンダー|決済代行"
            r"|外部サービス|クラウドサービス"
            r"|google ?アナリティクス",
        ),
        Concept(
            "work",
            r"process\w*|host\w*|stor(?:e|es|ed|age)\b|assist\w*|help\w*|perform\w*|on (?:our"
            r"|its|their|whose) behalf"
            r"|support\w*|engag\w+|appoint\w*|shar(?:e|es|ed|ing)\b|disclos\w+|access\w*"
            r"|use[sd]?\b|provide\w*|handl\w+|collect\w*",
            r"委託|処理|取り?扱|提供|保存|利用|監督|契約",
        ),
        _DATA,
    ),
    Topic.THIRD_PARTY_PROVISION: (
        Concept(
            "recipient",
            r"third[- ]part(?:y|ies)\b(?! (?:provider|service provider|vendor|processor|sub"
            r"|hosting|software))|partners?\b"
            r"|advertisers?\b|ad networks?|affiliat(?:e|es|ed)\b|subsidiar|parent compan"
            r"|group compan|buyers?\b|acquir\w+"
            r"|merge[rd]?\w*\b|successors?\b|other (?:users?|members|customers|people|compan"
            r"|organi[sz])|others\b|public(?:ly)?\b"
            r"|merchants?\b|sellers?\b|publishers?\b|sponsors?\b|employers?\b|institution"
            r"|administrators?\b|data brokers?",
            r"第三者|提携|パートナー|広告主|グループ|関連会社|子会社|親会社|共同利用"
            r"|他の(?:利用者|ユーザー)|公開|他社",
        ),
        Concept(
            "giving",
            r"shar(?:e|es|ed|ing)\b|disclos\w+|s[eo]l(?:l|ls|d|ling)\b|sale\b|rent(?:s|ed"
            r"|ing)?\b|provid\w+|transfer\w*"
            r"|releas\w+|made? available|making available|visible|receiv\w+|collect\w*|combin\w+",
            r"提供|開示|販売|貸与|共有|公開|送信|譲渡",
        ),
        _DATA,
    ),
    Topic.PURPOSE_OF_USE: (
        Concept(
            "use",
            r"us(?:e|es|ed|ing)\b|process(?:es|ed|ing)?\b|analy[sz]\w+|combin\w+|train\w*"
            r"|personali[sz]\w+|improv\w+"
            r"|advertis\w+|market\w*|profil(?:e|ing)\b|develop\w*|legitimate interest\w*|legal bas[ei]s",
            r"利用|使用|処理|分析|学習|広告|配信|改善|開発",
        ),
        Concept(
            "purpose",
            r"purposes?\b|in order to|(?:data|information|content|it|them|inputs?|cookies|used"
            r"|use|process|processed|processing)"
            r"(?: \w+){0,4} (?:to|for)\b|improv\w+|advertis\w+|marketing|personali[sz]\w+"
            r"|train\w*|research|analytics"
            r"|legitimate interest\w*|legal bas[ei]s|performance of (?:a|the|our) contract",
            r"目的|ため|広告|マーケティング|学習|改善|分析|研究",
        ),
        _DATA,
    ),
    Topic.INDIVIDUAL_RIGHTS: (
        Concept(
            "exercise",
            r"opt[- ]?(?:out|in)\b|opting|unsubscrib\w+|withdraw\w*|object\b|access\b|correct\w*"
            r"|rectif\w+|delet\w+|eras\w+"
            r"|portab\w+|rights?\b|choices?\b|choose|consent\w*|complain\w*|requests?\b|export\b"
            r"|download\b|settings?\b"
            r"|preferences?\b|control\w*|disabl\w+|turn (?:\w+ )?off|manage\b|update\b|revoke\w*|appeal",
            r"請求|訂正|利用停止|開示|削除|撤回|同意|拒否|オプトアウト|停止|苦情|申し?出|設定"
            r"|無効|選択|権利",
        ),
        Concept(
            "person",
            r"(?:you|your|data subjects?|individuals?|consumers?|users?|parents?|customers?"
            r"|residents?|people|members?)\b",
            r"本人|お客様|利用者|ユーザ|会員|あなた|皆様|個人",
        ),
        Concept(
            "matter",
            rf"{_DATA.en}|privacy|marketing|advertis\w+|ads\b|e-?mails?\b|consent|tracking|training",
            rf"{_DATA.ja}|プライバシー|広告|配信|同意|メール",
        ),
    ),
    Topic.RETENTION_DELETION: (
        Concept(
            "keeping or deleting",
            r"retention|retain\w*|delet\w+|eras\w+|purg\w+|destroy\w*|destruct\w+|(?:keep|kept"
            r"|keeps|store[sd]?|preserv\w+)\b"
            r"|anonymi[sz]\w+|de-?identif\w+|return\b",
            r"保存|保管|保持|削除|消去|抹消|廃棄|破棄|返却|返還|匿名化",
        ),
        Concept(
            "term",
            r"days?\b|months?\b|years?\b|hours\b|weeks\b|period|as long as|no longer|until"
            r"|terminat\w+|clos(?:e|ed|ure)\b"
            r"|permanent\w*|indefinite\w*|backup|request\w*|after\b|expir\w+|necessary|delet\w+"
            r"|eras\w+|immediately|temporar\w+",
            r"期間|日|月|年|時間|後|まで|速やか|直ち|退会|終了|解約|必要|無期限|一時",
        ),
        _DATA,
    ),
    Topic.DATA_CATEGORIES: (
        Concept(
            "collecting",
            r"collect\w*|receiv\w+|obtain\w*|gather\w*|log(?:s|ged|ging)?\b|record(?:s|ed"
            r"|ing)?\b|(?:you|users?) (?:\w+ ){0,2}(?:provide|submit"
            r"|upload|enter|share)|provided by|request(?:ed)? from|access(?:es)? (?:to )?your"
            r"|captur\w+|scan\w*|track\w*",
            r"取得|収集|記録|入力|提供いただ|登録|送信|お尋ね|いただく",
        ),
        Concept(
            "kinds",
            rf"{_DATA.en}|e-?mail|phone|names?\b|gender|date of birth|ip address\w*|device"
            r"|location|biometric|photos?\b|audio|voice"
            r"|payment|health|child(?:ren)?|minors?\b|browser|usage|passport|licen[cs]e",
            rf"{_DATA.ja}|氏名|住所|電話|メール|年齢|性別|端末|識別子|位置|画像|音声|クレジット|生体",
        ),
        Concept(
            "by the contractor",
            r"(?:we|us|our|our|services?|google|partners?|collected|cookies?|site|app|platform"
            r"|browser|device)\b",
            r"当社|弊社|当|サービス|運営|本|サイト|アプリ",
        ),
    ),
    Topic.SECURITY: (
        Concept(
            "measure",
            r"encrypt\w*|security (?:\w+ ){0,2}(?:measures?|safeguards?|controls?|procedures?"
            r"|practices?|standards?|tools?)|safeguards?\b|pseudonymi\w+|technical and"
            r"|soc ?2|iso ?\d{4,5}|audits?\b|penetration|firewall|two-factor|multi-factor"
            r"|access controls?|secure\b|securely|unauthori[sz]ed",
            r"暗号|安全管理|安全対策|安全措置|セキュリティ|不正アクセス|監査|アクセス制御"
            r"|適切な(?:措置|処置|管理)",
        ),
        Concept(
            "promise",
            r"(?:we|our|us|provider|google|company|contractor|will|shall|maintain\w*"
            r"|implement\w*|protect\w*|ensur\w+|use|uses|is|are|has|have)\b",
            r"当社|弊社|講じ|行い|努め|ます|実施",
        ),
        _DATA,
    ),
    Topic.PERSONNEL: (
        Concept(
            "people",
            _PEOPLE,
            _PEOPLE_JA,
        ),
        Concept(
            "hold on them",
            r"access\w*|confidential\w*|train(?:ed|ing)\b|authori[sz]ed|need[- ]to[- ]know"
            r"|background|bound|supervis\w+|review\w*|limited\b|non-disclosure",
            r"アクセス|守秘|機密|秘密|教育|研修|監督|周知|徹底|閲覧|限",
        ),
        _DATA,
    ),
    Topic.IMPROPER_USE: (
        Concept(
            "impropriety",
            r"discriminat\w+|bias(?:es|ed)?\b|fair(?:ly|ness)?\b(?! (?:use|market|dealing"
            r"|housing|value|credit))|unlawful\w*|illegal\w*|decepti\w+|unethical|ethic\w+",
            r"差別|公平|公正|偏り|違法|不当|不適正|不正な手段|助長|適正",
        ),
        Concept(
            "promise",
            r"(?:we|our) (?:\w+ ){0,3}(?:not|ensure|never|endeavou?r|commit\w*|prohibit\w*"
            r"|prevent)|ensures?\b|endeavou?r\w*|commit(?:s|ted)?\b",
            r"しません|いたしません|行いません|努め|適正に",
        ),
        Concept(
            "by machine or with data",
            rf"{_DATA.en}|ai\b|systems?\b|algorithm\w*|model\w*",
            rf"{_DATA.ja}|ai|利用",
        ),
    ),
    Topic.BREACH_NOTIFICATION: (
        Concept(
            "breach",
            r"(?:data|security|privacy|information) (?:breach|incident)\w*|breach(?:es)? of (?:\w+ ){0,3}"
            r"(?:security|data|phi\b|personal)|incidents?\b|unauthori[sz]ed",
            r"漏えい|漏洩|流出|インシデント|侵害|事故",
        ),
        Concept(
            "notice",
            r"notif\w+|inform\w*|report\w*|alert\w*|without undue delay",
            r"通知|報告|連絡|公表",
        ),
        _DATA,
    ),
    Topic.CONTRACTING_PARTY: (
        Concept(
            "party",
            r"(?:inc|llc|ltd|limited|llp|gmbh|b\.?v|plc|pbc|corp|corporation|pty|s\.?a\.?r\.?l"
            r"|ab|oy)\b|controllers?\b|representatives?\b|data protection officer|dpo\b"
            r"|governing law|governed by|jurisdiction|courts?\b|venue\b|assign\w*|laws of",
            r"株式会社|合同会社|有限会社|管理者|責任者|準拠法|管轄|裁判所|代表者|譲渡|運営者",
        ),
        Concept(
            "bond",
            r"you\b|your\b|agreement|contract\w*|terms\b|we\b|us\b|our\b|privacy"
            r"|personal (?:data|information)|disputes?|contact",
            r"規約|契約|個人|お客様|利用者|当社|弊社|窓口|問い?合",
        ),
    ),
    Topic.OTHER: (
        Concept(
            "rule of the service",
            r"fees?\b|pric\w+|pay\w*|refund\w*|subscri\w+|billing|arbitrat\w+|liab\w+|indemn\w+"
            r"|warrant\w*|disclaim\w*|licen[cs]\w+|copyright\w*|intellectual"
            r"|terminat\w+|suspend\w*|prohibit\w*|violat\w+|must not|may not|agree not|eligib\w+"
            r"|cancel\w*|trial|disput\w+|(?:terms|agreement|policy)\b",
            r"料金|支払|返金|解約|免責|保証|賠償|責任|著作権|知的財産|禁止|違反|退会|解除|停止|規約|変更",
        ),
        Concept(
            "bond",
            r"you\b|your\b|customers?\b|users?\b|members?\b|parties|party\b|publisher",
            r"利用者|ユーザ|会員|お客様|当社|弊社",
        ),
    ),
}

# A name alone; but not what begins a sentence, nor kinds of data in katakana.
_NAMES = re.compile(r"(?:[A-Z][\w&.'-]*|(?:the|of|and)\b|[ァ-ヺー・]|株式会社|合同会社|[\W_])+")
_NO_NAMES = re.compile(
    r"\b(?:not?|never|any|all|every|only|solely|unless|except|if|where|when|while|with(?:out)?|before"
    r"|after|upon|prior|valid|lawful\w*|legal\w*|may|must|shall|will|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """How a passage says something on a topic: whether its key word is among the changed words, and how
    many parts of the statement are."""

    key: bool
    parts: int
    of: int


# A country that says where a person lives, whose law applies or where a company has its seat, and not where
# data are.
_NAME = r"(?:(?! to | into | our |data|server|stor|process|transfer|host)[^,.;:]){0,50}"
_OF_PERSONS = re.compile(
    r"\b(?:you|users?|customers?|individuals?|residents?|data subjects?|consumers?|members?|clients?"
    r"|merchants?)"
    rf"(?: \w+){{0,2}} (?:resid\w+|live|based|located|citizens?|of|in|within|from|outside)\b{_NAME}"
    rf"|\b(?:reside|residents?|residing) (?:of|in|within|outside)\b{_NAME}"
    r"|(?:european union|european|eu|eea|uk|u\.s\.|united kingdom|swiss)(?: \((?:eu|uk|eea)\))?"
    r"(?: or (?:european|eu|eea|uk|united kingdom)(?: \(uk\))?)?"
    r" (?:data protection |privacy |consumer |state |federal |government |end )*"
    r"(?:laws?|regulations?|users?|residents?|consumers?|requirements|member states'|representatives?"
    r"|government|based)\b"
    rf"|{_PLACES} (?:private |pte\.? |pty\.? )?(?:limited|ltd|inc|llc|b\.v|gmbh|legal)\b"
    rf"|\b(?:laws?|courts?|governed by|jurisdiction|state) (?:of|in|and) {_NAME}(?:, {_PLACES})?"
    r"|\brepresentatives? [^.;:]{0,40} in [^,.;:]{0,40}"
    rf"|{_PLACES}\W{{0,3}} (?:is|are|acts? as|as) (?:the |an? )?(?:data |joint )*controllers?\b"
    rf"|\bregistered (?:office )?(?:at|in|under)\b(?:{_NAME},){{0,4}}{_NAME}"
    r"|(?:european|eu|eea|uk|swiss) (?:personal )?data\b(?! cent| resid| bound| region| stor| host| transfer)"
    rf"|(?:{_PLACES_JA})(?:(?:域|国)内)?(?:にお住まい|に居住|に在住|在住|の居住者|居住者|国籍|の国民)"
    rf"|(?:日本|{_PLACES_JA})(?:の法律|の法令|の法|国?法)(?:を準拠|に準拠|が適用|に従)"
    r"|(?:本社|本店|会社|事業所|営業所|事務所)の?所在|(?:本社|本店)は[^。、]{0,20}(?:に所在|にあ)"
)


_BODIES_JA = r"捜査|警察|検察|裁判|官公|政府|公的機関|行政|当局|国の機関"
# What customers must do or promise of themselves: the contractor discloses nothing. It may in the rest.
_OF_CUSTOMERS = re.compile(
    r"\b(?:you|users?|customers?|members?|merchants?|publishers?|developers?|licensees?|subscribers?"
    r"|sellers?)"
    r" (?:(?:and|or) (?:\w+ ){1,3})?(?:(?:also|hereby|further|each|solely) )?"
    r"(?:(?:must|shall|will|may not|should|cannot)(?! (?:not )?(?:be|receive|have|permit|allow|consent"
    r"|authori[sz]e|accept|acknowledge|let)\b)|represents?|warrants?"
    r"|undertakes?|agrees? (?:not )?to|(?:are|is) (?:\w+ )?(?:responsible|required|obliged|prohibited))\b"
    r"(?:(?!\b(?:we|us|our|may|might|can|will|shall|respond\w*)\b)[^.;])*"
    r"|(?:お客様|利用者|ユーザー?|会員|契約者)(?:自身)?は[^。当弊]{0,200}(?:なりません|ものとします|いけません"
    r"|責任)"
    # The person who asks for the own data under the law is no authority.
    r"|(?:法令に基づ[きく]、?)?(?:ご)?(?:本人|利用者|お客様|ユーザー?|会員)(?:ご?自身)?(?:から|より|が"
    r"|による)"
    rf"[^。]{{0,40}}(?:開示|訂正|利用停止|削除)[^。]{{0,20}}(?:請求|求め|申し?出)(?:(?!{_BODIES_JA})[^。])*"
)
_MISLEADING = {Topic.GOVERNMENT_ACCESS: _OF_CUSTOMERS, Topic.DATA_LOCATION: _OF_PERSONS}


def read_statements(passage: Passage) -> dict[Topic, Said]:
    """What a passage says, by topic; a sentence that says it and changed elsewhere has no changed parts."""
    text = passage.folded
    japanese = bool(JAPANESE.search(text))
    found = {topic: _read(parts, passage, text, japanese=japanese) for topic, parts in STATEMENTS.items()}
    for topic in _MISLEADING:
        if found[topic]:
            found[topic] = _read(STATEMENTS[topic], passage, plain(topic, text), japanese=japanese)
    return {topic: said for topic, said in found.items() if said}


def plain(topic: Topic, text: str) -> str:
    """A folded text without what misleads about a topic; as long as before."""
    misleading = _MISLEADING.get(topic)
    return misleading.sub(lambda match: " " * len(match[0]), text) if misleading else text


def _read(parts: Sequence[Concept], passage: Passage, text: str, *, japanese: bool) -> Said | None:
    changed: list[bool] = []
    for part in parts:
        pattern = part.pattern(japanese=japanese)
        places = [match.span() for match in pattern.finditer(text)]
        # What introduces a list says the rest of its entries.
        introduced = bool(changed) and passage.is_entry and bool(pattern.search(passage.heading))
        if not places and not introduced:
            return None
        changed.append(any(passage.touches(*place) for place in places))
    if not any(changed) and _is_name_alone(passage):
        return None
    return Said(key=changed[0], parts=sum(changed), of=len(changed))


def _is_name_alone(passage: Passage) -> bool:
    """Whether nothing but a name changed: what the sentence says stands as it stood."""
    words = "".join(passage.text[start:end] for start, end in passage.spans)
    return bool(_NAMES.fullmatch(words)) and not (
        _NO_NAMES.search(passage.changed) or any(_DATA.find(passage.changed))
    )


def spoken_of(says: Iterable[Mapping[Topic, Said]]) -> frozenset[Topic]:
    """The topics that a changed sentence speaks of at all."""
    return frozenset(topic for of_passage in says for topic in of_passage)
