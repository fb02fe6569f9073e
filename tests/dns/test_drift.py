"""Every seeded difference is found and none is invented, on each name server we can start."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from tests.dns.room import asked, kinds, open_
from tests.dns.zone_servers import bind, knot, nsd
from tests.servers import free_port, needs

EACH = 200  # differences of each kind
CLEAN = 1000  # records of the zone that has none
SEED = 20261125
KNOT, NSD, OTHER, BIND, SIGNED = (
    "127.0.0.2",
    "127.0.0.3",
    "127.0.0.4",
    "127.0.0.1",
    "127.0.0.5",
)
HEAD = "$TTL 300\n@ SOA ns1.host.test. root.host.test. {serial} 3600 600 86400 300\n"
HEAD += "@ NS ns1.host.test.\n@ NS ns2.host.test.\n"


@dataclass(frozen=True)
class Made:
    """A record as its map and its zone have it: lines of each."""

    name: str
    type: str
    map: str
    values: tuple[str, ...]
    ttl: int = 300

    @property
    def zone(self) -> list[str]:
        return [f"{self.name} {self.ttl} {self.type} {one}" for one in self.values]


def a_record(number: int, chance: random.Random) -> Made:
    """One of the kinds a founder has, its values by chance."""
    name = f"n{number}"
    octets = [chance.randrange(1, 250) for _ in range(4)]
    match number % 6:
        case 0 | 1:
            values = tuple(sorted({f"192.0.2.{one}" for one in octets[: 1 + number % 2]}))
            return Made(name, "A", f"{{type: A, ttl: 300, values: [{', '.join(values)}]}}", values)
        case 2:
            six = f"2001:db8::{octets[0]:x}:{octets[1]:x}"
            return Made(name, "AAAA", f"{{type: AAAA, ttl: 300, value: '{six}'}}", (six,))
        case 3:
            text = f"key={octets[0]}; note={octets[1]}"
            escaped = text.replace(";", "\\;")
            return Made(name, "TXT", f"{{type: TXT, ttl: 300, value: '{escaped}'}}", (f'"{text}"',))
        case 4:
            said = f"{{preference: {octets[0]}, exchange: m{octets[1]}.host.test.}}"
            value = f"{octets[0]} M{octets[1]}.host.test."
            return Made(name, "MX", f"{{type: MX, ttl: 300, value: {said}}}", (value,))
    said = f"{{tag: issue, value: ca{octets[0]}.test}}"
    return Made(
        name, "CAA", f"{{type: CAA, ttl: 300, value: {said}}}", (f'0 issue "ca{octets[0]}.test"',)
    )


def another(record: Made) -> str:
    """A value of the record's type that it does not have."""
    return {
        "A": "203.0.113.9",
        "AAAA": "2001:db8:ffff::1",
        "TXT": '"somebody else"',
        "MX": "77 elsewhere.host.test.",
        "CAA": '0 issue "elsewhere.test"',
    }[record.type]


@dataclass
class Drift:
    """A map, the zone that drifted from it, and every fault that is to be found."""

    map: list[str] = field(default_factory=list)
    zone: list[str] = field(default_factory=list)
    faults: set[tuple[str, str]] = field(default_factory=set)


def drifted() -> Drift:
    chance = random.Random(SEED)
    made = Drift()
    actions = [kind for kind in ("missing", "changed", "extra", "ttl", "kept") for _ in range(EACH)]
    chance.shuffle(actions)
    for number, action in enumerate(actions):
        record = a_record(number, chance)
        made.map.append(f"{record.name}: {record.map}")
        subject = f"{record.name}.drift.test {record.type}"
        lines = record.zone
        wrong = f"{record.name} 300 {record.type} {another(record)}"
        match action:
            case "missing":
                lines = []
                made.faults.add(("dns/record-missing", subject))
            case "changed":
                lines = [wrong]
                made.faults.add(("dns/record-changed", subject))
            case "extra":
                lines = [*lines, wrong]
                made.faults.add(("dns/record-extra", subject))
            case "ttl":
                ttl = chance.choice([1, 60, 299, 301, 86400])
                lines = [one.replace(" 300 ", f" {ttl} ", 1) for one in lines]
                made.faults.add(("dns/ttl-differs", subject))
        made.zone += lines
    return made


