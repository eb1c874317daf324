"""The annual legal-system review: what the PPC says, what changed, how it was confirmed, what was watched.

`year` is what it is made from, `item` and `standing` what is signed and what the next review is compared
with, `rows` the facts in words, `signed` comparison and sign-offs in words, `paper` the document.
"""

from xborder.documents.annual.item import Earlier, Item, item_states, read_earlier
from xborder.documents.annual.paper import Review, annual_review
from xborder.documents.annual.standing import Standing, standing
from xborder.documents.annual.year import Measure, Watch, Year, watched

__all__ = [
    "Earlier",
    "Item",
    "Measure",
    "Review",
    "Standing",
    "Watch",
    "Year",
    "annual_review",
    "item_states",
    "read_earlier",
    "standing",
    "watched",
]
