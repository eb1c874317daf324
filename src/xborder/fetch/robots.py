"""What a site asks of robots (RFC 9309): read once per host and run, and followed."""

from dataclasses import dataclass

from protego import Protego

from xborder.fetch.failure import AttemptError
from xborder.model import Health, Text

MAX_BYTES = 512 * 1024  # RFC 9309 2.5 asks for at least 500 KiB; what is behind it is not read


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for us, or why they are not known."""

    parsed: Protego | None = None  # None: no rules, everything is allowed
    unknown: tuple[Health, Text, Text] | None = None  # health, why, fix

    def check(self, url: str, agent: str) -> None:
        """Raises AttemptError where the site does not want us, or where nobody can say."""
        if self.unknown is not None:
            health, why, fix = self.unknown
            raise AttemptError(health, why=why, fix=fix)
        if self.parsed is not None and not self.parsed.can_fetch(url, agent):
            raise AttemptError(
                Health.REFUSED,
                why=Text(
                    ja="サイトの robots.txt が {agent} にこのアドレスの読み取りを認めていません",
                    en="the site's robots.txt does not allow {agent} to read this address",
                ).fill(agent=agent),
                fix=Text(
                    ja="サイトに許可を求めてください。許可又はその他の書面による理由があれば、この情報源の "
                    "`ignore_robots` にその理由を書いてください。",
                    en="Ask the site for permission. With it, or with another written reason, set "
                    "`ignore_robots` of this source to that reason.",
                ),
            )

    def delay_seconds(self, agent: str) -> float:
        return (self.parsed and self.parsed.crawl_delay(agent)) or 0.0


_NO_RULES = Text(
    ja="サイトの robots.txt を読み取れない（HTTP {status}）ため、許可されていないものとして扱います",
    en="the site's robots.txt cannot be read (HTTP {status}), so nobody may be let in by it",
)
_ASK = Text(
    ja="次回の実行でもう一度試みます。続くようであれば、サイトの了承を得て、この情報源の `ignore_robots` に"
    "その理由を書いてください。",
    en="It will be tried again on the next run. If it lasts and the site agrees, set `ignore_robots` of "
    "this source to the reason.",
)
_ASKED_RULES = Text(ja="{why}（robots.txt の取得時）", en="{why} (asked for robots.txt)")


def rules_from(status: int, body: bytes | None) -> Rules:
    """RFC 9309 2.3.1: 2xx are rules, 4xx mean there are none, 5xx mean that nobody may be let in."""
    if 200 <= status < 300:
        text = (body or b"")[:MAX_BYTES].decode("utf-8-sig", errors="replace").replace("\x00", "")
        return Rules(Protego.parse(text))
    if status < 500:
        return Rules()
    return Rules(unknown=(Health.REFUSED, _NO_RULES.fill(status=status), _ASK))


def rules_unreachable(failure: AttemptError) -> Rules:
    """Rules that could not be fetched keep us out too; the source is as unreachable as they are."""
    return Rules(unknown=(failure.health, _ASKED_RULES.fill(why=failure.said), failure.parts[2]))
