"""The facts of section 4 of the published policy, in the words of our own documents."""

SECTION_4_1 = {
    "ja": {
        "1 the contract is examined in advance": "利用する前に、利用規約その他の契約の内容を確認",
        "1 its use is decided on that": "利用の可否を判断",
        "2 purpose": "特定した利用目的の範囲内",
        "2 improper use": "不適正な利用をしない",
        "2 security": "適切な安全管理措置",
        "2 employees": "従業者に対する必要かつ適切な監督",
        "2 subcontractors": "再委託先の選定の基準",
        "2 third parties": "個人データの第三者提供の禁止",
        "3 every revision": "改定される都度、その内容を確認",
        "3 every year": "公表する情報により、毎年確認",
        "3 from the PPC and other institutions in Japan": "個人情報保護委員会その他の国内の行政機関等",
        "4 the countries stand in the list": "⑻の一覧",
        "5 no systems": "影響を及ぼすおそれのある制度は、ありません",
        "6 no obstacles": "支障は、ありません",
        "7 correction is requested promptly, under the contract": "契約に基づき、速やかに是正するよう求め",
        "7 a reasonable period": "合理的な期間内に是正されず",
        "7 provision is suspended": "提供を停止します",
        "7 hard to ensure": "継続的な実施の確保が困難",
        "7 a law is amended": "外国の法令が改正され",
        "7 handling is suspended": "個人情報の取扱いを停止します",
        "7 1) broad cooperation": "情報収集活動への広範な協力義務",
        "7 1) wide collection": "政府が広く収集",
        "7 2) storage in the country": "国内に保存する義務",
        "7 2) deletion": "消去の請求に事業者が応じられなく",
        "8 Meta": "Meta Platforms, Inc.（アメリカ合衆国）",
        "8 Zoom": "Zoom Video Communications, Inc.（アメリカ合衆国）",
    },
    "en": {
        "1 the contract is examined in advance": "Before a contractor is used, we check what its contract",
        "1 its use is decided on that": "decide on that whether to use it",
        "2 purpose": "within the scope of the specified purpose of use",
        "2 improper use": "improper use is prohibited",
        "2 security": "appropriate security control measures",
        "2 employees": "employees are supervised as necessary and appropriate",
        "2 subcontractors": "criteria subcontractors are selected",
        "2 third parties": "providing personal data to third parties is prohibited",
        "3 every revision": "each time they are revised",
        "3 every year": "once a year",
        "3 from the PPC and other institutions in Japan": (
            "Personal Information Protection Commission and other government institutions in Japan"
        ),
        "4 the countries stand in the list": "the list of contractors in (8)",
        "5 no systems": "There is no system likely to affect",
        "6 no obstacles": "Nothing obstructs",
        "7 correction is requested promptly, under the contract": "request under the contract that it correct this promptly",
        "7 a reasonable period": "not corrected within a reasonable period",
        "7 provision is suspended": "suspend the provision of personal information",
        "7 hard to ensure": "has become hard to ensure",
        "7 a law is amended": "the law of a foreign country where the contractor is located was amended",
        "7 handling is suspended": "suspend the handling of personal information",
        "7 1) broad cooperation": "obliges entities broadly to cooperate",
        "7 1) wide collection": "on a wide scale",
        "7 2) storage in the country": "store personal information within the country",
        "7 2) deletion": "request for its deletion",
        "8 Meta": "Meta Platforms, Inc. (United States of America)",
        "8 Zoom": "Zoom Video Communications, Inc. (United States of America)",
    },
}
PPC = "https://www.ppc.go.jp/files/pdf/"
USA, TAIWAN, SINGAPORE, AUSTRALIA, INDIA, CANADA = (
    f"{PPC}{name}_report.pdf" for name in ("USA", "taiwan", "singapore", "australia", "india", "canada")
)
SECTION_4_2 = {  # service: provider, places, links
    "Facebook": ("Meta Platforms, Inc.", ["US"], [USA]),
    "Google Workspace": ("Google LLC", ["US", "CL", "TW", "SG"], [USA, TAIWAN, SINGAPORE]),
    "Marketo Engage": ("Adobe Systems Software Ireland Limited", ["US", "AU"], [USA, AUSTRALIA]),
    "Zendesk": ("Zendesk, Inc.", ["US"], [USA]),
    "Recruit Direct Scout": (
        "Recruit Co., Ltd.",
        ["US", "IN", "AU", "CA", "SG", "TW", "CL"],
        [USA, INDIA, AUSTRALIA, CANADA, SINGAPORE, TAIWAN],
    ),
}
NAMES = {
    "en": {
        "US": "United States of America",
        "CL": "Chile",
        "TW": "Taiwan",
        "SG": "Singapore",
        "AU": "Australia",
        "IN": "India",
        "CA": "Canada",
    },
    "ja": {
        "US": "アメリカ合衆国",
        "CL": "チリ",
        "TW": "台湾",
        "SG": "シンガポール",
        "AU": "オーストラリア",
        "IN": "インド",
        "CA": "カナダ",
    },
}
FEDERAL = {"en": "United States (federal)", "ja": "米国(連邦)"}
NOTES = {  # beside the table
    "en": (
        "do not limit storage to servers in Japan",
        "Google LLC does not specify where the servers are",
        "The data stored in the kaonavi service is kept in a data center in Japan",
        "kaonavi campus online is kept in the data center of the SFDC Tokyo Instance",
        "not handled on servers abroad",
    ),
    "ja": (
        "保存先が国内のサーバに限られておらず",
        "Google LLCがサーバの所在を特定していないため、可能性のある国を記載",
        "kaonavi のサービスに保存されるデータは、国内のデータセンターに保存され",
        "kaonavi campus online に保存されるデータは、SFDC の東京インスタンスのデータセンター",
        "外国にあるサーバでは取り扱われません",
    ),
}
