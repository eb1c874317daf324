"""cases, show, decide: what reviewers work with, in the language of the settings or the one asked for."""

from datetime import datetime
from typing import Annotated, Any

import typer

from xborder.cli.console import Json, Spoken, emit, settings_of, show
from xborder.errors import ConfigurationError
from xborder.model import Case, Move

Name = Annotated[
    str, typer.Argument(metavar="CASE", help="The case, as `xborder cases` and the mails name it.")
]


def cases(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Closed cases, too.")] = False,
    language: Spoken = None,
    as_json: Json = False,
) -> None:
    """List the open cases: state, deadline, what they are about."""
    from xborder import bootstrap, review
    from xborder.cli import docket

    settings = settings_of(context)
    with bootstrap.opened(settings) as store:
        found = review.list_cases(store, everything=everything)
    if as_json:
        emit([docket.case_data(case) for case in found])
        return
    spoken = language or settings.language
    if spoken == "ja" or not found:  # the titles are Japanese already
        show(docket.listing(found, spoken))
    else:
        show(docket.listing(found, spoken, bootstrap.examine_registry(settings)[0]))


def show_case(context: typer.Context, case: Name, language: Spoken = None, as_json: Json = False) -> None:
    """Show a case: whose data, old and new text, evidence, reasons, what was decided, what can be."""
    from xborder import bootstrap, review
    from xborder.cli import docket

    settings = settings_of(context)
    with bootstrap.records(settings) as (store, policy):
        dossier = review.dossier(store, policy, case)
    registry, _ = bootstrap.examine_registry(settings)
    if as_json:
        emit(docket.dossier_data(dossier, registry))
    else:
        show(docket.dossier(dossier, language or settings.language, registry))


def decide(
    context: typer.Context,
    case: Name,
    move: Annotated[Move, typer.Argument(help="What is decided.")],
    by: Annotated[str, typer.Option(help="Who decides.")],
    reason: Annotated[str, typer.Option(help="On which grounds.")],
    deadline: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until when a correction must be made.")
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option(metavar="QUESTION=TEXT", help="An answer; once for each question.")
    ] = None,
    contractor: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Decide for this contractor of a country alone."),
    ] = None,
    edition: Annotated[
        int | None, typer.Option(help="The edition of the case that was read; refused if it has changed.")
    ] = None,
    language: Spoken = None,
    as_json: Json = False,
) -> None:
    """Record a decision on a case, with name, reason and answers."""
    from xborder import bootstrap, clock, review
    from xborder.cli import docket

    settings = settings_of(context)
    spoken = language or settings.language
    intent = review.Intent(
        case=case,
        move=move,
        person=by,
        reason=reason,
        answers=dict(_answer(text) for text in answer or ()),
        deadline=deadline.date() if deadline else None,
        seen=edition,
        contractors=tuple(contractor or ()),
        language=spoken,
    )
    registry, _ = bootstrap.examine_registry(settings)
    with bootstrap.records(settings) as (store, policy):
        decided: Case = review.decide(store, policy, intent, now=clock.now(), registered=registry.contractors)
    data: dict[str, Any] = docket.case_data(decided)
    if as_json:
        emit(data)
    else:
        show(docket.decided(decided, spoken, registry))


def _answer(text: str) -> tuple[str, str]:
    question, separator, answer = text.partition("=")
    if not separator:
        raise ConfigurationError(
            f"--answer {text!r}", why="it names no question", fix="Write --answer q12-17=TEXT"
        )
    return question.strip().lower(), answer.strip()


show_case.__name__ = "show"
COMMANDS = (cases, show_case, decide)
