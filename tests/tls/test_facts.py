"""Whatever bytes a server sends as its certificate, reading them is a fact or a plain refusal."""

import warnings
from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from launchready.tls.facts import UnreadableError, pieces, read
from launchready.tls.path import path_of
from tests.pki import AIA, Authority
from tests.tls.chains import HOST, LAB, SOUND
from tests.worlds import NOON

WHOLE = LAB.leaf(HOST, "192.0.2.1", "2001:db8::1").der


def test_a_certificate_says_who_for_whom_and_how_long() -> None:
    facts = read(WHOLE)

    assert (facts.subject, facts.issuer) == ("CN=app.acme.test", "CN=Lab Issuer")
    assert facts.covers == (HOST, "192.0.2.1", "2001:db8::1")
    assert facts.issuer_urls == (AIA,)
    assert facts.lifetime.days == 90
    assert not facts.is_self_issued
    assert str(WHOLE) not in repr(facts)


def test_a_path_follows_signatures_and_leaves_strangers_out() -> None:
    stranger = Authority.at(NOON)
    sent = [SOUND[0], stranger.intermediate, LAB.root, LAB.intermediate, SOUND[0]]

    path = path_of(tuple(read(one.der) for one in sent))

    assert [one.der for one in path] == [SOUND[0].der, LAB.intermediate.der, LAB.root.der]


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    _read_or_refuse(raw)


@example(12, 1)  # version 2, which the library refuses by an exception of its own
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_no_damaged_certificate_crashes_the_reader(place: int, value: int) -> None:
    _read_or_refuse(WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :])


@given(st.integers(0, len(WHOLE)))
def test_no_cut_off_certificate_crashes_the_reader(length: int) -> None:
    _read_or_refuse(WHOLE[:length])


def _read_or_refuse(raw: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cryptography warns of certificates it will refuse later
        with suppress(UnreadableError):
            path_of((read(raw), read(SOUND[1].der)))


def test_certificates_in_a_row_are_taken_apart() -> None:
    row = [SOUND[0].der, LAB.intermediate.der, WHOLE]

    assert pieces(b"".join(row)) == row


@given(st.binary(max_size=200))
def test_no_row_of_bytes_loses_or_adds_any(raw: bytes) -> None:
    taken = b"".join(pieces(raw))

    assert raw.startswith(taken)
    assert len(raw) - len(taken) < 2
