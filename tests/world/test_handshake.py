"""The handshaker tells each TLS fault apart, on real servers, and never takes silence for one."""

from contextlib import AsyncExitStack
from pathlib import Path
from ssl import SSLContext

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.handshake import Endpoint, Handshake
from launchready.core.unreachable import UnreachableError
from launchready.values.problem import ConfigError
from launchready.world.handshake import LiveHandshaker
from tests import pki
from tests.pki import Authority, Issued
from tests.world.loopback import a_network, closes, http, serving, silent
from tests.worlds import DictResolver

HOST = "app.acme.test"


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(pki.now())


@pytest.fixture
def root_file(lab: Authority, tmp_path: Path) -> str:
    return str(pki.pem_file(tmp_path, "root", lab.root))


def _handshaker(port: int, *, timeout: float = 5.0, ca_file: str | None = None) -> LiveHandshaker:
    places = {f"{HOST}:443": [f"127.0.0.1:{port}"]}
    return LiveHandshaker(a_network(timeout, ca_file, addresses=places), DictResolver())


async def _met(handshaker: LiveHandshaker, *extra: Issued) -> Handshake:
    (endpoint,) = await handshaker.endpoints(HOST, 443)
    return await handshaker.shake(endpoint, extra=pki.der(*extra))


async def _shown(
    tmp_path: Path, root_file: str, *chain: Issued, extra: tuple[Issued, ...] = ()
) -> Handshake:
    async with serving(silent, pki.server_context(tmp_path, *chain)) as port:
        return await _met(_handshaker(port, ca_file=root_file), *extra)


