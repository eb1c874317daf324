"""The same blobs in a bucket of an S3-compatible store, for machines that share no disk.

A put of S3 is whole or absent by itself. Names and contents are those of the folder, so that blobs can be
copied from one to the other as they are.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from xborder.errors import ConfigurationError, StoreError
from xborder.store.blobs import SUFFIX, check_digest, compressed, damaged, restored

_TOGETHER = 16  # one put waits for the network most of its time


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Where the blobs are, and who may read and write them there. Secrets are shown nowhere."""

    url: str  # s3://bucket/prefix
    endpoint: str = ""  # of a store other than AWS
    region: str = ""
    access_key: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)


class BucketBlobs:
    """ports.Blobs. What `put` was given is sent by `settle`, many at once."""

    def __init__(self, bucket: Bucket) -> None:
        self.folder = bucket.url.rstrip("/")
        self._files = _file_system(bucket)
        self._unsettled: dict[str, bytes] = {}
        self._lock = Lock()

    def put(self, body: bytes) -> str:
        """Keep until it is settled; the sha256 of the bytes."""
        digest = sha256(body).hexdigest()
        self.put_packed(digest, compressed(body))
        return digest

    def put_packed(self, digest: str, packed: bytes) -> None:
        """The same of bytes that are compressed already."""
        with self._lock:
            self._unsettled.setdefault(digest, packed)

    def has(self, digest: str) -> bool:
        """Whether the bytes are an object here."""
        place = self.path(digest)
        with self._lock:
            if digest in self._unsettled:
                return True
        with _explaining(place):
            return bool(self._files.exists(place))

    def delete(self, digests: Iterable[str]) -> None:
        """Take objects away. Only for what the audit trail tells the end of."""
        with _explaining(self.folder):
            for digest in digests:
                if self._files.exists(self.path(digest)):
                    self._files.rm_file(self.path(digest))

    def settle(self) -> None:
        """Send everything that was put and is not there yet."""
        with self._lock:
            if not self._unsettled:
                return
            with _explaining(self.folder), ThreadPoolExecutor(_TOGETHER) as pool:
                list(pool.map(self._send, self._unsettled.items()))
            self._unsettled.clear()

    def get(self, digest: str) -> bytes:
        """The same bytes, checked against the digest."""
        place = self.path(digest)
        with self._lock:
            content = self._unsettled.get(digest)
        if content is None:
            with _explaining(place):
                try:
                    content = self._files.cat_file(place)
                except FileNotFoundError as error:
                    raise damaged(place, "the object is missing") from error
        return restored(content, digest, place)

    def path(self, digest: str) -> str:
        check_digest(digest)
        return f"{self.folder}/{digest[:2]}/{digest[2:4]}/{digest}{SUFFIX}"

    def digests(self) -> Iterator[str]:
        """Everything that is kept."""
        with _explaining(self.folder):
            try:
                names = self._files.find(self.folder)
            except FileNotFoundError:
                return
        for name in names:
            stem = name.rpartition("/")[2].removesuffix(SUFFIX)
            if name.endswith(f"/{stem[:2]}/{stem[2:4]}/{stem}{SUFFIX}") and len(stem) == 64:
                yield stem

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The same with the bytes that each takes; unknown here, asking for each would take hours."""
        return ((digest, 0) for digest in self.digests())

    def size(self, digest: str) -> int:
        return int(self._files.size(self.path(digest)) or 0)

    def unfinished(self) -> Iterator[Path]:
        """Nothing: an object is whole or absent."""
        return iter(())

    def _send(self, item: tuple[str, bytes]) -> None:
        place = self.path(item[0])
        bucket, key, _ = self._files.split_path(place)
        try:
            self._files.call_s3("head_object", Bucket=bucket, Key=key)
        except FileNotFoundError:
            self._files.pipe_file(place, item[1])


def _file_system(bucket: Bucket) -> Any:
    try:
        import s3fs
    except ImportError as error:
        raise ConfigurationError(
            bucket.url, why="the extra `s3` is not installed", fix="pip install 'xborder[s3]'"
        ) from error
    client = {"endpoint_url": bucket.endpoint, "region_name": bucket.region}
    return s3fs.S3FileSystem(
        key=bucket.access_key or None,
        secret=bucket.secret_key or None,
        client_kwargs={name: value for name, value in client.items() if value},
        use_listings_cache=False,  # others write, too
        skip_instance_cache=True,
    )


@contextmanager
def _explaining(place: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (OSError, BotoCoreError, ClientError) as error:
        raise StoreError(
            place,
            why=f"the object store cannot be used ({error})",
            fix="Check url, endpoint and keys of [bucket], and whether it can be reached",
        ) from error
