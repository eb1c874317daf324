"""What changed on the PPC's list of country reports. None of it is a change of law: a person looks."""

from collections.abc import Iterable, Iterator, Sequence

from xborder.assess.country.wording import flat
from xborder.model import Country, CountryAssessment, DocumentKind, IndexEntry


def compare_index(
    old: Sequence[IndexEntry], new: Sequence[IndexEntry], countries: Sequence[Country] = ()
) -> CountryAssessment:
    """New and vanished jurisdictions, other addresses, a report for a country that had none."""
    doubts = [*_appeared(old, new, countries), *_vanished(old, new)]
    doubts += _moved(old, new)
    return CountryAssessment(needs_person="；".join(doubts))


def resolve(name: str, entries: Iterable[IndexEntry]) -> IndexEntry | None:
    """The entry of a country by its name as the list prints it; slugs cannot be guessed."""
    return next((e for e in entries if flat(e.name) == flat(name)), None)


def _appeared(
    old: Sequence[IndexEntry], new: Sequence[IndexEntry], countries: Sequence[Country]
) -> Iterator[str]:
    for entry in new:
        if resolve(entry.name, old) is None:
            country = _watched(entry, countries)
            if country is not None and not _has_report(country):
                yield f"{entry.name}：報告書のなかった国の報告書が掲載された（{_addresses(entry)}）。登録する"
            else:
                yield f"{entry.name}：一覧に加わった（{_addresses(entry)}）"


def _vanished(old: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> Iterator[str]:
    for entry in old:
        if resolve(entry.name, new) is None:
            yield f"{entry.name}：一覧からなくなった。制度がなくなったとは判断しない"


def _moved(old: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> Iterator[str]:
    for entry in new:
        before = resolve(entry.name, old)
        # Addresses of the PPC differ by upper and lower case: compared as they are.
        if before and (before.html_url, before.pdf_url) != (entry.html_url, entry.pdf_url):
            yield f"{entry.name}：アドレスが変わった（{_addresses(before)} → {_addresses(entry)}）"


def _addresses(entry: IndexEntry) -> str:
    return "、".join(u for u in (entry.html_url, entry.pdf_url) if u) or "アドレスなし"


def _watched(entry: IndexEntry, countries: Sequence[Country]) -> Country | None:
    def names(country: Country) -> set[str]:
        parts = country.jurisdictions
        called = [country.name_ja, *(j.list_name_ja for j in parts), *(j.name_ja or "" for j in parts)]
        return {flat(n) for n in (*called, *(h for j in parts for h in j.headings))}

    return next((c for c in countries if flat(entry.name) in names(c)), None)


def _has_report(country: Country) -> bool:
    return any(d.kind is DocumentKind.COUNTRY_REPORT for d in country.documents)
