"""What monitoring reads: how the last run went, what is unhealthy, open, waiting, stored."""

from xborder.metrics.exposition import Exposition, Limited, exposition
from xborder.metrics.output import listen, write_file
from xborder.metrics.vitals import Attempt, Vitals, gather

__all__ = ["Attempt", "Exposition", "Limited", "Vitals", "exposition", "gather", "listen", "write_file"]