async def test_a_sound_chain_is_seen_whole_and_has_no_problem(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    chain = (lab.leaf(HOST), lab.intermediate)

    met = await _shown(tmp_path, root_file, *chain)

    assert met == Handshake(chain=pki.der(*chain), protocol="TLSv1.3")


async def test_the_system_s_roots_alone_do_not_trust_a_lab(lab: Authority, tmp_path: Path) -> None:
    async with serving(
        silent, pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    ) as port:
        met = await _met(_handshaker(port))

    assert met.problem == (20, "unable to get local issuer certificate")


def _problems(lab: Authority) -> dict[str, tuple[tuple[Issued, ...], int]]:
    """What each faulty chain is called, with the code OpenSSL gives it."""
    stranger = Authority.at(lab.now)
    return {
        "expired": ((lab.leaf(HOST, days=-1), lab.intermediate), 10),
        "not yet valid": ((lab.leaf(HOST, days=60, lifetime=59), lab.intermediate), 9),
        "another host": ((lab.leaf("other.acme.test"), lab.intermediate), 62),
        "no SAN": ((lab.leaf(common=HOST), lab.intermediate), 62),
        "wildcard too high": ((lab.leaf("*.test"), lab.intermediate), 62),
        "no intermediate": ((lab.leaf(HOST),), 20),
        "a stranger's": ((stranger.leaf(HOST), stranger.intermediate), 20),
        "a stranger's, root sent": (
            (stranger.leaf(HOST), stranger.intermediate, stranger.root),
            19,
        ),
        "self-signed": ((lab.self_signed(HOST),), 18),
        "expired intermediate": ((lab.leaf(HOST), lab.expired_intermediate()), 10),
        "for clients": ((lab.leaf(HOST, purpose=pki.CLIENT), lab.intermediate), 26),
    }


@pytest.mark.parametrize("name", _problems(Authority.at(pki.now())))
async def test_a_faulty_chain_is_shown_with_openssl_s_word_for_it(
    name: str, lab: Authority, tmp_path: Path, root_file: str
) -> None:
    chain, code = _problems(lab)[name]

    met = await _shown(tmp_path, root_file, *chain)

    assert met.chain == pki.der(*chain)
    assert met.problem is not None
    assert met.problem[0] == code


async def test_a_chain_is_not_refused_for_what_only_one_python_minds(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    no_key_id = pki.issue(
        HOST,
        names=(HOST,),
        by=lab.intermediate,
        starts=lab.now,
        ends=lab.leaf(HOST).certificate.not_valid_after_utc,
        without_key_ids=True,
    )

    met = await _shown(tmp_path, root_file, no_key_id, lab.intermediate)

    assert met.problem is None


async def test_a_lent_intermediate_completes_a_chain(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    met = await _shown(tmp_path, root_file, lab.leaf(HOST), extra=(lab.intermediate,))

    assert met.problem is None


async def test_a_lent_root_is_not_trusted(lab: Authority, tmp_path: Path, root_file: str) -> None:
    stranger = Authority.at(lab.now)
    chain = (stranger.leaf(HOST), stranger.intermediate)

    met = await _shown(tmp_path, root_file, *chain, extra=(stranger.root, stranger.intermediate))

    assert met.problem is not None


async def test_lent_bytes_that_are_no_certificate_do_no_harm(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    async with serving(
        silent, pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    ) as port:
        handshaker = _handshaker(port, ca_file=root_file)
        (endpoint,) = await handshaker.endpoints(HOST, 443)
        met = await handshaker.shake(endpoint, extra=(b"rubbish",))

    assert met.problem is None


async def _answers_http(stream: ByteStream) -> None:
    await stream.receive()
    await stream.send(http("400 Bad Request"))


async def _greets(stream: ByteStream) -> None:
    await stream.send(b"220 mail.acme.test ESMTP\r\n")
    await anyio.sleep_forever()


def _alert(code: int) -> bytes:
    return bytes([0x15, 3, 3, 0, 2, 2, code])


def _alerts(code: int) -> object:
    async def talk(stream: ByteStream) -> None:
        await stream.receive()
        await stream.send(_alert(code))

    return talk


@pytest.mark.parametrize(
    ("talk", "kind", "detail"),
    [
        (_answers_http, "plain text", "it answers in plain HTTP text, without TLS"),
        (_greets, "plain text", "it answers in plain text, without TLS"),
        (closes, "closed", "it closed the connection in the middle of the handshake"),
        (_alerts(112), "no certificate for the name", "alert 112, unrecognized name"),
        (_alerts(40), "alert", "alert 40, handshake failure"),
        (_alerts(99), "alert", "alert 99"),
    ],
)
async def test_a_server_without_a_certificate_is_told_by_what_it_does(
    talk: object, kind: str, detail: str
) -> None:
    async with serving(talk) as port:  # type: ignore[arg-type]
        met = await _met(_handshaker(port))

    assert (met.not_serving, met.detail) == (kind, detail)
    assert met.chain == ()


async def test_a_handshake_cut_off_once_is_tried_again(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    async with serving(silent, context) as behind:
        seen: list[int] = []

        async def moody(stream: ByteStream) -> None:
            seen.append(1)
            if len(seen) > 1:
                await _pass_on(stream, behind)

        async with serving(moody) as port:
            met = await _met(_handshaker(port, ca_file=root_file))

    assert met.problem is None
    assert met.not_serving is None


async def _pass_on(stream: ByteStream, port: int) -> None:
    async with await anyio.connect_tcp("127.0.0.1", port) as there, anyio.create_task_group() as on:

        async def one_way(source: ByteStream, sink: ByteStream) -> None:
            async for said in source:
                await sink.send(said)
            on.cancel_scope.cancel()

        on.start_soon(one_way, stream, there)
        on.start_soon(one_way, there, stream)


async def test_a_server_that_only_speaks_an_old_version_says_so(
    lab: Authority, tmp_path: Path
) -> None:
    async with serving(_alerts(70)) as port:  # type: ignore[arg-type]
        met = await _met(_handshaker(port))

    assert met.detail == "alert 70, protocol version: it speaks no TLS 1.2 or newer"


async def test_a_port_where_nothing_listens_is_refused() -> None:
    async with serving(silent) as port:
        pass

    met = await _met(_handshaker(port))

    assert (met.not_serving, met.detail) == ("refused", "nothing listens there")


async def test_a_server_that_never_answers_leaves_the_question_open() -> None:
    async with serving(silent) as port:
        with pytest.raises(UnreachableError) as caught:
            await _met(_handshaker(port, timeout=0.5))

    assert caught.value.kind == "timed out"
    assert caught.value.reason == f"127.0.0.1:{port} did not answer in 0.5 s"


async def test_records_that_make_no_sense_leave_the_question_open() -> None:
    async def babbles(stream: ByteStream) -> None:
        await stream.receive()
        await stream.send(b"\x16\x03\x03\x00\x04junk")
        await anyio.sleep_forever()

    async with serving(babbles) as port:
        with pytest.raises(UnreachableError) as caught:
            await _met(_handshaker(port))

    assert caught.value.kind == "refused"
    assert "we found no common ground for TLS" in caught.value.reason


async def test_a_server_that_will_not_shake_hands_twice_leaves_the_question_open(
    lab: Authority, tmp_path: Path
) -> None:
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)
    async with serving(silent, context) as behind:
        seen: list[int] = []

        async def once(stream: ByteStream) -> None:
            seen.append(1)
            if len(seen) == 1:
                await _pass_on(stream, behind)

        async with serving(once) as port:
            with pytest.raises(UnreachableError, match="shook hands once and then would not"):
                await _met(_handshaker(port))


async def test_a_host_has_the_addresses_the_dns_gives() -> None:
    resolver = DictResolver(hosts={HOST: ("127.0.0.1", "::1")})

    found = await LiveHandshaker(a_network(), resolver).endpoints(HOST, 443)

    assert found == (
        Endpoint(host=HOST, port=443, address="127.0.0.1", address_port=443),
        Endpoint(host=HOST, port=443, address="::1", address_port=443),
    )
    assert [str(one) for one in found] == ["127.0.0.1:443", "[::1]:443"]


async def test_a_host_that_is_an_address_needs_no_dns() -> None:
    found = await LiveHandshaker(a_network(), DictResolver()).endpoints("127.0.0.1", 8443)

    assert [str(one) for one in found] == ["127.0.0.1:8443"]


async def test_mapped_addresses_come_before_the_dns_each_once() -> None:
    places = {f"{HOST}:443": ["127.0.0.1:8443", "127.0.0.2", "127.0.0.1:8443"]}
    resolver = DictResolver(hosts={HOST: ("192.0.2.1",)})

    found = await LiveHandshaker(a_network(addresses=places), resolver).endpoints(HOST, 443)

    assert [str(one) for one in found] == ["127.0.0.1:8443", "127.0.0.2:443"]


async def test_a_host_without_an_address_leaves_the_question_open() -> None:
    with pytest.raises(UnreachableError) as caught:
        await LiveHandshaker(a_network(), DictResolver()).endpoints(HOST, 443)

    assert caught.value.reason == f"{HOST} has no address"
    assert caught.value.advice


def test_a_ca_file_that_cannot_be_used_is_a_mistake_in_the_config(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")

    with pytest.raises(ConfigError, match="it holds no PEM certificate"):
        LiveHandshaker(a_network(ca_file=str(empty)), DictResolver())
    with pytest.raises(ConfigError, match="no such file"):
        LiveHandshaker(a_network(ca_file=str(tmp_path / "absent.pem")), DictResolver())


async def test_every_address_is_asked_for_the_host_s_own_name(
    lab: Authority, tmp_path: Path, root_file: str
) -> None:
    names: list[str | None] = []
    context = pki.server_context(tmp_path, lab.leaf(HOST), lab.intermediate)

    def heard(_socket: object, name: str | None, _context: SSLContext) -> None:
        names.append(name)

    context.sni_callback = heard
    async with AsyncExitStack() as stack:
        port = await stack.enter_async_context(serving(silent, context))
        await _met(_handshaker(port, ca_file=root_file))

    assert set(names) == {HOST}
