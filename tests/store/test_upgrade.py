"""Databases and bytes as earlier releases wrote them: upgraded, nothing lost, still verified, gone on with.

releases/<revision>.json holds the rows that the release of that schema wrote, in the form the database keeps them.
"""

import base64
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from looks import DAY, NOW, finished, look, message, report
from sqlalchemy import Boolean, DateTime, LargeBinary, MetaData, Table, select

from xborder import zstd
from xborder.errors import StoreError
from xborder.model import Event
from xborder.store import doctor, open_store, schema
from xborder.store.database import connect, parse_url

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.json"))
YESTERDAY = NOW + DAY  # the day of the last run that the releases recorded
Values = dict[str, Any]


def given(path: Path) -> Values:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def written_by_release(release: Values, url: str, blobs: Path) -> None:
    """The schema of that release by its migrations, its rows by SQL, its files as they lie."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.execute("VACUUM")
    with closing(connect(parse_url(url), wait_seconds=5)) as database, database.write() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, release["revision"])
        tables = MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name == "run_lock":
                connection.execute(table.delete())  # the migration made its one row
            for row in release["tables"].get(table.name, ()):
                connection.execute(table.insert().values(held(table, row, is_file=database.path is not None)))
    for digest, body in release["served"].items():
        place = blobs / digest[:2] / digest[2:4] / f"{digest}.zst"
        place.parent.mkdir(parents=True)
        place.write_bytes(zstd.compress(base64.b64decode(body), 3))


def held(table: Table, row: Mapping[str, Any], *, is_file: bool) -> Values:
    """The values as this database holds them."""
    return {name: value_of(table.c[name].type, value, is_file) for name, value in row.items()}


def value_of(kind: Any, value: Any, is_file: bool) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value["bytes"])
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, DateTime):
        at = datetime.fromisoformat(value)
        return at if is_file else at.replace(tzinfo=UTC)
    return value


@pytest.fixture(params=RELEASES, ids=lambda path: f"schema {path.stem}")
def release(request: pytest.FixtureRequest) -> Values:
    return given(request.param)


@pytest.fixture
def blobs(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


def test_every_row_of_an_earlier_release_is_kept_as_it_was(
    release: Values, database_url: str, blobs: Path
) -> None:
    written_by_release(release, database_url, blobs)
    open_store(database_url, blobs).close()
    with closing(connect(parse_url(database_url), wait_seconds=5)) as database:
        tables = MetaData()
        tables.reflect(database.engine)
        with database.engine.connect() as connection:
            for name, rows in release["tables"].items():
                table = tables.tables[name]
                kept = [dict(row) for row in connection.execute(select(table)).mappings()]
                for row in rows:
                    expected = held(table, row, is_file=database.path is not None)
                    assert [k for k in kept if expected.items() <= k.items()], (name, row)


def test_the_records_of_an_earlier_release_are_sound_and_can_be_audited(
    release: Values, database_url: str, blobs: Path
) -> None:
    written_by_release(release, database_url, blobs)
    open_store(database_url, blobs).close()
    found = doctor.examine(database_url, blobs, now=YESTERDAY + timedelta(hours=6), thorough=True, audit=True)
    assert [t for t in found if t.needs_action and not t.what.startswith("disk of")] == []
    place = next(blobs.rglob("*.zst"))
    place.write_bytes(zstd.compress(b"something else"))
    found = doctor.examine(database_url, blobs, now=YESTERDAY, thorough=True)
    assert any("not those that were stored" in t.why for t in found)


def test_the_work_of_an_earlier_release_is_gone_on_with(
    release: Values, database_url: str, blobs: Path
) -> None:
    written_by_release(release, database_url, blobs)
    store = open_store(database_url, blobs, now=lambda: YESTERDAY + DAY)
    (case,) = store.cases()
    (unsaid,), _ = store.unreported()
    (waiting,) = store.due_messages(YESTERDAY + DAY)
    assert (case.id, case.title) == ("C-2026-11-24-1", "規約")
    assert (unsaid.id, waiting.message.message_id) == ("r2", "<waits@acme.example>")
    assert waiting.message.mime == b"\x00\xff raw \r\n"
    assert [d.person for d in store.decisions()] == (
        ["山田花子"] if release["tables"].get("decision") else []
    )
    known = store.version("acme/terms-2")
    assert known.page.clauses[0].text == "第2版 個人データ"
    assert store.blobs.get(known.snapshots[0].sha256) == "<p>第2版 個人データ</p>".encode()
    assert store.version_of("acme/terms", "print of acme/terms-1") == "acme/terms-1"  # A-B-A memory
    at = YESTERDAY + DAY
    with store.run(now=at, owner="this release") as run:
        store.record(run, [look(at=at, event=Event.UNCHANGED, sources=())])
        said = report(run, "2026-11-25", created_at=at, revisions=(unsaid,), cases=(case,))
        store.publish(said, (case,), (message("<new@acme.example>", report=said.id),))
        store.finish_run(finished(run, at))
    assert store.unreported()[0] == []
    assert [r.id for r in store.reports()] == ["2026-11-25", "2026-11-24"]
    store.close()
    found = doctor.examine(database_url, blobs, now=at, thorough=True, audit=True)
    assert [t for t in found if t.needs_action and not t.what.startswith(("disk of", "mail "))] == []


def test_the_file_of_an_earlier_release_is_kept_beside_the_new_one(tmp_path: Path, blobs: Path) -> None:
    release = given(RELEASES[0])
    file = tmp_path / "xborder.db"
    written_by_release(release, f"sqlite:///{file}", blobs)
    with closing(sqlite3.connect(file)) as before:
        old = "\n".join(before.iterdump())
    open_store(f"sqlite:///{file}", blobs).close()
    (backup,) = tmp_path.glob("xborder.db.before-*")
    with closing(sqlite3.connect(backup)) as kept:
        assert "\n".join(kept.iterdump()) == old


def test_nothing_is_upgraded_on_a_backup_that_is_not_sound(tmp_path: Path, blobs: Path) -> None:
    """A value that its column forbids is copied without a word; only a look at the copy finds it."""
    release = given(RELEASES[0])
    file = tmp_path / "xborder.db"
    written_by_release(release, f"sqlite:///{file}", blobs)
    with closing(sqlite3.connect(file)) as damaged, damaged:
        damaged.execute("CREATE TABLE extra (x)")
        damaged.execute("INSERT INTO extra VALUES (NULL)")
        damaged.execute("PRAGMA writable_schema = ON")
        damaged.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE extra (x NOT NULL)' WHERE name = 'extra'"
        )
    with pytest.raises(StoreError, match=r"backup before the upgrade is not sound.*NULL value in extra\.x"):
        open_store(f"sqlite:///{file}", blobs)
    with closing(sqlite3.connect(file)) as kept:
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone()[0] == release["revision"]
    assert [p.name for p in tmp_path.glob("xborder.db.before-*") if p.suffix != ".part"] == []


def test_there_is_a_database_of_every_schema_that_was_released() -> None:
    """Of the newest one too, or the next release cannot show that it upgrades it."""
    revisions = {script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()}
    assert revisions - {path.stem for path in RELEASES} <= {schema.head()}
