"""Every error shown to a user: what failed, why, and the next step.

XborderError
├── ConfigurationError     settings or registry: exit 2
├── TrackingError          one source or document: the run goes on
│   ├── FetchError
│   └── ReadingError       bytes that could not be turned into clauses or a profile
├── StoreError             the database or the blobs: the run stops, exit 3
│   ├── RunInProgress      another run holds the lock
│   └── DamagedError       something kept is missing or damaged: what stands on it waits, the run goes on
├── EngineError            the workers of a run cannot be used: the run stops, exit 3
├── DeliveryError          one message to one recipient; `permanent` decides the retry
└── DecisionError          a move on a case that its state does not allow
"""

from xborder.texts import Text


class XborderError(Exception):
    """Base of every error shown to a user: what failed, why, and the next step."""

    def __init__(self, what: str, *, why: str, fix: str) -> None:
        super().__init__(f"{what}: {why}. {fix}")
        self.what, self.why, self.fix = what, why, fix


class ConfigurationError(XborderError):
    """Settings or command line that cannot be used. Nothing was started."""


_SAID = Text(ja="{what}：{why}。{fix}", en="{what}: {why}. {fix}")


class TrackingError(XborderError):
    """One source or document failed; the others go on. `text` is for the readers of the reports."""

    def __init__(self, what: Text, *, why: Text, fix: Text) -> None:
        super().__init__(what.en, why=why.en, fix=fix.en)
        self.parts = (what, why, fix)
        self.text = _SAID.fill(what=what, why=why, fix=fix)


class FetchError(TrackingError):
    """A source that could not be fetched."""


class ReadingError(TrackingError):
    """Bytes that could not be read: a scan, an encrypted file, a parser past its limits."""


class StoreError(XborderError):
    """The database or the blob folder cannot be relied on; the run stops."""


class RunInProgress(StoreError):  # noqa: N818  # it is a state, not a fault
    """Another run holds the lock."""


class DamagedError(StoreError):
    """Stored bytes are missing, or are not those that were stored; all else can be relied on."""


class EngineError(XborderError):
    """The machines that share a run cannot be used; the run stops."""


class DeliveryError(XborderError):
    """A message that was not accepted. `permanent` says whether trying again can help."""

    def __init__(self, what: str, *, why: str, fix: str, permanent: bool) -> None:
        super().__init__(what, why=why, fix=fix)
        self.permanent = permanent


class DecisionError(XborderError):
    """A move that the state of a case does not allow."""
