"""A store of each kind, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from xborder.store import SqlStore, open_store


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(database_url, tmp_path / "blobs")
    yield opened
    opened.close()
