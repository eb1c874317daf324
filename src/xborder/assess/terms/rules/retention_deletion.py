"""How long data is kept, or its deletion, return or anonymisation at the end, changed.

Basis   APPI Art. 22 (delete without delay what is no longer needed) as an equivalent measure through Art. 28;
        seed policy 4-1(2); Guidelines on a law that hinders deletion.
Finds   "deleted within 30 days" -> "90 days"; "upon request" dropped; 「削除いたします」 added
Passes  a right of a person to ask for deletion is also individual_rights
"""

from xborder.assess.terms.concept import Concept, TopicRule
from xborder.model import Topic

RULE = TopicRule(
    "retention-deletion",
    1,
    Topic.RETENTION_DELETION,
    (
        Concept(
            "keeping",
            r"retention|retain(?:s|ed|ing)?\b|(?:keep|store|preserve|hold)s? (?:\w+ ){0,4}(?:for|until"
            r"|as long|no longer|only)"
            r"|(?:keep|preserve) (?:your|the|this|that|any|personal) (?:\w+ ){0,2}(?:data|information"
            r"|content|detail)"
            r"|(?:kept|stored|preserved|held) (?:\w+ ){0,4}(?:for|until|as long)\b"
            r"|stored temporarily|temporary storage|storage period|period of storage|(?:is"
            r"|are) not (?:stored|kept|recorded)",
            r"保存期間|保管期間|保持期間|保有期間|保存(?:いた)?します|保管(?:いた)?します"
            r"|保持(?:いた)?します|保存しません|保持しません",
            decisive=True,
        ),
        Concept(
            "deletion",
            r"delet(?:e|es|ed|ing|ion)\b|eras(?:e|ed|ure|ing)\b|purg(?:e|ed|ing)\b|destroy(?:s|ed)?\b"
            r"|destruction|wiped?\b"
            r"|scrub\b|expung|removed? from (?:our|the) (?:system|server|database|record)|removal request",
            r"削除|消去|抹消|廃棄|破棄",
            decisive=True,
        ),
        Concept(
            "return and anonymisation at the end",
            r"return (?:or|and) (?:delet|destr)|(?:de-?identif|anonymi[sz]e)|(?:return"
            r"|export) (?:of )?(?:all |your |customer |the )?(?:personal )?data",
            r"返却|返還|匿名化",
        ),
        Concept(
            "periods",
            r"(?:\d{1,9}|\w{1,30}) ?(?:\(\d+\) )?(?:calendar |business )?"
            r"(?:days?|months?|years?|hours|weeks)\b"
            r"|as long as (?:is )?(?:reasonably )?(?:necessary|required|needed|you)"
            r"|no longer (?:necessary|needed|required)|indefinite|permanent",
            r"\d+ ?(?:日|か月|ヶ月|カ月|年|時間|週)(?:間|以内)?|必要な期間|一定期間|速やかに|無期限",
        ),
        Concept(
            "the end of the contract",
            r"(?:clos(?:e|ed|ing|ure)|terminat\w+|cancel\w*|deactivat\w+|inactive) (?:\w+ ){0,3}accounts?\b"
            r"|account (?:deletion|closure)|backup|archiv(?:e|al)\b",
            r"退会|解約後|契約終了|アカウントの(?:閉鎖|削除)|バックアップ",
        ),
    ),
)
