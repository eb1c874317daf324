"""PDF files made for the tests."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table, TableStyle

JAPANESE_FONT = "HeiseiKakuGo-W5"
pdfmetrics.registerFont(UnicodeCIDFont(JAPANESE_FONT))
_STYLES = getSampleStyleSheet()
BODY = _STYLES["BodyText"]
HEAD = _STYLES["Heading2"]
JAPANESE = ParagraphStyle("ja", fontName=JAPANESE_FONT, fontSize=10.5, leading=16, wordWrap="CJK")


def paragraph(text: str, style: ParagraphStyle = BODY) -> Paragraph:
    return Paragraph(text, style)


def table(rows: Sequence[Sequence[str]], style: ParagraphStyle = BODY) -> Table:
    cells = [[Paragraph(cell, style) for cell in row] for row in rows]
    return Table(cells, repeatRows=0, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))


def pdf(
    flowables: Sequence[Any], *, columns: int = 1, head: str = "", made: str = "", encrypt: Any = None
) -> bytes:
    """A file of these paragraphs and tables; `head` runs over every page, with the number below."""
    out = io.BytesIO()

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, A4[1] - 30, head)
        canvas.drawCentredString(A4[0] / 2, 25, f"Page {document.page}")

    width = (A4[0] - 100 - 20 * (columns - 1)) / columns
    frames = [Frame(50 + n * (width + 20), 60, width, A4[1] - 120, id=str(n)) for n in range(columns)]
    template = PageTemplate(frames=frames, onPage=decorate if head else lambda *_: None)
    document = BaseDocTemplate(out, pagesize=A4, pageTemplates=[template], title=made, encrypt=encrypt)
    document.build(list(flowables))
    return out.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def scan(pages: int = 2) -> bytes:
    """Pages that are pictures, as a scanner makes them."""
    from PIL import Image

    picture = ImageReader(Image.new("L", (200, 280), 200))

    def draw(canvas: Canvas) -> None:
        for _ in range(pages):
            canvas.drawImage(picture, 0, 0, *A4)
            canvas.showPage()

    return drawn(draw)


def written_out(*objects: bytes, trailer: bytes = b"", xref: bytes | None = None) -> bytes:
    """A file of these objects as they stand, numbered from 1; the first is the catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, stands in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, stands)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) if xref is None else xref
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        trailer,
        len(body),
    )
    return body + table + end


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)
