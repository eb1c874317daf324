"""A company for each test; the site, the mail server and the reading process serve all tests of a module."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from company import BY_HAND, CONTRACTORS, PROJECT, TERMS, Company, demo_page, server
from office import DOCUMENTS, SETTINGS, Office

from hostile_site import HostileSite, Reply
from mail_server import Post, mail_server
from xborder.reading import PageReader


@pytest.fixture(scope="session")
def reader() -> Iterator[PageReader]:
    with PageReader() as reader:
        yield reader


@pytest.fixture(scope="module")
def shared_site() -> Iterator[HostileSite]:
    with HostileSite() as site:
        yield site


@pytest.fixture
def site(shared_site: HostileSite) -> HostileSite:
    shared_site.pages.clear()
    shared_site.asked.clear()
    return shared_site


@pytest.fixture(scope="module")
def post_office() -> Iterator[tuple[Post, int]]:
    post = Post()
    with mail_server(post) as port:
        yield post, port


@pytest.fixture
def company(
    tmp_path: Path, site: HostileSite, reader: PageReader, post_office: tuple[Post, int]
) -> Iterator[Company]:
    yield from _company(tmp_path, site, reader, post_office, f"sqlite:///{tmp_path / 'xborder.db'}")


@pytest.fixture
def company_on_each(
    tmp_path: Path,
    site: HostileSite,
    reader: PageReader,
    post_office: tuple[Post, int],
    database_url: str,
) -> Iterator[Company]:
    """The same on SQLite, then on PostgreSQL."""
    yield from _company(tmp_path, site, reader, post_office, database_url)


@pytest.fixture
def company_on_postgres(
    tmp_path: Path,
    site: HostileSite,
    reader: PageReader,
    post_office: tuple[Post, int],
    postgres_url: str,
) -> Iterator[Company]:
    yield from _company(tmp_path, site, reader, post_office, postgres_url)


def _company(
    folder: Path, site: HostileSite, reader: PageReader, post_office: tuple[Post, int], url: str
) -> Iterator[Company]:
    post, port = post_office
    for kept in (post.rcpt, post.data, post.mail, post.received):
        kept.clear()
    company = Company(folder, site, reader, post, server(port), url)
    yield company
    company.store.close()


@pytest.fixture(scope="module")
def warm() -> Iterator[subprocess.Popen[str]]:
    """The process that the commands are forked from."""
    command = [sys.executable, str(Path(__file__).with_name("warm.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, warm: subprocess.Popen[str]) -> Iterator[Path]:
    """A company that has looked once; its site stays up."""
    folder = tmp_path_factory.mktemp("prepared")
    with HostileSite() as site:
        site.pages["/dpa"] = Reply(TERMS)
        for name in ("laws/index.html", "laws/offshore_report_mihon.html", "files/mihon_report.pdf"):
            site.pages[f"/{name}"] = demo_page("before", name)
        (folder / "data").mkdir()
        shutil.copy(PROJECT / "data" / "policy.yaml", folder / "data")
        for name, text in (("contractors", CONTRACTORS + DOCUMENTS), ("countries", BY_HAND)):
            filled = text.replace("SITE", site.url("").rstrip("/"))
            (folder / "data" / f"{name}.yaml").write_text(filled, encoding="utf-8")
        (folder / "xborder.toml").write_text(SETTINGS, encoding="utf-8")
        first = Office(folder, warm).xborder("run")
        assert first.code in (0, 1), first.stderr
        yield folder


@pytest.fixture
def office(prepared: Path, tmp_path: Path, warm: subprocess.Popen[str]) -> Office:
    return Office(Path(shutil.copytree(prepared, tmp_path / "office")), warm)
