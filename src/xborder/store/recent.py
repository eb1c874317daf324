"""The bytes that were used last, in so much memory and no more."""

from collections import OrderedDict
from threading import Lock


class Recent:
    """Bytes by their digest, whole and checked. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most  # bytes
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str) -> bytes | None:
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
            return self._kept.get(digest)

    def keep(self, digest: str, body: bytes) -> None:
        """Those that were not used for longest make room. What would displace most of them is not kept."""
        with self._lock:
            if digest in self._kept or len(body) > self._most // 4:
                return
            self._kept[digest] = body
            self._size += len(body)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
