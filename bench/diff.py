"""How long a diff takes: ordinary revisions of a 100 kB contract, and texts made to hurt.

    python bench/diff.py [--json]

The contracts are invented sentences from a seeded generator, so that every run measures the same.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Sequence

from xborder.diff import diff
from xborder.model import Clause, ClauseKind

RANDOM = random.Random(28)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
KANJI = "個人情報提供委託管理措置本人同意利用目的範囲外国第三者安全"
VOCABULARY = ["".join(RANDOM.choices(LETTERS, k=RANDOM.randint(2, 11))) for _ in range(3_000)]
VOCABULARY_JA = ["".join(RANDOM.choices(KANJI, k=RANDOM.randint(1, 4))) for _ in range(1_500)]
PARTICLES = ["の", "を", "に", "は", "することが", "において、", "及び", "により"]
SIZE = 100_000


def english(words: int) -> str:
    return (
        " ".join(RANDOM.choices(VOCABULARY[:200], k=words // 2) + RANDOM.choices(VOCABULARY, k=words // 2))
        + "."
    )


def japanese(phrases: int) -> str:
    return "".join(RANDOM.choice(VOCABULARY_JA) + RANDOM.choice(PARTICLES) for _ in range(phrases)) + "ます。"


def contract(sentence: Callable[[int], str], size: int = SIZE) -> list[Clause]:
    clauses: list[Clause] = []
    while size > 0:
        text = " ".join(sentence(RANDOM.randint(8, 24)) for _ in range(RANDOM.randint(1, 3)))
        clauses.append(Clause(text=text))
        size -= len(text.encode())
    return clauses


def reworded(clauses: Sequence[Clause], share: float) -> list[Clause]:
    """Some words of some clauses replaced."""
    chosen = set(RANDOM.sample(range(len(clauses)), max(1, int(len(clauses) * share))))
    return [_other_words(clause) if index in chosen else clause for index, clause in enumerate(clauses)]


def _other_words(clause: Clause) -> Clause:
    words = clause.text.split(" ")
    for place in RANDOM.sample(range(len(words)), max(1, len(words) // 8)):
        words[place] = RANDOM.choice(VOCABULARY) if words[place].isascii() else japanese(8)
    return Clause(text=" ".join(words))


def of(texts: Sequence[str], kind: ClauseKind = ClauseKind.PARAGRAPH) -> list[Clause]:
    return [Clause(text=text, kind=kind) for text in texts]


def cases() -> dict[str, tuple[list[Clause], list[Clause]]]:
    en, ja, third = contract(english), contract(japanese), len(contract(english)) // 3
    ten = 10 / len(en)
    same = "We share personal data with partners."
    return {
        "100 kB, nothing changed": (en, list(en)),
        "100 kB, ten clauses reworded": (en, reworded(en, ten)),
        "100 kB Japanese, ten clauses reworded": (ja, reworded(ja, 10 / len(ja))),
        "100 kB, one clause inserted": (en, [*en[:third], Clause(text=english(30)), *en[third:]]),
        "100 kB, a third moved": (en, [*en[third:], *en[:third]]),
        "100 kB, 30 % of the clauses reworded": (en, reworded(en, 0.3)),
        "100 kB, every clause reworded": (en, reworded(en, 1.0)),
        "100 kB, completely rewritten": (en, contract(english)),
        "100 kB Japanese, completely rewritten": (ja, contract(japanese)),
        "hostile: 20,000 short clauses, all other": (
            of([english(6) for _ in range(20_000)]),
            of([english(6) for _ in range(20_000)]),
        ),
        "hostile: 20,000 copies of one clause against 10,000": (of([same] * 20_000), of([same] * 10_000)),
        "hostile: 20,000 clauses nearly alike": (
            of([f"{same} {n}" for n in range(20_000)]),
            of([f"{same} {n}" for n in range(20_000, 40_000)]),
        ),
        "hostile: 50,000 clauses in reverse": (
            of([f"c {n}" for n in range(50_000)]),
            of([f"c {n}" for n in reversed(range(50_000))]),
        ),
        "hostile: 20,000 rows, all cells other": (
            of([f"{n} | {english(4)} | US" for n in range(20_000)], ClauseKind.ROW),
            of([f"{n}x | {english(4)} | JP" for n in range(20_000)], ClauseKind.ROW),
        ),
        "hostile: one clause of 1 MB, every word other": (of([english(150_000)]), of([english(150_000)])),
        "hostile: one clause of 1 MB, without a space": (of(["a" * 1_000_000]), of(["a" * 999_999 + "b"])),
        "hostile: one clause of 1 MB, marks only": (of(["x" + "([" * 500_000]), of(["x" + "[(" * 500_000])),
        "hostile: ten clauses of 100 kB, rewritten": (
            of([english(15_000) for _ in range(10)]),
            of([english(15_000) for _ in range(10)]),
        ),
        "hostile: 1 MB cut into letters": (of(["abcde " * 160_000]), of(list("abcde") * 160_000)),
    }


def measure(old: Sequence[Clause], new: Sequence[Clause]) -> tuple[float, int]:
    """Milliseconds, best of three if it is quick; number of changes."""
    best, changes = float("inf"), 0
    for _ in range(3):
        start = time.perf_counter()
        changes = len(diff(old, new))
        best = min(best, (time.perf_counter() - start) * 1_000)
        if best > 1_000:
            break
    return best, changes


def main() -> None:
    results = {name: measure(*pair) for name, pair in cases().items()}
    if "--json" in sys.argv:
        print(json.dumps({name: round(ms, 2) for name, (ms, _) in results.items()}, indent=2))
        return
    for name, (ms, changes) in results.items():
        print(f"{name:55} {ms:10.1f} ms {changes:7} changes")


if __name__ == "__main__":
    main()
