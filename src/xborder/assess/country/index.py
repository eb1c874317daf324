"""What changed on the PPC's list of country reports. None of it is a change of law: a person looks."""

from collections.abc import Iterable, Iterator, Sequence

from xborder.assess.country.wording import flat
from xborder.model import (
    Country,
    CountryAssessment,
    CountryFinding,
    DocumentKind,
    FactChange,
    IndexEntry,
    Jurisdiction,
    Text,
)

FACT = "report_list"


def compare_index(
    old: Sequence[IndexEntry], new: Sequence[IndexEntry], countries: Sequence[Country] = ()
) -> CountryAssessment:
    """New and vanished jurisdictions, other addresses, a report for a country that had none."""
    return CountryAssessment(
        findings=(*_appeared(old, new, countries), *_vanished(old, new), *_moved(old, new))
    )


def resolve(name: str, entries: Iterable[IndexEntry]) -> IndexEntry | None:
    """The entry of a country by its name as the list prints it; slugs cannot be guessed."""
    return next((e for e in entries if flat(e.name) == flat(name)), None)


def names_of(country: Country) -> tuple[str, ...]:
    """Every name the list may print for a country or one of its parts."""
    return tuple(name for names in names_by_report(country).values() for name in names)


def names_by_report(country: Country) -> dict[str, tuple[str, ...]]:
    """The same by what a report is on: "" the country itself, else the key of the part.

    First what the registry says that the list prints; a name that two of them have is the first one's.
    """
    own = country.own_part
    called = {"": (own.list_name_ja if own else None, country.name_ja, *(_others(own) if own else ()))}
    called |= {j.key: (j.list_name_ja, *_others(j)) for j in country.jurisdictions if j is not own}
    return {report: tuple(dict.fromkeys(filter(None, names))) for report, names in called.items()}


def _others(part: Jurisdiction) -> tuple[str | None, ...]:
    return (part.name_ja, *part.headings)


def _appeared(
    old: Sequence[IndexEntry], new: Sequence[IndexEntry], countries: Sequence[Country]
) -> Iterator[CountryFinding]:
    for entry in new:
        if resolve(entry.name, old) is not None:
            continue
        country = next((c for c in countries if resolve(entry.name, _named(c)) is not None), None)
        if country is not None and not _has_report(country):
            yield _finding(entry, FactChange.GAINED, _REPORTED)
        else:
            yield _finding(entry, FactChange.INTRODUCED, _LISTED)


def _vanished(old: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> Iterator[CountryFinding]:
    for entry in old:
        if resolve(entry.name, new) is None:
            yield _finding(entry, FactChange.LOST, _GONE, is_gone=True)


def _moved(old: Sequence[IndexEntry], new: Sequence[IndexEntry]) -> Iterator[CountryFinding]:
    for entry in new:
        before = resolve(entry.name, old)
        # Addresses of the PPC differ by upper and lower case: compared as they are.
        if before and (before.html_url, before.pdf_url) != (entry.html_url, entry.pdf_url):
            why = _MOVED.fill(old=_addresses(before), new=_addresses(entry))
            yield _finding(entry, FactChange.AMENDED, why)


_REPORTED = Text(
    ja="これまで報告書のなかった国の報告書が掲載されました。countries.yaml に登録してください",
    en="there is now a report on a country that had none; enter it in countries.yaml",
)
_LISTED = Text(ja="一覧に加わりました", en="it was added to the list")
_GONE = Text(
    ja="一覧からなくなりました。制度がなくなったとは判断しません",
    en="it is gone from the list; this is not taken for the end of a legal system",
)
_MOVED = Text(ja="アドレスが変わりました（{old} → {new}）", en="its addresses changed ({old} → {new})")


def _finding(entry: IndexEntry, change: FactChange, why: Text, *, is_gone: bool = False) -> CountryFinding:
    return CountryFinding(
        part=entry.name,
        fact=FACT,
        change=change,
        evidence=f"REMOVED: {entry.name}" if is_gone else entry.name,
        place=_addresses(entry),
        explanation=why,
    )


def _addresses(entry: IndexEntry) -> str:
    return " ".join(u for u in (entry.html_url, entry.pdf_url) if u) or "－"


def _named(country: Country) -> list[IndexEntry]:
    return [IndexEntry(name=name) for name in names_of(country)]


def _has_report(country: Country) -> bool:
    return any(d.kind is DocumentKind.COUNTRY_REPORT for d in country.documents)
