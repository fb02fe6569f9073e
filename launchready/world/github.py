"""GitHub's API, read only, about the repository this runs for."""

import os
import re
import ssl
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from anyio import Lock

from launchready import __version__
from launchready.core.code_host import Deployment, Protection
from launchready.core.unreachable import NotHereError, UnreachableError

# Seconds for one call; calls in one run; bytes of one answer; pages of one list.
CALL_LIMIT = 20.0
MOST_CALLS = 120
LARGEST_ANSWER = 8 * 1024 * 1024
MOST_PAGES = 5
# Deployments whose states are asked for: the latest.
MOST_DEPLOYMENTS = 30

_NOT_THERE = object()


class LiveCodeHost:
    """Implements core.code_host.CodeHost. The token goes into its header and nowhere else.

    `origin` is what core.origin says: without GITHUB_REPOSITORY the repository is the one it names,
    and where that is not on GitHub every method raises NotHereError.

    Source: docs.github.com/en/rest, version 2022-11-28: deployments, actions secrets and
    variables, branches. What each needs: deployments: read; secrets: read and variables: read
    (a fine-grained token; the workflow's own has neither); contents: read.
    """

    def __init__(
        self, variables: Mapping[str, str] | None = None, origin: str | None = None
    ) -> None:
        given = os.environ if variables is None else variables
        named = given.get("GITHUB_REPOSITORY", "")
        self._elsewhere = "" if named else _elsewhere(origin)
        self._repository = named or _at_github(origin)
        self._api = given.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
        self._token = given.get("LR_GITHUB_TOKEN") or given.get("GITHUB_TOKEN") or ""
        self._calls_left = MOST_CALLS
        self._deployed: dict[str, tuple[Deployment, ...]] = {}
        self._one_at_a_time = Lock()
        self._client: httpx.AsyncClient | None = None

    async def deployments(self, environment: str) -> tuple[Deployment, ...]:
        async with self._one_at_a_time:  # two checks ask; the second is answered from memory
            if environment not in self._deployed:
                self._deployed[environment] = await self._deployments(environment)
            return self._deployed[environment]

    async def _deployments(self, environment: str) -> tuple[Deployment, ...]:
        needs = "deployments: read"
        path = f"/deployments?environment={quote(environment, safe='')}&per_page={MOST_DEPLOYMENTS}"
        listed = _rows(await self._ask(path, needs))
        if not listed:
            # A platform's own integration writes Production, or that and the project.
            every = _rows(await self._ask("/deployments?per_page=100", needs))
            listed = [one for one in every if _is_of(str(one.get("environment")), environment)]
        found = [one for one in listed if isinstance(one.get("id"), int)]
        return tuple([await self._with_state(one, needs) for one in found[:MOST_DEPLOYMENTS]])

    async def _with_state(self, one: dict[str, Any], needs: str) -> Deployment:
        states = _rows(await self._ask(f"/deployments/{one['id']}/statuses?per_page=30", needs))
        told = [str(state.get("state")) for state in states]
        # A deployment that was live is called inactive once another has taken its place.
        state = "success" if "success" in told else (told[0] if told else "pending")
        creator = one.get("creator")
        return Deployment(
            id=one["id"],
            commit=str(one.get("sha", "")),
            environment=str(one.get("environment", "")),
            created=_moment(str(one.get("created_at", ""))),
            state=state,
            creator=str(creator.get("login", "")) if isinstance(creator, dict) else "",
        )

    async def names(self, environment: str) -> frozenset[str]:
        found: set[str] = set()
        place = f"/environments/{quote(environment, safe='')}"
        for kind in ("secrets", "variables"):
            needs = f"{kind}: read, and environments: read"
            found |= await self._listed(f"/actions/{kind}", kind, needs)
            found |= await self._listed(f"/actions/organization-{kind}", kind, needs)
            found |= await self._listed(f"{place}/{kind}", kind, needs, may_lack=True)
        return frozenset(found)

    async def _listed(self, path: str, key: str, needs: str, *, may_lack: bool = False) -> set[str]:
        names: set[str] = set()
        for page in range(1, MOST_PAGES + 1):
            body = await self._ask(f"{path}?per_page=100&page={page}", needs, may_lack=may_lack)
            if body is _NOT_THERE:
                return names
            rows = _rows(body.get(key)) if isinstance(body, dict) else []
            names |= {str(one.get("name")) for one in rows}
            if len(rows) < 100:
                return names
        raise UnreachableError(f"GitHub lists more than {MOST_PAGES * 100} {key}")

    async def protection(self) -> Protection:
        about = await self._ask("", "metadata: read")
        branch = str(about.get("default_branch", "")) if isinstance(about, dict) else ""
        if not branch:
            raise UnreachableError("GitHub names no default branch")
        told = await self._ask(f"/branches/{quote(branch, safe='')}", "contents: read")
        guard = told.get("protection") if isinstance(told, dict) else None
        required = guard.get("required_status_checks") if isinstance(guard, dict) else None
        contexts = required.get("contexts") if isinstance(required, dict) else None
        rules = _rows(
            await self._ask(f"/rules/branches/{quote(branch, safe='')}", "metadata: read")
        )
        checks = {str(one) for one in contexts or [] if isinstance(one, str)} | _ruled(rules)
        is_protected = bool(rules) or (isinstance(told, dict) and told.get("protected") is True)
        return Protection(branch=branch, checks=tuple(sorted(checks)), is_protected=is_protected)

    async def _ask(self, path: str, needs: str, *, may_lack: bool = False) -> Any:
        """The decoded answer. Raises UnreachableError, which names what the token lacks."""
        client = self._opened()
        if self._calls_left <= 0:
            raise UnreachableError(f"GitHub was asked {MOST_CALLS} times, which is enough")
        self._calls_left -= 1
        url = f"{self._api}/repos/{self._repository}{path}"
        try:
            async with client.stream("GET", url) as answer:
                if answer.status_code == 404 and may_lack:
                    return _NOT_THERE
                if answer.status_code != 200:
                    raise _refusal(answer.status_code, needs)
                raw = bytearray()
                async for piece in answer.aiter_bytes():
                    raw += piece
                    if len(raw) > LARGEST_ANSWER:
                        raise UnreachableError("GitHub's answer is too large")
                await answer.aclose()
            return httpx.Response(200, content=bytes(raw)).json()
        except httpx.TimeoutException:
            reason = f"GitHub did not answer within {CALL_LIMIT:g} s"
            raise UnreachableError(reason, kind="timed out") from None
        except httpx.HTTPError as error:
            raise UnreachableError(
                f"GitHub could not be reached ({type(error).__name__})"
            ) from None
        except (ValueError, RecursionError):
            raise UnreachableError("GitHub's answer is no JSON") from None

    def _opened(self) -> httpx.AsyncClient:
        if self._elsewhere:
            raise NotHereError(self._elsewhere)
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", self._repository) or not self._token:
            lacks = "GITHUB_REPOSITORY" if not self._repository else "a token"
            advice = (
                "Run it in GitHub Actions with a token, or set GITHUB_REPOSITORY and "
                "LR_GITHUB_TOKEN."
            )
            raise UnreachableError(
                f"GitHub cannot be asked without {lacks}", kind="refused", advice=advice
            )
        parts = urlsplit(self._api)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
            raise UnreachableError("the token is not sent without TLS; GITHUB_API_URL is not https")
        if self._client is None:
            self._client = httpx.AsyncClient(
                headers={
                    "Accept": "application/vnd.github+json",
                    "Authorization": f"Bearer {self._token}",
                    "User-Agent": f"launchready/{__version__}",
                    "X-GitHub-Api-Version": "2022-11-28",
                },
                timeout=CALL_LIMIT,
                follow_redirects=False,
                verify=ssl.create_default_context() if parts.scheme == "https" else False,
            )
        return self._client

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.aclose()


