"""What a site asks of robots (RFC 9309): read once per host and run, and followed."""

from dataclasses import dataclass

from protego import Protego

from xborder.fetch.failure import AttemptError
from xborder.model import Health

MAX_BYTES = 512 * 1024  # RFC 9309 2.5 asks for at least 500 KiB; what is behind it is not read


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for us, or why they are not known."""

    parsed: Protego | None = None  # None: no rules, everything is allowed
    unknown: tuple[Health, str, str] | None = None  # health, why, fix

    def check(self, url: str, agent: str) -> None:
        """Raises AttemptError where the site does not want us, or where nobody can say."""
        if self.unknown is not None:
            health, why, fix = self.unknown
            raise AttemptError(health, why=why, fix=fix)
        if self.parsed is not None and not self.parsed.can_fetch(url, agent):
            raise AttemptError(
                Health.REFUSED,
                why=f"the site's robots.txt does not allow {agent} to read this address",
                fix="Ask the site for permission. With it, or with another written reason, set "
                "`ignore_robots` of this source to that reason.",
            )

    def delay_seconds(self, agent: str) -> float:
        return (self.parsed and self.parsed.crawl_delay(agent)) or 0.0


def rules_from(status: int, body: bytes | None) -> Rules:
    """RFC 9309 2.3.1: 2xx are rules, 4xx mean there are none, 5xx mean that nobody may be let in."""
    if 200 <= status < 300:
        text = (body or b"")[:MAX_BYTES].decode("utf-8-sig", errors="replace").replace("\x00", "")
        return Rules(Protego.parse(text))
    if status < 500:
        return Rules()
    why = f"the site's robots.txt cannot be read (HTTP {status}), so nobody may be let in by it"
    fix = (
        "It will be tried again on the next run. If it lasts and the site agrees, set `ignore_robots` of "
        "this source to the reason."
    )
    return Rules(unknown=(Health.REFUSED, why, fix))


def rules_unreachable(failure: AttemptError) -> Rules:
    """Rules that could not be fetched keep us out too; the source is as unreachable as they are."""
    return Rules(unknown=(failure.health, f"{failure.why} (asked for robots.txt)", failure.fix))
