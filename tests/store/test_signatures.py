"""Sign-offs are kept with the facts they are bound to, in the trail, and never over each other."""

import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from looks import DAY, NOW
from sqlalchemy import text

from xborder.errors import DecisionError, StoreError
from xborder.model.signing import WHOLE, Role, Signature
from xborder.store import SqlStore, open_store, verify

FACTS = '{"surveyed":"2025-03","理由":"\\u0000"}'
STATE = sha256(FACTS.encode()).hexdigest()
SIGNED = Signature(
    year=2026, item="country/SG", state=STATE, person="山田花子", role=Role.REVIEWER, reason="確認", at=NOW
)


def test_a_sign_off_comes_back_with_the_facts_as_they_were(store: SqlStore) -> None:
    store.sign([SIGNED], {STATE: FACTS})
    assert store.signatures() == store.signatures("country/SG") == [SIGNED]
    assert store.signatures(WHOLE) == []
    assert store.review_state(STATE) == FACTS


def test_it_stands_in_the_audit_trail_and_an_altered_one_shows(store: SqlStore) -> None:
    store.sign([SIGNED], {STATE: FACTS})
    assert '"kind":"sign"' in (store.last_event() or "")
    assert list(verify.flaws(store._database)) == []
    with store._database.write() as connection:
        connection.execute(text("UPDATE review_signature SET year = 2025"))
    (flaw,) = verify.flaws(store._database)
    assert "altered" in flaw.why


def test_altered_facts_are_not_taken_for_what_was_signed(store: SqlStore) -> None:
    store.sign([SIGNED], {STATE: FACTS})
    with store._database.write() as connection:
        connection.execute(text("UPDATE review_state SET body = '{}'"))
    with pytest.raises(StoreError, match="not what was signed"):
        store.review_state(STATE)
    with pytest.raises(StoreError, match="not in"):
        store.review_state("0" * 64)


def test_nobody_signs_the_same_state_twice_and_then_nothing_is_written(store: SqlStore) -> None:
    store.sign([SIGNED], {STATE: FACTS})
    other = replace(SIGNED, item="country/US", at=NOW + DAY)
    with pytest.raises(DecisionError, match="already signed"):
        store.sign([other, replace(SIGNED, at=NOW + DAY)], {STATE: FACTS})
    assert store.signatures() == [SIGNED]


def test_all_who_sign_at_once_are_recorded(database_url: str, tmp_path: Path, store: SqlStore) -> None:
    together = threading.Barrier(4)

    def person(number: int) -> None:
        own = open_store(database_url, tmp_path / "blobs")
        together.wait(30)
        try:
            own.sign([replace(SIGNED, person=f"人{number}")], {STATE: FACTS})
        finally:
            own.close()

    threads = [threading.Thread(target=person, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(s.person for s in store.signatures()) == ["人0", "人1", "人2", "人3"]
    assert list(verify.flaws(store._database)) == []
