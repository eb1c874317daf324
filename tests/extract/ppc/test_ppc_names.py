"""How law names, notes and odd lines of the form are read."""

import pytest

from xborder.extract.ppc import read_profile
from xborder.extract.ppc.lines import Line, items, tidy
from xborder.extract.ppc.names import is_name, is_sentence, read_name, split_sentence
from xborder.model import Indicator, LegalSystem, Part, Provision

HEAD = "<html><body><h2>アルバ共和国</h2><h3>個人情報の保護に関する制度の有無</h3>"
INDICATORS = "<h3>個人情報の保護に関する制度についての指標となり得る情報</h3>"
OTHER = "<h3>その他本人の権利利益に重大な影響を及ぼす可能性のある制度</h3>"
LOCALIZATION = (
    "<h4>個人情報の域内保存義務に係る制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの</h4>"
)
ACCESS = "<h4>事業者に対し政府の情報収集活動への協力義務を課す制度であって、本人の権利利益に重大な影響を及ぼす可能性のあるもの</h4>"


def part(
    *,
    system: str = "<p>包括的な法令として、以下の法令が存在する。</p>",
    indicators: str = "",
    localization: str = "<p>－</p>",
    access: str = "<p>－</p>",
) -> Part:
    body = HEAD + system + INDICATORS + indicators + OTHER + LOCALIZATION + localization + ACCESS + access
    return read_profile((body + "</body></html>").encode(), "html").parts[0]


@pytest.mark.parametrize(
    ("text", "japanese", "original", "short"),
    [
        ("個人情報保護法(Privacy Act)", "個人情報保護法", "Privacy Act", ()),
        (
            "個人情報保護法(Privacy Act 2010 (Act 7))(以下「法」という。)",
            "個人情報保護法",
            "Privacy Act 2010 (Act 7)",
            ("法",),
        ),
        ("データ保護法(2020年第5号)(Data Law, No. 5)", "データ保護法（2020年第5号）", "Data Law, No. 5", ()),
        (
            "個人データ(プライバシー)条例(Personal Data Ordinance)",
            "個人データ（プライバシー）条例",
            "Personal Data Ordinance",
            (),
        ),
        (
            "電子通信法(Electronic Communications Act)(ECA)",
            "電子通信法",
            "Electronic Communications Act",
            ("ECA",),
        ),
        (
            "電子通信法(Electronic Communications Act、以下「ECA」という。)",
            "電子通信法",
            "Electronic Communications Act",
            ("ECA",),
        ),
        ("網絡安全法(网络安全保护法)", "網絡安全法", "网络安全保护法", ()),
        ("通信法(2011年法律第10号)", "通信法（2011年法律第10号）", None, ()),
        ("通信法※2(Act on Communications※3)", "通信法", "Act on Communications", ()),
        ("「通信の秘密に関する法律」(Act)", "通信の秘密に関する法律", "Act", ()),
    ],
)
def test_a_law_is_printed_as_name_original_and_short_name(
    text: str, japanese: str, original: str | None, short: tuple[str, ...]
) -> None:
    name = read_name(tidy(text))
    assert (name.japanese, name.original, name.short) == (japanese, original, short)


def test_a_sentence_is_no_name() -> None:
    assert is_sentence("捜査機関は、情報の提供を求めることができる。")
    assert not is_name("捜査機関は、情報の提供を求めることができる。")
    assert not is_sentence("個人情報保護法(以下「法」という。)")


def test_a_name_and_what_is_said_of_it_may_share_a_line() -> None:
    assert split_sentence("通信法(Act):事業者は、情報を提供しなければならない。") == (
        "通信法(Act)",
        "事業者は、情報を提供しなければならない。",
    )
    assert split_sentence("通信法(Act)に基づき、情報を提供しなければならない。") is None


@pytest.mark.parametrize("form", ["一覧", "マル1", "①", "(1)", "1."])
def test_laws_are_told_from_what_is_said_of_them(form: str) -> None:
    number = "" if form == "一覧" else form
    second = number.replace("1", "2").replace("①", "②")
    access = f"<ul><li>{number}通信法(Act)<ul><li>情報を提供しなければならない。</li><li>期間は、1年とする。</li></ul></li><li>{second}傍受法</li></ul>"
    laws = part(access=access).government_access
    assert laws is not None
    assert [law.name_ja for law in laws] == ["通信法", "傍受法"]
    assert laws[0].body == "情報を提供しなければならない。\n期間は、1年とする。"


