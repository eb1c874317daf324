"""disclose, review, register, evidence: the documents that people sign, publish and hand out."""

import sys
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xborder.cli.console import ATTENTION, USAGE, Json, Language, emit, say, settings_of, show
from xborder.model.signing import Role

Out = Annotated[Path | None, typer.Option(help="Folder for the files; made when it is missing.")]


def disclose(
    context: typer.Context,
    language: Annotated[Language | None, typer.Option(help="One language only; both without it.")] = None,
    contractor: Annotated[
        str | None, typer.Option(metavar="ID", help="One contractor's sheet only, for a person who asks.")
    ] = None,
    out: Out = None,
    check: Annotated[
        Path | None, typer.Option(help="A published policy to compare with the registry.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write what is told under Article 28(3) and what is published; or check a published policy."""
    from xborder import bootstrap
    from xborder.cli import papers
    from xborder.documents import to_text

    settings = settings_of(context)
    if check is not None:
        found = bootstrap.check_published(settings, check, language=language or settings.language)
        emit([asdict(f) for f in found]) if as_json else show(
            papers.discrepancies(found, language or settings.language)
        )
        raise typer.Exit(ATTENTION if found else 0)
    languages = (language.value,) if language else ("ja", "en")
    made = bootstrap.disclosures(settings, languages)
    shown = language.value if language else settings.language
    if contractor is not None:
        sheets = {of: papers.sheet_of(disclosure, contractor) for of, disclosure in made.items()}
        for path in papers.write_sheets(made, contractor, out) if out else ():
            say(str(path))
        if as_json:
            emit({of: asdict(sheet) for of, (sheet, _) in sheets.items()})
        elif out is None:
            show(to_text(sheets[shown][1]))
        for doubt in made[shown].doubts_about[contractor]:
            say(doubt)
        raise typer.Exit(ATTENTION if any(d.doubts for d in made.values()) else 0)
    if out is not None:
        for path in papers.write_disclosures(made, out):
            say(str(path))
    if as_json:
        emit(papers.disclosure_data(made))
    elif out is None:
        show(papers.disclosure_text(made[shown], shown))
    raise typer.Exit(ATTENTION if any(d.doubts for d in made.values()) else 0)


def review(
    context: typer.Context,
    year: Annotated[int, typer.Argument(min=2000, max=2100, help="The calendar year, in Japan time.")],
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day; else 1 January or the last signing."),
    ] = None,
    language: Annotated[Language | None, typer.Option(help="That of the settings without it.")] = None,
    out: Out = None,
    sign: Annotated[
        list[str] | None,
        typer.Option(metavar="ITEM", help="Sign country/CODE or contractor/ID, once for each; last, all."),
    ] = None,
    by: Annotated[str, typer.Option(help="Who signs.")] = "",
    role: Annotated[
        Role | None, typer.Option(help="As what; reviewer of items and officer for all without it.")
    ] = None,
    reason: Annotated[str, typer.Option(help="On which grounds: what was found.")] = "",
    seen: Annotated[
        str,
        typer.Option(metavar="NUMBER", help="The number the review shows; refused when facts changed."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Write the annual legal-system review to read and keep, or sign it, item by item, then as a whole."""
    from xborder import bootstrap
    from xborder.cli import papers
    from xborder.documents import to_text
    from xborder.review import SignOff

    settings = settings_of(context)
    chosen = language.value if language else settings.language
    first = since.date() if since else None
    if sign:
        intent = SignOff(items=tuple(sign), seen=seen, person=by, reason=reason, role=role)
        signed = bootstrap.sign(settings, year, intent, since=first)
        emit([asdict(s) for s in signed]) if as_json else show(papers.signed(signed))
        return
    if by or reason or seen or role or as_json:
        raise typer.BadParameter("--by, --role, --reason, --seen and --json go with --sign ITEM")
    made = bootstrap.annual(settings, year, since=first, languages=(chosen,))[chosen]
    if out is None:
        show(to_text(made.paper))
    for path in papers.write_review(made, out, f"review-{year}-{chosen}") if out else ():
        say(str(path))
    raise typer.Exit(0 if made.is_whole else ATTENTION)


def evidence(
    context: typer.Context,
    case: Annotated[str | None, typer.Argument(help="The case whose evidence is bundled.")] = None,
    out: Annotated[Path | None, typer.Option(help="The zip file; must not be there yet.")] = None,
    verify: Annotated[Path | None, typer.Option(help="A bundle to check instead; needs no records.")] = None,
) -> None:
    """Bundle a case with the bytes as served, for a third party to check; or check a bundle."""
    from xborder import bootstrap
    from xborder.cli import papers

    if verify is not None and case is None and out is None:
        raise typer.Exit(ATTENTION if papers.verify_bundle(verify) else 0)
    if verify is not None or case is None or out is None:
        raise typer.BadParameter("name a case with --out FILE.zip, or a bundle with --verify FILE.zip")
    body = bootstrap.evidence(settings_of(context), case)
    papers.keep_bundle(body, out)


class Step(StrEnum):
    """What is done with the register."""

    EXPORT = "export"
    IMPORT = "import"


def register(
    context: typer.Context,
    step: Annotated[Step, typer.Argument(help="export writes FILE; import reads it.")],
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx file.")],
    out: Annotated[Path | None, typer.Option(help="Where import writes; stdout without it.")] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Import: what FILE does not name goes, with its documents.")
    ] = False,
) -> None:
    """Hand the register of transfers to people who keep it in a spreadsheet, and take it back."""
    from xborder import bootstrap
    from xborder.cli import papers

    settings = settings_of(context)
    if step is Step.EXPORT:
        body, left_out = bootstrap.export_register(settings, file)
        papers.write_file(body, file)
        say("Documents and their addresses are not in it: they stay in contractors.yaml alone")
        for mistake in left_out:
            say(f"Not whole: {mistake}")
        raise typer.Exit(ATTENTION if left_out else 0)
    merged = bootstrap.import_register(settings, file, remove=remove)
    for problem in merged.problems:
        say(f"{file}: {problem}")
    if merged.problems:
        raise typer.Exit(USAGE)
    for note in merged.notes:
        say(f"{file}: {note}")
    for name in merged.unnamed:
        fate = "it is removed" if remove else "it stays. Should it go, import again with --remove"
        say(f"{file}: does not name {name}; {fate}")
    if out is None:
        sys.stdout.write(merged.text)
    else:
        papers.write_file(merged.text.encode(), out)
    raise typer.Exit(ATTENTION if merged.unnamed and not remove else 0)


COMMANDS = (disclose, review, evidence, register)