def _at_github(origin: str | None) -> str:
    host, _, path = (origin or "").partition("/")
    return path if host.lower() == "github.com" else ""


def _elsewhere(origin: str | None) -> str:
    """Why nothing of the repository is on GitHub; "" where it may be."""
    if origin is None:
        return ""
    host = origin.partition("/")[0].lower()
    if not host:
        return "the repository has no remote called origin, so nothing of it is on GitHub"
    # GitHub Enterprise Server has a name of the company's own, which mostly says so.
    return "" if "github" in host else f"the code is kept at {host}, not on GitHub"


def _is_of(name: str, environment: str) -> bool:
    folded, wanted = name.casefold(), environment.casefold()
    return folded == wanted or folded.startswith((f"{wanted} \u2013 ", f"{wanted} - "))


def _refusal(status: int, needs: str) -> UnreachableError:
    if status in (403, 404):
        advice = f"Give the token {needs}; in a workflow under permissions:, or as LR_GITHUB_TOKEN."
        return UnreachableError(
            f"the token may not look at GitHub's answer ({status})", kind="refused", advice=advice
        )
    reasons = {401: "GitHub does not know the token", 429: "GitHub asks for fewer calls"}
    kind: Any = "refused" if status in reasons else "unreachable"
    return UnreachableError(f"{reasons.get(status, 'GitHub failed')} ({status})", kind=kind)


def _rows(body: Any) -> list[dict[str, Any]]:
    return [one for one in body if isinstance(one, dict)] if isinstance(body, list) else []


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise UnreachableError("GitHub's answer has a date that is none") from None


def _ruled(rules: list[dict[str, Any]]) -> set[str]:
    """Checks that rulesets ask for."""
    found: set[str] = set()
    for one in rules:
        given = one.get("parameters")
        if one.get("type") == "required_status_checks" and isinstance(given, dict):
            found |= {
                str(check.get("context")) for check in _rows(given.get("required_status_checks"))
            }
    return found
