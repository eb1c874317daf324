"""A country's law is judged for each contractor by itself (Q12-17): some may be given a case of their own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from xborder.cases.states import UNDECIDED, state_of
from xborder.errors import DecisionError
from xborder.model import Case, Contractor, Decision


def is_about(case: Case, contractor: Contractor) -> bool:
    """Whether it is on a document of the contractor, or on the law where it is and not parted from it."""
    if case.subject == f"country/{contractor.country}":
        return not is_parted(case, contractor.id)
    return case.subject.startswith(f"{contractor.id}/")


def is_parted(case: Case, contractor: str) -> bool:
    """Whether a contractor of the subject has a case of its own, or this one is only of others."""
    return contractor not in case.only if case.only else contractor in case.apart


def is_judged(case: Case, known_as: Collection[str]) -> bool:
    """Whether what was decided was decided for this contractor, too: not if it was registered later."""
    decided = case.state not in UNDECIDED and bool(case.decided_for)
    return not decided or any(name in case.decided_for for name in known_as)


def known_as(contractors: Sequence[Contractor], reached: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """By id of each, that and the ids under which its name was reached and that are none of theirs now."""
    known = {c.id for c in contractors}
    former: dict[str, tuple[str, ...]] = {}
    for name, called in reached.items():
        if name not in known:
            former[called] = (*former.get(called, ()), name)
    return {c.id: (c.id, *former.get(c.name, ())) for c in contractors}


def part(
    case: Case, names: Sequence[str], contractors: Sequence[Contractor], *, taken: Collection[str]
) -> tuple[Case, Case | None]:
    """The case of the named contractors alone, not written yet, and what is left of `case`.

    Nothing is left where it concerns nobody else: it is the case itself then. What was decided before they
    were registered does not bind them: theirs is undecided. `taken` are the ids in use.
    Raises DecisionError for a contractor that it does not concern.
    """
    concerned = [c.id for c in contractors if is_about(case, c)]
    strangers = [name for name in names if name not in concerned]
    if strangers:
        raise DecisionError(
            f"case {case.id}",
            why=f"it does not concern {', '.join(strangers)}",
            fix=f"Name one of {', '.join(concerned)}" if concerned else "Leave --contractor out",
        )
    mine = tuple(name for name in concerned if name in names)
    bound = is_judged(case, mine)
    if bound and len(mine) == len(concerned):
        return case, None
    own = replace(
        case,
        id=_free(f"{case.id}-{mine[0]}", taken),
        title=titled(_plain(case), mine),
        state=case.state if bound else state_of(case.recommendation),
        only=mine,
        decided_for=mine if bound else (),
        apart=(),
        edition=0,
        origins=(*case.origins, case.id) if bound else (),
    )
    return own, _left(case, mine)


def history(case: Case, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """What was decided on a case, after what had been decided when it was parted from another; oldest first.

    `decisions` are those of all cases, oldest first.
    """
    told: list[Decision] = []
    for name in (case.id, *reversed(case.origins)):
        told[:0] = [d for d in decisions if d.case == name and (not told or d.at < told[0].at)]
    return tuple(told)


def titled(title: str, only: Sequence[str]) -> str:
    """A case names whom it is about, where that is not everybody there."""
    return f"{title} ({', '.join(only)})" if only else title


def _plain(case: Case) -> str:
    return case.title.removesuffix(titled("", case.only))


def _left(case: Case, gone: Sequence[str]) -> Case:
    if not case.only:
        return replace(case, apart=(*case.apart, *gone))
    only = tuple(name for name in case.only if name not in gone)
    return replace(case, only=only, title=titled(_plain(case), only))


def _free(name: str, taken: Collection[str]) -> str:
    return next(n for i in range(1, len(taken) + 2) if (n := f"{name}-{i}" if i > 1 else name) not in taken)
