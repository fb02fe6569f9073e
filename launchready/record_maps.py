"""The commands about record maps: made of an export or of the live zone, compared, explained."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from launchready import console, interrupt
from launchready.core.location import Location
from launchready.core.report import Verdict
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.dns.describe import document
from launchready.dns.import_zone import import_zone
from launchready.dns.settings import Dns
from launchready.dns.snapshot import Snapshot, take
from launchready.report import zone_plan
from launchready.run import USUAL_FILE, Prepared, Request, perform, prepare
from launchready.secrets.detected_keys import DetectedKeys
from launchready.values.problem import ConfigError, Problem
from launchready.world.repository import GitRepository, find_root
from launchready.world.settings import Network

UNKNOWN = Verdict.UNKNOWN.exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a command prints or writes, what it says beside it, and its exit code."""

    text: str
    notes: tuple[str, ...] = ()
    code: int = 0


def import_(args: argparse.Namespace) -> Made:
    file: Path = args.file
    try:
        raw = file.read_bytes()
    except OSError as error:
        found = f"cannot be read: {error.strerror}"
        raise ConfigError([Problem(at=Location(file=str(file)), found=found)]) from None
    made = import_zone(raw, str(file), args.zone)
    return Made(text=made.text(file.name), notes=tuple(str(one) for one in made.repairs))


def snapshot(args: argparse.Namespace) -> Made:
    names = [one if one.endswith(f".{args.zone}") else f"{one}.{args.zone}" for one in args.name]
    try:
        made = interrupt.run(lambda: _snapshot(args.zone, names, args.server))
    except UnreachableError as silence:
        advice = f"; {silence.advice}" if silence.advice else ""
        return Made(text="", notes=(f"launchready: {silence.reason}{advice}",), code=UNKNOWN)
    return Made(text=made.text(), notes=made.notes)


async def _snapshot(zone: str, names: list[str], server: tuple[str, int | None] | None) -> Snapshot:
    from launchready.world.open import open_world  # loads the network libraries

    network = Network()
    if server is not None:
        network = network.model_copy(update={"authoritative": {zone: (server,)}})
    files = GitRepository(find_root(Path.cwd()))
    async with open_world(network, Site(), files, DetectedKeys()) as ctx:
        return await take(zone, names, ctx)


def diff(args: argparse.Namespace) -> Made:
    prepared = prepare(_request(args))
    _demand_maps(prepared)
    console.log_to_stderr(lambda text: prepared.hide(text))
    watch = partial(console.progress, variables=os.environ)
    report = interrupt.run(lambda: perform(prepared, watch))
    colour = args.output is None and console.has_colour(sys.stdout, os.environ)
    return Made(text=zone_plan.render(report, colour=colour), code=report.verdict.exit_code)


def describe(args: argparse.Namespace) -> Made:
    prepared = prepare(_request(args))
    section = _demand_maps(prepared)
    return Made(text=document(section.maps))


def _request(args: argparse.Namespace) -> Request:
    return Request(start=Path.cwd(), config=args.config, environment=args.env, rooms=("dns",))


def _demand_maps(prepared: Prepared) -> Dns:
    section = prepared.loaded.rooms["dns"]
    if not isinstance(section, Dns) or not section.zones:
        at = section.at if section is not None else Location(file=USUAL_FILE)
        meant = "name one under dns: zones:, as launchready dns import writes it"
        raise ConfigError([Problem(at=at, found="there is no record map", meant=meant)])
    return section


COMMANDS: dict[str, Callable[[argparse.Namespace], Made]] = {
    "import": import_,
    "snapshot": snapshot,
    "diff": diff,
    "describe": describe,
}
