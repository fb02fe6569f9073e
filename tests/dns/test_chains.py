"""Signatures, delegations and targets are followed to where they lead, on real name servers."""

from collections.abc import Iterator

import pytest

from tests.dns.room import asked, kinds, open_, told
from tests.dns.served import ALL, DIGEST, KNOT, PARENT, RESOLVER, SIGNED, Servers, served


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with served(tmp_path_factory.mktemp("outcomes")) as found:
        yield found


@ALL
@pytest.mark.parametrize(
    ("zone", "messages"),
    [
        ("signed.test", []),
        ("unsigned.test", []),
        (
            "bogus.test",
            ["bogus.test has no key at {signed} that the zone above vouches for"],
        ),
        ("tampered.test", ["tampered.test is refused by a resolver that checks signatures"]),
    ],
)
async def test_signatures_are_followed_from_the_zone_above(
    zone: str, messages: list[str], servers: Servers
) -> None:
    (signed,) = servers.at(SIGNED)

    answers = await asked(
        zone,
        "{}",
        (signed,),
        resolver=f"{RESOLVER}:{servers.port}",
        more={"test": servers.at(PARENT)},
        only="dns/dnssec",
    )

    assert open_(answers) == []
    found = [
        message.partition(":")[0] if "refused" in message else message
        for _, message in told(answers)
    ]
    assert found == [one.format(signed=signed) for one in messages]


@ALL
async def test_a_ds_record_of_the_map_is_the_parents_to_have(servers: Servers) -> None:
    ds = f"{{key_tag: 1, algorithm: 13, digest_type: 2, digest: {DIGEST}}}"
    map_ = f"'': {{type: DS, value: {ds}}}\n"
    above = {"test": servers.at(PARENT)}

    answers = await asked("unsigned.test", map_, servers.at(SIGNED), more=above)

    said = f"unsigned.test DS at the zone above is nothing; the map says 1 13 2 {DIGEST}"
    assert ("dns/dnssec-broken", said) in told(answers)


@ALL
async def test_a_delegation_and_an_alias_that_lead_nowhere_are_told(servers: Servers) -> None:
    map_ = """\
app: {type: CNAME, value: app.host.test.}
child: {type: NS, value: ns1.gone.test.}
lost: {type: CNAME, value: nothing.host.test.}
spf: {type: TXT, value: 'v=spf1 include:nothing.host.test -all'}
"""
    more = {"test": servers.at(PARENT), "host.test": servers.at(PARENT)}

    answers = await asked(
        "cases.test",
        map_,
        servers.at(KNOT),
        resolver=f"{RESOLVER}:{servers.port}",
        more=more,
        only="dns/dangling",
    )

    assert open_(answers) == []
    assert kinds(answers) == {
        ("dns/takeover", "child.cases.test NS"),
        ("dns/dangling-target", "lost.cases.test CNAME"),
        ("dns/dangling-target", "spf.cases.test TXT"),
    }
