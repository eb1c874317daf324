"""What the company says of itself to the public and to whoever asks under Article 28(3)."""

from dataclasses import dataclass

from xborder.texts import Text


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
