"""A forgotten intermediate is told from an unknown issuer, by completing the chain and trying."""

from launchready.core.handshake import Handshake
from launchready.core.unreachable import UnreachableError
from tests import pki
from tests.pki import AIA, Authority, Issued
from tests.tls.chains import HOST, LAB, NO_ISSUER, SOUND, ids, judged, met
from tests.worlds import NOON, DictHandshaker

ALONE = met(SOUND[0], problem=NO_ISSUER)
LENT: tuple[bytes, ...] = (LAB.intermediate.der,)


def _world(
    first: Handshake = ALONE,
    *,
    gives: bytes | UnreachableError | None = LAB.intermediate.der,
    then: Handshake | None = None,
) -> DictHandshaker:
    """One address; what AIA gives; the handshake with it lent."""
    issuers = {} if gives is None else {AIA: gives}
    lent = {} if then is None else {LENT: then}
    return DictHandshaker(shakes={f"{HOST}:443": first}, issuers=issuers, lent=lent)


async def test_a_chain_that_verifies_once_completed_lacks_its_intermediate() -> None:
    (found,) = await judged(_world(then=met(SOUND[0])))

    assert found.rule.id == "tls/missing-intermediate"
    assert found.message == (
        "app.acme.test leaves out an intermediate certificate; it can be had from "
        "http://ca.test/intermediate.cer"
    )


async def test_a_completed_chain_may_have_other_faults_too() -> None:
    expired = LAB.leaf(HOST, days=-1)
    first = met(expired, problem=NO_ISSUER)

    found = await judged(_world(first, then=met(expired, problem=(10, "expired"))))

    assert ids(found) == ["tls/expired", "tls/missing-intermediate"]


async def test_a_completed_chain_with_an_ended_intermediate_says_so() -> None:
    ended = LAB.expired_intermediate()
    world = DictHandshaker(
        shakes={f"{HOST}:443": ALONE},
        issuers={AIA: ended.der},
        lent={(ended.der,): met(SOUND[0], problem=(10, "expired"))},
    )

    assert ids(await judged(world)) == ["tls/missing-intermediate", "tls/expired-intermediate"]


async def test_a_chain_that_fails_though_completed_has_an_untrusted_issuer() -> None:
    (found,) = await judged(_world(then=met(SOUND[0], problem=NO_ISSUER)))

    assert found.rule.id == "tls/untrusted-issuer"
    assert "CN=Lab Issuer (completing the chain from http://ca.test/" in found.message


async def test_an_issuer_that_is_nowhere_to_be_had_is_untrusted() -> None:
    (found,) = await judged(_world(gives=None))

    assert found.rule.id == "tls/untrusted-issuer"
    assert found.message.endswith("is not at http://ca.test/intermediate.cer)")


async def test_a_certificate_that_names_no_place_has_an_untrusted_issuer() -> None:
    private = met(LAB.leaf(HOST, aia=None), problem=NO_ISSUER)

    (found,) = await judged(_world(private))

    assert found.rule.id == "tls/untrusted-issuer"
    assert found.message.endswith("(the certificate does not say where to find its issuer)")


async def test_a_place_that_does_not_answer_leaves_the_fault_and_says_why() -> None:
    (found,) = await judged(_world(gives=UnreachableError("ca.test:80 did not answer in 10 s")))

    assert found.rule.id == "tls/untrusted-issuer"
    assert "could not be fetched: ca.test:80 did not answer in 10 s" in found.message


async def test_a_stranger_s_certificate_at_that_place_does_not_count() -> None:
    (found,) = await judged(_world(gives=Authority.at(NOON).intermediate.der, then=met(SOUND[0])))

    assert found.rule.id == "tls/untrusted-issuer"


async def test_rubbish_at_that_place_does_not_count() -> None:
    assert ids(await judged(_world(gives=b"<html>"))) == ["tls/untrusted-issuer"]


async def test_a_root_at_that_place_is_never_lent() -> None:
    private = met(LAB.leaf(HOST, by=LAB.root), problem=NO_ISSUER)
    world = DictHandshaker(
        shakes={f"{HOST}:443": private},
        issuers={AIA: LAB.root.der},
        lent={(LAB.root.der,): met(SOUND[0])},
    )

    assert ids(await judged(world)) == ["tls/untrusted-issuer"]


async def test_two_missing_intermediates_are_both_named() -> None:
    lower = _issuer(by=LAB.intermediate, aia=AIA)
    leaf = LAB.leaf(HOST, by=lower, aia="http://ca.test/lower.cer")
    world = DictHandshaker(
        shakes={f"{HOST}:443": met(leaf, problem=NO_ISSUER)},
        issuers={AIA: LAB.intermediate.der, "http://ca.test/lower.cer": lower.der},
        lent={(lower.der, LAB.intermediate.der): met(leaf)},
    )

    (found,) = await judged(world)

    assert found.rule.id == "tls/missing-intermediate"
    assert found.message.endswith("http://ca.test/lower.cer and http://ca.test/intermediate.cer")


async def test_a_chain_without_end_is_followed_only_so_far() -> None:
    above = [LAB.intermediate]
    for step in range(6):
        above.append(_issuer(f"Issuer {step}", by=above[-1], aia=f"http://ca.test/{step}"))
    leaf = LAB.leaf(HOST, by=above[-1], aia="http://ca.test/6")
    issuers = {f"http://ca.test/{step}": one.der for step, one in enumerate(above)}
    world = DictHandshaker(shakes={f"{HOST}:443": met(leaf, problem=NO_ISSUER)}, issuers=issuers)

    assert ids(await judged(world)) == ["tls/untrusted-issuer"]


async def test_the_upper_half_missing_is_a_missing_intermediate_too() -> None:
    lower = _issuer(by=LAB.intermediate, aia=AIA)
    leaf = LAB.leaf(HOST, by=lower)

    first = met(leaf, lower, problem=(2, "unable to get issuer certificate"))

    assert ids(await judged(_world(first, then=met(leaf, lower)))) == ["tls/missing-intermediate"]


def _issuer(name: str = "Lower Issuer", *, by: Issued, aia: str) -> Issued:
    leaf = SOUND[0].certificate
    return pki.issue(
        name,
        by=by,
        ca=True,
        aia=aia,
        starts=leaf.not_valid_before_utc,
        ends=leaf.not_valid_after_utc,
    )
