"""Sends a load plan by locust, from several processes or machines, and reads it back.

Locust has no open model, so its visitors keep to the clock as well as they can, and what each
request waited for its visitor counts (see locust_script).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from launchready.core.load import Fleet, Health, Live, Plan, Run, Sample, Target, Watcher
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.load_machine import machine
from launchready.world.locust_processes import Brought, Job, run
from launchready.world.locust_script import (
    BODIES,
    HEADERS,
    SAMPLES,
    TRUSTED,
    Line,
    script,
    visitors,
)
from launchready.world.route import mapped
from launchready.world.settings import Network

_PORTS = {"http": 80, "https": 443}
# Its clock runs before its workers do; what comes past the plan's end is not counted. Seconds.
_TO_BEGIN = 3
# The last seconds of a run, for whoever watches.
_LAST = 5.0
_USE_OURS = "Write engine: builtin for it, or leave the target out."


async def send(
    plan: Plan,
    fleet: Fleet,
    network: Network,
    resolver: Resolver,
    watcher: Watcher | None = None,
) -> Run:
    """Carries out a plan. Raises UnreachableError where locust is missing or cannot do it."""
    lines = [line(one) for one in plan.targets]
    started = datetime.now(UTC)
    job = Job(
        script=script(
            lines,
            rate=plan.rate,
            seconds=plan.warmup + plan.seconds,
            timeout=plan.timeout,
            warmup=plan.warmup,
            addresses=await places(plan.targets, network, resolver),
        ),
        users=visitors(plan.rate),
        seconds=math.ceil(plan.warmup + plan.seconds + _TO_BEGIN),
        workers=fleet.workers,
        patience=math.ceil(plan.timeout) + 1,
        master=fleet.master,
        variables=carried(plan.targets, network),
    )
    watch = None if watcher is None else partial(_show, plan, watcher, [])
    brought = await run(job, SAMPLES, watch=watch)
    made = _run(plan, fleet, brought, started)
    if plan.enough is None or made.aborted or plan.enough(made.samples):
        return made
    again = await run(job, SAMPLES, watch=watch)
    return _together(made, _run(plan, fleet, again, started))


def _show(plan: Plan, watcher: Watcher, seen: list[tuple[Any, ...]], new: list[Any]) -> None:
    """How the run stands by what came back in its last seconds."""
    seen.extend(new)
    if not seen:
        return
    now = max(row[1] for row in seen)
    seen[:] = [row for row in seen if row[1] > now - _LAST]
    taken = sorted(row[3] for row in seen if not row[5])
    watcher(
        Live(
            gone=now,
            total=plan.warmup + plan.seconds,
            rate=len(seen) / min(_LAST, max(now, 1.0)),
            p50=median(taken) if taken else None,
            p95=taken[math.ceil(0.95 * len(taken)) - 1] if taken else None,
            errors=1 - len(taken) / len(seen),
            counts=now >= plan.warmup,
        )
    )


def line(target: Target) -> Line:
    """A target as the locustfile has it. Raises UnreachableError where that cannot judge it."""
    if target.visit is not None or (target.judge is not None and not target.statuses):
        raise UnreachableError(
            f"{target.name} is more than locust can be told: a journey, or an expectation beyond "
            "the status and texts",
            advice=_USE_OURS,
        )
    usual = tuple(range(200, 300))
    return Line(
        name=target.name,
        url=target.url,
        weight=target.weight,
        method=target.method,
        statuses=target.statuses or usual,
        texts=target.texts,
    )


def carried(targets: Sequence[Target], network: Network) -> dict[str, str]:
    """What requests carry, for the environment of the processes that send them."""
    headers = {one.name: dict(one.headers) for one in targets if one.headers}
    bodies = {one.name: _text(one) for one in targets if one.body}
    trusted = {TRUSTED: network.ca_file} if network.ca_file else {}
    return {HEADERS: json.dumps(headers), BODIES: json.dumps(bodies), **trusted}


def _text(target: Target) -> str:
    try:
        return (target.body or b"").decode()
    except UnicodeDecodeError:
        reason = f"the body of {target.name} is no text, and locust is handed texts only"
        raise UnreachableError(reason, advice=_USE_OURS) from None


async def places(
    targets: Sequence[Target], network: Network, resolver: Resolver
) -> dict[str, tuple[str, int]]:
    """Where the config says that the targets' hosts are; nothing for those it says nothing of."""
    found = mapped_places(targets, network)
    for host, port in sorted({_place(one) for one in targets}):
        if network.resolver is not None and f"{host}:{port}" not in found:
            addresses = await resolver.addresses(host)
            found |= {f"{host}:{port}": (one, port) for one in addresses[:1]}
    return found


def mapped_places(targets: Sequence[Target], network: Network) -> dict[str, tuple[str, int]]:
    """The places that network.addresses maps the targets' hosts to."""
    named = {_place(one): mapped(network, *_place(one)) for one in targets}
    return {f"{host}:{port}": found[0] for (host, port), found in named.items() if found}


def _place(target: Target) -> tuple[str, int]:
    parts = urlsplit(target.url)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def _run(plan: Plan, fleet: Fleet, brought: Brought, started: datetime) -> Run:
    names = [one.name for one in plan.targets]
    samples = [_sample(row, names, plan.warmup) for row in brought.rows]
    counted = tuple(
        sorted((one for one in samples if 0 <= one.due < plan.seconds), key=lambda one: one.due)
    )
    sent = sum(1 for one in counted if one.sent < plan.seconds)
    lags = sorted(brought.lags)
    return Run(
        engine="locust",
        machine=_machine(fleet),
        started=started,
        seconds=plan.seconds,
        rate=plan.rate,
        samples=counted,
        health=Health(
            lag=lags[int(0.99 * (len(lags) - 1))] if lags else 0.0,
            achieved=sent / plan.seconds,
            cpu=brought.cpu,
        ),
        aborted=brought.aborted and f"{brought.aborted} of the requests of 5 s failed",
    )


def _sample(row: tuple[Any, ...], names: list[str], warmup: float) -> Sample:
    place, due, late, taken, status, error, length, said = row
    return Sample(
        target=names[place],
        due=due - warmup,
        sent=due + late - warmup,
        taken=taken,
        status=status,
        received=length,
        error=error,
        server_timing=said,
    )


def _together(first: Run, second: Run) -> Run:
    """Both halves as one run, the second after the first."""
    late = first.seconds
    later = tuple(replace(one, due=one.due + late, sent=one.sent + late) for one in second.samples)
    health = Health(
        lag=max(first.health.lag, second.health.lag),
        achieved=(first.health.achieved + second.health.achieved) / 2,
        cpu=max(first.health.cpu, second.health.cpu),
    )
    return replace(
        first,
        seconds=first.seconds + second.seconds,
        samples=(*first.samples, *later),
        health=health,
        aborted=second.aborted,
    )


def _machine(fleet: Fleet) -> str:
    where = "elsewhere" if fleet.master else f"on {machine()}"
    return f"{fleet.workers} workers {where}"
