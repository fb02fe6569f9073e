"""How a provider of monitors is asked over its API: to read, within bounds, and never to write."""

import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import anyio
import httpx

from launchready import __version__
from launchready.core.monitors import MonitorAccess
from launchready.core.unreachable import UnreachableError

# Seconds for one call; bytes of one answer; pages of one list; calls to one provider in a run.
CALL_LIMIT = 20.0
LARGEST = 8 * 1024 * 1024
MOST_PAGES = 50
MOST_CALLS = 400
# The longest, in seconds, a provider may have us wait once; a check has a minute in all.
LONGEST_WAIT = 15.0
_NEARBY = ("127.0.0.1", "::1", "localhost")
# What may stand in a header; a token with a line break in it is none.
_TOKEN = re.compile(r"[!-~]{4,1000}")

Headers = dict[str, str]


class Api:
    """One provider's API. The token goes into its headers and nowhere else: no message has it.

    `scope` is what the token must be allowed, for the words when it is not.
    """

    def __init__(
        self,
        access: MonitorAccess,
        base: str,
        scope: str,
        headers: Callable[[str], Headers],
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self.name = access.provider
        self._base = (access.url or base).rstrip("/") + "/"
        self._scope = scope
        self._line = access.at.line
        self._left = MOST_CALLS
        self._client = httpx.AsyncClient(
            headers={
                "Accept": "application/json",
                "User-Agent": f"launchready/{__version__}",
                **headers(self._token(access)),
            },
            timeout=CALL_LIMIT,
            follow_redirects=False,
            verify=trust() if self._is_safe() else False,
        )

    def _token(self, access: MonitorAccess) -> str:
        if not _TOKEN.fullmatch(access.token):
            raise UnreachableError(
                f"what stands as the token of {self.name} is none",
                kind="refused",
                advice="Put the token, and nothing else, into the variable.",
            )
        return access.token

    def _is_safe(self) -> bool:
        """Whether the wire is covered. Raises UnreachableError before a token crosses it bare."""
        parts = urlsplit(self._base)
        if parts.scheme == "https":
            return True
        if parts.hostname in _NEARBY:
            return False
        raise UnreachableError(
            f"the token of {self.name} would go over {parts.scheme}, for anyone to read",
            kind="refused",
            advice=f"Write https:// in line {self._line}.",
        )

    async def json(self, path: str) -> Any:
        """The decoded answer to a GET, below the base or a whole URL of the same host."""
        raw = await self.raw(path)
        try:
            return httpx.Response(200, content=raw).json()
        except (ValueError, RecursionError):
            raise self.strange() from None

    async def raw(self, path: str) -> bytes:
        """The answer's bytes. Raises UnreachableError, which names what the token lacks."""
        url = self._here(path)
        status, headers, body = await self._once(url)
        if status == 429:
            wait = _seconds(headers.get("retry-after", ""))
            if wait <= LONGEST_WAIT:
                await anyio.sleep(wait)
                status, headers, body = await self._once(url)
        if status != 200:
            raise self._refusal(status)
        return body

    def _here(self, path: str) -> str:
        url, base = urlsplit(urljoin(self._base, path)), urlsplit(self._base)
        if (url.scheme, url.netloc) != (base.scheme, base.netloc):
            raise UnreachableError(f"{self.name} sends us to another host for the rest of a list")
        return url.geturl()

    async def _once(self, url: str) -> tuple[int, httpx.Headers, bytes]:
        self._left -= 1
        if self._left < 0:
            raise UnreachableError(f"{self.name} was asked {MOST_CALLS} times, which is enough")
        raw = bytearray()
        try:
            with anyio.fail_after(CALL_LIMIT):
                async with self._client.stream("GET", url) as answer:
                    async for piece in answer.aiter_bytes():
                        raw += piece
                        if len(raw) > LARGEST:
                            raise UnreachableError(f"an answer of {self.name} is too large")
                    return answer.status_code, answer.headers, bytes(raw)
        except (httpx.TimeoutException, TimeoutError):
            reason = f"{self.name} did not answer within {CALL_LIMIT:g} s"
            raise UnreachableError(reason, kind="timed out") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = f"{self.name} could not be reached ({type(error).__name__})"
            raise UnreachableError(reason) from None

    def _refusal(self, status: int) -> UnreachableError:
        if status in (401, 403):
            reason = "does not take the token" if status == 401 else "does not let the token look"
            return UnreachableError(
                f"{self.name} {reason} ({status})", kind="refused", advice=f"Give it {self._scope}."
            )
        if status == 429:
            advice = "Run it again in some minutes."
            reason = f"{self.name} answers no more questions for now (429)"
            return UnreachableError(reason, kind="refused", advice=advice)
        advice = "Look whether its address in launchready.yml is right, and its status page."
        return UnreachableError(f"{self.name} answered {status}", advice=advice)

    def strange(self) -> UnreachableError:
        """For an answer of another shape than its documentation has."""
        return UnreachableError(
            f"an answer of {self.name} has another shape than its API describes",
            advice="Run it again; if it stays so, launchready needs an update.",
        )

    def rows(self, value: Any, *path: str) -> list[dict[str, Any]]:
        """The mappings of a list at a path. Raises UnreachableError where there is none."""
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.strange()
        return value

    async def numbered(self, path: str, size: int, *where: str) -> list[dict[str, Any]]:
        """A list whose pages are counted from 1, read until one is not full."""
        found: list[dict[str, Any]] = []
        mark = "&" if "?" in path else "?"
        for page in range(1, MOST_PAGES + 1):
            said = await self.json(f"{path}{mark}page={page}&limit={size}")
            listed = self.rows(said, *where)
            found += listed
            if len(listed) < size:
                return found
        raise self.endless()

    def endless(self) -> UnreachableError:
        """For a list that does not end."""
        return UnreachableError(f"a list of {self.name} goes past {MOST_PAGES} pages")

    async def aclose(self) -> None:
        await self._client.aclose()


def text(value: Any) -> str:
    """A field as text; "" where it is missing, null or no scalar."""
    return str(value) if isinstance(value, str | int | float) else ""


def mappings(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list, whatever else is in it; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def number(value: Any, usual: float = 0.0) -> float:
    """A field as a number, also where it was written as text."""
    if isinstance(value, bool):
        return usual
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", value):
        return float(value)
    return usual


def moment(value: Any) -> datetime | None:
    """A time as APIs write it (RFC 3339), in UTC where they name no zone."""
    try:
        found = datetime.fromisoformat(text(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _seconds(header: str) -> float:
    return float(header) if re.fullmatch(r"[0-9]{1,6}", header.strip()) else 1.0
