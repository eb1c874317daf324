"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xborder.extract import read_html
from xborder.extract.charset import decode, mojibake

TEXT = "個人情報の取扱いについて、株式会社髙島は、①利用目的～②第三者提供を定めます。"
PLAIN = "個人情報の取扱いについて、当社は利用目的と第三者提供を定めます。"


def html(text: str, charset: str = "") -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<!doctype html><html><head>{meta}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("codec", "label"),
    [("utf-8", "utf-8"), ("cp932", "Shift_JIS"), ("cp932", "x-sjis"), ("cp932", "windows-31j")],
)
@pytest.mark.parametrize("by", ["header", "meta"])
def test_a_true_declaration_is_followed(codec: str, label: str, by: str) -> None:
    body = html(TEXT, label if by == "meta" else "").encode(codec)
    decoded = decode(body, label if by == "header" else None)
    assert TEXT in decoded.text
    assert decoded.warnings == ()


@pytest.mark.parametrize("by", ["header", "meta"])
def test_utf_7_is_never_read_as_such(by: str) -> None:
    """No browser reads it, and what it hides would be markup to us and plain characters to everybody else."""
    hidden = "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    decoded = decode(
        html(hidden, "utf-7" if by == "meta" else "").encode(), "utf-7" if by == "header" else None
    )
    assert hidden in decoded.text
    assert "<script" not in decoded.text


def test_euc_jp_has_the_characters_of_vendors_too() -> None:
    # ① and 髙 as Japanese systems write them in EUC-JP: row 13 and row 94 of the vendor sets.
    body = "<p>番号".encode("euc_jp") + b"\xad\xa1" + "と".encode("euc_jp") + b"\xfc\xe2</p>"
    assert "番号①と髙" in decode(body, "euc-jp").text


@pytest.mark.parametrize("codec", ["euc_jp", "iso2022_jp", "cp932", "utf-8"])
def test_japanese_without_any_declaration_is_recognised(codec: str) -> None:
    assert PLAIN in decode(html(PLAIN).encode(codec)).text


@pytest.mark.parametrize(
    ("codec", "lie"),
    [
        ("utf-8", "shift_jis"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "euc-jp"),
        ("cp932", "utf-8"),
        ("cp932", "iso-8859-1"),
        ("euc_jp", "utf-8"),
        ("euc_jp", "shift_jis"),
    ],
)
def test_a_false_declaration_is_overridden_and_reported(codec: str, lie: str) -> None:
    decoded = decode(html(PLAIN * 3).encode(codec), lie)
    assert PLAIN in decoded.text
    assert any("declared" in w.en for w in decoded.warnings)


def test_the_header_is_believed_over_the_page() -> None:
    assert PLAIN in decode(html(PLAIN, "iso-8859-1").encode("cp932"), "shift_jis").text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_believed_over_all(codec: str) -> None:
    decoded = decode(html(TEXT, "euc-jp").encode(codec), "shift_jis")
    assert TEXT in decoded.text
    assert not decoded.text.startswith("\ufeff")


def test_a_few_broken_bytes_are_replaced_and_reported() -> None:
    decoded = decode(b"<p>caf\xc3\xa9 and \xff rest</p>", "utf-8")
    assert "café and \ufffd rest" in decoded.text
    assert decoded.warnings


def test_western_text_without_declaration_is_read_with_a_warning() -> None:
    decoded = decode("Les données à caractère personnel sont protégées dès la conception.".encode("cp1252"))
    assert "données" in decoded.text
    assert decoded.warnings


def test_lone_surrogates_and_nulls_never_reach_a_clause() -> None:
    text = read_html(b"<p>a\xed\xa0\x80b &#xD800; c\0d</p>").text
    assert text.encode("utf-8")
    assert "\0" not in text


@pytest.mark.parametrize(
    ("codec", "wrong"), [("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "cp932"), ("cp932", "latin-1")]
)
def test_text_read_in_the_wrong_encoding_is_recognised(codec: str, wrong: str) -> None:
    assert mojibake(PLAIN.encode(codec).decode(wrong, "replace")) > 0.2


@pytest.mark.parametrize(
    "text",
    [TEXT, "Données à caractère personnel; “quotes” – dashes ©", "개인정보 보호", "个人信息保护", "plain"],
)
def test_good_text_is_no_mojibake(text: str) -> None:
    assert mojibake(text) < 0.05


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-16", "x-nonsense", "latin1"]),
)
def test_any_bytes_decode_to_text_that_can_be_stored(body: bytes, label: str | None) -> None:
    assert isinstance(decode(body, label).text.encode("utf-8"), bytes)
