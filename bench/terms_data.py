"""Labelled revisions of terms, as the assessment sees them: changes, pages, passages, signs.

The data lie beside the repository in `shared/benchmark` and never in it. The dated captures of
`shared/replay` are used as well when they are unpacked and their folder is named.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xborder.assess.terms.passages import Passage, is_cut, passages
from xborder.assess.terms.signs import Signs, about_data
from xborder.assess.terms.standing import read_all
from xborder.assess.terms.text import skeleton
from xborder.diff import diff
from xborder.extract import read_html, read_text
from xborder.model import Change, Page, Topic

SHARED = Path(__file__).resolve().parents[2] / "shared"
_REMOVED = "REMOVED:"
_CAPTURES_LOOKED_AT = 6  # a change may reach the page some days after its date
_MOST_SILENT = 60  # passages of a capture labelled as form only; beyond, the capture is another page
_LEAST_CLAUSES = 10


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One labelled pair."""

    id: str
    company: str
    language: str
    substantive: bool
    topics: Mapping[Topic, str]  # to its direction
    evidence: Mapping[Topic, str]
    changes: tuple[Change, ...]
    cut: bool  # the new text breaks off
    passages: tuple[Passage, ...]
    signs: tuple[Signs, ...]
    about: float
    proofs: tuple[frozenset[Topic], ...]  # by passage: the topics whose evidence it holds


def english() -> list[Revision]:
    return list(_pairs("terms-dev", "en"))


def japanese() -> list[Revision]:
    return list(_pairs("terms-ja-dev", "ja"))


def captured(folder: Path) -> list[Revision]:
    """Steps of the replay history whose captures show what was labelled."""
    revisions = (_step(row, folder) for row in _rows(SHARED / "benchmark" / "replay-dev-events.jsonl"))
    return [r for r in revisions if r is not None and _shows_label(r)]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _pairs(name: str, language: str) -> Iterator[Revision]:
    folder = SHARED / "benchmark" / name
    for row in _rows(folder / "labels.jsonl"):
        old, new = (_page(next((folder / row["id"]).glob(f"{side}.*"))) for side in ("old", "new"))
        # A pair without a company goes with all pairs made from the same repository.
        yield _revision(row, row.get("company") or row["source"].split()[0], language, [(old, new)])


def _page(path: Path) -> Page:
    body = path.read_bytes()
    return read_html(body) if path.suffix == ".html" else read_text(body, markdown=path.suffix == ".md")


def _step(row: dict[str, Any], folder: Path) -> Revision | None:
    pairs = [_around(source, row) for source in sorted(folder.glob(f"{row['contractor']}/{row['type']}*"))]
    shown = [pair for pair in pairs if pair is not None]
    return _revision(row, row["contractor"], "en", shown) if shown else None


def _around(source: Path, row: dict[str, Any]) -> tuple[Page, Page] | None:
    captures = sorted(source.glob("*.html"))
    before = [c for c in captures if c.stem <= row["date_old"]]
    after = [c for c in captures if c.stem >= row["date_new"]]
    if not before:
        return None
    old = _page(before[-1])
    for capture in after[:_CAPTURES_LOOKED_AT]:
        new = _page(capture)
        if len(new.clauses) >= _LEAST_CLAUSES and new.clauses != old.clauses:
            return old, new
    return None


def _shows_label(revision: Revision) -> bool:
    if not revision.substantive:
        return len(revision.passages) <= _MOST_SILENT
    return set(revision.topics) == set().union(*revision.proofs)


def _revision(
    row: dict[str, Any], company: str, language: str, pages: Sequence[tuple[Page, Page]]
) -> Revision:
    changes: list[Change] = []
    found: list[Passage] = []
    signs: list[Signs] = []
    cut = False
    for old, new in pages:
        part = diff(old.clauses, new.clauses)
        shown = passages(part, old, new)
        found += [replace(p, change=p.change + len(changes)) for p in shown]
        signs += read_all(shown, old, new)
        changes += part
        cut = cut or is_cut(part)
    evidence = {Topic(t["topic"]): t["evidence"] for t in row["topics"]}
    return Revision(
        id=row["id"],
        company=company,
        language=language,
        substantive=row["substantive"],
        topics={Topic(t["topic"]): t["direction"] for t in row["topics"]},
        evidence=evidence,
        changes=tuple(changes),
        cut=cut,
        passages=tuple(found),
        signs=tuple(signs),
        about=about_data((new for _, new in pages), found),
        proofs=tuple(frozenset(t for t, quote in evidence.items() if _holds(p, quote)) for p in found),
    )


def _holds(passage: Passage, quote: str) -> bool:
    """Whether the passage is (part of) the quoted proof."""
    removed = quote.startswith(_REMOVED)
    wanted, said = skeleton(quote.removeprefix(_REMOVED)), skeleton(passage.text)
    return passage.added != removed and (wanted in said or (len(said) > 16 and said in wanted))
