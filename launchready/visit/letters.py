"""Waits for a mail, and makes it ready to be held against what was meant."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

import anyio

from launchready.core.browser import Response
from launchready.core.inbox import Letter, Watched
from launchready.core.unreachable import UnreachableError
from launchready.visit.excerpt import visible
from launchready.visit.mail_links import links_of
from launchready.visit.seen import Seen
from launchready.visit.steps import MailToAwait

_FIRST_PAUSE = 0.5  # seconds between two looks into an inbox, growing to the last
_LAST_PAUSE = 3.0
_METHOD = re.compile(r"\b(dkim|spf|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_MOST_SHOWN = 5

NOBODY_JUDGES = (
    "what the receiver found of dkim, spf and dmarc is not verifiable in this inbox; "
    "name its provider's auth_server_id, or use an inbox at a provider that judges mail"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """No such mail came in time; `others` are subjects of those that did come."""

    seconds: float
    others: tuple[str, ...]


async def awaited(
    mail: MailToAwait, inbox: Watched, fill: Callable[[str], str], taken: set[str]
) -> Letter | Lost:
    """The first mail that fits and was not taken before. Raises UnreachableError where the inbox
    did not answer when it was last asked."""
    to = fill(mail.to).strip().lower()
    pause, started = _FIRST_PAUSE, anyio.current_time()
    while True:
        silence: UnreachableError | None = None
        letters: tuple[Letter, ...] = ()
        try:
            letters = await inbox.letters(to)
        except UnreachableError as error:
            silence = error
        fresh = [one for one in letters if one.id not in taken and to in one.to]
        for one in fresh:
            if _fits(mail.subject, one.subject, fill) and _fits(mail.from_, one.sender, fill):
                taken.add(one.id)
                return one
        waited = anyio.current_time() - started
        if silence is not None and (silence.kind == "refused" or waited >= mail.within):
            raise silence
        if waited >= mail.within:
            others = tuple(one.subject[:100] for one in fresh[:_MOST_SHOWN])
            return Lost(seconds=mail.within, others=others)
        await anyio.sleep(min(pause, max(mail.within - waited, 0.01)))
        pause = min(pause * 1.5, _LAST_PAUSE)


def _fits(wanted: str | None, text: str, fill: Callable[[str], str]) -> bool:
    if wanted is None:
        return True
    said = fill(wanted)
    glob = re.fullmatch(r"pat\((.*)\)", said.strip(), re.DOTALL)
    if glob:
        return fnmatchcase(text.lower(), glob[1].lower().replace("[", "[[]"))
    return said.strip().lower() in text.lower()


def as_seen(letter: Letter, receiver: str, delay: float) -> Seen:
    """A mail as lines ask about it."""
    verdicts = verdicts_of(letter, receiver) if receiver else None
    page = Response(
        url="", status=200, headers=(("content-type", "text/html"),),
        body=letter.html.encode(), truncated=False, seconds=0.0,
    )  # fmt: skip
    shown = " ".join(one for one in (visible(page), " ".join(letter.text.split())) if one)
    return Seen(
        body=letter.html or letter.text,
        shown=shown,
        headers=letter.headers,
        links=links_of(letter),
        auth=verdicts or (),
        delay=delay,
        unknown=() if verdicts is not None else (("AUTH", NOBODY_JUDGES),),
    )


def verdicts_of(letter: Letter, receiver: str) -> tuple[tuple[str, str], ...] | None:
    """What the receiver itself found (RFC 8601, 2.2 and 5): only of headers with its own name,
    and of those the topmost, since senders can write such headers too. None without one."""
    for name, value in letter.headers:
        if name != "authentication-results":
            continue
        text = re.sub(r"\([^()]*\)", " ", value)
        server = text.partition(";")[0].split()
        if server and server[0].lower() == receiver.lower():
            return tuple((match[1].lower(), match[2].lower()) for match in _METHOD.finditer(text))
    return None
