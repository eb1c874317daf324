"""The purposes for which the data may be used, or the legal ground for it, changed.

Basis   APPI Art. 17, 18 (purpose of use and its limits), kept up abroad: first equivalent measure.
Finds   "to train our models" added; "solely" dropped; 「目的以外には利用いたしません」 added
Passes  the purpose for which somebody else receives data is also third_party_provision
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "purpose-of-use",
    1,
    Topic.PURPOSE_OF_USE,
    (
        Concept(
            "using data for something",
            r"(?:we|and|may|will|to|also|google|that|not) (?:\w+ ){0,2}(?:use|process|analy[sz]e"
            r"|combine)s? (?:\w+,? ){0,8}(?:information|data|content|it|them|this|inputs?"
            r"|cookies) (?:\w+ ){0,4}(?:to|for|in order)\b"
            r"|(?:us|process)(?:ed|es|ing) (?:\w+ ){0,3}(?:to|for|in order)\b|(?:use|uses"
            r"|using) (?:of )?(?:your|personal|the|this|customer|such|that|my"
            r"|any) (?:\w+ ){0,3}(?:information|data|content)"
            r"|(?:information|data) (?:is|are|may be|will be) (?:\w+ ){0,2}(?:used|processed)|how we use",
            r"(?:ため|目的)(?:に|で)?(?:利用|使用|用い)|利用(?:いた)?します|利用することがあり"
            r"|使用(?:いた)?します|処理(?:いた)?します",
            decisive=True,
        ),
        Concept(
            "purposes",
            r"purposes?\b|in order to|at (?:its|our) (?:own |sole )?discretion",
            r"利用目的|使用目的|目的|するため",
            decisive=True,
        ),
        Concept(
            "advertising and marketing",
            r"advertis(?:e|er|ers|ing|ement|ements)?\b|\bads?\b|marketing|promotion(?:s|al)"
            r"|interest-based|targeted|(?:commercial|promotional) (?:e-?mail|message|electronic)"
            r"|newsletter|solicit|campaigns?\b",
            r"広告|マーケティング|宣伝|ダイレクトメール|メールマガジン|ニュースレター|キャンペーン|販促"
            r"|ご案内",
            decisive=True,
        ),
        Concept(
            "personalisation and profiling",
            r"personali[sz]|tailor|customi[sz]|recommend(?:ation|ations)?\b|profil(?:e|ing) you|(?:combin"
            r"|link|merg)\w* (?:\w+ ){0,5}(?:information|data)|predict|matching|relevant to you"
            r"|interests?\b to you",
            r"パーソナライズ|おすすめ|レコメンド|最適化|嗜好",
            decisive=True,
        ),
        Concept(
            "training of models",
            r"train(?:s|ed|ing)? (?:\w+,? ){0,6}(?:model|ai\b|artificial|algorithm|machine)"
            r"|machine[- ]learning|artificial intelligence|\bai (?:model|tool|feature|system|language)"
            r"|language models?\b|(?:improve|develop) (?:\w+ ){0,3}models?\b|model training",
            r"学習|機械学習|生成ai|人工知能|モデル(?:の|を)|aiの",
            decisive=True,
        ),
        Concept(
            "improving and measuring",
            r"(?:improv|develop|enhanc|optimi[sz])(?:e|es|ed|ing|ement)? (?:\w+,? ){0,6}(?:product"
            r"|service|offering|feature|performance|experience|platform|technolog|tool|site)s?\b"
            r"|research\b|analytics|statistic|measur(?:e|ing|ement)|analy[sz](?:e|ing|is)|insights",
            r"改善|品質向上|精度向上|分析|統計|研究|開発|調査",
        ),
        Concept(
            "legal ground",
            r"legitimate interests?|legal (?:basis|bases|grounds?)|lawful basis|performance of (?:a |the "
            r"|our |your |this )?contract|article 6|art\. 6|public interest|contract necessity"
            r"|vital interest",
            r"正当な利益|法的根拠|適法性の根拠",
            decisive=True,
        ),
        Concept(
            "limits of use",
            r"(?:solely|only|exclusively|strictly) (?:\w+ ){0,3}(?:for|to|as|use|used|process)"
            r"|other than (?:\w+ ){0,3}(?:for|which|the purpose|originally)|not (?:\w+ ){0,2}(?:use|used"
            r"|process)|never use|for no other|incompatible|(?:your|our|my) instructions"
            r"|on (?:documented )?instructions",
            r"目的以外|目的外|範囲内|以外には利用|限り",
        ),
        Concept(
            "security and abuse as purposes",
            r"(?:prevent|detect|combat|fight|monitor|protect against)\w* (?:\w+,? ){0,6}(?:fraud|abuse"
            r"|spam|harmful|illegal|misuse|crime)|fraud (?:prevention|detection)|moderat|spam\b|safety\b"
            r"|verify (?:your )?(?:identity|age)|enforce",
            r"不正(?:利用|行為)(?:の)?防止|本人確認",
        ),
        Concept(
            "operating the service",
            r"to (?:provide|operate|deliver|maintain|support|administer|facilitate|process|fulfil|manage"
            r"|respond|communicate|send|contact|perform|understand|educate|show)\b",
            r"提供するため|運営のため|対応のため|お問い合わせ対応|連絡のため",
        ),
    ),
)
