"""A reader reads one language: what we say is said in both, and a report shows the one that was asked for."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from functools import cache
from pathlib import Path

import pytest

import xborder
from report_sample import NOW, QUIET, REGISTRY, WEAKENED
from xborder.assess import alerts, country
from xborder.assess.alerts import TABLE
from xborder.assess.country.compare import PLACES
from xborder.assess.second_opinion import UNAVAILABLE
from xborder.assess.supplement import Revised, supplement
from xborder.assess.terms.wording import CONCEPTS, explain
from xborder.extract import judge
from xborder.extract.html import read_html
from xborder.fetch.failure import UnknownHostError, from_library, timed_out
from xborder.model import (
    Change,
    ChangeKind,
    Clause,
    Country,
    CountryAssessment,
    Direction,
    Document,
    DocumentKind,
    Fetched,
    Health,
    Indicator,
    Law,
    LegalSystem,
    Page,
    Part,
    Principle,
    Profile,
    Provision,
    Report,
    Revision,
    Source,
    TermsAssessment,
    TermsFinding,
    Text,
    Topic,
    TriggerLaw,
)
from xborder.report.rendering import compose, render
from xborder.report.words import LANGUAGES

SOURCE = Path(xborder.__file__).parent
LETTERS = re.compile(r"[\u3040-\u30fb\u3400-\u9fff]")
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff5e\u3001\u3002]")
QUOTE = re.compile(r"“[^”]*”|「[^」]*」|`[^`]*`|\"[^\"]*\"")
SENTENCE = re.compile(r"\b[A-Za-z]+(?:,? [a-z]+){3,}\b")
FIELD = re.compile(r"\{(\w+)[^}]*\}")


def said_in_source() -> Iterator[tuple[str, str, str]]:
    """Every text that the code spells out: (place, Japanese, English), values as {}."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                words = {k.arg: _spelled(k.value) for k in node.keywords}
                if words.keys() == {"ja", "en"} and None not in words.values():
                    yield (
                        f"{path.relative_to(SOURCE)}:{node.lineno}",
                        *(words[name] or "" for name in LANGUAGES),
                    )


