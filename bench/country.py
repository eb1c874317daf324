"""The labelled country reports: how exact, and how fast. Prints a table; --store writes country-results.json.

python bench/country.py [--store]
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared import BENCHMARK, require, rows, score, write_rows
from xborder.assess.country import compare, to_json
from xborder.errors import ReadingError
from xborder.extract.ppc import read_profile
from xborder.model import Profile

RESULTS = Path(__file__).parent / "country-results.json"
PAGES_AS_ONE = 10  # PDF speed is told for a report of so many pages


def main() -> None:
    folder = require(BENCHMARK / "country-dev")
    predicted = [predict(folder / label["id"], label["id"]) for label in rows(folder / "labels.jsonl")]
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "predicted.jsonl"
        write_rows(file, predicted)
        figures = {**score("country", file, folder / "labels.jsonl"), **speed(folder)}
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if "--store" in sys.argv:
        RESULTS.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def predict(folder: Path, pair: str) -> dict[str, Any]:
    old, new = (profile(next(folder.glob(f"{side}.*"))) for side in ("old", "new"))
    assessed = compare(old, new)
    return {
        "id": pair,
        "old_profile": old and to_json(old),
        "new_profile": new and to_json(new),
        "findings": [{"part": f.part, "fact": f.fact, "change": f.change} for f in assessed.findings],
        "trigger": assessed.is_trigger,
    }


def profile(path: Path) -> Profile | None:
    try:
        return read_profile(path.read_bytes(), "pdf" if path.suffix == ".pdf" else "html")
    except ReadingError:
        return None


def speed(folder: Path) -> dict[str, float]:
    """CPU milliseconds; the PDF figure is per page, times ten."""
    pages = [p for p in sorted(folder.glob("*/*.html")) if profile(p)]
    papers = [p for p in sorted(folder.glob("*/*.pdf")) if profile(p)]
    sheets = sum(len(_pdf(p)) for p in papers)
    read = [p for p in map(profile, pages) if p]
    return {
        "html_ms": round(_cpu(lambda: [profile(p) for p in pages]) / len(pages), 1),
        "pdf_ten_pages_ms": round(_cpu(lambda: [profile(p) for p in papers]) / sheets * PAGES_AS_ONE, 1),
        "compare_unchanged_ms": round(_cpu(lambda: [compare(p, p) for p in read]) / len(read), 2),
    }


def _pdf(path: Path) -> Any:
    import pypdfium2

    return pypdfium2.PdfDocument(path)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
