"""The one text two passages are compared by; what is shown and quoted stays verbatim.

Case is kept: in contracts a capital letter makes a defined term. Idempotent.
"""

import re
import unicodedata

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
    # Radicals for which Unicode gives no compatibility mapping; fonts in PDF files put them for ideographs.
    "⺂": "乛", "⺄": "乙", "⺆": "冂", "⺇": "几", "⺈": "刀", "⺊": "卜", "⺌": "小", "⺍": "小", "⺑": "尢",
    "⺔": "彑", "⺕": "彐", "⺜": "日", "⺤": "爪", "⺥": "爪", "⺧": "牛", "⺩": "王", "⺪": "疋", "⺳": "网",
    "⺴": "网", "⺵": "网", "⺶": "羊", "⺷": "羊", "⺸": "羊", "⺻": "聿", "⺽": "臼", "⻇": "角",
    "⺁": "厂", "⺃": "乚", "⺅": "亻", "⺉": "刂", "⺋": "㔾", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺒": "巳",
    "⺓": "幺", "⺖": "忄", "⺗": "㣺", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺝": "月", "⺞": "歺", "⺠": "民",
    "⺡": "氵", "⺢": "氺", "⺣": "灬", "⺦": "丬", "⺨": "犭", "⺫": "罒", "⺬": "示", "⺭": "礻", "⺮": "竹",
    "⺯": "糸", "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺹": "耂", "⺺": "肀", "⺼": "月", "⺾": "艹", "⺿": "艹",
    "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "覀", "⻄": "西", "⻅": "见", "⻆": "角", "⻈": "讠", "⻉": "贝",
    "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "邑", "⻐": "钅", "⻑": "長", "⻒": "镸",
    "⻓": "长", "⻔": "门", "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风",
    "⻜": "飞", "⻝": "食", "⻞": "食", "⻟": "飠", "⻠": "饣", "⻡": "首", "⻢": "马", "⻣": "骨", "⻤": "鬼",
    "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯",
    "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龜", "⻲": "亀",
}  # fmt: skip
_TABLE = str.maketrans(_ALIKE)

# Never printed: soft hyphen, zero-width characters, directions, variation selectors, controls, surrogates.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f\u0080-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_JAPANESE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GAP = re.compile(rf"(?<=[{_JAPANESE}])\s+|\s+(?=[{_JAPANESE}])")
_SPACE = re.compile(r"\s+")
_TRAILING = " .,;:。、・"


def canonical(text: str) -> str:
    """The text without what no reader would call a difference. Not for display."""
    if not text.isascii():
        text = _compatible(_compatible(text))
        text = unicodedata.normalize("NFC", _GAP.sub("", text))  # a voiced mark may now stand at its letter
    return _SPACE.sub(" ", _UNSEEN.sub("", text.replace("`", "'"))).strip().rstrip(_TRAILING)


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text).translate(_TABLE)).translate(_TABLE)
