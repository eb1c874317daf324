"""How xborder is, in numbers: gathered from the records, so that any process can tell, at any time."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from xborder.clock import TOKYO
from xborder.model import CaseState, Event, Registry, Scope
from xborder.ports import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The last run of this process, whatever became of it: the records know only what could be recorded."""

    started_at: datetime
    seconds: float
    result: str  # "done", "attention", "nothing_checked", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """One moment's numbers."""

    run_finished_at: datetime | None = None  # the last daily run that came to its end
    run_held: bool = False  # it, or an hourly look since
    run_events: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)  # by health
    oldest_good_at: datetime | None = None
    problems: Mapping[str, int] = field(default_factory=dict)  # of the registry, by severity
    cases: Mapping[tuple[str, str], int] = field(default_factory=dict)  # open, by (recommended step, state)
    cases_overdue: int = 0
    mails_waiting: int = 0
    mails_oldest_at: datetime | None = None
    stored: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # place: (files, bytes)
    free: Mapping[str, int] = field(default_factory=dict)  # place: bytes


def gather(store: Store, registry: Registry, places: Mapping[str, Path], *, now: datetime) -> Vitals:
    """The numbers now. `places` are folders and files to measure, by name."""
    # The hourly looks at what waits to be seen again finish, too, when no daily run comes any more.
    daily, last = store.last_run(now, but=Scope.PENDING), store.last_run(now)
    states, today = store.document_states(), now.astimezone(TOKYO).date()
    health = Counter(
        states[d.id].health.value if d.id in states else "never_checked" for d in registry.documents
    )
    watched = [states[d.id] for d in registry.documents if d.id in states]
    good = [
        at for state in watched if (at := state.good_at or state.unhealthy_since)
    ]  # never good: since then
    cases, waiting = store.open_cases(), store.due_messages(None)
    return Vitals(
        run_finished_at=daily.finished_at if daily else None,
        run_held=any(run.held for run in (daily, last) if run),
        run_events={e.value: dict(daily.counts).get(e.value, 0) for e in Event} if daily else {},
        documents=health,
        oldest_good_at=min((min(at, now) for at in good), default=None),
        problems=Counter(p.severity.value for p in registry.problems),
        cases=Counter((c.recommendation.action.value, c.state.value) for c in cases),
        cases_overdue=sum(
            c.state is CaseState.OVERDUE or (c.deadline is not None and c.deadline < today) for c in cases
        ),
        mails_waiting=len(waiting),
        mails_oldest_at=min((q.created_at for q in waiting), default=None),
        stored={name: _size(_files(path)) for name, path in places.items()},
        free={name: shutil.disk_usage(_nearest(path)).free for name, path in places.items()},
    )


def _files(path: Path) -> Iterable[Path]:
    """A folder's files; a database's file with those beside it."""
    return path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")


def _size(files: Iterable[Path]) -> tuple[int, int]:
    count = total = 0
    for file in files:
        try:
            if file.is_file() and not file.is_symlink():
                count, total = count + 1, total + file.stat().st_size
        except OSError:  # it has got its name, or was deleted, meanwhile
            continue
    return count, total


def _nearest(path: Path) -> Path:
    return next(p for p in (path, *path.absolute().parents) if p.exists())
