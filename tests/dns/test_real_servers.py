"""Zones that Knot and NSD really serve are held against their maps, over a real network."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from launchready import gate
from launchready.config.load import load
from launchready.core.registry import checks
from launchready.core.report import Answered, Asked, Unanswered
from launchready.world.resolver import LiveResolver
from tests.servers import free_port, needs, running
from tests.worlds import a_world

KNOT, NSD = "127.0.0.2", "127.0.0.3"

# One RRset of each kind; the TXT does not fit into a datagram.
LONG = "v=DKIM1; k=rsa; p=" + "A" * 1400
_SEMICOLON = "\\;"  # as octoDNS wants it written
MAP = f"""\
'':
  - type: MX
    values: [{{preference: 10, exchange: Mail.Example.NET.}}, {{priority: 20, value: m2.test.}}]
  - type: NS
    values: [ns1.host.test., ns2.host.test.]
  - type: CAA
    value: {{tag: issue, value: letsencrypt.org}}
  - type: TXT
    values: ["v=spf1 -all", 'note\\; with a semicolon']
_sip._tcp: {{type: SRV, value: {{priority: 1, weight: 2, port: 5060, target: sip.host.test.}}}}
'*.dev': {{type: A, value: 192.0.2.7}}
away: {{type: NS, value: ns1.elsewhere.test.}}
pm._domainkey:
  type: TXT
  value: {LONG.replace(";", _SEMICOLON)}
shop: {{type: CNAME, value: shops.host.test.}}
six: {{type: AAAA, value: 2001:DB8::0:1}}
www:
  type: A
  ttl: 300
  values: [192.0.2.1, 192.0.2.2]
"""
_STRINGS = " ".join(f'"{LONG[at : at + 200]}"' for at in range(0, len(LONG), 200))
SOUND = f"""\
$TTL 300
@ SOA ns1.host.test. root.host.test. 1 3600 600 86400 300
@ NS ns2.host.test.
@ NS ns1.host.test.
@ MX 20 m2.test.
@ MX 10 mail.example.net.
@ CAA 0 issue "letsencrypt.org"
@ TXT "note; with " "a semicolon"
@ TXT "v=spf1 -all"
_sip._tcp SRV 1 2 5060 SIP.host.test.
*.dev A 192.0.2.7
away NS ns1.elsewhere.test.
pm._domainkey TXT {_STRINGS}
shop CNAME shops.host.test.
six AAAA 2001:db8::1
www A 192.0.2.1
www A 192.0.2.2
"""
WWW = "www A 192.0.2.2\n"
# What each zone's two servers say instead of the line WWW.
ZONES = {
    "sound.test": (WWW, WWW),
    "changed.test": ("www A 203.0.113.9\n", "www A 203.0.113.9\n"),
    "extra.test": (WWW + "www A 203.0.113.9\n", WWW + "www A 203.0.113.9\n"),
    "disagree.test": (WWW, "www A 203.0.113.9\n"),
    "leftover.test": (WWW + "beta TXT old\n", WWW + "beta TXT old\n"),
    "missing.test": ("", ""),
}


def zone_text(zone: str, which: int) -> str:
    text = SOUND.replace(WWW, ZONES[zone][which])
    if zone == "missing.test":
        text = text.replace("www A 192.0.2.1\n", "")
    return text


@dataclass(frozen=True)
class Servers:
    port: int
    silent: int


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    root = tmp_path_factory.mktemp("servers")
    port = free_port(KNOT, NSD)
    with ExitStack() as stack:
        for which, (address, program) in enumerate([(KNOT, "knotd"), (NSD, "nsd")]):
            folder = root / program
            folder.mkdir()
            for zone in ZONES:
                (folder / f"{zone}.zone").write_text(zone_text(zone, which))
            config = folder / "server.conf"
            config.write_text((_knot if program == "knotd" else _nsd)(folder, port))
            command = [program, "-c", str(config), *(["-d"] if program == "nsd" else [])]
            stack.enter_context(running(command, log=folder / "log", listens=(address, port)))
        yield Servers(port=port, silent=free_port(NSD))


def _knot(folder: Path, port: int) -> str:
    zones = "".join(f"  - domain: {one}\n" for one in ZONES)
    return f"""\
server:
    rundir: {folder}
    listen: {KNOT}@{port}
database:
    storage: {folder}
log:
  - target: stderr
    any: info
template:
  - id: default
    storage: {folder}
    file: "%s.zone"
    zonefile-sync: -1
zone:
{zones}"""


def _nsd(folder: Path, port: int) -> str:
    zones = "".join(f'zone:\n    name: {one}\n    zonefile: "{one}.zone"\n' for one in ZONES)
    return f"""\
server:
    ip-address: {NSD}@{port}
    username: ""
    zonesdir: "{folder}"
    database: ""
    pidfile: "{folder}/pid"
    xfrdfile: "{folder}/xfrd"
    zonelistfile: "{folder}/zones"
    xfrdir: "{folder}"
    cookie-secret-file: ""
    server-count: 1
