"""Country reports in the form of the PPC's survey, made for tests: a profile, and many ways to print it.

The countries, laws and sentences here are invented; nothing is taken from a published report.
"""

import html
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from xborder.model import Indicator, Law, LegalSystem, Part, Principle, Profile, Provision, TriggerLaw

SYSTEM = "個人情報の保護に関する制度の有無"
INDICATORS = "個人情報の保護に関する制度についての指標となり得る情報"
OECD = "OECDプライバシーガイドライン8原則{mark}に対応する事業者等の義務又は本人の権利"
OTHER = "その他本人の権利利益に重大な影響を及ぼす可能性のある制度"
SERIOUS = "本人の権利利益に重大な影響を及ぼす可能性のあるもの"
LOCALIZATION = f"個人情報の域内保存義務に係る制度であって、{SERIOUS}"
ACCESS = f"事業者に対し政府の情報収集活動への協力義務を課す制度であって、{SERIOUS}"
OPENING = {
    LegalSystem.COMPREHENSIVE: "包括的な法令として、以下の法令が存在する。",
    LegalSystem.SECTORAL: "包括的な法令は存在しない。個別の分野に適用される法令のうち代表的なものとして、以下の法令が存在する。",
    LegalSystem.NONE: "個人情報の保護に関する制度は、包括的な法令としても、個別の分野に適用される法令としても存在しない。",
}
LEAD = "OECDプライバシーガイドライン8原則に対応する事業者等の義務又は本人の権利については、以下のとおり。"
LEAD_PUBLIC = (
    "APECのCBPRシステム参加エコノミーである場合、民間部門については、本項目に係る情報提供は必ずしも行う必要がない。"
    "公的部門に関し、OECDプライバシーガイドライン8原則に対応する公的部門の主体の義務又は本人の権利については、以下のとおり。"
)
WAIVED = (
    "EUの十分性認定を受けている国又は地域である場合、本人の予測可能性は一定程度担保されると考えられるため、"
    "本項目に係る情報提供は必ずしも行う必要がない。"
)
NAMES = {
    Principle.COLLECTION_LIMITATION: "収集制限の原則",
    Principle.DATA_QUALITY: "データ内容の原則",
    Principle.PURPOSE_SPECIFICATION: "目的明確化の原則",
    Principle.USE_LIMITATION: "利用制限の原則",
    Principle.SECURITY_SAFEGUARDS: "安全保護の原則",
    Principle.OPENNESS: "公開の原則",
    Principle.INDIVIDUAL_PARTICIPATION: "個人参加の原則",
    Principle.ACCOUNTABILITY: "責任の原則",
}
VALUES = {
    Provision.PROVIDED: "上記法令に規定されている。",
    Provision.PARTLY: "上記法令に一部規定されている。",
    Provision.NOT_FOUND: "該当する規定は不見当である。",
}
FOOTNOTES = (
    "欧州委員会が十分な保護の水準にあると決定した国又は地域をいう。",
    "越境する個人データの保護に関する取組を認証する制度をいう。",
    "個人情報の取扱いに関する8つの原則をいう。",
)


def effort(examples: int) -> settings:
    """How many examples to draw; XBORDER_TEST_EFFORT=20 looks twenty times as long, at other examples."""
    times = int(os.environ.get("XBORDER_TEST_EFFORT", "1"))
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    quick = (Phase.explicit, Phase.generate)  # to shrink a failing PDF takes minutes
    return settings(
        max_examples=examples * times,
        deadline=None,
        suppress_health_check=slow,
        derandomize=times == 1,
        phases=quick if times == 1 else tuple(Phase),
    )


# --- what is printed