def test_laws_named_in_one_line_are_all_read() -> None:
    laws = part(
        access="<p>①国家安全法(Law on Security No. 32)、②情報法、③監査法(Law on Inspection)</p>"
    ).government_access
    assert laws is not None
    assert [law.name_ja for law in laws] == ["国家安全法", "情報法", "監査法"]


def test_enumerations_inside_a_text_are_no_laws() -> None:
    access = "<ul><li>①通信法(Act)<ul><li>次の情報を提供しなければならない。<ul><li>①氏名</li><li>②住所</li></ul></li></ul></li></ul>"
    laws = part(access=access).government_access
    assert laws is not None
    assert [law.name_ja for law in laws] == ["通信法"]


@pytest.mark.parametrize(
    "text",
    ["－", "-", "―", "なし", "該当なし。", "該当する制度は存在しない。", "域内保存を義務付ける制度は見当たらない。", "該当する法令は不見当である。",
     "個人情報の域内保存義務は課されていない。", "該当する制度は確認されていない。なお、政府は、情報の保存について検討している。"],
)  # fmt: skip
def test_a_dash_or_a_denial_means_none(text: str) -> None:
    assert part(localization=f"<p>{text}</p>").data_localization == ()


def test_a_denial_inside_the_text_of_a_law_does_not_remove_the_law() -> None:
    laws = part(
        localization="<p>①通信法</p><p>小規模な事業者には、保存義務は課されていない。</p>"
    ).data_localization
    assert laws is not None
    assert len(laws) == 1


def test_a_law_told_in_a_sentence_only_is_not_dropped() -> None:
    read = part(access="<p>電気通信法(Telecom Act)第12条に基づき、事業者は情報を提供しなければならない。</p>")
    assert [law.name_ja for law in read.government_access or ()] == ["電気通信法"]
    unnamed = part(access="<p>事業者は、求めに応じて情報を提供しなければならない。</p>")
    assert len(unnamed.government_access or ()) == 1
    assert any(u.startswith("government_access:") for u in unnamed.unknown)


def test_notes_under_the_last_pillar_are_no_laws() -> None:
    note = "<p>※ なお、政府は、情報の保存に関する法律の制定を検討している。</p>"
    assert part(localization=f"<p>－</p>{note}", access=f"<p>－</p>{note}").government_access == ()


def test_a_note_after_a_law_that_mentions_a_repealed_law_adds_none() -> None:
    laws = part(
        access="<p>①通信法</p><p>情報を提供しなければならない。</p><p>※ 旧情報法は、2020年に廃止された。</p>"
    ).government_access
    assert [law.name_ja for law in laws or ()] == ["通信法"]


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("包括的な法令として、以下の法令が存在する。", LegalSystem.COMPREHENSIVE),
        ("包括的な法令※1として、以下の法令が存在する。", LegalSystem.COMPREHENSIVE),
        (
            "包括的な法令は存在しない。個別の分野に適用される法令として、以下の法令が存在する。",
            LegalSystem.SECTORAL,
        ),
        (
            "包括的な法令は存在せず、個別の分野に適用される法令として、以下の法令が存在する。",
            LegalSystem.SECTORAL,
        ),
        (
            "人情報の保護に関する制度は、包括的な法令としても、個別の分野に適用される法令としても存在しない。",
            LegalSystem.NONE,
        ),
        ("包括的な法令及び個別の分野に適用される法令はいずれも存在しない。", LegalSystem.NONE),
        ("調査中である。", None),
    ],
)
def test_the_opening_sentence_says_which_system_there_is(text: str, system: LegalSystem | None) -> None:
    assert part(system=f"<p>{text}</p><p>なお、包括的な法令が制定される予定である。</p>").system == system


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("なし", Indicator.NO),
        ("あり", Indicator.YES),
        ("あり（2021年12月17日決定）", Indicator.YES),
        ("2019年1月23日決定", Indicator.YES),
        ("あり（民間部門に限る。）", Indicator.PARTIAL),
        ("一部あり", Indicator.PARTIAL),
        ("なし（2020年7月16日無効判決）", Indicator.NO),
        ("審査中", Indicator.NO),
        ("－", Indicator.NO),
    ],
)
def test_adequacy_is_read_from_its_line(text: str, value: Indicator) -> None:
    assert part(indicators=f"<ul><li>EUの十分性認定※1：{text}</li></ul>").eu_adequacy is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("なし", Indicator.NO),
        ("2012 年 7 月 25 日参加", Indicator.YES),
        ("参加していない", Indicator.NO),
        ("脱退", Indicator.NO),
        ("参加", Indicator.YES),
    ],
)
def test_participation_in_cbpr_is_read_from_its_line(text: str, value: Indicator) -> None:
    assert part(indicators=f"<p>APEC の CBPR システム※2：{text}</p>").cbpr is value


