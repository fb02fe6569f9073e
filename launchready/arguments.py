"""The command line's words: commands, options, help."""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from launchready import __version__, help_texts
from launchready.core import registry
from launchready.core.finding import Impact
from launchready.shared_options import (
    config_option,
    config_options,
    format_option,
    output_option,
    stage_option,
)
from launchready.values.problem import nearest

Command = Callable[[argparse.Namespace], int]

_DNS_COMMANDS = ("import", "snapshot", "diff", "describe")


def _room(name: str) -> str:
    if name not in registry.ROOMS:
        near = nearest(name, registry.ROOMS)
        hint = f"did you mean {near}?" if near else f"rooms are {', '.join(registry.ROOMS)}"
        raise argparse.ArgumentTypeError(f"there is no room {name}; {hint}")
    return name


def _zone(text: str) -> str:
    from pydantic_core import PydanticCustomError

    from launchready.values.types import hostname

    try:
        return hostname(text)
    except PydanticCustomError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _server(text: str) -> tuple[str, int | None]:
    from pydantic_core import PydanticCustomError

    from launchready.values.types import address

    try:
        return address(text)
    except PydanticCustomError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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
    _check_options(add("check", "run the gate", help_texts.CHECK))
    one = add(
        "init", "look at the live site and this repository, write launchready.yml", help_texts.INIT
    )
    one.add_argument(
        "domain", nargs="?", type=_zone, metavar="DOMAIN", help="where it is served, like acme.test"
    )
    one.add_argument(
        "-c",
        "--config",
        type=Path,
        metavar="FILE",
        help="the file to write; what it says already, its network: say, is kept and used "
        "(default: launchready.yml at the repository's root)",
    )
    one.add_argument("-y", "--yes", action="store_true", help="take every proposal unasked")
    one.add_argument("--dry-run", action="store_true", help="show what would be written")
    one.add_argument("--offline", action="store_true", help="ask nothing of the network")
    one = add("demo", "the whole gate against a portal of its own on loopback", help_texts.DEMO)
    one.add_argument("--broken", action="store_true", help="plant the faults launch days fail on")
    format_option(one)
    one = add(
        "baseline", "let stand the secrets that are there, and no others", help_texts.BASELINE
    )
    one.add_argument("--audit", action="store_true", help="go through its entries, at a terminal")
    config_option(one)
    _dns_commands(
        add("dns", "make, compare and explain record maps", help_texts.DNS), commands["dns"]
    )
    _edge_commands(
        add("edge", "what the edge keeps and throttles", help_texts.EDGE), commands["edge"]
    )
    _handover_options(
        add("handover", "what somebody else needs to run it, as pages", help_texts.HANDOVER)
    )
    _redirects_options(
        add("redirects", "redirects of other services as rules", help_texts.REDIRECTS)
    )
    one = add("import", "pages of an OpenAPI file, a journey of a recording", help_texts.IMPORT)
    one.add_argument("what", choices=["openapi", "har"], help="what the file is")
    one.add_argument("file", type=Path, metavar="FILE", help="the file; - is standard input")
    one.add_argument(
        "--schemas",
        type=Path,
        metavar="DIR",
        help="openapi: write each answer's schema into this folder, and ask for it",
    )
    output_option(one)
    one = add(
        "locustfile", "the load of the config, for locust on many machines", help_texts.LOCUST
    )
    config_options(one)
    output_option(one)
    _monitors_options(
        add("monitors", "config for what watches: the same pages and hosts", help_texts.MONITORS)
    )
    _watch_options(add("watch", "keep looking, and tell people when it changes", help_texts.WATCH))
    one = add("explain", "what a rule means, what it costs, what to do", help_texts.EXPLAIN)
    one.add_argument("rule", metavar="RULE", help="a rule's id, as in the report")
    one = add("rules", "every rule, a line each", help_texts.RULES)
    one.add_argument("--json", action="store_true", help="with their words, for a machine")
    add("schema", "the JSON Schema of launchready.yml, for editors", help_texts.SCHEMA)
    add("version", "print the version", help_texts.VERSION)
    one = add("completion", "a script by which your shell completes words", help_texts.COMPLETION)
    one.add_argument("shell", choices=["bash", "zsh", "fish"], help="which shell")
    add("github", "run the gate in a GitHub workflow (what the action calls)", help_texts.GITHUB)
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
    stage_option(one, "repeatable: ask only what this stage of the launch asks")
    config_options(one)
    looks = one.add_mutually_exclusive_group()
    looks.add_argument("--range", metavar="A..B", help="secrets looks at what these commits add")
    looks.add_argument("--staged", action="store_true", help="secrets looks at what is staged")
    looks.add_argument("--history", action="store_true", help="secrets looks at every commit")
    looks.add_argument("--tree", action="store_true", help="secrets looks at the files (default)")
    format_option(one)
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


