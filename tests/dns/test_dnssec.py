"""The zone above must vouch for the zone's keys, and a resolver that checks must agree."""

import dns.dnssec
import dns.rdata
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.context import Context
from launchready.core.location import Location
from launchready.core.resolver import Delegation, Validated
from launchready.core.unreachable import UnreachableError
from launchready.dns.dnssec import dnssec
from launchready.dns.ds_digest import matches
from launchready.dns.record import ZoneMap
from tests.dns.maps import ONE, TWO, Told, records
from tests.worlds import DictResolver, a_world

AT = Location(file="x")
SIGNED = ZoneMap(name="acme.test", at=AT, records=())
KEY = "257 3 13 " + "q" * 86 + "=="
OTHER = "257 3 13 " + "r" * 86 + "=="
SILENT = UnreachableError("the resolver did not answer", kind="timed out")


def ds(key: str, digest: str = "SHA256") -> str:
    data = dns.rdata.from_text("IN", "DNSKEY", key)
    made = dns.dnssec.make_ds("acme.test.", data, digest, validating=True)
    return f"{made.key_tag} {int(made.algorithm)} {int(made.digest_type)} {made.digest.hex()}"


def world(
    *above: str,
    keys: Told = (KEY,),
    proof: Validated | UnreachableError | None = None,
    second: Told | None = None,
) -> Context:
    handed = Delegation(zone="acme.test", parent="test", server=ONE, names=("ns.",), ds=above)
    answers: dict[tuple[str, ...], Told] = {
        ("acme.test", "DNSKEY"): keys,
        (TWO.name, "acme.test", "DNSKEY"): keys if second is None else second,
    }
    dns = DictResolver(
        servers={"acme.test": (ONE, TWO)},
        answers=answers,
        delegations={"acme.test": handed},
        proofs={("acme.test", "SOA"): proof} if proof else {},
    )
    return a_world(dns=dns)


SECURE = Validated(name="acme.test", type="SOA", state="secure")
BOGUS = Validated(name="acme.test", type="SOA", state="bogus", told=("signature expired",))


async def told(ctx: Context, zone: ZoneMap = SIGNED) -> list[tuple[str, str]]:
    return [(one.rule.id, one.message) for one in await dnssec.ask(zone, ctx)]


async def test_an_unsigned_zone_is_silent() -> None:
    assert await told(world()) == []


@pytest.mark.parametrize("digest", ["SHA256", "SHA384"])
async def test_a_chain_that_holds_is_silent(digest: str) -> None:
    assert await told(world(ds(KEY, digest), proof=SECURE)) == []


async def test_a_key_nobody_vouches_for_breaks_the_chain() -> None:
    said = "acme.test has no key at ns1.acme.test that the zone above vouches for"

    assert await told(world(ds(OTHER), proof=SECURE)) == [("dns/dnssec-broken", said)]


async def test_one_server_with_old_keys_breaks_it_too() -> None:
    said = "acme.test has no key at ns2.acme.test that the zone above vouches for"

    found = await told(world(ds(KEY), second=(OTHER,)))

    assert found == [("dns/dnssec-broken", said)]


async def test_what_a_resolver_refuses_is_broken_with_its_words() -> None:
    said = "acme.test is refused by a resolver that checks signatures: signature expired"

    assert await told(world(ds(KEY), proof=BOGUS)) == [("dns/dnssec-broken", said)]


async def test_a_resolver_that_does_not_check_is_said() -> None:
    assert [rule for rule, _ in await told(world(ds(KEY)))] == ["dns/dnssec-unproven"]


async def test_a_silent_resolver_is_an_open_question() -> None:
    with pytest.raises(UnreachableError):
        await told(world(ds(KEY), proof=SILENT))


async def test_a_ds_in_the_map_is_held_against_the_zone_above() -> None:
    key_tag, algorithm, kind, digest = ds(KEY).split()
    text = (
        f"'': {{type: DS, value: {{key_tag: {key_tag}, algorithm: {algorithm},"
        f" digest_type: {kind}, digest: '{digest}'}}}}\n"
    )
    zone = ZoneMap(name="acme.test", at=AT, records=records(text))

    assert await told(world(ds(KEY), proof=SECURE), zone) == []
    assert await told(world(), zone) == [
        (
            "dns/dnssec-broken",
            f"acme.test DS at the zone above is nothing; the map says {ds(KEY)}",
        )
    ]


@given(st.binary(min_size=64, max_size=64))
@settings(max_examples=50)
def test_digests_are_those_of_the_reference(key: bytes) -> None:
    import base64

    text = f"257 3 13 {base64.b64encode(key).decode()}"

    assert matches("acme.test", ds(text), [text])
    assert not matches("other.test", ds(text), [text])
