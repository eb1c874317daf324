"""Lines of a report -> profile: one reader for every layout."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from xborder.errors import ReadingError
from xborder.extract.ppc.faults import COUNTRY_REPORT, LOOK
from xborder.extract.ppc.headings import KEYS, WORDING, Heading
from xborder.extract.ppc.indicators import read_cbpr, read_eu, read_principles
from xborder.extract.ppc.lines import Item, Line, fold, items
from xborder.extract.ppc.names import is_name, is_sentence
from xborder.extract.ppc.outline import Items, Outline, outline, read_items
from xborder.extract.ppc.pillars import (
    dates,
    is_dash,
    is_footnote,
    quote,
    read_coming,
    read_laws,
    read_system,
)
from xborder.extract.ppc.triggers import read_triggers
from xborder.model import Part, Principle, Profile, Provision, Quote, TriggerLaw
from xborder.texts import Text

_NEEDED = (Heading.SYSTEM, Heading.OTHER, Heading.DATA_LOCALIZATION, Heading.GOVERNMENT_ACCESS)
_ENDED = re.compile(r"[。.)」』]$|[A-Za-z0-9]$")
_AGAIN = Text(
    ja="もう一度取得してください。変わらなければ、報告書の別の形式（HTML又はPDF）をお読みください。",
    en="Fetch it again; if it stays so, read the other form (HTML or PDF) of the report.",
)


class Form(Enum):
    """What the lines were read from: it decides how an end that is missing shows."""

    PAGE = "page"  # its own end was checked already
    PAPER = "paper"  # pages may be lost without a trace
    EXCERPT = "excerpt"  # may stop anywhere: what is not shown is unknown


def read(lines: Iterable[Line], title: str, form: Form) -> Profile:
    """Raises ReadingError when the form of the survey, or its end, is not there."""
    found = read_items(tuple(items(lines, KEYS)), title, excerpt=form is Form.EXCERPT)
    parts = outline(found)
    if not parts:
        raise ReadingError(
            COUNTRY_REPORT,
            why=Text(
                ja="委員会の様式の見出しが一つも見つかりません。本文の冒頭：「{beginning}」",
                en="none of the headings of the PPC's form was found. The text begins: “{beginning}”",
            ).fill(beginning=_beginning(found)),
            fix=LOOK,
        )
    if form is not Form.EXCERPT:
        _require_headings(parts[-1])
        _require_end(found, parts[-1], form)
    return Profile(
        parts=tuple(_part(p) for p in parts),
        surveyed=next(dates(found.around(parts)), None),
        warnings=_warnings(found) if form is Form.PAGE else (),
    )


def _beginning(found: Items) -> str:
    return " / ".join(i.text for i in found.every[:4])[:200] or "(no text)"


def _require_headings(last: Outline) -> None:
    missing = [h for h in _NEEDED if h not in last.sections]
    if missing:
        named = "".join(f"「{WORDING[h][0]}」" for h in missing)
        raise ReadingError(
            COUNTRY_REPORT,
            why=Text(
                ja="途中で切れています。{named}がありません", en="it is cut short: there is no {named}"
            ).fill(named=named),
            fix=_AGAIN,
        )


def _require_end(found: Items, last: Outline, form: Form) -> None:
    """A lost end shows in a last section that breaks off, and in marks (※1) without footnotes.

    Pages of paper are lost whole, at the end of a sentence as well: there one sign is enough.
    """
    content = [i for i in last.sections[Heading.GOVERNMENT_ACCESS] if not is_footnote(i)]
    end = content[-1].text if content else ""
    is_ended = is_dash(end) or is_name(end) or is_sentence(end) or bool(_ENDED.search(end))
    signs = (not is_ended, _lacks_footnotes(found))
    if any(signs) if form is Form.PAPER else all(signs):
        raise ReadingError(COUNTRY_REPORT, why=_NO_END, fix=_AGAIN)


def _lacks_footnotes(found: Items) -> bool:
    marked = any(re.search(r"[^\s(]※\d", fold(i.text)) for i in found.every)
    return marked and not any(is_footnote(i) for i in found.every)


_NO_END = Text(
    ja="途中で切れています。最後の項目に終わりがないか、注がありません",
    en="it is cut short: the last section has no end, or the footnotes are missing",
)
_NO_FOOTNOTES = Text(
    ja="注（※）の本文がなく、末尾が欠けている可能性があります",
    en="the footnotes (※) have no text: the end may be missing",
)


def _warnings(found: Items) -> tuple[Text, ...]:
    return (_NO_FOOTNOTES,) if _lacks_footnotes(found) else ()


@dataclass(slots=True)
class _Facts:
    """What was read of one part, and where."""

    sections: Mapping[Heading, Sequence[Item]]
    quotes: list[tuple[str, Quote]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def under(self, heading: Heading) -> Sequence[Item]:
        return self.sections.get(heading, ())

    def note(self, fact: str, item: Item | None, heading: Heading) -> None:
        if item is not None:
            self.quotes.append((fact, quote(item, WORDING[heading][0])))


def _part(outlined: Outline) -> Part:
    facts = _Facts(outlined.sections)
    system, opening = read_system(facts.under(Heading.SYSTEM))
    facts.note("legal_system", opening, Heading.SYSTEM)
    laws = read_laws(facts.under(Heading.SYSTEM), WORDING[Heading.SYSTEM][0])
    eu, eu_item = read_eu(facts.under(Heading.INDICATORS))
    facts.note("eu_adequacy", eu_item, Heading.INDICATORS)
    cbpr, cbpr_item = read_cbpr(facts.under(Heading.INDICATORS))
    facts.note("cbpr", cbpr_item, Heading.INDICATORS)
    oecd = _oecd(facts)
    localization = _triggers(facts, Heading.DATA_LOCALIZATION)
    access = _triggers(facts, Heading.GOVERNMENT_ACCESS)
    values = {"legal_system": system, "eu_adequacy": eu, "cbpr": cbpr}
    values |= {"data_localization": localization, "government_access": access}  # type: ignore[dict-item]
    unread = [fact for fact, value in values.items() if value is None]
    unread += [f"oecd:{p}" for p, value in oecd if value is None]
    return Part(
        name=outlined.name,
        system=system,
        laws=laws if laws or system is not None else None,
        eu_adequacy=eu,
        cbpr=cbpr,
        oecd=oecd,
        data_localization=localization,
        government_access=access,
        coming_laws=read_coming(facts.under(Heading.SYSTEM)),
        quotes=tuple(facts.quotes),
        unknown=(*unread, *facts.unknown),
    )


def _triggers(facts: _Facts, heading: Heading) -> tuple[TriggerLaw, ...] | None:
    if heading not in facts.sections:
        return None
    laws, doubts, item = read_triggers(facts.under(heading), WORDING[heading][0])
    facts.note(heading.value, item, heading)
    facts.unknown += [f"{heading.value}: {doubt}" for doubt in doubts]
    return laws


def _oecd(facts: _Facts) -> tuple[tuple[Principle, Provision | None], ...]:
    """Not required only when the section is complete and says so without a list."""
    values, waived = read_principles(facts.under(Heading.OECD))
    for principle, (_, item) in values.items():
        facts.note(f"oecd:{principle}", item, Heading.OECD)
    if not values and waived is not None and Heading.OTHER in facts.sections:
        facts.note("oecd", waived, Heading.OECD)
        return tuple((p, Provision.NOT_REQUIRED) for p in Principle)
    return tuple((p, values[p][0] if p in values else None) for p in Principle)
