"""How well revisions of terms are understood: scores on companies the weights never saw, and speed.

    python bench/terms.py [--captures FOLDER] [--json]

Cross-validation by company over the labelled pairs: every pair is judged by weights, thresholds and
directions learned without any pair of its company. The figures are kept in bench/terms-results.json.
"""

import argparse
import json
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from terms_data import Revision, captured, english, japanese
from train_terms import cross_validate
from xborder.assess import terms
from xborder.assess.terms.conclude import conclude
from xborder.assess.terms.model import Model
from xborder.assess.terms.signs import TOPICS
from xborder.model import TermsAssessment
from xborder.texts import same

RESULTS = Path(__file__).with_name("terms-results.json")
BINS = (0.2, 0.4, 0.6, 0.8, 1.01)


def judge(model: Model, revision: Revision) -> TermsAssessment:
    if revision.cut:
        return TermsAssessment(substantive=False, confidence=0.5, needs_person=same("cut"))
    return conclude(model, revision.passages, revision.signs, revision.about, revision.changes)


def score(revisions: Sequence[Revision], said: Mapping[str, TermsAssessment]) -> dict[str, Any]:
    """The figures of one set of pairs."""
    topics: dict[str, list[int]] = {topic.value: [0, 0, 0] for topic in TOPICS}
    substance = [0, 0, 0, 0]
    right = matched = doubtful = 0
    for revision in revisions:
        found = {finding.topic: finding for finding in said[revision.id].findings}
        substance[2 * revision.substantive + said[revision.id].substantive] += 1
        doubtful += bool(said[revision.id].needs_person)
        for topic in {*found, *revision.topics}:
            column = 0 if topic in found and topic in revision.topics else 1 if topic in found else 2
            topics[topic.value][column] += 1
            if column == 0:
                matched += 1
                right += found[topic].direction == revision.topics[topic]
    used = {name: counts for name, counts in topics.items() if counts[0] + counts[2]}
    return {
        "pairs": len(revisions),
        "substantive_f1": _f1(substance[3], substance[1], substance[2]),
        "substantive_accuracy": round((substance[3] + substance[0]) / len(revisions), 3),
        "missed_but_sent_to_a_person": sum(
            r.substantive and not said[r.id].substantive and bool(said[r.id].needs_person) for r in revisions
        ),
        "asked_for_a_person": doubtful,
        "topics_micro_f1": _f1(*(sum(counts[i] for counts in topics.values()) for i in range(3))),
        "topics_macro_f1": round(sum(_f1(*counts) for counts in used.values()) / len(used), 3),
        "direction_right": round(right / matched, 3),
        "per_topic": {name: _row(*counts) for name, counts in used.items()},
        "calibration": _calibration(revisions, said),
    }


def _f1(hit: int, false: int, missed: int) -> float:
    return round(2 * hit / max(1, 2 * hit + false + missed), 3)


def _row(hit: int, false: int, missed: int) -> dict[str, float]:
    return {
        "labels": hit + missed,
        "precision": round(hit / max(1, hit + false), 3),
        "recall": round(hit / max(1, hit + missed), 3),
        "f1": _f1(hit, false, missed),
    }


def _calibration(revisions: Sequence[Revision], said: Mapping[str, TermsAssessment]) -> list[dict[str, Any]]:
    """Of the findings said with so much confidence, how many are labelled."""
    rows: list[list[bool]] = [[] for _ in BINS]
    for revision in revisions:
        for finding in said[revision.id].findings:
            place = next(i for i, end in enumerate(BINS) if finding.confidence < end)
            rows[place].append(finding.topic in revision.topics)
    return [
        {"confidence_below": end, "findings": len(row), "labelled": round(sum(row) / len(row), 3)}
        for end, row in zip(BINS, rows, strict=True)
        if row
    ]


def speed(revisions: Sequence[Revision]) -> dict[str, Any]:
    """Processor time of the shipped assessment, for ordinary revisions and for the largest."""
    started = time.process_time()
    terms.assess(revisions[0].changes, language="en")
    first = time.process_time() - started
    times = []
    for revision in revisions:
        started = time.process_time()
        terms.assess(revision.changes, language=revision.language)
        times.append((time.process_time() - started, len(revision.changes)))
    around_ten = [seconds for seconds, count in times if 8 <= count <= 12]
    slowest, changes = max(times)
    return {
        "first_call_seconds": round(first, 3),
        "ten_changes_ms": round(1000 * sum(around_ten) / max(1, len(around_ten)), 1),
        "slowest_ms": round(1000 * slowest),
        "slowest_changes": changes,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=Path, help="folder of the unpacked replay archive")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    sets = {"english": english(), "japanese": japanese()}
    if arguments.captures:
        sets["captures"] = captured(arguments.captures)
    everything = [revision for revisions in sets.values() for revision in revisions]
    said = cross_validate(everything, judge)
    results: dict[str, Any] = {name: score(revisions, said) for name, revisions in sets.items()}
    results["speed"] = speed(everything)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=None if arguments.json else 1))


if __name__ == "__main__":
    main()
