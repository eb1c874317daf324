"""The kinds of personal data, the persons or the sources changed.

Basis   Enforcement Rules Art. 18(1): the handling that is confirmed is the handling of the data entrusted;
        more kinds of data change what was entrusted. APPI Art. 2(3): data that needs special care.
Finds   "biometric identifiers" added to what is collected; 「位置情報を取得します」 removed
Passes  the name of a person as contact point
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "data-categories",
    1,
    Topic.DATA_CATEGORIES,
    (
        Concept(
            "collecting",
            r"(?:we|which|that|may|also|automatically|will|not|google|they|partners|providers"
            r"|and) (?:\w+ ){0,3}(?:collect|receive|gather|obtain|log)s?\b"
            r"|collect(?:s|ed|ing|ion)? (?:\w+ ){0,6}(?:information|data|detail|identifier|content|pii\b)"
            r"|(?:information|data) (?:that )?(?:we|you|is|are) (?:\w+ ){0,3}(?:collect|provid|submit)"
            r"|(?:categor(?:y|ies)|types?|kinds?) of (?:\w+ ){0,2}(?:data|information)|(?:receive|obtain"
            r"|collect)\w* (?:\w+ ){0,5}from (?:\w+ ){0,3}(?:third|other|partner|source|public|affiliat)"
            r"|(?:you|users?) (?:\w+ ){0,2}(?:provide|submit|upload|enter|give us|share)\b",
            r"(?:取得|収集|記録)(?:する情報|いた|し|する|を行)|入力(?:された|する)|ご?提供いただ|お尋ね"
            r"|情報を(?:取得|収集)",
            decisive=True,
        ),
        Concept(
            "identifiers and contact data",
            r"e-?mail(?: address)?(?:es)?\b|(?:phone|telephone|mobile) numbers?\b|(?:postal|home|mailing"
            r"|billing|shipping|street) address|(?:first|last|full|your|user) ?names?\b"
            r"|user ?names?\b|passwords?\b|date of birth|birth ?date|gender|nationality|contact (?:data"
            r"|information|detail)|identity data|profile (?:data|information|picture|photo)"
            r"|social security|passport|driver'?s? licen[cs]e|government[- ](?:issued )?(?:photo )?id\w*"
            r"|identity document|identif(?:y|ication) document|identity verification|national id",
            r"氏名|住所|電話番号|メールアドレス|生年月日|年齢|性別|職業|国籍|連絡先|アバター|パスワード"
            r"|運転免許|マイナンバー|本人確認書類|プロフィール",
        ),
        Concept(
            "data of devices and use",
            r"ip addresse?s?\b|device (?:id|identifier|information|data|type)s?|(?:advertising|unique"
            r"|online|device|mobile) (?:id|identifier)s?\b|log (?:data|file|information)s?\b"
            r"|usage (?:data|information)"
            r"|browsing|browser (?:type|history)|search (?:quer|histor|term)|viewing|click(?:s|stream)"
            r"|crash|diagnostic|telemetry|metadata|technical data|traffic data|activity (?:data|log)"
            r"|session[- ]replay"
            r"|transaction (?:data|history)|purchase histor|connection|operating system|referr",
            r"ipアドレス|端末|識別子|広告id|android id|idfa|アクセスログ|ログ|閲覧|履歴|ブラウザ|利用状況"
            r"|操作",
        ),
        Concept(
            "cookies and similar",
            r"cookies?\b|pixels?\b|web beacons?|beacon|local storage|tracking technolog|similar technolog"
            r"|fingerprint(?:s|ing)?|trackers?\b|tracking|sdks?\b",
            r"cookie|クッキー|ビーコン|ピクセル|トラッキング|ローカルストレージ|sdk",
            decisive=True,
        ),
        Concept(
            "sensitive data",
            r"biometric|facial|face (?:data|geometry|scan)|voice ?prints?|health\b(?! insurance portab)"
            r"|medical|genetic|racial|ethnic|religio|political|sexual|sensitive (?:personal )?(?:data"
            r"|information)|special categor|phi\b"
            r"|immigration|citizenship|criminal (?:record|histor|conviction)|disabilit",
            r"生体|指紋|顔(?:認証|画像)|健康|病歴|医療|要配慮|人種|信条|犯罪歴",
            decisive=True,
        ),
        Concept(
            "location",
            r"(?:geo-?)?location (?:data|information|histor|personal)|geo-?locat|gps|precise location"
            r"|your location|approximate location",
            r"位置情報|gps|現在地",
            decisive=True,
        ),
        Concept(
            "money",
            r"(?:payment|financial|credit card|bank|billing|card) (?:card |account )?(?:data|information"
            r"|detail|number|account)s?|credit card|bank account",
            r"クレジットカード|口座|決済情報|支払情報|請求先",
        ),
        Concept(
            "content and media",
            r"(?:user|your|customer) content|photo(?:s|graph)?s?\b|images?\b|videos?\b|audio"
            r"|recordings?\b|voice\b|screens?(?:hot|hare|share)s?|messages?\b|communications?\b|files\b"
            r"|prompts?\b|inputs?\b|outputs?\b|transcript|conversation",
            r"画像|写真|動画|音声|録音|録画|メッセージ|投稿|入力内容|会話|プロンプト",
        ),
        Concept(
            "children and other persons",
            r"child(?:ren)?(?:'s)?\b|minors?\b|under (?:the age of )?(?:13|14|16|18|thirteen|sixteen"
            r"|eighteen)\b|(?:13|16|18) years|parental|students?\b|employees'? (?:data|information)|teen",
            r"未成年|子ども|子供|児童|お子様|保護者|13歳|16歳|18歳",
        ),
        Concept(
            "definition of personal data",
            r"personal(?:ly identifiable)? information (?:means|includes|does not include)|aggregated?\b"
            r"|de-?identified|anonymous|inferences?\b|demographic|employment|education|biograph"
            r"|insights?\b",
            r"個人情報とは|統計情報|匿名加工|仮名加工|属性",
        ),
    ),
)
