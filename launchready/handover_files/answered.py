"""What `launchready handover` is called for: to write the pages, to read a stage, or to sign."""

import argparse
from pathlib import Path

from launchready import console
from launchready.core.finding import Stage
from launchready.handover_files import command as pages
from launchready.handover_files.attest import attest


def command(args: argparse.Namespace, start: Path) -> int:
    """Does it, and gives the exit code. Raises ConfigError and UsageError."""
    if args.attest:
        return attest(start, args.config)
    call = pages.called(args, start)
    if args.stage:
        console.say(pages.by_stage(call, tuple(map(Stage, args.stage))))
    else:
        console.say(pages.told(pages.write_pages(call)))
    return 0
