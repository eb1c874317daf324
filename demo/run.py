"""The demo: the real daily job, twice, against a local web site whose pages change in between.

Nothing leaves this machine. The site, the country, its law and the contractor are made up.
"""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).parent
RUN = HERE / "run"
SETTINGS = """
language = "ja"
company = "見本株式会社"

[fetch]
delay_seconds = 0
allowed_networks = ["127.0.0.0/8"]  # only because the demo site is on this machine

[smtp]
sender = "xborder@mihon.example"
recipients = ["privacy@mihon.example"]
"""


class Site(http.server.ThreadingHTTPServer):
    """Serves one folder; `show` changes which."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(HERE)))
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def show(self, state: str) -> None:
        self.RequestHandlerClass = functools.partial(Handler, directory=str(HERE / "site" / state))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.SimpleHTTPRequestHandler):
    """Quiet, and without dates: the demo changes files faster than a second."""

    def log_message(self, *args: object) -> None:
        pass

    def send_head(self):
        del self.headers["If-Modified-Since"]
        return super().send_head()


def prepare(address: str) -> None:
    """A fresh folder with settings, the demo registry and the shipped policy."""
    shutil.rmtree(RUN, ignore_errors=True)
    data = RUN / "data"
    data.mkdir(parents=True)
    (RUN / "xborder.toml").write_text(SETTINGS, encoding="utf-8")
    for name in ("contractors.yaml", "countries.yaml"):
        text = (HERE / "data" / name).read_text(encoding="utf-8")
        (data / name).write_text(text.replace("SITE", address), encoding="utf-8")
    policy = (HERE.parent / "data" / "policy.yaml").read_text(encoding="utf-8")
    # In real life a new text counts when it is seen again an hour later; here at once.
    policy = policy.replace("confirm_after_minutes: 60", "confirm_after_minutes: 0")
    (data / "policy.yaml").write_text(policy, encoding="utf-8")


def xborder(*arguments: str) -> None:
    """The real command, as an administrator would call it. Exit 1 says that something needs attention."""
    command = [sys.executable, "-m", "xborder", "--config", str(RUN / "xborder.toml"), *arguments]
    done = subprocess.run(command, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.returncode)


def main() -> None:
    site = Site()
    site.show("before")
    prepare(site.address)
    print("== 1日目：最初の取得 (day 1: first look)", flush=True)
    xborder("run")
    site.show("after")
    print(
        "\n== 2日目：規約の改定と、政府の情報収集に関する新法 (day 2: revised terms, a new law)", flush=True
    )
    xborder("run", "--all")
    report = max((RUN / "reports").glob("20*-*"), key=lambda folder: folder.stat().st_mtime) / "index.html"
    if "停止" not in report.read_text(encoding="utf-8"):
        sys.exit(f"The report {report} does not recommend suspension: the demo failed.")
    print(f"\n報告書 (report): {report}")


if __name__ == "__main__":
    main()
