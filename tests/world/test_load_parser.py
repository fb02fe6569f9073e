"""Both parsers make the same of an answer, however the network cuts it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.world.load_parser import FastParser, H11Parser, WireError

pytest.importorskip("httptools")

_TOLD = tuple[int, tuple[tuple[str, str], ...], bytes, int, bool]

PLAIN = b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer-Timing: db;dur=3\r\n\r\n"
    b"3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\nX-Trailer: 1\r\n\r\n"
)
CONTINUED = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + PLAIN
OLD = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end"
OLD_KEPT = b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok"
EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"
UNCHANGED = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n"
CLOSING = b"HTTP/1.1 500 Oops\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbad"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
UNASKED = PLAIN + b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nnot all"

WHOLE = {
    "plain": (PLAIN, "GET", (200, b"hello", True)),
    "chunked": (CHUNKED, "GET", (200, b"abcdefg", True)),
    "after 100": (CONTINUED, "POST", (200, b"hello", True)),
    "HTTP/1.0": (OLD, "GET", (200, b"until the end", False)),
    "HTTP/1.0 kept": (OLD_KEPT, "GET", (200, b"ok", False)),
    "no content": (EMPTY, "GET", (204, b"", True)),
    "not modified": (UNCHANGED, "GET", (304, b"", True)),
    "closing": (CLOSING, "GET", (500, b"bad", False)),
    "head": (HEAD, "HEAD", (200, b"", True)),
}


def _told(kind: type[H11Parser] | type[FastParser], method: str, cuts: list[bytes]) -> _TOLD | None:
    """What a parser makes of an answer that comes in pieces and is followed by the end."""
    parser = kind(method, 1_000_000)
    try:
        whole = any(parser.feed(one) for one in cuts) or parser.end()
    except WireError:
        return None
    if not whole:
        return None
    headers = tuple(parser.headers)
    return parser.status, headers, bytes(parser.body), parser.received, parser.keeps


@pytest.mark.parametrize("kind", [H11Parser, FastParser], ids=["h11", "httptools"])
@pytest.mark.parametrize("name", WHOLE)
def test_an_answer_is_read(name: str, kind: type[H11Parser] | type[FastParser]) -> None:
    raw, method, (status, body, keeps) = WHOLE[name]
    came = _told(kind, method, [raw])

    assert came is not None
    assert (came[0], came[2], came[4]) == (status, body, keeps)


@pytest.mark.parametrize("kind", [H11Parser, FastParser], ids=["h11", "httptools"])
@pytest.mark.parametrize(
    "raw",
    [SHORT, b"garbage\r\n\r\n", b"", PLAIN[:-1], CHUNKED[:-2], b"HTTP/1.1 200 OK\r\nConte",
     b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
     b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000],
    ids=["short", "garbage", "nothing", "last byte", "last chunk", "head", "upgrade", "two lengths",
         "huge head"],
)  # fmt: skip
def test_what_is_no_whole_answer_is_told(
    raw: bytes, kind: type[H11Parser] | type[FastParser]
) -> None:
    pieces = [raw[at : at + 1000] for at in range(0, len(raw), 1000)]

    assert _told(kind, "GET", pieces) is None


@pytest.mark.parametrize("kind", [H11Parser, FastParser], ids=["h11", "httptools"])
def test_a_connection_that_says_more_than_it_was_asked_is_not_used_again(
    kind: type[H11Parser] | type[FastParser],
) -> None:
    came = _told(kind, "GET", [UNASKED])

    assert came is not None
    assert (came[0], came[4]) == (200, False)


@pytest.mark.parametrize("kind", [H11Parser, FastParser], ids=["h11", "httptools"])
def test_of_a_long_body_no_more_is_kept_than_asked_for(
    kind: type[H11Parser] | type[FastParser],
) -> None:
    parser = kind("GET", 10)
    parser.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000)

    assert (len(parser.body), parser.received) == (10, 1000)


@settings(max_examples=100)
@given(st.sampled_from(sorted(WHOLE)), st.lists(st.integers(1, 300), max_size=8))
def test_they_agree_wherever_it_is_cut(name: str, at: list[int]) -> None:
    raw, method, _ = WHOLE[name]
    places = sorted({0, len(raw), *(one for one in at if one < len(raw))})
    cuts = [raw[one:other] for one, other in pairwise(places)]

    assert _told(H11Parser, method, cuts) == _told(FastParser, method, cuts)
    assert _told(H11Parser, method, cuts) is not None


@settings(max_examples=100)
@given(st.binary(max_size=200), st.integers(0, 100))
def test_no_bytes_crash_either(noise: bytes, at: int) -> None:
    for raw in (noise, PLAIN[:at] + noise, CHUNKED[:at] + noise):
        _told(H11Parser, "GET", [raw])
        _told(FastParser, "GET", [raw])
