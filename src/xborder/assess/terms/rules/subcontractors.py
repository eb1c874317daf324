"""Who works for the contractor on the data, under what conditions, with what notice, changed.

Basis   APPI Art. 25 (supervision of those entrusted), kept up abroad: fifth equivalent measure.
Finds   a sub-processor added or replaced; the right to object dropped; 「再委託」 allowed
Passes  partners who use the data for their own ends (third_party_provision)
"""

import re

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "subcontractors",
    1,
    Topic.SUBCONTRACTORS,
    (
        Concept(
            "sub-processors",
            r"sub-?processors?\b|sub-?contract(?:or|ors|ing|ed)?\b|sub-?processing|outsourc\w+",
            r"再委託|サブプロセッサ|復処理者|下請|外注|アウトソーシング",
            decisive=True,
        ),
        Concept(
            "service providers",
            r"(?<!internet )(?:service|cloud|hosting|technology|it|infrastructure|payment|analytics"
            r"|payroll|third[- ]party|outside|external|computing|model|email|verification"
            r"|support) (?:service )?(?:providers?|vendors?|suppliers?|processors?|contractors?)\b"
            r"|vendors?\b|suppliers?\b"
            r"|(?:payment|card|transaction) process(?:or|ors|ing)\b|we (?:\w+ )?use [\w.]+ (?:\w+ )?(?:to"
            r"|for) (?:manag|process|provid|host|send|handl|measur|deliver|stor)"
            r"|processed (?:\w+ ){0,3}by (?:our|a|an|third|selected)|operated by (?:\w+ ){0,2}partners"
            r"|third[- ]party (?:compan(?:y|ies)|tool|infrastructure|agent|computing|platform|processor"
            r"|service)s?|(?<!internet )service providers?",
            r"委託|サービス(?:・)?プロバイダ|ベンダー|決済代行|業務委託|外部サービス|クラウドサービス"
            r"|運営会社|サービス提供(?:会社|者|事業者)",
            decisive=True,
        ),
        Concept(
            "acting for us",
            r"on (?:our|its|their|whose) behalf|on behalf of (?:us|google|the|amazon)|(?:act|work|perform"
            r"|provid)\w* (?:\w+ ){0,4}(?:for|to) us\b|agents?\b|contractors?\b|processors?\b|engage(?:s"
            r"|d)?\b (?:\w+ ){0,3}(?:compan|third|provider)|under contract|help us\b"
            r"|provided by (?:a )?third|assist us",
            r"代行|業務を委|代わって|処理を行う(?:会社|事業者)|に送信され",
        ),
        Concept(
            "conditions of entrusting",
            r"data processing (?:agreement|addendum|terms)|processing agreement|dpa\b"
            r"|bound by (?:\w+ ){0,4}(?:confidential|oblig|contract)|flow[- ]?down"
            r"|same (?:level of )?(?:protection|obligations)|remains? (?:fully )?(?:responsible|liable)"
            r"|(?:list|notice) of (?:\w+ ){0,3}(?:sub|provider|vendor)"
            r"|object(?:ion)? to (?:\w+ ){0,3}(?:sub|new|appointment)",
            r"委託契約|監督|委託先の|秘密保持契約",
        ),
        Concept(
            "well-known providers",
            r"amazon web services|aws\b|google (?:analytics|cloud|recaptcha|maps)|recaptcha|azure"
            r"|cloudflare|stripe|paypal|braintree|adyen|zendesk|salesforce|hubspot|mailchimp|sendgrid"
            r"|twilio|braze|mixpanel|amplitude|segment\b|hotjar|fullstory"
            r"|datadog|sentry|rollbar|openai|anthropic|gemini api|intercom|snowflake|appsflyer|firebase"
            r"|onetrust|revenuecat|okta|auth0|matomo|facebook pixel|doubleclick|oracle cloud|akamai"
            r"|fastly|new relic|iterable|zoom\b|slack\b|veriff|jumio|persona\b|onfido",
            r"google ?アナリティクス|アナリティクス|rollbar|さくらインターネット|ストライプ|セールスフォース",
        ),
    ),
)

LISTED_UNDER = re.compile(
    r"sub-?processor|sub-?contractor|service providers|third[- ]party (?:provider|vendor|processor)"
    r"|(?:our|list of) (?:vendors|suppliers|processors|providers)|再委託|委託先|サブプロセッサ"
)
"""Headings (folded) under which a bare name is that of a provider."""
