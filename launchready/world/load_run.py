"""Sends load: each arrival at its moment, whatever became of those before it (an open model).

A closed model, in which visitors wait for their answers before they ask again, lets a slow server
slow the load down, and hides its waits. Here what an answer takes is counted from the moment its
request was due.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter

import anyio
from anyio.abc import TaskGroup

from launchready.core.load import NO_ROUTE, Plan, Run, Sample, Target, Watcher
from launchready.core.resolver import Resolver
from launchready.core.unreachable import UnreachableError
from launchready.world.http_request import Request, request
from launchready.world.load_browser import LoadBrowser
from launchready.world.load_client import (
    Client,
    FailedError,
    OwnLimitError,
    Shot,
    answer,
    on_the_wire,
    sockets_for,
)
from launchready.world.load_clock import Clock
from launchready.world.load_machine import Watch, machine, made_ready
from launchready.world.load_places import Places
from launchready.world.load_schedule import counted, moments, order
from launchready.world.load_watch import Recent
from launchready.world.settings import Network
from launchready.world.tls_context import visitor_context

# How often a person is told, and how often errors are looked at, in seconds.
_EVERY = 0.5


class LiveLoad:
    """Load over the real network, to where the config says hosts are."""

    def __init__(self, network: Network, resolver: Resolver) -> None:
        self._network = network
        self._resolver = resolver

    async def run(self, plan: Plan, watcher: Watcher | None = None) -> Run:
        if plan.fleet is not None:
            from launchready.world.locust import send

            return await send(plan, plan.fleet, self._network, self._resolver, watcher)
        asked = {one.name: _asked(one) for one in plan.targets if one.visit is None}
        places = Places(self._network, self._resolver, visitor_context(self._network))
        client, clock = Client(places, plan.timeout), Clock()
        going = _Going(plan=plan, client=client, asked=asked)
        started = datetime.now(UTC)
        try:
            with made_ready(sockets_for(plan.rate, plan.timeout)):
                await going.through(clock, watcher)
        finally:
            clock.close()
            client.close()
            await anyio.lowlevel.checkpoint()
        return Run(
            engine="builtin",
            machine=machine(),
            started=started.replace(microsecond=0),
            seconds=going.seconds,
            rate=plan.rate,
            samples=tuple(going.counted),
            health=going.watch.health(going.seconds),
            aborted=going.aborted,
            retried=going.retried,
        )


def _asked(target: Target) -> tuple[Request, bytes]:
    asked = request(target.url, target.method, target.headers, target.body)
    return asked, on_the_wire(asked)


@dataclass(slots=True)
class _Going:
    """One run under way."""

    plan: Plan
    client: Client
    asked: dict[str, tuple[Request, bytes]]
    samples: list[Sample] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    recent: Recent = field(default_factory=Recent)
    zero: float = 0.0  # when the first arrival that counts is due
    seconds: float = 0.0
    aborted: str = ""
    retried: int = 0

    @property
    def counted(self) -> list[Sample]:
        """What counts; where a run ended in its warm-up, that is all there is."""
        found = [one for one in self.samples if one.due >= 0]
        return sorted(found or (self.samples if self.aborted else []), key=lambda one: one.due)

    async def through(self, clock: Clock, watcher: Watcher | None) -> None:
        plan = self.plan
        self.zero = perf_counter() + plan.warmup + 0.01
        self.seconds = plan.seconds
        turns = order(plan.targets)
        async with anyio.create_task_group() as beside:
            async with anyio.create_task_group() as together:
                beside.start_soon(self._look, watcher, together.cancel_scope)
                first = moments(plan.rate, plan.seconds, plan.warmup, plan.ramp)
                await self._fire(first, turns, clock, together)
                if not self.aborted and plan.enough is not None and not plan.enough(self.counted):
                    again = counted(plan.rate, plan.seconds, since=plan.seconds)
                    self.seconds += plan.seconds
                    await self._fire(again, turns, clock, together)
                self.watch.end()
            beside.cancel_scope.cancel()

    async def _fire(
        self, due: Iterator[float], turns: Iterator[Target], clock: Clock, together: TaskGroup
    ) -> None:
        for moment in due:
            await clock.until(self.zero + moment)
            if self.aborted:
                return
            now = perf_counter()
            if moment >= 0:
                self.watch.fired(now - self.zero - moment)
            self.recent.sent(now)
            together.start_soon(self._arrive, next(turns), moment)

    async def _arrive(self, target: Target, due: float) -> None:
        shot = Shot(sent=perf_counter())
        try:
            if target.visit is None:
                error = await self._ask(target, shot)
            else:
                error = await self._visit(target, shot)
        except OwnLimitError:
            self.watch.lost += due >= 0
            return
        ended = shot.ended if shot.ended and not error else perf_counter()
        parser = shot.parser
        taken = (shot.ended or ended) - self.zero - due
        self.retried += shot.retried
        self.recent.ended(ended, taken, failed=bool(error))
        headers = parser.headers if parser is not None else []
        self.samples.append(
            Sample(
                target=target.name,
                due=due,
                sent=shot.sent - self.zero,
                taken=max(0.0, taken),
                phases=shot.phases,
                status=parser.status if parser is not None else 0,
                received=parser.received if parser is not None else 0,
                error=error,
                server_timing=", ".join(v for name, v in headers if name == "server-timing")[:4096],
            )
        )

    async def _ask(self, target: Target, shot: Shot) -> str:
        asked, wire = self.asked[target.name]
        try:
            await self.client.send(asked, wire, shot, reads=target.reads)
            came = answer(target.url, shot, reads=target.reads)
        except FailedError as error:
            return error.kind
        return target.judge(came) if target.judge is not None else ""

    async def _visit(self, target: Target, shot: Shot) -> str:
        browser = LoadBrowser(self.client, shot)
        try:
            assert target.visit is not None  # noqa: S101 - see _arrive
            return await target.visit(browser)
        except UnreachableError:
            return browser.failed or NO_ROUTE
        finally:
            shot.ended = perf_counter()

    async def _look(self, watcher: Watcher | None, together: anyio.CancelScope) -> None:
        """Tells whoever watches, and ends a run that only hurts."""
        while True:
            await anyio.sleep(_EVERY)
            now = perf_counter()
            if watcher is not None:
                watcher(self.recent.live(now, self.plan, now - self.zero, self.seconds))
            if why := self.recent.is_hopeless(now):
                self.aborted = why
                self.seconds = min(self.seconds, max(now - self.zero, 0.0))
                together.cancel()  # what is under way has been given up
                return
