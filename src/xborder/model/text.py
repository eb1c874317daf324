"""The one text two passages are compared by; what is shown and quoted stays verbatim.

Case is kept: in contracts a capital letter makes a defined term. Idempotent.
"""

import re
import unicodedata
from functools import lru_cache

# Alike to the reader, apart to NFKC. Wave dash and minus differ by the encoding a page was saved in.
_ALIKE = {
    **dict.fromkeys("‐‑‒–—―−﹘⁃─━", "-"),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»〝〞〟", '"'),
    **dict.fromkeys("•‣▪●◦∙·‧", "・"),
    "〜": "~",
    "∼": "~",
    "‖": "∥",
    "…": "...",
}
# Radicals for which Unicode gives no compatibility mapping; fonts in PDF files put them for ideographs.
_RADICALS = (
    "⺂⺄⺆⺇⺈⺊⺌⺍⺑⺔⺕⺜⺤⺥⺧⺩⺪⺳⺴⺵⺶⺷⺸⺻⺽⻇⺁⺃⺅⺉⺋⺎⺏⺐⺒⺓⺖⺗⺘⺙⺛⺝⺞⺠⺡⺢⺣⺦⺨⺫"
    "⺬⺭⺮⺯⺰⺱⺲⺹⺺⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦"
    "⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
)
_IDEOGRAPHS = (
    "乛乙冂几刀卜小小尢彑彐日爪爪牛王疋网网网羊羊羊聿臼角厂乚亻刂㔾兀尣尢巳幺忄㣺扌攵旡月歺民氵氺灬丬犭罒"
    "示礻竹糸纟罓罒耂肀月艹艹艹虎衤覀西见角讠贝足车辶辶辶邑钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟"
    "卤麦黄黾斉齐歯齿竜龙龜亀"
)
_TABLE = str.maketrans(_ALIKE | dict(zip(_RADICALS, _IDEOGRAPHS, strict=True)))

# Never printed: soft hyphen, zero-width characters, directions, variation selectors, controls, surrogates.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f\u0080-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_JAPANESE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_JAPANESE = re.compile(f"[{_JAPANESE}]")
_GAP = re.compile(f"(?<=[{_JAPANESE}]) | (?=[{_JAPANESE}])")
_BEYOND_ASCII = re.compile("[^\x00-\x7f][^\x00-\x7f]*")  # found in half the time of "[..]+"
_SHORT = 3
_TRAILING = " .,;:。、・"


def canonical(text: str) -> str:
    """The text without what no reader would call a difference. Not for display."""
    if not text.isascii():
        # Run by run: an English contract has a few curly quotes among tens of thousands of letters.
        text = _BEYOND_ASCII.sub(_folded, text)
        text = unicodedata.normalize("NFC", text)
    is_plain = text.isprintable()  # of the blanks only the space prints
    if not is_plain:  # what is never printed and not ASCII was taken out with its run
        text = _UNSEEN.sub("", text)
    text = text.replace("`", "'")
    if not is_plain or "  " in text:
        text = " ".join(text.split())
    if not text.isascii() and _IS_JAPANESE.search(text):
        text = unicodedata.normalize("NFC", _GAP.sub("", text))  # a voiced mark may now stand at its letter
    return text.strip().rstrip(_TRAILING)


def _folded(run: re.Match[str]) -> str:
    return _short(run[0]) if len(run[0]) <= _SHORT else _compatible(_compatible(run[0]))


@lru_cache(maxsize=1024)  # the quotes and dashes of an English text, again and again
def _short(run: str) -> str:
    return _compatible(_compatible(run))


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_TABLE)).translate(_TABLE)
