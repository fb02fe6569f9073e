"""`launchready monitors FORMAT`: config of monitors, written into a folder or shown."""

import argparse
import sys
from pathlib import Path

from launchready import console
from launchready.monitor_files import gatus, kuma, prometheus, upptime
from launchready.monitor_files.planned import plan_of
from launchready.monitor_files.text import Made, Written, is_as_made
from launchready.outputs import UsageError, write
from launchready.report.escape import visible
from launchready.run import Request, from_disk, prepare
from launchready.world.repository import find_root

WRITERS = {
    "gatus": gatus.write,
    "prometheus": prometheus.write,
    "upptime": upptime.write,
    "uptime-kuma": kuma.write,
}
# The files of each format.
NAMES = {
    "gatus": ("gatus.yaml",),
    "prometheus": ("prometheus.yml", "blackbox.yml", "rules.yml", "alertmanager.yml"),
    "upptime": (".upptimerc.yml",),
    "uptime-kuma": ("uptime-kuma.json",),
}


def run(args: argparse.Namespace, start: Path) -> int:
    """Writes the files of a format. Raises ConfigError and UsageError."""
    prepared = prepare(_request(args, start))
    plan = plan_of(prepared.loaded)
    try:
        made: Written = WRITERS[args.what](plan, args.alerts)
    except ValueError as error:
        raise UsageError(str(error)) from None
    for one in made.files:
        if prepared.hide(one.text) != one.text:
            raise UsageError(
                f"{one.name} would hold a value of the environment, which may be a secret; "
                "take it out of the address that is to be watched"
            )
    if args.output is None:
        _show(made, args.what)
    else:
        _write(made, args.output, force=args.force)
    for note in made.notes:
        console.say(f"note: {visible(note)}", sys.stderr)
    return 0


def _request(args: argparse.Namespace, start: Path) -> Request:
    """The config may name already what this call is to write, and what is not there yet."""
    if args.config is not None and not args.config.is_file():
        return Request(start=start, config=args.config, environment=args.env)  # tells what is wrong
    read = from_disk(find_root(args.config.parent if args.config else start))

    def lenient(path: str) -> bytes:
        try:
            return read(path)
        except FileNotFoundError:
            if path.rpartition("/")[2] in NAMES[args.what]:
                return b""
            raise

    return Request(start=start, config=args.config, environment=args.env, policy=lenient)


def _show(made: Written, name: str) -> None:
    if len(made.files) > 1:
        listed = ", ".join(one.name for one in made.files)
        raise UsageError(f"{name} is {len(made.files)} files ({listed}); name a folder: -o DIR")
    console.say(made.files[0].text.removesuffix("\n"))


def _write(made: Written, folder: Path, *, force: bool) -> None:
    """All files or none: one that people changed is never written over unasked."""
    edited = [] if force else [one.name for one in made.files if _is_edited(folder / one.name, one)]
    if edited:
        raise UsageError(
            f"{' and '.join(edited)} in {folder} were changed by hand; --force writes them anew, "
            "-o elsewhere lets you compare"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder} cannot be made: {error.strerror}") from None
    for one in made.files:
        if (folder / one.name).is_symlink():
            raise UsageError(f"{folder / one.name} is a link; name a folder of its own")
        write(folder / one.name, one.text)
        console.say(f"wrote {visible(str(folder / one.name))}", sys.stderr)


def _is_edited(file: Path, one: Made) -> bool:
    try:
        there = file.read_text("utf-8")
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError):
        return True
    return there != one.text and not is_as_made(there)
