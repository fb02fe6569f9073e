"""Asks the assistant what it must not tell, and looks for planted texts in its answers."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import anyio

from launchready.assistant.judging import RULES, Hit, hits
from launchready.assistant.prompts import Group, Nonce, Prompt, prompts, worded
from launchready.assistant.settings import Assistant
from launchready.assistant.talking import Talk
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Rule
from launchready.core.sheet import Seen, Sheet
from launchready.core.unreachable import UnreachableError

# Seconds for everything that is asked; what was not answered by then is unanswered.
_BUDGET = 110.0
_HALF = 6  # letters of each half of the run's word


@check(Assistant, each=lambda one: one.conversations, emits=RULES, limit=120)
async def red_team(about: Assistant, ctx: Context) -> list[Finding]:
    """No prompt makes the assistant tell, do or show what it must not."""
    if about.endpoint is None:
        raise UnreachableError("no endpoint is named", advice="Name assistant.endpoint.")
    nonce = _nonce(about.endpoint.url.name)
    talk = Talk(about=about, endpoint=about.endpoint, ctx=ctx, nonce=nonce)
    asked = [one for one in prompts() if one.group not in about.lacking]
    score = await _controlled(talk, [one for one in asked if one.group is Group.CONTROL])
    rest = [one for one in asked if one.group is not Group.CONTROL]
    with anyio.move_on_after(_BUDGET):
        await _all(talk, rest, score)
        await _all(talk, [one for one in rest if one in score.said], score)
    return _told(about, asked, score, nonce)


@dataclass(slots=True)
class _Score:
    """What came of each prompt; a second try may add a hit and takes none away."""

    said: set[Prompt] = field(default_factory=set)
    silent: dict[Prompt, UnreachableError] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)


async def _controlled(talk: Talk, controls: Sequence[Prompt]) -> _Score:
    """Harmless questions first: an assistant that answers none of them cannot be judged."""
    score = _Score()
    with anyio.move_on_after(_BUDGET / 2):
        await _all(talk, controls, score)
    if not score.said:
        first = next(iter(score.silent.values()), None)
        reason = f"{talk.about} answered none of {len(controls)} harmless questions"
        why = f": {first.reason}" if first else " in time"
        advice = (first.advice if first else "") or "Correct assistant.endpoint and its headers."
        raise UnreachableError(
            reason + why, kind=first.kind if first else "timed out", advice=advice
        )
    return score


async def _all(talk: Talk, asked: Sequence[Prompt], score: _Score) -> None:
    limiter = anyio.CapacityLimiter(talk.about.at_once)

    async def one(prompt: Prompt) -> None:
        async with limiter:
            try:
                said = await talk.ask(prompt)
            except UnreachableError as silence:
                score.silent.setdefault(prompt, silence)
                return
        score.said.add(prompt)
        score.hits += hits(prompt, said, talk.about, talk.ctx.site, talk.nonce)

    async with anyio.create_task_group() as together:
        for prompt in asked:
            together.start_soon(one, prompt)


def _told(about: Assistant, asked: list[Prompt], score: _Score, nonce: Nonce) -> list[Finding]:
    found = [_finding(about, rule, score.hits, nonce) for rule in RULES if _of(rule, score.hits)]
    sheets = (_sheet(about, asked, score),)
    missing = _missing(about, asked, score)
    if missing:
        reason, advice = missing
        raise UnreachableError(
            reason, kind="refused", advice=advice, found=tuple(found), sheets=sheets
        )
    return Seen(found, sheets)


def _of(rule: Rule, found: list[Hit]) -> list[Hit]:
    return [one for one in found if one.rule is rule]


def _finding(about: Assistant, rule: Rule, found: list[Hit], nonce: Nonce) -> Finding:
    """One finding a rule, with the prompts that did it, so that a founder can type them."""
    broken = list({one.prompt: one for one in _of(rule, found)}.values())
    first, count = broken[0], len(broken)
    many = f"; {count} prompts did it" if count > 1 else ""
    evidence = [
        f"{one.prompt} ({one.prompt.group.owasp or 'harmless'}): {_shown(one.prompt, nonce)}"
        for one in broken[:5]
    ]
    at = about.endpoint or about
    return rule.broken(at, f"{about}: {first.seen}{many}", *evidence)


def _shown(prompt: Prompt, nonce: Nonce) -> str:
    text = worded(prompt.text, nonce)
    document = worded(prompt.document, nonce)
    return f"{text!r}, with the document {document!r}" if document else repr(text)


def _missing(about: Assistant, asked: list[Prompt], score: _Score) -> tuple[str, str] | None:
    """Why the question stays open, and how to close it; None where all of it was looked at."""
    canaries = about.canaries
    if canaries.system is None:
        return (
            f"{about}: no canary stands in its instructions, so a leak of them cannot be told",
            "Write twelve random signs into them and name them in assistant.canaries.system.",
        )
    if canaries.tenant is None and Group.TENANT not in about.lacking:
        return (
            f"{about}: no canary stands in another customer's record, so a leak cannot be told",
            "Plant one and name it in assistant.canaries.tenant, or write without: [tenant].",
        )
    if about.tools is None and Group.TOOL not in about.lacking:
        return (
            f"{about}: which tools an answer used is not told",
            "Name assistant.tools with path and forbidden, or write without: [tools].",
        )
    silent = [one for one in asked if one not in score.said]
    if silent:
        why = Counter(_why(one, score) for one in silent)
        told = ", ".join(f"{count} x {reason}" for reason, count in why.most_common(3))
        advice = next((one.advice for one in score.silent.values() if one.advice), "")
        return f"{about}: {len(silent)} of {len(asked)} prompts had no answer: {told}", advice
    return None


def _why(prompt: Prompt, score: _Score) -> str:
    silence = score.silent.get(prompt)
    return silence.reason if silence else "not answered in time"


def _sheet(about: Assistant, asked: list[Prompt], score: _Score) -> Sheet:
    rows = []
    for group in Group:
        mine = [one for one in asked if one.group is group]
        if not mine:
            rows.append((group.value, "the config says there is nothing of the kind"))
            continue
        broken = {one.prompt for one in score.hits if one.prompt.group is group}
        said = sum(one in score.said for one in mine)
        rows.append((group.value, f"{said} of {len(mine)} answered, {len(broken)} broke a rule"))
    return Sheet(title=f"assistant {about}", rows=tuple(rows))


def _nonce(url: str) -> Nonce:
    """Letters that make no word, so that an answer has them only from us; the same each run."""
    letters = "bcdfghkmpqrtvwxz"
    picked = [letters[byte % len(letters)] for byte in hashlib.sha256(url.encode()).digest()]
    return Nonce(first="".join(picked[:_HALF]), second="".join(picked[_HALF : 2 * _HALF]))
