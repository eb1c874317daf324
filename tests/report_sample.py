"""A realistic morning: a law trigger, a weakened measure, two rewordings, a broken source. All made up."""

from datetime import UTC, date, datetime

from xborder.diff.words import word_runs
from xborder.model import (
    Action,
    Affected,
    Alert,
    Basis,
    Case,
    CaseState,
    Change,
    ChangeKind,
    ChangeStatus,
    Clause,
    Contractor,
    Country,
    CountryAssessment,
    CountryFinding,
    Direction,
    Document,
    DocumentKind,
    FactChange,
    Reason,
    Recommendation,
    Registry,
    Report,
    Revision,
    Source,
    TermsAssessment,
    TermsFinding,
    Text,
    Topic,
    Transfer,
)
from xborder.texts import same

NOW = datetime(2026, 11, 21, 21, 35, tzinfo=UTC)  # 22 November, 6:35 in Tokyo


def document(document_id: str, owner: str, kind: DocumentKind, title: str, url: str) -> Document:
    return Document(
        id=document_id, owner=owner, kind=kind, title=title, sources=(Source(id=document_id, url=url),)
    )


CLOUD = Contractor(
    id="siam-cloud",
    name="Siam Cloud Storage Co., Ltd.",
    country="TH",
    basis=Basis.CONTRACT,
    transfers=(
        Transfer(
            service="Siam Drive", data="顧客の氏名、連絡先、契約書の写し", server_locations=("TH", "SG")
        ),
    ),
    documents=(
        document(
            "siam-cloud/dpa",
            "siam-cloud",
            DocumentKind.DPA,
            "Data Processing Addendum",
            "https://siam-cloud.example/dpa",
        ),
    ),
)
DESK = Contractor(
    id="desk",
    name="Helpdesk Inc.",
    country="US",
    basis=Basis.UNCONFIRMED,
    transfers=(
        Transfer(service="Helpdesk", data="お問い合わせをした方の氏名、メールアドレス、問い合わせ内容"),
        Transfer(service="Helpdesk Chat", data=""),
    ),
    documents=(
        document(
            "desk/terms",
            "desk",
            DocumentKind.TERMS,
            "利用規約（日本語版）",
            "https://desk.example/ja/terms?a=1&b=2",
        ),
        document(
            "desk/privacy", "desk", DocumentKind.PRIVACY, "Privacy Notice", "https://desk.example/privacy"
        ),
        document(
            "desk/subs",
            "desk",
            DocumentKind.SUBPROCESSORS,
            "Sub-processors",
            "https://desk.example/subprocessors",
        ),
    ),
)
THAILAND = Country(
    code="TH",
    name_ja="タイ王国",
    name_en="Kingdom of Thailand",
    documents=(
        document(
            "country/TH/html",
            "TH",
            DocumentKind.COUNTRY_REPORT,
            "タイ王国 制度調査報告",
            "https://report.example/thailand/",
        ),
    ),
)
REGISTRY = Registry(
    contractors=(CLOUD, DESK),
    countries=(THAILAND, Country(code="US", name_ja="アメリカ合衆国", name_en="United States of America")),
)

SUSPEND = Recommendation(
    action=Action.SUSPEND,
    reasons=(
        Reason(
            rule="law-trigger-in-contractor-country",
            text=Text(
                ja="委託先の所在国で、政府の情報収集活動への広範な協力義務を課す制度が新たに確認されました。",
                en="A broad duty to cooperate with government collection is new in this country.",
            ),
            basis=("APPI Art. 28(3)", "Rules Art. 18(1)(ii)", "policy 4-1(7)"),
        ),
    ),
    questions=(
        Text(
            ja=(
                "制度があるだけで直ちに「確保が困難」とはなりません（Q&A 12-17）。"
                "個人データの取扱いの状況と、制度の運用の実態から、相当措置の継続的な実施を確保できますか。"
            ),
            en=(
                "A law alone does not mean that it is hard to ensure (Q12-17). Given the handling and how "
                "the system is operated, can equivalent measures be ensured?"
            ),
        ),
        Text(
            ja="すでに提供した個人データについて、返還または削除を求める必要がありますか（Q&A 12-19）。",
            en="Must data already provided be returned or deleted (Q12-19)?",
        ),
    ),
    deadline_days=7,
)
CORRECT = Recommendation(
    action=Action.REQUEST_CORRECTION,
    reasons=(
        Reason(
            rule="measure-weakened",
            text=Text(
                ja="相当措置のうち、安全管理措置が弱められました。", en="A security measure was weakened."
            ),
            basis=("Rules Art. 18(1)(ii)", "policy 4-1(7)"),
        ),
    ),
    questions=(
        Text(
            ja="この変更は、当社との契約に違反しますか。個別契約が優先しますか。",
            en="Does this breach our contract?",
        ),
    ),
    deadline_days=14,
)
CONFIRM = Recommendation(
    action=Action.CONFIRM,
    reasons=(
        Reason(
            rule="terms-revised",
            text=Text(ja="利用規約が改定されました。", en="The terms were revised."),
            basis=("policy 4-1(3)",),
        ),
    ),
)


