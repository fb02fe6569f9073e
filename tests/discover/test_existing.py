"""What a launchready.yml says already is read section by section, as it was written."""

from pathlib import Path

import pytest

from launchready.discover.existing import read_existing
from launchready.values.problem import ConfigError

CONFIG = """\
# ours
version: 1
hosts:
  canonical: acme.test
  own: [acme.test, www.acme.test]
  staging: [staging.acme.test]

network:
  resolver: 127.0.0.1:53   # the lab's
  addresses: {"acme.test:443": ["127.0.0.1:8443"]}
secrets: {}
"""


def test_its_hosts_and_its_network_are_known(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text(CONFIG)
    found = read_existing(tmp_path / "x.yml", "x.yml")

    assert found is not None
    assert found.text == CONFIG
    assert (found.canonical, found.own) == ("acme.test", ("acme.test", "www.acme.test"))
    assert (found.staging, found.mapped) == (("staging.acme.test",), ("acme.test",))
    assert found.has("secrets")
    assert not found.has("tls")
    assert found.network_only == (
        "version: 1\nnetwork:\n  resolver: 127.0.0.1:53   # the lab's\n"
        '  addresses: {"acme.test:443": ["127.0.0.1:8443"]}\n'
    )


def test_there_may_be_none(tmp_path: Path) -> None:
    assert read_existing(tmp_path / "x.yml", "x.yml") is None


def test_one_that_is_no_yaml_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text("version: 1\na: [\n")
    with pytest.raises(ConfigError, match=r"x\.yml:3:1"):
        read_existing(tmp_path / "x.yml", "x.yml")
