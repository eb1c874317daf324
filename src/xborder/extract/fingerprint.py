"""The digest every fetch is compared by, and the digest of what was read."""

import hashlib
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from xborder.errors import ReadingError
from xborder.extract.clauses import is_imprint, may_hold_imprint
from xborder.extract.furniture import open_page
from xborder.extract.sniff import sniff
from xborder.extract.tree import length, single_spaced
from xborder.model import Page
from xborder.model.text import canonical


def fingerprint(
    body: bytes,
    *,
    media_type: str | None = None,
    charset: str | None = None,
    select: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> str:
    """Digest of the main text, cheap enough for every fetch. Never raises.

    Two bodies with one fingerprint have the same letters in the same order in their main text, and in the
    same cells of its tables. Formats whose text is dear to get, and pages that cannot be read, are compared
    by their bytes.
    """
    if sniff(body, media_type) != "html":
        return _sha256(body)
    try:
        main = open_page(body, charset, tuple(select), tuple(remove)).main
    except ReadingError:
        return _sha256(body)
    text = "\n".join(node.text(separator="\n", skip_empty=True) for node in main.nodes)
    if may_hold_imprint(text):
        text = "\n".join(line for line in text.split("\n") if not is_imprint(line.strip()))
    return _sha256((single_spaced(text) + _cells(main.nodes)).encode())


def _cells(nodes: Sequence[LexborNode]) -> str:
    """How many letters each cell holds, row by row: a tick says another thing in the next one."""
    found = (cell for node in nodes for cell in node.css("tr,td,th"))
    return "".join("\n" if cell.tag == "tr" else f" {length(cell)}{_reach(cell)}" for cell in found)


def _reach(cell: LexborNode) -> str:
    attributes = cell.attributes
    return f"/{attributes.get('rowspan')}/{attributes.get('colspan')}" if "rowspan" in attributes else ""


def digest(page: Page) -> str:
    """Digest of the canonical text of the clauses: what makes two versions the same.

    Of the PPC's list the addresses count, too, though the list reads the same.
    """
    lines = [canonical(f"{clause.number} {clause.text}") for clause in page.clauses]
    lines += [f"{entry.name} {entry.html_url} {entry.pdf_url}" for entry in page.index]
    return _sha256("\n".join(lines).encode("utf-8", "replace"))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
