"""Bytes that are nearly those of another page: kept as what differs, given back as served, two steps at most."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looks import NOW, capture, look, version
from sqlalchemy import text

from xborder.errors import StoreError
from xborder.store import SqlStore, open_store
from xborder.store.deltas import DeltaBlobs, difference

FRAME = Random(1).randbytes(20_000).hex().encode()


def page(main: str, token: int = 0) -> bytes:
    """A page of the site, as served to one request."""
    body = Random(main).randbytes(5_000).hex().encode()
    return b"<p nonce=%d>" % token + FRAME + b"<main>" + body + b"</main>"


CLAUSES = b"".join(b"<p>%b</p>" % Random(n).randbytes(200).hex().encode() for n in range(60))
"""What many contracts say word by word."""


def with_clauses(site: str, token: int = 0) -> bytes:
    """A page of another site, in a frame of its own, that says them too."""
    return b"<p nonce=%d>" % token + Random(site).randbytes(20_000).hex().encode() + CLAUSES


def kept(store: SqlStore, body: bytes, like: str | None = None, site: str = "acme.example") -> str:
    """Put, and recorded with a look."""
    digest = store.blobs.put(body, like=like, site=site)
    record(store, digest)
    return digest


def record(store: SqlStore, *digests: str) -> None:
    with store.run(now=NOW, owner="test") as run:
        seen = tuple(capture(NOW, sha256=digest, source=f"acme/terms/{digest[:8]}") for digest in digests)
        store.record(run, [look(version(), captures=seen)])


def files(store: SqlStore) -> set[str]:
    assert isinstance(store.blobs, DeltaBlobs)
    return set(store.blobs.files.digests())


def stands_on(store: SqlStore) -> dict[str, str]:
    assert isinstance(store.blobs, DeltaBlobs)
    return {digest: base for digest, base, *_ in store.blobs.deltas()}


def test_a_look_with_new_tokens_is_a_few_bytes_and_comes_back_as_served(store: SqlStore) -> None:
    first = kept(store, page("terms"))
    second = kept(store, page("terms", 4711), like=first)
    assert files(store) == {first} and stands_on(store) == {second: first}
    assert store.blobs.get(second) == page("terms", 4711)
    assert len(difference(page("terms", 4711), page("terms"))) < 100


def test_a_page_stands_on_another_of_its_site_and_its_looks_on_it(store: SqlStore) -> None:
    terms = kept(store, page("terms"))
    privacy = kept(store, page("privacy"))
    looks = [privacy]
    for token in (1, 2, 3):
        looks.append(kept(store, page("privacy", token), like=looks[-1]))
    assert files(store) == {terms}
    assert stands_on(store) == {privacy: terms, **dict.fromkeys(looks[1:], privacy)}
    assert [store.blobs.get(d) for d in looks] == [page("privacy", token) for token in range(4)]


def test_a_page_of_another_site_or_kind_is_a_file(store: SqlStore) -> None:
    terms = kept(store, page("terms"))
    other = kept(store, page("privacy"), site="other.example")
    assert files(store) == {terms, other}


def test_a_page_stands_on_its_site_and_on_one_that_says_the_same(store: SqlStore, tmp_path: Path) -> None:
    other = kept(store, with_clauses("other"), site="other.example")
    site = kept(store, page("terms"))
    both = kept(store, page("privacy") + CLAUSES)
    look = kept(store, page("privacy", 4711) + CLAUSES, like=both)
    assert isinstance(store.blobs, DeltaBlobs)
    on = {digest: (base, beside) for digest, base, beside, _ in store.blobs.deltas()}
    assert on == {both: (site, other), look: (both, None)} and files(store) == {other, site}
    sizes = {digest: size for digest, *_, size in store.blobs.deltas()}
    assert sizes[both] < len(CLAUSES) // 2 < sizes[both] + len(CLAUSES) // 2  # without the clauses
    assert sizes[look] < 100
    again = open_store(str(store._database.engine.url.render_as_string(False)), tmp_path / "blobs")
    assert again.blobs.get(both) == page("privacy") + CLAUSES
    assert again.blobs.get(look) == page("privacy", 4711) + CLAUSES
    again.close()


def test_the_first_page_of_a_site_is_a_file_whatever_it_says(store: SqlStore) -> None:
    """The others share their frame with it."""
    first, second = (kept(store, with_clauses(site), site=site) for site in ("one", "two"))
    assert files(store) == {first, second}


@pytest.mark.parametrize("lost", ["site", "other"])
def test_without_either_of_both_nothing_is_given_out(store: SqlStore, lost: str) -> None:
    other = kept(store, with_clauses("other"), site="other.example")
    site = kept(store, page("terms"))
    both = kept(store, page("privacy") + CLAUSES)
    look = kept(store, page("privacy", 1) + CLAUSES, like=both)
    assert isinstance(store.blobs, DeltaBlobs)
    missing = {"site": site, "other": other}[lost]
    store.blobs.files.path(missing).unlink()
    for digest in (both, look):
        with pytest.raises(StoreError, match=missing):
            store.blobs.get(digest)
    whole = kept(store, page("privacy", 2) + CLAUSES, like=look)
    assert whole in files(store) and store.blobs.get(whole) == page("privacy", 2) + CLAUSES


def test_a_page_that_became_another_is_a_file_again(store: SqlStore) -> None:
    first = kept(store, page("terms"))
    redesigned = kept(store, os.urandom(30_000), like=first)
    assert files(store) == {first, redesigned}


def test_a_page_that_moves_a_little_each_day_never_stands_far_from_a_file(store: SqlStore) -> None:
    body, last, seen = bytearray(page("terms")), None, []
    random = Random(2)
    for _ in range(30):
        at = random.randrange(len(body) - 600)
        body[at : at + 600] = random.randbytes(300).hex().encode()
        last = kept(store, bytes(body), like=last)
        seen.append((last, bytes(body)))
    on = stands_on(store)
    for digest, expected in seen:
        steps = 0
        step: str | None = digest
        while step not in files(store):
            assert step is not None
            step, steps = on[step], steps + 1
        assert steps <= 2
        assert store.blobs.get(digest) == expected
    assert len(files(store)) + sum(base in files(store) for base in on.values()) > 1


def test_what_was_put_can_be_read_and_stood_on_before_it_is_recorded(store: SqlStore) -> None:
    first = store.blobs.put(page("terms"), site="a")
    second = store.blobs.put(page("privacy"), site="a")
    third = store.blobs.put(page("privacy", 9), like=second, site="a")
    assert store.blobs.get(third) == page("privacy", 9)
    assert files(store) == set() and stands_on(store) == {}
    record(store, first, second, third)
    assert files(store) == {first} and stands_on(store) == {second: first, third: second}


def test_the_same_bytes_again_are_not_kept_again(store: SqlStore) -> None:
    first = kept(store, page("terms"))
    second = kept(store, page("terms", 1), like=first)
    assert kept(store, page("terms", 1), like=first) == second
    assert kept(store, page("terms"), like=second) == first
    assert len(stands_on(store)) == 1 and files(store) == {first}


def test_another_process_reads_them(store: SqlStore, database_url: str, tmp_path: Path) -> None:
    first = kept(store, page("terms"))
    second = kept(store, page("terms", 1), like=first)
    again = open_store(database_url, tmp_path / "blobs")
    assert again.blobs.get(second) == page("terms", 1)
    again.close()


def test_without_what_it_stands_on_nothing_is_given_out_and_what_comes_is_kept_whole(store: SqlStore) -> None:
    first = kept(store, page("terms"))
    second = kept(store, page("terms", 1), like=first)
    assert isinstance(store.blobs, DeltaBlobs)
    store.blobs.files.path(first).unlink()
    with pytest.raises(StoreError, match=first):
        store.blobs.get(second)
    third = kept(store, page("terms", 2), like=second)
    assert third in files(store) and store.blobs.get(third) == page("terms", 2)


def test_that_something_is_lost_is_known_by_names_alone(store: SqlStore) -> None:
    first = kept(store, page("one"))
    other = kept(store, page("two"))
    look = kept(store, page("two", 1), like=other)
    assert first in files(store) and not {other, look} & files(store)
    assert isinstance(store.blobs, DeltaBlobs)
    assert all(map(store.blobs.has, (first, other, look))) and not store.blobs.has("0" * 64)
    store.blobs.files.path(first).unlink()
    assert not any(map(store.blobs.has, (first, other, look)))


def test_bytes_that_were_lost_are_kept_again_when_they_come_again(store: SqlStore) -> None:
    first = kept(store, page("terms"))
    second = kept(store, page("terms", 1), like=first)
    assert isinstance(store.blobs, DeltaBlobs)
    store.blobs.files.path(first).unlink()
    assert kept(store, page("terms"), like=first) == first
    assert store.blobs.get(first) == page("terms") and store.blobs.get(second) == page("terms", 1)


@pytest.mark.parametrize(
    "packed", [b"", b"damage", difference(b"other bytes", page("terms"))], ids=["empty", "noise", "other"]
)
def test_a_damaged_row_is_never_given_out(store: SqlStore, packed: bytes) -> None:
    first = kept(store, page("terms"))
    second = kept(store, page("terms", 1), like=first)
    with store._database.write() as connection:
        connection.execute(text("UPDATE delta SET packed = :packed"), {"packed": packed})
    with pytest.raises(StoreError, match=second):
        store.blobs.get(second)


def test_a_database_that_refuses_is_said_to_and_nothing_is_taken_for_new(store: SqlStore) -> None:
    first = kept(store, page("terms"))
    with store._database.write() as connection:
        connection.execute(text("DROP TABLE delta"))
    with pytest.raises(StoreError, match="delta"):
        store.blobs.put(page("terms", 4711), like=first, site="acme.example")


def test_large_bytes_find_what_is_far_apart() -> None:
    base = Random(3).randbytes(6_000_000)
    moved = base[5_000_000:] + base[:5_000_000]
    assert len(difference(moved, base)) < 10_000


@pytest.fixture(scope="module")
def any_blobs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeltaBlobs]:
    folder = tmp_path_factory.mktemp("any")
    opened = open_store(f"sqlite:///{folder / 'xborder.db'}", folder / "blobs", durable=False)
    assert isinstance(opened.blobs, DeltaBlobs)
    yield opened.blobs
    opened.close()


@settings(max_examples=50, deadline=None)
@given(st.binary(), st.binary(max_size=3000), st.binary(max_size=3000))
def test_any_bytes_come_back_as_served(
    any_blobs: DeltaBlobs, first: bytes, other: bytes, tail: bytes
) -> None:
    site, like = any_blobs.put(first + other, site="s"), any_blobs.put(other + tail, site="s")
    assert any_blobs.get(any_blobs.put(first + tail, like=like, site="s")) == first + tail
    assert any_blobs.get(site) == first + other and any_blobs.get(like) == other + tail
