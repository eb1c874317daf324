"""Takes services and contractors out of contractors.yaml, line by line: all other lines stay as they are."""

from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq


def without(text: str, unnamed: Collection[tuple[str, str]]) -> str:
    """`text` without these (contractor, service); a contractor goes with the last of its services."""
    contractors = YAML().load(text)["contractors"]
    spans = list(_spans(contractors, unnamed, len(text.splitlines())))
    if any(span is None for span in spans):
        return _written_anew(text, unnamed)
    gone = {line for span in spans if span for line in range(*span)}
    lines = text.splitlines(keepends=True)
    kept = [line for number, line in enumerate(lines) if number not in _without_comments(lines, gone)]
    return "".join(kept)


def _spans(
    contractors: CommentedSeq, unnamed: Collection[tuple[str, str]], end: int
) -> Iterator[tuple[int, int] | None]:
    """The lines of what goes; None for what does not stand on lines of its own."""
    for place, entry in enumerate(contractors):
        services = entry.get("transfers", [])
        going = [n for n, t in enumerate(services) if (entry.get("id"), t.get("service")) in unnamed]
        if not going:
            continue
        after = _start(contractors, place + 1) if place + 1 < len(contractors) else end
        if len(going) == len(services):
            yield _span(contractors, place, after)
            continue
        later = [entry.lc.key(key)[0] for key in entry if entry.lc.key(key)[0] > entry.lc.key("transfers")[0]]
        yield from (_span(services, n, min(later, default=after)) for n in going)


def _span(entries: CommentedSeq, place: int, after: int) -> tuple[int, int] | None:
    if entries.fa.flow_style():
        return None
    return _start(entries, place), _start(entries, place + 1) if place + 1 < len(entries) else after


def _start(entries: CommentedSeq, place: int) -> int:
    line: int = entries.lc.item(place)[0]
    return line


def _without_comments(lines: Sequence[str], gone: set[int]) -> set[int]:
    """Comments and blank lines at the end of what goes belong to what comes next."""
    kept = set(gone)
    for number in sorted(gone, reverse=True):
        ends = number + 1 not in kept
        if ends and lines[number].lstrip().startswith("#"):
            kept.discard(number)
    return kept


def _written_anew(text: str, unnamed: Collection[tuple[str, str]]) -> str:
    """For entries written on one line; comments beside them go along."""
    yaml: Any = YAML()
    yaml.preserve_quotes, yaml.width = True, 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    root = yaml.load(text)
    for entry in list(root["contractors"]):
        services = entry.get("transfers", [])
        stay = [t for t in services if (entry.get("id"), t.get("service")) not in unnamed]
        if len(stay) == len(services):
            continue
        if not stay:
            root["contractors"].remove(entry)
        for transfer in [t for t in services if t not in stay]:
            services.remove(transfer)
    target = StringIO()
    yaml.dump(root, target)
    return target.getvalue()
