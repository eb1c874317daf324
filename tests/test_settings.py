"""Settings from file and environment; every mistake at once."""

from pathlib import Path

import pytest

from xborder.errors import ConfigurationError
from xborder.settings import load_settings


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str) -> Path:
        path = tmp_path / "xborder.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_paths_are_relative_to_the_file(write):
    settings = load_settings(write('reports = "out"'))
    assert settings.reports == write("").parent / "out"
    assert settings.database_url.endswith("state/xborder.db")


def test_every_file_that_is_named_is_relative_to_the_file_of_the_settings(write):
    path = write(
        '[fetch]\nca_file = "a.pem"\n[smtp]\nca_file = "/etc/b.pem"\n[metrics]\ntextfile = "x.prom"\n'
        '[wide]\nca_file = "c.pem"\ncert_file = "d.pem"\nkey_file = "e.pem"'
    )
    settings = load_settings(path)
    assert settings.fetch.ca_file == path.parent / "a.pem"
    assert settings.smtp.ca_file == Path("/etc/b.pem")
    assert settings.metrics.textfile == path.parent / "x.prom"
    wide = settings.wide
    assert [wide.ca_file, wide.cert_file, wide.key_file] == [path.parent / f"{n}.pem" for n in "cde"]


@pytest.mark.parametrize("contact", ["個人情報窓口", "mailto:担当@example.co.jp", "a@b.example\\nX: y"])
def test_a_contact_that_no_header_carries_is_a_mistake(write, contact: str):
    """Else every source would seem to be out of reach."""
    with pytest.raises(ConfigurationError, match="contact"):
        load_settings(write(f'[fetch]\ncontact = "{contact}"'))


def test_the_environment_wins_over_the_file(write, monkeypatch):
    monkeypatch.setenv("XBORDER_SMTP__HOST", "mail.example.jp")
    monkeypatch.setenv("XBORDER_SMTP__PASSWORD", "geheim")
    path = write('[smtp]\nhost = "old.example.jp"\nsender = "a@example.jp"\nrecipients = ["b@example.jp"]')
    settings = load_settings(path)
    assert settings.smtp.host == "mail.example.jp"
    assert settings.smtp.sender == "a@example.jp"
    assert "geheim" not in repr(settings)


def test_every_mistake_is_listed_at_once(write):
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write('language = "fr"\nlangauge = "ja"\n[fetch]\ndelay_seconds = -1'))
    for part in ("language", "langauge", "fetch.delay_seconds"):
        assert part in str(caught.value)


@pytest.mark.parametrize("setting", ["[metrics]\nport", "[fetch]\nretries", "[smtp]\ntimeout_seconds"])
def test_true_is_no_number(write, setting: str):
    with pytest.raises(ConfigurationError, match="is a number, not true or false"):
        load_settings(write(f"{setting} = true"))


@pytest.mark.parametrize(
    "text",
    ['[smtp]\nhost = "mail.example.jp"', '[smtp]\nsender = "山田@example.jp"', "language = ", "\udcff"],
    ids=["host without sender", "address not ASCII", "not TOML", "not UTF-8"],
)
def test_what_cannot_be_used_is_refused_with_a_fix(tmp_path: Path, text: str):
    path = tmp_path / "xborder.toml"
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    with pytest.raises(ConfigurationError) as caught:
        load_settings(path)
    assert caught.value.fix


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="no such file"):
        load_settings(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "section",
    ['url = "https://llm.example.jp/v1"', 'api_key = "geheim\\nX-A: b"'],
    ids=["url without model", "key that would break a header"],
)
def test_a_second_opinion_that_cannot_be_asked_is_refused_without_telling_the_key(write, section: str):
    with pytest.raises(ConfigurationError, match="second_opinion") as caught:
        load_settings(write(f"[second_opinion]\n{section}"))
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "proxy",
    [
        "http://me:geh/eim@proxy.example:8080",
        "http://me:12/geheim@proxy.example:8080",
        "http://me:geheim#x@proxy.example:8080",
        "http://me:geheim?x@proxy.example:8080",
        "me:geheim@proxy.example:8080",
        "socks5://me:geheim@proxy.example:8080",
        "http://me:geheim@",
    ],
)
def test_an_address_of_a_proxy_that_is_none_is_refused_without_its_password(write, proxy):
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(f'[fetch]\nproxy = "{proxy}"'))
    assert "fetch.proxy" in caught.value.why and "%2F" in caught.value.why
    assert "geh" not in str(caught.value) and "eim" not in str(caught.value)


