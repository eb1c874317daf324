"""A made-up company and everything around it, for whole runs: a site, a mail server, a store, a registry.

There are no doubles. Only time is made up: a run is given its `now`, and nothing waits between retries.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from hostile_site import HostileSite, Reply
from mail_server import Post
from xborder.daily import Outcome, Scope, run_daily
from xborder.fetch import FetchLimits, HttpFetcher, Renderer
from xborder.fetch.guard import Resolver
from xborder.mail import Security, SmtpMailer
from xborder.model import Event, Observation, Policy, Registry, Revision
from xborder.ports import Mailer, Reader, Services
from xborder.publish import FilePublisher
from xborder.registry import load_policy, load_registry
from xborder.store import open_store

PROJECT = Path(__file__).parents[2]
DEMO = PROJECT / "demo" / "site"
MONDAY = datetime(2026, 11, 15, 21, 30, tzinfo=UTC)  # 06:30 on Monday the 16th in Tokyo
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TUESDAY = MONDAY + DAY
SENDER, READER, SECOND = "xborder@mihon.example", "privacy@mihon.example", "legal@mihon.example"

LIMITS = FetchLimits(
    user_agent="xborder/1.0 (+mailto:privacy@mihon.example)",
    connect_seconds=2,
    read_seconds=2,
    total_seconds=5,
    delay_seconds=0,
    retries=0,
    max_body_bytes=2**20,
)

CONTRACTORS = """
contractors:
  - id: mihon
    name: Mihon Cloud, Inc.
    country: XA
    basis: contract
    transfers:
      - service: Mihon CRM
        data: 顧客担当者の氏名
        server_locations: [XA]
    documents:
"""
COUNTRIES = """
index: {title: 諸外国・地域の法制度, url: "SITE/laws/index.html"}
countries:
  - code: XA
    name_ja: 見本共和国
    name_en: Republic of Mihon
    jurisdictions:
      - {key: xa, list_name_ja: 見本共和国, name_ja: 見本共和国, name_en: Republic of Mihon}
    documents:
"""
COUNTRY_PAGES = """
      - {id: html, url: "SITE/laws/offshore_report_mihon.html"}
      - {id: pdf, url: "SITE/files/mihon_report.pdf"}
"""
BY_HAND = COUNTRIES.replace("    documents:\n", "    confirm_by_hand: 実演のため\n")
TERMS = (DEMO / "before" / "terms.html").read_bytes()
WEAKER = (DEMO / "after" / "terms.html").read_bytes()
OTHER = TERMS.replace(b"Within 30 days after the end", b"Within two years after the end")
ERROR = Reply(b"<h1>Service unavailable</h1>", status=503)


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


def demo_page(state: str, name: str) -> Reply:
    """A page of the demo's country, "before" or "after" its new law."""
    media = "application/pdf" if name.endswith(".pdf") else "text/html; charset=utf-8"
    return Reply((DEMO / state / name).read_bytes(), content_type=media)