@dataclass(frozen=True)
class Style:
    """How one report is printed."""

    number: str = "①"  # "①", "マル", "(1)", "1."
    colon: str = "："
    wide_brackets: bool = True
    footnotes: bool = True
    first_mark: int = 1
    empty: str = "－"
    spaced: bool = False  # "2022 年 1 月"
    survey: str = "（{y}年{m}月時点）"
    public_lead: bool = False
    notes: bool = False  # harmless notes that mention the government and keeping

    def text(self, text: str) -> str:
        if not self.wide_brackets:
            text = text.replace("（", "(").replace("）", ")")
        if self.spaced:
            text = "".join(
                c + " " if c.isascii() and c.isdigit() and n and not (n.isascii()) else c
                for c, n in zip(text, text[1:] + " ", strict=True)
            )
        return text

    def numbered(self, n: int, text: str) -> str:
        marks = {"①": chr(0x245F + n), "マル": f"マル{n} ", "(1)": f"({n}) ", "1.": f"{n}. "}
        return marks[self.number] + text

    def mark(self, n: int) -> str:
        return f"※{self.first_mark + n}" if self.footnotes else ""


@dataclass(frozen=True)
class Block:
    """One piece of a report: what it is, and its text or (label, value)."""

    kind: str
    text: str
    value: str = ""


@dataclass(frozen=True)
class Report:
    profile: Profile
    country: str

    @property
    def is_multipart(self) -> bool:
        return len(self.profile.parts) > 1


def law_line(law: Law | TriggerLaw, style: Style) -> str:
    original = f"（{law.name_original}）" if law.name_original else ""
    short = f"（以下「{law.short_names[0]}」という。）" if law.short_names else ""
    return style.text(law.name_ja + original + short)


def blocks(report: Report, style: Style) -> Iterator[Block]:
    for part in report.profile.parts:
        yield Block("part", style.text(part.name))
        yield from _pillar_1(part, style)
        yield from _pillar_2(part, style)
        yield from _pillar_3(part, style)
        yield from _pillar_4(part, style)
    if style.footnotes:
        for n, text in enumerate(FOOTNOTES):
            yield Block("footnote", f"{style.mark(n)} {text}")


def _pillar_1(part: Part, style: Style) -> Iterator[Block]:
    yield Block("pillar", SYSTEM)
    assert part.system is not None
    yield Block("p", style.text(OPENING[part.system]))
    for law in part.laws or ():
        yield Block("law", law_line(law, style))
        for label, value in (
            ("URL", law.url),
            ("施行状況", law.in_force),
            ("対象機関", law.bodies),
            ("対象情報", law.information),
        ):
            if value is not None:
                yield Block("field", label, value if label == "URL" else style.text(value))
    for text in part.coming_laws:
        yield Block("p", style.text(text))
    if style.notes:
        yield Block("p", "なお、政府機関が保有する文書の保存については、別に法令で定められている。")


def _pillar_2(part: Part, style: Style) -> Iterator[Block]:
    yield Block("pillar", INDICATORS)
    values = {
        Indicator.YES: "あり（2021年3月4日決定）",
        Indicator.NO: "なし",
        Indicator.PARTIAL: "一部あり（民間部門に限る。）",
    }
    if part.eu_adequacy is not None:
        yield Block("item", f"EUの十分性認定{style.mark(0)}", style.text(values[part.eu_adequacy]))
    if part.cbpr is not None:
        cbpr = "2018年5月参加" if part.cbpr is Indicator.YES else "なし"
        yield Block("item", f"APECのCBPRシステム{style.mark(1)}", style.text(cbpr))


def _pillar_3(part: Part, style: Style) -> Iterator[Block]:
    yield Block("pillar3", OECD.format(mark=style.mark(2)))
    if any(v is Provision.NOT_REQUIRED for _, v in part.oecd):
        yield Block("p", WAIVED)
        return
    yield Block("p", LEAD_PUBLIC if style.public_lead else LEAD)
    for n, (principle, value) in enumerate(part.oecd, 1):
        assert value is not None
        yield Block("principle", style.numbered(n, NAMES[principle]), VALUES[value])


