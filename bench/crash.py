"""Kills the daily run at random moments, lets the next one go on, and looks for what is lost or doubled.

    python bench/crash.py [--kills 50] [--seed N]

The real command runs against a site and a mail server on this machine, over a day with revised terms and
a new law. One line of JSON; exit 1 on any violation.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from hostile_site import HostileSite, Reply  # noqa: E402
from mail_server import Post, mail_server  # noqa: E402
from xborder.model import Revision  # noqa: E402
from xborder.store import doctor, open_store  # noqa: E402

FAR = datetime(9999, 1, 1, tzinfo=UTC)
SITE = PROJECT / "demo" / "site"
COUNTRY = ("laws/offshore_report_mihon.html", "files/mihon_report.pdf", "laws/index.html")
CONTRACTS = tuple(f"contract-{n}" for n in range(1, 9))
REVISED = CONTRACTS[::2]
SETTINGS = """
[fetch]
delay_seconds = 0
allowed_networks = ["127.0.0.0/8"]
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "xborder@mihon.example"
recipients = ["privacy@mihon.example"]
"""


@dataclass
class World:
    """A site, a mail server, and the folder of a company that has looked once, before anything changed."""

    folder: Path
    site: HostileSite
    post: Post

    @property
    def baseline(self) -> Path:
        return self.folder / "baseline"

    def show(self, state: str) -> None:
        for name in COUNTRY:
            media = "application/pdf" if name.endswith("pdf") else "text/html; charset=utf-8"
            self.site.pages[f"/{name}"] = Reply((SITE / state / name).read_bytes(), content_type=media)
        for name in CONTRACTS:
            terms = (SITE / (state if name in REVISED else "before") / "terms.html").read_bytes()
            self.site.pages[f"/{name}"] = Reply(terms.replace(b"Data Processing Terms", name.encode()))

    def trial(self, name: str) -> Path:
        """A fresh copy of the baseline."""
        self.post.received.clear()
        return Path(shutil.copytree(self.baseline, self.folder / name))


@contextmanager
def world() -> Iterator[World]:
    post = Post()
    with tempfile.TemporaryDirectory() as folder, HostileSite() as site, mail_server(post) as port:
        made = World(Path(folder), site, post)
        _write_data(made.baseline / "data", site.url("").rstrip("/"))
        (made.baseline / "xborder.toml").write_text(SETTINGS.format(port=port), encoding="utf-8")
        made.show("before")
        finish(made.baseline)
        made.show("after")
        yield made


def _write_data(data: Path, address: str) -> None:
    """The demo's registry with more contracts; a new text counts when the same run sees it twice."""
    data.mkdir(parents=True)
    demo = PROJECT / "demo" / "data"
    countries = (demo / "countries.yaml").read_text(encoding="utf-8").replace("SITE", address)
    contractors = (demo / "contractors.yaml").read_text(encoding="utf-8").partition("    documents:")[0]
    entries = [f'      - {{id: {c}, kind: dpa, title: {c}, url: "{address}/{c}"}}\n' for c in CONTRACTS]
    policy = (PROJECT / "data" / "policy.yaml").read_text(encoding="utf-8")
    policy = policy.replace("confirm_after_minutes: 60", "confirm_after_minutes: 0")
    policy = policy.replace("fleet_minimum: 5", "fleet_minimum: 100")
    for name, text in (
        ("countries", countries),
        ("contractors", contractors + "    documents:\n" + "".join(entries)),
        ("policy", policy),
    ):
        (data / f"{name}.yaml").write_text(text, encoding="utf-8")


