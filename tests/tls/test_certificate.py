"""A certificate that browsers refuse, or soon will, is named with its cause, at every address."""

from datetime import timedelta

import pytest

from launchready.core.handshake import Handshake
from launchready.core.unreachable import UnreachableError
from tests import pki
from tests.pki import Authority
from tests.tls.chains import AT, HOST, LAB, NO_ISSUER, SOUND, among, ids, judged, met, shown
from tests.worlds import NOON, DictHandshaker


async def test_a_sound_certificate_is_silent() -> None:
    assert await shown(*SOUND) == []


async def test_an_expired_certificate_blocks_and_points_at_its_line() -> None:
    leaf = LAB.leaf(HOST, days=-3)

    (found,) = await shown(leaf, LAB.intermediate, problem=(10, "certificate has expired"))

    assert found.rule.id == "tls/expired"
    assert found.at == AT
    assert found.message == (
        "app.acme.test shows a certificate that ended on 2026-11-22 12:00 UTC, 3 days ago"
    )
    assert found.evidence == (
        "127.0.0.1:443: CN=app.acme.test; for app.acme.test; issued by CN=Lab Issuer; "
        "ends 2026-11-22 12:00 UTC, ended 3 days ago",
    )


async def test_a_certificate_of_the_future_is_not_yet_valid() -> None:
    leaf = LAB.leaf(HOST, days=91)

    found = await shown(leaf, LAB.intermediate, problem=(9, "certificate is not yet valid"))

    assert ids(found) == ["tls/not-yet-valid"]


@pytest.mark.parametrize(
    ("days", "lifetime", "rule"),
    [
        (14.1, 90, None),
        (13.9, 90, "tls/expires-soon"),
        (3.1, 90, "tls/expires-soon"),
        (2.9, 90, "tls/expires-now"),
        (11.8, 47, None),
        (11.7, 47, "tls/expires-soon"),
        (5, 160 / 24, None),
        (39 / 24, 160 / 24, "tls/expires-soon"),
        (26 / 24, 160 / 24, "tls/expires-now"),
        (200, 800, None),
    ],
)
async def test_the_end_is_near_by_days_or_by_a_share_of_the_lifetime(
    days: float, lifetime: float, rule: str | None
) -> None:
    leaf = LAB.leaf(HOST, days=days, lifetime=lifetime)

    assert ids(await shown(leaf, LAB.intermediate)) == ([rule] if rule else [])


async def test_the_last_second_still_counts() -> None:
    leaf = pki.issue(
        HOST, names=(HOST,), by=LAB.intermediate, starts=NOON - timedelta(days=90), ends=NOON
    )

    (found,) = await shown(leaf, LAB.intermediate)

    assert found.rule.id == "tls/expires-now"
    assert "less than an hour from now" in found.message


async def test_a_certificate_for_other_names_is_a_mismatch() -> None:
    leaf = LAB.leaf("acme.test", "*.acme.example", "a.test", "b.test", "c.test")

    (found,) = await shown(leaf, LAB.intermediate, problem=(62, "Hostname mismatch"))

    assert found.rule.id == "tls/host-mismatch"
    assert found.message == (
        "app.acme.test shows a certificate for acme.test, *.acme.example, a.test, b.test "
        "and 1 more, not for app.acme.test"
    )


async def test_a_host_that_is_an_address_wants_it_in_the_certificate() -> None:
    right, wrong = LAB.leaf("127.0.0.1"), LAB.leaf("127.0.0.2")

    assert await shown(right, LAB.intermediate, host="127.0.0.1") == []
    assert ids(await shown(wrong, LAB.intermediate, host="127.0.0.1")) == ["tls/host-mismatch"]


async def test_a_name_in_the_subject_alone_is_no_name() -> None:
    assert ids(await shown(LAB.leaf(common=HOST), LAB.intermediate)) == ["tls/no-san"]


async def test_a_self_signed_certificate_is_called_that() -> None:
    problem = (18, "self-signed certificate")

    assert ids(await shown(LAB.self_signed(HOST), problem=problem)) == ["tls/self-signed"]


async def test_a_self_signed_certificate_the_config_trusts_is_silent() -> None:
    assert await shown(LAB.self_signed(HOST)) == []


async def test_a_root_nobody_trusts_is_an_untrusted_issuer() -> None:
    chain = (*SOUND, LAB.root)

    (found,) = await shown(*chain, problem=(19, "self-signed certificate in certificate chain"))

    assert found.rule.id == "tls/untrusted-issuer"
    assert "CN=Lab Root" in found.message


async def test_an_intermediate_that_has_ended_is_told_from_the_leaf() -> None:
    chain = (SOUND[0], LAB.expired_intermediate())

    (found,) = await shown(*chain, problem=(10, "certificate has expired"))

    assert found.rule.id == "tls/expired-intermediate"
    assert "CN=Lab Issuer ended on 2026-11-20 12:00 UTC" in found.message


async def test_an_ended_intermediate_that_browsers_route_around_is_silent() -> None:
    assert await shown(SOUND[0], LAB.expired_intermediate()) == []


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (26, "tls/wrong-purpose"),
        (66, "tls/weak-key"),
        (67, "tls/weak-key"),
        (68, "tls/weak-signature"),
        (47, "tls/verification-fails"),
        (10, "tls/verification-fails"),  # a root that has ended: nothing shown explains it
        (62, "tls/verification-fails"),
    ],
)
async def test_no_refusal_is_passed_over(code: int, rule: str) -> None:
    (found,) = await shown(*SOUND, problem=(code, "words of OpenSSL"))

    assert found.rule.id == rule
    assert "words of OpenSSL" in found.message