def _pillar_4(part: Part, style: Style) -> Iterator[Block]:
    yield Block("pillar", OTHER)
    for heading, laws in ((LOCALIZATION, part.data_localization), (ACCESS, part.government_access)):
        yield Block("sub", heading)
        if not laws:
            yield Block("empty", style.empty)
        for n, law in enumerate(laws or (), 1):
            yield Block("trigger", style.numbered(n, law_line(law, style)))
            for paragraph in law.body.split("\n") if law.body else ():
                yield Block("body", style.text(paragraph))
    if style.notes:
        yield Block("p", "※ なお、政府による監督の対象となるが、情報の提供又は保存を義務付けるものではない。")


def survey_line(report: Report, style: Style) -> str | None:
    if report.profile.surveyed is None:
        return None
    year, month = map(int, report.profile.surveyed.split("-"))
    return style.text(style.survey.format(y=year, m=month, r=year - 2018))


# --- HTML


def page(report: Report, style: Style, layout: str) -> bytes:
    """A page of the site: menus around the report in one of the layouts."""
    body = {"list": _list, "table": _table, "dl": _dl, "soup": _soup, "breaks": _breaks}[layout](
        report, style
    )
    date = survey_line(report, style)
    dated = f"<p>{date}</p>" if date else ""
    heading = "" if layout == "soup" else f"<h1>外国制度（{report.country}）</h1>"
    return (
        f"<!DOCTYPE html><html lang='ja'><head><meta charset='utf-8'><title>外国制度（{report.country}） ｜委員会</title>"
        "<style>p{}</style></head><body><div class='menu'><ul><li>ホーム</li><li>諸外国・地域の法制度</li></ul></div>"
        f"<div id='c'>{heading}<p><a href='/x_report.pdf'>pdf版はこちら (PDF : 512KB)</a></p>{dated}{body}</div>"
        "<div class='side'><ul><li>外国制度（別の国）</li><li>電気通信法</li></ul></div>"
        "<div>ページの先頭へ</div><div>委員会（法人番号 1）</div></body></html>"
    ).encode()


def _esc(text: str) -> str:
    return html.escape(text)


def _list(report: Report, style: Style) -> str:
    """Nested bullets, as on the site today."""
    out: list[str] = []
    open_list = inner = False

    def close() -> None:
        nonlocal open_list, inner
        out.append("</ul></li>" * inner + "</ul>" * open_list)
        open_list = inner = False

    for b in blocks(report, style):
        if b.kind in ("part", "pillar", "pillar3", "p", "footnote"):
            close()
            tag = {"part": "h2", "pillar": "h3", "pillar3": "h4"}.get(b.kind, "p")
            out.append(f"<{tag}>{_esc(b.text)}</{tag}>")
            continue
        if not open_list:
            out.append("<ul>")
            open_list = True
        if b.kind in ("law", "sub"):
            out.append("</ul></li>" * inner + f"<li>{_esc(b.text)}\n   <ul>")
            inner = True
        elif b.kind == "field":
            out.append(f"<li>{b.text}{style.colon}{_esc(b.value)}</li>")
        elif b.kind in ("item", "principle"):
            out.append(f"<li>{_esc(b.text)}{style.colon}{_esc(b.value)}</li>")
        elif b.kind == "body":
            out[-1] = out[-1].removesuffix("</li>") + f"<ul><li>{_esc(b.text)}</li></ul></li>"
        else:
            out.append(f"<li>{_esc(b.text)}</li>")
    close()
    return "".join(out)


