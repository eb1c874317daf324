"""Settings from xborder.toml and the environment: one frozen value, every mistake listed at start.

Environment variables win over the file: XBORDER_LANGUAGE=en, XBORDER_SMTP__HOST=mail.example.jp.
Paths are relative to the folder of the settings file, or to the working folder without one.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from os import environ
from pathlib import Path
from typing import Any, Literal, Self, get_origin
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from xborder.errors import ConfigurationError

DEFAULT_FILE = Path("xborder.toml")
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]+(?:/[A-Za-z0-9._-]+)*/?")
_ENGINE = re.compile(r"dask://[A-Za-z0-9.\-_\[\]:]+:[0-9]{1,5}")
_ADDRESS = re.compile(r"[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _is_no_switch(cls, value: object, field: ValidationInfo) -> object:
        """To Python true is the number one."""
        if isinstance(value, bool) and cls.model_fields[field.field_name or ""].annotation in (int, float):
            raise ValueError("is a number, not true or false")
        return value


class FetchSettings(_Section):
    """How sources are fetched."""

    contact: str = ""  # in the User-Agent: a mail address or page that says who asks
    delay_seconds: float = Field(default=2.0, ge=0, le=3600)
    concurrency: int = Field(default=20, ge=1, le=1000)
    timeout_seconds: float = Field(default=30.0, gt=0, le=600)
    total_seconds: float = Field(default=120.0, gt=0, le=3600)
    max_megabytes: float = Field(default=20.0, gt=0, le=200)
    retries: int = Field(default=2, ge=0, le=10)
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    proxy: str | None = None
    ca_file: Path | None = None  # certificates of a proxy that inspects TLS

    @field_validator("contact")
    @classmethod
    def _can_be_sent(cls, contact: str) -> str:
        """It goes into a header, which carries no letters beyond ASCII."""
        if contact.isascii() and contact.isprintable():
            return contact
        raise ValueError("`contact` is a mail address or the address of a page, in ASCII letters")

    @field_validator("proxy")
    @classmethod
    def _is_an_address(cls, proxy: str | None) -> str | None:
        """A sign in the password that ends it would put the rest where errors and logs show it."""
        if proxy is None or _is_origin(proxy):
            return proxy
        raise ValueError(
            "`proxy` is written http://host:port or http://user:password@host:port; in user and password "
            "the signs / ? # @ : and % are written %2F %3F %23 %40 %3A %25"
        )


class BrowserSettings(_Section):
    """The browser for pages that are empty without one."""

    executable: Path | None = None  # None: the first Chromium on the path
    sandbox: bool = True
    pages: int = Field(default=2, ge=1, le=100)
    seconds: float = Field(default=60.0, gt=0, le=600)
    max_requests: int = Field(default=150, ge=1, le=10_000)
    max_megabytes: float = Field(default=50.0, gt=0, le=1000)


class WideSettings(_Section):
    """Many machines for one run. Off without `engine`."""

    engine: str = ""  # dask://host:port, the scheduler
    at_once: int = Field(default=4, ge=1, le=100)  # parts one worker looks at side by side
    ca_file: Path | None = None
    cert_file: Path | None = None
    key_file: Path | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.engine and not _ENGINE.fullmatch(self.engine):
            raise ValueError("`engine` is written dask://host:port")
        files = (self.ca_file, self.cert_file, self.key_file)
        if any(files) and not all(files):
            raise ValueError("TLS needs all of `ca_file`, `cert_file` and `key_file`")
        return self


class BucketSettings(_Section):
    """The bytes as served in an S3-compatible store. Off without `url`: a folder in `state`."""

    url: str = ""  # s3://bucket/prefix
    endpoint: str = ""  # https://s3.example.jp; empty: AWS
    region: str = ""
    access_key: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.url and not _BUCKET.fullmatch(self.url):
            raise ValueError("`url` is written s3://bucket/prefix")
        if self.endpoint and not _is_address(self.endpoint):
            raise ValueError("`endpoint` is written https://host:port")
        if bool(self.access_key.get_secret_value()) != bool(self.secret_key.get_secret_value()):
            raise ValueError("`access_key` and `secret_key` belong together")
        return self


class SmtpSettings(_Section):
    """The mail server, and who writes to whom."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr = SecretStr("")
    sender: str = ""
    recipients: tuple[str, ...] = ()
    timeout_seconds: float = Field(default=60.0, gt=0, le=600)
    ca_file: Path | None = None  # certificates of the company's own authority

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.host and not (self.sender and self.recipients):
            raise ValueError("a mail host needs `sender` and at least one of `recipients`")
        for address in (self.sender, *self.recipients):
            if address and not _ADDRESS.fullmatch(address):
                raise ValueError(f"not a plain mail address: {address!r}")
        return self


