"""A contract that only scripts show, watched from the first look to the evidence of its change."""

import json
from io import BytesIO

import pytest
from company import MONDAY, TERMS, TUESDAY, WEAKER, Company, event, look
from warcio.archiveiterator import ArchiveIterator

from chromium import chromium, needs_chromium
from hostile_site import Reply
from xborder import papers
from xborder.documents import evidence
from xborder.fetch import BrowserLimits
from xborder.model import Event, Health
from xborder.store import doctor

pytestmark = needs_chromium
SHELL = b"""<!DOCTYPE html><html lang="en"><title>DPA</title><div id="root"></div><script>
fetch('/text.json').then(answer => answer.json()).then(text => { root.innerHTML = text.html })
</script></html>"""


@pytest.fixture
def scripted(company_on_each: Company) -> Company:
    company = company_on_each
    company.browser = chromium(BrowserLimits(seconds=20), agent=company.limits.user_agent)
    entry = "      - {id: dpa, kind: dpa, title: DPA, url: SITE/dpa, fetch: auto}\n"
    company.watch("/other", more=entry)
    company.show(SHELL, "/dpa")
    company.show(TERMS, "/other")
    company.changed["confirm_after_minutes"] = 0
    return company


def say(company: Company, html: bytes) -> None:
    text = json.dumps({"html": html.decode()}).encode()
    company.show(Reply(text, content_type="application/json"), "/text.json")


def test_a_change_that_only_scripts_show_is_found_and_proved(scripted: Company) -> None:
    say(scripted, TERMS)
    first = scripted.run(MONDAY)
    (capture,) = look(first).captures
    assert event(first) is Event.FIRST
    assert scripted.store.blobs.get(capture.served or "") == SHELL
    assert b"30 days after the end" in scripted.store.blobs.get(capture.sha256 or "")

    say(scripted, WEAKER)
    second = scripted.run(TUESDAY)
    assert event(second) is Event.CHANGE
    assert look(second, "mihon/other").event is Event.UNCHANGED

    revision = look(second).revision
    assert revision is not None
    old, new = (scripted.store.version(v) for v in (revision.old_version, revision.new_version))
    looks = tuple(papers.looked(scripted.store, v.document, s) for v in (old, new) for s in v.snapshots)
    records = list(ArchiveIterator(BytesIO(evidence.warc(iter(looks)))))
    assert [r.rec_type for r in records] == ["resource", "conversion", "metadata"] * 2
    assert (
        doctor.examine(
            scripted.database_url, scripted.folder / "blobs", now=TUESDAY, thorough=True, audit=True
        )
        == []
    )


def test_a_shell_that_stays_empty_is_no_version(scripted: Company) -> None:
    scripted.show(Reply(b"gone", status=500), "/text.json")
    outcome = scripted.run(MONDAY)
    assert look(outcome).captures[0].health is Health.UNREADABLE
    assert look(outcome).version is None
