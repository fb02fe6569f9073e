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
from launchready.dns.describe import document
from launchready.dns.import_zone import import_zone
from launchready.dns.settings import Dns
from launchready.report import zone_plan
from launchready.run import USUAL_FILE, Prepared, Request, perform, prepare
from launchready.values.problem import ConfigError, Problem


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


def diff(args: argparse.Namespace) -> Made:
    prepared = prepare(_request(args))
    _demand_maps(prepared)
    console.log_to_stderr(prepared.hide)
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
    "diff": diff,
    "describe": describe,
}
