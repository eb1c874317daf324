"""The yearly review within a run: reminded of by mail like everything else, each stage once."""

from datetime import datetime

from xborder.cases import Deadline, deadline, reminder, review_due
from xborder.clock import TOKYO
from xborder.model import Alert, Policy
from xborder.model.signing import WHOLE
from xborder.ports import Services, Store


def last_signed(store: Store) -> datetime | None:
    """When a review was last signed as a whole."""
    return max((signature.at for signature in store.signatures(WHOLE)), default=None)


def review_deadline(store: Store, policy: Policy, now: datetime) -> Deadline | None:
    """When the next review is due; None before the first run."""
    due = review_due(last_signed(store), store.first_run(), policy.review_month)
    return deadline(due, now.astimezone(TOKYO).date()) if due else None


def review_alerts(services: Services, now: datetime) -> tuple[Alert, ...]:
    """The reminder whose day has come and that no report has said."""
    reached = review_deadline(services.store, services.policy, now)
    alert = reminder(reached, last_signed(services.store)) if reached else None
    return (alert,) if alert and not services.store.was_said(alert) else ()
