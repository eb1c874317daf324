"""What stops machines from sharing a run is said before anything starts."""

from pathlib import Path

import pytest

from xborder.errors import ConfigurationError
from xborder.settings import Settings, load_settings
from xborder.wide import setup

POSTGRES = 'database = "postgresql://db.example/xborder"\n'


def settings(folder: Path, text: str) -> Settings:
    (folder / "xborder.toml").write_text(text, encoding="utf-8")
    return load_settings(folder / "xborder.toml")


@pytest.mark.parametrize("address", ["http://x:1", "tcp://127.0.0.1:8786", "10.1.2.3:8786", ""])
def test_an_engine_that_is_no_scheduler_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigurationError, match="dask://host:port"):
        setup.scheduler(settings(tmp_path, POSTGRES), address)


def test_a_file_of_one_machine_cannot_be_shared(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PostgreSQL"):
        setup.scheduler(settings(tmp_path, ""), "dask://10.1.2.3:8786")


def test_certificates_make_the_connection_private(tmp_path: Path) -> None:
    section = '[wide]\nca_file = "ca.pem"\ncert_file = "cert.pem"\nkey_file = "key.pem"\n'
    assert setup.scheduler(settings(tmp_path, POSTGRES), "dask://h:1") == "tcp://h:1"
    assert setup.scheduler(settings(tmp_path, POSTGRES + section), "dask://h:1") == "tls://h:1"


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('[wide]\nengine = "tcp://h:1"', "dask://host:port"),
        ('[wide]\nca_file = "ca.pem"', "TLS needs all"),
        ('[bucket]\nurl = "https://s3.example.jp/b"', "s3://bucket/prefix"),
        ('[bucket]\nurl = "s3://proof"\naccess_key = "who"', "belong together"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_at_start(tmp_path: Path, section: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        settings(tmp_path, section)


def test_the_keys_of_a_bucket_are_shown_nowhere(tmp_path: Path) -> None:
    section = '[bucket]\nurl = "s3://proof/x"\naccess_key = "who-1234"\nsecret_key = "hidden-1234"'
    read = settings(tmp_path, section)
    assert "hidden-1234" not in repr(read)
    assert {"who-1234", "hidden-1234"} <= set(read.secrets)
