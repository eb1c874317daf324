"""The verbatim quote that shows a finding: at most 200 characters of the decisive words."""

from xborder.assess.terms.passages import Passage

LONGEST = 200
REMOVED = "REMOVED: "


def quote(passage: Passage, centre: tuple[int, int] | None = None) -> str:
    """The changed words of the passage with what makes them readable, around `centre`."""
    limit = LONGEST if passage.added else LONGEST - len(REMOVED)
    start, end = _window(passage, centre or passage.spans[0], limit)
    text = passage.text[start:end].strip()
    return text if passage.added else REMOVED + text


def _window(passage: Passage, centre: tuple[int, int], limit: int) -> tuple[int, int]:
    """The whole sentence if it fits; else a part of it, cut between words."""
    text = passage.text
    if len(text) <= limit:
        return 0, len(text)
    middle = (centre[0] + centre[1]) // 2
    start = max(0, min(middle - limit // 2, len(text) - limit))
    end = start + limit
    if start > 0:
        start = _after_space(text, start, end)
    if end < len(text):
        end = _before_space(text, start, end)
    return start, end


def _after_space(text: str, start: int, end: int) -> int:
    space = text.find(" ", start, start + 30)
    return space + 1 if 0 <= space < end else start


def _before_space(text: str, start: int, end: int) -> int:
    space = text.rfind(" ", end - 30, end)
    return space if space > start else end
