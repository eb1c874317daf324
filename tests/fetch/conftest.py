"""The site the tests look at: one server for a module, emptied for each test."""

from collections.abc import Iterator

import pytest

from hostile_site import HostileSite


@pytest.fixture(scope="module")
def shared_site() -> Iterator[HostileSite]:
    with HostileSite() as site:
        yield site


@pytest.fixture
def site(shared_site: HostileSite) -> HostileSite:
    shared_site.pages.clear()
    shared_site.asked.clear()
    return shared_site
