"""The store: a database by SQLModel for what was seen, concluded and said; files for the bytes as served."""

from xborder.store.blobs import FileBlobs
from xborder.store.bucket import Bucket
from xborder.store.places import Place
from xborder.store.purging import Purge
from xborder.store.schema import migrate
from xborder.store.store import SqlStore, open_store

__all__ = ["Bucket", "FileBlobs", "Place", "Purge", "SqlStore", "migrate", "open_store"]
