"""Why a source gave no usable bytes: one exception, with the health it stands for."""

import socket
import ssl

import httpx

from xborder.errors import FetchError
from xborder.model import Health, Text

_WHAT = Text(ja="この情報源を取得できませんでした", en="This source could not be fetched")


class AttemptError(FetchError):
    """One attempt failed. `transient` decides the retry, `answered` says whether the host spoke at all."""

    def __init__(
        self,
        health: Health,
        *,
        why: Text,
        fix: Text,
        transient: bool = False,
        answered: bool = True,
    ) -> None:
        super().__init__(_WHAT, why=why, fix=fix)
        self.said = why
        self.health, self.transient, self.answered = health, transient, answered


class ForbiddenAddressError(AttemptError):
    """The address guard refused to connect."""

    def __init__(self, why: Text) -> None:
        super().__init__(
            Health.REFUSED,
            why=why,
            fix=Text(
                ja="取得するのは公開されたアドレスだけです。登録内容の URL を確かめてください。"
                "自社のサーバーであれば、管理者に依頼して、許可するネットワークに追加してください。",
                en="Only public addresses are fetched. Check the URL in the registry; if this is a server of "
                "your own, have the administrator add its network to the allowed networks.",
            ),
        )


class BeyondError(AttemptError):
    """A redirect leads to a host that is not to be asked here. Whoever forbade it asks later."""

    def __init__(self, host: str) -> None:
        super().__init__(Health.UNREACHABLE, why=_BEYOND.fill(host=host), fix=TRY_LATER)
        self.host = host


_BEYOND = Text(
    ja="別のワーカーが問い合わせている {host} へ転送されています",
    en="it redirects to {host}, which another worker may be asking",
)


class UnknownHostError(AttemptError):
    """The name of the host leads to no address."""

    def __init__(self, host: str, *, temporary: bool) -> None:
        super().__init__(
            Health.UNREACHABLE,
            why=(_NO_NAME_SERVER if temporary else _NO_ADDRESS).fill(host=host),
            fix=_CHECK_NETWORK if temporary else _CHECK_HOST,
            transient=temporary,
            answered=False,
        )


