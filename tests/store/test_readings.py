"""Texts as what differs from the bytes they were read from: smaller, given back as read, gone only with them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from looks import DAY, NOW, capture, finished, look
from sqlalchemy import select, text

from xborder.errors import StoreError
from xborder.model import Clause, Page, Retention, Snapshot, SourceState, Version
from xborder.store import SqlStore, open_store, verify
from xborder.store.doctor import Trouble, examine
from xborder.store.rows import VersionRow, table

ALONE, ON_BYTES = None, True
SENTENCES = [f"The provider shall inform {Random(number).randbytes(40).hex()}." for number in range(400)]


def served(name: str, token: int = 0, charset: str = "utf-8") -> bytes:
    """A page as its site gives it to one request."""
    frame = Random(7).randbytes(8_000).hex()
    return f"<nav>{frame}</nav><p nonce={token}>{name}</p>{''.join(map(paragraph, said(name)))}".encode(
        charset
    )


def paragraph(sentence: str) -> str:
    return f"<p>{sentence}</p>\n"


def said(name: str) -> list[str]:
    return Random(name).sample(SENTENCES, 120)


def reading(name: str, *digests: str, document: str = "acme/terms") -> Version:
    """What was read of it."""
    snapshots = tuple(
        Snapshot(source=f"{document}/{number}", fetched_at=NOW, sha256=digest)
        for number, digest in enumerate(digests)
    )
    clauses = tuple(Clause(text=sentence, path=("規約", name)) for sentence in said(name))
    return Version(
        id=f"{document} {name}",
        document=document,
        recorded_at=NOW,
        extractor="1",
        digest=name,
        snapshots=snapshots,
        page=Page(clauses=clauses, title=f"\0 規約 {name}"),
    )


def record(store: SqlStore, *versions: Version) -> None:
    """As looks that showed them."""
    with store.run(now=NOW, owner="test") as run:
        for version in versions:
            looks = tuple(
                capture(NOW, sha256=s.sha256, source=s.source, document=version.document)
                for s in version.snapshots
            )
            sources = (SourceState(source=f"{version.document}/0"),)
            store.record(run, [look(version, document=version.document, captures=looks, sources=sources)])
        store.finish_run(finished(run))


def kept(store: SqlStore) -> dict[str, tuple[bool | None, int]]:
    """How, and in how many bytes."""
    rows = table(VersionRow)
    with store._database.engine.connect() as connection:
        found = connection.execute(select(rows.c.digest, rows.c.on_bytes, rows.c.page))
        return {digest: (on_bytes, len(page)) for digest, on_bytes, page in found}


def test_a_text_stands_on_its_bytes_and_comes_back_as_it_was_read(store: SqlStore) -> None:
    version = reading("terms", store.blobs.put(served("terms")))
    record(store, version)
    assert store.version(version.id) == version
    how, size = kept(store)["terms"]
    assert how is ON_BYTES and size < 1_500
    assert list(verify.flaws(store._database)) == []


def test_it_does_so_wherever_its_bytes_stand(store: SqlStore) -> None:
    first = store.blobs.put(served("terms"), site="a")
    page = store.blobs.put(served("privacy"), site="a")
    again = store.blobs.put(served("privacy", 1), like=page, site="a")
    versions = [reading("terms", first), reading("privacy", again, document="acme/privacy")]
    record(store, *versions)
    assert {how for how, _ in kept(store).values()} == {ON_BYTES}
    assert [store.version(v.id) for v in versions] == versions


def test_a_text_of_several_parts_stands_on_all_of_them(store: SqlStore) -> None:
    one, other = (store.blobs.put(served(name)) for name in ("terms", "privacy"))
    both = reading("terms", one, other)
    both = replace(both, page=replace(both.page, clauses=both.page.clauses + reading("privacy").page.clauses))
    record(store, both)
    how, size = kept(store)["terms"]
    assert how is ON_BYTES and size < 3_000
    assert store.version(both.id) == both


@pytest.mark.parametrize(
    "body", [os.urandom(50_000), served("terms", charset="utf-16")], ids=["a PDF", "another character set"]
)
def test_a_text_that_its_bytes_do_not_hold_is_kept_alone(store: SqlStore, body: bytes) -> None:
    version = reading("terms", store.blobs.put(body))
    record(store, version)
    assert kept(store)["terms"][0] is ALONE
    assert store.version(version.id) == version


def test_without_its_bytes_a_text_is_kept_alone(store: SqlStore) -> None:
    version = reading("terms", "ab" * 32)
    record(store, version, reading("of nothing", document="acme/none"))
    assert {how for how, _ in kept(store).values()} == {ALONE}
    assert store.version(version.id) == version


def test_another_process_reads_it(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    version = reading("terms", store.blobs.put(served("terms")))
    record(store, version)
    with closing(open_store(database_url, tmp_path / "blobs")) as again:
        assert again.version(version.id) == version


def test_what_a_text_stands_on_is_never_purged(store: SqlStore) -> None:
    first = store.blobs.put(served("terms"), site="a")
    page = store.blobs.put(served("privacy"), site="a")
    shown = store.blobs.put(served("privacy", 1), like=page, site="a")
    unchanged = store.blobs.put(served("privacy", 2), like=page, site="a")
    version = reading("privacy", shown)
    record(store, version, replace(reading("unchanged", unchanged, document="acme/other"), snapshots=()))
    with store.run(now=NOW + DAY, owner="test") as run:
        looks = tuple(capture(NOW + DAY, sha256=digest) for digest in (unchanged,))
        store.record(run, [look(at=NOW + DAY, captures=looks, sources=())])
    retention = Retention(unchanged_bytes_days=1)
    (purged,) = store.purge(retention, now=NOW + timedelta(days=400), for_real=True)
    assert purged.count == 1
    assert store.version(version.id) == version
    assert store.blobs.get(first) == served("terms") and store.blobs.get(shown) == served("privacy", 1)
    with pytest.raises(StoreError):
        store.blobs.get(unchanged)


@pytest.fixture
def standing(store: SqlStore) -> Iterator[tuple[SqlStore, Version, str]]:
    """A text on a page that stands on another page."""
    first = store.blobs.put(served("terms"), site="a")
    version = reading("privacy", store.blobs.put(served("privacy"), site="a"))
    record(store, version, reading("terms", first, document="acme/other"))
    yield store, version, first


def troubles(url: str, tmp_path: Path, *, thorough: bool) -> list[Trouble]:
    found = examine(url, tmp_path / "blobs", now=NOW + DAY, thorough=thorough, audit=thorough)
    return [trouble for trouble in found if not trouble.what.startswith("disk of")]


def test_a_lost_file_is_told_with_the_texts_that_need_it(
    standing: tuple[SqlStore, Version, str], database_url: str, tmp_path: Path
) -> None:
    store, version, first = standing
    place = next((tmp_path / "blobs").rglob(f"{first}.zst"))
    whole = place.read_bytes()
    assert troubles(database_url, tmp_path, thorough=True) == []
    place.unlink()
    with pytest.raises(StoreError, match=f"acme/terms.*{first}.*missing.*backup"):
        store.version(version.id)
    base, page = troubles(database_url, tmp_path, thorough=False)
    assert "1 stored bytes" in base.why and "the texts of acme/other, acme/terms" in base.why
    assert first in page.what and "the texts of acme/other" in page.why
    told = troubles(database_url, tmp_path, thorough=True)
    assert {t.what for t in told} >= {f"version {version.id} of acme/terms"}
    place.write_bytes(whole)
    assert troubles(database_url, tmp_path, thorough=True) == []
    assert store.version(version.id) == version


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_damaged_row_is_told_and_never_given_out(tmp_path: Path, part: float) -> None:
    url = f"sqlite:///{tmp_path / 'xborder.db'}"
    with closing(open_store(url, tmp_path / "blobs")) as store:
        version = reading("terms", store.blobs.put(served("terms")))
        record(store, version)
        with store._database.engine.connect() as connection:
            page = bytearray(connection.execute(text("SELECT page FROM version")).scalar_one())
        page[int(len(page) * part)] ^= 1
        with closing(sqlite3.connect(tmp_path / "xborder.db")) as file, file:
            file.execute("UPDATE version SET page = ?", (bytes(page),))
        with pytest.raises(StoreError, match=f"version {version.id} of acme/terms"):
            store.version(version.id)
    found = [trouble.what for trouble in troubles(url, tmp_path, thorough=True)]
    assert f"version {version.id} of acme/terms" in found
