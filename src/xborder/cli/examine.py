"""compare and replay: the same reading and judging, without the company's store."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from xborder.cli.console import ATTENTION, Json, emit, progress, settings_of, show


class Kind(StrEnum):
    """What two files are compared as."""

    TERMS = "terms"
    COUNTRY = "country"


def compare(
    context: typer.Context,
    old: Annotated[Path, typer.Argument(help="The earlier file: HTML, PDF, Markdown or text.")],
    new: Annotated[Path, typer.Argument(help="The later file.")],
    kind: Annotated[Kind, typer.Option("--as", help="What the files are.")],
    country: Annotated[str | None, typer.Option(help="ISO code of the country, for the output.")] = None,
    as_json: Json = False,
) -> None:
    """Compare two files as the daily run would, and say what is recommended."""
    from xborder import bootstrap
    from xborder.cli import text

    result = bootstrap.compare(settings_of(context), old, new, kind=kind.value, country=country)
    if as_json:
        emit(result)
    else:
        show(text.comparison(result))
    raise typer.Exit(ATTENTION if result["recommendation"]["action"] != "none" else 0)


def replay(
    context: typer.Context,
    archive: Annotated[Path, typer.Argument(help="Folder or .tar.zst of dated captures.")],
    as_json: Json = False,
) -> None:
    """Run the daily pipeline over dated captures with the clock set to each date; one line an event."""
    import asyncio

    from xborder import bootstrap
    from xborder.cli import text

    def tell(event: Mapping[str, Any]) -> None:
        if as_json:
            emit(event)
        elif event.get("event") not in ("unchanged", "seen_before"):
            show(text.event(event))

    with progress("Replaying") as bar:
        asyncio.run(bootstrap.replay(settings_of(context), archive, tell=tell, progress=bar))


COMMANDS = (compare, replay)
