"""Any other change of meaning: money, liability, use of the service, how changes are announced.

Basis   seed policy 4-1(3): every revision of the terms is confirmed, also where no measure is touched.
Finds   fees, arbitration, acceptable use, licences, warranties, account rules, notice of changes of the terms
Passes  form only
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "other",
    1,
    Topic.OTHER,
    (
        Concept(
            "money",
            r"fees?\b|pric(?:e|es|ing)\b|(?:re)?pay(?:s|ing|ment|ments|able|out|outs)?\b|refund\w*"
            r"|subscri\w+|renew\w*|billing|billed|invoice\w*|tax(?:es)?\b|charges?\b|charged|purchas\w+"
            r"|credits?\b|cancel\w*|trial|discount|€|\$ ?\d|commission|revenue|monetiz\w+",
            r"料金|支払|返金|払戻|解約|更新|課金|購入|請求(?!等)|手数料|有料|無料",
            decisive=True,
        ),
        Concept(
            "disputes and liability",
            r"arbitrat\w+|class action|waive[rs]?\b|liab(?:le|ility|ilities)|indemn\w+|warrant(?:y|ies"
            r"|ed)|warrants? (?:that|and)|represent(?:s)? and warrant|as[- ]is\b|disclaim\w*|damages"
            r"|consequential|dispute\w*|claims?\b|limitation of|force majeure|guarantee\w*"
            r"|release (?:google|and)",
            r"免責|保証(?:し|いた|は|事項)|損害賠償|賠償|責任を負|紛争|仲裁|非保証",
            decisive=True,
        ),
        Concept(
            "use of the service",
            r"(?:you|users?|customer|member|developer|no agent) (?:\w+ ){0,2}(?:may not|must not"
            r"|shall not|agree not|will not|cannot|must|shall|agree to|are responsible|represent)\b"
            r"|prohibit\w*|restrict(?:ed|ions?)?\b|acceptable use|not permitted|abus(?:e|ive)|violat\w+"
            r"|scrap(?:e|ing)|crawl|bots?\b|reverse engineer|simulcast|inappropriate|guidelines|misuse"
            r"|comply with",
            r"禁止|してはなら|遵守|違反|迷惑行為|利用者は|ユーザーは",
        ),
        Concept(
            "intellectual property",
            r"intellectual property|copyright\w*|trademarks?|licen[cs](?:e|ed|es|ing|or|ee)\b|sublicen\w+"
            r"|dmca|ownership|royalt\w+|patent|infring\w+|user-generated|your content",
            r"知的財産|著作権|商標|ライセンス|使用許諾|所有権",
            decisive=True,
        ),
        Concept(
            "accounts and the end of the service",
            r"suspend\w*|suspension|terminat\w+|deactivat\w+|account (?:rules|registration|eligib)"
            r"|eligib\w+|at least \d+ years|(?:13|16|17|18) years (?:old|of age)|discontinu\w+"
            r"|availability|uptime|support\b|beta\b|registration",
            r"退会|利用停止|登録(?:の)?(?:抹消|取消)|契約の解除|解除|終了|中断|停止",
        ),
        Concept(
            "changes of the terms",
            r"(?:chang|modif|updat|amend|revis)\w* (?:\w+ ){0,6}(?:terms|agreement|policy|statement"
            r"|notice|conditions)|(?:terms|agreement|policy|statement|notice) (?:\w+ ){0,6}(?:chang|modif"
            r"|updat|amend|revis)\w*|notice of (?:any )?(?:change|modif)|notify you (?:\w+ ){0,4}(?:chang"
            r"|modif|updat)|prevail|entire agreement|severab|survive|translation|language version"
            r"|conflict between",
            r"(?:規約|ポリシー|約款|条件|内容)の?(?:変更|改定|改訂)|変更(?:する|できる)ことができる",
        ),
        Concept(
            "rules of particular markets",
            r"digital services act|\bdsa\b|export|sanction\w*|restricted persons|consumer law|statutory"
            r"|trader|hipaa|business associate|coppa|ferpa|accessibility",
            r"特定商取引|反社会的勢力|輸出",
        ),
        Concept(
            "services and features",
            r"services?\b|features?\b|products?\b|offer(?:s|ing|ings)?\b|plans?\b|promotion(?:s|al)?\b"
            r"|devices?\b|apps?\b|api\b|content\b|program\b|beta\b|account\b",
            r"サービス|機能|プラン|アプリ|製品|商品|アカウント|コンテンツ",
        ),
    ),
)