async def test_a_refusal_is_not_hidden_behind_a_mere_risk() -> None:
    leaf = LAB.leaf(HOST, days=10)

    found = await shown(leaf, LAB.intermediate, problem=(10, "certificate has expired"))

    assert ids(found) == ["tls/expires-soon", "tls/verification-fails"]


async def test_two_faults_of_one_certificate_are_two_findings() -> None:
    found = await shown(LAB.leaf("other.test", days=-1), LAB.intermediate, problem=(10, "expired"))

    assert ids(found) == ["tls/expired", "tls/host-mismatch"]


@pytest.mark.parametrize(
    "silent", ["refused", "plain text", "alert", "closed", "no certificate for the name"]
)
async def test_a_host_without_tls_is_not_serving(silent: str) -> None:
    shake = Handshake(not_serving=silent, detail="what was seen")  # type: ignore[arg-type]

    (found,) = await judged(DictHandshaker(shakes={f"{HOST}:443": shake}))

    assert found.rule.id == "tls/not-serving"
    assert found.message == f"app.acme.test serves no TLS ({silent}: what was seen)"


async def test_addresses_that_disagree_are_quoted_each() -> None:
    refused = Handshake(not_serving="refused", detail="nothing listens there")
    expired = met(LAB.leaf(HOST, days=-1), LAB.intermediate, problem=(10, "expired"))

    found = await among(a192_0_2_1=met(*SOUND), a192_0_2_2=expired, a192_0_2_3=refused)

    assert ids(found) == ["tls/expired", "tls/not-serving", "tls/addresses-disagree"]
    assert found[0].message.endswith("(at 192.0.2.2:443)")
    assert found[2].evidence == (
        "192.0.2.1:443: nothing wrong",
        "192.0.2.2:443: shows a certificate that ended on 2026-11-24 12:00 UTC, 24 hours ago",
        "192.0.2.3:443: serves no TLS (refused: nothing listens there)",
    )


async def test_addresses_with_one_and_the_same_fault_are_one_finding() -> None:
    expired = met(LAB.leaf(HOST, days=-1), LAB.intermediate, problem=(10, "expired"))

    (found,) = await among(a192_0_2_1=expired, a192_0_2_2=expired)

    assert found.message.endswith("(at 192.0.2.1:443, 192.0.2.2:443)")
    assert len(found.evidence) == 2


async def test_addresses_with_different_sound_certificates_agree() -> None:
    other = met(LAB.leaf(HOST, "www.acme.test"), LAB.intermediate)

    assert await among(a192_0_2_1=met(*SOUND), a192_0_2_2=other) == []


async def test_an_address_without_an_answer_leaves_the_question_open() -> None:
    silent = UnreachableError("192.0.2.2:443 did not answer", kind="timed out", advice="Look.")

    with pytest.raises(UnreachableError) as caught:
        await among(a192_0_2_1=met(*SOUND), a192_0_2_2=silent)

    assert (caught.value.reason, caught.value.kind) == (silent.reason, "timed out")
    assert (caught.value.advice, caught.value.found) == ("Look.", ())


async def test_what_the_other_addresses_showed_stands_all_the_same() -> None:
    silent = UnreachableError("192.0.2.2:443 did not answer", kind="timed out")
    expired = met(LAB.leaf(HOST, days=-1), LAB.intermediate, problem=(10, "expired"))

    with pytest.raises(UnreachableError) as caught:
        await among(a192_0_2_1=expired, a192_0_2_2=silent)

    assert ids(list(caught.value.found)) == ["tls/expired"]


async def test_a_host_without_an_address_leaves_the_question_open() -> None:
    nowhere = DictHandshaker(hosts={f"{HOST}:443": UnreachableError("it has no address")})

    with pytest.raises(UnreachableError, match="it has no address"):
        await judged(nowhere)


async def test_a_certificate_that_cannot_be_read_leaves_the_question_open() -> None:
    shake = Handshake(chain=(b"rubbish",), problem=NO_ISSUER)

    with pytest.raises(UnreachableError, match="could not be read"):
        await judged(DictHandshaker(shakes={f"{HOST}:443": shake}))


async def test_rubbish_above_a_sound_leaf_is_left_to_verification() -> None:
    shake = Handshake(chain=(SOUND[0].der, b"rubbish", SOUND[1].der))

    assert await judged(DictHandshaker(shakes={f"{HOST}:443": shake})) == []


async def test_the_order_of_a_chain_does_not_matter_to_its_path() -> None:
    chain = (SOUND[0], LAB.root, LAB.expired_intermediate())

    found = await shown(*chain, problem=(10, "certificate has expired"))

    assert ids(found) == ["tls/expired-intermediate", "tls/wrong-order"]


async def test_another_authority_of_the_same_name_is_not_the_issuer() -> None:
    namesake = Authority.at(NOON).expired_intermediate()

    found = await shown(SOUND[0], namesake, problem=(10, "certificate has expired"))

    assert ids(found) == ["tls/verification-fails", "tls/extra-certificate"]