def _spelled(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
    return None


TEXTS = tuple(said_in_source())


def test_every_text_is_written_in_both_languages_and_names_the_same_values() -> None:
    assert len(TEXTS) > 150
    for place, ja, en in TEXTS:
        own = FIELD.sub("", ja)
        assert bool(LETTERS.search(own.replace("の", ""))) == bool(
            re.search(r"[a-z]{2}", FIELD.sub("", en))
        ), place
        assert not SENTENCE.search(QUOTE.sub("", own)), place
        assert not JAPANESE.search(QUOTE.sub("", FIELD.sub("", en)).replace("※", "")), place
        assert set(FIELD.findall(ja)) == set(FIELD.findall(en)), place


def test_every_concept_is_named_in_both_languages() -> None:
    for en, ja in CONCEPTS.items():
        assert JAPANESE.search(ja) and not JAPANESE.search(en)


# One report with everything in it.

GUARD, SPY, OLD_ACT, NEW_ACT = "監査法", "国家情報法", "旧保護法", "新保護法"
NAME = "見本州"


def part(**fields: object) -> Part:
    known: dict[str, object] = {
        "name": NAME,
        "system": LegalSystem.COMPREHENSIVE,
        "laws": (Law(name_ja=OLD_ACT, bodies="民間部門", in_force="2015年施行"),),
        "eu_adequacy": Indicator.NO,
        "cbpr": Indicator.YES,
        "oecd": tuple((p, Provision.PROVIDED) for p in Principle),
        "data_localization": (),
        "government_access": (
            TriggerLaw(name_ja=GUARD, body="裁判所の令状により提出を求めることができる。"),
        ),
    }
    return Part(**(known | fields))  # type: ignore[arg-type]


OLD = Profile(parts=(part(), part(name="隣州")), surveyed="2024-03")
NEW = Profile(
    parts=(
        part(
            laws=(Law(name_ja=NEW_ACT, bodies="全部門", in_force="2026年施行"),),
            eu_adequacy=Indicator.PARTIAL,
            cbpr=None,
            oecd=tuple((p, Provision.PARTLY) for p in Principle),
            data_localization=(TriggerLaw(name_ja=SPY, body="国内に保存しなければならない。"),),
            government_access=(TriggerLaw(name_ja=GUARD, body="令状によらず提出を求めることができる。"),),
            coming_laws=("改正法案を審議している。",),
        ),
    ),
    surveyed="2026-03",
    warnings=(),
)
HOSTS = "<table><tr><th>Name</th><th>Purpose</th><th>Country</th></tr>{}</table>"
ROWS = (
    "<tr><td>Acme Hosting Ltd.</td><td>Hosting</td><td>Ireland</td></tr>",
    "<tr><td>Mailer Inc.</td><td>E-mail</td><td>Viet Nam</td></tr>",
)
NOTICE = "<p>You may object within 30 days of our notice.</p>"


def read(body: str) -> Page:
    return read_html(
        f"<main><h1>Sub-processors</h1>{body}</main>".encode(), charset="utf-8", url="https://a.example/"
    )


def terms() -> TermsAssessment:
    old, new = read(HOSTS.format(ROWS[0]) + NOTICE), read(HOSTS.format("".join(ROWS)) + NOTICE)
    row = Change(kind=ChangeKind.ADDED, new=Clause(text="Mailer Inc. | E-mail | Viet Nam"))
    finding = TermsFinding(
        topic=Topic.SECURITY,
        direction=Direction.WEAKENS,
        evidence="may",
        explanation=explain([f"touched security: {name}" for name in list(CONCEPTS)[:3]] + ["word may"]),
    )
    found = TermsAssessment(substantive=True, confidence=0.9, findings=(finding,), notes=(UNAVAILABLE,))
    known = (Country(code="VN", name_ja="ベトナム", name_en="Viet Nam", jurisdictions=()),)
    return supplement(found, Revised.of(old, new, (row,), known), first_seen=date(2026, 11, 22))


def details() -> Iterator[Text]:
    """What fetching, judging and reading say of a source."""
    yield UnknownHostError("acme.example", temporary=False).text
    yield timed_out(30).text
    yield from_library(ConnectionError()).text
    document = Document(
        id="a/b", owner="a", kind=DocumentKind.TERMS, title="T", sources=(Source(id="a/b/1"),)
    )
    served = Fetched(
        source="a/b/1", fetched_at=NOW, health=Health.OK, body=b"<p>Please log in to continue</p>"
    )
    for body in ("<p>Please log in to continue.</p>", "<p>404</p>", "<p>Just a moment...</p>", ""):
        verdict = judge(served, read_html(body.encode(), charset="utf-8", url=""), document)
        assert verdict.health is not Health.OK
        yield verdict.reason


@cache
def everything() -> Report:
    law = Revision(
        id="law", document="country/TH/html", owner="TH", old_version="a", new_version="b", detected_at=NOW,
        status=WEAKENED.status, country=country.compare(OLD, NEW),
    )  # fmt: skip
    blind = replace(law, id="blind", country=country.compare(None, NEW))
    lost = replace(law, id="lost", country=country.compare(OLD, None))
    twins = replace(law, id="twins", country=country.crosscheck(OLD, NEW))
    assert law.country is not None and isinstance(law.country, CountryAssessment) and law.country.needs_person
    values = {
        "title": "Acme DPA", "day": "2026-11-01", "found": country.crosscheck(OLD, NEW).needs_person,
        "days": 365, "countries": Text(ja="タイ王国（2024-01調査）", en="Thailand (surveyed 2024-01)"),
        "count": 6, "total": 20, "problem": "data/contractors.yaml:12",
        "first": "2026-11-01", "second": "2026-11-08",
        "old": Text(ja="この文言なし", en="nothing"), "new": Text(ja="「Acme DPA」", en="“Acme DPA”"),
        "then": "2036-11-21 06:30", "today": "2026-11-23 06:30",
        "doubts": Text(ja="本文の量が一致しません", en="how much text it has is in doubt"),
        "pages": Text(ja="Acme DPA（12字）", en="Acme DPA (12 characters)"), "documents": "acme/dpa",
    }  # fmt: skip
    reasons = list(details())
    told = tuple(
        alerts.tell(kind, "acme/dpa", NOW, **values, detail=reasons[number % len(reasons)])
        for number, kind in enumerate([*TABLE, *TABLE])
        if kind != "fleet"
    )
    acme = Document(id="acme/dpa", owner="acme", kind=DocumentKind.DPA, title="Acme DPA", sources=())
    told += tuple(alerts.outcome(kind, acme, "C-2026-11-22-1", NOW) for kind in ("confirmed", "withdrawn"))
    revisions = (law, blind, lost, twins, replace(WEAKENED, terms=terms()))
    return replace(QUIET, revisions=revisions, alerts=told, notes=tuple(reasons))


def own_words(said: str, names: Iterator[str], language: str) -> str:
    """What is left of a plain text when quotes and names are taken out."""
    flat = re.sub(r"^  [|｜+＋\-－] .*$", "", said, flags=re.MULTILINE)
    flat = re.sub(r"\s+", "" if language == "en" else " ", flat)  # Japanese breaks its lines anywhere
    for name in sorted(names, key=len, reverse=True):
        flat = flat.replace(re.sub(r"\s+", "", name) if language == "en" else name, " ")
    return QUOTE.sub(" ", flat)


def names_of(value: object) -> Iterator[str]:
    """Every string that stands in the values a report is made from: names, quotes, addresses."""
    if isinstance(value, str):
        yield from (piece for piece in (value, *re.split(r"[\n。]", value)) if len(piece) > 1)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from names_of(item)
    elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Text):
        for name in value.__dataclass_fields__:
            yield from names_of(getattr(value, name))


def shown(language: str, *, mail: bool) -> str:
    report = everything()
    if not mail:
        return render(report, REGISTRY, language=language).text
    made = compose(report, REGISTRY, sender="x@a.example", recipients=("y@a.example",), language=language)
    body = message_from_bytes(made.mime, policy=default).get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


@pytest.mark.parametrize("mail", [False, True], ids=["report", "mail"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_everything_speaks_one_language(language: str, mail: bool) -> None:
    names = names_of((OLD, NEW, REGISTRY, tuple(PLACES.values()), WEAKENED.changes, WEAKENED.affected))
    words = own_words(shown(language, mail=mail), names, language)
    foreign = JAPANESE.findall(words) if language == "en" else SENTENCE.findall(words)
    assert foreign == []


def test_the_page_says_what_the_plain_text_says_in_the_same_language() -> None:
    for language in LANGUAGES:
        page = render(everything(), REGISTRY, language=language).html
        for alert in everything().alerts:
            said = alert.text.of(language).strip()
            assert said.replace("'", "&#39;").replace("<", "&lt;").split("{")[0][:25] in page
