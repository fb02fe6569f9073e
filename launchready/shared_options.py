"""Options that several commands have."""

import argparse
from pathlib import Path

from launchready.core.finding import Stage
from launchready.report import formats


def stage_option(one: argparse.ArgumentParser, does: str) -> None:
    one.add_argument(
        "--stage",
        action="append",
        default=[],
        choices=[stage.value for stage in Stage],
        metavar="STAGE",
        help=f"{does}: {', '.join(Stage)}",
    )


def config_options(one: argparse.ArgumentParser) -> None:
    config_option(one)
    one.add_argument(
        "--env",
        default="production",
        metavar="NAME",
        help="an entry of environments: (default: production)",
    )


def config_option(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "-c",
        "--config",
        type=Path,
        metavar="FILE",
        help="default: launchready.yml, looked for from here upward",
    )


def output_option(one: argparse.ArgumentParser) -> None:
    one.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")


def format_option(one: argparse.ArgumentParser) -> None:
    names = ", ".join(formats.NAMES)
    one.add_argument(
        "-f", "--format", action="append", metavar="NAME[=FILE]", help=f"repeatable: {names}"
    )
    much = one.add_mutually_exclusive_group()
    much.add_argument(
        "-v", "--verbose", action="store_true", help="everything, also what was not asked and why"
    )
    much.add_argument(
        "-q", "--quiet", action="store_true", help="the answer and what blocks, a line each"
    )
