"""The other side of the worker: starts it, keeps it warm, and ends it when it does not answer."""

import os
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock

from pydantic import ValidationError

from xborder.errors import ReadingError
from xborder.model import Page, Profile, Text
from xborder.reading.parts import FILE, Task
from xborder.reading.worker import ANSWER, TASK, Limits, arguments

_TOO_LONG = Text(
    ja="読み取りに{seconds}秒を超える時間がかかりました", en="reading it took longer than {seconds} seconds"
)
_DIED = Text(
    ja="読み取りの処理が途中で終了したか、上限を超えました",
    en="the process that read it died, or went past its limits",
)
_NONSENSE = Text(
    ja="読み取りの処理から不正な応答が返されました", en="the process that read it sent back nonsense"
)
_NOTHING = Text(
    ja="読み取りの処理から応答がありませんでした", en="the process that read it sent back nothing"
)
_BY_HAND = Text(
    ja="目で見て確かめてください。最後に確認できた版が引き続き有効です。",
    en="Look at it by hand; the last good version stays in force",
)


class Child:
    """One process with limits, for one file at a time. Its end is a ReadingError, never more."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def perform(self, task: Task, body: bytes) -> Page | Profile:
        """What the worker reads. Raises ReadingError."""
        with self._lock:
            return self._parse(self._ask(task, body))

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._pipe = None

    def _ask(self, task: Task, body: bytes) -> bytes:
        pipe = self._started()
        try:
            pipe.send_bytes(TASK.dump_json(task))
            pipe.send_bytes(body)
            if not pipe.poll(self._limits.seconds + 10):
                raise self._failed(_TOO_LONG.fill(seconds=f"{self._limits.seconds:.0f}"))
            return pipe.recv_bytes(self._limits.memory_bytes)
        except (EOFError, OSError) as error:
            raise self._failed(_DIED) from error

    def _parse(self, answer: bytes) -> Page | Profile:
        try:
            parsed = ANSWER.validate_json(answer)
        except ValidationError as error:
            raise self._failed(_NONSENSE) from error
        if parsed.error is not None:
            what, why, fix = parsed.error
            raise ReadingError(what, why=why, fix=fix)
        result = parsed.page or parsed.profile
        if result is None:
            raise self._failed(_NOTHING)
        return result

    def _failed(self, why: Text) -> ReadingError:
        self.close()
        return ReadingError(FILE, why=why, fix=_BY_HAND)

    def _started(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.poll() is None:
            return self._pipe
        self.close()
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [
                    sys.executable,
                    "-m",
                    "xborder.reading.worker",
                    str(theirs.fileno()),
                    *arguments(self._limits),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env={"PYTHONPATH": os.pathsep.join(sys.path)},  # and no secret of ours
            )
        return self._pipe
