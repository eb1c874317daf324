"""What a cell of a table says by a picture alone: a tick drawn as an image, an icon, a box that is ticked."""

from selectolax.lexbor import LexborNode

from xborder.extract.tree import length, single_spaced

_PICTURES = "img,svg,i,input,[role=img],[aria-label],span[class]"
_MARK = "■"
"""Of a picture without a name: that there is one is all that can be said."""
_LONGEST = 100  # characters of a name


def name_pictures(body: LexborNode) -> None:
    """Put the name of the picture into the cells of tables with a head that hold nothing else."""
    for table in body.css("table"):
        if table.css_first("th") is None:  # the page is laid out by it
            continue
        for cell in table.css("td"):
            if cell.child is not None and _is_wordless(cell) and (name := _name(cell)):
                cell.insert_child(name)


def _is_wordless(cell: LexborNode) -> bool:
    """Nothing but the words inside a drawing, which are not shown as text."""
    return length(cell) == sum(map(length, cell.css("svg")))


def _name(cell: LexborNode) -> str:
    """Of its first picture; "" where there is none."""
    for picture in cell.css(_PICTURES):
        attributes = picture.attributes
        if picture.tag == "input":
            if attributes.get("type") in ("checkbox", "radio"):
                return "☑" if "checked" in attributes else "☐"
            continue
        title = picture.css_first("title")
        named = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title")
        return single_spaced(named or (title.text() if title else ""))[:_LONGEST] or _MARK
    return ""
