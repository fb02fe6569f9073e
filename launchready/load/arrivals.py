"""Makes the plan of a load run from what load: says."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from launchready.core import load as core
from launchready.core.browser import Browser
from launchready.core.context import Context
from launchready.load.answers import judge, reads
from launchready.load.asked_as import NOBODY, carried
from launchready.load.plainly import plainly
from launchready.load.settings import Load, Target, Visits
from launchready.load.twins import twin
from launchready.visit.walking import walk


async def plan(load: Load, ctx: Context, enough: core.Enough) -> core.Plan:
    """What is sent. Raises UnreachableError where a session cannot be had."""
    targets = [await _target(one, load, ctx) for one in load.targets]
    journeys = [_journey(one, ctx) for one in load.journeys]
    rate = load.rate
    if load.compare is not None and load.compare.base_url is not None:
        both = [*targets, *await _twins(targets, load, ctx, load.compare.base_url)]
        # Each version is asked at the full rate.
        alone = sum(one.weight for one in (*targets, *journeys))
        rate *= sum(one.weight for one in (*both, *journeys)) / alone
        targets = both
    return core.Plan(
        targets=(*targets, *journeys),
        rate=rate,
        seconds=load.for_,
        warmup=load.warmup,
        timeout=load.timeout,
        enough=enough,
        fleet=load.fleet,
    )


def _journey(one: Visits, ctx: Context) -> core.Target:
    """A journey as an arrival: each visitor makes it whole, with cookies of his own."""

    async def visit(browser: Browser) -> str:
        assert one.steps is not None  # noqa: S101 - the config is settled before anything is sent
        made = await walk(one.steps, replace(ctx, web=browser, anew=browser))
        if made.silence is not None:
            raise made.silence
        return f"step {made.faults[0].step} went wrong" if made.faults else ""

    return core.Target(name=one.name, url="", weight=one.weight, visit=visit)


def session_of(target: Target, load: Load) -> str | None:
    name = target.session or load.session
    return None if name == NOBODY else name


async def _twins(
    targets: Sequence[core.Target], load: Load, ctx: Context, there: str
) -> list[core.Target]:
    """The same targets at another deployment, each with what its session carries there."""
    here = ctx.site.base_url or ""
    found = []
    for one, sent in zip(load.targets, targets, strict=True):
        other = twin(sent, here, there)
        if other is not None:
            headers = await headers_of(one, load, ctx, other.url)
            found.append(replace(other, headers=(*headers, *_kind(one, headers))))
    return found


async def headers_of(
    target: Target, load: Load, ctx: Context, url: str = ""
) -> tuple[tuple[str, str], ...]:
    """The headers a target is asked with, those of its session among them; at another address
    of ours, those that belong there.

    Raises UnreachableError where the session cannot be had.
    """
    named = target.model_copy(update={"session": session_of(target, load)})
    return await carried(named, ctx, url)


async def _target(one: Target, load: Load, ctx: Context) -> core.Target:
    meant = one.expectations
    plain = plainly(meant)
    headers = await headers_of(one, load, ctx)
    return core.Target(
        name=one.name,
        url=one.url.name,
        method=one.method,
        headers=(*headers, *_kind(one, headers)),
        body=_body(one),
        weight=one.weight,
        judge=judge(meant, signed_in=session_of(one, load) is not None),
        reads=reads(meant),
        statuses=plain.statuses if plain is not None else (),
        texts=plain.texts if plain is not None else (),
    )


def _body(one: Target) -> bytes | None:
    if one.json_ is not None:
        return one.json_.encode()
    return None if one.form is None else urlencode(one.form).encode()


def _kind(one: Target, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """How the body is called, unless that is said already."""
    if _body(one) is None or any(name.lower() == "content-type" for name, _ in headers):
        return ()
    kind = "application/x-www-form-urlencoded" if one.json_ is None else "application/json"
    return (("Content-Type", kind),)
