"""Lifetimes are held to what browsers allowed when a certificate began."""

from datetime import UTC, datetime, timedelta

import pytest

from launchready.core.handshake import Handshake
from launchready.tls.facts import Certificate
from launchready.tls.strength import of_making, of_policy, of_sending

PUBLIC = Handshake(is_public=True)


def _leaf(began: datetime, days: float, **given: object) -> Certificate:
    ends = began + timedelta(days=days)
    return Certificate(
        der=b"",
        subject="CN=a",
        issuer="CN=b",
        starts=began,
        ends=ends,
        timestamps=2,
        **given,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("began", "longest"),
    [
        (datetime(2019, 1, 1, tzinfo=UTC), 825),
        (datetime(2026, 3, 14, tzinfo=UTC), 398),
        (datetime(2026, 3, 15, tzinfo=UTC), 200),
        (datetime(2027, 3, 15, tzinfo=UTC), 100),
        (datetime(2029, 3, 15, tzinfo=UTC), 47),
    ],
)
def test_a_lifetime_may_be_as_long_as_it_could_be_then(began: datetime, longest: int) -> None:
    assert of_policy(_leaf(began, longest), PUBLIC) == []
    (fault,) = of_policy(_leaf(began, longest + 0.1), PUBLIC)
    assert fault.rule.id == "tls/lifetime-too-long"


def test_a_private_authority_may_do_as_it_likes() -> None:
    assert of_policy(_leaf(datetime(2027, 1, 1, tzinfo=UTC), 9000), Handshake()) == []


@pytest.mark.parametrize(
    ("key", "digest", "rules"),
    [
        (("RSA", 2048), "sha256", []),
        (("RSA", 2047), "sha256", ["tls/weak-key"]),
        (("EC", 256), "sha384", []),
        (("EC", 192), "sha256", ["tls/weak-key"]),
        (("DSA", 2048), "sha256", ["tls/weak-key"]),
        (("Ed25519", 0), "", []),
        (("unknown", 0), "", []),
        (("EC", 256), "md5", ["tls/weak-signature"]),
        (("EC", 256), "sha1", ["tls/weak-signature"]),
    ],
)
def test_keys_and_signatures_are_strong_or_named(
    key: tuple[str, int], digest: str, rules: list[str]
) -> None:
    leaf = _leaf(datetime(2027, 1, 1, tzinfo=UTC), 90, key=key, digest=digest)

    assert [one.rule.id for one in of_making((leaf,))] == rules


def test_a_root_s_own_signature_is_never_looked_at() -> None:
    began = datetime(2027, 1, 1, tzinfo=UTC)
    root = _leaf(began, 90, digest="sha1", is_self_issued=True)

    assert of_making((_leaf(began, 90), root)) == []


def test_a_chain_of_one_is_in_order() -> None:
    leaf = _leaf(datetime(2027, 1, 1, tzinfo=UTC), 90)

    assert of_sending((leaf,), (leaf,)) == []
