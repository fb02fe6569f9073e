"""Why a connection did not come about is said in words, with what to do about it."""

import errno
import socket

import pytest

from launchready.world.route import silence, written

WHERE = "[2001:db8::1]:443"


@pytest.mark.parametrize("code", [errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL])
def test_no_route_is_this_machine_s_lack_and_says_how_to_look(code: int) -> None:
    told = silence(WHERE, OSError(code, "Connect call failed"))

    assert told.kind == "unreachable"
    assert told.reason.startswith(f"there is no route from this machine to {WHERE}: ")
    assert "network.addresses" in told.advice


def test_a_cause_is_found_however_deep_it_lies() -> None:
    group = OSError("All connection attempts failed")
    group.__cause__ = ExceptionGroup("each", [OSError("odd"), ConnectionRefusedError(111, "no")])

    assert silence(WHERE, group).kind == "refused"


def test_a_cause_that_is_hidden_is_found_too() -> None:
    hidden = RuntimeError("said from None")
    hidden.__context__, hidden.__suppress_context__ = TimeoutError(), True

    assert silence(WHERE, hidden).kind == "timed out"


def test_a_circle_of_causes_has_an_end() -> None:
    one, other = OSError("one"), OSError("other")
    one.__cause__, other.__cause__ = other, one

    assert silence(WHERE, one).reason == f"{WHERE} could not be talked to: one"


def test_an_unknown_name_and_a_reset_are_told_apart() -> None:
    unknown = silence("acme.test:443", socket.gaierror(socket.EAI_NONAME, "Name not known"))
    reset = silence("acme.test:443", ConnectionResetError(errno.ECONNRESET, "by peer"))

    assert unknown.reason == "acme.test:443 was not found: name not known"
    assert reset.reason == "acme.test:443 could not be talked to: connection reset by peer"


def test_an_ipv6_address_is_written_so_that_its_port_can_be_seen() -> None:
    assert (written(("::1", 443)), written(("127.0.0.1", 443))) == ("[::1]:443", "127.0.0.1:443")
