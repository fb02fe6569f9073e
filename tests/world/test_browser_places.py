"""Pages are fetched where the config says the host is, and once a run."""

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.world.browser import LiveBrowser
from launchready.world.settings import Network
from tests.world.loopback import Site, a_network, a_request, http, serving, silent
from tests.worlds import DictResolver

URL = "http://acme.test/"


async def test_a_mapped_host_is_fetched_at_its_place_under_its_own_name() -> None:
    site = Site(http(body=b"here"))
    async with serving(site) as port:
        browser = LiveBrowser(
            a_network(addresses={"acme.test:8080": [f"127.0.0.1:{port}"]}), DictResolver()
        )
        page = await browser.fetch("http://ACME.test:8080/")
        await browser.aclose()

    assert page.text == "here"
    assert b"Host: acme.test:8080" in site.asked[0]


async def test_the_next_address_is_tried_when_one_refuses() -> None:
    async with serving(silent, address="127.0.0.2") as closed:
        pass
    async with serving(Site(http(body=b"second"))) as port:
        places = [f"127.0.0.2:{closed}", f"127.0.0.1:{port}"]
        browser = LiveBrowser(a_network(addresses={"acme.test:80": places}), DictResolver())
        page = await browser.fetch(URL)
        await browser.aclose()

    assert page.text == "second"


async def test_an_ipv6_address_is_a_place_too() -> None:
    async with serving(Site(http(body=b"six")), address="::1") as port:
        browser = LiveBrowser(a_network(), DictResolver())
        page = await browser.fetch(f"http://[::1]:{port}/")
        await browser.aclose()

    assert page.text == "six"


def _with_resolver() -> Network:
    return Network.model_validate({"resolver": "127.0.0.1:5300", "timeout": "5s"})


async def test_names_are_asked_of_the_configured_resolver() -> None:
    async with serving(Site(http(body=b"found"))) as port:
        browser = LiveBrowser(_with_resolver(), DictResolver(hosts={"acme.test": ("127.0.0.1",)}))
        page = await browser.fetch(f"http://acme.test:{port}/")
        await browser.aclose()

    assert page.text == "found"


async def test_what_the_resolver_says_of_a_name_is_told() -> None:
    broken = UnreachableError("127.0.0.1:5300 answered SERVFAIL", kind="refused")
    browser = LiveBrowser(_with_resolver(), DictResolver(hosts={"acme.test": broken}))

    with pytest.raises(UnreachableError) as caught:
        await browser.fetch(URL)
    with pytest.raises(UnreachableError, match=r"www\.acme\.test has no address"):
        await browser.fetch("http://www.acme.test/")

    assert (caught.value.reason, caught.value.kind) == (broken.reason, "refused")


async def test_a_name_nobody_knows_is_unreachable() -> None:
    browser = LiveBrowser(a_network(), DictResolver())

    with pytest.raises(UnreachableError) as caught:
        await browser.fetch("http://acme.invalid/")

    assert caught.value.reason.startswith("acme.invalid:80 was not found")


async def test_a_page_is_fetched_once_a_run_though_many_ask_at_once() -> None:
    site = Site(http(body=b"once"))
    got: list[Response] = []
    async with serving(site) as port:
        browser = _browser(port)

        async def ask() -> None:
            got.append(await browser.fetch(URL))

        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(ask)
        got.append(await browser.fetch(URL))
        await browser.aclose()

    assert len(site.asked) == 1
    assert len({id(one) for one in got}) == 1


async def test_silence_is_remembered_too() -> None:
    asked: list[bytes] = []

    async def hangs_up(stream: ByteStream) -> None:
        asked.append(await a_request(stream))

    async with serving(hangs_up) as port:
        browser = _browser(port)
        for _ in range(2):
            with pytest.raises(UnreachableError):
                await browser.fetch(URL)
        await browser.aclose()

    assert len(asked) == 1


@pytest.mark.parametrize(
    ("headers", "fresh", "times"),
    [
        ((), False, 1),
        ((("Accept", "text/html"),), False, 1),
        ((), True, 2),
        ((("Cookie", "a=b"),), False, 2),
        ((("X-Api-Key", "k"),), False, 2),
    ],
)
async def test_only_what_a_stranger_would_ask_is_remembered(
    headers: tuple[tuple[str, str], ...], fresh: bool, times: int
) -> None:
    site = Site(http())
    async with serving(site) as port:
        browser = _browser(port)
        for _ in range(2):
            await browser.fetch(URL, headers=headers, fresh=fresh)
        await browser.aclose()

    assert len(site.asked) == times


async def test_one_who_gives_up_does_not_take_the_others_along() -> None:
    site = Site(http(body=b"late"))
    gate, entered = anyio.Event(), anyio.Event()
    got: list[Response] = []

    async def slow(stream: ByteStream) -> None:
        entered.set()
        await gate.wait()
        await site(stream)

    async with serving(slow) as port:
        browser = _browser(port)

        async def ask() -> None:
            got.append(await browser.fetch(URL))

        async with anyio.create_task_group() as group:
            first = anyio.CancelScope()

            async def gives_up() -> None:
                with first:
                    await ask()

            group.start_soon(gives_up)
            await entered.wait()
            group.start_soon(ask)
            await anyio.wait_all_tasks_blocked()
            first.cancel()
            gate.set()
        await browser.aclose()

    assert [one.text for one in got] == ["late"]


async def test_connections_are_kept_for_the_next_request() -> None:
    opened: list[int] = []
    site = Site(http(), keep_alive=True)

    async def counted(stream: ByteStream) -> None:
        opened.append(1)
        await site(stream)

    async with serving(counted) as port:
        browser = _browser(port)
        for number in range(3):
            await browser.fetch(f"{URL}{number}")
        await browser.aclose()

    assert (len(opened), len(site.asked)) == (1, 3)


def _browser(port: int) -> LiveBrowser:
    network = a_network(addresses={"acme.test:80": [f"127.0.0.1:{port}"]})
    return LiveBrowser(network, DictResolver())
