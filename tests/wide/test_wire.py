"""What crosses the wire comes back as it was, and holds no bytes of pages."""

from datetime import UTC, datetime

import pytest

from xborder.model import Capture, DocumentState, Event, Fetched, Health, Observation, Rendering
from xborder.texts import same
from xborder.wide import wire
from xborder.wide.wire import ANSWERS, Answer, without_bytes
from xborder.zstd import ZstdError

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def observation(**changed: object) -> Observation:
    values: dict[str, object] = {"health": Health.OK, "body": b"page", "fetched_at": NOW, "source": "a/terms"}
    fetched = Fetched(**(values | changed))  # type: ignore[arg-type]
    capture = Capture(
        source="a/terms", document="a/terms", fetched=fetched, health=Health.OK, sha256="ab" * 32
    )
    return Observation(
        document="a/terms",
        at=NOW,
        event=Event.FIRST,
        captures=(capture,),
        state=DocumentState(document="a/terms"),
    )


def sent(one: Observation) -> Observation:
    (back,) = ANSWERS.unpack(ANSWERS.pack(Answer(observations=(one,)))).observations
    return back


def test_an_observation_comes_back_as_it_was() -> None:
    plain = without_bytes(
        observation(notes=(same("規約"),), rendering=Rendering(by="Chrome", served=b"shell"))
    )
    assert sent(plain) == plain


def test_bytes_stay_where_they_are_stored() -> None:
    plain = without_bytes(observation(rendering=Rendering(by="Chrome", served=b"shell")))
    (capture,) = plain.captures
    assert (capture.fetched.body, capture.sha256) == (b"", "ab" * 32)
    assert capture.fetched.rendering == Rendering(by="Chrome", served=b"")


def test_a_look_without_bytes_stays_one() -> None:
    plain = without_bytes(observation(health=Health.UNREACHABLE, body=None))
    assert plain.captures[0].fetched.body is None


def test_half_a_character_of_a_hostile_page_stops_nothing() -> None:
    assert sent(without_bytes(observation(notes=(same("x\ud800y"),)))).captures[0].fetched.notes == (
        same("x?y"),
    )


def test_a_message_cut_off_or_past_all_size_is_none(monkeypatch) -> None:
    packed = wire.ANSWERS.pack(wire.Answer(fault=("what", "why", "fix" * 1000)))
    with pytest.raises(ZstdError):
        wire.ANSWERS.unpack(packed[:-5])
    monkeypatch.setattr(wire, "_LARGEST", 1000)
    with pytest.raises(ZstdError):
        wire.ANSWERS.unpack(packed)
