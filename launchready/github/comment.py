"""The gate's one comment on a pull request: found again, edited in place, never doubled."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any, Literal

from launchready.github.api import GitHub, NotDeliveredError
from launchready.github.event import Event

# GitHub's limit of characters for one comment.
LONGEST = 65_536

# Calls kept back of those a run may make: one to write, two to remove twins.
_RESERVE = 3
_MARKER = re.compile(r"<!-- launchready:([0-9a-f]{16}) run:([0-9]{1,12})\.([0-9]{1,6}) -->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """The hidden first line: which gate of the repository, and which run of it wrote this."""

    key: str
    run: tuple[int, int]

    def __str__(self) -> str:
        return f"<!-- launchready:{self.key} run:{self.run[0]}.{self.run[1]} -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the comment."""

    did: Literal["created", "updated", "left"]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    id: int
    url: str
    run: tuple[int, int]
    author: str
    is_bot: bool


def marker_of(event: Event, config: str, environment: str) -> Marker:
    """One gate is one job of one workflow with one config and one environment."""
    names = (event.workflow_file, event.workflow, event.job, config, environment)
    key = hashlib.sha256("\0".join(names).encode()).hexdigest()[:16]
    return Marker(key=key, run=event.run)


async def put(github: GitHub, number: int, marker: Marker, text: str) -> Written:
    """Puts the text on a pull request. Raises NotDeliveredError.

    A comment that a later run wrote is left as it is.
    """
    body = f"{marker}\n{text}"
    ours = await _ours(github, number, marker)
    if any(one.run > marker.run for one in ours):
        return Written(did="left", url=max(ours, key=lambda one: one.run).url)
    if ours:
        oldest, *twins = sorted(ours, key=lambda one: one.id)
        try:
            return await _update(github, oldest, twins, body)
        except NotDeliveredError as error:
            # Somebody else's app wrote it, or it was deleted a moment ago.
            if error.status not in (403, 404):
                raise
    made = await github.ask("POST", f"/issues/{number}/comments", body={"body": body})
    return Written(did="created", url=str(_field(made.body, "html_url")))


async def _update(github: GitHub, oldest: _Found, twins: list[_Found], body: str) -> Written:
    await github.ask("PATCH", f"/issues/comments/{oldest.id}", body={"body": body})
    for twin in twins:
        if github.calls_left > 0:
            await _remove(github, twin)
    return Written(did="updated", url=oldest.url)


async def _remove(github: GitHub, twin: _Found) -> None:
    try:
        await github.ask("DELETE", f"/issues/comments/{twin.id}")
    except NotDeliveredError as error:
        # A twin that stays is an eyesore; the next run tries again.
        if error.status not in (403, 404):
            raise


async def _ours(github: GitHub, number: int, marker: Marker) -> list[_Found]:
    """Our comments. A stranger may copy the marker, so its author must be the token's own."""
    marked = await _marked(github, number, marker)
    bots = [one for one in marked if one.is_bot]
    if bots or not marked:
        return bots
    # With a person's token the comment is that person's.
    try:
        login = await github.whoami()
    except NotDeliveredError:
        return []
    return [one for one in marked if one.author == login]


async def _marked(github: GitHub, number: int, marker: Marker) -> list[_Found]:
    """Comments with our first line: the first page, then from the last one backwards."""
    path = f"/issues/{number}/comments?per_page=100&page="
    first = await github.ask("GET", f"{path}1")
    found = _with_marker(first.body, marker)
    for page in range(first.last_page, 1, -1):
        if github.calls_left <= _RESERVE:
            break
        found += _with_marker((await github.ask("GET", f"{path}{page}")).body, marker)
    else:
        return found
    if found:
        return found
    raise NotDeliveredError("there are too many comments to look for ours among them")


def _with_marker(comments: Any, marker: Marker) -> list[_Found]:
    if not isinstance(comments, list):
        raise NotDeliveredError("GitHub's answer is not a list of comments")
    return [one for raw in comments for one in _found(raw, marker)]


def _found(raw: Any, marker: Marker) -> list[_Found]:
    match = _MARKER.match(str(_field(raw, "body") or ""))
    if not match or match[1] != marker.key:
        return []
    user = _field(raw, "user")
    return [
        _Found(
            id=int(_field(raw, "id") or 0),
            url=str(_field(raw, "html_url")),
            run=(int(match[2]), int(match[3])),
            author=str(_field(user, "login")),
            is_bot=_field(user, "type") == "Bot",
        )
    ]


def _field(raw: Any, name: str) -> Any:
    """A field of an answer, None where the answer is not what GitHub describes."""
    return raw.get(name) if isinstance(raw, dict) else None
