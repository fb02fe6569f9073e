"""The gate's one comment on a pull request: found again, edited in place, never doubled.

GitHub has no way to write only if nothing changed meanwhile. So what was written is looked at
once more: of two runs that wrote at once, the later one's words stay, and only they.
"""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from launchready.github.api import GitHub
from launchready.github.event import Event
from launchready.github.inputs import Inputs
from launchready.github.refusal import NotDeliveredError

# GitHub's limit of characters for one comment.
LONGEST = 65_536

# Calls kept back of those a run may make: who we are, one to write, one to look again, one twin.
_RESERVE = 4
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
    """What became of the comment; `url` is "" where GitHub did not say it."""

    did: Literal["created", "updated", "left"]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    id: int
    url: str
    run: tuple[int, int]
    author: str
    is_bot: bool


def marker_of(event: Event, inputs: Inputs) -> Marker:
    """One gate is one job of one workflow, with the inputs that say what it looks at."""
    looks_at = (inputs.working_directory, inputs.config, inputs.environment, *inputs.checks)
    return marker_for(event.workflow_file, event.workflow, event.job, *looks_at, run=event.run)


def marker_for(*names: str, run: tuple[int, int]) -> Marker:
    """The marker of the gate that has these names."""
    return Marker(key=hashlib.sha256("\0".join(names).encode()).hexdigest()[:16], run=run)


async def put(github: GitHub, number: int, marker: Marker, text: str) -> Written:
    """Puts the text on a pull request. Raises NotDeliveredError.

    A comment that a later run wrote is left as it is.
    """
    body = f"{marker}\n{text}"
    ours = await _ours(github, await _marked(github, number, marker))
    if any(one.run > marker.run for one in ours):
        return _left(ours)
    edited, strangers = await _edit(github, ours, body)
    if edited is None:
        made = await _make(github, number, marker, body)
        return await _alone(github, number, marker, made, before={one.id for one in ours})
    for twin in ours:
        if twin not in (edited, *strangers) and github.calls_left > 1:
            await _remove(github, twin)
    return await _still(github, marker, edited, body)


def _left(ours: list[_Found]) -> Written:
    return Written(did="left", url=max(ours, key=lambda one: one.run).url)


async def _edit(
    github: GitHub, ours: list[_Found], body: str
) -> tuple[_Found | None, list[_Found]]:
    """The oldest comment that is ours to edit, and those that turned out to be another app's."""
    strangers: list[_Found] = []
    for one in sorted(ours, key=lambda one: one.id):
        if github.calls_left < 2:
            break
        try:
            await github.ask("PATCH", f"/issues/comments/{one.id}", body={"body": body})
        except NotDeliveredError as error:
            # Another app wrote it, or it was deleted a moment ago.
            if error.status not in (403, 404) or error.again is not None:
                raise
            strangers.append(one)
        else:
            return one, strangers
    return None, strangers


async def _make(github: GitHub, number: int, marker: Marker, body: str) -> _Found:
    """A new comment. Where the answer got lost, it is looked for before it is written again."""
    path = f"/issues/{number}/comments"
    try:
        return _of((await github.ask("POST", path, body={"body": body})).body, marker)
    except NotDeliveredError as error:
        if not error.is_open:
            raise
    made = [one for one in await _marked(github, number, marker) if one.run == marker.run]
    if ours := await _ours(github, made):
        return ours[0]
    return _of((await github.ask("POST", path, body={"body": body})).body, marker)


async def _alone(
    github: GitHub, number: int, marker: Marker, made: _Found, *, before: set[int]
) -> Written:
    """Another run may have found no comment at the same moment: the later one's stays."""
    created = Written(did="created", url=made.url)
    try:
        marked = await _marked(github, number, marker, newest=True)
        both = [one for one in marked if one.id not in before and one.author == made.author]
        latest = max(both, key=lambda one: (one.run, -one.id), default=made)
        for one in both:
            if one.id != latest.id and github.calls_left > 0:
                await _remove(github, one)
    except NotDeliveredError:
        # It is written; a twin that stays is an eyesore, and the next run looks again.
        return created
    return created if latest.id == made.id else Written(did="left", url=latest.url)


async def _still(github: GitHub, marker: Marker, edited: _Found, body: str) -> Written:
    """An older run that looked before we wrote may have written after us."""
    updated = Written(did="updated", url=edited.url)
    path = f"/issues/comments/{edited.id}"
    if github.calls_left < 2:
        return updated
    try:
        now = _found((await github.ask("GET", path)).body, marker)
        if now and now[0].run > marker.run:
            return _left(now)
        if now and now[0].run < marker.run:
            await github.ask("PATCH", path, body={"body": body})
    except NotDeliveredError:
        # It was written, and that is what counts.
        return updated
    return updated


async def _remove(github: GitHub, twin: _Found) -> None:
    # A twin that stays is an eyesore; the next run tries again.
    with suppress(NotDeliveredError):
        await github.ask("DELETE", f"/issues/comments/{twin.id}")


async def _ours(github: GitHub, marked: list[_Found]) -> list[_Found]:
    """Our comments. A stranger may copy the marker, so its author must be the token's own."""
    bots = [one for one in marked if one.is_bot]
    if bots or not marked:
        return bots
    # With a person's token the comment is that person's.
    try:
        login = await github.whoami()
    except NotDeliveredError:
        return []
    return [one for one in marked if one.author == login]


async def _marked(
    github: GitHub, number: int, marker: Marker, *, newest: bool = False
) -> list[_Found]:
    """Comments with our first line: the first page, then from the last one backwards.

    `newest`: the first and the last page alone, where what was just written stands.
    """
    path = f"/issues/{number}/comments?per_page=100&page="
    first = await github.ask("GET", f"{path}1")
    found = _with_marker(first.body, marker)
    for page in range(first.last_page, 1, -1):
        if github.calls_left <= (1 if newest else _RESERVE):
            break
        found += _with_marker((await github.ask("GET", f"{path}{page}")).body, marker)
        if newest:
            return found
    else:
        return found
    if found or newest:
        return found
    raise NotDeliveredError("there are too many comments to look for ours among them")


def _with_marker(comments: Any, marker: Marker) -> list[_Found]:
    if not isinstance(comments, list):
        raise NotDeliveredError("GitHub's answer is not a list of comments")
    return [one for raw in comments for one in _found(raw, marker)]


def _found(raw: Any, marker: Marker) -> list[_Found]:
    match = _MARKER.match(_text(raw, "body"))
    if not match or match[1] != marker.key:
        return []
    return [_of(raw, Marker(key=match[1], run=(int(match[2]), int(match[3]))))]


def _of(raw: Any, marker: Marker) -> _Found:
    """A comment as GitHub describes it. Raises NotDeliveredError for what is none."""
    number = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(number, int):
        raise NotDeliveredError("GitHub's answer is not a comment")
    user = raw.get("user")
    return _Found(
        id=number,
        url=_text(raw, "html_url"),
        run=marker.run,
        author=_text(user, "login"),
        is_bot=_text(user, "type") == "Bot",
    )


def _text(raw: Any, name: str) -> str:
    """A text of an answer, "" where the answer is not what GitHub describes."""
    value = raw.get(name) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else ""
