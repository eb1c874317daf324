"""Who the contractor's sub-processors are, and which came, went, or handle the data elsewhere.

A list is read from a table (columns known by their header), from items ("Acme Inc. (Ireland): hosting"),
or from cards (name, purpose and place as lines that repeat). An entry that names no place is where the
heading over it says ("Sub-processors in Ireland"). Lists are compared entity by entity, so a
table that was sorted, re-formatted or re-spelt says nothing. What cannot be read is said, never guessed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from xborder.assess.entities import Places, entity_key, has_aside, is_only_form, is_spelling, legal_forms
from xborder.model import Change, Clause, ClauseKind
from xborder.model.text import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Subprocessor:
    """One entity, with everything its list says of it."""

    name: str
    purposes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # as printed
    countries: tuple[str, ...] = ()  # ISO codes, "EU", "EEA" or "GLOBAL", as far as the places name them
    beside: tuple[str, ...] = ()  # what the places say beside these countries
    clause: Clause  # the row, item or line that names it
    is_whole: bool = False  # the clause says nothing beside


_Columns = tuple[int, int | None, int | None]  # of entity, purpose and place


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a document lists, and the clauses of which all was understood."""

    entries: tuple[Subprocessor, ...] = ()
    understood: Mapping[Clause, str] = field(default_factory=dict)  # row or item -> key of its entity
    heads: Mapping[Clause, _Columns] = field(default_factory=dict)  # rows that name the columns


class ListChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    ENTITY = "entity"  # the same name with another legal form: another company of the group
    COUNTRY = "country"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubprocessorChange:
    """What became of one sub-processor; `came` and `went` are countries.

    `unclear`: words came into its place that name no country we know.
    """

    kind: ListChange
    old: Subprocessor | None = None
    new: Subprocessor | None = None
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    unclear: bool = False

    @property
    def evidence(self) -> str:
        if self.new:
            return self.new.clause.text
        return f"REMOVED: {self.old.clause.text}" if self.old else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The changes of a list; `doubt` says what could not be read, "" when all could."""

    changes: tuple[SubprocessorChange, ...] = ()
    doubt: str = ""


_PLACE_HEADER = re.compile(
    r"location|countr|region|territor|jurisdiction|所在|国名|国$|地域|場所|リージョン", re.IGNORECASE
)
_ENTITY_HEADER = re.compile(
    r"sub-?\s?processor|sub-?contractor|entity|vendor|company|third.part|provider|^(?:legal |corporate )?name"
    r"|再?委託先|処理者|プロセッサ|会社名|法人名|事業者|名称|社名",
    re.IGNORECASE,
)
_PURPOSE_HEADER = re.compile(
    r"purpose|service|function|activit|description|processing|role|目的|業務|内容|サービス|用途|役割",
    re.IGNORECASE,
)
_LIST = re.compile(r"sub-?\s?processors?|sub-?contractors?|再委託|サブプロセッサ|復処理者", re.IGNORECASE)

# What a heading says beside the place of all that stands under it; one "outside the EU" names no place.
_OVER = re.compile(
    r"(?:\b(?:our|the|all|sub-?\s?processors?|sub-?\s?contractors?|vendors?|providers?|entities|companies"
    r"|third.part(?:y|ies)|location|country|region|located|based|established|in|within|of|and)\b"
    r"|再?委託先|サブプロセッサー?|復処理者|事業者|会社|国内|域内|所在国?|する|ある|[にのをで]|及び|および|\W|\d)*",
    re.IGNORECASE,
)
_SPLIT_ITEM = re.compile(r"\s+[-–—]\s+|\s*[:：|;；]\s*|\s*[（(]|[）)]\s*,?\s*|、|,\s+(?=[A-Z])")
_MOST_SPELLINGS = 100_000  # pairs of names; beyond that another list stands there, not other spellings
_LONGEST_LINE = 200  # letters of a line of a card
_LONGEST_NAME = 60  # of one that stands alone, without a legal form


def subprocessors(clauses: Sequence[Clause], names: Mapping[str, str]) -> Listing:
    """The sub-processors a document lists; `names` gives the ISO code for a name of a country."""
    places = Places(names)
    listed = [c for c in clauses if any(_LIST.search(heading) for heading in c.path)]
    found = (
        list(_from_tables(clauses, places))
        or list(_from_cards(listed, places))
        or list(_from_items(listed, places))
    )
    return Listing(
        entries=tuple(_merged(found).values()),
        understood=dict(_understood(found)),
        heads=dict(_heads(clauses)),
    )


def _understood(found: Sequence[Subprocessor]) -> Iterator[tuple[Clause, str]]:
    """Entries that say nothing beside, each the only one of its entity: which of two services is where is
    lost when they are merged."""
    times = Counter(entity_key(entry.name) for entry in found)
    for entry in found:
        key = entity_key(entry.name)
        if entry.is_whole and times[key] == 1:
            yield entry.clause, key


def _heads(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, _Columns]]:
    """The rows that name the columns, and nothing beside."""
    for clause in clauses:
        columns = _columns(cells := _cells(clause)) if clause.kind is ClauseKind.ROW else None
        if columns and _is_all(cells, columns):
            yield clause, columns


def _is_all(cells: Sequence[str], columns: _Columns) -> bool:
    return not any(cell for i, cell in enumerate(cells) if i not in columns)


def without_understood(
    changes: Sequence[Change], old: Listing, new: Listing, found: Comparison
) -> tuple[Change, ...]:
    """The changes but those of entries, and of the heads of their columns, that the comparison judged.

    An entry that was spelt otherwise is left to be judged by its words.
    """
    both = {*old.understood.values()} & {*new.understood.values()}
    told = {entity_key(s.name) for change in found.changes for s in (change.old, change.new) if s}
    heads = {*old.heads.values()} & {*new.heads.values()}

    def is_judged(change: Change) -> bool:
        sides = [(c, of) for c, of in ((change.old, old), (change.new, new)) if c is not None]
        return all(of.heads.get(clause) in heads for clause, of in sides) or all(
            of.understood.get(clause) in both | told for clause, of in sides
        )

    return tuple(change for change in changes if not is_judged(change))


def compare_subprocessors(old: Sequence[Subprocessor], new: Sequence[Subprocessor]) -> Comparison:
    """Entity by entity; a list that can be read on one side only is a doubt, not a clean sweep."""
    if bool(old) != bool(new):
        side = "new" if old else "old"
        return Comparison(doubt=f"no list of sub-processors could be read in the {side} version")
    partners, added = _partners(old, new)
    changes: list[SubprocessorChange] = []
    for before in old:
        after = partners.get(before.name)
        if after is None:
            changes.append(SubprocessorChange(kind=ListChange.REMOVED, old=before, went=before.countries))
        else:
            changes.extend(_details(before, after))
    changes.extend(SubprocessorChange(kind=ListChange.ADDED, new=s, came=s.countries) for s in added)
    return Comparison(changes=tuple(changes))


def _partners(
    old: Sequence[Subprocessor], new: Sequence[Subprocessor]
) -> tuple[dict[str, Subprocessor], list[Subprocessor]]:
    """For each old name the entry it stands for now, and the entries nobody stands for."""
    left = {entity_key(s.name): s for s in new}
    partners = {s.name: left.pop(entity_key(s.name)) for s in old if entity_key(s.name) in left}
    gone = [s for s in old if s.name not in partners]
    if len(gone) * len(left) > _MOST_SPELLINGS:
        return partners, list(left.values())
    for before in gone:
        key = next((key for key in left if is_spelling(entity_key(before.name), key)), None)
        if key is not None:
            partners[before.name] = left.pop(key)
    return partners, list(left.values())


def _details(old: Subprocessor, new: Subprocessor) -> Iterator[SubprocessorChange]:
    if (forms := legal_forms(old.name)) and legal_forms(new.name) and forms != legal_forms(new.name):
        yield SubprocessorChange(kind=ListChange.ENTITY, old=old, new=new)
    came = tuple(code for code in new.countries if code not in old.countries)
    went = tuple(code for code in old.countries if code not in new.countries)
    if came or went or (not new.countries and _words(old.places) != _words(new.places)):
        unclear = not came and bool(_words(new.beside) - _words(old.places))
        yield SubprocessorChange(
            kind=ListChange.COUNTRY, old=old, new=new, came=came, went=went, unclear=unclear
        )
    if _words(old.purposes) != _words(new.purposes):
        yield SubprocessorChange(kind=ListChange.PURPOSE, old=old, new=new)


def _words(texts: Iterable[str]) -> frozenset[str]:
    """What the texts say, in whatever order and form."""
    return frozenset(re.findall(r"[^\W_]+", canonical(" ".join(texts)).casefold())) - _GRAMMAR


_GRAMMAR = frozenset(["a", "an", "the", "of", "and", "for", "by", "in", "to", "with"])


def _merged(found: Iterable[Subprocessor]) -> dict[str, Subprocessor]:
    """One entry an entity: a list may have a row for each place or service."""
    merged: dict[str, Subprocessor] = {}
    for entry in found:
        key = entity_key(entry.name)
        if not key:
            continue
        first = merged.get(key, entry)
        merged[key] = replace(
            first,
            purposes=tuple(dict.fromkeys((*first.purposes, *entry.purposes))),
            places=tuple(dict.fromkeys((*first.places, *entry.places))),
            countries=tuple(dict.fromkeys((*first.countries, *entry.countries))),
            beside=tuple(dict.fromkeys((*first.beside, *entry.beside))),
        )
    return merged


def _entry(
    clause: Clause, name: str, purpose: str, place: str, places: Places, *, is_whole: bool = False
) -> Subprocessor:
    return Subprocessor(
        name=name.strip(),
        purposes=(purpose.strip(),) if purpose.strip() else (),
        places=(place.strip(),) if place.strip() else (),
        countries=places.countries(place),
        beside=(places.rest(place),),
        clause=clause,
        is_whole=is_whole and not has_aside(name) and not _words([places.rest(place)]),
    )


def _place_over(headings: Iterable[str], places: Places) -> str:
    """The nearest heading that is a place; "" where none is."""
    return next((h for h in headings if places.countries(h) and _OVER.fullmatch(places.rest(h))), "")


def _from_tables(clauses: Sequence[Clause], places: Places) -> Iterator[Subprocessor]:
    for is_row, table in groupby(clauses, key=lambda clause: clause.kind is ClauseKind.ROW):
        columns: _Columns | None = None
        group = ""  # a row of one cell stands over those that follow
        is_list = False  # of such entities, whatever else has a name and a purpose
        for row in table if is_row else ():
            cells = _cells(row)
            if header := _columns(cells):
                columns = header
                is_list = any(_LIST.search(words) for words in (*row.path, cells[header[0]]))
            elif len(cells) == 1:
                group = cells[0]
            elif columns and columns[0] < len(cells) and cells[columns[0]]:
                name, purpose, place = (_cell(cells, column) for column in columns)
                over = _place_over((group, *reversed(row.path)), places) if not place else ""
                is_whole = _is_all(cells, columns) and (is_list or bool(legal_forms(name)))
                yield _entry(row, name, purpose, place or over, places, is_whole=is_whole)


def _cells(row: Clause) -> list[str]:
    return [cell.strip() for cell in row.text.split("|")]


def _columns(cells: Sequence[str]) -> _Columns | None:
    """Where entity, purpose and place stand, if this row is a header."""
    if len(cells) < 2 or any(len(cell) > 60 for cell in cells):
        return None
    roles: dict[str, int] = {}
    for index, cell in enumerate(cells):
        role = next((role for role, words in _HEADERS if words.search(canonical(cell))), None)
        if role:
            roles.setdefault(role, index)
    if "entity" not in roles or len(roles) < 2:
        return None
    return roles["entity"], roles.get("purpose"), roles.get("place")


_HEADERS = (("place", _PLACE_HEADER), ("entity", _ENTITY_HEADER), ("purpose", _PURPOSE_HEADER))


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""


def _from_cards(clauses: Sequence[Clause], places: Places) -> Iterator[Subprocessor]:
    """Lines in which a place stands again and again at the same distance from the name."""
    lines = [c for c in clauses if c.kind is not ClauseKind.ROW and len(c.text) <= _LONGEST_LINE]
    at = [
        i for i, c in enumerate(lines) if c.kind is not ClauseKind.HEADING and places.is_only_places(c.text)
    ]
    named = {
        step: [index for index in at if index >= step and legal_forms(lines[index - step].text)]
        for step in (1, 2, 3)
    }
    step = max(named, key=lambda step: len(named[step]))
    if len(at) < 2 or 2 * len(named[step]) <= len(at):
        return
    for index in at:
        if index >= step:
            name, between, place = lines[index - step], lines[index - step + 1 : index], lines[index]
            yield _entry(name, name.text, " ".join(line.text for line in between), place.text, places)


def _from_items(clauses: Sequence[Clause], places: Places) -> Iterator[Subprocessor]:
    """ "Acme Inc. (Ireland): hosting"; the name comes first and carries a legal form, or a place follows.

    A name alone is one under a place: "Acme Inc." under "Ireland".
    """
    for clause in clauses:
        if clause.kind is not ClauseKind.ITEM or len(clause.text) > _LONGEST_LINE:
            continue
        name, rest = _name_and_rest(clause.text)
        where = [part for part in rest if places.is_only_places(part)]
        over = "" if where else _place_over(reversed(clause.path), places)
        is_named = bool(legal_forms(name)) or (bool(over) and _is_bare_name(clause.text))
        if (rest and where) or ((rest or over) and is_named):
            purpose = " ".join(part for part in rest if part not in where)
            yield _entry(clause, name, purpose, ", ".join(where) or over, places, is_whole=True)


def _is_bare_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and not text.endswith((".", "。"))


def _name_and_rest(text: str) -> tuple[str, list[str]]:
    parts = [part for part in _SPLIT_ITEM.split(text) if part.strip()]
    while len(parts) > 1 and is_only_form(parts[1]):
        parts[:2] = [", ".join(parts[:2])]
    return (parts[0], parts[1:]) if parts else ("", [])
