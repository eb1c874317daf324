"""A report as data: every field of the model, under its name; times in UTC, nothing shortened."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum

from xborder.clock import TOKYO
from xborder.model import Action, Report
from xborder.report.headline import Headline
from xborder.report.html import Entry
from xborder.report.safe import json_escaped
from xborder.report.words import Words

FORMAT = "xborder-report/1"


def to_json(report: Report, headline: Headline, subject: str) -> str:
    """One document with stable keys: what it is, its headline, and the report."""
    document = {
        "format": FORMAT,
        "subject": subject,
        "headline": to_data(headline),
        "report": {**_record(report), "counts": dict(report.counts)},
    }
    return json_escaped(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def entry_of(document: str) -> Entry:
    """The entry of the list of reports, read back from a report's JSON. Raises ValueError or KeyError."""
    data = json.loads(document)
    if data["format"] != FORMAT:
        raise ValueError(f"format {data['format']!r}, expected {FORMAT!r}")
    return Entry(
        id=data["report"]["id"],
        created_at=datetime.fromisoformat(data["report"]["created_at"]),
        action=Action(data["headline"]["action"]),
        mark=data["headline"]["mark"],
        headline=data["headline"]["text"],
    )


def run_of(document: str) -> str:
    """The run that made a report, read back from its JSON. Raises ValueError, KeyError or TypeError."""
    return str(json.loads(document)["report"]["run"])


def unreadable_entry(report_id: str, language: str) -> Entry:
    """Stands in the list for a report whose JSON is damaged. The id begins with its day."""
    words = Words(language)
    return Entry(
        id=report_id,
        created_at=datetime.fromisoformat(report_id[:10]).replace(tzinfo=TOKYO),
        action=Action.REVIEW,
        mark=words("mark.review"),
        headline=words("index.unreadable"),
    )


def to_data(value: object) -> object:
    """Dataclasses as objects, enums as their value, times as ISO 8601 in UTC."""
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [to_data(item) for item in value]
    return value


def _record(value: object) -> dict[str, object]:
    return {f.name: to_data(getattr(value, f.name)) for f in fields(value)}  # type: ignore[arg-type]
