"""What the company says of itself to the public and to whoever asks under Article 28(3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xborder.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OfContractor:
    """What is told of one contractor in place of the sentence for all (Rules Art. 18(3)(i) and (ii))."""

    establishment: Text | None = None
    measures: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The company's own sentences for the items of Rule 18(3); names and places come from the registry."""

    establishment: Text
    measures: Text
    confirm_terms: Text
    confirm_law: Text
    no_system: Text
    no_obstacle: Text
    on_breach: Text
    on_uncorrected: Text
    on_law: Text
    government_access: Text
    data_localization: Text
    domestic: tuple[Text, ...] = ()  # services whose data stays in Japan
    contractors: Mapping[str, OfContractor] = field(default_factory=dict)  # by id
    systems: Mapping[str, Text] = field(default_factory=dict)  # country code -> outline, Art. 18(3)(v)

    def establishment_of(self, contractor: str) -> Text:
        own = self.contractors.get(contractor, OfContractor()).establishment
        return self.establishment if own is None else own

    def measures_of(self, contractor: str) -> Text:
        own = self.contractors.get(contractor, OfContractor()).measures
        return self.measures if own is None else own
