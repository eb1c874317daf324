"""Looks at sources on the network and in the data folder, politely and within limits."""

from xborder.fetch.advise import HttpAdviser
from xborder.fetch.fetcher import HttpFetcher
from xborder.fetch.limits import FetchLimits
from xborder.fetch.ping import HttpPinger
from xborder.fetch.rendering import Renderer
from xborder.fetch.stamp import HttpStamper
from xborder.fetch.supply import BrowserLimits

__all__ = [
    "BrowserLimits",
    "FetchLimits",
    "HttpAdviser",
    "HttpFetcher",
    "HttpPinger",
    "HttpStamper",
    "Renderer",
]
