"""How one provider is asked whether a key works."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from launchready.core.browser import Response
from launchready.secrets.verify.answer import State

Headers = tuple[tuple[str, str], ...]
Judge = Callable[[Response], State]

# What may stand in a header unaltered, with one blank at most, as Fly.io has it; a value with
# anything else is never sent.
_PLAIN = re.compile(r"(?=.{8,4000}$)[!-~]+(?: [!-~]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request that reads and changes nothing. The key is in it, so nothing of it is shown."""

    url: str = field(repr=False)
    method: str = "GET"
    headers: Headers = field(default=(), repr=False)
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Where a provider is asked, how the key is shown to it, and how its answer is read.

    `url` may have `{key}` where the key itself is part of the path; `place` gives what stands
    for `{place}` in the host, read from the key, and None where the key does not say. Whatever
    they give, nothing is sent but to `host`, or below it where it begins with a dot.
    """

    provider: str
    host: str
    url: str
    shows: Callable[[str], Headers]
    judge: Judge
    method: str = "GET"
    body: bytes | None = None
    place: Callable[[str], str | None] | None = None
    of: str = ".*"

    def takes(self, key: str) -> bool:
        """Whether it is for keys of this form: a provider may have several."""
        return re.fullmatch(self.of, key) is not None

    def call(self, key: str) -> Call | None:
        """The request, None for a key that cannot be asked about."""
        place = self.place(key) if self.place else ""
        if place is None or not _PLAIN.fullmatch(key):
            return None
        url = self.url.replace("{place}", place).replace("{key}", key)
        if not self._is_theirs(url):
            return None
        return Call(url=url, method=self.method, headers=self.shows(key), body=self.body)

    def _is_theirs(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
            usual = parts.scheme == "https" and parts.port is None and parts.username is None
        except ValueError:
            return False
        host = parts.hostname or ""
        fits = host.endswith(self.host) if self.host.startswith(".") else host == self.host
        return usual and fits


def bearer(key: str) -> Headers:
    """As most take it."""
    return (("Authorization", f"Bearer {key}"),)


def header(name: str, before: str = "") -> Callable[[str], Headers]:
    """In a header of the provider's own."""
    return lambda key: ((name, before + key),)


def basic(user: str | None = None) -> Callable[[str], Headers]:
    """As a password of a user, or as the user without a password."""

    def show(key: str) -> Headers:
        pair = f"{user}:{key}" if user is not None else f"{key}:"
        return (("Authorization", "Basic " + base64.b64encode(pair.encode()).decode()),)

    return show


def nothing(key: str) -> Headers:
    """Not in a header: the key is in the URL."""
    _ = key
    return ()


def also(shows: Callable[[str], Headers], *more: tuple[str, str]) -> Callable[[str], Headers]:
    """With headers that every call must have."""
    return lambda key: (*shows(key), *more)


def by_status(*alive: int, dead: tuple[int, ...] = (401,)) -> Judge:
    """By the status alone. 200 is alive, and so is each of `alive`: allowed in, and no further."""
    return lambda got: (
        "alive" if got.status in (200, *alive) else "dead" if got.status in dead else "unanswered"
    )


def by_text(judge: Judge, *, dead: str = "", alive: str = "") -> Judge:
    """By words of the body first; the status says the rest."""

    def read(got: Response) -> State:
        if got.status < 500 and alive and re.search(alive, got.text):
            return "alive"
        if got.status < 500 and dead and re.search(dead, got.text):
            return "dead"
        return judge(got)

    return read


def by_json(alive: Callable[[Any], bool], dead: Callable[[Any], bool]) -> Judge:
    """By what the answer says, whatever its status: some answer 200 to everything."""

    def read(got: Response) -> State:
        try:
            said = json.loads(got.body)
        except (ValueError, RecursionError):
            return "unanswered"
        return "alive" if _holds(alive, said) else "dead" if _holds(dead, said) else "unanswered"

    return read


def _holds(claim: Callable[[Any], bool], said: object) -> bool:
    """Whether a claim holds of what was said; it does not of what has another shape."""
    try:
        return claim(said)
    except (AttributeError, KeyError, TypeError, IndexError):
        return False
