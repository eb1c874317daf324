"""What speaks for ending a case: a suspension, a request for correction, or what nobody decided on yet.

A person decides, never xborder.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xborder.cases.states import CLOSED
from xborder.model import (
    Case,
    ChangeStatus,
    CountryFinding,
    Direction,
    FactChange,
    Revision,
    Text,
)

_NO_REPORTS: Mapping[str, str] = {}
WITHDRAWN = "withdrawn"
_ENDED = (FactChange.NARROWED, FactChange.REPEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing that speaks for it; `key` tells it apart from others about the same case."""

    key: str
    text: Text


def grounds(
    case: Case,
    revisions: Sequence[Revision],
    observed: Mapping[str, str | None],
    reports: Mapping[str, str] = _NO_REPORTS,
) -> Iterator[Ground]:
    """What became of the findings of a case.

    `revisions` are all of its subject, `observed` the version each document shows now, and `reports` says
    of the documents on a country which of its reports they are forms of.
    """
    if case.state in CLOSED:
        return
    own = [r for r in revisions if r.id in case.revisions]
    others = (r for r in revisions if r not in own)
    mine = [*own, *(r for r in others if _says_the_same(r, [o for o in own if _are_forms(r, o, reports)]))]
    against = [r for r in mine if _speaks_against(r)]
    standing = [r for r in against if r.status is not ChangeStatus.WITHDRAWN]
    if against and not standing:
        yield Ground(key=WITHDRAWN, text=_WITHDRAWN)
    reverted = [r for r in standing if observed.get(r.document) == r.old_version]
    if standing and len(reverted) == len(standing):
        yield Ground(key=f"reverted {standing[-1].old_version}", text=_REVERTED)
    former = {r.old_version for r in standing}  # a revision back to it was told as such
    answers = {
        r.id: [one for one in standing if _are_forms(r, one, reports) and _answers(r, one)]
        for r in revisions
        if r.status is ChangeStatus.CONFIRMED and r.new_version not in former
    }
    over = [*reverted, *(one for answered in answers.values() for one in answered)]
    for revision in revisions:
        # What another report states of another part stands, whatever became of this one.
        elsewhere = [one for one in standing if one not in over and not _are_forms(revision, one, reports)]
        if answers.get(revision.id) and not elsewhere:
            yield Ground(key=revision.id, text=_ANSWERED)


def _are_forms(one: Revision, other: Revision, reports: Mapping[str, str]) -> bool:
    """Whether both are of one report. Of a document that is not watched any more nobody knows."""
    known = [reports[r.document] for r in (one, other) if r.document in reports]
    return len(set(known)) < 2


def _says_the_same(revision: Revision, own: Sequence[Revision]) -> bool:
    """Of the other form of a report, which is no case of its own: the law stands as long as one states it."""
    laws = {_law(f) for r in own if r.country for f in r.country.findings if f.is_trigger}
    return (
        revision.country is not None
        and bool(own)
        and revision.detected_at >= min(r.detected_at for r in own)
        and any(f.is_trigger and _law(f) in laws for f in revision.country.findings)
    )


def _speaks_against(revision: Revision) -> bool:
    """Whether it is a reason for the case, and not what came to mend it."""
    terms = revision.terms
    weakens = terms is not None and any(f.direction is Direction.WEAKENS for f in terms.findings)
    return weakens or revision.is_trigger


def _answers(later: Revision, earlier: Revision) -> bool:
    """Whether `later` takes back, in part or whole, what `earlier` brought."""
    if later.detected_at <= earlier.detected_at:
        return False
    if earlier.terms is not None and later.terms is not None:
        weakened = {f.topic for f in earlier.terms.findings if f.direction is Direction.WEAKENS}
        return any(f.topic in weakened and f.direction is Direction.STRENGTHENS for f in later.terms.findings)
    if earlier.country is not None and later.country is not None:
        triggers = {_law(f) for f in earlier.country.findings if f.is_trigger}
        return any(_law(f) in triggers and f.change in _ENDED for f in later.country.findings)
    return False


def _law(finding: CountryFinding) -> tuple[str | None, str]:
    return finding.part, finding.fact


_WITHDRAWN = Text(
    ja="案件のもととなった変更は取り消されました。",
    en="The changes behind the case were withdrawn.",
)
_REVERTED = Text(
    ja="文書は変更前の内容に戻っています。",
    en="The document again shows the text before the change.",
)
_ANSWERED = Text(
    ja="その後の改定により、問題とされた点が改められた可能性があります。",
    en="A later revision may have mended what the case is about.",
)
