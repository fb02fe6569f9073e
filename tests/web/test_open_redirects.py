"""A parameter that sends visitors anywhere is found, and no stranger is ever asked."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.web.open_redirects import open_redirects
from tests.web.visits import moved, settled, told
from tests.worlds import page

LOGIN = "https://acme.test/login"
ABOUT = f"{LOGIN} next="


class Login:
    """A login page that heeds its parameter as a function says."""

    def __init__(self, answer: Callable[[str, str], Response]) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        self.asked.append(url)
        wanted = parse_qs(urlsplit(url).query).get("next", [""])[0]
        return self.answer(url, wanted)


async def ask(answer: Callable[[str, str], Response]) -> tuple[list[tuple[str, str, str]], Login]:
    room, ctx, _ = settled("{open_redirect_params: [{path: /login, param: next}]}")
    login = Login(answer)
    world = replace(ctx, web=login)
    (param,) = room.visits.params
    found = await open_redirects.ask(param, world)
    return [(*pair, one.message) for pair, one in zip(told(found), found, strict=True)], login


def heeding(*starts: str) -> Callable[[str, str], Response]:
    def answer(url: str, wanted: str) -> Response:
        return moved(url, wanted, 302) if wanted.startswith(starts) else page(url)

    return answer


@pytest.mark.parametrize(
    ("answer", "shapes"),
    [
        (heeding("https://l"), "a whole address"),
        (heeding("//"), "two slashes"),
        (heeding("/"), "two slashes or a slash and a backslash"),
        (heeding("https://acme.test"), "your name as a user"),
        (
            lambda url, wanted: page(
                url, headers={"Refresh": f"0; url={wanted}"} if wanted else {}
            ),
            "a whole address or two slashes or a slash and a backslash or your name as a user",
        ),
    ],
)
async def test_each_shape_that_is_heeded_is_told_in_one_finding(
    answer: Callable[[str, str], Response], shapes: str
) -> None:
    found, login = await ask(answer)

    message = f"{ABOUT} sends visitors to any host when it is {shapes}"
    assert found == [("web/open-redirect", ABOUT, message)]
    assert {urlsplit(one).hostname for one in login.asked} == {"acme.test"}
    assert len(login.asked) == 5


@pytest.mark.parametrize(
    "answer",
    [
        lambda url, _: page(url),
        lambda url, wanted: page(url, 400 if wanted else 200),
        lambda url, wanted: moved(url, "/portal", 302) if urlsplit(url).path == "/login"
        and wanted else page(url),
        lambda url, wanted: moved(url, f"https://acme.test/{wanted.lstrip('/')}", 302)
        if wanted and "/login" in url else page(url),
    ],
)  # fmt: skip
async def test_a_page_that_keeps_its_visitors_is_silent(
    answer: Callable[[str, str], Response],
) -> None:
    found, _ = await ask(answer)

    assert found == []


async def test_a_page_that_is_not_there_cannot_be_judged_and_says_so() -> None:
    found, login = await ask(lambda url, _: page(url, 404))

    assert [one[:2] for one in found] == [("web/ends-in-error", LOGIN)]
    assert len(login.asked) == 1


async def test_behind_a_certificate_that_fails_nothing_is_tried() -> None:
    found, login = await ask(lambda url, _: page(url, untrusted="expired"))

    assert [one[:2] for one in found] == [("web/ends-in-error", "https://acme.test")]
    assert len(login.asked) == 1


async def test_what_was_heeded_before_a_wall_stands() -> None:
    def answer(url: str, wanted: str) -> Response:
        return page(url, 429) if wanted.startswith("//") else heeding("https://l")(url, wanted)

    with pytest.raises(UnreachableError) as raised:
        await ask(answer)

    assert told(raised.value.found) == [("web/open-redirect", ABOUT)]
