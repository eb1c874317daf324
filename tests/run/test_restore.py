"""A backup made yesterday, restored: nobody is told again what the backup knows of, and nothing is skipped."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from company import DAY, HOUR, MONDAY, OTHER, TERMS, WEAKER, Company, told

from xborder.store import doctor, open_store


def backed_up(company: Company, to: Path) -> None:
    """As docs/operators/storage.md says: the database first, then the blobs."""
    to.mkdir()
    _database_copied(company.database_url, to / "xborder.db")
    shutil.copytree(company.folder / "blobs", to / "blobs")


def restored(company: Company, backup: Path) -> None:
    """In the place of what was lost."""
    company.store.close()
    shutil.rmtree(company.folder / "blobs")
    shutil.copytree(backup / "blobs", company.folder / "blobs")
    _database_restored(company.database_url, backup / "xborder.db")
    company.store = open_store(company.database_url, company.folder / "blobs")


def _database_copied(url: str, file: Path) -> None:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source:
            source.execute("VACUUM INTO ?", (str(file),))
    else:
        _as_template(url, "backup_of_{name}", "{name}")


def _database_restored(url: str, file: Path) -> None:
    if url.startswith("sqlite"):
        place = Path(url.removeprefix("sqlite:///"))
        for old in place.parent.glob(f"{place.name}*"):
            old.unlink()
        shutil.copy(file, place)
    else:
        _as_template(url, "{name}", "backup_of_{name}")


def _as_template(url: str, made: str, source: str) -> None:
    """The server copies a database whole, as a restored dump would be; its tools need not be here."""
    with psycopg.connect(url) as connection:
        name = connection.info.dbname
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        for used in (made, source):
            connection.execute(query, (used.format(name=name),))
        connection.execute(f"DROP DATABASE IF EXISTS {made.format(name=name)}")
        connection.execute(f"CREATE DATABASE {made.format(name=name)} TEMPLATE {source.format(name=name)}")


def is_sound(company: Company) -> bool:
    found = doctor.examine(company.database_url, company.folder / "blobs", now=MONDAY + 5 * DAY, audit=True)
    return [t for t in found if t.needs_action] == []


def test_a_restored_backup_goes_on_where_it_was_made(company_on_each: Company, tmp_path: Path) -> None:
    company = company_on_each
    company.watch("/dpa", "/privacy")
    company.show(TERMS, "/dpa", "/privacy")
    company.run(MONDAY)
    company.show(WEAKER, "/dpa")
    company.days(MONDAY + DAY, MONDAY + DAY + 2 * HOUR)
    before = list(company.subjects)
    said = [t for outcome in company.outcomes for t in told(outcome)]
    assert ("mihon/dpa", "confirmed") in said
    backed_up(company, tmp_path / "backup")
    company.show(OTHER, "/privacy")
    company.days(MONDAY + 2 * DAY, MONDAY + 2 * DAY + 2 * HOUR)
    assert len(company.subjects) > len(before)
    restored(company, tmp_path / "backup")
    assert is_sound(company)
    company.outcomes.clear()
    company.days(MONDAY + 3 * DAY, MONDAY + 3 * DAY + 2 * HOUR)
    again = [t for outcome in company.outcomes for t in told(outcome)]
    assert again == [
        ("mihon/privacy", "confirmed")
    ]  # once more, since the backup did not know; the other not
    assert is_sound(company)
