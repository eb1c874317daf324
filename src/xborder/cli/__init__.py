"""The xborder command: parse, call, print.

Messages go to stderr; --json prints one document, or one object a line, on stdout and nothing else.
Exit codes: 0 done, 1 something needs attention, 2 usage or configuration, 3 the run could not be completed.
"""

import atexit
import gc
import logging
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from xborder import logs
from xborder.cli import decide, documents, examine, operate
from xborder.cli.console import INCOMPLETE, USAGE, complain
from xborder.errors import ConfigurationError, DecisionError, XborderError

app = typer.Typer(
    help="Watches PPC country reports and contractors' terms for changes that matter under APPI Article 28.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for module in (operate, decide, examine, documents):
    for command in module.COMMANDS:
        app.command()(command)


@app.callback()
def _options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="Settings file; xborder.toml if it is there.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every step.")] = False,
) -> None:
    logs.set_up(verbose=verbose)
    context.obj = config


def main() -> None:
    """Run the command; every failure is one clear message and its exit code."""
    # Nearly all we build lives to the end: looking through it again and again was a tenth of a daily run.
    gc.set_threshold(50_000, 20, 100)
    atexit.register(gc.freeze)  # and a last time when Python ends: a tenth of a second
    if isinstance(sys.stdout, TextIOWrapper):  # where it cannot hold Japanese letters, it gets their numbers
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except (ConfigurationError, DecisionError) as error:
        complain(error)
        sys.exit(USAGE)
    except XborderError as error:
        complain(error)
        sys.exit(INCOMPLETE)
    except KeyboardInterrupt:
        sys.exit(INCOMPLETE)
    except Exception:
        logging.getLogger(__name__).exception("A fault of xborder itself; nothing recorded is lost")
        sys.exit(INCOMPLETE)
