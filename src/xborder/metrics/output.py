"""Where the numbers go: a file for node_exporter's textfile collector, or an address to ask."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server, write_to_textfile

from xborder.errors import ConfigurationError, StoreError


def write_file(path: Path, registry: CollectorRegistry) -> None:
    """Whole or not at all: the collector never reads half a file. Raises StoreError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), registry)  # beside it, then renamed
        path.chmod(0o644)  # numbers only; the collector is another user
    except OSError as error:
        raise StoreError(
            str(path),
            why=f"the metrics could not be written ({error.strerror or error})",
            fix="Correct `textfile` under [metrics], or the rights of its folder",
        ) from error


@contextmanager
def listen(address: str, port: int, registry: CollectorRegistry) -> Iterator[int]:
    """Answer at this address until the end of the block; the port. Raises ConfigurationError."""
    try:
        server, thread = start_http_server(port, addr=address, registry=registry)
    except OSError as error:
        raise ConfigurationError(
            f"[metrics] {address}:{port}",
            why=f"nobody can listen there ({error.strerror or error})",
            fix="Choose another `port`; another process may have this one",
        ) from error
    try:
        yield server.server_port
    finally:
        _end(server, thread)


def _end(server: WSGIServer, thread: threading.Thread) -> None:
    server.shutdown()
    server.server_close()
    thread.join()
