"""The whole zoo, served by Knot over a real network, and a server that misbehaves."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from launchready import gate
from launchready.config.load import load
from launchready.core.registry import checks
from launchready.core.report import Answered, Asked, Unanswered
from launchready.world.resolver import LiveResolver
from tests.dns_server import Fault, NameServer, serving
from tests.email.test_dkim import AT, PM
from tests.email.test_dkim import ZOO as DKIM
from tests.email.test_dmarc import ZOO as DMARC
from tests.email.test_spf import ZOO as SPF
from tests.servers import free_port, needs, running
from tests.worlds import a_world

KNOT = "127.0.0.2"
SOA = "@ 300 SOA ns1.host. root.host. 1 3600 600 86400 300\n@ 300 NS ns1.host.\n"
# Zones outside the case's own top-level domain are shared, so these cases cannot be told apart.
_SHARED = re.compile(r"in-addr\.arpa|google")

CASES: dict[str, tuple[str, str, str, list[str]]] = {
    **{f"spf {name}": ("spf", *SPF[name]) for name in SPF if not _SHARED.search(str(SPF[name]))},
    **{f"dmarc {name}": ("dmarc", *case) for name, case in DMARC.items()},
    **{f"dkim {name}": ("dkim", f"{AT} TXT {DKIM[name][0]}", PM, DKIM[name][1]) for name in DKIM},
}


def renamed(text: str, number: int) -> str:
    """A case's names under a top-level domain of its own."""
    text = re.sub(r"\.example\b", f".e{number}", text)
    return re.sub(r"\.test\b", f".c{number}", text.replace("_dmarc.test ", f"_dmarc.c{number} "))


def zone_files(text: str) -> dict[str, str]:
    """The zones that hold a case's lines, by their origin."""
    zones: dict[str, str] = {}
    for line in text.splitlines():
        name, type_, value = line.strip().split(" ", 2)
        origin = name.rpartition(".")[2]
        written = _quoted(value) if type_ == "TXT" else value
        zones[origin] = zones.get(origin, SOA) + f"{name}. 300 {type_} {written}\n"
    return zones


def _quoted(text: str) -> str:
    raw = text.encode()
    strings = [raw[at : at + 255] for at in range(0, len(raw), 255)]
    return " ".join('"' + "".join(f"\\{one:03d}" for one in part) + '"' for part in strings)


@pytest.fixture(scope="module")
def knot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, list[str]]]:
    folder = tmp_path_factory.mktemp("knot")
    zones: dict[str, str] = {}
    for number, (_, text, _, _) in enumerate(CASES.values()):
        zones |= zone_files(renamed(text, number))
    for origin, text in zones.items():
        (folder / f"{origin}.zone").write_text(text)
    port = free_port(KNOT)
    config = folder / "server.conf"
    config.write_text(
        f"server:\n  rundir: {folder}\n  listen: {KNOT}@{port}\n"
        f"database:\n  storage: {folder}\nlog:\n  - target: stderr\n    any: warning\n"
        f'template:\n  - id: default\n    storage: {folder}\n    file: "%s.zone"\n'
        "    zonefile-sync: -1\n    semantic-checks: off\nzone:\n"
        + "".join(f"  - domain: {one}\n" for one in zones)
    )
    command = ["knotd", "-c", str(config)]
    with running(command, log=folder / "log", listens=(KNOT, port)):
        yield port, list(zones)


async def judged(
    config: str, *, resolver: int, servers: dict[str, int], address: str = KNOT, timeout: str = "5s"
) -> tuple[Asked, ...]:
    """The room's answers, from a config to the network and back."""
    listed = ", ".join(f"{zone}: ['{address}:{port}']" for zone, port in servers.items())
    text = (
        f"version: 1\nnetwork:\n  timeout: {timeout}\n  resolver: 127.0.0.1:{resolver}\n"
        f"  authoritative: {{{listed}}}\nemail:\n{config}\n"
    )
    loaded = load(
        text.encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda _: b"",
    )
    plan = gate.plan(checks(), loaded.rooms, chosen=["email"])
    ctx = replace(a_world(), dns=LiveResolver(loaded.config.network))
    return await gate.run(plan, ctx)


