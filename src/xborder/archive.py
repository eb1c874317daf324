"""Dated captures in a folder or .tar.zst: `<contractor>/<source>/<YYYY-MM-DD>.<html|pdf|md|txt>`.

Archives of near-identical pages are packed with windows up to 2 GiB, which a streaming decoder must
hold in memory. Here libzstd decodes straight into a mapped temporary file, which is its own window,
and the pages of the mapping are given back while it runs: memory stays small whatever the window.
Without libzstd on the machine the streaming decoder is used, with memory for the window.
"""

import ctypes
import ctypes.util
import mmap
import re
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from xborder.errors import ConfigurationError
from xborder.zstd import DecompressionParameter, ZstdError, ZstdFile

MAX_UNPACKED = 8 << 30
"""Bytes. The temporary file is sparse; it takes the disk that the archive really needs."""

MAX_MEMBER = 256 << 20
"""Bytes of one capture. What a sparse member claims to hold takes no room in the archive."""

_NAME = re.compile(r"(?:\./)?([^/]+)/([^/]+)/(\d{4}-\d{2}-\d{2})\.(html|pdf|md|txt)")
_CHUNK = 1 << 20  # bytes
_WINDOW_LOG_MAX, _MAX_WINDOW = 100, 31  # ZSTD_d_windowLogMax, log2 of bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCapture:
    """One dated file of the archive; `read` gives its bytes."""

    day: date
    source: str
    suffix: str
    read: Callable[[], bytes]


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[DatedCapture, ...]]:
    """The captures, by date and source. Raises ConfigurationError."""
    if path.is_dir():
        yield _ordered(path, _in_folder(path))
    elif path.is_file():
        with tempfile.TemporaryFile() as unpacked:
            _unpack(path, unpacked)
            with _open_tar(path, unpacked) as archive:
                yield _ordered(path, _in_tar(archive))
    else:
        raise ConfigurationError(str(path), why="no such file or folder", fix="Name an archive of captures")


def _ordered(path: Path, captures: Iterator[DatedCapture]) -> tuple[DatedCapture, ...]:
    try:
        found = tuple(sorted(captures, key=lambda c: (c.day, c.source, c.suffix)))
    except (tarfile.TarError, ValueError) as error:  # a damaged member, or a day that no calendar has
        raise _unusable(path, str(error)) from error
    if not found:
        raise ConfigurationError(
            str(path),
            why="it holds no <contractor>/<source>/<YYYY-MM-DD>.<html|pdf|md|txt>",
            fix="Name a folder or .tar.zst of dated captures",
        )
    return found


def _in_folder(folder: Path) -> Iterator[DatedCapture]:
    for path in folder.glob("*/*/*"):
        if path.is_symlink() or path.parent.is_symlink() or path.parent.parent.is_symlink():
            continue  # as in a packed archive: a link may lead anywhere
        yield from _capture(path.relative_to(folder).as_posix(), path.read_bytes)


def _in_tar(archive: tarfile.TarFile) -> Iterator[DatedCapture]:
    for member in archive:
        if member.isfile():
            if member.size > MAX_MEMBER:
                raise tarfile.ReadError(f"{member.name} is larger than {MAX_MEMBER >> 20} MiB")
            yield from _capture(member.name, _reader(archive, member))


def _reader(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        stream = archive.extractfile(member)
        return stream.read() if stream is not None else b""

    return read


def _capture(name: str, read: Callable[[], bytes]) -> Iterator[DatedCapture]:
    match = _NAME.fullmatch(name)
    if match is not None:
        contractor, source, day, suffix = match.groups()
        yield DatedCapture(
            day=date.fromisoformat(day), source=f"{contractor}/{source}", suffix=suffix, read=read
        )


def _open_tar(path: Path, unpacked: IO[bytes]) -> tarfile.TarFile:
    unpacked.seek(0)
    try:
        return tarfile.open(fileobj=unpacked, mode="r:")
    except tarfile.TarError as error:
        raise _unusable(path, "not a tar archive inside") from error


def _unusable(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(str(path), why=why, fix="Pack it again: tar -c FOLDER | zstd > NAME.tar.zst")


def _unpack(path: Path, target: IO[bytes]) -> None:
    library = ctypes.util.find_library("zstd")
    if library is None:
        _unpack_streaming(path, target)
    else:
        _unpack_mapped(ctypes.CDLL(library), path, target)


def _unpack_streaming(path: Path, target: IO[bytes]) -> None:
    try:
        with ZstdFile(path, options={DecompressionParameter.window_log_max: _MAX_WINDOW}) as packed:
            while chunk := packed.read(_CHUNK):
                target.write(chunk)
                if target.tell() > MAX_UNPACKED:
                    raise _unusable(path, f"over {MAX_UNPACKED >> 30} GiB unpacked")
    except (ZstdError, EOFError) as error:
        raise _unusable(path, str(error)) from error


def _unpack_mapped(library: ctypes.CDLL, path: Path, target: IO[bytes]) -> None:
    target.truncate(MAX_UNPACKED)
    with mmap.mmap(target.fileno(), MAX_UNPACKED) as mapping, _kept_small(mapping):
        size = _decode(library, path, mapping)
    target.truncate(size)


@contextmanager
def _kept_small(mapping: mmap.mmap) -> Iterator[None]:
    """Give the mapped pages back to the system while the decoder runs; the file keeps what they held."""
    done = threading.Event()

    def give_back() -> None:
        while not done.wait(0.02):
            mapping.madvise(mmap.MADV_DONTNEED)

    helper = threading.Thread(target=give_back)
    helper.start()
    try:
        yield
    finally:
        done.set()
        helper.join()


def _decode(library: ctypes.CDLL, path: Path, mapping: mmap.mmap) -> int:
    """Unpacked size in bytes."""
    library.ZSTD_createDCtx.restype = ctypes.c_void_p
    library.ZSTD_freeDCtx.argtypes = [ctypes.c_void_p]
    library.ZSTD_DCtx_setParameter.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
    library.ZSTD_decompressDCtx.restype = ctypes.c_size_t
    library.ZSTD_decompressDCtx.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_size_t,
        ctypes.c_char_p,
        ctypes.c_size_t,
    ]
    library.ZSTD_isError.argtypes = [ctypes.c_size_t]
    packed = path.read_bytes()
    output = (ctypes.c_char * len(mapping)).from_buffer(mapping)
    context = library.ZSTD_createDCtx()
    try:
        library.ZSTD_DCtx_setParameter(context, _WINDOW_LOG_MAX, _MAX_WINDOW)
        size = library.ZSTD_decompressDCtx(
            context, ctypes.addressof(output), len(mapping), packed, len(packed)
        )
    finally:
        library.ZSTD_freeDCtx(context)
        del output  # a mapping with a pointer into it cannot be closed
    if library.ZSTD_isError(size):
        raise _unusable(path, f"not zstd, damaged, or over {MAX_UNPACKED >> 30} GiB unpacked")
    return int(size)
