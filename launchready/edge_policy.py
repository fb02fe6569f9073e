"""Writes the edge policy of the zone that launchready.yml names."""

import argparse
from pathlib import Path

from launchready import console, interrupt
from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.edge.policy import rows
from launchready.edge.policy_page import notes_in, page, with_notes
from launchready.edge.settings import Edge
from launchready.run import USUAL_FILE, Prepared, Request, from_disk, prepare
from launchready.secrets.detected_keys import DetectedKeys
from launchready.values.problem import ConfigError, Problem

UNKNOWN = 3


def written(args: argparse.Namespace) -> tuple[str, int]:
    """The policy and the exit code; "" where the zone cannot be read. Raises ConfigError."""
    request = Request(start=Path.cwd(), config=args.config, environment=args.env, rooms=("edge",))
    prepared = prepare(request)
    edge = _demand_zone(prepared)
    console.log_to_stderr(prepared.hide)
    before = _before(args.output)
    try:
        text = interrupt.run(lambda: _made(prepared, edge, before))
    except UnreachableError as silence:
        said = f"launchready: {silence.reason}. {silence.advice}"
        console.complain(prepared.hide(said))
        return "", UNKNOWN
    return prepared.hide(text), 0


async def _made(prepared: Prepared, edge: Edge, before: str) -> str:
    from launchready.world.open import open_world  # loads the network libraries

    loaded = prepared.loaded
    network = loaded.config.network.with_roots(from_disk(prepared.repository.root))
    async with open_world(network, loaded.site, prepared.repository, DetectedKeys()) as ctx:
        described = edge.described
        found = await rows(described, ctx)
    return page(described.zone, with_notes(found, notes_in(before)))


def _before(output: Path | None) -> str:
    """The page as it stands, "" where there is none yet."""
    if output is None or not output.exists():
        return ""
    try:
        return output.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        at = Location(file=output.as_posix())
        raise ConfigError([Problem(at=at, found=f"cannot be read: {error}")]) from None


def _demand_zone(prepared: Prepared) -> Edge:
    section = prepared.loaded.rooms["edge"]
    if not isinstance(section, Edge) or section.cloudflare is None:
        at = section.at if section is not None else Location(file=USUAL_FILE)
        meant = "name the zone and its token under edge: cloudflare:"
        raise ConfigError([Problem(at=at, found="there is no zone to read", meant=meant)])
    return section