def start(folder: Path) -> subprocess.Popen[bytes]:
    """`xborder run --all`, in a process group of its own."""
    command = [sys.executable, "-m", "xborder", "--config", str(folder / "xborder.toml")]
    return subprocess.Popen(
        [*command, "run", "--all", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(folder: Path) -> float:
    """A run that nobody disturbs, and how long it took."""
    started = time.monotonic()
    process = start(folder)
    output, errors = process.communicate(timeout=120)
    if process.returncode not in (0, 1) or len(output.splitlines()) != 1:
        raise RuntimeError(f"the run ended with {process.returncode}: {output!r} {errors.decode()}")
    return time.monotonic() - started


def kill_after(folder: Path, seconds: float) -> bool:
    """Kill a run at this moment; whether it was still running. Its helpers must go with it."""
    process = start(folder)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    _wait_for_helpers(process.pid)
    return process.returncode == -signal.SIGKILL


def _wait_for_helpers(group: int) -> None:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise RuntimeError("a killed run left a process behind that did not end by itself")


@dataclass(frozen=True)
class Outcome:
    """What is left after a day: what was told, kept and sent."""

    told: Counter[str]  # documents or countries, once for each report that tells of them
    reported: dict[str, str | None]  # the version of each document that readers know
    versions: frozenset[str]
    letters: dict[str, int]  # Message-ID: how often the mail server got it
    violations: tuple[str, ...]


def look_at(folder: Path, post: Post) -> Outcome:
    """Reads the store as the next run would."""
    url, blobs = f"sqlite:///{folder / 'state' / 'xborder.db'}", folder / "state" / "blobs"
    troubles = doctor.examine(url, blobs, now=datetime.now(UTC), thorough=True)
    wrong = [f"{t.what}: {t.why}" for t in troubles if _counts(t)]
    with closing(open_store(url, blobs)) as store:
        reports, states = store.reports(), store.document_states()
        wrong += [f"mail {q.message.message_id} waits" for q in store.due_messages(FAR)]
    wrong += [f"report {r.id} has no files" for r in reports if not _is_written(folder / "reports" / r.id)]
    with closing(sqlite3.connect(folder / "state" / "xborder.db")) as database:
        versions = frozenset(row[0] for row in database.execute("SELECT id FROM version"))
        expected = {row[0] for row in database.execute("SELECT message_id FROM outbox")}
    letters = Counter(str(message_from_bytes(body)["Message-ID"]) for _, body in post.received)
    wrong += [f"mail {name} was never queued" for name in letters.keys() - expected]
    return Outcome(
        told=Counter(_subject(r) for x in reports for r in x.revisions if not r.echo_of),
        reported={s.document: s.reported for s in states.values()},
        versions=versions,
        letters=dict(letters),
        violations=tuple(wrong),
    )


def _subject(revision: Revision) -> str:
    """HTML and PDF of one country report are one subject."""
    return revision.document if revision.country is None else revision.owner


def _counts(trouble: doctor.Trouble) -> bool:
    """Of the store; the free space of this machine is another matter."""
    return trouble.needs_action and not trouble.what.startswith("disk of")


def _is_written(folder: Path) -> bool:
    return all((folder / name).is_file() for name in ("index.html", "report.txt", "report.json")) and any(
        folder.glob("mail-*.eml")
    )


def violations(expected: Outcome, found: Outcome) -> list[str]:
    """What differs from a day that nobody disturbed, other than a mail that came twice."""
    wrong = list(found.violations)
    if found.told != expected.told:
        wrong.append(f"told {dict(found.told)}, expected {dict(expected.told)}")
    if found.reported != expected.reported:
        wrong.append(f"the known versions are {found.reported}, expected {expected.reported}")
    if found.versions != expected.versions:
        wrong.append(f"versions lost or strange: {sorted(found.versions ^ expected.versions)}")
    if not found.letters:
        wrong.append("no mail came")
    wrong += [f"mail {name} came {times} times" for name, times in found.letters.items() if times > 2]
    return wrong


def measure(made: World, kills: int, seed: int) -> dict[str, Any]:
    """All the trials, in one result."""
    calm = made.trial("calm")
    duration = finish(calm)
    expected = look_at(calm, made.post)
    result: dict[str, Any] = {"kills": kills, "seed": seed, "undisturbed_s": round(duration, 2)}
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    wrong = [f"undisturbed: {v}" for v in expected.violations]
    if set(expected.told.values()) != {1} or len(expected.told) != len(REVISED) + 1:
        wrong.append(f"undisturbed: told {dict(expected.told)}")
    while counts["interrupted"] < kills:  # a moment after the end of its run is drawn again
        moment = chance.uniform(0, duration)
        folder = made.trial("trial")
        started = time.monotonic()
        interrupted = kill_after(folder, moment)
        counts["interrupted" if interrupted else "too_late"] += 1
        duration = duration if interrupted else time.monotonic() - started
        finish(folder)
        found = look_at(folder, made.post)
        counts["sent_twice"] += sum(times - 1 for times in found.letters.values())
        counts["in_two_reports"] += len(found.letters) > 1
        wrong += [f"killed after {moment:.3f} s: {v}" for v in violations(expected, found)]
        shutil.rmtree(folder)
    return {**result, **counts, "changes": len(expected.told), "violations": wrong}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    with world() as made:
        result = measure(made, options.kills, options.seed)
    print(json.dumps(result, ensure_ascii=False))
    sys.exit(1 if result["violations"] else 0)


if __name__ == "__main__":
    main()
