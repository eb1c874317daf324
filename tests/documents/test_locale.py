"""Both languages of the documents say the same."""

import re
from importlib.resources import files

from babel.messages.pofile import read_po


def catalogue(language: str) -> dict[str, str]:
    with files("xborder.documents").joinpath("locale", f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id}


def test_both_languages_have_the_same_keys_with_the_same_values():
    ja, en = catalogue("ja"), catalogue("en")
    assert ja.keys() == en.keys()
    assert all(ja.values()) and all(en.values())
    differing = [k for k in ja if set(re.findall(r"{(\w+)}", ja[k])) != set(re.findall(r"{(\w+)}", en[k]))]
    assert differing == []
