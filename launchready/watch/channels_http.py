"""Posts an alert once and says what became of it; the URL and what it carries are never told."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import anyio
import httpx

from launchready import __version__
from launchready.core.redact import Redactor
from launchready.report.escape import flat
from launchready.watch.channels_told import NotSentError, Told, present
from launchready.world.settings import Network
from launchready.world.tls_context import visitor_context

# httpx tells every URL at this level, and ours are secrets.
logging.getLogger("httpx").setLevel(logging.WARNING)

# Seconds one attempt may take, from the name's lookup to the answer's last byte.
LIMIT = 10.0
# Bytes of an answer that are read: what it says of a refusal stands in the first few.
LARGEST = 64 * 1024
# Seconds that are waited for at most when the other side asks for patience.
LONGEST_AGAIN = 3600.0
_PASSING = (408, 421, 423, 425, 429)
_SAID = 160


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Post:
    """One request. `url` and `headers` may be secrets."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes
    method: str = "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: status, headers, and as much of the body as is read."""

    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body's mapping; empty when it is none."""
        try:
            read: Any = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return read if isinstance(read, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HttpChannel:
    """A channel that is one POST an alert.

    `write` makes the request; `said` finds the vendor's own words in a refusal, `patience` the
    seconds it asks for in its body, `is_taken` whether a 2xx means that it was.
    """

    name: str
    write: Callable[[Told], Post]
    secrets: frozenset[str]
    network: Network = field(default_factory=Network)
    limit: float = LIMIT
    said: Callable[[Answer], str] = lambda _: ""
    patience: Callable[[Answer], object] = lambda _: None
    is_taken: Callable[[Answer], bool] = lambda _: True

    async def send(self, told: Told) -> None:
        """Says it once, within the limit. Raises NotSentError."""
        answer = await exchange(self.write(told), self.network, self.limit)
        if 200 <= answer.status < 300 and self.is_taken(answer):
            return
        raise refusal(answer, Redactor(self.secrets)(self.said(answer)), self.patience(answer))


async def exchange(post: Post, network: Network, limit: float = LIMIT) -> Answer:
    """Sends a request over a connection of its own and follows no redirect.

    Raises NotSentError when no answer came within the limit, in seconds.
    """
    failure = NotSentError(f"no answer came in {limit:g} s")
    try:
        with anyio.fail_after(limit):
            return await _exchange(post, network)
    except (TimeoutError, httpx.TimeoutException):
        pass
    except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeError):
        failure = NotSentError("its URL or token cannot be used", is_final=True)
    except (httpx.HTTPError, OSError) as error:
        failure = NotSentError(broken(error))
    # Outside the handlers, so that no traceback brings along what the library quotes.
    raise failure


async def _exchange(post: Post, network: Network) -> Answer:
    # A context costs 20 ms; without TLS none is needed.
    verify = visitor_context(network) if post.url.startswith("https:") else False
    client = httpx.AsyncClient(
        verify=verify,
        timeout=None,  # noqa: S113 - the caller keeps the time
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": f"launchready/{__version__}"},
    )
    async with (
        client,
        client.stream(
            post.method, post.url, headers=list(post.headers), content=post.content
        ) as response,
    ):
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) >= LARGEST:
                break
        return Answer(
            status=response.status_code, headers=response.headers, body=bytes(body[:LARGEST])
        )


def broken(error: Exception) -> str:
    """Why there was no answer, in our words: the library's may quote the URL."""
    told = str(error).lower()
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
        told += str(cause).lower()
        cause = cause.__cause__ or cause.__context__
    if "certificate" in told:
        return "its certificate is not trusted"
    if "name or service" in told or "nodename" in told or "resolution" in told:
        return "its name does not resolve"
    if "refused" in told or "all connection attempts failed" in told:
        return "the connection was refused"
    return "the connection broke"


def refusal(answer: Answer, said: str, patience: object) -> NotSentError:
    """What an answer other than success means: whether to come again, and when."""
    reason = f"it answered {answer.status}"
    if 300 <= answer.status < 400:
        reason += ", a redirect, which is not followed"
    if said:
        reason += f": {flat(said, _SAID)}"
    is_passing = answer.status in _PASSING or answer.status >= 500 or answer.status < 300
    return NotSentError(reason, again=_again(answer, patience), is_final=not is_passing)


def _again(answer: Answer, patience: object) -> float | None:
    """Seconds to wait: the body's word, else Retry-After in either form of RFC 9110, 10.2.3."""
    if isinstance(patience, int | float) and not isinstance(patience, bool) and patience >= 0:
        return min(float(patience), LONGEST_AGAIN)
    written = answer.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdigit():
        return min(float(written[:9]), LONGEST_AGAIN)
    try:
        asked = parsedate_to_datetime(written)
        sent = parsedate_to_datetime(answer.headers.get("date", ""))
        return min(max(0.0, (asked - sent).total_seconds()), LONGEST_AGAIN)
    except (ValueError, TypeError, OverflowError):
        return None


def as_json(value: object) -> bytes:
    """The body of a request; lone surrogates of outside text become U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


JSON = ("Content-Type", "application/json; charset=utf-8")


def of_url(url: str) -> frozenset[str]:
    """A webhook's URL and its last part, which is the secret in it."""
    path = url.split("?", 1)[0].rstrip("/")
    return present([url, path, path.rpartition("/")[2]])
