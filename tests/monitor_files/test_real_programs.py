"""The real programs load what the command writes, and together tell of an outage in time."""

import json
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from launchready.monitor_files.channels import KINDS
from tests.monitor_files.worlds import COVER, PEOPLE, made, planned
from tests.servers import free_port, needs, program, running

# Variables by how their names begin, as a founder's deployment fills them in.
FILLED = {
    "SMTP_HOST": "mail.acme.test",
    "SMTP_FROM": "watch@acme.test",
    "SMTP_": "of-a-test",
    "SLACK_WEBHOOK_URL": "https://hooks.acme.test/a",
    "ALERT_WEBHOOK_URL": "https://hook.acme.test/a",
    "PAGERDUTY_KEY": "key",
    "ALERT_EMAIL": "ana@acme.test",
}


def filled(text: str) -> str:
    def value(found: re.Match[str]) -> str:
        return next(said for name, said in FILLED.items() if found[1].startswith(name))

    return re.sub(r"\$\{(\w+)\}", value, text)


def written(folder: Path, kind: str = "email", monitor: str = COVER + PEOPLE) -> None:
    for one in made("prometheus", planned(monitor), kind).files:
        (folder / one.name).write_text(filled(one.text), "utf-8")


def ran(*command: str) -> str:
    done = subprocess.run(
        [program(command[0]), *command[1:]], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs("promtool", "amtool", "prometheus-blackbox-exporter")
@pytest.mark.parametrize("kind", KINDS)
def test_the_programs_own_checkers_take_every_file(tmp_path: Path, kind: str) -> None:
    written(tmp_path, kind)
    said = ran("promtool", "check", "config", str(tmp_path / "prometheus.yml"))
    ran("amtool", "check-config", str(tmp_path / "alertmanager.yml"))
    blackbox = f"--config.file={tmp_path / 'blackbox.yml'}"
    ran("prometheus-blackbox-exporter", blackbox, "--config.check")

    assert "9 rules found" in said


@needs("amtool")
@pytest.mark.parametrize("incident", ["ssl_expiry", "error_spike", "email_auth", "downtime"])
def test_every_incident_is_routed_to_its_people(tmp_path: Path, incident: str) -> None:
    written(tmp_path)
    file = f"--config.file={tmp_path / 'alertmanager.yml'}"
    said = ran("amtool", "config", "routes", "test", file, f"incident={incident}")

    assert said.strip() == incident


TLS_RULES = """\
rule_files: [rules.yml]
evaluation_interval: 1h
tests:
  - interval: 1h
    input_series:
      - series: probe_ssl_earliest_cert_expiry{job="certificates", instance="app.acme.test:443"}
        values: 2592000x720
    alert_rule_test:
      - {alertname: CertificateEndsIn14Days, eval_time: 383h, exp_alerts: []}
      - {alertname: CertificateEndsIn3Days, eval_time: 647h, exp_alerts: []}
      - alertname: CertificateEndsIn14Days
        eval_time: 386h
        exp_alerts: [{exp_labels: {severity: warning, incident: ssl_expiry, job: certificates,
          instance: "app.acme.test:443"}, exp_annotations: {summary:
          the certificate of app.acme.test:443 ends within 14 days}}]
      - alertname: CertificateEndsIn3Days
        eval_time: 650h
        exp_alerts: [{exp_labels: {severity: critical, incident: ssl_expiry, job: certificates,
          instance: "app.acme.test:443"}, exp_annotations: {summary:
          the certificate of app.acme.test:443 ends within 3 days}}]
"""


@needs("promtool")
def test_alerts_on_a_certificate_start_at_their_days(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "tests.yml").write_text(TLS_RULES, "utf-8")

    assert "SUCCESS" in ran("promtool", "test", "rules", str(tmp_path / "tests.yml"))


class Hook(BaseHTTPRequestHandler):
    """Keeps what Alertmanager sends, with when it came."""

    came: ClassVar[list[tuple[float, dict[str, object]]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).came.append((time.monotonic(), json.loads(body)))
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"Acme")

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@contextmanager
def answering() -> Iterator[tuple[type[Hook], ThreadingHTTPServer]]:
    hook = type("Here", (Hook,), {"came": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), hook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield hook, server
        server.shutdown()
        thread.join()


@contextmanager
def all_three(folder: Path, hook: str) -> Iterator[int]:
    """blackbox_exporter, Alertmanager and Prometheus on free ports; gives Prometheus' port."""
    blackbox, alertmanager, prometheus = (free_port() for _ in range(3))
    for name in ("prometheus.yml", "alertmanager.yml"):
        text = (folder / name).read_text("utf-8")
        text = text.replace("127.0.0.1:9115", f"127.0.0.1:{blackbox}")
        text = text.replace("127.0.0.1:9093", f"127.0.0.1:{alertmanager}")
        (folder / name).write_text(text.replace("https://hook.acme.test/a", hook), "utf-8")
    commands = [
        (blackbox, ["prometheus-blackbox-exporter", f"--config.file={folder}/blackbox.yml",
                    f"--web.listen-address=127.0.0.1:{blackbox}"]),
        (alertmanager, ["prometheus-alertmanager", f"--config.file={folder}/alertmanager.yml",
                        f"--web.listen-address=127.0.0.1:{alertmanager}",
                        f"--storage.path={folder}/am", "--cluster.listen-address="]),
        (prometheus, ["prometheus", f"--config.file={folder}/prometheus.yml",
                      f"--web.listen-address=127.0.0.1:{prometheus}",
                      f"--storage.tsdb.path={folder}/tsdb"]),
    ]  # fmt: skip
    logs = [folder / f"{port}.log" for port, _ in commands]
    with (
        running(commands[0][1], log=logs[0], listens=("127.0.0.1", commands[0][0])),
        running(commands[1][1], log=logs[1], listens=("127.0.0.1", commands[1][0])),
        running(commands[2][1], log=logs[2], listens=("127.0.0.1", commands[2][0])),
    ):
        yield prometheus


def _wait(until: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        time.sleep(0.2)


@needs("prometheus", "prometheus-blackbox-exporter", "prometheus-alertmanager")
def test_an_outage_is_told_to_a_webhook_within_the_time_promised(tmp_path: Path) -> None:
    with answering() as (_, shop), answering() as (hook, receiver):
        page = f"http://127.0.0.1:{shop.server_port}/"
        monitor = f'  alert_within: 30s\n  delivery: 5s\n  must_cover: {{homepage: "{page}"}}\n'
        for one in made("prometheus", planned(monitor, ""), "webhook").files:
            (tmp_path / one.name).write_text(filled(one.text), "utf-8")
        with all_three(tmp_path, f"http://127.0.0.1:{receiver.server_port}/hook") as port:
            _wait(lambda: _value(port, "probe_success") == "1", 30)

            assert _value(port, "probe_success") == "1"
            down = time.monotonic()
            shop.shutdown()
            shop.server_close()
            _wait(lambda: hook.came, 60)

    assert hook.came, "nothing was told within a minute"
    moment, told = hook.came[0]
    assert moment - down <= 30
    assert told["receiver"] == "downtime"
    assert "homepage is down" in json.dumps(told)


def _value(port: int, series: str) -> str:
    """The value of the first series, "" while Prometheus has none or is not ready."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v1/query?query={series}", timeout=5) as answer:
            found = json.load(answer)["data"]["result"]
    except HTTPError as not_ready:
        not_ready.close()
        return ""
    return str(found[0]["value"][1]) if found else ""
