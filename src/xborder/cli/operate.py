"""run, serve, check, status, doctor: what the administrator works with."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xborder import __version__, logs
from xborder.cli.console import (
    ATTENTION,
    INCOMPLETE,
    USAGE,
    Json,
    Language,
    emit,
    progress,
    say,
    settings_of,
    show,
)

if TYPE_CHECKING:
    from xborder.settings import Settings


def run(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Look at every source, due or not.")] = False,
    engine: Annotated[str, typer.Option(help="Share the run out: dask://HOST:PORT, a scheduler.")] = "",
    as_json: Json = False,
) -> None:
    """Look at what is due, report what changed, send the mails. For cron or a systemd timer."""
    import asyncio

    from xborder import bootstrap
    from xborder.cli import text
    from xborder.cli.monitor import Monitor
    from xborder.daily import Scope

    settings = _settings(context)
    scope = Scope.EVERYTHING if everything else Scope.DUE
    with Monitor(settings).attempt() as ended:
        with bootstrap.services(settings, engine=engine) as services, progress("Looking") as bar:
            outcome = asyncio.run(bootstrap.run(services, scope=scope, progress=bar))
        ended(outcome)
    for alert in text.of_the_run(outcome):
        say(f"xborder: {alert.text.en}\n  -> {alert.fix.en}")
    if as_json:
        emit(text.outcome_data(outcome, settings.reports))
    else:
        show(text.outcome(outcome, settings.reports))
    raise typer.Exit(INCOMPLETE if outcome.checked_nothing else ATTENTION if outcome.needs_attention else 0)


def serve(context: typer.Context) -> None:
    """Stay, and run the daily job at its time (Asia/Tokyo) until told to stop."""
    import asyncio

    from xborder import bootstrap, clock, scheduler
    from xborder.cli.monitor import Monitor
    from xborder.daily import Scope

    settings = _settings(context)
    scheduler.trigger(settings.schedule)  # a mistake in it is told before anything starts
    monitor = Monitor(settings)

    async def job(scope: Scope) -> None:
        with monitor.attempt() as ended, bootstrap.services(settings_of(context)) as services:
            ended(await bootstrap.run(services, scope=scope))

    with monitor.listening():
        say(f"xborder {__version__}: schedule {settings.schedule} (Asia/Tokyo)")
        now = clock.now()
        looked = bootstrap.all_looked_at(settings, now)
        asyncio.run(scheduler.serve(job, schedule=settings.schedule, looked_at=looked, now=now))


def _settings(context: typer.Context) -> "Settings":
    """The settings; what is logged from now on has the form they ask for."""
    settings = settings_of(context)
    logs.set_up(form=settings.log, verbose=logs.is_verbose(), secrets=settings.secrets)
    return settings


def worker(
    context: typer.Context,
    scheduler: Annotated[str, typer.Argument(help="dask://HOST:PORT, as given to `run --engine`.")] = "",
) -> None:
    """Look at sources for the runs of another machine, until told to stop."""
    from xborder import bootstrap

    settings = _settings(context)
    bootstrap.work(settings, scheduler or settings.wide.engine)


def check(context: typer.Context, as_json: Json = False) -> None:
    """Validate settings, registry and policy; print every problem with file and line."""
    from xborder import bootstrap, scheduler
    from xborder.cli import text

    settings = settings_of(context)
    scheduler.trigger(settings.schedule)
    bootstrap.examine_settings(settings)
    registry, problems = bootstrap.examine_registry(settings)
    if as_json:
        emit(text.check_data(registry, problems))
    else:
        show(text.check(registry, problems))
    raise typer.Exit(USAGE if text.has_errors(problems) else 0)


def status(
    context: typer.Context,
    sources: Annotated[bool, typer.Option("--sources", help="Each source's last looks instead.")] = False,
    last: Annotated[int, typer.Option(min=1, max=3650, help="How many looks.")] = 30,
    language: Annotated[Language, typer.Option(help="For people; --json is the same in both.")] = Language.EN,
    as_json: Json = False,
) -> None:
    """Where every document stands: last good look, health, what waits; open cases, the yearly review."""
    from xborder import bootstrap, clock
    from xborder.cli import text

    settings = settings_of(context)
    if sources:
        from xborder.cli import looks

        with bootstrap.watch(settings) as (registry, _, store):
            rows = looks.sources_data(registry, store, last)
        emit(rows) if as_json else show(looks.sources(rows, language))
        return
    with bootstrap.watch(settings) as (registry, policy, store):
        data: dict[str, Any] = text.status_data(registry, policy, store, clock.now())
    if as_json:
        emit(data)
    else:
        show(text.status(data, language))
    raise typer.Exit(ATTENTION if data["needs_attention"] else 0)


def doctor(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option(help="Repair what can be repaired without losing anything.")
    ] = False,
    thorough: Annotated[bool, typer.Option(help="Read all stored bytes and versions, too.")] = False,
    audit: Annotated[
        bool, typer.Option(help="Compare everything with the audit trail; name its first broken link.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Examine database, stored bytes, outbox and disk; say what is wrong and what to do."""
    from xborder import bootstrap
    from xborder.cli import text

    settings = settings_of(context)
    troubles = bootstrap.examine_store(settings, repair=repair, thorough=thorough, audit=audit)
    if as_json:
        emit([asdict(trouble) for trouble in troubles])
    else:
        show(text.doctor(troubles))
    raise typer.Exit(ATTENTION if any(t.needs_action and not t.repaired for t in troubles) else 0)


def purge(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Take it away; without this it is only shown.")] = False,
    as_json: Json = False,
) -> None:
    """Show what is older than `retention` in policy.yaml keeps it; with --yes take it away."""
    from xborder import bootstrap
    from xborder.cli import text

    purges = bootstrap.purge(settings_of(context), for_real=yes)
    if as_json:
        emit([asdict(purge) for purge in purges])
    else:
        show(text.purges(purges, for_real=yes))


def version() -> None:
    """Print the version."""
    show(__version__)


COMMANDS = (run, serve, worker, check, status, doctor, purge, version)
