"""Layouts nobody has seen yet: tables of fields, columns, accordions, everything in one paragraph."""

from collections.abc import Callable

import pytest

from xborder.extract.ppc import read_profile
from xborder.model import Indicator, LegalSystem, Provision

P = ("収集制限", "データ内容", "目的明確化", "利用制限", "安全保護", "公開", "個人参加", "責任")
V = "上記法令に規定されている。"
SERIOUS = "本人の権利利益に重大な影響を及ぼす可能性のある"
HEADINGS = (
    "個人情報の保護に関する制度の有無",
    "個人情報の保護に関する制度についての指標となり得る情報",
    "OECDプライバシーガイドライン8原則<sup>※3</sup>に対応する事業者等の義務又は本人の権利",
    f"その他{SERIOUS}制度",
    f"個人情報の域内保存義務に係る制度であって、{SERIOUS}もの",
    f"事業者に対し政府の情報収集活動への協力義務を課す制度であって、{SERIOUS}もの",
)


def numbered(number: int, text: str) -> str:
    return f"<h2>{number}. {text}</h2>"


def doc(
    laws: str,
    indicators: str,
    oecd: str,
    localization: str,
    access: str,
    h: Callable[[int, str], str] = numbered,
) -> str:
    one, two, three, four, five, six = (h(n, text) for n, text in enumerate(HEADINGS, 1))
    return (
        "<html><body><header><h1>諸外国の法制度</h1></header><div><p>アルバ共和国</p><p>公表日：2022年1月25日</p>"
        f"{one}<p>包括的な法令として、以下の法令が存在する。</p>{laws}{two}{indicators}{three}{oecd}{four}{five}{localization}{six}{access}"
        "<p>※3 注釈</p></div><div>Copyright</div></body></html>"
    )


PAGES: dict[str, str] = {}
PAGES["tables of fields"] = doc(
    "<table><tr><th colspan=2>個人情報保護法（Privacy Act）</th></tr><tr><th>URL</th><td><a href='https://a.example/x'>https://a.example/x</a></td></tr><tr><th>施行状況</th><td>2020年1月1日施行</td></tr><tr><th>対象機関</th><td>公的部門</td></tr><tr><th>対象情報</th><td>個人情報</td></tr></table>",
    "<table><tr><th>EUの十分性認定※1</th><td>あり</td></tr><tr><th>APECのCBPRシステム※2</th><td>2018年5月参加</td></tr></table>",
    "<table>"
    + "".join(f"<tr><td>{chr(0x2460 + i)}</td><td>{p}の原則</td><td>{V}</td></tr>" for i, p in enumerate(P))
    + "</table>",
    "<p>－</p>",
    "<table><tr><th>法令名</th><th>概要</th></tr><tr><td>①通信法（Telecom Act）</td><td>事業者は、情報を提供しなければならない。</td></tr><tr><td>②傍受法</td><td>事業者は、傍受に協力しなければならない。</td></tr></table>",
)
PAGES["one law a row"] = doc(
    "<table><tr><th>法令名</th><th>URL</th><th>施行状況</th><th>対象機関</th><th>対象情報</th></tr><tr><td>個人情報保護法（Privacy Act）</td><td>https://a.example/x</td><td>2020年1月1日施行</td><td>公的部門</td><td>個人情報</td></tr><tr><td>信用法</td><td></td><td>2021年1月1日施行</td><td>民間部門</td><td>同上</td></tr></table>",
    "<ul><li><span>EUの十分性認定</span><span>あり</span></li><li><b>APECのCBPRシステム</b>参加</li></ul>",
    "<ol>" + "".join(f"<li>{p}の原則<br>{V}</li>" for i, p in enumerate(P)) + "</ol>",
    "<p>該当する制度は存在しない。</p>",
    "<ol><li>通信法（Telecom Act）<p>事業者は、情報を提供しなければならない。</p></li><li>傍受法<p>事業者は、傍受に協力しなければならない。</p></li></ol>",
)
PAGES["an accordion"] = doc(
    "<div class=law><div class=t>個人情報保護法（Privacy Act）</div><div class=r><div>URL</div><div>https://a.example/x</div></div><div class=r><div>施行状況</div><div>2020年1月1日施行</div></div><div class=r><div>対象機関</div><div>公的部門</div></div><div class=r><div>対象情報</div><div>個人情報</div></div></div>",
    "<div><div>EUの十分性認定（※1）</div><div>あり（2019年1月23日決定）</div></div><div><div>APECのCBPRシステム（※2）</div><div>2018年5月参加</div></div>",
    "<p>OECDプライバシーガイドライン8原則に対応する事業者等の義務又は本人の権利については、以下のとおり。</p><dl>"
    + "".join(f"<dt>（{i + 1}）{p}の原則</dt><dd>{V}</dd>" for i, p in enumerate(P))
    + "</dl>",
    "<p>－</p>",
    "<dl><dt>通信法（Telecom Act）</dt><dd>事業者は、情報を提供しなければならない。</dd><dt>傍受法</dt><dd>事業者は、傍受に協力しなければならない。</dd></dl>",
    h=lambda n, t: f"<details open><summary>{n}　{t}</summary></details>",
)
PAGES["one paragraph each"] = doc(
    "<p>・個人情報保護法（Privacy Act）<br>　URL：https://a.example/x<br>　施行状況：2020年1月1日施行<br>　対象機関：公的部門<br>　対象情報：個人情報</p>",
    "<p>EUの十分性認定※1：あり　APECのCBPRシステム※2：2018年5月参加</p>",
    "<p>" + "".join(f"{chr(0x2460 + i)}{p}の原則：{V}" for i, p in enumerate(P)) + "</p>",
    "<p>なし</p>",
    "<p>通信法（Telecom Act）：事業者は、情報を提供しなければならない。</p><p>傍受法：事業者は、傍受に協力しなければならない。</p>",
    h=lambda n, t: f"<p><strong>【{t}】</strong></p>",
)


@pytest.mark.parametrize("name", PAGES)
def test_a_layout_nobody_has_seen_is_read_by_its_words(name: str) -> None:
    part = read_profile(PAGES[name].encode(), "html").parts[0]
    assert part.name == "アルバ共和国"
    assert part.system is LegalSystem.COMPREHENSIVE
    law = (part.laws or ())[0]
    assert (law.name_ja, law.name_original, law.url) == (
        "個人情報保護法",
        "Privacy Act",
        "https://a.example/x",
    )
    assert (law.in_force, law.bodies, law.information) == ("2020年1月1日施行", "公的部門", "個人情報")
    assert part.eu_adequacy is Indicator.YES
    assert part.cbpr is Indicator.YES
    assert {v for _, v in part.oecd} == {Provision.PROVIDED}
    assert part.data_localization == ()
    access = part.government_access or ()
    assert [x.name_ja for x in access] == ["通信法", "傍受法"]
    assert [x.name_original for x in access] == ["Telecom Act", None]
    assert [x.body for x in access] == [
        "事業者は、情報を提供しなければならない。",
        "事業者は、傍受に協力しなければならない。",
    ]
    assert part.unknown == ()
