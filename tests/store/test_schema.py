"""From nothing or an older release to our schema; never down, never over a loss."""

import shutil
import sqlite3
import threading
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from looks import NOW, look, version
from sqlalchemy import text
from sqlmodel import SQLModel

from xborder.cases import decide
from xborder.errors import ConfigurationError, StoreError
from xborder.model import Decision, Move
from xborder.store import FileBlobs, SqlStore, migrate, open_store, schema
from xborder.store.database import Database, connect, parse_url
from xborder.store.verify import flaws

SECOND = f"""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{schema.head()}"


def upgrade() -> None:
    op.add_column("run", sa.Column("later", sa.Text(), nullable=True))
"""


@contextmanager
def database(url: str) -> Iterator[Database]:
    opened = connect(parse_url(url), wait_seconds=5)
    yield opened
    opened.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store with one look in it."""
    path = tmp_path / "store" / "xborder.db"
    store = open_store(f"sqlite:///{path}", tmp_path / "blobs")
    with store.run(now=NOW, owner="test") as run:
        store.record(run, [look(version())])
    store.close()
    return path


def reopen(file: Path) -> SqlStore:
    return open_store(f"sqlite:///{file}", file.parent.parent / "blobs")


def later_release(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As if a migration came after ours."""
    shutil.copytree(schema._MIGRATIONS, folder)
    (folder / "versions" / "9999_later.py").write_text(SECOND)
    monkeypatch.setattr(schema, "_MIGRATIONS", folder)


def test_an_upgraded_database_has_the_tables_of_the_code(database_url: str) -> None:
    migrate(database_url)
    with database(database_url) as opened, opened.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrations_import_nothing_of_ours() -> None:
    for script in schema._MIGRATIONS.rglob("*.py"):
        assert "xborder" not in script.read_text("utf-8"), script


