"""Tells whether a log-in's answer is a brake. Pure: answers in, signs out."""

import re
from dataclasses import dataclass

from launchready.core.browser import Response

# How an app says that it has had enough; only words that its first answer did not have count.
_WORDS = re.compile(
    r"too many|try again (?:later|in)|rate.?limit|slow down|temporarily (?:locked|blocked|disabled)"
    r"|account (?:is |has been )?locked|locked out|captcha|unusual (?:activity|traffic)",
    re.IGNORECASE,
)
# A delay that is put in on purpose, in seconds, and how many times the first answer's.
_DELAY, _TIMES = 1.0, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What told us that the log-in brakes; `is_status` where 429 says so in so many words."""

    what: str
    is_status: bool = False


def sign(answer: Response, first: Response) -> Sign | None:
    """The brake in an answer, seen against the first one; None where there is none."""
    if answer.status == 429:
        return Sign(what="429", is_status=True)
    if answer.status in (403, 423, 503) and answer.status != first.status:
        return Sign(what=str(answer.status))
    word = _WORDS.search(answer.text)
    if word and not _WORDS.search(first.text):
        return Sign(what=f"'{word[0].lower()}'")
    if answer.seconds > max(_DELAY, _TIMES * first.seconds):
        return Sign(what=f"a delay of {answer.seconds:.1f} s")
    return None


def says_when(answer: Response) -> bool:
    """Whether it says when to come back: Retry-After (RFC 9110, 10.2.3) or the RateLimit fields."""
    names = ("retry-after", "ratelimit", "ratelimit-reset", "x-ratelimit-reset")
    return any((answer.header(name) or "").strip() for name in names)
