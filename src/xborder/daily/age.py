"""How old what we rely on is: a report that does not change is no proof that the law did not change."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from xborder.assess import alerts
from xborder.clock import TOKYO
from xborder.errors import DamagedError
from xborder.model import Country, DocumentState, Profile, Registry, Text
from xborder.ports import Services


def oldest_look(services: Services) -> tuple[str, datetime] | None:
    """The document whose last good look lies furthest back, and when that was."""
    states = services.store.document_states()
    looks = [(s.good_at, d.id) for d in services.registry.documents if (s := states.get(d.id)) and s.good_at]
    if not looks:
        return None
    moment, document = min(looks)
    return document, moment


def aged_reports(services: Services, now: datetime) -> tuple[Text, ...]:
    """One note that lists the countries in use whose survey is older than the policy's limit."""
    limit = services.policy.report_age_days
    today = now.astimezone(TOKYO).date()
    states = services.store.document_states()
    found = [
        (Text(ja=country.name_ja, en=country.name_en), surveyed)
        for country in _in_use(services.registry)
        if (surveyed := surveyed_of(services, country, states))
        and today - _first_day(surveyed) > timedelta(days=limit)
    ]
    return (alerts.aged(found, limit),) if found else ()


def surveyed_of(services: Services, country: Country, states: Mapping[str, DocumentState]) -> str:
    """ "YYYY-MM" as its own report says, or else as the registry cites it; "" when neither does.

    Of its forms, as the documents are made from them.
    """
    from xborder.assess.country import by_trust  # dear to load, and most days do not ask

    told = ((s, s.reported) for d in country.reports.get("", ()) if (s := states.get(d.id)) and s.reported)
    read = ((state, _profile(services, version)) for state, version in told)
    for profile in by_trust((state, profile) for state, profile in read if profile):
        if profile.surveyed:
            return profile.surveyed
    cited = [j.surveyed for j in country.jurisdictions if j.is_national and j.surveyed]
    return min(cited, default="")


def _profile(services: Services, version: str) -> Profile | None:
    try:
        return services.store.version(version).page.profile
    except DamagedError:  # told of where the report is looked at
        return None


def _in_use(registry: Registry) -> Iterator[Country]:
    """The countries where a contractor or a server is."""
    codes = {c.country for c in registry.contractors}
    codes |= {code for c in registry.contractors for t in c.transfers for code in t.server_locations}
    return (country for country in registry.countries if country.code in codes)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
