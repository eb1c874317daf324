"""What one run may cost a site, and what a site may cost us. Plain values, set by the administrator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Every limit of the fetch room. A page past one of them is reported, never cut."""

    user_agent: str  # "xborder/1.0 (+mailto:privacy@example.co.jp)"; its first word is the robots.txt name
    connect_seconds: float = 10.0
    read_seconds: float = 30.0  # between two pieces of an answer
    total_seconds: float = 120.0  # one attempt at one source, redirects included, waiting for its turn not
    max_body_bytes: int = 64 * 2**20  # on the wire, and again after decompression
    max_ratio: int = 200  # decompressed to wire; real pages stay under 50
    max_headers: int = 200
    max_redirects: int = 8
    delay_seconds: float = 1.0  # between two requests to one host
    rest_first: bool = False  # before the first request, too: another process may just have asked
    max_crawl_delay_seconds: float = 30.0  # a longer Crawl-delay of robots.txt is cut to this
    concurrency: int = 24
    retries: int = 2
    backoff_seconds: float = 2.0  # doubled at each retry, with jitter
    max_retry_after_seconds: float = 120.0  # told to wait longer, we give up until the next run
    host_failures: int = 4  # attempts in a row without any answer, after which a host is left alone
