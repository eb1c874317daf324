"""Servers must prove who they are; HTTP/2 is spoken where it is offered."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest
import trustme
from looking import PATIENT, look

import hostile_pages as content
from hostile_site import HostileSite, Reply
from xborder.errors import ConfigurationError
from xborder.fetch.client import trusted_authorities
from xborder.model import Fetched, Health

HOST = "contract.example"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def server_context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


async def loopback(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def look_at(
    site: HostileSite, path: str = "/terms", ca_file: Path | None = None, host: str = HOST
) -> Fetched:
    return look(site.url(path, host=host), ca_file=ca_file, resolve=loopback)


def test_a_page_is_read_over_tls_under_the_name_of_the_url(authority: trustme.CA, ca_file: Path) -> None:
    names: list[str] = []
    context = server_context(authority.issue_cert(HOST))
    context.sni_callback = lambda _connection, name, _context: names.append(name)
    with HostileSite(tls=context) as site:
        found = look_at(site, ca_file=ca_file)
    assert (found.health, found.body) == (Health.OK, content.TERMS.encode())
    assert names == [HOST]


EXPIRED = datetime(2020, 1, 1, tzinfo=UTC)
COMING = datetime(2090, 1, 1, tzinfo=UTC)
BAD_CERTIFICATES: dict[str, tuple[Callable[[trustme.CA], trustme.LeafCert], str]] = {
    "expired": (lambda ca: ca.issue_cert(HOST, not_after=EXPIRED), "has expired"),
    "not yet valid": (lambda ca: ca.issue_cert(HOST, not_before=COMING), "not valid yet"),
    "wrong host": (lambda ca: ca.issue_cert("other.example"), "for another host"),
    "address only": (lambda ca: ca.issue_cert("127.0.0.1"), "for another host"),
    "unknown issuer": (lambda ca: trustme.CA().issue_cert(HOST), "TLS check"),
}


@pytest.mark.parametrize("case", BAD_CERTIFICATES)
def test_a_certificate_that_proves_nothing_is_not_accepted(
    authority: trustme.CA, ca_file: Path, case: str
) -> None:
    issue, words = BAD_CERTIFICATES[case]
    with HostileSite(tls=server_context(issue(authority))) as site:
        found = look_at(site, ca_file=ca_file)
        assert site.asked == []
    assert found.health is Health.UNREACHABLE
    assert "cannot prove who it is" in found.detail.en
    assert words in found.detail.en


def test_a_self_signed_certificate_is_not_accepted(authority: trustme.CA) -> None:
    with HostileSite(tls=server_context(authority.issue_cert(HOST))) as site:
        found = look_at(site)  # without the authority
    assert (found.health, "cannot prove who it is" in found.detail.en) == (Health.UNREACHABLE, True)


def test_an_address_needs_a_certificate_of_its_own(authority: trustme.CA, ca_file: Path) -> None:
    with HostileSite(tls=server_context(authority.issue_cert(HOST))) as site:
        found = look(site.url("/terms"), ca_file=ca_file)
    assert (found.health, "TLS check" in found.detail.en) == (Health.UNREACHABLE, True)


def test_tls_older_than_1_2_is_not_spoken(authority: trustme.CA, ca_file: Path) -> None:
    context = server_context(authority.issue_cert(HOST))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with HostileSite(tls=context) as site:
        found = look_at(site, ca_file=ca_file)
    assert (found.health, "TLS 1.2" in found.detail.en) == (Health.UNREACHABLE, True)


def test_a_server_that_speaks_no_tls_is_unreachable(site: HostileSite, ca_file: Path) -> None:
    limits = replace(PATIENT, connect_seconds=0.3)
    found = look(f"https://{HOST}:{site.port}/terms", ca_file=ca_file, resolve=loopback, limits=limits)
    assert (found.health, "in time" in found.detail.en) == (Health.UNREACHABLE, True)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/silent", "stopped sending"), ("/short-body", "cut off"), ("/reset", "broke off")],
)
def test_trouble_after_the_handshake_is_not_blamed_on_the_certificate(
    authority: trustme.CA, ca_file: Path, path: str, words: str
) -> None:
    limits = replace(PATIENT, read_seconds=0.3)
    with HostileSite(tls=server_context(authority.issue_cert(HOST))) as site:
        found = look(site.url(path, host=HOST), ca_file=ca_file, resolve=loopback, limits=limits)
    assert (found.health, words in found.detail.en) == (Health.UNREACHABLE, True), found.detail.en


def test_a_server_that_speaks_only_tls_is_unreachable_without(authority: trustme.CA) -> None:
    with HostileSite(tls=server_context(authority.issue_cert(HOST))) as site:
        found = look(f"http://{HOST}:{site.port}/terms", resolve=loopback)
    assert found.health is Health.UNREACHABLE


def test_a_redirect_from_https_to_http_is_not_followed(
    authority: trustme.CA, ca_file: Path, site: HostileSite
) -> None:
    with HostileSite(tls=server_context(authority.issue_cert(HOST))) as secure:
        secure.pages["/terms"] = Reply(status=301, headers=(("Location", site.url("/terms")),))
        found = look_at(secure, ca_file=ca_file)
    assert (found.health, "from https to http" in found.detail.en) == (Health.REFUSED, True)
    assert site.asked == []


# HTTP/2


class Http2Site(HostileSite):
    """Speaks HTTP/2 with one of a few manners, chosen by path."""

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, validate_outbound_headers=False)
        )
        link.initiate_connection()
        with suppress(OSError, h2.exceptions.ProtocolError):
            writer.write(link.data_to_send())
            while data := await reader.read(2**16):
                for event in link.receive_data(data):
                    if isinstance(event, h2.events.RequestReceived):
                        self._reply(link, event)
                writer.write(link.data_to_send())
                await writer.drain()
        writer.close()

    def _reply(self, link: h2.connection.H2Connection, event: h2.events.RequestReceived) -> None:
        path, stream = dict(event.headers)[b":path"], event.stream_id
        headers = [(":status", "200"), ("content-type", "text/html")]
        match path:
            case b"/reset":
                link.reset_stream(stream, 2)
            case b"/goaway":
                link.close_connection(11)
            case b"/many-headers":
                link.send_headers(stream, headers + [(f"x-{n}", "1") for n in range(1000)], end_stream=True)
            case b"/long-header":
                link.send_headers(stream, [*headers, ("x-long", "a" * 70_000)], end_stream=True)
            case b"/odd-status":
                link.send_headers(stream, [(":status", "many")], end_stream=True)
            case _:
                link.send_headers(stream, headers)
                link.send_data(stream, b"<p>over HTTP/2", end_stream=True)


@pytest.fixture
def http2(authority: trustme.CA) -> Iterator[HostileSite]:
    context = server_context(authority.issue_cert(HOST))
    context.set_alpn_protocols(["h2"])
    with Http2Site(tls=context) as site:
        yield site


def test_http_2_is_spoken_where_it_is_offered(http2: HostileSite, ca_file: Path) -> None:
    found = look_at(http2, ca_file=ca_file)
    assert (found.health, found.body, found.media_type) == (Health.OK, b"<p>over HTTP/2", "text/html")


@pytest.mark.parametrize(
    ("path", "health"),
    [
        ("/reset", Health.UNREACHABLE),
        ("/goaway", Health.UNREACHABLE),
        ("/odd-status", Health.UNREACHABLE),
        ("/many-headers", Health.REFUSED),
        ("/long-header", Health.UNREACHABLE),
    ],
)
def test_bad_manners_over_http_2_are_no_page(
    http2: HostileSite, ca_file: Path, path: str, health: Health
) -> None:
    found = look_at(http2, path, ca_file)
    assert (found.health, found.body) == (health, None)
    assert found.detail.en


@pytest.mark.parametrize("held", [None, b"", b"this is no certificate"], ids=["missing", "empty", "other"])
def test_a_file_of_authorities_that_holds_none_is_named(tmp_path: Path, held: bytes | None) -> None:
    file = tmp_path / "authority.pem"
    if held is not None:
        file.write_bytes(held)
    with pytest.raises(ConfigurationError, match=r"authority\.pem.*PEM form"):
        trusted_authorities(file)