remote-control:
    control-enable: no
{zones}"""


async def asked(zone: str, *addresses: str, policy: str = "", map_: str = MAP) -> tuple[Asked, ...]:
    """The dns room's answers about a zone, from a config to the network and back."""
    text = f"""\
version: 1
network:
  timeout: 2s
  resolver: {addresses[0]}
  authoritative: {{{zone}: [{", ".join(addresses)}], test: [{addresses[0]}]}}
dns:
  zones: [{{map: dns/{zone}.yaml{policy}}}]
"""
    loaded = load(
        text.encode(),
        "launchready.yml",
        environment="production",
        variables={},
        read=lambda _: map_.encode(),
    )
    chosen = [one for one in checks() if one.id in ("dns/record-map", "dns/absent-names")]
    plan = gate.plan(chosen, loaded.rooms, chosen=["dns"])
    ctx = replace(a_world(), dns=LiveResolver(loaded.config.network))
    return await gate.run(plan, ctx)


def told(answers: tuple[Asked, ...]) -> list[tuple[str, str, str]]:
    return [
        (found.rule.id, str(found.at), found.message)
        for one in answers
        if isinstance(one.outcome, Answered | Unanswered)
        for found in one.outcome.findings
    ]


def both(servers: Servers) -> tuple[str, str]:
    return f"{KNOT}:{servers.port}", f"{NSD}:{servers.port}"


@needs("knotd", "nsd")
async def test_a_zone_that_is_as_committed_is_silent(servers: Servers) -> None:
    policy = ", ttl: exact, absent: [beta, old.sub, '*']"
    answers = await asked("sound.test", *both(servers), policy=policy)

    assert [one.outcome for one in answers] == [Answered(findings=())] * 14
    assert [one.subject for one in answers][:4] == [
        "beta.sound.test",
        "old.sub.sound.test",
        "*.sound.test",
        "sound.test MX",
    ]


@needs("knotd", "nsd")
@pytest.mark.parametrize(
    ("zone", "rule", "message"),
    [
        (
            "missing.test",
            "dns/record-missing",
            "www.missing.test A is not in DNS (no such name); the map says 192.0.2.1, 192.0.2.2",
        ),
        (
            "changed.test",
            "dns/record-changed",
            "www.changed.test A is 192.0.2.1, 203.0.113.9; the map says 192.0.2.1, 192.0.2.2",
        ),
        (
            "extra.test",
            "dns/record-extra",
            "www.extra.test A also has 203.0.113.9; the map says 192.0.2.1, 192.0.2.2 alone",
        ),
        (
            "disagree.test",
            "dns/servers-disagree",
            "www.disagree.test A is 192.0.2.1, 192.0.2.2 on {knot};"
            " 192.0.2.1, 203.0.113.9 on {nsd}; the map says 192.0.2.1, 192.0.2.2",
        ),
    ],
)
async def test_a_fault_is_told_at_its_line_of_the_map(
    servers: Servers, zone: str, rule: str, message: str
) -> None:
    knot, nsd = both(servers)

    answers = await asked(zone, knot, nsd)

    expected = (rule, f"dns/{zone}.yaml:18:1", message.format(knot=knot, nsd=nsd))
    assert told(answers) == [expected]


@needs("knotd", "nsd")
async def test_a_name_that_must_be_gone_is_told_at_its_line_of_the_config(
    servers: Servers,
) -> None:
    knot, nsd = both(servers)

    answers = await asked("leftover.test", knot, nsd, policy=", absent: [beta]")

    message = f'beta.leftover.test has TXT "old" on {knot}; the config says it must not exist'
    assert told(answers) == [("dns/name-present", "launchready.yml:7:50", message)]


@needs("knotd", "nsd")
async def test_a_server_that_is_down_leaves_questions_open_and_findings_standing(
    servers: Servers,
) -> None:
    down = f"{NSD}:{servers.silent}"

    answers = await asked("changed.test", f"{KNOT}:{servers.port}", down)

    open_ = [one.outcome for one in answers if isinstance(one.outcome, Unanswered)]
    assert len(open_) == 11
    assert {one.kind for one in open_} == {"unreachable"}
    assert [one[0] for one in told(answers)] == ["dns/record-changed"]


@needs("knotd", "nsd")
async def test_a_zone_that_a_server_does_not_have_is_an_open_question(servers: Servers) -> None:
    answers = await asked("nobody.test", *both(servers), map_="www: {type: A, value: 192.0.2.1}")

    (one,) = [one for one in answers if one.check.id == "dns/record-map"]
    assert isinstance(one.outcome, Unanswered)
    assert one.outcome.kind == "refused"
    assert "answered REFUSED when asked for www.nobody.test A" in one.outcome.reason
    assert told(answers) == []