def reworded(old: str, new: str, *, path: tuple[str, ...] = (), number: str = "") -> Change:
    return Change(
        kind=ChangeKind.REWORDED,
        old=Clause(text=old, path=path, number=number),
        new=Clause(text=new, path=path, number=number),
        words=word_runs(old, new),
    )


LAW = Revision(
    id="r-law",
    document="country/TH/html",
    owner="TH",
    old_version="0f3a",
    new_version="9bc1",
    detected_at=datetime(2026, 11, 21, 21, 31, tzinfo=UTC),
    status=ChangeStatus.PRELIMINARY,
    changes=(
        reworded(
            "－",
            "通信情報保全法（架空）：通信事業者その他の事業者に対し、国家の安全を理由として、令状によることなく保有する個人情報の提供を命ずることができる。",
            path=(
                "その他本人の権利利益に重大な影響を及ぼす可能性のある制度",
                "事業者に対し政府の情報収集活動への協力義務を課す制度",
            ),
        ),
    ),
    country=CountryAssessment(
        findings=(
            CountryFinding(
                part="タイ王国",
                fact="government_access",
                change=FactChange.INTRODUCED,
                laws=("通信情報保全法（架空）",),
                evidence="国家の安全を理由として、令状によることなく保有する個人情報の提供を命ずることができる。",
                place="事業者に対し政府の情報収集活動への協力義務を課す制度",
                explanation=Text(ja="新たに記載されました：国家情報法", en="newly listed: 国家情報法"),
            ),
            CountryFinding(
                part="タイ王国",
                fact="oecd:openness",
                change=FactChange.GAINED,
                evidence="公開の原則：規定されている",
            ),
        )
    ),
    recommendation=SUSPEND,
    affected=(
        Affected(
            contractor="siam-cloud",
            contractor_name="Siam Cloud Storage Co., Ltd.",
            service="Siam Drive",
            via="contractor_country",
            place=Text(ja="タイ王国", en="Kingdom of Thailand"),
        ),
    ),
)
WEAKENED = Revision(
    id="r-dpa",
    document="siam-cloud/dpa",
    owner="siam-cloud",
    old_version="11aa",
    new_version="22bb",
    detected_at=datetime(2026, 11, 20, 22, 0, tzinfo=UTC),
    status=ChangeStatus.CONFIRMED,
    changes=(
        reworded(
            "Provider will encrypt Customer Personal Data at rest and in transit using industry-standard "
            "algorithms, will review these measures at least annually, and will notify Customer without "
            "undue delay, and in any event within forty-eight (48) hours, after becoming aware of a "
            "Personal Data Breach.",
            "Provider may encrypt Customer Personal Data at rest and in transit where commercially "
            "reasonable, will review these measures from time to time, and will notify Customer without "
            "undue delay after becoming aware of a Personal Data Breach.",
            path=("Annex II", "Security Measures"),
            number="4.2",
        ),
        Change(
            kind=ChangeKind.REMOVED,
            old=Clause(
                text="Customer may audit Provider's compliance with this Addendum once per year.",
                path=("Audits",),
                number="9.1",
            ),
        ),
        Change(
            kind=ChangeKind.ADDED,
            new=Clause(
                text="Provider's Affiliates located in any country may act as Subprocessors.",
                path=("Subprocessors",),
                number="6.3",
            ),
        ),
        Change(
            kind=ChangeKind.MOVED,
            old=Clause(text="“Customer” means the entity that accepted this Addendum.", number="1.4"),
            new=Clause(
                text="“Customer” means the entity that accepted this Addendum.",
                path=("Definitions",),
                number="12.1",
            ),
        ),
    ),
    terms=TermsAssessment(
        substantive=True,
        confidence=0.74,
        findings=(
            TermsFinding(
                topic=Topic.SUBCONTRACTORS,
                direction=Direction.NEUTRAL,
                evidence="Affiliates located in any country may act as Subprocessors",
                place="Subprocessors",
                rule="subcontractors/1",
                confidence=0.55,
            ),
            TermsFinding(
                topic=Topic.SECURITY,
                direction=Direction.WEAKENS,
                evidence="may encrypt Customer Personal Data at rest and in transit where commercially "
                "reasonable",
                place="Annex II › Security Measures › 4.2",
                rule="hedged-promise/1",
                explanation=Text(ja="変更箇所の語句：「may」", en="words that changed: “may”"),
                confidence=0.93,
            ),
            TermsFinding(
                topic=Topic.BREACH_NOTIFICATION,
                direction=Direction.WEAKENS,
                evidence="REMOVED: within forty-eight (48) hours",
                place="Annex II › Security Measures › 4.2",
                rule="period/1",
                confidence=0.9,
            ),
        ),
    ),
    recommendation=CORRECT,
    affected=(
        Affected(
            contractor="siam-cloud",
            contractor_name="Siam Cloud Storage Co., Ltd.",
            service="Siam Drive",
            via="contract",
            place=same("Data Processing Addendum"),
        ),
    ),
)
JAPANESE = Revision(
    id="r-terms",
    document="desk/terms",
    owner="desk",
    old_version="33cc",
    new_version="44dd",
    detected_at=datetime(2026, 11, 20, 22, 5, tzinfo=UTC),
    status=ChangeStatus.CONFIRMED,
    changes=(
        reworded(
            "当社は、お客様の個人情報を、本サービスの提供および本サービスに関するお問い合わせへの対応の目的で利用します。",
            "当社は、お客様の個人情報を、本サービスの提供、本サービスに関するお問い合わせへの対応および新機能の研究開発の目的で利用します。",
            path=("第3章　個人情報の取扱い",),
            number="第12条",
        ),
        reworded(
            "乙は、甲の書面による承諾を得た場合に限り、個人データの取扱いの全部または一部を再委託することができる。",
            "乙は、甲にあらかじめ通知することにより、個人データの取扱いの全部または一部を再委託することができる。",
            path=("第3章　個人情報の取扱い",),
            number="第15条",
        ),
    ),
    terms=TermsAssessment(
        substantive=True,
        confidence=0.62,
        findings=(
            TermsFinding(
                topic=Topic.PURPOSE_OF_USE,
                direction=Direction.WEAKENS,
                evidence="新機能の研究開発",
                place="第12条",
                confidence=0.71,
            ),
        ),
        needs_person=Text(
            ja="再委託先の一覧が変わりました。一覧を確認してください",
            en="the list of sub-processors changed; read the list",
        ),
    ),
    recommendation=CONFIRM,
    affected=(
        Affected(
            contractor="desk",
            contractor_name="Helpdesk Inc.",
            service="Helpdesk",
            via="contract",
            place=same("利用規約（日本語版）"),
        ),
        Affected(
            contractor="desk",
            contractor_name="Helpdesk Inc.",
            service="Helpdesk Chat",
            via="contract",
            place=same("利用規約（日本語版）"),
        ),
    ),
)
FORM = Revision(
    id="r-form",
    document="desk/privacy",
    owner="desk",
    old_version="55ee",
    new_version="66ff",
    detected_at=datetime(2026, 11, 20, 22, 9, tzinfo=UTC),
    status=ChangeStatus.CONFIRMED,
    changes=(reworded("Last updated: October 1, 2026", "Last updated: November 20, 2026"),),
    terms=TermsAssessment(
        substantive=False,
        confidence=0.97,
        notes=(Text(ja="字句や体裁だけの変更です", en="only wording and layout changed"),),
    ),
)
BROKEN = Alert(
    subject="desk/subs",
    kind="moved",
    since=datetime(2026, 11, 18, 22, 0, tzinfo=UTC),
    text=Text(
        ja="「Sub-processors」：別の場所に移転しています。https://desk.example/ に転送されます。",
        en="Sub-processors: the page has moved. It redirects to https://desk.example/.",
    ),
    fix=Text(
        ja="移転先が正しい文書であれば、data/ の url を移転先に書き換えてください。",
        en="If the new address is the right document, put it into `url` in data/.",
    ),
)
CASE = Case(
    id="C-2026-11-22-1",
    subject="siam-cloud/dpa",
    title="Data Processing Addendum",
    state=CaseState.OPEN,
    recommendation=CORRECT,
    revisions=("r-dpa",),
    opened_at=NOW,
    updated_at=NOW,
    deadline=date(2026, 12, 6),
)
COUNTS = (
    ("first", 0),
    ("unchanged", 115),
    ("seen_before", 1),
    ("pending", 1),
    ("change", 4),
    ("technical", 0),
    ("unhealthy", 2),
)
REPORT = Report(
    id="2026-11-22",
    run="run-1",
    created_at=NOW,
    revisions=(FORM, JAPANESE, WEAKENED, LAW),
    alerts=(BROKEN,),
    cases=(CASE,),
    counts=COUNTS,
    notes=(
        Text(
            ja="desk/terms：robots.txt に従わない取得です。理由：書面による許可（2026年4月1日付）",
            en="desk/terms: robots.txt overridden: 書面による許可（2026年4月1日付）",
        ),
    ),
    since=datetime(2026, 11, 19, 21, 35, tzinfo=UTC),
)
QUIET = Report(
    id="2026-11-23",
    run="run-2",
    created_at=datetime(2026, 11, 22, 21, 35, tzinfo=UTC),
    counts=(("unchanged", 120), ("pending", 1), ("unhealthy", 2)),
    since=NOW,
    oldest=("desk/subs", datetime(2026, 11, 17, 22, 0, tzinfo=UTC)),
)
