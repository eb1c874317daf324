"""Bytes to text as a browser would, and better where a server lies about its encoding.

Order of belief: byte-order mark, transport header, `meta` in the first 1,024 bytes, then a look at the bytes.
`shift_jis` means cp932 as on the web (髙, ①, ～); EUC-JP gets the same vendor characters.
"""

import codecs
import re
from dataclasses import dataclass

import webencodings
from charset_normalizer import from_bytes

from xborder.texts import Text

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE)
_PYTHON = {"shift_jis": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp", "gb18030": "gb18030"}
_ESCAPE = re.compile(rb"\x1b(?:\$[B@]|\(J)")
_SAMPLE = 200_000  # bytes looked at when guessing
# What UTF-8 looks like when read as Latin-1 or as cp932, and what no text holds: C1 controls, U+FFFD.
_MOJIBAKE = re.compile(
    "[ÃÂâãåæçäè][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[縺繧繝荳譁][\uff61-\uff9f\u4e00-\u9fff]|[\u0080-\u0084\u0086-\u009f\ufffd]"
)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_WIDE = re.compile("[^\x00-\x7f]")
_WIDE_RUN = re.compile("[^\x00-\x7f][^\x00-\x7f]*")
_ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and what was doubtful about it."""

    text: str
    charset: str
    warnings: tuple[Text, ...] = ()


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """The text of the bytes; a declaration that cannot be true is overridden, with a warning."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _finish(body[len(mark) :].decode(name, "replace"), name)
    label = _known(declared) or _known(_meta(body))
    if label is None:
        return _guess(body)
    text = _strict(body, label)
    if text is not None and not _looks_wrong(text, label, body):
        return _finish(text, label)
    return _override(body, label)


def mojibake(text: str) -> float:
    """The share of the characters beyond ASCII that look like text read in the wrong encoding."""
    together = text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8")
    if not _MOJIBAKE.search(together):  # many times as fast as the runs one by one
        return 0.0
    runs = _WIDE_RUN.findall(text)  # all that such text is made of
    wide = sum(map(len, runs))
    return min(1.0, 2 * len(_MOJIBAKE.findall(" ".join(runs))) / wide) if wide else 0.0


def _known(label: str | None) -> str | None:
    encoding = webencodings.lookup(label) if label else None
    return None if encoding is None else str(encoding.name)


def _meta(body: bytes) -> str | None:
    found = _META.search(body[:1024])
    if found is None:
        return None
    label = found[1].decode("ascii")
    # The bytes of the tag were ASCII, so a UTF-16 declaration in it is wrong; the standard reads UTF-8.
    return "utf-8" if label.lower().startswith("utf-16") else label


def _strict(body: bytes, name: str) -> str | None:
    """The text when every byte fits the encoding, else None."""
    errors = "xborder-vendor" if name == "euc-jp" else "strict"
    try:
        return body.decode(_PYTHON.get(name, name), errors)
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_wrong(text: str, label: str, body: bytes) -> bool:
    """Many encodings accept the bytes of others: the text must say whether it was read wrongly."""
    if label == "utf-8" or text.isascii():
        return False
    if _is_utf8(body):
        return True
    suspect = label in _PYTHON or mojibake(text) > 0.2
    return suspect and _japanese(body) not in (None, label)


def _is_utf8(body: bytes) -> bool:
    # Text of another encoding is hardly ever valid UTF-8 by chance once it has some wide characters.
    text = _strict(body, "utf-8")
    return text is not None and len(_WIDE.findall(text)) > 2


def _japanese(body: bytes) -> str | None:
    """The Japanese encoding the bytes are in, by validity first and share of kana second."""
    if _ESCAPE.search(body) and _strict(body, "iso-2022-jp") is not None:
        return "iso-2022-jp"
    best, best_share = None, 0.05
    for name in ("shift_jis", "euc-jp"):
        text = _strict(body, name)
        wide = len(_WIDE.findall(text)) if text else 0
        share = len(_KANA.findall(text)) / wide if text and wide else 0.0
        if share > best_share:
            best, best_share = name, share
    return best


def _guess(body: bytes) -> Decoded:
    """No declaration: UTF-8 when valid, Japanese when it reads like it, a detector as last resort."""
    japanese = _japanese(body) if _ESCAPE.search(body) else None
    if japanese is None:
        text = _strict(body, "utf-8")
        if text is not None:
            return _finish(text, "utf-8")
        japanese = _japanese(body)
    if japanese is not None:
        return _finish(_strict(body, japanese) or "", japanese)
    found = from_bytes(body[:_SAMPLE]).best()
    name = _known(found.encoding if found else None) or "windows-1252"
    text = body.decode(_PYTHON.get(name, name), "replace")
    return _finish(text, name, _ASSUMED.fill(name=name))


def _override(body: bytes, label: str) -> Decoded:
    actual = "utf-8" if _strict(body, "utf-8") is not None else _japanese(body)
    if actual is not None and actual != label:
        text = _strict(body, actual) or ""
        return _finish(text, actual, _DECLARED.fill(label=label, actual=actual))
    text = body.decode(_PYTHON.get(label, label), "replace")
    return _finish(text, label, _REPLACED.fill(label=label))


_ASSUMED = Text(
    ja="文字コードの宣言がなく、{name} として読み取りました",
    en="the encoding is not declared; {name} was assumed",
)
_DECLARED = Text(
    ja="文字コードの宣言は {label} ですが、実際は {actual} でした",
    en="declared as {label}, but the bytes are {actual}",
)
_REPLACED = Text(
    ja="{label} として読み取れない文字があり、代わりの記号に置き換えました",
    en="some bytes are not valid {label} and were replaced",
)


def _finish(text: str, charset: str, *warnings: Text) -> Decoded:
    return Decoded(text.replace("\0", ""), charset, warnings)  # a NUL shows as nothing


def _vendor_characters(error: UnicodeError) -> tuple[str, int]:
    """EUC-JP bytes Python does not know: rows that cp932 has too, at a computed place."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or pair[0] < 0xA1 or pair[1] < 0xA1 or 0xFF in pair:
        raise error
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    try:
        return bytes((lead, trail)).decode("cp932"), error.start + 2
    except UnicodeDecodeError:
        raise error from None


codecs.register_error("xborder-vendor", _vendor_characters)
