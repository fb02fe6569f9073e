"""A map taken of a served zone holds against it at once, and shows every later change."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.command import launchready
from tests.dns.octodns import complaints
from tests.dns.served import CASES, TYPES
from tests.dns.zone_servers import knot, nsd
from tests.servers import free_port, needs

OPEN, CHAIN, CLOSED = "127.0.0.2", "127.0.0.5", "127.0.0.3"
ZONES = {"types.test": TYPES, "cases.test": CASES}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    root = tmp_path_factory.mktemp("snapshot")
    port = free_port(OPEN, CHAIN, CLOSED)
    with ExitStack() as stack:
        stack.enter_context(knot(root / "open", OPEN, port, ZONES))
        stack.enter_context(knot(root / "chain", CHAIN, port, ZONES, signed=True, acl=False))
        stack.enter_context(nsd(root / "closed", CLOSED, port, ZONES))
        yield port


def config(zone: str, server: str, more: str = "") -> str:
    return f"""\
version: 1
network:
  resolver: {server}
  authoritative: {{{zone}: [{server}], test: [{server}]}}
dns:
  dangling: false
  zones: [{{map: dns/{zone}.yaml, unlisted: fail, ttl: exact, extras: fail{more}}}]
"""


@needs("knotd", "nsd")
@pytest.mark.parametrize("zone", ["types.test", "cases.test"])
@pytest.mark.parametrize("address", [OPEN, CHAIN])
def test_a_diff_right_after_a_snapshot_is_empty(
    address: str, zone: str, port: int, tmp_path: Path
) -> None:
    (tmp_path / "dns").mkdir()
    server, file = f"{address}:{port}", f"dns/{zone}.yaml"
    (tmp_path / "launchready.yml").write_text(config(zone, server))

    taken = launchready("dns", "snapshot", zone, "--server", server, "-o", file, cwd=tmp_path)
    differs = launchready("dns", "diff", cwd=tmp_path)

    assert (taken.code, taken.out) == (0, "")
    assert (differs.code, differs.out, differs.err.splitlines()) == (0, differs.out, [])
    assert differs.out.startswith("nothing to change, ")
    assert "could not" not in differs.out
    said = complaints(tmp_path, zone, (tmp_path / file).read_text())
    assert said == ""


@needs("knotd", "nsd")
def test_a_change_after_a_snapshot_is_a_line_of_the_diff(port: int, tmp_path: Path) -> None:
    (tmp_path / "dns").mkdir()
    server, file = f"{OPEN}:{port}", tmp_path / "dns/cases.test.yaml"
    (tmp_path / "launchready.yml").write_text(config("cases.test", server))
    taken = launchready("dns", "snapshot", "cases.test", "--server", server, cwd=tmp_path)
    file.write_text(
        taken.out.replace("192.0.2.8", "192.0.2.88") + "zz:\n  type: A\n  value: 192.0.2.1\n"
    )

    ran = launchready("dns", "diff", cwd=tmp_path)

    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "cases.test"
    assert [one.split()[1:4] for one in lines[1:3]] == [
        ["~", "change", "own.wild.cases.test"],
        ["+", "publish", "zz.cases.test"],
    ]
    assert lines[1].split()[4:] == ["A", "192.0.2.8", "→", "192.0.2.88", "on", server]
    assert lines[-1].startswith("1 to publish, 1 to change, ")


@needs("knotd", "nsd")
def test_a_zone_that_cannot_be_listed_is_taken_by_likely_names_and_says_so(
    port: int, tmp_path: Path
) -> None:
    server = f"{CLOSED}:{port}"

    ran = launchready(
        "dns", "snapshot", "types.test", "--server", server, "--name", "ssh", cwd=tmp_path
    )

    assert ran.code == 0
    assert "types.test could not be listed: names beside those given" in ran.err
    assert "\nmail:\n" in ran.out


def test_a_server_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    server = f"127.0.0.1:{free_port('127.0.0.1')}"

    ran = launchready(
        "dns", "snapshot", "acme.test", "--server", server, "-o", "x.yaml", cwd=tmp_path
    )

    assert (ran.code, ran.out) == (3, "")
    assert "nothing listens there" in ran.err
    assert not (tmp_path / "x.yaml").exists()
