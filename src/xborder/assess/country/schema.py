"""A profile as the JSON that `compare --json` prints."""

from typing import Any

from xborder.model import Law, Part, Principle, Profile


def to_json(profile: Profile) -> dict[str, Any]:
    return {"parts": [_part(p) for p in profile.parts], "surveyed": profile.surveyed}


def _part(part: Part) -> dict[str, Any]:
    oecd = dict(part.oecd)
    return {
        "name": part.name,
        "system": part.system,
        "laws": None if part.laws is None else [_law(law) for law in part.laws],
        "eu_adequacy": part.eu_adequacy,
        "cbpr": part.cbpr,
        "oecd": {p.value: oecd.get(p) for p in Principle},
        "data_localization": _names(part.data_localization),
        "government_access": _names(part.government_access),
    }


def _law(law: Law) -> dict[str, str | None]:
    return {
        k: getattr(law, k) for k in ("name_ja", "name_original", "url", "in_force", "bodies", "information")
    }


def _names(laws: tuple[Any, ...] | None) -> list[str] | None:
    return None if laws is None else [law.name_ja for law in laws]