def clean() -> Drift:
    chance = random.Random(SEED + 1)
    records = [a_record(number, chance) for number in range(CLEAN)]
    lines = [line for one in records for line in one.zone]
    return Drift(map=[f"{one.name}: {one.map}" for one in records], zone=lines)


DRIFTED, SOUND = drifted(), clean()
STRAYS = [f"stray{number}" for number in range(EACH)]


def one_server_only() -> tuple[list[str], set[tuple[str, str]]]:
    """The clean zone with some records another, as one of two servers has it."""
    chance = random.Random(SEED + 2)
    changed = set(chance.sample(range(CLEAN), EACH))
    chance = random.Random(SEED + 1)
    lines: list[str] = []
    faults: set[tuple[str, str]] = set()
    for number in range(CLEAN):
        record = a_record(number, chance)
        if number in changed:
            lines.append(f"{record.name} 300 {record.type} {another(record)}")
            faults.add(("dns/servers-disagree", f"{record.name}.clean.test {record.type}"))
        else:
            lines += record.zone
    return lines, faults


def zone(lines: list[str], serial: int = 1) -> str:
    return HEAD.format(serial=serial) + "\n".join(lines) + "\n"


ZONES = {
    "drift.test": zone(DRIFTED.zone),
    "clean.test": zone(SOUND.zone),
    "stray.test": zone([*SOUND.zone, *(f"{one} A 192.0.2.1" for one in STRAYS)]),
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    root = tmp_path_factory.mktemp("drift")
    port = free_port(KNOT, NSD, OTHER, BIND, SIGNED)
    with ExitStack() as stack:
        stack.enter_context(knot(root / "knot", KNOT, port, ZONES))
        stack.enter_context(nsd(root / "nsd", NSD, port, ZONES))
        other = {"clean.test": zone(one_server_only()[0])}
        stack.enter_context(nsd(root / "other", OTHER, port, other))
        stack.enter_context(bind(root / "bind", port, ZONES))
        signed = root / "signed"
        stack.enter_context(knot(signed, SIGNED, port, ZONES, signed=True, acl=False))
        yield port


SERVERS = pytest.mark.parametrize("server", [KNOT, NSD, BIND, SIGNED])
ONLY = "dns/record-map"


@needs("knotd", "nsd", "named")
@SERVERS
async def test_every_difference_is_found_and_nothing_else(server: str, port: int) -> None:
    answers = await asked(
        "drift.test",
        "\n".join(DRIFTED.map),
        (f"{server}:{port}",),
        policy=", ttl: exact",
        only=ONLY,
    )

    assert len(DRIFTED.faults) == 4 * EACH
    assert open_(answers) == []
    assert kinds(answers) == DRIFTED.faults


@needs("knotd", "nsd", "named")
@SERVERS
async def test_a_clean_zone_has_no_difference(server: str, port: int) -> None:
    answers = await asked(
        "clean.test", "\n".join(SOUND.map), (f"{server}:{port}",), policy=", ttl: exact", only=ONLY
    )

    assert len(answers) == CLEAN
    assert open_(answers) == []
    assert kinds(answers) == set()


@needs("knotd", "nsd", "named")
@pytest.mark.parametrize("server", [KNOT, NSD, BIND])
async def test_what_one_server_alone_has_is_found(server: str, port: int) -> None:
    servers = (f"{server}:{port}", f"{OTHER}:{port}")

    answers = await asked("clean.test", "\n".join(SOUND.map), servers, only=ONLY)

    assert open_(answers) == []
    assert kinds(answers) == one_server_only()[1]


@needs("knotd", "nsd", "named")
@pytest.mark.parametrize(("server", "way"), [(KNOT, "axfr"), (SIGNED, "nsec")])
async def test_every_extra_name_is_found_where_the_zone_can_be_listed(
    server: str, way: str, port: int
) -> None:
    policy = f", enumerate: [{way}]"

    answers = await asked(
        "stray.test",
        "\n".join(SOUND.map),
        (f"{server}:{port}",),
        policy=policy,
        only="dns/strays",
    )

    assert open_(answers) == []
    assert kinds(answers) == {("dns/name-unlisted", f"{one}.stray.test") for one in STRAYS}
