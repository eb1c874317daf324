"""Bytes as served, by their SHA-256: one compressed file each, whole or absent, never overwritten.

The name is the digest of the bytes, not of the file, so that another compression or another place
(an S3 bucket) can hold the same bytes under the same name.
"""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock

from xborder.errors import DamagedError, StoreError
from xborder.store.faults import explaining
from xborder.zstd import ZstdError, compress, decompress

SUFFIX = ".zst"
UNFINISHED = ".part"
_LEVEL = 6  # a page in ten is a file, written once: 5 % smaller than at 3
_TOGETHER = 8  # a journal commits what several threads sync at once
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileBlobs:
    """A folder of blobs: ab/cd/<sha256>.zst.

    What `put` wrote gets its name in `settle`, which the store calls before it commits a row: the
    disk syncs fifty files together in the time of five.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self._sync_file = _sync_file if durable else _no_sync
        self._sync_folder = sync_folder if durable else _no_sync
        self._unsettled: dict[str, Path] = {}
        self._lock = Lock()

    def put(self, body: bytes) -> str:
        """Store, durable before a record that names it; the sha256 of the bytes."""
        digest = sha256(body).hexdigest()
        if not self.has(digest):
            self.put_packed(digest, compressed(body))
        return digest

    def put_packed(self, digest: str, packed: bytes) -> None:
        """The same of bytes that are compressed already."""
        path = self.path(digest)
        with explaining(str(path)), self._lock:
            if digest not in self._unsettled and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                self._unsettled[digest] = _write(path, packed)

    def has(self, digest: str) -> bool:
        """Whether the bytes are a file here."""
        path = self.path(digest)
        with explaining(str(path)), self._lock:
            return digest in self._unsettled or path.exists()

    def delete(self, digests: Iterable[str]) -> None:
        """Take files away. Only for what the audit trail tells the end of."""
        with explaining(str(self.folder)), self._lock:
            for digest in digests:
                self.path(digest).unlink(missing_ok=True)

    def settle(self) -> None:
        """Make everything that was put durable, and give it its name."""
        with explaining(str(self.folder)), self._lock:
            if not self._unsettled:
                return
            with ThreadPoolExecutor(_TOGETHER) as pool:
                list(pool.map(self._sync_file, self._unsettled.values()))
                folders = {self.folder}
                for digest, unfinished in list(self._unsettled.items()):
                    unfinished.rename(self.path(digest))
                    del self._unsettled[digest]
                    folders |= {unfinished.parent, unfinished.parent.parent}
                list(pool.map(self._sync_folder, folders))

    def get(self, digest: str) -> bytes:
        """The same bytes, checked against the digest."""
        path = self.path(digest)
        with explaining(str(path)):
            try:
                with self._lock:
                    content = self._unsettled.get(digest, path).read_bytes()
            except FileNotFoundError as error:
                raise damaged(str(path), "the file is missing") from error
        return restored(content, digest, str(path))

    def path(self, digest: str) -> Path:
        check_digest(digest)
        return Path(f"{self.folder}/{digest[:2]}/{digest[2:4]}/{digest}{SUFFIX}")  # sooner than by "/"

    def digests(self) -> Iterator[str]:
        """Everything that is kept."""
        for path in self.folder.glob(f"??/??/*{SUFFIX}"):
            if _DIGEST.fullmatch(path.stem):
                yield path.stem

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The same with the bytes that each takes."""
        return ((digest, self.size(digest)) for digest in self.digests())

    def size(self, digest: str) -> int:
        return self.path(digest).stat().st_size

    def unfinished(self) -> Iterator[Path]:
        """What a killed process left behind."""
        return self.folder.glob(f"??/??/*{UNFINISHED}")


def check_digest(digest: str) -> None:
    if not _DIGEST.fullmatch(digest):
        raise StoreError(f"blob {digest!r}", why="that is not a SHA-256", fix="Ask for a digest of the store")


def compressed(body: bytes) -> bytes:
    return compress(body, _LEVEL)


def restored(content: bytes, digest: str, place: str) -> bytes:
    """The bytes that were compressed. Raises StoreError when they are not those of the digest."""
    try:
        body = decompress(content)
    except ZstdError as error:
        raise damaged(place, f"the file is damaged ({error})") from error
    if sha256(body).hexdigest() != digest:
        raise damaged(place, "its bytes are not those that were stored")
    return body


def damaged(place: str, why: str) -> DamagedError:
    return DamagedError(
        place, why=why, fix="Restore this file from a backup; `xborder doctor` lists all such files"
    )


def _write(path: Path, content: bytes) -> Path:
    """The bytes under a name of their own: a reader of `path` sees the whole file or none."""
    unfinished = path.with_name(f"{path.stem}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        unfinished.write_bytes(content)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def _no_sync(path: Path) -> None:
    """For a store that is thrown away."""


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename last. Windows can neither open folders nor needs it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
