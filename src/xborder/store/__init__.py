"""The store: a database by SQLModel for what was seen, concluded and said; files for the bytes as served."""

from xborder.store.blobs import FileBlobs
from xborder.store.schema import migrate
from xborder.store.store import SqlStore, open_store

__all__ = ["FileBlobs", "SqlStore", "migrate", "open_store"]
