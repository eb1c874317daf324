"""Bytes as served, by their SHA-256: one compressed file each, whole or absent, never overwritten.

The name is the digest of the bytes, not of the file, so that another compression or another place
(an S3 bucket) can hold the same bytes under the same name.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import zstandard

from xborder.errors import StoreError
from xborder.store.faults import explaining

SUFFIX = ".zst"
UNFINISHED = ".part"
_LEVEL = 3
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileBlobs:
    """A folder of blobs: ab/cd/<sha256>.zst. `durable` is for stores that outlive the process."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder, self._durable = folder, durable

    def put(self, body: bytes) -> str:
        """Store, durable on return; the sha256 of the bytes."""
        digest = sha256(body).hexdigest()
        path = self.path(digest)
        with explaining(str(path)):
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, zstandard.compress(body, _LEVEL), durable=self._durable)
        return digest

    def get(self, digest: str) -> bytes:
        """The same bytes, checked against the digest."""
        path = self.path(digest)
        with explaining(str(path)):
            try:
                body = zstandard.decompress(path.read_bytes())
            except FileNotFoundError as error:
                raise _lost(path, "the file is missing") from error
            except zstandard.ZstdError as error:
                raise _lost(path, f"the file is damaged ({error})") from error
        if sha256(body).hexdigest() != digest:
            raise _lost(path, "its bytes are not those that were stored")
        return body

    def path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise StoreError(
                f"blob {digest!r}", why="that is not a SHA-256", fix="Ask for a digest of the store"
            )
        return self.folder / digest[:2] / digest[2:4] / f"{digest}{SUFFIX}"

    def digests(self) -> Iterator[str]:
        """Everything that is kept."""
        for path in self.folder.glob(f"??/??/*{SUFFIX}"):
            if _DIGEST.fullmatch(path.stem):
                yield path.stem

    def unfinished(self) -> Iterator[Path]:
        """What a killed process left behind."""
        return self.folder.glob(f"??/??/*{UNFINISHED}")


def _write(path: Path, content: bytes, *, durable: bool) -> None:
    """Under a name of its own, synced, then renamed: a reader sees the whole file or none."""
    unfinished = path.with_name(f"{path.stem}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename last. Windows can neither open folders nor needs it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lost(path: Path, why: str) -> StoreError:
    return StoreError(
        str(path), why=why, fix="Restore this file from a backup; `xborder doctor` lists all such files"
    )
