"""The shipped registry, and what a store could know of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from xborder.documents.facts import Facts
from xborder.model import (
    Action,
    Case,
    CaseState,
    Part,
    Profile,
    Quote,
    Recommendation,
    TriggerLaw,
)
from xborder.registry import load_registry, load_statements

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def facts() -> Facts:
    return Facts(
        registry=load_registry(DATA), statements=load_statements(DATA), as_of=NOW, company="見本株式会社"
    )


def case(subject: str, state: CaseState, action: Action, **fields: object) -> Case:
    made = Case(
        id="C-2026-0007",
        subject=subject,
        title="Zoom Terms of Service",
        state=state,
        recommendation=Recommendation(action=action),
        revisions=("r1",),
        opened_at=NOW,
        updated_at=NOW,
        deadline=date(2026, 12, 21),
    )
    return replace(made, **fields)


def us_report() -> Profile:
    law = TriggerLaw(
        name_ja="架空情報収集法", quote=Quote(text="架空情報収集法は、協力を義務付ける。", page=3)
    )
    return Profile(
        surveyed="2021-10",
        parts=(
            Part(name="連邦", government_access=(law,), data_localization=()),
            Part(
                name="ニューヨーク州",
                government_access=(),
                data_localization=(TriggerLaw(name_ja="州内保存法"),),
            ),
        ),
    )
