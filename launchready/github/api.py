"""GitHub's API, asked a few times with patience that ends."""

import json
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import httpx

from launchready import __version__
from launchready.github import refusal
from launchready.github.refusal import NotDeliveredError

MOST_CALLS = 10
# Of one call, where trying again may help, and of addresses GitHub sends it on to.
MOST_TRIES = 4
MOST_REDIRECTS = 2
# Seconds: for one call; for all calls and all waiting together. A run may lose 120 s to a GitHub
# that is down; ten of them are for a lookup of its name, which cannot be broken off.
CALL_LIMIT = 20.0
BUDGET = 110.0
# A page of 100 comments of 65,536 characters each, in JSON's worst case of 6 bytes for one.
LARGEST_ANSWER = 48 * 1024 * 1024

_HERE = ("127.0.0.1", "::1", "localhost")
_REDIRECTS = (301, 302, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time as a run sees it: waiting, seconds that pass, and seconds since 1970."""

    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    passed: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time


REAL = Clock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decoded answer, and the number of its last page where there are several."""

    body: Any
    last_page: int = 1


class GitHub:
    """One repository's API. Counts its calls and its time, and stops at the limits."""

    def __init__(
        self,
        api_url: str,
        repository: str,
        token: str,
        *,
        ca_bundle: str = "",
        clock: Clock = REAL,
        call_limit: float = CALL_LIMIT,
    ) -> None:
        self._base = f"{api_url}/repos/{repository}"
        self._root = api_url
        self._clock = clock
        self._call_limit = call_limit
        self._end = clock.passed() + BUDGET
        self.calls_left = MOST_CALLS
        self._origin = _origin(api_url)
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "User-Agent": f"launchready/{__version__}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._client = _client(headers, ca_bundle, is_here=self._origin[1] in _HERE)

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
        for tried in range(1, MOST_TRIES + 1):
            try:
                return await self._once(method, url, body)
            except NotDeliveredError as error:
                wait = 2.0 ** (tried - 1) if error.again is None else error.again
                # A new comment may have been made though the answer got lost: never made twice.
                is_safe = method != "POST" or not error.is_open
                helps = error.is_passing or error.again is not None
                may_wait = wait < self._left() and self.calls_left > 0
                if tried == MOST_TRIES or not (is_safe and helps and may_wait):
                    raise
            await self._clock.sleep(wait)
        raise AssertionError  # the last try returns or raises

    def _left(self) -> float:
        return self._end - self._clock.passed()

    async def _once(self, method: str, url: str, body: Mapping[str, str] | None) -> Answer:
        """One call, and those to the addresses GitHub sends it on to, as it stands: a repository
        that was renamed (docs.github.com/rest/using-the-rest-api/best-practices)."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._call(method, url, body)
            if isinstance(answer, Answer):
                return answer
            url = answer
        raise NotDeliveredError("GitHub redirects on and on")

    async def _call(self, method: str, url: str, body: Mapping[str, str] | None) -> Answer | str:
        if self.calls_left <= 0:
            raise NotDeliveredError(f"it took more than {MOST_CALLS} calls")
        limit = min(self._call_limit, self._left())
        if limit <= 0:
            raise NotDeliveredError(f"it took more than {BUDGET:g} s")
        self.calls_left -= 1
        try:
            with anyio.fail_after(limit):
                async with self._client.stream(method, url, json=body) as response:
                    if response.is_success:
                        return await _read(response)
                    if response.status_code in _REDIRECTS:
                        return self._onward(url, response)
                    raise refusal.of(response, await _start(response), self._clock.now())
        except (TimeoutError, httpx.TimeoutException):
            said = f"GitHub did not answer within {limit:g} s"
            raise NotDeliveredError(said, is_passing=True, is_open=True) from None
        except httpx.HTTPError as error:
            said = f"GitHub could not be reached ({type(error).__name__})"
            unsent = isinstance(error, httpx.ConnectError | httpx.ProxyError)
            raise NotDeliveredError(said, is_passing=True, is_open=not unsent) from None

    def _onward(self, url: str, response: httpx.Response) -> str:
        try:
            onward = httpx.URL(url).join(response.headers.get("location", ""))
        except httpx.InvalidURL:
            raise NotDeliveredError("GitHub redirects to what is no address") from None
        if (onward.scheme, onward.host, onward.port) != self._origin:
            said = "GitHub redirects to another host, and the token is not sent there"
            raise NotDeliveredError(said, response.status_code)
        return str(onward)


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
    return Answer(body=body, last_page=_last_page(response))


def _last_page(response: httpx.Response) -> int:
    try:
        page = httpx.URL(response.links["last"]["url"]).params.get("page", "")
    except (KeyError, httpx.InvalidURL):
        return 1
    return int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1


async def _start(response: httpx.Response) -> bytes:
    """The first bytes of a refusal; what its headers say holds without them."""
    raw = bytearray()
    try:
        async for piece in response.aiter_bytes():
            raw += piece
            if len(raw) >= refusal.LARGEST:
                break
    except httpx.HTTPError:
        pass
    return bytes(raw[: refusal.LARGEST])


def _client(headers: dict[str, str], ca_bundle: str, *, is_here: bool) -> httpx.AsyncClient:
    """Asks through the proxies that the environment names, but for what is on this machine."""
    try:
        trusted = ssl.create_default_context(cafile=ca_bundle) if ca_bundle else True
    except OSError:
        raise NotDeliveredError("ca-bundle is no file of certificates") from None
    try:
        return httpx.AsyncClient(
            headers=headers,
            timeout=CALL_LIMIT,
            follow_redirects=False,
            verify=trusted,
            trust_env=not is_here,
        )
    except (ValueError, ImportError, UnicodeError, httpx.InvalidURL):
        # Not quoted: a proxy's address may hold its password.
        raise NotDeliveredError("HTTPS_PROXY names no proxy that can be used") from None


def _origin(api_url: str) -> tuple[str, str, int | None]:
    try:
        url = httpx.URL(api_url)
    except httpx.InvalidURL:
        url = httpx.URL()
    if not url.host or "%" in url.host:
        raise NotDeliveredError("GITHUB_API_URL is no address")
    if url.scheme != "https" and url.host not in _HERE:
        raise NotDeliveredError("the token is not sent without TLS; GITHUB_API_URL is not https")
    return url.scheme, url.host, url.port
