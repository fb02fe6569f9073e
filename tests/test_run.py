"""A run finds the files its config names wherever it is started, and says which it cannot use."""

from datetime import UTC, datetime
from pathlib import Path

from launchready.demo import certificates
from tests.command import a_repository, launchready

CONFIG = """\
version: 1
hosts: {own: [app.acme.test]}
tls: {}
network:
  addresses: {"app.acme.test:443": ["127.0.0.1:1"]}
  ca_file: ci/root.pem
"""


def test_a_ca_file_is_named_from_the_root_also_from_a_folder_below(tmp_path: Path) -> None:
    root = certificates.authority(datetime.now(UTC)).root.pem.decode()
    shop = a_repository(tmp_path / "shop", launchready_dot_yml=CONFIG, ci__root_dot_pem=root)
    ran = launchready("check", "tls", cwd=shop / "ci")

    assert ran.err == ""
    assert ran.code in (1, 3)  # nobody listens there, which is for tls to weigh


def test_a_ca_file_that_is_not_there_is_a_mistake_in_the_config(tmp_path: Path) -> None:
    shop = a_repository(tmp_path / "shop", launchready_dot_yml=CONFIG)
    ran = launchready("check", "tls", cwd=shop)

    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("launchready.yml:5:3: network.ca_file ")
    assert "ci/root.pem cannot be used: no such file or directory" in ran.err
    assert "Traceback" not in ran.err
