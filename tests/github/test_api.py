"""A GitHub that is down, slow or none at all costs little, and the token goes nowhere else."""

from collections.abc import Iterator
from email.utils import formatdate

import pytest

from launchready.github import api
from launchready.github.api import GitHub
from launchready.github.refusal import NotDeliveredError
from tests.github import fake
from tests.github.fake import Fault
from tests.github.test_comment import NOW, Waits

COMMENTS = "/issues/7/comments?per_page=100&page=1"


@pytest.fixture
def github() -> Iterator[fake.GitHub]:
    with fake.github() as made:
        yield made


async def ask(
    github: fake.GitHub, waits: Waits | None = None, *, call_limit: float = api.CALL_LIMIT
) -> object:
    clock = (waits or Waits()).clock
    async with GitHub(
        github.url + github.prefix, "org/app", github.token, clock=clock, call_limit=call_limit
    ) as made:
        return (await made.ask("GET", COMMENTS)).body


async def refused(github: fake.GitHub, fault: Fault, waits: Waits | None = None) -> str:
    github.faults = [fault]
    with pytest.raises(NotDeliveredError) as caught:
        await ask(github, waits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("headers", "message", "wait"),
    [
        ({"retry-after": "7"}, "", 7.0),
        ({"retry-after": formatdate(NOW + 9, usegmt=True)}, "", 9.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 30)}, "", 30.0),
        ({"x-ratelimit-remaining": "0"}, "", 60.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, "", 60.0),
        ({}, "You have exceeded a secondary rate limit.", 60.0),
    ],
)
@pytest.mark.parametrize("status", [403, 429])
async def test_a_limit_is_waited_for_as_long_as_github_says(
    github: fake.GitHub, headers: dict[str, str], message: str, wait: float, status: int
) -> None:
    github.faults = [Fault("GET", status, headers, message=message or "planted")]
    waits = Waits()

    assert await ask(github, waits) == []
    assert waits.waited == [wait]


@pytest.mark.parametrize("written", ["\u00b2", "-1", "1e9", "9" * 40, "soon", ""])
async def test_a_wait_that_makes_no_sense_is_a_reason_not_a_crash(
    github: fake.GitHub, written: str
) -> None:
    said = await refused(github, Fault("GET", 403, {"retry-after": written}))

    assert said == (
        "the token may not do this (403); give the job `permissions: pull-requests: write`"
    )


async def test_a_refusal_says_the_permission_that_github_names(github: fake.GitHub) -> None:
    named = {"x-accepted-github-permissions": "issues=write; pull_requests=write"}
    odd = {"x-accepted-github-permissions": "`@all`\x85=write"}

    assert "`permissions: issues: write`" in await refused(github, Fault("GET", 403, named))
    assert "`permissions: pull-requests: write`" in await refused(github, Fault("GET", 403, odd))


@pytest.mark.parametrize("status", [200, 403, 502])
async def test_a_page_in_place_of_json_is_a_reason(github: fake.GitHub, status: int) -> None:
    said = await refused(github, Fault("GET", status, times=-1, raw=b"<html>Unicorn!</html>"))

    assert "Unicorn" not in said
    assert str(status) in said or said == "GitHub's answer is no JSON"


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"nul", b"\xff\xfe", b'"' + b"x" * 999])
async def test_broken_json_is_a_reason(github: fake.GitHub, raw: bytes) -> None:
    assert await refused(github, Fault("GET", 200, raw=raw)) == "GitHub's answer is no JSON"


async def test_a_huge_answer_is_not_read_to_its_end(github: fake.GitHub) -> None:
    huge = b" " * (api.LARGEST_ANSWER + 2)

    assert await refused(github, Fault("GET", 200, raw=huge)) == "GitHub's answer is too large"


@pytest.mark.parametrize("status", [200, 403, 500])
async def test_a_connection_cut_in_the_middle_is_tried_again(
    github: fake.GitHub, status: int
) -> None:
    said = await refused(github, Fault("GET", status, times=-1, raw=b"[" + b" " * 9999, cut=True))

    assert "GitHub could not be reached" in said or f"({status})" in said


async def test_a_slow_answer_is_not_waited_for(github: fake.GitHub) -> None:
    github.slow = 1.0

    with pytest.raises(NotDeliveredError, match="did not answer within"):
        await ask(github, call_limit=0.05)


async def test_calls_and_waits_together_end_in_time() -> None:
    """Each call takes all it may: the clock passes with the calls, not with the waits alone."""
    waits = Waits()
    passing = iter(range(0, 10_000, 20))
    clock = api.Clock(sleep=waits, passed=lambda: float(next(passing)), now=lambda: NOW)

    async with GitHub("http://127.0.0.1:1", "org/app", "t", clock=clock) as nobody:
        with pytest.raises(NotDeliveredError):
            await nobody.ask("GET", COMMENTS)
        with pytest.raises(NotDeliveredError):
            await nobody.ask("GET", COMMENTS)
        with pytest.raises(NotDeliveredError, match="it took more than 110 s"):
            await nobody.ask("GET", COMMENTS)

    assert next(passing) - 20 <= 200
    assert api.BUDGET < 120


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_repository_that_was_renamed_is_found(github: fake.GitHub, status: int) -> None:
    onward = {"location": f"/repos/org/app{COMMENTS}"}
    github.faults = [Fault("GET", status, onward)]

    assert await ask(github) == []
    assert len(github.calls) == 2


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://localhost:{port}/x",
        "http://127.0.0.1:{other}/x",
        "https://127.0.0.1:{port}/x",
        "//evil.example/x",
        "file:///etc/passwd",
        "http://[",
    ],
)
async def test_the_token_is_sent_to_no_other_host(github: fake.GitHub, elsewhere: str) -> None:
    port = int(github.url.rpartition(":")[2])
    with fake.github() as other:
        there = elsewhere.format(port=port, other=other.url.rpartition(":")[2])
        said = await refused(github, Fault("GET", 307, {"location": there}))

    assert "another host" in said or "no address" in said
    assert other.calls == []
    assert len(github.calls) == 1


async def test_redirects_that_never_end_do(github: fake.GitHub) -> None:
    onward = {"location": f"/repos/org/app{COMMENTS}"}

    assert "on and on" in await refused(github, Fault("GET", 301, onward, times=-1))
    assert len(github.calls) == 3


async def test_a_github_of_a_companys_own_has_its_api_elsewhere(github: fake.GitHub) -> None:
    github.prefix = "/api/v3"

    assert await ask(github) == []
    assert github.calls == [f"GET /api/v3/repos/org/app{COMMENTS}"]


@pytest.mark.parametrize("link", ["<http://[>; rel=last", "<x?page=\u00b2>; rel=last", "<<>>;;="])
async def test_links_that_make_no_sense_are_no_links(github: fake.GitHub, link: str) -> None:
    github.faults = [Fault("GET", 200, {"link": link}, raw=b"[]")]

    assert await ask(github) == []


@pytest.mark.parametrize(
    ("url", "bundle", "said"),
    [
        ("http://github.example", "", "without TLS"),
        ("https://[", "", "no address"),
        ("https://github.example", "/nowhere/ca.pem", "no file of certificates"),
    ],
)
def test_an_api_that_cannot_be_asked_is_a_reason(url: str, bundle: str, said: str) -> None:
    with pytest.raises(NotDeliveredError, match=said):
        GitHub(url, "org/app", "t", ca_bundle=bundle)