def test_opening_again_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    reopen(file).close()
    assert file.read_bytes() == before
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def test_several_that_open_a_new_store_together_find_one(database_url: str, tmp_path: Path) -> None:
    together = threading.Barrier(4)

    def start(number: int) -> None:  # an error in a thread fails the test
        together.wait(30)
        store = open_store(database_url, tmp_path / "blobs")
        assert store.document_states() == {}
        store.close()

    threads = [threading.Thread(target=start, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database(database_url) as opened, opened.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM run_lock")) == 1


def test_a_pending_migration_makes_a_sound_backup_first(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_it = schema.head()
    later_release(monkeypatch, tmp_path / "migrations")
    reopen(file).close()
    (backup,) = file.parent.glob("*.before-9999-*")
    with closing(sqlite3.connect(file)) as now, closing(sqlite3.connect(backup)) as before:
        assert now.execute("SELECT later FROM run").fetchall() == [(None,)]
        assert before.execute("SELECT version_num FROM alembic_version").fetchall() == [(before_it,)]
        assert before.execute("SELECT count(*) FROM capture").fetchall() == [(1,)]
    monkeypatch.undo()
    old = open_store(f"sqlite:///{backup}", tmp_path / "blobs")  # the release before can go on with it
    assert old.version(version().id) == version()
    old.close()


def test_a_migration_that_fails_leaves_the_old_schema(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(database_url)
    later_release(monkeypatch, tmp_path / "migrations")
    script = tmp_path / "migrations" / "versions" / "9999_later.py"
    script.write_text(SECOND + '    op.execute("INSERT INTO no_such_table VALUES (1)")\n')
    with pytest.raises(StoreError):
        migrate(database_url)
    monkeypatch.undo()
    migrate(database_url)
    with database(database_url) as opened, opened.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_a_newer_schema_is_refused_and_left_alone(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later_release(monkeypatch, tmp_path / "migrations")
    migrate(database_url)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="'9999' is newer"):
        open_store(database_url, tmp_path / "blobs")


def test_tables_of_another_program_are_refused(database_url: str, tmp_path: Path) -> None:
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
            connection.execute("CREATE TABLE kunden (name TEXT)")
    else:
        with database(database_url) as opened, opened.write() as server:
            server.execute(text("CREATE TABLE kunden (name TEXT)"))
    with pytest.raises(StoreError, match="kunden"):
        open_store(database_url, tmp_path / "blobs")


@pytest.mark.parametrize(
    "left", [0, 50, 4096, -4096], ids=["empty", "part of the header", "one page", "last page gone"]
)
def test_a_cut_file_is_refused_and_left_alone(file: Path, left: int) -> None:
    content = file.read_bytes()[:left]
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"bytes.*backup"):
        reopen(file)
    assert file.read_bytes() == content


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    file.write_text("個人情報の保護に関する法律" * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        reopen(file)


def test_a_missing_database_is_not_begun_anew_over_the_bytes_it_had_recorded(file: Path) -> None:
    blobs = FileBlobs(file.parent.parent / "blobs")
    blobs.put(b"evidence")
    blobs.settle()
    file.unlink()
    with pytest.raises(StoreError, match=r"database is missing.*blobs"):
        reopen(file)
    assert not file.exists()


def test_a_log_without_its_database_is_refused(file: Path) -> None:
    file.unlink()
    Path(f"{file}-wal").write_bytes(b"what is left")
    with pytest.raises(StoreError, match=r"xborder\.db-wal is still there"):
        reopen(file)


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite://", "sqlite:///:memory:", "xborder.db", ""])
def test_only_a_file_or_a_postgresql_server_is_a_store(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="sqlite:////folder"):
        open_store(url, tmp_path)


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        open_store("mysql://user:geheim@host/db", tmp_path)
    with pytest.raises(StoreError) as unreachable:
        open_store("postgresql://user:geheim@127.0.0.1:1/db", tmp_path)
    assert "geheim" not in f"{wrong.value}{unreachable.value}"
    assert "connection failed" in str(unreachable.value)


@pytest.mark.parametrize(
    "password", ["ge@heim", "ge@heim@x", "a@heim/x", "a@heim?x", "a@x/heim", "a@heim:x", "@heim"]
)
def test_no_part_of_a_password_is_shown_when_its_at_sign_is_not_escaped(
    password: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        open_store(f"postgresql://user:{password}@127.0.0.1:1/db", tmp_path)
    assert "heim" not in str(wrong.value)
    assert "%40" in str(wrong.value) or "what is set" in str(wrong.value)


def test_every_table_is_explained_to_the_operator() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operators" / "storage.md").read_text("utf-8")
    assert [name for name in SQLModel.metadata.tables if f"| `{name}` |" not in page] == []


def first_release(url: str) -> None:
    """A database as the first release left it, with a row of each kind that the second one touches."""
    with database(url) as opened, opened.write() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        at = "2026-11-22 21:30:00.000000" if opened.path else "2026-11-22 21:30:00+00"
        case = (
            '{"id":"C-1","subject":"country/CN","title":"中国","state":"open","recommendation":{"action":"confirm"},'
            f'"revisions":[],"opened_at":"{NOW.isoformat()}","updated_at":"{NOW.isoformat()}"}}'
        )
        connection.execute(
            text("INSERT INTO run VALUES ('r', 'test', :at, :at, :no, '[]', '')"), {"at": at, "no": False}
        )
        connection.execute(
            text("INSERT INTO case_file VALUES ('C-1', 'country/CN', 'open', :at, :at, :case)"),
            {"at": at, "case": case},
        )


def test_what_the_first_release_recorded_is_taken_into_the_trail(database_url: str, tmp_path: Path) -> None:
    if database_url.startswith("sqlite"):
        create_empty_file(Path(database_url.removeprefix("sqlite:///")))
    first_release(database_url)
    store = open_store(database_url, tmp_path / "blobs")
    (case,) = store.cases()
    assert (case.title, case.edition) == ("中国", 1)
    assert list(flaws(store._database)) == []
    decision = Decision(case="C-1", move=Move.CONFIRM, person="山田", reason="確認", at=NOW, based_on=1)
    store.decide(decision, decide(case, decision, asked=()))
    with store._database.write() as connection:
        connection.execute(text("UPDATE run SET held = 'x'"))
    assert [flaw.what for flaw in flaws(store._database)] == ["run r"]
    store.close()


def create_empty_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 0")
        file.execute("VACUUM")


def test_the_names_of_the_migrations_tell_what_alembic_reads_in_them() -> None:
    scripts = list(ScriptDirectory.from_config(schema._config()).walk_revisions())
    assert [script.revision for script in reversed(scripts)] == schema._revisions()
    assert schema.head() == scripts[0].revision


@pytest.mark.parametrize(
    "url", ["postgresql//u:hush@host/x", "postgresql://u:hush@host:port/x", "u:hush@host"]
)
def test_a_url_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="neither") as refused:
        parse_url(url)
    assert "hush" not in "".join(traceback.format_exception(refused.value))
