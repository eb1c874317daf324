"""A paper as PDF by typst: A4, the Japanese font embedded, page x of y.

Texts reach typst as data, never as its markup: nothing a page of a contractor says is ever executed.
"""

import json
from dataclasses import asdict
from datetime import datetime
from importlib.resources import as_file, files

import typst

from xborder.documents.paper import Block, Paper
from xborder.report.safe import visible

_FONTS = "noto_cjk_sans_jp_regular"


def to_pdf(paper: Paper, *, made_at: datetime, is_wide: bool = False) -> bytes:
    """The same paper and moment give the same bytes."""
    data = {
        "title": paper.title,
        "about": paper.about,
        "language": paper.language,
        "wide": is_wide,
        "blocks": [_block(block) for block in paper.blocks],
    }
    template = files("xborder.documents").joinpath("templates", "paper.typ").read_bytes()
    with as_file(files(_FONTS)) as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        inputs = {"paper": visible(json.dumps(data, ensure_ascii=False))}
        moment = made_at.replace(microsecond=0)
        return typst.compile(template, font_paths=fonts, sys_inputs=inputs, timestamp=moment)


def _block(block: Block) -> dict[str, object]:
    return {"kind": type(block).__name__, **asdict(block)}
