"""Makes the plan of a load run from what load: says."""

from collections.abc import Sequence
from urllib.parse import urlencode

from launchready.core import load as core
from launchready.core.context import Context
from launchready.load.answers import judge, reads
from launchready.load.plainly import plainly
from launchready.load.settings import Load, Target
from launchready.load.twins import with_twins

_NO_SESSION = "none"


async def plan(load: Load, ctx: Context, enough: core.Enough) -> core.Plan:
    """What is sent. Raises UnreachableError where a session cannot be had."""
    targets: Sequence[core.Target] = [await _target(one, load, ctx) for one in load.targets]
    rate = load.rate
    if load.compare is not None and load.compare.base_url is not None:
        both = with_twins(targets, ctx.site.base_url or "", load.compare.base_url)
        # Each version is asked at the full rate.
        rate *= sum(one.weight for one in both) / sum(one.weight for one in targets)
        targets = both
    return core.Plan(
        targets=tuple(targets),
        rate=rate,
        seconds=load.for_,
        warmup=load.warmup,
        timeout=load.timeout,
        enough=enough,
        fleet=load.fleet,
    )


def session_of(target: Target, load: Load) -> str | None:
    name = target.session or load.session
    return None if name == _NO_SESSION else name


async def headers_of(target: Target, load: Load, ctx: Context) -> tuple[tuple[str, str], ...]:
    """The headers a target is asked with, those of its session among them.

    Raises UnreachableError where the session cannot be had.
    """
    name = session_of(target, load)
    if name is None:
        return target.headers
    signed_in = await ctx.sessions.sign_in(name)
    return (*signed_in.headers_for(target.url.name), *target.headers)


async def _target(one: Target, load: Load, ctx: Context) -> core.Target:
    body, kind = _body(one)
    meant = one.expectations
    plain = plainly(meant)
    headers = await headers_of(one, load, ctx)
    said = {name.lower() for name, _ in headers}
    return core.Target(
        name=one.name,
        url=one.url.name,
        method=one.method,
        headers=(*headers, *(pair for pair in kind if pair[0].lower() not in said)),
        body=body,
        weight=one.weight,
        judge=judge(meant, signed_in=session_of(one, load) is not None),
        reads=reads(meant),
        statuses=plain.statuses if plain is not None else (),
        texts=plain.texts if plain is not None else (),
    )


def _body(one: Target) -> tuple[bytes | None, tuple[tuple[str, str], ...]]:
    """What is sent, and how it is called."""
    if one.json_ is not None:
        return one.json_.encode(), (("Content-Type", "application/json"),)
    if one.form is not None:
        form = urlencode(one.form).encode()
        return form, (("Content-Type", "application/x-www-form-urlencoded"),)
    return None, ()