def _watch_options(one: argparse.ArgumentParser) -> None:
    config_options(one)
    one.add_argument(
        "--state", type=Path, metavar="FILE", help="remembers across restarts (SQLite)"
    )
    one.add_argument("--page", type=Path, metavar="DIR", help="the status page is written here")
    much = one.add_mutually_exclusive_group()
    much.add_argument("--once", action="store_true", help="one look at everything, then the end")
    much.add_argument("--drill", action="store_true", help="tell everybody that this is a drill")


def _dns_commands(parent: argparse.ArgumentParser, run: Command) -> None:
    names = parent.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    add = partial(_command, names, dict.fromkeys(_DNS_COMMANDS, run))
    one = add("import", "an export of a DNS host becomes a record map", help_texts.DNS_IMPORT)
    one.add_argument("file", type=Path, metavar="FILE", help="the export")
    one.add_argument(
        "--zone", type=_zone, metavar="ZONE", help="where the file does not say which it is of"
    )
    output_option(one)
    one = add("snapshot", "the live zone becomes a record map", help_texts.DNS_SNAPSHOT)
    one.add_argument("zone", type=_zone, metavar="ZONE", help="like acme.test")
    one.add_argument(
        "--server", type=_server, metavar="IP[:PORT]", help="default: those it is delegated to"
    )
    one.add_argument(
        "--name", action="append", default=[], metavar="NAME", help="repeatable: a name in it"
    )
    output_option(one)
    one = add("diff", "what would have to change in the zones", help_texts.DNS_DIFF)
    config_options(one)
    output_option(one)
    one = add("describe", "the maps as a document for people", help_texts.DNS_DESCRIBE)
    config_options(one)
    output_option(one)


def _edge_commands(parent: argparse.ArgumentParser, run: Command) -> None:
    names = parent.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    one = _command(
        names, {"policy": run}, "policy", "the zone's rules as a document", help_texts.EDGE_POLICY
    )
    config_options(one)
    output_option(one)


def _handover_options(one: argparse.ArgumentParser) -> None:
    config_options(one)
    one.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="the folder to write (default: handover: output: of the config, or docs/handover)",
    )
    one.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="the JSON report of an earlier run; without it the gate is run now",
    )
    stage_option(one, "repeatable: tell what stands in this stage of the launch, write nothing")
    one.add_argument(
        "--attest",
        action="store_true",
        help="ask a person, at a terminal, for what only a person can say, and sign it",
    )
    one.add_argument("--offline", action="store_true", help="ask nothing of the network")


def _monitors_options(one: argparse.ArgumentParser) -> None:
    formats_ = ["gatus", "prometheus", "upptime", "uptime-kuma"]
    one.add_argument("what", choices=formats_, help="which program will watch")
    config_options(one)
    one.add_argument(
        "--alerts",
        choices=["email", "slack", "pagerduty", "webhook"],
        default="email",
        help="how people are told (default: email)",
    )
    one.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="a folder; default: standard output"
    )
    one.add_argument("--force", action="store_true", help="write over files changed by hand")


def _redirects_options(one: argparse.ArgumentParser) -> None:
    one.add_argument("what", choices=["import"], help="import: read them from a file")
    one.add_argument("file", type=Path, metavar="FILE", help="as the other service wrote it")
    one.add_argument("--type", metavar="TYPE", help="what wrote it; by the file's name if left out")
    one.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to write (default: the terminal)"
    )
