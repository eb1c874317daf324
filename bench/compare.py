"""Every labelled pair through `xborder compare`, scored against the labels; prints a table.

    python bench/compare.py [--store]

The figures for terms are of the shipped parameters on the data they were trained on: they show that
nothing broke. How well they do on companies they never saw is measured by bench/terms.py.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared import BENCHMARK, require, rows, score, write_rows
from xborder import bootstrap
from xborder.settings import Settings

SETS = {"terms-dev": "terms", "terms-ja-dev": "terms", "country-dev": "country"}
BASELINE = Path(__file__).parent / "baseline.json"
FIGURES = (
    "pairs",
    "substantive_f1",
    "topics_micro_f1",
    "topics_macro_f1",
    "direction_right",
    "triggers_missed",
    "triggers_invented",
    "findings_f1",
    "profile_fields_right",
)


def predictions(folder: Path, kind: str) -> Iterator[dict[str, Any]]:
    settings = Settings(data=Path(__file__).parents[1] / "data")
    for label in rows(folder / "labels.jsonl"):
        old, new = (next((folder / label["id"]).glob(f"{side}.*")) for side in ("old", "new"))
        result = bootstrap.compare(settings, old, new, kind=kind, country=label.get("country"))
        yield {"id": label["id"], **result}


def main() -> None:
    table: dict[str, dict[str, Any]] = {}
    for name, kind in SETS.items():
        folder = require(BENCHMARK / name)
        started = time.monotonic()
        found = list(predictions(folder, kind))
        seconds = time.monotonic() - started
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "predictions.jsonl"
            write_rows(file, found)
            scores = score(kind, file, folder / "labels.jsonl")
        table[name] = {key: scores[key] for key in FIGURES if key in scores}
        print(name, json.dumps({**table[name], "ms_a_pair": round(1000 * seconds / len(found))}))
    if "--store" in sys.argv:
        known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
        BASELINE.write_text(json.dumps({**known, "compare": table}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