@pytest.mark.parametrize(
    "proxy", ["http://proxy.example:8080", "http://me:geh%2Feim@proxy.example:8080/", "http://[::1]:3128"]
)
def test_an_address_of_a_proxy_is_taken_as_it_is(write, proxy):
    assert load_settings(write(f'[fetch]\nproxy = "{proxy}"')).fetch.proxy == proxy


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ('ping_url = "watcher.example/alive"', "ping_url"),
        ('ping_url = "ftp://watcher.example/alive"', "ping_url"),
        ('timestamp_url = "https://"', "timestamp_url"),
        ('timestamp_url = "http://authority.example:99999/"', "timestamp_url"),
        ('[second_opinion]\nurl = "http://[::"\nmodel = "m"', "second_opinion"),
        ('[bucket]\nurl = "s3://abc/def"\nendpoint = "s3.example.jp"', "bucket"),
    ],
)
def test_an_address_that_cannot_be_asked_is_a_mistake_at_start(write, setting, named):
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(setting))
    assert named in caught.value.why and "https://" in caught.value.why


def test_a_file_of_an_editor_that_marks_utf_8_is_read(write):
    assert load_settings(write('\ufeffcompany = "見本株式会社"')).company == "見本株式会社"


def test_a_section_in_the_environment_that_cannot_be_read_is_told_as_that(write, monkeypatch):
    monkeypatch.setenv("XBORDER_FETCH", "{delay")
    with pytest.raises(ConfigurationError) as caught:
        load_settings(write(""))
    assert "environment" in caught.value.what and "fetch" in caught.value.why
    assert "XBORDER_FETCH__" in caught.value.fix


@pytest.mark.parametrize(
    ("variable", "value", "meant"),
    [
        ("XBORDER_SMTP__RECIPIENTS", "a@b.example,c@d.example", '["a@b.example", "c@d.example"]'),
        ("xborder_smtp__recipients", "a@b.example", '["a@b.example"]'),
        ("XBORDER_SMTP__RECIPIENTS", "[a@b.example]", '["a@b.example"]'),
        ("XBORDER_FETCH__ALLOWED_NETWORKS", "10.0.0.0/8, fd00::/8", '["10.0.0.0/8", "fd00::/8"]'),
    ],
)
def test_a_list_that_is_none_is_shown_as_one(write, monkeypatch, variable, value, meant):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match="list") as refused:
        load_settings(write(""))
    assert refused.value.what == variable and f"{variable}={meant}" in refused.value.fix
    monkeypatch.setenv(variable, meant)
    load_settings(write('[smtp]\nsender = "x@y.example"'))


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("XBORDER_SMPT__HOST", "XBORDER_SMTP__HOST"),
        ("XBORDER_LANGAUGE", "XBORDER_LANGUAGE"),
        ("xborder_databse", "XBORDER_DATABASE"),
        ("XBORDER_SMTP_PASSWORD", "XBORDER_SMTP__PASSWORD"),
        ("XBORDER_SMTP_HOST", "XBORDER_SMTP__HOST"),
        ("XBORDER_FETCH_CONTACT", "XBORDER_FETCH__CONTACT"),
        ("XBORDER_SECOND_OPINION_API_KEY", "XBORDER_SECOND_OPINION__API_KEY"),
    ],
)
def test_a_mistyped_variable_is_refused_with_the_one_that_was_meant(write, monkeypatch, variable, meant):
    monkeypatch.setenv(variable, "mail.example.jp")
    with pytest.raises(ConfigurationError, match=f"(?i){variable}") as refused:
        load_settings(write(""))
    assert meant in refused.value.fix


@pytest.mark.parametrize(
    "variable",
    [
        *("XBORDER_PORT", "XBORDER_SERVICE_HOST", "XBORDER_COMPANY", "OTHER"),
        *("XBORDER_METRICS_PORT", "XBORDER_METRICS_PORT_9723_TCP_ADDR", "XBORDER_METRICS_SERVICE_HOST"),
    ],
)
def test_variables_that_are_settings_or_somebody_elses_are_let_be(write, monkeypatch, variable):
    monkeypatch.setenv(variable, "tcp://10.0.0.1")
    load_settings(write(""))
