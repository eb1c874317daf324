"""Why a source gave no usable bytes: one exception, with the health it stands for."""

import socket
import ssl

import httpx

from xborder.errors import FetchError
from xborder.model import Health


class AttemptError(FetchError):
    """One attempt failed. `transient` decides the retry, `answered` says whether the host spoke at all."""

    def __init__(
        self,
        health: Health,
        *,
        why: str,
        fix: str,
        transient: bool = False,
        answered: bool = True,
    ) -> None:
        super().__init__("This source could not be fetched", why=why, fix=fix)
        self.health, self.transient, self.answered = health, transient, answered


class ForbiddenAddressError(AttemptError):
    """The address guard refused to connect."""

    def __init__(self, why: str) -> None:
        super().__init__(
            Health.REFUSED,
            why=why,
            fix="Only public addresses are fetched. Check the URL in the registry; if this is a server of "
            "your own, have the administrator add its network to the allowed networks.",
        )


class UnknownHostError(AttemptError):
    """The name of the host leads to no address."""

    def __init__(self, host: str, *, temporary: bool) -> None:
        super().__init__(
            Health.UNREACHABLE,
            why=f"the name server could not be asked for {host}"
            if temporary
            else f"there is no address for the name {host}",
            fix="Check the network and the name server of this machine."
            if temporary
            else "Check the spelling of the host, and whether the site has moved.",
            transient=temporary,
            answered=False,
        )


# The HTTP libraries let these escape on frames no honest server sends; anything else is our own bug.
LIBRARY_ERRORS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    OSError,
    ValueError,
    LookupError,
    RuntimeError,
    ArithmeticError,
    ExceptionGroup,
)

_TRY_LATER = "It will be tried again on the next run. If it lasts, open the address in a browser."

_CERTIFICATE_FAULTS = {  # X509_V_ERR_*, from openssl/x509_vfy.h
    10: "its certificate has expired",
    9: "its certificate is not valid yet",
    18: "its certificate is self-signed",
    19: "its certificate chain ends in a self-signed certificate",
    20: "the issuer of its certificate is not known",
    21: "the issuer of its certificate is not known",
    62: "its certificate is for another host",
    64: "its certificate is for another address",
}


def from_library(error: Exception) -> AttemptError:
    """What an exception of the HTTP libraries means for people."""
    if isinstance(error, httpx.ConnectError) and (fault := _tls_fault(error)) is not None:
        return _tls(fault)
    return _transport(error)


def _tls_fault(error: BaseException | None) -> ssl.SSLError | None:
    """The handshake's own complaint below the errors of the libraries."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _tls(error: ssl.SSLError) -> AttemptError:
    if isinstance(error, ssl.SSLCertVerificationError):
        fault = _CERTIFICATE_FAULTS.get(error.verify_code, "its certificate was not accepted")
        return AttemptError(
            Health.UNREACHABLE,
            why=f"the server cannot prove who it is: {fault} (TLS check {error.verify_code})",
            fix="Certificates are always checked. Ask the site to renew or correct its certificate; if every "
            "site fails like this, the administrator must add the certificate of the company's own proxy.",
            answered=False,
        )
    return AttemptError(
        Health.UNREACHABLE,
        why=f"no secure connection came about (TLS {error.reason or 'error'})",
        fix="The server must speak TLS 1.2 or newer. " + _TRY_LATER,
        transient=True,
        answered=False,
    )


def _transport(error: Exception) -> AttemptError:
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            why, answered = "the server did not accept a connection in time", False
        case httpx.TimeoutException() | TimeoutError():
            why, answered = "the server stopped sending before the page was complete", False
        case httpx.ConnectError():
            why, answered = "the server refused the connection or could not be reached", False
        case httpx.ProxyError():
            why, answered = "the proxy did not let the request through", False
        case httpx.NetworkError() | ConnectionError():
            why, answered = "the connection broke off", False
        case httpx.RemoteProtocolError() | httpx.LocalProtocolError():
            why, answered = "the answer broke the rules of HTTP or was cut off", True
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return bad_address("it cannot be read as a web address")
        case _:
            why, answered = f"the answer could not be handled ({type(error).__name__})", True
    return AttemptError(Health.UNREACHABLE, why=why, fix=_TRY_LATER, transient=True, answered=answered)


def bad_address(why: str) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=f"the address is not usable: {why}",
        fix="Correct the URL of this source in the registry.",
    )


def timed_out(seconds: float) -> AttemptError:
    return AttemptError(
        Health.UNREACHABLE,
        why=f"the page was not complete after {seconds:g} seconds",
        fix=_TRY_LATER,
        transient=True,
        answered=False,
    )


def is_temporary(error: OSError) -> bool:
    """Whether a failed name lookup may succeed later (the name server, not the name, is in trouble)."""
    return not (isinstance(error, socket.gaierror) and error.errno in (socket.EAI_NONAME, socket.EAI_NODATA))
