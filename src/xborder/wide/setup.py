"""How machines share a run, from the settings. Imports the extra only when it is asked for."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from xborder import __version__
from xborder.errors import ConfigurationError
from xborder.ports import Engine, Reader, Store
from xborder.settings import Settings

if TYPE_CHECKING:
    from distributed.security import Security


def engine(
    settings: Settings, address: str, reader: Reader, store: Store, files: Mapping[str, str]
) -> Engine | None:
    """Who looks at documents when `address` names a scheduler. Raises ConfigurationError."""
    if not address:
        return None
    place = scheduler(settings, address)
    from xborder.wide.engine import DaskEngine

    store.blobs.settle()  # workers look for the registry's files
    return DaskEngine(
        address=place,
        release=release(),
        proof=next(iter(files.values())),
        reader=reader,
        store=store,
        security=tls(settings),
    )


def scheduler(settings: Settings, address: str) -> str:
    """The address as dask writes it. Raises ConfigurationError where machines could not share a run."""
    if not address.startswith("dask://"):
        raise ConfigurationError(
            f"engine {address!r}", why="it is no scheduler", fix="Write it as dask://host:port"
        )
    if find_spec("distributed") is None:
        raise ConfigurationError(
            "many machines", why="the extra `dask` is not installed", fix="pip install 'xborder[dask]'"
        )
    if settings.database_url.startswith("sqlite"):
        raise ConfigurationError(
            "many machines",
            why="SQLite is a file of one machine",
            fix="Set `database` to PostgreSQL; see docs/operators/wide.md",
        )
    return address.replace("dask://", "tls://" if settings.wide.cert_file else "tcp://", 1)


def release() -> str:
    """What must be the same on every machine."""
    from xborder.extract import EXTRACTOR

    return f"{__version__} (reading code {EXTRACTOR})"


def tls(settings: Settings) -> "Security | None":
    """Certificates of our own authority on both sides, or none at all."""
    from distributed.security import Security

    files = settings.wide
    if not files.cert_file:
        return None
    ours = {
        f"tls_{role}_{part}": str(file)
        for role in ("client", "worker")
        for part, file in (("cert", files.cert_file), ("key", files.key_file))
    }
    return Security(tls_ca_file=str(files.ca_file), require_encryption=True, **ours)