def _table(report: Report, style: Style) -> str:
    """One table per part: the pillar at the left, its text at the right."""
    out: list[str] = []
    opened = False
    for b in blocks(report, style):
        if b.kind == "part":
            out.append(("</td></tr></table>" if opened else "") + f"<h2>{_esc(b.text)}</h2><table>")
            opened = False
        elif b.kind in ("pillar", "pillar3"):
            out.append(("</td></tr>" if opened else "") + f"<tr><th>{_esc(b.text)}</th><td>")
            opened = True
        elif b.kind == "footnote":
            out.append(("</td></tr></table>" if opened else "") + f"<p>{_esc(b.text)}</p>")
            opened = False
        else:
            value = f"{style.colon}{_esc(b.value)}" if b.value else ""
            bullet = {"law": "□ ", "field": "－ ", "body": "・ ", "item": "□ ", "sub": "□ "}.get(b.kind, "")
            out.append(f"<p>{bullet}{_esc(b.text)}{value}</p>")
    return "".join(out) + ("</td></tr></table>" if opened else "")


def _dl(report: Report, style: Style) -> str:
    """Sections with definition lists."""
    out: list[str] = []
    for b in blocks(report, style):
        if b.kind in ("part", "pillar", "pillar3", "sub"):
            tag = {"part": "h1", "sub": "h4"}.get(b.kind, "h2")
            out.append(f"<{tag}><span>{_esc(b.text)}</span></{tag}>")
        elif b.value:
            out.append(f"<dl><dt>{_esc(b.text)}</dt><dd>{_esc(b.value)}</dd></dl>")
        elif b.kind in ("law", "trigger"):
            out.append(f"<p class='n'><strong>{_esc(b.text)}</strong></p>")
        else:
            out.append(f"<p>{_esc(b.text)}</p>")
    return "".join(out)


def _soup(report: Report, style: Style) -> str:
    """Nothing but divisions."""
    out: list[str] = []
    for b in blocks(report, style):
        value = f"<span>{style.colon}</span><span>{_esc(b.value)}</span>" if b.value else ""
        out.append(f"<div><div><span>{_esc(b.text)}</span>{value}</div></div>")
    return "".join(out)


def _breaks(report: Report, style: Style) -> str:
    """Paragraphs with line breaks, as pasted from a word processor."""
    out: list[str] = []
    for b in blocks(report, style):
        if b.kind in ("part", "pillar", "pillar3"):
            out.append(f"</p><h3>{_esc(b.text)}</h3><p>")
        else:
            value = f"{style.colon}{_esc(b.value)}" if b.value else ""
            bullet = {"law": "□", "field": "－", "body": "・", "item": "□", "sub": "□"}.get(b.kind, "")
            out.append(f"{bullet}{_esc(b.text)}{value}<br>")
    return "<p>" + "".join(out) + "</p>"


# --- PDF


