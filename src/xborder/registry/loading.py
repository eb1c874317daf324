"""The registry as a whole: three files, read together, every problem of all of them at once."""

from pathlib import Path

from xborder.model import Contractor, Country, Policy, Problem, Registry
from xborder.registry.contractors import read_contractors
from xborder.registry.countries import HOME, Countries, read_countries
from xborder.registry.desk import Desk
from xborder.registry.policy import load_policy
from xborder.registry.tree import read_tree

FILES = ("contractors.yaml", "countries.yaml", "policy.yaml")


def load_registry(folder: Path) -> Registry:
    """All that is watched. Never raises for content: broken entries are left out and stand in `problems`."""
    return load_all(folder)[0]


def load_all(folder: Path) -> tuple[Registry, Policy | None]:
    """The registry and the policy, each file read once; the problems of all three stand in the registry."""
    desk = Desk(read_tree(folder / "countries.yaml"))
    countries = read_countries(desk, folder)
    contractors_desk = Desk(read_tree(folder / "contractors.yaml"))
    contractors = read_contractors(contractors_desk, countries, folder)
    _warn_of_unwatched(desk, countries, contractors)
    policy, policy_problems = load_policy(folder)
    registry = Registry(
        contractors=contractors,
        countries=countries.countries,
        index=countries.index,
        problems=_in_order((*contractors_desk.problems, *desk.problems, *policy_problems)),
    )
    return registry, policy


def _in_order(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.file, p.line)))


def _warn_of_unwatched(desk: Desk, countries: Countries, contractors: tuple[Contractor, ...]) -> None:
    """A country in use must be watched, designated, or confirmed by hand; else its law changes unseen."""
    used = {c.country for c in contractors}
    used |= {code for c in contractors for t in c.transfers for code in t.server_locations}
    places = {str(desk.value((*place, "code"))): place for place in desk.places("countries")}
    for country in countries.countries:
        if country.code in used and not _is_accounted_for(country):
            desk.warn(
                places[country.code],
                f"{country.code} is in use, but nothing watches its law. Add the PPC's report under "
                "`documents`, or say under `confirm_by_hand` why there is none and who confirms how",
            )


def _is_accounted_for(country: Country) -> bool:
    return bool(country.documents or country.designated or country.confirm_by_hand or country.code == HOME)
