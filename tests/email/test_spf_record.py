"""No record crashes the reader or the evaluator, and sets of addresses are exact."""

from ipaddress import ip_address, ip_network

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.email.address_space import EVERYTHING, NOTHING, of_network
from launchready.email.lookup import AuthoritativeLookup
from launchready.email.spf_evaluation import check_host
from launchready.email.spf_macros import SpfSyntaxError
from launchready.email.spf_record import parse
from launchready.email.spf_tree import follow
from tests.email.zones import LineResolver

TERMS = st.sampled_from(
    [
        *("all", "-all", "?all", "a", "mx", "a/24//64", "a:b.test", "mx:b.test/0", "ptr"),
        *("ip4:192.0.2.0/24", "ip4:0.0.0.0/1", "ip6:2001:db8::/32", "~ip4:192.0.2.1", "ip4:x"),
        *("include:b.test", "include:acme.test", "include:gone.test", "redirect=b.test"),
        *("exists:%{ir}.b.test", "exists:%{p2}.b.test", "exp=b.test", "x=y", "%", "a:%{d", "+"),
    ]
)
RECORDS = st.lists(TERMS, max_size=6).map(lambda all_: " ".join(["v=spf1", *all_]))
ADDRESSES = st.sampled_from(["192.0.2.1", "203.0.113.9", "2001:db8::1", "::ffff:192.0.2.1"])


@settings(max_examples=100)
@given(st.text(max_size=60).map(lambda one: f"v=spf1 {one}") | RECORDS)
def test_no_text_crashes_the_reader(text: str) -> None:
    try:
        parse(text)
    except SpfSyntaxError as error:
        said = str(error)
        assert said


@settings(max_examples=80, deadline=None)
@given(RECORDS, RECORDS, ADDRESSES)
def test_what_the_tree_says_is_allowed_passes_and_nothing_more(
    first: str, second: str, address: str
) -> None:
    import anyio

    async def compare() -> None:
        text = (
            f"acme.test TXT {first}\nb.test TXT {second}\nacme.test A 192.0.2.1\n"
            "b.test A 203.0.113.9\nb.test AAAA 2001:db8::1\nb.test MX 1 b.test."
        )
        lookup = AuthoritativeLookup(LineResolver(text))
        root = await follow(lookup, "acme.test")
        verdict = await check_host(lookup, address=address, sender="a@acme.test", helo="x.test")
        has_fault = any(one.fault for one in root.walk())
        plain = ip_address(address)
        plain = getattr(plain, "ipv4_mapped", None) or plain
        if not has_fault and not root.varies and verdict.result not in ("permerror", "temperror"):
            assert (verdict.result == "pass") is (plain in root.passes)

    anyio.run(compare)


NETWORKS = st.integers(0, 255).flatmap(
    lambda one: st.integers(24, 32).map(lambda n: ip_network((f"192.0.2.{one}", n), strict=False))
)


@settings(max_examples=80)
@given(st.lists(NETWORKS, max_size=5), st.lists(NETWORKS, max_size=5))
def test_spaces_are_sets(some: list[object], others: list[object]) -> None:
    def union(networks: list[object]) -> set[int]:
        return {int(one) for each in networks for one in each}  # type: ignore[attr-defined]

    left, right = NOTHING, NOTHING
    for one in some:
        left |= of_network(one)  # type: ignore[arg-type]
    for one in others:
        right |= of_network(one)  # type: ignore[arg-type]

    assert (left | right).four_size == len(union(some) | union(others))
    assert (left - right).four_size == len(union(some) - union(others))
    assert (left - EVERYTHING) == NOTHING