@dataclass
class Company:
    """What one test works with. `site.pages` is what the contractor shows today."""

    folder: Path
    site: HostileSite
    reader: Reader
    post: Post
    mailer: Mailer | None
    database_url: str
    recipients: tuple[str, ...] = (READER,)
    limits: FetchLimits = LIMITS
    networks: tuple[str, ...] = ("127.0.0.0/8",)
    resolve: Resolver | None = None
    browser: Renderer | None = None
    changed: dict[str, object] = field(default_factory=dict)  # of the policy's limits
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        policy = (PROJECT / "data" / "policy.yaml").read_text(encoding="utf-8")
        (self.folder / "data" / "policy.yaml").write_text(policy, encoding="utf-8")
        self.store = open_store(self.database_url, self.folder / "blobs")
        self.show(demo_page("before", "laws/index.html"), "/laws/index.html")
        self.watch()

    def watch(self, *pages: str, countries: str = BY_HAND, more: str = "") -> None:
        """Write the registry: one document for each of `pages`; `more` is text put behind them."""
        entries = [
            f'      - {{id: {page.strip("/").replace("/", "-")}, kind: dpa, title: "契約 {page}", '
            f'url: "SITE{page}"}}\n'
            for page in pages or ("/dpa",)
        ]
        self.write(CONTRACTORS + "".join(entries) + more, countries)

    def watch_country(self) -> None:
        self.watch(countries=COUNTRIES + COUNTRY_PAGES)

    def write(self, contractors: str, countries: str = BY_HAND) -> None:
        for name, text in (("contractors", contractors), ("countries", countries)):
            filled = text.replace("SITE", self.site.url("").rstrip("/"))
            (self.folder / "data" / f"{name}.yaml").write_text(filled, encoding="utf-8")

    def show(self, body: bytes | Reply, *pages: str) -> None:
        """From now on the pages say this."""
        reply = body if isinstance(body, Reply) else Reply(body)
        self.site.pages |= dict.fromkeys(pages or ("/dpa",), reply)

    def show_country(self, state: str, *, pdf: str = "") -> None:
        html, paper = "laws/offshore_report_mihon.html", "files/mihon_report.pdf"
        self.show(demo_page(state, html), f"/{html}")
        self.show(demo_page(pdf or state, paper), f"/{paper}")

    @property
    def registry(self) -> Registry:
        return load_registry(self.folder / "data")

    @property
    def policy(self) -> Policy:
        policy, problems = load_policy(self.folder / "data")
        assert policy is not None, problems
        return replace(policy, **self.changed)  # type: ignore[arg-type]

    def services(self, now: datetime) -> Services:
        registry = self.registry
        return Services(
            registry=registry,
            policy=self.policy,
            fetcher=HttpFetcher(
                limits=self.limits,
                now=lambda: now,
                folder=self.folder / "data",
                allowed_networks=self.networks,
                resolve=self.resolve,
                browser=self.browser,
                sleep=no_sleep,
            ),
            reader=self.reader,
            store=self.store,
            publisher=FilePublisher(
                folder=self.folder / "reports",
                registry=registry,
                sender=SENDER,
                recipients=self.recipients,
            ),
            mailer=self.mailer,
        )

    def run(self, now: datetime, scope: Scope = Scope.DUE) -> Outcome:
        """One whole run."""
        outcome = asyncio.run(run_daily(self.services(now), now=now, owner="test", scope=scope))
        self.outcomes.append(outcome)
        return outcome

    def days(self, *moments: datetime) -> Outcome:
        """Runs, one after the other; the last one's outcome."""
        return [self.run(now) for now in moments][-1]

    @property
    def mails(self) -> list[EmailMessage]:
        """What the mail server took, as a mail program reads it."""
        return [message_from_bytes(body, policy=default) for _, body in self.post.received]

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]


def server(port: int) -> SmtpMailer:
    return SmtpMailer(host="127.0.0.1", port=port, sender=SENDER, security=Security.NONE, timeout_seconds=5)


def event(outcome: Outcome, document: str = "mihon/dpa") -> Event:
    return look(outcome, document).event


def look(outcome: Outcome, document: str = "mihon/dpa") -> Observation:
    (found,) = [o for o in outcome.observations if o.document == document]
    return found


def kinds(outcome: Outcome) -> list[str]:
    """The alerts of the report, by kind."""
    return [alert.kind for alert in outcome.report.alerts] if outcome.report else []


def said(outcome: Outcome) -> list[Revision]:
    """What the report tells of substance, without echoes."""
    revisions = outcome.report.revisions if outcome.report else ()
    return [r for r in revisions if r.is_substantive and not r.echo_of]


def told(outcome: Outcome) -> list[tuple[str, str]]:
    """The same in short: document and status."""
    return [(r.document, r.status.value) for r in said(outcome)]


def text(mail: EmailMessage, subtype: str) -> str:
    (part,) = [p for p in mail.walk() if p.get_content_type() == f"text/{subtype}"]
    return str(part.get_content())


def flat(text: str) -> str:
    """The text as it reads, whatever its lines."""
    return " ".join(re.sub(r"\n  [｜＋－] ?", " ", text).split())


def every(outcome: Outcome) -> Sequence[str]:
    return [o.document for o in outcome.observations]
