"""Text from elsewhere, harmless to look at: what would move the cursor or turn the line is shown, not done.

Escaping for HTML is the template engine's work; this is about what escaping lets through. Nothing is
dropped: a character that acts instead of being seen is written out as its number.
"""

import re

_ACTING = re.compile(
    "["
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # controls: terminal escapes, carriage returns, page breaks
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions: text that reads other than it is
    "\u2028\u2029"  # line ends that only some programs see
    "\ud800-\udfff"  # halves of characters: cannot be encoded
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"  # annotations, no characters, tags
    "]"
)


def visible(text: str) -> str:
    """The text with every acting character written out: U+202E becomes ⟦U+202E⟧."""
    return _ACTING.sub(_written_out, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Visible, and on one line: for headings, headers and lists."""
    return " ".join(visible(text).split())


def json_escaped(document: str) -> str:
    """A JSON document with acting characters as escapes: the same data, harmless on a terminal."""
    return re.sub(rf"(?!\n){_ACTING.pattern}", _json_escape, document)


def _written_out(match: re.Match[str]) -> str:
    return f"⟦U+{ord(match[0]):04X}⟧"


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
