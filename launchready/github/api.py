"""GitHub's API, asked a few times with patience that ends."""

import json
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx

from launchready import __version__

MOST_CALLS = 10
# Seconds: for one call, for all waiting between calls.
CALL_LIMIT = 20.0
PATIENCE = 120.0
# A page of 100 comments of 65,536 characters each, in JSON's worst case of 6 bytes for one.
LARGEST_ANSWER = 48 * 1024 * 1024

_TRANSIENT = (500, 502, 503, 504)

Sleep = Callable[[float], Awaitable[None]]


class NotDeliveredError(Exception):
    """GitHub did not take it; the text says why and what would help, in our words only."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decoded answer, and the number of its last page where there are several."""

    body: Any
    last_page: int = 1


class GitHub:
    """One repository's API. Counts its calls and its waiting, and stops at the limits."""

    def __init__(
        self,
        api_url: str,
        repository: str,
        token: str,
        *,
        ca_bundle: str = "",
        sleep: Sleep = anyio.sleep,
    ) -> None:
        self._base = f"{api_url}/repos/{repository}"
        self._root = api_url
        self._sleep = sleep
        self.calls_left = MOST_CALLS
        self._patience = PATIENCE
        _demand_privacy(api_url)
        self._client = httpx.AsyncClient(
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {token}",
                "User-Agent": f"launchready/{__version__}",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            timeout=CALL_LIMIT,
            follow_redirects=False,
            verify=ssl.create_default_context(cafile=ca_bundle) if ca_bundle else True,
        )

    async def __aenter__(self) -> "GitHub":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def whoami(self) -> str:
        """The login behind the token. Raises NotDeliveredError: workflows' own tokens have none."""
        body = (await self._ask("GET", f"{self._root}/user")).body
        return str(body.get("login")) if isinstance(body, dict) else ""

    async def ask(self, method: str, path: str, *, body: Mapping[str, str] | None = None) -> Answer:
        """One call, tried again while that may help. Raises NotDeliveredError."""
        return await self._ask(method, self._base + path, body)

    async def _ask(self, method: str, url: str, body: Mapping[str, str] | None = None) -> Answer:
        pause = 1.0
        while True:
            answer, again = await self._once(method, url, body)
            if isinstance(answer, Answer):
                return answer
            # A new comment may have been made though the answer got lost: never made twice.
            is_safe = method != "POST" or answer.status in (403, 429)
            wait = pause if again is None else again
            if not (is_safe and self._may_wait(answer, again, wait)):
                raise answer
            self._patience -= wait
            await self._sleep(wait)
            pause *= 2

    def _may_wait(self, failed: NotDeliveredError, again: float | None, wait: float) -> bool:
        is_transient = failed.status is None or failed.status in _TRANSIENT
        asks_to = again is not None and failed.status in (403, 429)
        return (is_transient or asks_to) and wait <= self._patience and self.calls_left > 0

    async def _once(
        self, method: str, url: str, body: Mapping[str, str] | None
    ) -> tuple[Answer | NotDeliveredError, float | None]:
        if self.calls_left <= 0:
            raise NotDeliveredError(f"it took more than {MOST_CALLS} calls")
        self.calls_left -= 1
        try:
            with anyio.fail_after(CALL_LIMIT):
                async with self._client.stream(method, url, json=body) as response:
                    if response.is_success:
                        return await _read(response), None
                    return _refusal(response), _retry_after(response)
        except (TimeoutError, httpx.TimeoutException):
            return NotDeliveredError(f"GitHub did not answer within {CALL_LIMIT:g} s"), None
        except httpx.HTTPError as error:
            return NotDeliveredError(f"GitHub could not be reached ({type(error).__name__})"), None


async def _read(response: httpx.Response) -> Answer:
    raw = bytearray()
    async for piece in response.aiter_bytes():
        raw += piece
        if len(raw) > LARGEST_ANSWER:
            raise NotDeliveredError("GitHub's answer is too large", response.status_code)
    try:
        body = json.loads(raw) if raw else None
    except (ValueError, RecursionError):
        raise NotDeliveredError("GitHub's answer is no JSON", response.status_code) from None
    last = response.links.get("last", {}).get("url", "")
    page = httpx.URL(last).params.get("page", "1") if last else "1"
    return Answer(body=body, last_page=int(page) if page.isdigit() else 1)


def _refusal(response: httpx.Response) -> NotDeliveredError:
    status = response.status_code
    reasons = {
        401: "the token is not valid",
        403: "the token may not do this; give the job `permissions: pull-requests: write`",
        404: "the token cannot see it; give the job `permissions: pull-requests: write`",
        410: "comments are turned off here",
        422: "GitHub refuses the comment",
        429: "GitHub asks for fewer calls",
    }
    if status == 403 and _retry_after(response) is not None:
        return NotDeliveredError(f"{reasons[429]} (403)", status)
    return NotDeliveredError(f"{reasons.get(status, 'GitHub failed')} ({status})", status)


def _retry_after(response: httpx.Response) -> float | None:
    """How long GitHub asks us to wait, in seconds; a minute when it does not say how long."""
    asked = response.headers.get("retry-after", "")
    if asked.isdigit():
        return float(asked)
    if response.headers.get("x-ratelimit-remaining") == "0" or response.status_code == 429:
        return 60.0
    return None


def _demand_privacy(api_url: str) -> None:
    parts = urlsplit(api_url)
    is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not is_here:
        raise NotDeliveredError("the token is not sent without TLS; GITHUB_API_URL is not https")
