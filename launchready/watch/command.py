"""`launchready watch`: keeps looking at what the config names, and has people told."""

import argparse
import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import anyio

from launchready import console, interrupt
from launchready.config.watch import Watch
from launchready.outputs import UsageError
from launchready.run import Prepared, Request, from_disk, prepare
from launchready.values.problem import ConfigError, Problem
from launchready.watch import alert_sum, words
from launchready.watch.channels import open_channels
from launchready.watch.channels_told import NotSentError
from launchready.watch.outbox import SPARE
from launchready.watch.running import Running
from launchready.watch.screen import Screen
from launchready.watch.store import StateError, Store
from launchready.watch.targets import targets
from launchready.watch.types import Target

ROOMS = ("smoke", "tls", "dns")


def command(args: argparse.Namespace) -> int:
    """Runs `launchready watch` and gives its exit code. Raises ConfigError and UsageError."""
    asked = Request(
        start=Path.cwd(), config=args.config, environment=args.env, rooms=ROOMS, watching=True
    )
    prepared = prepare(asked)
    console.log_to_stderr(lambda text: prepared.hide(text))
    watch = prepared.loaded.config.watch or Watch()
    found, left = targets(prepared.loaded, watch)
    within = _promised(prepared, watch)
    alert_sum.demand(found, watch, within)
    watch = watch.model_copy(update={"alert_within": within})
    if args.drill:
        return interrupt.run(partial(_drill, prepared, watch))
    with Screen(os.environ) as screen:
        running = _opened(args, prepared, watch, found, screen)
        try:
            for line in _opening(running, left):
                screen.say(line)
            work = running.once if args.once else running.run
            return interrupt.run(work)
        finally:
            running.store.close()


def _promised(prepared: Prepared, watch: Watch) -> float:
    """Seconds in which an outage must be told: what watch says, else monitor, else two minutes."""
    other = getattr(prepared.loaded.rooms.get("monitor"), "alert_within", None)
    return watch.alert_within or other or alert_sum.USUAL_WITHIN


def _opening(running: Running, left: tuple[str, ...]) -> list[str]:
    """What is said first: what is watched, how soon an outage is told, and to whom."""
    kinds = [one.kind for one in running.targets]
    counts = [
        f"{count} {name}{'s' if count > 1 else ''}"
        for name, kind in (("page", "page"), ("certificate", "tls"), ("zone", "dns"))
        if (count := kinds.count(kind))  # type: ignore[arg-type]
    ]
    lines = [f"watching {', '.join(counts)}"]
    for kind in ("page", "tls", "dns"):
        of_kind = [one for one in running.targets if one.kind == kind]
        if of_kind:
            lines.append(_sum_told(max(of_kind, key=lambda o: o.limit), running.watch))
    told = [str(one) for one in running.watch.alerts]
    who = ", ".join(told) if told else "nobody; name somebody under watch: alerts:"
    kept = running.store.note or ""
    return [*lines, f"telling {who}", *([kept] if kept else []), *left]


def _sum_told(target: Target, watch: Watch) -> str:
    parts = alert_sum.terms(target, watch)
    told = " + ".join(f"{one.seconds:g} s {one.what}" for one in parts)
    kind = {"page": "a page", "tls": "a certificate", "dns": "a zone"}[target.kind]
    worst = alert_sum.worst(target, watch)
    return f"a fault of {kind} is told within {worst:g} s at worst: {told}"


def _opened(
    args: argparse.Namespace,
    prepared: Prepared,
    watch: Watch,
    found: tuple[Target, ...],
    screen: Screen,
) -> Running:
    root = prepared.repository.root
    state: Path | None = args.state or (root / watch.state if watch.state else None)
    page: Path | None = args.page or (root / watch.page if watch.page else None)
    if state is None and not args.once:
        screen.say("nothing is remembered after a restart; --state FILE names where to")
    if state is not None and not state.absolute().parent.is_dir():
        raise UsageError(f"{state} cannot be written: its folder is not there")
    if page is not None and not (page.is_dir() or page.absolute().parent.is_dir()):
        raise UsageError(f"{page} cannot be written: its folder is not there")
    try:
        store = Store(state)
    except StateError as error:
        raise UsageError(str(error)) from None
    return Running(
        prepared=prepared, watch=watch, targets=found, store=store, screen=screen, page=page
    )


async def _drill(prepared: Prepared, watch: Watch) -> int:
    """Says a drill on every channel; 0 when each took it, else 1."""
    network = prepared.loaded.config.network.with_roots(from_disk(prepared.repository.root))
    channels = open_channels(watch.alerts, network)
    if not channels:
        raise ConfigError([Problem(at=watch.at, found="alerts names nobody to tell")])
    told = words.drill(prepared.loaded.config.product, datetime.now(UTC))
    code = 0
    for one in channels:
        try:
            with anyio.fail_after(one.limit + SPARE):
                await one.send(told)
        except (NotSentError, TimeoutError) as error:
            why = error.reason if isinstance(error, NotSentError) else "no answer in time"
            console.say(f"{one.name} did not take it: {why}")
            code = 1
        else:
            console.say(f"{one.name} took it; see that it arrived")
    return code
