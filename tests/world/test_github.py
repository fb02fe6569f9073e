"""GitHub is read within bounds; what the token may not see is said, and the token never is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from launchready.core.unreachable import NotHereError, UnreachableError
from launchready.world.github import LiveCodeHost

TOKEN = "ghx" + "_for_this_test_only"
REPOSITORY = "/repos/acme/shop"


class Answers(BaseHTTPRequestHandler):
    """Answers by path, with or without its query: a body, or a status."""

    pages: ClassVar[dict[str, object]] = {}
    seen: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers.get("Authorization", "")))
        found = self.pages.get(self.path, self.pages.get(self.path.partition("?")[0], 404))
        raw = found if isinstance(found, bytes) else json.dumps(found).encode()
        self.send_response(found if isinstance(found, int) else 200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def server() -> Iterator[tuple[type[Answers], str]]:
    handler = type("Here", (Answers,), {"pages": {}, "seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield handler, f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def host(url: str) -> LiveCodeHost:
    return LiveCodeHost(
        {"GITHUB_REPOSITORY": "acme/shop", "GITHUB_API_URL": url, "LR_GITHUB_TOKEN": TOKEN}
    )


async def test_deployments_come_with_what_became_of_them(server: tuple[type[Answers], str]) -> None:
    handler, url = server
    one = {
        "id": 7,
        "sha": "a" * 40,
        "environment": "production",
        "created_at": "2026-11-20T10:00:00Z",
        "creator": {"login": "ana"},
    }
    handler.pages[f"{REPOSITORY}/deployments"] = [one]
    handler.pages[f"{REPOSITORY}/deployments/7/statuses"] = [
        {"state": "inactive"},
        {"state": "success"},
    ]
    code = host(url)
    (found,) = await code.deployments("production")
    await code.aclose()

    assert (found.commit, found.state, found.creator) == ("a" * 40, "success", "ana")
    assert found.created.isoformat() == "2026-11-20T10:00:00+00:00"
    assert "environment=production" in handler.seen[0][0]
    assert {auth for _, auth in handler.seen} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("name", ["Production", "Production \u2013 shop"])
async def test_a_platforms_own_name_of_the_environment_is_known(
    server: tuple[type[Answers], str], name: str
) -> None:
    handler, url = server
    one = {"id": 7, "sha": "a", "environment": name, "created_at": "2026-11-20T10:00:00Z"}
    handler.pages[f"{REPOSITORY}/deployments?per_page=100"] = [
        one,
        {**one, "id": 8, "environment": "Preview"},
    ]
    handler.pages[f"{REPOSITORY}/deployments"] = []
    handler.pages[f"{REPOSITORY}/deployments/7/statuses"] = [{"state": "success"}]
    code = host(url)
    found = await code.deployments("production")
    await code.aclose()

    assert [(one.id, one.environment) for one in found] == [(7, name)]


async def test_names_come_from_repository_organization_and_environment(
    server: tuple[type[Answers], str],
) -> None:
    handler, url = server
    handler.pages[f"{REPOSITORY}/actions/secrets"] = {"secrets": [{"name": "A"}]}
    handler.pages[f"{REPOSITORY}/actions/variables"] = {"variables": [{"name": "B"}]}
    handler.pages[f"{REPOSITORY}/actions/organization-secrets"] = {"secrets": [{"name": "C"}]}
    handler.pages[f"{REPOSITORY}/actions/organization-variables"] = {"variables": []}
    handler.pages[f"{REPOSITORY}/environments/production/secrets"] = {"secrets": [{"name": "D"}]}
    code = host(url)
    found = await code.names("production")
    await code.aclose()

    assert found == frozenset("ABCD")


async def test_protection_counts_branch_rules_and_rulesets(
    server: tuple[type[Answers], str],
) -> None:
    handler, url = server
    handler.pages[REPOSITORY] = {"default_branch": "main"}
    handler.pages[f"{REPOSITORY}/branches/main"] = {
        "protected": True,
        "protection": {"required_status_checks": {"contexts": ["test"]}},
    }
    rule = {
        "type": "required_status_checks",
        "parameters": {"required_status_checks": [{"context": "lint"}]},
    }
    handler.pages[f"{REPOSITORY}/rules/branches/main"] = [rule]
    code = host(url)
    found = await code.protection()
    await code.aclose()

    assert (found.branch, found.checks, found.is_protected) == ("main", ("lint", "test"), True)


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (403, "refused", "may not look"),
        (404, "refused", "may not look"),
        (401, "refused", "does not know the token"),
        (429, "refused", "fewer calls"),
        (500, "unreachable", "failed"),
        (302, "unreachable", "failed"),
        (b"{", "unreachable", "no JSON"),
        (b"[" * 9_000_000, "unreachable", "too large"),
    ],
    ids=["403", "404", "401", "429", "500", "redirect", "no JSON", "large"],
)
async def test_no_answer_is_said_without_the_token(
    server: tuple[type[Answers], str], answer: object, kind: str, said: str
) -> None:
    handler, url = server
    handler.pages[f"{REPOSITORY}/deployments"] = answer
    code = host(url)
    with pytest.raises(UnreachableError) as silence:
        await code.deployments("production")
    await code.aclose()

    assert (silence.value.kind, said in silence.value.reason) == (kind, True)
    assert TOKEN not in f"{silence.value!r}{silence.value.advice}"


async def test_the_missing_permission_is_named(server: tuple[type[Answers], str]) -> None:
    code = host(server[1])
    with pytest.raises(UnreachableError) as silence:
        await code.deployments("production")
    await code.aclose()

    assert "deployments: read" in silence.value.advice


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"GITHUB_REPOSITORY": "acme/shop"},
        {"GITHUB_REPOSITORY": "../../x/y", "LR_GITHUB_TOKEN": TOKEN},
        {
            "GITHUB_REPOSITORY": "acme/shop",
            "LR_GITHUB_TOKEN": TOKEN,
            "GITHUB_API_URL": "http://api.acme.test",
        },
    ],
    ids=["nothing", "no token", "no repository", "no TLS"],
)
async def test_nobody_is_asked_without_what_it_takes(given: dict[str, str]) -> None:
    with pytest.raises(UnreachableError):
        await LiveCodeHost(given).deployments("production")


async def test_a_closed_door_is_unreachable() -> None:
    code = host("http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match="could not be reached"):
        await code.protection()
    await code.aclose()


@pytest.mark.parametrize("origin", ["", "gitlab.com/acme/shop", "codeberg.org/acme/shop"])
async def test_code_that_is_kept_elsewhere_has_nothing_on_github(origin: str) -> None:
    code = LiveCodeHost({"LR_GITHUB_TOKEN": TOKEN}, origin=origin)
    for ask in (code.protection, lambda: code.names("x"), lambda: code.deployments("x")):
        with pytest.raises(NotHereError, match="GitHub"):
            await ask()


@pytest.mark.parametrize("origin", [None, "github.acme.com/acme/shop"])
async def test_where_the_code_is_not_known_the_question_stays_open(origin: str | None) -> None:
    with pytest.raises(UnreachableError, match="GITHUB_REPOSITORY"):
        await LiveCodeHost({"LR_GITHUB_TOKEN": TOKEN}, origin=origin).protection()


async def test_the_remote_names_the_repository_where_the_environment_does_not() -> None:
    with pytest.raises(UnreachableError, match="without a token"):
        await LiveCodeHost({}, origin="github.com/acme/shop").protection()
    given = {"GITHUB_REPOSITORY": "acme/mirror"}
    with pytest.raises(UnreachableError, match="without a token"):
        await LiveCodeHost(given, origin="gitlab.com/acme/shop").protection()
