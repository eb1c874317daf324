"""The place where data is kept or processed, or the legal ground for taking it there, changed.

Basis   APPI Art. 28 and Guidelines 10-7 (外的環境の把握): the place of the servers belongs to the measures
        that are published; Enforcement Rules Art. 18(1)(ii): the system of the country.
Finds   "outside the EEA" added; Privacy Shield replaced by the Data Privacy Framework;
        「データセンターはシンガポールにあります」
Passes  the place of the contracting company (contracting_party)
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "data-location",
    1,
    Topic.DATA_LOCATION,
    (
        Concept(
            "transfer mechanisms",
            r"standard contract(?:ual)? clauses|model (?:contract(?:ual)? )?clauses|sccs?\b|adequacy"
            r"|adequate (?:level|protection)"
            r"|binding corporate rules|bcrs?\b|cbpr|international data transfer (?:addendum|agreement)|idta\b"
            r"|appropriate safeguards|derogation",
            r"標準契約条項|標準的契約条項|十分性|拘束的企業準則|越境プライバシールール|cbpr|相当措置",
            decisive=True,
        ),
        Concept(
            "transfer frameworks",
            r"(?:data )?privacy (?:shield|framework)|safe harbou?r(?: privacy| framework| principle)|dpf\b"
            r"|(?:eu|swiss)[-–](?:u\.?s|swiss)",
            r"プライバシー(?:・)?シールド|データ(?:・)?プライバシー(?:・)?フレームワーク|セーフハーバー",
            decisive=True,
        ),
        Concept(
            "cross-border movement",
            r"(?:international(?:ly)?|cross-?border|overseas|onward|global) (?:data )?(?:transfer"
            r"|movement|flow)"
            r"|transfer(?:s|red|ring)? (?:\w+ ){0,8}(?:outside|abroad|internationally|to (?:the |other "
            r"|third )?"
            r"(?:countr|united states|u\.?s\b|jurisdiction|india|japan|china))"
            r"|(?<!live )(?<!reside )(?<!located )(?<!users )(?<!customers )(?<!re )(?<!are )(?<!based )"
            r"outside (?:of )?(?:\w+ ){0,3}(?:eea\b"
            r"|eu\b|uk\b|european|switzerland|united kingdom|canada|quebec|your "
            r"(?:own )?(?:countr|state|province|jurisdiction|region)|the country)"
            r"|third countr|other countries|transferred? out of|transfers out of",
            r"越境|国外|海外|外国|域外|第三国|他国|各国"
            r"|(?:国|アメリカ|インド|シンガポール|ベトナム|ロシア|香港|台湾)(?:に|へ)(?:移転|送信|持ち出)",
            decisive=True,
        ),
        Concept(
            "place of storage",
            r"data cent(?:er|re)s?\b|servers? (?:\w+ ){0,4}(?:located|hosted|situated|based"
            r"|in (?:the )?(?:united|eu|europe))"
            r"|(?:stored?|storage|host(?:ed|ing)?|process(?:ed|ing)?|kept|maintained)(?: and (?:stored"
            r"|processed|used|hosted))? "
            r"(?:\w+ ){0,4}(?:in|within|inside|outside|at) (?:the )?(?:united states|u\.?s\b|eu\b|eea\b"
            r"|europe|uk\b|japan"
            r"|germany|ireland|india|china|singapore|people'?s republic|canada|south korea"
            r"|republic of korea|data cent|countr)"
            r"|data (?:residency|localization|localisation|sovereignty)|(?:location|place"
            r"|region) of (?:the )?(?:servers?|storage|processing)"
            r"|(?:storage|processing|server|hosting|data) (?:location|region)s?\b",
            r"データセンター?|サーバー?(?:は|の|が)?(?:\S{0,12})(?:所在|設置|あり|置)|保管(?:場所|国"
            r"|する国)|保存(?:場所|先の国)|リージョン"
            r"|所在(?:する国|国)|国内に保存|データ所在地",
            decisive=True,
        ),
        Concept(
            "countries and regions",
            r"united states|u\.s\.a?\b|usa\b|european (?:union|economic)|eea\b|eu\b|european"
            r"|united kingdom|uk\b|ireland|germany"
            r"|france|netherlands|switzerland|swiss|japan\b|china\b|hong kong|singapore|india\b|korea"
            r"|canad|australia|brazil"
            r"|russia|vietnam|philippines|indonesia|thailand|taiwan|israel|mexico|turkey|argentina"
            r"|new zealand",
            r"アメリカ|米国|合衆国|usa|欧州|eu|eea|英国|イギリス|アイルランド|ドイツ|フランス|オランダ"
            r"|スイス|日本国内|中国|中華人民共和国"
            r"|香港|シンガポール|インド|韓国|大韓民国|カナダ|オーストラリア|ベトナム|フィリピン|タイ王国"
            r"|台湾|ロシア|シカゴ|us-east",
        ),
    ),
)
