"""The signs of a finding in words a lawyer can check: what the change touched, and what stood near it."""

from collections.abc import Iterable, Iterator, Mapping

from xborder.assess.terms.operative import Operative, Turn
from xborder.model import Text
from xborder.texts import together

_KINDS = {
    "touched": Text(ja="変更箇所の語句", en="words that changed"),
    "near": Text(ja="前後の語句", en="words around them"),
    "above": Text(ja="見出しの語句", en="words of the heading"),
    "same change": Text(ja="新旧の同じ箇所にある語句", en="words in both versions of the passage"),
    "other change": Text(ja="別の変更箇所にもある語句", en="words that another change has, too"),
    "unchanged text": Text(ja="変更のない箇所にもある語句", en="words that stand unchanged elsewhere, too"),
    "nowhere": Text(ja="新旧の一方だけにある語句", en="words that one version alone has"),
    "word": Text(ja="語", en="word"),
}
_SIGN = Text(ja="{kind}：{thing}", en="{kind}: {thing}")
_WORD = Text(ja="「{word}」", en="“{word}”")

CONCEPTS: Mapping[str, str] = {
    "using data for something": "データの利用",
    "purposes": "利用目的",
    "advertising and marketing": "広告・マーケティング",
    "personalisation and profiling": "個別最適化・プロファイリング",
    "training of models": "モデルの学習",
    "improving and measuring": "改善・測定",
    "legal ground": "法的根拠",
    "limits of use": "利用の制限",
    "security and abuse as purposes": "安全確保・不正防止の目的",
    "operating the service": "サービスの運営",
    "discrimination and fairness": "差別・公正",
    "unlawful use by the contractor": "委託先による違法な利用",
    "ethics": "倫理",
    "encryption": "暗号化",
    "security measures": "安全管理措置",
    "certification and audits": "認証・監査",
    "access control": "アクセス制御",
    "promise of protection": "保護の約束",
    "access of employees": "従業者のアクセス",
    "confidentiality and training of employees": "従業者の秘密保持・教育",
    "employees": "従業者",
    "sub-processors": "再委託先",
    "service providers": "サービス提供業者",
    "acting for us": "委託先のための処理",
    "conditions of entrusting": "委託の条件",
    "well-known providers": "著名な提供業者",
    "sharing data": "データの共有・提供",
    "partners": "提携先",
    "the group": "グループ会社",
    "buyers of the business": "事業の譲受人",
    "other users and the public": "他の利用者・公衆",
    "third parties in general": "第三者一般",
    "investigating authorities": "捜査機関",
    "government bodies": "政府機関",
    "compelled disclosure": "強制による開示",
    "secret or urgent requests": "秘密・緊急の要請",
    "duty under the law to disclose": "法令上の開示義務",
    "investigations and offences": "捜査・犯罪",
    "contact point of authorities": "当局の窓口",
    "transfer mechanisms": "移転の仕組み",
    "transfer frameworks": "移転の枠組み",
    "cross-border movement": "越境移転",
    "place of storage": "保存場所",
    "countries and regions": "国・地域",
    "keeping": "保存",
    "deletion": "削除",
    "return and anonymisation at the end": "終了時の返還・匿名化",
    "periods": "期間",
    "the end of the contract": "契約の終了",
    "a breach of data": "漏えい等",
    "notice of it": "漏えい等の通知",
    "what was lost": "漏えいした内容",
    "named rights": "本人の権利",
    "choices": "選択肢",
    "requests of the person": "本人の請求",
    "consent and its withdrawal": "同意・撤回",
    "complaints": "苦情",
    "control over one's data": "自己のデータの管理",
    "collecting": "取得",
    "identifiers and contact data": "識別子・連絡先",
    "data of devices and use": "端末・利用状況のデータ",
    "cookies and similar": "クッキー等",
    "sensitive data": "機微な情報",
    "location": "位置情報",
    "money": "料金・支払",
    "content and media": "内容・画像等",
    "children and other persons": "子ども・他人",
    "definition of personal data": "個人データの定義",
    "legal entities": "法人",
    "governing law and courts": "準拠法・裁判所",
    "controller and representative": "管理者・代理人",
    "operator": "運営者",
    "who the parties are": "当事者",
    "addresses": "住所",
    "contact point": "問合せ先",
    "assignment": "契約の譲渡",
    "disputes and liability": "紛争・責任",
    "use of the service": "サービスの利用",
    "intellectual property": "知的財産",
    "accounts and the end of the service": "アカウント・サービスの終了",
    "changes of the terms": "規約の変更",
    "rules of particular markets": "地域別の規定",
    "services and features": "サービス・機能",
}


_OPERATIVE = {
    Operative.NEGATION: Text(ja="否定", en="a negation"),
    Operative.DUTY: Text(ja="義務", en="a duty"),
    Operative.PERMISSION: Text(ja="許容", en="a permission"),
    Operative.LIMIT: Text(ja="限定", en="a limit"),
    Operative.EXCEPTION: Text(ja="例外", en="an exception"),
    Operative.EXTENT: Text(ja="範囲（すべて）", en="how far it goes (all)"),
    Operative.HEDGE: Text(ja="留保（可能な範囲で、努める等）", en="a hedge such as “where feasible”"),
    Operative.CONDITION: Text(ja="同意などの条件", en="a condition such as consent"),
    Operative.NUMBER: Text(ja="数値", en="a number"),
}
_TURNED = Text(ja="文の効力を決める語の変更：{kinds}", en="words that decide what the sentence does: {kinds}")


def explain_turn(turn: Turn) -> Text:
    """Which of the words that decide came, went or changed: 「文の効力を決める語の変更：否定」."""
    told = [name for kind, name in _OPERATIVE.items() if kind in turn.kinds]
    return _TURNED.fill(kinds=together(told, ja="、", en=", "))


def explain(names: Iterable[str]) -> Text:
    """The signs, gravest first: 「変更箇所の語句：再委託先；語：「may」」."""
    return together(_told(names))


def _told(names: Iterable[str]) -> Iterator[Text]:
    for name in names:
        about, _, concept = name.partition(": ")  # "unchanged text security: encryption"
        kind, _, word = about.rpartition(" ")
        if kind == "word":
            yield _SIGN.fill(kind=_KINDS[kind], thing=_WORD.fill(word=word))
        elif concept in CONCEPTS:
            yield _SIGN.fill(kind=_KINDS[kind], thing=Text(ja=CONCEPTS[concept], en=concept))
