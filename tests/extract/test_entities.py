"""Entities are text at every door: none is looked up, none grows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xborder.errors import ReadingError
from xborder.extract import read_html
from xborder.extract.ppc import read_profile
from xborder.extract.ppc.index import read_index

DOORS: dict[str, Callable[[bytes], object]] = {
    "a contract": read_html,
    "a country report": lambda body: read_profile(body, "html"),
    "a country report as text": lambda body: read_profile(body, "text"),
    "the list of reports": lambda body: read_index(body, None, "https://ppc.example/"),
}
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize("xhtml", [False, True], ids=["html", "xhtml"])
def test_entities_are_neither_looked_up_nor_do_they_grow(
    door: Callable[[bytes], object], xhtml: bool, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("SECRET-OF-THIS-MACHINE")
    outside = (
        f'<!ENTITY out SYSTEM "file://{tmp_path}/secret"><!ENTITY % more SYSTEM "file://{tmp_path}/more">'
    )
    head = '<?xml version="1.0"?>' if xhtml else ""
    body = (
        f'{head}<!DOCTYPE html [<!ENTITY l0 "lol">{LAUGHS}{outside}%more;]>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h3>&out;</h3><p>&out; &l11; A &amp; B</p>'
        f'<ul><li><a href="/x">&out; &l11;</a></li></ul></body></html>'
    )
    try:
        found = repr(door(body.encode()))
    except ReadingError as error:
        found = str(error)
    assert "SECRET-OF-THIS-MACHINE" not in found
    assert len(found) < 20_000
