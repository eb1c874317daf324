"""The address guard: nothing is dialled but public addresses and what the administrator allowed."""

import ast
import asyncio
import errno
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from looking import PATIENT, build, collect, look

from hostile_site import HostileSite, Reply
from xborder.fetch.guard import is_public
from xborder.model import Health, Source
from xborder.ports import FetchRequest

FORBIDDEN = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254
    169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1
    192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
    255.255.255.255
    :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1
    64:ff9b::a9fe:a9fe 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:53aa:64c::1 2001:2::1 2001:20::1
    2001:db8::1 2002:a9fe:a9fe:: 2002:808:808::1 3fff::1 3fff:fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1
    fe80::1%eth0 febf::1 fec0::1 ff02::1 ff0e::1 4000::1 2606:4700::1%1
"""
PUBLIC = """
    1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 172.15.0.1 172.32.0.1 192.0.1.1
    192.88.98.1 192.167.0.1 198.17.0.1 198.20.0.1 223.255.255.255
    2001:200::1 2001:4860:4860::8888 2400:cb00::1 2606:4700::1 2a00:1450::1 2003::1
"""


@pytest.mark.parametrize("text", FORBIDDEN.split())
def test_an_address_that_is_not_public_is_forbidden(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC.split())
def test_a_public_address_may_be_dialled(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses())
def test_what_python_calls_private_or_reserved_is_never_public(address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        assert not is_public(address)


@pytest.fixture
def canary() -> Iterator[HostileSite]:
    """Listens on an address nobody may dial."""
    with HostileSite(host="127.0.0.2") as forbidden:
        yield forbidden
        assert forbidden.connections == 0


HOSTS = [
    "127.0.0.2",
    "127.0.0.2.",
    "127.1",
    "127.0.2",
    "2130706434",
    "0x7f000002",
    "0x7f.0.0.2",
    "0177.0.0.2",
    "017700000002",
    "127.0.0.0x2",
    "[::ffff:127.0.0.2]",
    "[::127.0.0.2]",
    "[64:ff9b::7f00:2]",
    "[2002:7f00:2::]",
    "[::1]",
    "[fe80::1%25lo]",
    "0.0.0.0",
    "０x7f.1",
    "127。0。0。2",
]


@pytest.mark.parametrize("host", HOSTS)
def test_no_spelling_of_an_address_gets_past(canary: HostileSite, host: str) -> None:
    found = look(f"http://{host}:{canary.port}/terms")
    assert found.health is Health.REFUSED, found.detail.en
    assert found.body is None


@pytest.mark.parametrize("host", HOSTS)
def test_no_redirect_gets_past(canary: HostileSite, site: HostileSite, host: str) -> None:
    target = f"http://{host}:{canary.port}/terms".encode().decode("latin-1")
    site.pages["/go"] = Reply(status=302, headers=(("Location", target),))
    found = look(site.url("/go"))
    assert found.health is Health.REFUSED, found.detail.en


def answers(*addresses: str):
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.2",),
        ("127.0.0.1", "127.0.0.2"),
        ("127.0.0.2", "127.0.0.1"),
        ("8.8.8.8", "10.0.0.1"),
        ("127.0.0.1", "not an address"),
        ("127.0.0.1", "fe80::1%lo"),
    ],
    ids=" ".join,
)
def test_one_forbidden_answer_spoils_the_name(canary: HostileSite, addresses: tuple[str, ...]) -> None:
    found = look(f"http://contract.example:{canary.port}/", resolve=answers(*addresses))
    assert found.health is Health.REFUSED
    assert "contract.example" in found.detail.en


def test_a_name_is_dialled_at_the_vetted_address_and_keeps_its_host_header(site: HostileSite) -> None:
    found = look(f"http://contract.example:{site.port}/terms", resolve=answers("127.0.0.1"))
    assert found.health is Health.OK
    assert site.asked[-1].headers["host"] == f"contract.example:{site.port}"


def test_a_name_that_answers_differently_the_second_time_is_refused_then(site: HostileSite) -> None:
    asked: list[str] = []

    async def rebind(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    with HostileSite(host="127.0.0.2", port=site.port) as forbidden:
        site.pages["/go"] = Reply(status=302, headers=(("Location", "/hop"), ("Connection", "close")))
        site.pages["/hop"] = Reply(b"first address")
        url = f"http://rebind.example:{site.port}"
        sources = [Source(id=p, url=url + p, ignore_robots="test") for p in ("/hang-up", "/hop")]
        found = {
            f.source: f for f in collect(build(resolve=rebind), *(FetchRequest(source=s) for s in sources))
        }
        assert len(asked) == 2  # one look-up for each connection: what was vetted is what was dialled
        assert found["/hop"].health is Health.REFUSED
        assert forbidden.connections == 0


def test_every_vetted_address_is_tried_in_order(site: HostileSite) -> None:
    resolve = answers("127.0.0.3", "127.0.0.4", "127.0.0.1")  # nobody listens on the first two
    found = look(
        f"http://contract.example:{site.port}/terms", resolve=resolve, allowed_networks=["127.0.0.0/8"]
    )
    assert found.health is Health.OK


async def fails(host: str, port: int) -> Sequence[str]:
    raise AssertionError("an address written as a number is not looked up")


def test_an_address_is_not_looked_up(site: HostileSite) -> None:
    assert look(site.url("/terms"), resolve=fails).health is Health.OK


@pytest.mark.parametrize(
    ("error", "words"),
    [(socket.EAI_NONAME, "no address for the name"), (socket.EAI_AGAIN, "could not be asked")],
    ids=["no such name", "name server in trouble"],
)
def test_a_name_without_address_is_unreachable(monkeypatch, error: int, words: str) -> None:
    def getaddrinfo(*args: object, **kwargs: object) -> object:
        raise socket.gaierror(error, "said the name server")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    found = look("http://contract.example/")
    assert found.health is Health.UNREACHABLE
    assert words in found.detail.en


def test_a_name_no_server_could_be_asked_for_is_unreachable() -> None:
    found = look(f"http://{'a' * 64}.example/")
    assert found.health is Health.UNREACHABLE


def test_a_name_without_any_answer_is_unreachable() -> None:
    assert look("http://contract.example/", resolve=answers()).health is Health.UNREACHABLE


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    async def never(host: str, port: int) -> Sequence[str]:
        await asyncio.Event().wait()
        return []

    found = look("http://contract.example/", resolve=never, limits=replace(PATIENT, connect_seconds=0.1))
    assert (found.health, "name server" in found.detail.en) == (Health.UNREACHABLE, True)


def test_a_proxy_of_the_environment_is_not_used(monkeypatch, canary: HostileSite, site: HostileSite) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, canary.url())
    assert look(site.url("/terms")).health is Health.OK


def test_a_proxy_that_is_set_is_used_and_resolves_names_only_it_knows(site: HostileSite) -> None:
    site.pages["http://contract.example/terms"] = Reply(b"through the proxy")
    found = look("http://contract.example/terms", proxy=site.url(), resolve=answers())
    assert found.body == b"through the proxy"


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "http://2130706433/", "http://inside.example/"])
def test_a_proxy_is_not_asked_for_forbidden_addresses(site: HostileSite, url: str) -> None:
    found = look(url, proxy=site.url(), resolve=answers("10.0.0.1"))
    assert found.health is Health.REFUSED
    assert site.asked == []


def test_a_proxy_that_lets_nothing_through_is_named(site: HostileSite) -> None:
    found = look("https://contract.example/terms", proxy=site.url(), resolve=answers())
    assert (found.health, "proxy" in found.detail.en) == (Health.UNREACHABLE, True)


def listens_on_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not listens_on_ipv6(), reason="this machine has no IPv6")
def test_a_name_that_has_only_ipv6_is_asked_over_ipv6() -> None:
    with HostileSite(host="::1") as site:
        found = look(
            f"http://contract.example:{site.port}/terms",
            resolve=answers("::1"),
            allowed_networks=["::1/128"],
        )
        assert found.health is Health.OK
        assert site.asked[-1].headers["host"] == f"contract.example:{site.port}"


def test_a_name_that_has_only_ipv6_is_unreachable_where_there_is_none(monkeypatch) -> None:
    async def no_route(*args: object, **kwargs: object) -> object:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", no_route)
    found = look("http://contract.example/", resolve=answers("2606:4700::1111", "2606:4700::1001"))
    assert (found.health, found.body) == (Health.UNREACHABLE, None)


SOURCES = Path(__file__).parents[2] / "src" / "xborder"
OUTGOING = re.compile(
    r"\b(AsyncClient|httpx\.Client|httpx\.(get|post|request|stream)|urlopen|http\.client|requests\.|aiohttp|"
    r"create_connection|open_connection|ConnectionPool|AsyncHTTPTransport)\b|\bsocket\.socket\("
)


def test_no_other_module_opens_connections() -> None:
    """Two gates only: for HTTP client.py, which dials in guard.py, and smtplib for mail."""
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if any(OUTGOING.search(line) for line in path.read_text(encoding="utf-8").splitlines())
    }
    assert found == {"fetch/client.py", "fetch/guard.py"}


NETWORK = """
    aiobotocore aiohttp anyio asyncssh boto3 botocore distributed fabric fsspec ftplib h11 h2 http httpcore httpx
    imaplib nntplib paramiko playwright poplib prometheus_client psycopg pycurl requests s3fs selectors smtplib
    socket socketserver ssl telnetlib urllib.request urllib3 websocket websockets wsgiref xmlrpc
"""
MAY_TALK = {
    "bootstrap.py": "asks how this machine is called",
    "fetch/": "behind the guard: test_no_other_module_opens_connections",
    "mail.py": "the mail server of the settings",
    "metrics/exposition.py": "makes the numbers",
    "metrics/output.py": "listens on this machine, and asks nobody",
    "store/bucket.py": "the bucket of the settings",
    "store/faults.py": "names what the driver of PostgreSQL raises",
    "store/process.py": "asks how this machine is called",
    "wide/": "the scheduler of the settings",
}


def test_every_module_that_could_talk_to_others_is_known() -> None:
    """The places that go past the guard ask what an administrator set, and never what a page or the registry says."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if any(
                name == known or name.startswith(f"{known}.") for name in names for known in NETWORK.split()
            ):
                found.add(path.relative_to(SOURCES).as_posix())
    assert {name for name in found if not name.startswith(tuple(MAY_TALK))} == set()
    assert all(any(name.startswith(place) for name in found) for place in MAY_TALK)
