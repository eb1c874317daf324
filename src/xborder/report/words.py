"""The words of the reports in Japanese and English, from the catalogues in locale/; dates as people write.

Times are stored in UTC and shown in Japan time. A key that no catalogue holds is a bug and raises.
"""

from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from markupsafe import Markup

from xborder.clock import TOKYO
from xborder.report.safe import visible

LANGUAGES = ("ja", "en")

_DAY = {"ja": "y年M月d日（E）", "en": "EEEE, d MMMM y"}
_MONTH = {"ja": "y年M月", "en": "MMMM y"}
_MOMENT = {"ja": "y年M月d日（E）H:mm 'JST'", "en": "EEEE, d MMMM y, HH:mm 'JST'"}


@cache
def _catalogue(package: str, language: str) -> dict[str, str]:
    with files(package).joinpath("locale", f"{language}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=language) if m.id}


class Words:
    """Everything that is said in one language; `more` are packages with catalogues of their own."""

    def __init__(self, language: str, *more: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"reports are written in {' or '.join(LANGUAGES)}, not in {language!r}")
        self.language = language
        self._texts = {k: v for p in ("xborder.report", *more) for k, v in _catalogue(p, language).items()}

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with its values filled in; control characters in values made visible."""
        return self._texts[key].format(**{name: visible(str(value)) for name, value in values.items()})

    def markup(self, key: str, **values: object) -> Markup:
        """The same for HTML: every value is escaped."""
        return Markup(self._texts[key]).format(**{name: _fit(value) for name, value in values.items()})  # noqa: S704

    def has(self, key: str) -> bool:
        return key in self._texts

    def day(self, moment: date | datetime) -> str:
        day = moment.astimezone(TOKYO).date() if isinstance(moment, datetime) else moment
        return format_date(day, _DAY[self.language], locale=self.language)

    def month(self, month: str) -> str:
        """ "2027-08", as it is written."""
        return format_date(date.fromisoformat(f"{month}-01"), _MONTH[self.language], locale=self.language)

    def moment(self, moment: datetime) -> str:
        return format_datetime(moment.astimezone(TOKYO), _MOMENT[self.language], locale=self.language)


def _fit(value: object) -> object:
    """Markup stays Markup; all else becomes text without control characters."""
    return value if isinstance(value, Markup) else visible(str(value))
