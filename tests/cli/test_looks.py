"""The looks at sources that `xborder status --sources` shows."""

from datetime import UTC, datetime, timedelta

from xborder.cli.looks import sources, sources_data
from xborder.model import NOTHING, Basis, Contractor, Document, DocumentKind, Health, Look, Registry, Source

NOW = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
Looks = dict[str, list[Look]]


class Records:
    """As much of a store as is asked, and how often it was."""

    def __init__(self, looks: Looks) -> None:
        self.looks, self.asked = looks, list[int]()

    def last_looks(self, count: int) -> Looks:
        self.asked.append(count)
        return self.looks


def registry(*names: tuple[str, ...]) -> Registry:
    documents = tuple(
        Document(
            id=first,
            owner="acme",
            kind=DocumentKind.DPA,
            title="T",
            sources=tuple(Source(id=name, url=f"https://acme.example/{name}") for name in (first, *others)),
        )
        for first, *others in names
    )
    acme = Contractor(id="acme", name="Acme", country="US", basis=Basis.CONTRACT, documents=documents)
    return Registry(contractors=(acme,))


def test_many_documents_are_one_question() -> None:
    store = Records({})
    rows = sources_data(registry(("a",), ("b", "b#2", "b#3"), ("c",)), store, 30)  # type: ignore[arg-type]
    assert store.asked == [90]  # enough for the document of three pages
    assert [row["source"] for row in rows] == ["a", "b", "b#2", "b#3", "c"]


def test_each_source_shows_as_many_looks_as_were_asked_for() -> None:
    looks = [
        Look(source="a", url="", at=NOW - timedelta(days=n), health=Health.OK, detail=NOTHING)
        for n in range(5)
    ]
    rows = sources_data(registry(("a",)), Records({"a": looks}), 3)  # type: ignore[arg-type]
    assert [row["at"] for row in rows[0]["looks"]] == [look.at.isoformat() for look in looks[:3]]
    assert sources(rows).splitlines()[1].startswith("ooo  3/3 good")
