"""Reads an answer within limits: so many bytes on the wire, so many after decompression, never more.

What is kept is the decoded representation: the bytes as served once Content-Encoding is undone, and
nothing else: no character set, no line ends. The form on the wire is a matter of one connection only.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

import brotli
import httpx
from zlib_ng import zlib_ng  # reads what servers pack in half the time of Python's own zlib

from xborder.fetch.failure import AttemptError
from xborder.fetch.limits import FetchLimits
from xborder.model import Health, Text
from xborder.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

_PIECE = 2**18
_RATIO_FREE_BYTES = 2**20  # below this, a high ratio harms nobody
_MAX_ENCODINGS = 3
_ZSTD: Mapping[int, int] = {DecompressionParameter.window_log_max: 23}  # 8 MB; RFC 9659: no more on the web
_DAMAGED = (cast(type[Exception], zlib_ng.error), brotli.error, ZstdError)  # its stub says otherwise


async def read_body(response: httpx.Response, limits: FetchLimits) -> bytes:
    """The whole body after content-decoding. Raises AttemptError: too large, or damaged."""
    declared = response.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > limits.max_body_bytes:
        raise too_big(limits.max_body_bytes)
    wire = bytearray()
    async for piece in response.aiter_raw():
        wire += piece
        if len(wire) > limits.max_body_bytes:
            raise too_big(limits.max_body_bytes)
    return decode(bytes(wire), response.headers.get("content-encoding", ""), limits)


def decode(wire: bytes, encodings: str, limits: FetchLimits) -> bytes:
    """Undo the encodings of a Content-Encoding header, the last one applied first."""
    names = [
        n for n in (e.strip().lower() for e in encodings.split(",")) if n not in ("", "identity", "none")
    ]
    if len(names) > _MAX_ENCODINGS:
        raise _unreadable(_TOO_OFTEN.fill(count=len(names)))
    body = wire
    for name in reversed(names):
        if name not in _DECODERS:
            raise _unreadable(_UNASKED)
        body = _bounded(_DECODERS[name], body, min(limits.max_body_bytes, _by_ratio(len(wire), limits)))
    if len(body) > limits.max_body_bytes:
        raise too_big(limits.max_body_bytes)
    return body


def _by_ratio(wire_bytes: int, limits: FetchLimits) -> int:
    return max(_RATIO_FREE_BYTES, wire_bytes * limits.max_ratio)


def _bounded(decoder: Callable[[bytes], Iterator[bytes]], packed: bytes, limit: int) -> bytes:
    if not packed:  # some servers label an empty answer as gzip
        return b""
    body = bytearray()
    try:
        for piece in decoder(packed):
            body += piece
            if len(body) > limit:
                raise too_big(limit)
    except _DAMAGED as error:
        raise _damaged() from error
    return bytes(body)


def _gzip(packed: bytes) -> Iterator[bytes]:
    while True:
        unpacker = zlib_ng.decompressobj(zlib_ng.MAX_WBITS | 16)
        yield from _inflate(unpacker, packed)
        packed = unpacker.unused_data
        if not packed.startswith(b"\x1f\x8b"):  # members in a row are one file; what else follows is not
            return


def _deflate(packed: bytes) -> Iterator[bytes]:
    # Meant is the zlib format, sent is often bare deflate. Two bytes tell: method 8, and a checksum.
    has_header = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    yield from _inflate(
        zlib_ng.decompressobj(zlib_ng.MAX_WBITS if has_header else -zlib_ng.MAX_WBITS), packed
    )


def _inflate(unpacker: "zlib_ng._Decompress", packed: bytes) -> Iterator[bytes]:
    while packed and not unpacker.eof:
        yield unpacker.decompress(packed, _PIECE)
        packed = unpacker.unconsumed_tail
    if not unpacker.eof:
        yield unpacker.flush()
    if not unpacker.eof:
        raise _damaged()


def _brotli(packed: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    yield unpacker.process(packed, output_buffer_limit=_PIECE)
    while not unpacker.is_finished():
        piece = unpacker.process(b"", output_buffer_limit=_PIECE)
        if not piece and unpacker.can_accept_more_data():
            raise _damaged()
        yield piece


def _zstd(packed: bytes) -> Iterator[bytes]:
    while packed:  # one frame or several
        unpacker = ZstdDecompressor(options=_ZSTD)
        yield unpacker.decompress(packed, _PIECE)
        while not unpacker.eof:
            if unpacker.needs_input:
                raise _damaged()
            yield unpacker.decompress(b"", _PIECE)
        packed = unpacker.unused_data


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


_TOO_OFTEN = Text(ja="{count}重に圧縮されています", en="it is packed {count} times over")
_UNASKED = Text(ja="求めていない方式で圧縮されています", en="it is packed in a way that was not asked for")


def too_big(limit: int) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=Text(
            ja="応答が{size}MBを超えているか、展開すると超えます",
            en="the answer is larger than {size} MB, or unpacks to more than that",
        ).fill(size=f"{limit / 2**20:.3g}"),
        fix=Text(
            ja="これほど長い契約文書はありません。ブラウザーで開いて確かめ、正しければ大きさの上限を上げてください。",
            en="No contract is that long: look at the address in a browser. Is it right, raise the size "
            "limits.",
        ),
    )


def _damaged() -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=Text(
            ja="圧縮データが壊れているか、途中で終わっています",
            en="the compressed data is damaged or ends too early",
        ),
        fix=Text(
            ja="次回の実行でもう一度試みます。続くようであれば、サイトに連絡してください。",
            en="It will be tried again on the next run. If it lasts, tell the site.",
        ),
        transient=True,
    )


def _unreadable(why: Text) -> AttemptError:
    return AttemptError(
        Health.UNREADABLE,
        why=why,
        fix=Text(
            ja="ブラウザーでアドレスを開いて確かめ、サイトに連絡してください。",
            en="Look at the address in a browser, and tell the site.",
        ),
    )