def broken(answers: tuple[Asked, ...], check: str) -> list[str]:
    (one,) = [one for one in answers if one.check.id == f"email/{check}"]
    assert isinstance(one.outcome, Answered), one.outcome
    return [found.rule.id.removeprefix("email/") for found in one.outcome.findings]


@needs("knotd")
async def test_the_whole_zoo_is_judged_alike_over_a_real_network(
    knot: tuple[int, list[str]],
) -> None:
    port, zones = knot
    servers = dict.fromkeys(zones, port)
    found: dict[str, list[str]] = {}
    async with serving(NameServer({".": SOA}, recursive=True)) as resolver:
        for number, (name, (check, _, config, _)) in enumerate(CASES.items()):
            answers = await judged(renamed(config, number), resolver=resolver.port, servers=servers)
            found[name] = broken(answers, check)

    assert found == {name: case[3] for name, case in CASES.items()}


ZONE = (
    SOA
    + 'acme 300 TXT "v=spf1 include:_spf.acme.test -all"\n_spf.acme 300 TXT "v=spf1 -all"\n'
    + '_dmarc.acme 300 TXT "v=DMARC1; p=reject; rua=mailto:d@acme.test"\n'
    + 'acme 300 MX 1 m.acme.test.\npm._domainkey.acme 300 TXT "v=DKIM1; p="\n'
    + "loop.acme 300 CNAME pool.acme.test.\npool.acme 300 CNAME loop.acme.test.\n"
)
FAULTS: tuple[Fault, ...] = (
    "SERVFAIL",
    "REFUSED",
    "silent",
    "truncated, no TCP",
    "garbage",
    "not AA",
)


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_server_that_misbehaves_is_never_a_missing_record(fault: Fault) -> None:
    names = ("acme.test", "_dmarc.acme.test", "pm._domainkey.acme.test")
    server = NameServer({"test": ZONE}, faults=dict.fromkeys(names, fault))
    config = "  domains: [{domain: acme.test, senders: [{name: x, dkim: [pm]}]}]"
    async with serving(server), serving(NameServer({".": SOA}, recursive=True)) as resolver:
        answers = await judged(
            config,
            resolver=resolver.port,
            servers={"test": server.port},
            address=server.address,
            timeout="300ms",
        )

    asked = [one for one in answers if one.subject]
    assert [one.check.id for one in asked] == ["email/dkim", "email/dmarc", "email/spf"]
    outcomes = [one.outcome for one in asked]
    assert all(isinstance(one, Unanswered) and one.findings == () for one in outcomes)


@pytest.mark.parametrize("fault", ["silent over UDP", "truncated", "half truncated", "no EDNS"])
async def test_a_server_with_a_limp_is_understood(fault: Fault) -> None:
    server = NameServer({"test": ZONE}, faults={"_dmarc.acme.test": fault})
    config = "  domains: [{domain: acme.test}]"
    async with serving(server), serving(NameServer({".": SOA}, recursive=True)) as resolver:
        answers = await judged(
            config, resolver=resolver.port, servers={"test": server.port}, address=server.address
        )

    assert broken(answers, "dmarc") == []


async def test_aliases_in_a_circle_lead_nowhere() -> None:
    server = NameServer({"test": ZONE})
    config = "  domains: [{domain: loop.acme.test}]"
    async with serving(server), serving(NameServer({".": SOA}, recursive=True)) as resolver:
        answers = await judged(
            config, resolver=resolver.port, servers={"test": server.port}, address=server.address
        )

    assert broken(answers, "spf") == ["spf-missing"]


async def test_every_lookup_is_asked_once_a_run() -> None:
    server = NameServer({"test": ZONE})
    names = "acme.test, senders: [{name: x, dkim: [pm]}], sending_ips: [192.0.2.25]"
    config = f"  domains: [{{domain: {names}}}, {{domain: mail.acme.test}}]"
    async with serving(server), serving(NameServer({".": SOA}, recursive=True)) as resolver:
        await judged(
            config, resolver=resolver.port, servers={"test": server.port}, address=server.address
        )

    assert len(server.asked) == len(set(server.asked))
    assert len(resolver.asked) == len(set(resolver.asked))
