"""Whether what was kept is still there, asked before the looks: a page that is served whole is kept again.

On a day without changes nothing reads it, and a folder that was emptied would be noticed when it is needed.
"""

from collections.abc import Sequence
from datetime import datetime

from xborder.clock import TOKYO
from xborder.model import Document
from xborder.ports import Store

AT_MOST = 10
"""Sources asked for by a run where nothing is lost, others each day; all would be dear in a bucket."""


def lost_documents(store: Store, documents: Sequence[Document], *, now: datetime) -> tuple[str, ...]:
    """The documents whose last bytes are gone; () where none of a few is."""
    owners = {source.id: document.id for document in documents for source in document.sources}
    sources, day = list(owners), now.astimezone(TOKYO).toordinal()
    step = max(1, -(-len(sources) // AT_MOST))
    if not store.lost(sources[day % step :: step]):
        return ()
    return tuple(dict.fromkeys(owners[source] for source in store.lost(sources)))
