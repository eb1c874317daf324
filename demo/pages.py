"""Writes the demo site: a contractor's terms and a country report, before and after. All of it is made up.

The country, its laws and the contractor do not exist; the form of the report follows the PPC's survey.
Run by the developers when a page changes: `python demo/pages.py`. The results are kept in demo/site/, so
that the demo needs no typesetter. The PDFs need the development dependencies typst and the Noto font.
"""

from dataclasses import dataclass
from pathlib import Path

import noto_cjk_sans_jp_regular
import typst

SITE = Path(__file__).parent / "site"

HTML = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>外国制度（見本共和国）</title></head>
<body>
<header><nav><ul><li><a href="/">ホーム</a></li><li><a href="/laws/">諸外国・地域の法制度</a></li></ul></nav></header>
<main>
<h1>外国制度（見本共和国）</h1>
<p>（この報告書は実演のための架空のものであり、実在の国や法令とは関係がありません。）</p>
<h2>見本共和国</h2>
<p><a href="/files/mihon_report.pdf">pdf版はこちら (PDF : {size}KB)</a></p>
<p>（{surveyed}時点）</p>
<h3>個人情報の保護に関する制度の有無</h3>
<p>包括的な法令として、以下の法令が存在する。</p>
<ul>
<li>個人データ保護法（Personal Data Protection Act）
<ul>
<li>URL：https://law.example/pdpa</li>
<li>施行状況：2018年4月1日施行</li>
<li>対象機関：公的部門及び民間部門</li>
<li>対象情報：識別された又は識別可能な自然人に関する情報</li>
</ul></li>
</ul>
<h3>個人情報の保護に関する制度についての指標となり得る情報</h3>
<ul>
<li>EUの十分性認定※1：なし</li>
<li>APECのCBPRシステム※2：なし</li>
</ul>
<h4>OECDプライバシーガイドライン8原則※3に対応する事業者等の義務又は本人の権利</h4>
<p>OECDプライバシーガイドライン8原則に対応する事業者等の義務又は本人の権利については、以下のとおり。</p>
<ul>
{principles}
</ul>
<h3>その他本人の権利利益に重大な影響を及ぼす可能性のある制度</h3>
<ul>
<li>個人情報の域内保存義務に係る制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの
<ul><li>－</li></ul></li>
<li>事業者に対し政府の情報収集活動への協力義務を課す制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの
<ul>{access}</ul></li>
</ul>
<p>※1 欧州委員会が十分な保護水準を確保していると決定した国又は地域をいう。</p>
<p>※2 APEC域内において事業者の越境個人データの保護に関する適合性を認証する制度をいう。</p>
<p>※3 OECD理事会勧告の付属文書に定められた、個人データの取扱いに関する八つの原則をいう。</p>
</main>
<footer><p>実演用サイト</p></footer>
</body>
</html>
"""

PRINCIPLES = (
    "収集制限の原則",
    "データ内容の原則",
    "目的明確化の原則",
    "利用制限の原則",
    "安全保護の原則",
    "公開の原則",
    "個人参加の原則",
    "責任の原則",
)

TYPST = """#set page(paper: "a4", margin: 22mm, numbering: "1")
#set text(font: "Noto Sans CJK JP", size: 10pt, lang: "ja")
#set par(leading: 0.9em)
#align(center)[#text(size: 14pt)[外国制度（見本共和国）]]
（この報告書は実演のための架空のものであり、実在の国や法令とは関係がありません。）

#align(right)[（{surveyed}時点）]
#text(size: 12pt)[見本共和国]

#table(columns: (30%, 70%), inset: 7pt,
[個人情報の保護に関する制度の有無],
[包括的な法令として、以下の法令が存在する。
- 個人データ保護法（Personal Data Protection Act）
 - URL：https:\\/\\/law.example/pdpa
 - 施行状況：2018年4月1日施行
 - 対象機関：公的部門及び民間部門
 - 対象情報：識別された又は識別可能な自然人に関する情報],
[個人情報の保護に関する制度についての指標となり得る情報],
[- EUの十分性認定※1：なし
- APECのCBPRシステム※2：なし],
[OECDプライバシーガイドライン8原則※3に対応する事業者等の義務又は本人の権利],
[OECDプライバシーガイドライン8原則に対応する事業者等の義務又は本人の権利については、以下のとおり。

{principles}],
[その他本人の権利利益に重大な影響を及ぼす可能性のある制度],
[個人情報の域内保存義務に係る制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの

－

事業者に対し政府の情報収集活動への協力義務を課す制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの

{access}],
)

※1 欧州委員会が十分な保護水準を確保していると決定した国又は地域をいう。

※2 APEC域内において事業者の越境個人データの保護に関する適合性を認証する制度をいう。

