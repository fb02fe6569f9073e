"""A target's labels are those that Prometheus would give it."""

import json
import subprocess
from pathlib import Path

import pytest

from launchready.monitor.relabel import relabelled
from launchready.monitor.scrapes import discovered, probed
from launchready.monitor.written import File, documents, part, rows
from tests.command import LIMIT
from tests.servers import needs, program

CONFIG = """\
global: {scrape_interval: 20s, scrape_timeout: 7s}
scrape_configs:
  - job_name: pages
    metrics_path: /probe
    params: {module: [http_2xx]}
    static_configs:
      - targets: ["https://a.test/;api", "https://b.test/", "c.test:8080", "dropped.test"]
        labels: {team: web, tier: "1", empty: ""}
    relabel_configs:
      - {source_labels: [__address__], regex: "dropped.*", action: drop}
      - {source_labels: [__address__], regex: "(.*);(.*)", target_label: at, replacement: "$2-${1}"}
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__address__, team], separator: "|", target_label: both}
      - {source_labels: [tier], regex: "[0-9]+", target_label: __scrape_interval__, replacement: 5s}
      - {target_label: __scrape_timeout__, replacement: 3s}
      - {regex: "ti(er)", action: labelmap, replacement: "x_$1"}
      - {regex: "tier", action: labeldrop}
      - {source_labels: [team], target_label: TEAM, action: uppercase}
      - {source_labels: [nothing], target_label: made}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "blackbox:9115"}
  - job_name: kept
    static_configs: [{targets: ["a:1", "b:2"]}]
    relabel_configs:
      - {source_labels: [__address__], regex: "a:.", action: keep}
      - {regex: "(__.*|job)", action: labelkeep}
"""


def root() -> object:
    return documents(File(path="p.yml", raw=CONFIG.encode()))[0]


@needs("promtool")
@pytest.mark.parametrize("name", ["pages", "kept"])
def test_labels_are_those_of_prometheus(tmp_path: Path, name: str) -> None:
    file = tmp_path / "prometheus.yml"
    file.write_text(CONFIG, "utf-8")
    ran = subprocess.run(
        [program("promtool"), "check", "service-discovery", "--timeout=1s", str(file), name],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    wanted = [(one["discoveredLabels"], one.get("labels")) for one in json.loads(ran.stdout)]
    job = next(one for one in rows(root(), "scrape_configs") if one["job_name"] == name)
    group = rows(job, "static_configs")[0]
    mine = []
    for target in rows(group, "targets"):
        before = discovered(part(root(), "global"), job, name, group, str(target))
        after = relabelled(dict(before), job)
        given = {key: text for key, text in before.items() if text}
        kept = None if after is None else {key: text for key, text in after.items() if text}
        if kept is not None:
            kept.setdefault("instance", kept["__address__"])
        mine.append((given, kept))

    assert len(mine) == len(wanted)
    for one in mine:
        assert one in [(given, labels or None) for given, labels in wanted]


def test_an_interval_of_its_own_is_kept_and_an_expression_that_is_none_matches_nothing() -> None:
    found, hidden = probed(root(), {})
    broken = CONFIG.replace("dropped.*", "((")
    all_of_them, _ = probed(documents(File(path="p.yml", raw=broken.encode()))[0], {})

    assert [(one.target, one.interval, one.timeout) for one in found] == [
        ("https://a.test/;api", 5.0, 3.0),
        ("https://b.test/", 5.0, 3.0),
        ("c.test:8080", 5.0, 3.0),
    ]
    assert hidden == []
    assert len(all_of_them) == 4