_NO_NAME_SERVER = Text(
    ja="{host} のアドレスをネームサーバーに問い合わせることができませんでした",
    en="the name server could not be asked for {host}",
)
_CHECK_NETWORK = Text(
    ja="このコンピューターのネットワークとネームサーバーの設定を確かめてください。",
    en="Check the network and the name server of this machine.",
)
_NO_ADDRESS = Text(ja="{host} という名前のアドレスはありません", en="there is no address for the name {host}")
_CHECK_HOST = Text(
    ja="ホスト名の綴りと、サイトが移転していないかを確かめてください。",
    en="Check the spelling of the host, and whether the site has moved.",
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

TRY_LATER = Text(
    ja="次回の実行でもう一度試みます。続くようであれば、ブラウザーでこのアドレスを開いて確かめてください。",
    en="It will be tried again on the next run. If it lasts, open the address in a browser.",
)

_CERTIFICATE_FAULTS = {  # X509_V_ERR_*, from openssl/x509_vfy.h
    10: Text(ja="証明書の有効期限が切れています", en="its certificate has expired"),
    9: Text(ja="証明書の有効期間がまだ始まっていません", en="its certificate is not valid yet"),
    18: Text(ja="証明書が自己署名です", en="its certificate is self-signed"),
    19: Text(
        ja="証明書の連鎖が自己署名の証明書で終わっています",
        en="its certificate chain ends in a self-signed certificate",
    ),
    20: Text(ja="証明書の発行者が不明です", en="the issuer of its certificate is not known"),
    21: Text(ja="証明書の発行者が不明です", en="the issuer of its certificate is not known"),
    62: Text(ja="証明書が別のホストのものです", en="its certificate is for another host"),
    64: Text(ja="証明書が別のアドレスのものです", en="its certificate is for another address"),
}
_NOT_ACCEPTED = Text(ja="証明書を受け入れられません", en="its certificate was not accepted")
_WHO = Text(
    ja="サーバーの身元を確かめられません。{fault}（TLS の検証 {code}）",
    en="the server cannot prove who it is: {fault} (TLS check {code})",
)
_CERTIFICATE = Text(
    ja="証明書は必ず検証します。サイトに証明書の更新又は訂正を求めてください。すべてのサイトで起きる場合は、"
    "管理者が自社のプロキシの証明書を追加する必要があります。",
    en="Certificates are always checked. Ask the site to renew or correct its certificate; if every "
    "site fails like this, the administrator must add the certificate of the company's own proxy.",
)
_INSECURE = Text(
    ja="安全な接続を確立できませんでした（TLS {reason}）", en="no secure connection came about (TLS {reason})"
)
_OLD_TLS = Text(
    ja="サーバーは TLS 1.2 以降に対応している必要があります。{later}",
    en="The server must speak TLS 1.2 or newer. {later}",
).fill(later=TRY_LATER)


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
        fault = _CERTIFICATE_FAULTS.get(error.verify_code, _NOT_ACCEPTED)
        return AttemptError(
            Health.UNREACHABLE,
            why=_WHO.fill(fault=fault, code=error.verify_code),
            fix=_CERTIFICATE,
            answered=False,
        )
    return AttemptError(
        Health.UNREACHABLE,
        why=_INSECURE.fill(reason=getattr(error, "reason", None) or "EOF"),
        fix=_OLD_TLS,
        transient=True,
        answered=False,
    )


_NOT_ACCEPTING = Text(
    ja="サーバーが時間内に接続を受け付けませんでした", en="the server did not accept a connection in time"
)
_STOPPED = Text(
    ja="ページが完了する前に、サーバーからの送信が止まりました",
    en="the server stopped sending before the page was complete",
)
_NOT_REACHED = Text(
    ja="サーバーに接続を拒否されたか、到達できませんでした",
    en="the server refused the connection or could not be reached",
)
_PROXY = Text(ja="プロキシが要求を通しませんでした", en="the proxy did not let the request through")
_BROKE_OFF = Text(ja="接続が途中で切れました", en="the connection broke off")
_NO_HTTP = Text(
    ja="応答が HTTP の規則に反しているか、途中で切れています",
    en="the answer broke the rules of HTTP or was cut off",
)
_NOT_HANDLED = Text(
    ja="応答を処理できませんでした（{error}）", en="the answer could not be handled ({error})"
)
NO_WEB_ADDRESS = Text(ja="ウェブアドレスとして読み取れません", en="it cannot be read as a web address")


def _transport(error: Exception) -> AttemptError:
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            why, answered = _NOT_ACCEPTING, False
        case httpx.TimeoutException() | TimeoutError():
            why, answered = _STOPPED, False
        case httpx.ConnectError():
            why, answered = _NOT_REACHED, False
        case httpx.ProxyError():
            why, answered = _PROXY, False
        case httpx.NetworkError() | ConnectionError():
            why, answered = _BROKE_OFF, False
        case httpx.RemoteProtocolError() | httpx.LocalProtocolError():
            why, answered = _NO_HTTP, True
        case httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return bad_address(NO_WEB_ADDRESS)
        case _:
            why, answered = _NOT_HANDLED.fill(error=type(error).__name__), True
    return AttemptError(Health.UNREACHABLE, why=why, fix=TRY_LATER, transient=True, answered=answered)


def bad_address(why: Text) -> AttemptError:
    return AttemptError(
        Health.REFUSED,
        why=Text(ja="アドレスを使えません。{why}", en="the address is not usable: {why}").fill(why=why),
        fix=Text(
            ja="登録内容にあるこの情報源の URL を直してください。",
            en="Correct the URL of this source in the registry.",
        ),
    )


def timed_out(seconds: float) -> AttemptError:
    return AttemptError(
        Health.UNREACHABLE,
        why=Text(
            ja="{seconds}秒を過ぎてもページの取得が完了しませんでした",
            en="the page was not complete after {seconds} seconds",
        ).fill(seconds=f"{seconds:g}"),
        fix=TRY_LATER,
        transient=True,
        answered=False,
    )


def is_temporary(error: OSError) -> bool:
    """Whether a failed name lookup may succeed later (the name server, not the name, is in trouble)."""
    return not (isinstance(error, socket.gaierror) and error.errno in (socket.EAI_NONAME, socket.EAI_NODATA))
