"""The GitHub of these tests takes what GitHub takes and says what GitHub says, or a test fails."""

import json

import httpx
import pytest

from tests.github import fake, oracle
from tests.github.oracle import Sent

PATH = "/repos/org/app/issues/7/comments"
HEADERS = {
    "accept": "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "a test",
    "content-type": "application/json",
}


def sent(method: str, target: str, body: object = None, **other: str) -> Sent:
    raw = b"" if body is None else json.dumps(body).encode()
    return Sent(method=method, target=target, headers=HEADERS | other, body=raw)


def test_what_github_takes_is_right() -> None:
    assert oracle.against_request(sent("POST", PATH, {"body": "x" * 65_536})) == ""
    assert oracle.against_request(sent("GET", f"{PATH}?per_page=100&page=2")) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        sent("POST", PATH, {"body": "x" * 65_537}),
        sent("POST", PATH, {"body": 1}),
        sent("POST", PATH, {}),
        sent("POST", PATH, {"body": "x", "bodi": "x"}),
        sent("POST", PATH, {"body": "x"}, **{"content-type": "text/plain"}),
        sent("GET", f"{PATH}?perpage=100"),
        sent("GET", f"{PATH}?page=one"),
        sent("GET", "/repos/org/app/issues/x/comments"),
        sent("GET", "/repos/org/app/pulls?state=fine"),
        sent("PUT", PATH, {"body": "x"}),
        sent("GET", "/nowhere"),
        sent("GET", PATH, accept="*/*"),
        sent("GET", PATH, **{"user-agent": ""}),
        sent("GET", PATH, **{"x-github-api-version": "2020-01-01"}),
    ],
    ids=lambda one: f"{one.method} {one.target}",
)
def test_what_github_would_refuse_or_pass_over_is_wrong(wrong: Sent) -> None:
    assert oracle.against_request(wrong)


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, fake.JSON, b"[{}]"),
        (200, fake.JSON, b"{}"),
        (200, "text/html", b"[]"),
        (207, fake.JSON, b"[]"),
        (404, fake.JSON, b'{"message": 4}'),
        (429, fake.JSON, b"{}"),
        (502, "text/html", b'{"message": "x"}'),
    ],
)
def test_what_github_never_answers_is_wrong(status: int, kind: str, body: bytes) -> None:
    assert oracle.against_answer(sent("GET", PATH), status, kind, body)


def test_a_wrong_request_fails_the_test_that_makes_it() -> None:
    def test() -> None:
        with fake.github() as made:
            headers = HEADERS | {"authorization": f"Bearer {made.token}"}
            answer = httpx.post(made.url + PATH, headers=headers, json={"text": "x"})

            assert answer.status_code == 422

    with pytest.raises(AssertionError, match="POST /repos/org/app/issues/7/comments: "):
        test()


def test_a_wrong_answer_of_ours_fails_the_test_that_gets_it() -> None:
    def test() -> None:
        with fake.github() as made:
            made.a_comment("x").login = None  # type: ignore[assignment]
            headers = HEADERS | {"authorization": f"Bearer {made.token}"}
            httpx.get(f"{made.url}{PATH}?per_page=100&page=1", headers=headers)

    with pytest.raises(AssertionError, match="our own 200 to GET"):
        test()
