"""What GitHub means when it does not take something, and whether it helps to wait or to go on."""

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

# Of a refusal only its message is read; this many bytes hold it.
LARGEST = 64 * 1024

# Seconds to wait when GitHub asks for fewer calls and does not say how long.
USUAL_WAIT = 60.0

_PASSING = (500, 502, 503, 504)
_PERMISSIONS = re.compile(r"[a-z_]{1,40}=[a-z]{1,10}(?:[,;] ?[a-z_]{1,40}=[a-z]{1,10}){0,9}")
_REASONS = {
    401: "the token is not valid",
    403: "the token may not do this",
    404: "the token cannot see it",
    410: "comments are turned off here",
    422: "GitHub refuses the comment",
    429: "GitHub asks for fewer calls",
}


class NotDeliveredError(Exception):
    """GitHub did not take it; the text says why and what would help, in our words only.

    `again` is how long GitHub asks us to wait, in seconds. `is_passing`: it may go away by
    itself. `is_open`: the answer got lost, and what was asked may have been done.
    """

    def __init__(
        self,
        reason: str,
        status: int | None = None,
        *,
        again: float | None = None,
        is_passing: bool = False,
        is_open: bool = False,
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.again = again
        self.is_passing = is_passing
        self.is_open = is_open


def of(response: httpx.Response, raw: bytes, now: float) -> NotDeliveredError:
    """The refusal that an answer is; `now` is the time in seconds since 1970."""
    status, message = response.status_code, _message(raw)
    again = _again(response, message, now)
    if status == 403 and again is not None:
        return NotDeliveredError(f"{_REASONS[429]} (403)", status, again=again)
    reason = f"{_REASONS.get(status, 'GitHub failed')} ({status})"
    if status in (403, 404):
        reason += f"; give the job `permissions: {_permissions(response)}`"
    is_passing = status in _PASSING
    return NotDeliveredError(reason, status, again=again, is_passing=is_passing, is_open=is_passing)


def _message(raw: bytes) -> str:
    try:
        read: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return ""
    return str(read.get("message", "")).lower() if isinstance(read, dict) else ""


def _permissions(response: httpx.Response) -> str:
    """What GitHub says would be needed; `a=write; b=write` are ways, of which one is enough."""
    said = response.headers.get("x-accepted-github-permissions", "")
    if not _PERMISSIONS.fullmatch(said):
        return "pull-requests: write"
    first = re.split("; ?", said)[0]
    return ", ".join(one.strip().replace("_", "-").replace("=", ": ") for one in first.split(","))


def _again(response: httpx.Response, message: str, now: float) -> float | None:
    """How long GitHub asks us to wait.

    docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: Retry-After, else the
    time of the reset when nothing is left, else a minute.
    """
    status, headers = response.status_code, response.headers
    asked = _seconds(headers.get("retry-after", ""), now)
    if asked is not None:
        return asked
    if status not in (403, 429):
        return None
    if headers.get("x-ratelimit-remaining") == "0":
        reset = headers.get("x-ratelimit-reset", "")
        return max(1.0, int(reset) - now) if _is_number(reset) else USUAL_WAIT
    is_limited = status == 429 or "rate limit" in message or "abuse detection" in message
    return USUAL_WAIT if is_limited else None


def _seconds(written: str, now: float) -> float | None:
    """Retry-After in either form of RFC 9110, section 10.2.3."""
    if _is_number(written):
        return float(written)
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 12
