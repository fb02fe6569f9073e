"""The command line's words: commands, options, help."""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from launchready import __version__
from launchready.core import registry
from launchready.core.finding import Impact
from launchready.report import formats
from launchready.values.problem import nearest

Command = Callable[[argparse.Namespace], int]

_CHECK_HELP = """\
With no rooms named, every room that has a section in launchready.yml is asked, and
secrets always. Ends in one word: go (exit 0), no-go (1) or unknown (3, something could
not be looked at); a mistake in the call or the config is exit 2 and asks nothing.

examples:
  launchready check                          everything the config names
  launchready check secrets --staged         before a commit
  launchready check -f json=report.json      a report for a machine, beside the terminal's
"""
_DEMO_HELP = """\
Starts a portal with its own DNS and certificates on loopback, runs the real gate against
it and stops it again. Nothing to configure, nothing leaves this machine.

examples:
  launchready demo                 a sound portal: go
  launchready demo --broken        the faults launch days fail on: no-go
"""
_REDIRECTS_HELP = """\
Reads redirects from a file that another service wrote, and prints them as rules for
launchready.yml. To hold the site against the file itself, name it under
web.redirects.imports.

examples:
  launchready redirects import public/_redirects
  launchready redirects import ops/bulk.csv --type cloudflare-csv -o rules.yml
"""
_EXPLAIN_HELP = "example:\n  launchready explain dns/record-missing\n"
_RULES_HELP = "examples:\n  launchready rules\n  launchready rules --json\n"
_SCHEMA_HELP = "example:\n  launchready schema > launchready.schema.json\n"
_VERSION_HELP = "example:\n  launchready version\n"
_GITHUB_HELP = "example:\n  uses: org/launchready@v1       in a workflow; see action.yml\n"


def _room(name: str) -> str:
    if name not in registry.ROOMS:
        near = nearest(name, registry.ROOMS)
        hint = f"did you mean {near}?" if near else f"rooms are {', '.join(registry.ROOMS)}"
        raise argparse.ArgumentTypeError(f"there is no room {name}; {hint}")
    return name


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The whole command line; `commands` does what each name says."""
    made = argparse.ArgumentParser(
        prog="launchready",
        description="Can this go live? One word: go, no-go or unknown.",
        epilog="example:\n  launchready check\n\n'launchready COMMAND --help' tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="version", version=f"launchready {__version__}")
    names = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = partial(_command, names, commands)
    _check_options(add("check", "run the gate", _CHECK_HELP))
    one = add("demo", "the whole gate against a portal of its own on loopback", _DEMO_HELP)
    one.add_argument("--broken", action="store_true", help="plant the faults launch days fail on")
    _format_option(one)
    _redirects_options(add("redirects", "redirects of other services as rules", _REDIRECTS_HELP))
    one = add("explain", "what a rule means, what it costs, what to do", _EXPLAIN_HELP)
    one.add_argument("rule", metavar="RULE", help="a rule's id, as in the report")
    one = add("rules", "every rule, a line each", _RULES_HELP)
    one.add_argument("--json", action="store_true", help="with their words, for a machine")
    add("schema", "the JSON Schema of launchready.yml, for editors", _SCHEMA_HELP)
    add("version", "print the version", _VERSION_HELP)
    add("github", "run the gate in a GitHub workflow (what the action calls)", _GITHUB_HELP)
    return made


def _command(
    names: "argparse._SubParsersAction[argparse.ArgumentParser]",
    commands: Mapping[str, Command],
    name: str,
    title: str,
    more: str,
) -> argparse.ArgumentParser:
    made = names.add_parser(
        name,
        help=title,
        description=title[0].upper() + title[1:] + ".",
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(run=commands[name])
    return made


def _check_options(one: argparse.ArgumentParser) -> None:
    one.add_argument("room", nargs="*", type=_room, metavar="ROOM", help=", ".join(registry.ROOMS))
    one.add_argument(
        "-c",
        "--config",
        type=Path,
        metavar="FILE",
        help="default: launchready.yml, looked for from here upward",
    )
    one.add_argument(
        "--env",
        default="production",
        metavar="NAME",
        help="an entry of environments: (default: production)",
    )
    looks = one.add_mutually_exclusive_group()
    looks.add_argument("--range", metavar="A..B", help="secrets looks at what these commits add")
    looks.add_argument("--staged", action="store_true", help="secrets looks at what is staged")
    looks.add_argument("--history", action="store_true", help="secrets looks at every commit")
    looks.add_argument("--tree", action="store_true", help="secrets looks at the files (default)")
    _format_option(one)
    one.add_argument(
        "--fail-on",
        choices=[i.word for i in reversed(Impact)],
        default="blocker",
        help="the least that makes a no-go",
    )
    one.add_argument("--offline", action="store_true", help="ask nothing of the network")
    one.add_argument(
        "--since", type=Path, metavar="REPORT.json", help="mark what is new, still there, gone"
    )


def _redirects_options(one: argparse.ArgumentParser) -> None:
    one.add_argument("what", choices=["import"], help="import: read them from a file")
    one.add_argument("file", type=Path, metavar="FILE", help="as the other service wrote it")
    one.add_argument("--type", metavar="TYPE", help="what wrote it; by the file's name if left out")
    one.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write (default: the terminal)"
    )


def _format_option(one: argparse.ArgumentParser) -> None:
    names = ", ".join(formats.NAMES)
    one.add_argument(
        "-f", "--format", action="append", metavar="NAME[=FILE]", help=f"repeatable: {names}"
    )
