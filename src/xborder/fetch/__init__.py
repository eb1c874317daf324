"""Looks at sources on the network and in the data folder, politely and within limits."""

from xborder.fetch.fetcher import HttpFetcher
from xborder.fetch.limits import FetchLimits
from xborder.fetch.rendering import Renderer
from xborder.fetch.supply import BrowserLimits

__all__ = [
    "BrowserLimits",
    "FetchLimits",
    "HttpFetcher",
    "Renderer",
]
