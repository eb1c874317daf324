"""The addresses of a file, one a line, fetched by httpx alone: what any program must pay.

`rest_download.py FILE HOSTS`: one connection to a host, so many hosts at once, every page in full.
"""

import asyncio
import sys
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import httpx


async def download(addresses: list[str], hosts: int) -> None:
    turns = asyncio.Semaphore(hosts)
    limits = httpx.Limits(max_connections=hosts, max_keepalive_connections=hosts)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:

        async def pages_of(host: list[str]) -> None:
            async with turns:
                for address in host:
                    (await client.get(address)).raise_for_status()

        by_host = groupby(addresses, key=lambda a: urlsplit(a).netloc)
        await asyncio.gather(*(pages_of(list(host)) for _, host in by_host))


if __name__ == "__main__":
    asyncio.run(download(Path(sys.argv[1]).read_text(encoding="ascii").split(), int(sys.argv[2])))