def reportlab_pdf(report: Report, style: Style, *, table: bool) -> bytes:
    """Flowing text or one ruled table, with a built-in Japanese font."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))

    def para(text: str, indent: float = 0, size: float = 10, first: float = 0) -> Paragraph:
        look = ParagraphStyle(
            "x",
            fontName="HeiseiMin-W3",
            fontSize=size,
            leading=size * 1.5,
            wordWrap="CJK",
            leftIndent=indent + first,
            firstLineIndent=-first,
        )
        return Paragraph(_esc(text), look)

    indents = {"field": 12, "trigger": 12, "empty": 12, "body": 24}
    bullets = {"law": "□ ", "field": "－ ", "body": "・ ", "item": "□ ", "sub": "□ "}
    story: list[object] = [para(f"{report.country}における個人情報の保護に関する制度等の調査", size=14)]
    if date := survey_line(report, style):
        story.append(para(date))
    rows: list[list[object]] = []

    def flush() -> None:
        if rows:
            split = [[label if n == 0 else "", piece] for label, cell in rows for n, piece in enumerate(cell)]  # type: ignore[attr-defined,var-annotated]
            starts = [n for n, row in enumerate(split) if row[0]]
            ends = [*[s - 1 for s in starts[1:]], len(split) - 1]
            boxes = [
                ("BOX", (c, s), (c, e), 0.5, "black")
                for s, e in zip(starts, ends, strict=True)
                for c in (0, 1)
            ]
            spans: list[object] = []
            story.append(
                Table(
                    split,
                    colWidths=(120, 340),
                    style=TableStyle([*boxes, *spans, ("VALIGN", (0, 0), (-1, -1), "TOP")]),
                )
            )
            rows.clear()

    for b in blocks(report, style):
        value = f"{style.colon}{b.value}" if b.value else ""
        text = bullets.get(b.kind, "") + b.text + value
        if b.kind in ("part", "footnote"):
            flush()
            story.append(para(f"【{b.text}】", size=12) if b.kind == "part" else para(b.text, size=8))
        elif table and b.kind in ("pillar", "pillar3"):
            rows.append([para(b.text), []])
        elif table:
            rows[-1][1].append(para(text, indents.get(b.kind, 0), first=10 if b.kind in bullets else 0))  # type: ignore[attr-defined]
        else:
            size = 12 if b.kind in ("pillar", "pillar3") else 10
            story.append(para(text, indents.get(b.kind, 0), size, first=10 if b.kind in bullets else 0))
    flush()
    out = io.BytesIO()

    def furniture(canvas: object, doc: object) -> None:
        canvas.setFont("HeiseiMin-W3", 8)  # type: ignore[attr-defined]
        canvas.drawString(60, 815, "委員会　諸外国・地域の法制度")  # type: ignore[attr-defined]
        canvas.drawCentredString(297, 20, f"- {doc.page} -")  # type: ignore[attr-defined]

    SimpleDocTemplate(out, pagesize=A4, topMargin=60, bottomMargin=60, leftMargin=60, rightMargin=60).build(
        story, onFirstPage=furniture, onLaterPages=furniture
    )
    return out.getvalue()


def typst_pdf(report: Report, style: Style, *, layout: str, size: float = 10, width: str = "4cm") -> bytes:
    """A table "ruled", "centred" (labels in the middle), with "lines" between rows or "open"; or text that "flow"s."""
    import noto_cjk_sans_jp_regular
    import typst

    def esc(text: str) -> str:
        return "#" + '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    stroke = {"ruled": "0.5pt", "centred": "0.5pt", "lines": "(y: 0.5pt)"}.get(layout, "none")
    align = "horizon" if layout == "centred" else "top"
    out = [
        '#set page(paper: "a4", margin: 2cm, header: [委員会　諸外国の制度], footer: context align(center, counter(page).display("1 / 1", both: true)))',
        f'#set text(font: "Noto Sans CJK JP", size: {size}pt, lang: "ja")',
        f"#align(center, text(size: 14pt)[外国における個人情報の保護に関する制度等の調査（{report.country}）])",
    ]
    if date := survey_line(report, style):
        out.append(f"#align(right)[{esc(date)}]")
    rows: list[tuple[str, list[str]]] = []
    indents = {"field": 1, "trigger": 1, "empty": 1, "body": 2}
    bullets = {"law": "○ ", "field": "・ ", "body": "－ ", "item": "○ ", "sub": "○ "}

    def flush() -> None:
        if rows:
            gap = "\n\n"
            cells = "".join(f"[{label}], [{gap.join(cell)}]," for label, cell in rows)
            out.append(f"#table(columns: ({width}, 1fr), stroke: {stroke}, align: {align}, {cells})")
            rows.clear()

    for b in blocks(report, style):
        value = f"{style.colon}{b.value}" if b.value else ""
        indent = indents.get(b.kind, 0) * 1.2
        text = f"#pad(left: {indent}em, par(hanging-indent: 1em)[{esc(bullets.get(b.kind, '') + b.text + value)}])"
        if b.kind in ("part", "footnote"):
            flush()
            out.append(
                f"#text(size: 12pt)[{esc(b.text)}]"
                if b.kind == "part"
                else f"#par(text(size: 8pt)[{esc(b.text)}])"
            )
        elif layout == "flow":
            out.append(f"#block(text(size: 12pt)[{esc(b.text)}])" if b.kind.startswith("pillar") else text)
        elif b.kind.startswith("pillar"):
            rows.append((esc(b.text), []))
        else:
            rows[-1][1].append(text)
    flush()
    return typst.compile(
        "\n\n".join(out).encode(),
        font_paths=[
            noto_cjk_sans_jp_regular.FONT_PATH.parent
            if hasattr(noto_cjk_sans_jp_regular.FONT_PATH, "parent")
            else noto_cjk_sans_jp_regular.FONT_PATH
        ],
    )


# --- profiles to draw

COUNTRIES = ("アルバ共和国", "ベルタ連邦", "ガンマ王国", "デルタ諸島", "イプシロン・シータ民主共和国")
PARTS = ("連邦", "北部特別区（NSZ）", "カッパ国際金融センター（KIFC）", "ラムダ州")
_LAW_NAMES = (
    ("個人情報保護法", "Personal Information Protection Act"),
    ("個人データの保護に関する2021年法律第12号", "Law No. 12 of 2021 on the Protection of Personal Data"),
    ("2010年個人データ保護法", "Personal Data Protection Act 2010 (Act 701)"),
    ("データ保護法（2020年第5号）", "Data Protection Law, Law No. 5 of 2020"),
    ("個人データ（プライバシー）条例", "Personal Data (Privacy) Ordinance"),
    (
        "連邦行政機関が保有する個人データの保護及び情報の自由に関する一般法",
        "Ley General de Protección de Datos en Posesión de Órganos Federales",
    ),
    ("消費者信用情報法", None),
)
_TRIGGER_NAMES = (
    ("国家情報法", "National Intelligence Act"),
    ("電気通信事業法", "Telecommunications Business Act No. 41/2009"),
    ("サイバーセキュリティ法", "Cybersecurity Act, B.E. 2562 (2019)"),
    ("政令第88号", "Decree No. 88/2022/AB-CD"),
    ("刑事訴訟法", None),
    (
        "公共及び民間の電子システムの運営者に関する2020年通信大臣規則第3号",
        "Regulation No. 3 of 2020 on Electronic System Operators, as amended by Regulation No. 9 of 2021",
    ),
    ("通信傍受法", "Law No. 9.300/1996"),
)
_BODIES = (
    "捜査機関は、裁判所の令状を得た場合には、電気通信事業者に対し、加入者情報及び通信記録の提供を命ずることができる（第14条）。",
    "監督当局は、監査のため、金融機関その他の事業者に対し、帳簿、書類その他の資料の提出を求めることができる。",
    "国家情報局は、国家安全保障に関する情報を収集するため、公的機関に対し、その保有する情報の提供を求めることができる。\n求めを受けた機関は、10日以内に回答しなければならない。",
    "オンラインサービスを提供する事業者は、利用者のデータを国内に設置されたサーバーに最低12か月間保存しなければならない（第26条第3項）。\n当該保存期間中は、本人からの消去等の請求に対応することができないおそれがある。",
    "公共の電子システムの運営者は、電子データを国内において管理、処理及び保存しなければならない。",
)
_FIELDS = {
    "url": (
        None,
        "https://www.example.org/laws/privacy-act-2010.pdf",
        "to be decided",
        "http://law.example/nrm/texto_completo.aspx?param1=NRTC&nValor1=1&nValor2=70975",
    ),
    "in_force": (
        None,
        "2016年4月7日施行",
        "2019年5月28日一部施行、2022年6月1日全面施行",
        "2013年3月5日発効、2016年12月6日改正",
    ),
    "bodies": (
        None,
        "公的部門及び民間部門",
        "民間部門（連邦政府及び州政府を除く。）",
        "公的部門（地方自治体を含む。）及び民間部門（ただし、金融機関は除く。）",
    ),
    "information": (
        None,
        "識別された又は識別可能な自然人に関するあらゆる情報",
        "生存する個人に関する情報であって、氏名、住民登録番号、映像等を通じて個人を識別することができる情報、他の情報と容易に結合して識別することができる情報及び仮名情報",
        "「個人データ」（特定された又は特定可能な個人に関するデータ（法第3条（b）））及び「機微データ」（人種、政治的見解、宗教的信念等を含む情報（法第3条（e）））",
    ),
}


@st.composite
def laws(draw: st.DrawFn, *, least: int) -> tuple[Law, ...]:
    names = draw(st.lists(st.sampled_from(_LAW_NAMES), min_size=least, max_size=3, unique=True))
    return tuple(
        Law(
            name_ja=ja,
            name_original=original,
            short_names=(f"{ja[:3]}法",) if draw(st.booleans()) else (),
            **{k: draw(st.sampled_from(v if n else v[1:])) for k, v in _FIELDS.items()},  # type: ignore[arg-type]
        )
        for n, (ja, original) in enumerate(names)
    )


@st.composite
def trigger_laws(draw: st.DrawFn) -> tuple[TriggerLaw, ...]:
    names = draw(st.lists(st.sampled_from(_TRIGGER_NAMES), max_size=3, unique=True))
    return tuple(
        TriggerLaw(name_ja=ja, name_original=original, body=draw(st.sampled_from(_BODIES)))
        for ja, original in names
    )


@st.composite
def parts(draw: st.DrawFn, name: str) -> Part:
    system = draw(st.sampled_from(LegalSystem))
    waived = draw(st.integers(0, 5)) == 0
    provisions = [v for v in Provision if v is not Provision.NOT_REQUIRED]
    return Part(
        name=name,
        system=system,
        laws=() if system is LegalSystem.NONE else draw(laws(least=1)),
        eu_adequacy=draw(st.sampled_from(Indicator)),
        cbpr=draw(st.sampled_from((Indicator.YES, Indicator.NO))),
        oecd=tuple(
            (p, Provision.NOT_REQUIRED if waived else draw(st.sampled_from(provisions))) for p in Principle
        ),
        data_localization=draw(trigger_laws()),
        government_access=draw(trigger_laws()),
        coming_laws=("なお、2022年3月、個人データ保護法案が国会に提出され、審議中である。",)
        if draw(st.booleans())
        else (),
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    country = draw(st.sampled_from(COUNTRIES))
    names = PARTS[: draw(st.sampled_from((1, 1, 2, 4)))]
    if len(names) == 1:
        names = (country,)
    surveyed = draw(st.sampled_from((None, "2021-10", "2023-03")))
    return Report(Profile(parts=tuple(draw(parts(n)) for n in names), surveyed=surveyed), country)


def styles() -> st.SearchStrategy[Style]:
    return st.builds(
        Style,
        number=st.sampled_from(("①", "マル", "(1)", "1.")),
        colon=st.sampled_from(("：", ":", " ： ")),
        wide_brackets=st.booleans(),
        footnotes=st.booleans(),
        first_mark=st.integers(1, 4),
        empty=st.sampled_from(
            (
                "－",
                "-",
                "―",
                "該当する制度は存在しない。",
                "該当する制度は不見当である。",
                "該当する法令は確認されていない。",
            )
        ),
        spaced=st.booleans(),
        survey=st.sampled_from(
            (
                "（{y}年{m}月時点）",
                "調査時点：令和{r}年{m}月",
                "最終調査年月：{y}年{m}月",
                "※ 本資料は、{y}年{m}月時点の調査結果に基づき作成したものである。",
            )
        ),
        public_lead=st.booleans(),
        notes=st.booleans(),
    )


def pdf_style(style: Style) -> Style:
    """A style that can be told from a page number and from running text on paper."""
    return replace(style, number="①" if style.number == "マル" else style.number)
