"""A process that has imported everything, and forks for each command: real processes without the wait for imports.

Reads one JSON object a line: arguments, environment, files for stdout and stderr, limits of the system by
name. Answers with the exit code.
"""

import json
import os
import resource
import sys
from typing import Any

from xborder import bootstrap, cli, registry, store
from xborder.cli import docket, text

KEPT = (registry, store, docket, text)  # imported here, once


def become(job: dict[str, Any]) -> None:
    """The rest of this process is the command."""
    for name, stream in (("stdout", 1), ("stderr", 2)):
        os.dup2(os.open(job[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(job["environment"])
    for name, most in job["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, resource.RLIM_INFINITY))
    sys.argv = ["xborder", *job["arguments"]]
    cli.main()


def main() -> None:
    assert bootstrap.owner()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(json.loads(line))
            return
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