class SecondOpinionSettings(_Section):
    """A language model that may add to what the rules found. Off without `url`."""

    url: str = ""  # base of an OpenAI-compatible endpoint: https://host/v1
    model: str = ""
    api_key: SecretStr = SecretStr("")
    timeout_seconds: float = Field(default=60.0, gt=0, le=600)  # for all questions of one run
    max_chars: int = Field(default=200_000, ge=1, le=10_000_000)  # sent in one run

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.url and not self.model:
            raise ValueError("a `url` needs the name of a `model`")
        if self.url and not _is_address(self.url):
            raise ValueError("`url` is written https://host/v1")
        key = self.api_key.get_secret_value()
        if not (key.isascii() and key.isprintable()):
            raise ValueError("`api_key` has characters that no key has")
        return self


class MetricsSettings(_Section):
    """Where Prometheus finds the numbers. Off without `port` and `textfile`."""

    address: str = "127.0.0.1"  # nobody else reads them, unless the administrator says so
    port: int = Field(default=0, ge=0, le=65535)  # of `xborder serve`; 0: nobody listens
    textfile: Path | None = None  # for node_exporter's textfile collector; ends in .prom

    @model_validator(mode="after")
    def _is_collected(self) -> Self:
        if self.textfile is not None and self.textfile.suffix != ".prom":
            raise ValueError("`textfile` must end in .prom, or no collector reads it")
        return self


class Settings(BaseSettings):
    """Everything the administrator decides."""

    model_config = SettingsConfigDict(
        env_prefix="XBORDER_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    data: Path = Path("data")
    state: Path = Path("state")
    reports: Path = Path("reports")
    database: str = ""  # SQLAlchemy URL; empty: SQLite in the state folder
    language: Literal["ja", "en"] = "ja"
    company: str = ""
    schedule: str = "30 6 * * *"  # cron, Asia/Tokyo
    ping_url: str = ""
    timestamp_url: str = ""  # a time-stamp authority (RFC 3161) for the audit trail
    log: Literal["text", "json"] = "text"  # of run and serve, on stderr
    fetch: FetchSettings = FetchSettings()
    browser: BrowserSettings = BrowserSettings()
    wide: WideSettings = WideSettings()
    bucket: BucketSettings = BucketSettings()
    smtp: SmtpSettings = SmtpSettings()
    second_opinion: SecondOpinionSettings = SecondOpinionSettings()
    metrics: MetricsSettings = MetricsSettings()

    @field_validator("ping_url", "timestamp_url")
    @classmethod
    def _can_be_asked(cls, url: str) -> str:
        """Of a run that nobody hears of, nobody would learn that its address was mistyped."""
        if url and not _is_address(url):
            raise ValueError("is written https://host/path")
        return url

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        passwords = (urlsplit(url).password for url in (self.database, self.fetch.proxy or ""))
        keys = (self.bucket.access_key, self.bucket.secret_key)
        hidden = (self.smtp.password, self.second_opinion.api_key, *keys)
        secrets = (self.ping_url, *passwords, *(secret.get_secret_value() for secret in hidden))
        return tuple(filter(None, secrets))

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.state / 'xborder.db'}"

    @property
    def blobs(self) -> Path:
        return self.state / "blobs"