def test_an_indicator_that_is_not_printed_is_unknown() -> None:
    read = part()
    assert read.eu_adequacy is None
    assert "eu_adequacy" in read.unknown


def test_the_lead_in_alone_does_not_make_a_member_of_cbpr() -> None:
    lead = "<p>APECのCBPRシステム参加エコノミーである場合、本項目に係る情報提供は必ずしも行う必要がない。</p>"
    read = part(
        indicators=f"<p>APECのCBPRシステム：なし</p><h4>OECDプライバシーガイドライン8原則に対応する事業者等の義務又は本人の権利</h4>{lead}<p>①収集制限の原則：該当する規定は不見当である。</p>"
    )
    assert read.cbpr is Indicator.NO
    assert read.oecd[0][1] is Provision.NOT_FOUND
    assert read.oecd[1][1] is None


def test_letters_of_other_forms_are_read_as_the_same() -> None:
    assert tidy("⻑⻄　ﾃﾞｰﾀ　２０２２ 年 １ 月（Ａ）マル3") == "長西データ2022年1月(A)③"


def test_a_line_that_happens_to_begin_with_a_number_goes_on_with_its_sentence() -> None:
    lines = [
        Line("対象情報：次に掲げるもの（識別することができ、"),
        Line("②入手が可能なもの）", wraps=True),
        Line("②通信法", wraps=False),
    ]
    assert [i.text for i in items([Line(tidy(x.text), wraps=x.wraps) for x in lines], ())] == [
        "対象情報:次に掲げるもの(識別することができ、②入手が可能なもの)",
        "通信法",
    ]


@pytest.mark.parametrize(
    ("line", "month"),
    [
        ("（２０２２年１月時点）", "2022-01"),
        ("調査時点：令和4年1月", "2022-01"),
        ("調査時点：平成31年4月", "2019-04"),
        ("調査時点：令和元年5月", "2019-05"),
        ("調査時点：令和元年12月", "2019-12"),
        ("調査時点：光文2年12月", None),  # an era that is not known yet is no date, and never a wrong one
        ("最終調査年月：2022 年 2 月", "2022-02"),
        ("※ 本資料は、2021年10月時点の調査結果に基づき作成したものである。", "2021-10"),
        ("2023年3月31日現在", "2023-03"),
        ("調査時点 2022.3", "2022-03"),
        ("調査年月：2022/03", "2022-03"),
        ("最終更新日：2023年5月1日", None),
        ("公表日：2022年1月25日", None),
        ("2021年10月、個人情報保護法が施行された。", None),
    ],
)
def test_the_survey_date_is_read_from_lines_that_say_so(line: str, month: str | None) -> None:
    body = (
        HEAD.replace("<h3>", f"<p>{line}</p><h3>", 1)
        + INDICATORS
        + OTHER
        + LOCALIZATION
        + "<p>－</p>"
        + ACCESS
        + "<p>－</p></body></html>"
    )
    assert read_profile(body.encode(), "html").surveyed == month
    foot = (
        HEAD
        + INDICATORS
        + OTHER
        + LOCALIZATION
        + "<p>－</p>"
        + ACCESS
        + f"<p>－</p><p>※1 注</p><p>{line}</p></body></html>"
    )
    assert read_profile(foot.encode(), "html").surveyed == month


def test_a_raised_number_is_a_footnote_mark() -> None:
    system = "<p>包括的な法令として、以下の法令が存在する。</p><ul><li>情報法<ul><li>対象機関：公的部門<sup>1</sup>及び民間部門<sup>※2</sup></li></ul></li></ul>"
    law = (part(system=system, indicators="<p>EUの十分性認定<sup>3</sup>：なし</p>").laws or ())[0]
    assert law.bodies == "公的部門及び民間部門"
