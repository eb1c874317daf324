"""The xborder command as it would run some hours from now: `rest_process.py HOURS ARGUMENT...`."""

import sys
from datetime import UTC, datetime, timedelta

from xborder import clock


def main() -> None:
    later = timedelta(hours=float(sys.argv.pop(1)))
    clock.now = lambda: datetime.now(UTC) + later
    from xborder.cli import main as command  # after the clock was moved: some take `clock.now` as it is then

    command()


if __name__ == "__main__":
    main()