※3 OECD理事会勧告の付属文書に定められた、個人データの取扱いに関する八つの原則をいう。
"""

LAW = "①", "国家情報収集法（National Intelligence Collection Act）"
LAW_BODY = (
    "情報機関は、国家安全保障のため必要と認めるときは、裁判所の令状を要することなく、すべての事業者に対し、"
    "保有する個人情報の継続的な提供を命ずることができ、事業者はこれに協力しなければならない。"
)


@dataclass(frozen=True)
class Report:
    """One state of the made-up country report."""

    surveyed: str
    size: int
    has_law: bool

    @property
    def html(self) -> str:
        law = f"<li>{LAW[0]} {LAW[1]}<ul><li>{LAW_BODY}</li></ul></li>" if self.has_law else "<li>－</li>"
        lines = (f"<li>{mark} {name}：{value}</li>" for mark, name, value in self._principles())
        return HTML.format(size=self.size, surveyed=self.surveyed, principles="\n".join(lines), access=law)

    @property
    def pdf(self) -> bytes:
        law = f"{LAW[0]} {LAW[1]}\n\n{LAW_BODY}" if self.has_law else "－"
        lines = (f"{mark} {name}：{value}" for mark, name, value in self._principles())
        source = TYPST.replace("{surveyed}", self.surveyed)
        source = source.replace("{principles}", "\n\n".join(lines)).replace("{access}", law)
        fonts = Path(noto_cjk_sans_jp_regular.__file__).parent
        return typst.compile(source.encode(), font_paths=[str(fonts)])

    def _principles(self) -> list[tuple[str, str, str]]:
        values = ["上記法令に規定されている。"] * 7 + ["該当する規定は不見当である。"]
        return [(chr(0x2460 + n), name, values[n]) for n, name in enumerate(PRINCIPLES)]


STATES = {
    "before": Report(surveyed="2025年10月", size=128, has_law=False),
    "after": Report(surveyed="2026年10月", size=131, has_law=True),
}

INDEX = """<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8"><title>諸外国・地域の法制度（実演用）</title></head>
<body>
<main>
<h1>諸外国・地域の法制度（実演用）</h1>
<p>外国にある第三者に個人データを提供する事業者の参考として、各国の制度の概要を掲載しています。この一覧は実演のための
架空のものであり、実在の国や報告書とは関係がありません。掲載している内容は調査時点のものです。制度が変わったときは報告書を改めて掲載します。
お問い合わせは、実演用サイトの管理者までお願いします。一覧にない国又は地域については、各国の公表資料を確認してください。
この一覧は、実演用サイトの管理者が、国又は地域の名称の五十音順に並べています。</p>
<ul>
<li><a href="/laws/offshore_report_mihon.html">見本共和国</a>（<a href="/files/mihon_report.pdf">PDF</a>）</li>
</ul>
</main>
</body>
</html>
"""

TERMS = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Mihon Cloud Data Processing Terms</title></head>
<body>
<header><nav><a href="/">Home</a> <a href="/pricing">Pricing</a> <a href="/login">Log in</a></nav></header>
<main>
<h1>Data Processing Terms</h1>
<p>Last updated: {date}</p>
<h2>1. Purpose</h2>
<p>Mihon Cloud processes Customer Personal Data only to provide the Service and in accordance with the
Customer's documented instructions.</p>
<h2>2. Security</h2>
<p>Mihon Cloud shall encrypt Customer Personal Data in transit and at rest and shall have its security
measures audited by an independent party once a year.</p>
<h2>3. Personnel</h2>
<p>Mihon Cloud shall ensure that its personnel who access Customer Personal Data are bound by confidentiality
and receive training on its protection.</p>
<h2>4. Sub-processors</h2>
<p>{subprocessors}</p>
<h2>5. Disclosure to third parties</h2>
<p>Mihon Cloud does not sell Customer Personal Data and does not disclose it to third parties for their own
purposes.</p>
<h2>6. Requests by authorities</h2>
<p>{authorities}</p>
<h2>7. Deletion</h2>
<p>Within 30 days after the end of the Service, Mihon Cloud shall delete or return all Customer Personal
Data.</p>
</main>
<footer><p>© Mihon Cloud, Inc. This company does not exist.</p></footer>
</body>
</html>
"""

BEFORE = {
    "date": "October 1, 2025",
    "subprocessors": "Mihon Cloud shall not engage a new sub-processor without giving the Customer 30 days' "
    "prior written notice and the opportunity to object.",
    "authorities": "Mihon Cloud will notify the Customer before it discloses Customer Personal Data to a public "
    "authority, and will disclose only what the law requires.",
}
AFTER = {
    "date": "November 1, 2026",
    "subprocessors": "Mihon Cloud may engage new sub-processors at its discretion and will publish a list of them "
    "on its website.",
    "authorities": "Mihon Cloud may disclose Customer Personal Data to a public authority, and may notify the "
    "Customer where it considers this appropriate.",
}


def write() -> None:
    """Write both states of the site."""
    for state, report in STATES.items():
        folder = SITE / state
        for place in (folder / "laws", folder / "files"):
            place.mkdir(parents=True, exist_ok=True)
        (folder / "laws" / "index.html").write_text(INDEX, encoding="utf-8")
        (folder / "laws" / "offshore_report_mihon.html").write_text(report.html, encoding="utf-8")
        (folder / "files" / "mihon_report.pdf").write_bytes(report.pdf)
        words = BEFORE if state == "before" else AFTER
        (folder / "terms.html").write_text(TERMS.format(**words), encoding="utf-8")


if __name__ == "__main__":
    write()