def _is_address(url: str) -> bool:
    """Whether it is http or https with a host, and perhaps a port."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url


def _is_origin(url: str) -> bool:
    """The same with nothing behind."""
    return _is_address(url) and not url.partition("://")[2].partition("/")[2] and not {"?", "#"} & set(url)


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings. Raises ConfigurationError with every mistake at once."""
    path = file or DEFAULT_FILE
    _check_names(environ)
    _check_lists(environ)
    if file is not None and not file.is_file():
        raise ConfigurationError(str(file), why="no such file", fix="Correct --config, or leave it out")
    try:
        settings = _from_file(path)
    except ValidationError as error:
        raise ConfigurationError(
            f"Settings ({path} and XBORDER_* in the environment)",
            why="; ".join(dict.fromkeys(_mistake(item) for item in error.errors())),
            fix="See docs/operators/settings.md",
        ) from error
    except SettingsError as error:  # one that is not the JSON that a whole section would be
        raise ConfigurationError(
            "XBORDER_* in the environment",
            why=str(error),
            fix="Write each setting of a section by itself: XBORDER_FETCH__DELAY_SECONDS=2",
        ) from error
    except (ValueError, OSError) as error:  # not TOML, not UTF-8, not readable
        raise ConfigurationError(str(path), why=str(error), fix="Correct the file; it is TOML") from error
    return settings.model_copy(update=_resolved(settings, path.parent))


def _check_names(environment: Mapping[str, str]) -> None:
    """What is nearly a setting was meant for one. Others are let be: some machines set XBORDER_PORT."""
    prefix = "XBORDER_"
    for variable, value in environment.items():
        name, nested, rest = variable.upper().removeprefix(prefix).lower().partition("__")
        if not variable.upper().startswith(prefix) or name in Settings.model_fields:
            continue
        from difflib import get_close_matches  # for mistakes alone

        if name in _ONE_UNDERSCORE and not nested and not _LINK.match(value):
            meant = [_ONE_UNDERSCORE[name]]
        else:
            meant = get_close_matches(name, Settings.model_fields, n=1, cutoff=_NEARLY)
        if meant:
            right = f"{prefix}{meant[0]}{nested}{rest}".upper()
            raise ConfigurationError(
                variable, why="there is no such setting", fix=f"Write {right}, or unset it"
            )


def _check_lists(environment: Mapping[str, str]) -> None:
    """People write commas alone. What is wrong inside a list is told with the rest."""
    for variable, value in environment.items():
        if variable.upper() not in _LISTS or _is_json(value):
            continue
        parts = (part.strip(" '\"") for part in value.strip("[] ").split(","))
        meant = json.dumps([part for part in parts if part], ensure_ascii=False)
        raise ConfigurationError(
            variable,
            why="it is a list, and this is none",
            fix=f"Write {variable}={meant}; a shell needs single quotes around the list",
        )


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


_NEARLY = 0.75  # "smpt" for "smtp"
_LINK = re.compile("(?:tcp|udp|sctp)://")  # of another service: Kubernetes sets XBORDER_METRICS_PORT for one
_IN_SECTIONS = {
    (section, setting): info
    for section, kind in Settings.__annotations__.items()
    for setting, info in getattr(kind, "model_fields", {}).items()
}
_LISTS = {
    f"XBORDER_{section}__{setting}".upper()
    for (section, setting), info in _IN_SECTIONS.items()
    if get_origin(info.annotation) is tuple
}
_ONE_UNDERSCORE = {f"{section}_{setting}": f"{section}__{setting}" for section, setting in _IN_SECTIONS}
"""Settings of sections with half of what stands between."""


def _from_file(path: Path) -> Settings:
    # Editors of Windows put a mark before UTF-8.
    given = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}

    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return env_settings, InitSettingsSource(settings_cls, init_kwargs=given)

    return FromFile()


def _resolved(settings: Settings, folder: Path) -> dict[str, Any]:
    resolved: dict[str, Any] = {
        name: folder / getattr(settings, name) for name in ("data", "state", "reports")
    }
    for name, files in _FILES.items():
        section = getattr(settings, name)
        named = {file: folder / path for file in files if (path := getattr(section, file)) is not None}
        resolved[name] = section.model_copy(update=named)
    return resolved


_FILES = {
    "fetch": ("ca_file",),
    "smtp": ("ca_file",),
    "wide": ("ca_file", "cert_file", "key_file"),
    "metrics": ("textfile",),
}
"""Settings that name a file, by section. A browser is looked for on the path."""


_SAID = {
    "extra_forbidden": "there is no such setting",
    "tuple_type": 'is a list: ["...", "..."]',
    "ip_v4_network": "is no network; written like 10.0.0.0/8 or fd00::/8, with no bits beyond its length",
    "ip_v6_network": "is no network; written like 10.0.0.0/8 or fd00::/8, with no bits beyond its length",
}
"""Where pydantic speaks to programmers."""


def _mistake(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"] if "[" not in str(part)) or "settings"
    said = _SAID.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{place}: {said}"
