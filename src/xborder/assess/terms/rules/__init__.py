"""The table of topic rules, one module each; the docstring of a module is its page for reviewers."""

from xborder.assess.terms.concept import TopicRule
from xborder.assess.terms.rules import (
    breach_notification,
    contracting_party,
    data_categories,
    data_location,
    government_access,
    improper_use,
    individual_rights,
    other,
    personnel,
    purpose_of_use,
    retention_deletion,
    security,
    subcontractors,
    third_party_provision,
)

RULES: tuple[TopicRule, ...] = (
    purpose_of_use.RULE,
    improper_use.RULE,
    security.RULE,
    personnel.RULE,
    subcontractors.RULE,
    third_party_provision.RULE,
    government_access.RULE,
    data_location.RULE,
    retention_deletion.RULE,
    breach_notification.RULE,
    individual_rights.RULE,
    data_categories.RULE,
    contracting_party.RULE,
    other.RULE,
)

__all__ = ["RULES"]
