"""A company for each test; the site, the mail server and the reading process serve all tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from company import Company, server

from hostile_site import HostileSite
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


def _company(
    folder: Path, site: HostileSite, reader: PageReader, post_office: tuple[Post, int], url: str
) -> Iterator[Company]:
    post, port = post_office
    for kept in (post.rcpt, post.data, post.mail, post.received):
        kept.clear()
    company = Company(folder, site, reader, post, server(port), url)
    yield company
    company.store.close()
