"""Every host is in one chain, every document in one part."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from xborder.model import (
    Basis,
    Contractor,
    Document,
    DocumentKind,
    DocumentState,
    Policy,
    Registry,
    Source,
    SourceState,
)
from xborder.ports import Work
from xborder.wide.groups import one_by_one, share_out

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def document(number: int, *hosts: str, kind: DocumentKind = DocumentKind.DPA) -> Document:
    name = f"c{number}/dpa"
    sources = tuple(Source(id=f"{name}#{n}", url=f"https://{host}/{n}") for n, host in enumerate(hosts))
    return Document(id=name, owner=f"c{number}", kind=kind, title="T", sources=sources)


def work(*documents: Document, led_to: dict[str, str] | None = None) -> Work:
    sources = {name: SourceState(source=name, url=url) for name, url in (led_to or {}).items()}
    contractors = tuple(
        Contractor(id=d.owner, name=d.owner, country="US", basis=Basis.CONTRACT, documents=(d,))
        for d in documents
    )
    return Work(
        run="run",
        now=NOW,
        documents=documents,
        states={d.id: DocumentState(document=d.id) for d in documents},
        sources=sources,
        registry=Registry(contractors=contractors),
        policy=Policy(rules=()),
    )


def chains(given: Work, size: int, **beyond: str) -> list[list[Work]]:
    found = {f"{name}/dpa": frozenset({host}) for name, host in beyond.items()}
    return [[part.work for part in chain] for chain in share_out(given, size, found)]


def ids(given: Work) -> list[list[list[str]]]:
    return [[[d.id for d in part.documents] for part in chain] for chain in chains(given, 2)]


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3), max_size=30),
    st.integers(1, 10),
)
def test_no_host_is_in_two_chains_and_no_document_is_lost(hosts: list[list[str]], size: int) -> None:
    given = work(*(document(n, *names) for n, names in enumerate(hosts)))
    shared = chains(given, size)
    assert sorted(d.id for c in shared for p in c for d in p.documents) == sorted(
        d.id for d in given.documents
    )
    found = [
        {s.url.split("/")[2] for p in c for d in p.documents for s in d.sources if s.url} for c in shared
    ]
    assert sum(map(len, found)) == len(set().union(*found))


def test_documents_of_one_host_follow_each_other() -> None:
    given = work(*(document(n, "a.example") for n in range(3)))
    assert ids(given) == [[["c0/dpa", "c1/dpa"], ["c2/dpa"]]]


def test_small_hosts_are_looked_at_side_by_side() -> None:
    given = work(*(document(n, f"{n}.example") for n in range(3)))
    assert ids(given) == [[["c0/dpa", "c1/dpa"]], [["c2/dpa"]]]


def test_a_host_is_one_however_it_is_written() -> None:
    given = work(document(1, "a.example"), document(2, "A.Example."), document(3, "a.example:443"))
    assert len(chains(given, 1)) == 1


def test_where_an_address_led_last_time_counts_as_its_host() -> None:
    given = work(
        document(1, "a.example"), document(2, "b.example"), led_to={"c1/dpa#0": "https://b.example/x"}
    )
    assert len(chains(given, 1)) == 1


def test_a_host_is_one_in_its_own_script_and_in_that_of_the_network() -> None:
    given = work(document(1, "日本.example"), document(2, "xn--wgv71a.example"))
    assert len(chains(given, 1)) == 1


def test_what_was_given_back_goes_with_the_host_that_it_led_to() -> None:
    given = work(document(1, "a.example"), document(2, "b.example"), document(3, "c.example"))
    together = chains(given, 1, c1="x.example", c3="x.example")
    assert sorted(sorted(d.id for w in chain for d in w.documents) for chain in together) == [
        ["c1/dpa", "c3/dpa"],
        ["c2/dpa"],
    ]


def test_a_part_asks_the_hosts_of_its_chain_and_no_others() -> None:
    given = work(
        document(1, "a.example", "b.example"),
        document(2, "b.example"),
        document(3, "c.example"),
        led_to={"c2/dpa#0": "https://d.example/0"},
    )
    (first, second), (third,) = share_out(given, 2, {"c1/dpa": frozenset({"e.example"})})
    assert first.hosts == second.hosts == {"a.example", "b.example", "d.example", "e.example"}
    assert third.hosts == {"c.example"}


def test_what_may_lead_anywhere_is_one_chain() -> None:
    given = work(*(document(n, f"{n}.example") for n in range(3)))
    (chain,) = one_by_one(given, 2)
    assert [[d.id for d in part.work.documents] for part in chain] == [["c0/dpa", "c1/dpa"], ["c2/dpa"]]
    assert {part.hosts for part in chain} == {None}
    assert one_by_one(work(), 2) == ()


def test_a_part_knows_what_it_needs_and_no_more() -> None:
    given = work(
        document(1, "a.example"), document(2, "b.example"), led_to={"c2/dpa#0": "https://b.example/0"}
    )
    (first,), (second,) = chains(given, 1)
    assert [c.id for c in first.registry.contractors] == ["c1"]
    assert (list(first.states), list(first.sources)) == (["c1/dpa"], [])
    assert list(second.sources) == ["c2/dpa#0"]


def test_a_law_is_looked_at_with_all_contractors_it_may_reach() -> None:
    law = document(9, "ppc.example", kind=DocumentKind.COUNTRY_REPORT)
    given = work(document(1, "a.example"), law)
    (part,) = next(c for c in chains(given, 1) if c[0].documents == (law,))
    assert len(part.registry.contractors) == 2
