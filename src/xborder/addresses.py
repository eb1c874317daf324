"""Whether two addresses are one: the spellings that every reader of URLs takes for the same.

Nothing is folded that a server may tell apart: the case of a path, a slash at its end, http and https, the
order of a query. The fragment is: it is never sent.
"""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")  # RFC 3986, 2.3: encoded or not, they mean the same


def folded(url: str) -> str:
    """The one spelling of an address; of what is none, the text itself."""
    try:
        parts = urlsplit(url)
        host = _host(parts)
    except ValueError:
        return url
    if not host:
        return url
    path = _without_dots(_decoded(parts.path)) or "/"
    return urlunsplit((parts.scheme, host, path, _decoded(parts.query), ""))


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    port = parts.port
    said = "" if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{port}"
    return (f"[{name}]" if ":" in name else name) + said


def _decoded(text: str) -> str:
    return _ENCODED.sub(_decode, text)


def _decode(found: re.Match[str]) -> str:
    character = chr(int(found[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else found[0].upper()


def _without_dots(path: str) -> str:
    """As RFC 3986, 5.2.4: what is one step up takes the step before away."""
    steps: list[str] = []
    names = path.split("/")[1:]
    for name in names:
        if name == ".." and steps:
            steps.pop()
        elif name not in (".", ".."):
            steps.append(name)
    if names and names[-1] in (".", ".."):
        steps.append("")
    return "/" + "/".join(steps) if names else ""
