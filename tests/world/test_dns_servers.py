"""Real name servers are asked as they are: limits, refusals, signatures, transfers, chains."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import anyio
import pytest

from launchready.core.resolver import Answer, Asked, Reply, Server
from launchready.core.unreachable import UnreachableError
from launchready.world.resolver import LiveResolver
from launchready.world.settings import Network
from tests.dns.zone_servers import bind, knot, nsd, powerdns, unbound
from tests.servers import free_port, needs

ZONE = "acme.test"
LONG = " ".join(f'"{"x" * 250}"' for _ in range(8))
TEXT = f"""\
$TTL 300
@ SOA ns1.acme.test. root.acme.test. 7 3600 600 86400 300
@ NS ns1.acme.test.
@ MX 10 Mail.acme.test.
ns1 A 127.0.0.2
ns1 AAAA 2001:db8::53
mail A 192.0.2.25
www A 192.0.2.1
www A 192.0.2.2
shop CNAME www.acme.test.
long TXT {LONG}
below.empty A 192.0.2.9
svc HTTPS 1 . alpn=h2,h3 port=8443
spot LOC 52 22 23.000 N 4 53 32.000 E -2.00m
away NS ns1.elsewhere.test.
secure NS ns1.secure.test.
secure DS 4711 13 2 {"ab" * 32}
beta.secure2 A 192.0.2.77
"""
HOSTS = "".join(f"h{number} A 192.0.2.{number % 250}\n" for number in range(300))
PARENT = """\
$TTL 300
@ SOA ns.test. root.test. 1 3600 600 86400 300
@ NS ns.test.
ns A 127.0.0.3
acme NS ns1.acme.test.
acme DS 4711 13 2 {ds}
ns1.acme A 127.0.0.2
"""
DS = "cd" * 32
KNOT, NSD, PDNS, UNBOUND, PLAIN = "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.1"


async def ready(server: Server, zone: str) -> Server:
    """A server listens before it has read its zones, and says so until then."""
    with anyio.fail_after(20):
        while True:
            try:
                await LiveResolver(Network()).serial(server, zone)
            except UnreachableError:
                await anyio.sleep(0.02)
            else:
                return server


def at(address: str, port: int) -> Server:
    return Server(name="ns1.acme.test", address=address, port=port)


@contextmanager
def each(name: str, folder: Path) -> Iterator[Server]:
    """One of the four authoritative servers, with the zone."""
    address = {"knotd": KNOT, "nsd": NSD, "named": PLAIN, "pdns_server": PDNS}[name]
    port, zones = free_port(address), {ZONE: TEXT + HOSTS}
    with ExitStack() as stack:
        match name:
            case "knotd":
                stack.enter_context(knot(folder, address, port, zones))
            case "nsd":
                stack.enter_context(nsd(folder, address, port, zones))
            case "named":
                stack.enter_context(bind(folder, port, zones))
            case _:
                stack.enter_context(powerdns(folder, address, port, zones, f"{PLAIN}:9"))
        yield at(address, port)


SERVERS = ("knotd", "nsd", "named", "pdns_server")


def told(reply: Reply) -> object:
    if isinstance(reply, Answer):
        return reply.values or reply.alias or reply.missing
    return reply.kind


@needs(*SERVERS)
@pytest.mark.parametrize("name", SERVERS)
async def test_every_server_is_understood(name: str, tmp_path: Path) -> None:
    questions = [
        ("www.acme.test", "A"),
        ("acme.test", "MX"),
        ("shop.acme.test", "TXT"),
        ("long.acme.test", "TXT"),
        ("svc.acme.test", "HTTPS"),
        ("spot.acme.test", "LOC"),
        ("away.acme.test", "NS"),
        ("secure.acme.test", "DS"),
        ("gone.acme.test", "A"),
        ("www.acme.test", "MX"),
        ("empty.acme.test", "A"),
        ("www.away.acme.test", "A"),
        ("www.other.test", "A"),
    ]
    with each(name, tmp_path / name) as server:
        await ready(server, ZONE)
        dns = LiveResolver(Network())
        asked = [Asked(name=one, type=type_) for one, type_ in questions]
        udp = await dns.ask_all(server, asked)
        tcp = await dns.ask_all(server, asked, over="TCP")

    assert [told(one) for one in udp] == [
        ("192.0.2.1", "192.0.2.2"),
        ("10 mail.acme.test.",),
        "www.acme.test.",
        ("x" * 2000,),
        ('1 . alpn="h2,h3" port="8443"',),
        ("52 22 23.000 N 4 53 32.000 E -2.00m",),
        ("ns1.elsewhere.test.",),
        (f"4711 13 2 {'ab' * 32}",),
        "no such name",
        "no such type",
        "no such type",
        "refused",
        "refused",
    ]
    assert [told(one) for one in tcp] == [told(one) for one in udp]


@needs(*SERVERS)
@pytest.mark.parametrize("name", SERVERS)
async def test_a_name_with_nothing_of_its_own_is_told_apart(name: str, tmp_path: Path) -> None:
    with each(name, tmp_path / name) as server:
        await ready(server, ZONE)
        dns = LiveResolver(Network())
        found = [await dns.is_bare(server, f"{one}.acme.test") for one in ("empty", "www", "gone")]

    # NSD 4.6 keeps nothing back; PowerDNS and BIND show all; Knot shows one set.
    assert found == [True, False, False]


@needs(*SERVERS)
@pytest.mark.parametrize("name", SERVERS)
async def test_hundreds_of_absent_names_are_absent(name: str, tmp_path: Path) -> None:
    with each(name, tmp_path / name) as server:
        await ready(server, ZONE)
        asked = [Asked(name=f"gone{number}.acme.test", type="A") for number in range(300)]
        asked += [Asked(name=f"h{number}.acme.test", type="A") for number in range(300)]
        found = await LiveResolver(Network()).ask_all(server, asked, over="TCP")

    assert [told(one) for one in found[:300]] == ["no such name"] * 300
    assert [told(one) for one in found[300:]] == [(f"192.0.2.{n % 250}",) for n in range(300)]


@needs("nsd", "named")
@pytest.mark.parametrize("limited", ["nsd", "named"])
async def test_a_rate_limit_is_no_absence_and_no_silence(limited: str, tmp_path: Path) -> None:
    address = NSD if limited == "nsd" else PLAIN
    port, zones = free_port(address), {ZONE: TEXT}
    with ExitStack() as stack:
        if limited == "nsd":
            stack.enter_context(nsd(tmp_path, address, port, zones, rate=200))
        else:
            stack.enter_context(bind(tmp_path, port, zones, rate=10))
        server = await ready(at(address, port), ZONE)
        asked = [Asked(name=f"gone{number}.acme.test", type="A") for number in range(500)]
        found = await LiveResolver(Network()).ask_all(server, asked, over="TCP")

    assert [told(one) for one in found] == ["no such name"] * 500


@needs("nsd")
async def test_a_rate_limit_over_udp_is_got_around(tmp_path: Path) -> None:
    port = free_port(NSD)
    with nsd(tmp_path, NSD, port, {ZONE: TEXT}, rate=50):
        server = await ready(at(NSD, port), ZONE)
        asked = [Asked(name=f"gone{number}.acme.test", type="A") for number in range(300)]
        found = await LiveResolver(Network()).ask_all(server, asked)

    assert [told(one) for one in found] == ["no such name"] * 300


@needs("knotd")
async def test_a_zone_is_transferred_whole(tmp_path: Path) -> None:
    with each("knotd", tmp_path) as server:
        await ready(server, ZONE)
        sets = {
            (one.name, one.type): one.values
            for one in await LiveResolver(Network()).transfer(server, ZONE)
        }

    assert len(sets) == 316
    assert sets["www.acme.test", "A"] == ("192.0.2.1", "192.0.2.2")
    assert sets["acme.test", "SOA"] == ("ns1.acme.test. root.acme.test. 7 3600 600 86400 300",)
    assert sets["secure.acme.test", "DS"] == (f"4711 13 2 {'ab' * 32}",)


@needs("named", "nsd")
@pytest.mark.parametrize("name", ["named", "nsd"])
async def test_a_transfer_that_is_refused_is_no_empty_zone(name: str, tmp_path: Path) -> None:
    with each(name, tmp_path) as server:
        await ready(server, ZONE)
        with pytest.raises(UnreachableError) as caught:
            await LiveResolver(Network()).transfer(server, ZONE)

    assert caught.value.kind == "refused"
    assert "answered REFUSED when asked for acme.test AXFR" in caught.value.reason


@needs("knotd")
async def test_a_signed_zone_is_walked_to_its_end(tmp_path: Path) -> None:
    port = free_port(KNOT)
    with knot(tmp_path, KNOT, port, {ZONE: TEXT + HOSTS}, signed=True):
        server = await ready(at(KNOT, port), ZONE)
        found = {one.name: one.types for one in await LiveResolver(Network()).walk(server, ZONE)}

    assert len(found) == 312
    assert {"h0.acme.test", "h299.acme.test", "below.empty.acme.test"} < set(found)
    assert found["www.acme.test"] == ("A", "RRSIG", "NSEC")
    assert found["away.acme.test"] == ("NS", "RRSIG", "NSEC")
    assert found["secure.acme.test"] == ("NS", "DS", "RRSIG", "NSEC")


@needs("nsd")
async def test_an_unsigned_zone_has_no_chain(tmp_path: Path) -> None:
    with each("nsd", tmp_path) as server:
        await ready(server, ZONE)
        with pytest.raises(UnreachableError) as caught:
            await LiveResolver(Network()).walk(server, ZONE)

    assert caught.value.reason.endswith("it is not signed, or signed with NSEC3")


@needs("nsd")
async def test_the_parents_word_on_a_zone_is_heard(tmp_path: Path) -> None:
    port = free_port(NSD)
    with nsd(tmp_path, NSD, port, {"test": PARENT.format(ds=DS)}):
        await ready(at(NSD, port), "test")
        network = Network.model_validate({"authoritative": {"test": [f"{NSD}:{port}"]}})
        dns = LiveResolver(network)
        found = await dns.delegation("acme.test")
        none = await dns.delegation("gone.test")

    assert (found.parent, found.names, found.ds) == (
        "test",
        ("ns1.acme.test.",),
        (f"4711 13 2 {DS}",),
    )
    assert found.glue == (("ns1.acme.test.", "127.0.0.2"),)
    assert (none.names, none.ds) == ((), ())


@pytest.fixture
async def checking(tmp_path: Path) -> AsyncIterator[LiveResolver]:
    """Through unbound: a zone signed well, one signed with another key, one not signed."""
    port, at_unbound = free_port(KNOT, NSD, UNBOUND), free_port(UNBOUND)
    zones = {"good.test": TEXT.replace("acme", "good"), "bad.test": TEXT.replace("acme", "bad")}
    with ExitStack() as stack:
        stack.enter_context(knot(tmp_path / "knot", KNOT, port, zones, signed=True))
        plain = {"plain.test": TEXT.replace("acme", "plain")}
        stack.enter_context(nsd(tmp_path / "nsd", NSD, port, plain))
        await ready(at(KNOT, port), "good.test")
        await ready(at(NSD, port), "plain.test")
        keys = await LiveResolver(Network()).ask(at(KNOT, port), "good.test", "DNSKEY")
        trusted = "".join(f"{one} DNSKEY {keys.values[0]}\n" for one in ("good.test.", "bad.test."))
        stubs = dict.fromkeys(zones, f"{KNOT}@{port}") | {"plain.test": f"{NSD}@{port}"}
        stack.enter_context(unbound(tmp_path / "unbound", UNBOUND, at_unbound, stubs, trusted))
        yield LiveResolver(Network.model_validate({"resolver": f"{UNBOUND}:{at_unbound}"}))


@needs("knotd", "nsd", "unbound")
@pytest.mark.parametrize(
    ("zone", "state"), [("good.test", "secure"), ("bad.test", "bogus"), ("plain.test", "unproven")]
)
async def test_a_resolver_tells_what_it_has_proved(
    checking: LiveResolver, zone: str, state: str
) -> None:
    found = await checking.validated(f"www.{zone}", "A")

    assert (found.state, found.values) == (state, ("192.0.2.1", "192.0.2.2"))
    assert bool(found.told) == (state == "bogus")


@needs("knotd", "nsd", "unbound")
async def test_a_bogus_zone_is_no_absence_and_says_why(checking: LiveResolver) -> None:
    with pytest.raises(UnreachableError) as caught:
        await checking.addresses("www.bad.test")

    assert caught.value.kind == "refused"
    assert "answered SERVFAIL when asked for www.bad.test A; it says: " in caught.value.reason
    assert caught.value.reason.endswith("so the zone's DNSSEC is broken")
