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
_INIT_HELP = """\
Looks at the live site and at this repository, says what it saw and why, and writes
launchready.yml, a record map under dns/, .secrets.baseline where something only looks like
a secret, and a workflow. Nothing that is there is changed before its difference is shown.
It only reads: pages that any visitor may see, DNS, certificates, and GitHub for the commit
that the workflow is pinned to.

examples:
  launchready init acme.test
  launchready init acme.test --dry-run       show the files, write none
  launchready init --offline                 of the repository alone
"""
_DEMO_HELP = """\
Starts a portal with its own DNS and certificates on loopback, runs the real gate against
it and stops it again. Nothing to configure, nothing leaves this machine.

examples:
  launchready demo                 a sound portal: go
  launchready demo --broken        the faults launch days fail on: no-go
"""
_BASELINE_HELP = """\
Records what the secrets room finds in the files as they stand in the baseline that the
config names, or in .secrets.baseline: it is let stand from then on, and whatever else
comes is told. The file is detect-secrets' own, holds no secret, and keeps what people
said of its entries.

examples:
  launchready baseline             write it, or bring it up to date
  launchready baseline --audit     say of each entry whether it is a secret
"""
_DNS_HELP = """\
A record map is a file that says what DNS must hold; launchready.yml names it under dns:.

examples:
  launchready dns import cloudflare.txt -o dns/acme.test.yaml
  launchready dns snapshot acme.test -o dns/acme.test.yaml
  launchready dns diff                              what would have to change
  launchready dns describe -o DNS_MAP.md            what each record is for
"""
_DNS_IMPORT_HELP = """\
Takes a BIND zone file, a Cloudflare export or what `aws route53 list-resource-record-sets`
prints. What had to be mended or left out is told on standard error.

example:
  launchready dns import export.txt -o dns/acme.test.yaml
"""
_DNS_SNAPSHOT_HELP = """\
Lists the zone by a transfer, by the chain of names of a signed zone, or by likely names and
those given with --name, and writes what is live.

examples:
  launchready dns snapshot acme.test -o dns/acme.test.yaml
  launchready dns snapshot acme.test --server 192.0.2.53 --name pm._domainkey
"""
_DNS_DIFF_HELP = """\
Holds the live zones against their maps and shows what differs, a line a record: + is to be
published, - to be deleted, ~ to be changed. Exits as check does.

example:
  launchready dns diff
"""
_DNS_DESCRIBE_HELP = """\
Lists every record of the maps with what stands behind '# purpose:' and '# owner:' above it.

example:
  launchready dns describe -o DNS_MAP.md
"""
_REDIRECTS_HELP = """\
Reads redirects from a file that another service wrote, and prints them as rules for
launchready.yml. To hold the site against the file itself, name it under
web.redirects.imports.

examples:
  launchready redirects import public/_redirects
  launchready redirects import ops/bulk.csv --type cloudflare-csv -o rules.yml
"""
_IMPORT_HELP = """\
Makes a launchready.yml of what another tool wrote: of an OpenAPI file (2, 3.0 or 3.1) a page
for each GET that asks for nothing; of a browser's recording (HAR) a journey, in which
passwords, tokens and people's addresses are variables. - reads standard input.

examples:
  launchready import openapi openapi.yaml -o launchready.yml
  launchready import openapi openapi.yaml -o launchready.yml --schemas schemas
  launchready import har signup.har -o launchready.yml
"""
_LOCUST_HELP = """\
Writes the targets, weights and expectations of load: as a locustfile. What requests carry is
not in it; standard error says what its workers must be handed.

example:
  launchready locustfile -o locustfile.py
"""
_EXPLAIN_HELP = "example:\n  launchready explain dns/record-missing\n"
_RULES_HELP = "examples:\n  launchready rules\n  launchready rules --json\n"
_SCHEMA_HELP = "example:\n  launchready schema > launchready.schema.json\n"
_VERSION_HELP = "example:\n  launchready version\n"
_DNS_COMMANDS = ("import", "snapshot", "diff", "describe")
_GITHUB_HELP = "example:\n  uses: org/launchready@v1       in a workflow; see action.yml\n"


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
    _check_options(add("check", "run the gate", _CHECK_HELP))
    one = add(
        "init", "look at the live site and this repository, write launchready.yml", _INIT_HELP
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
    one = add("demo", "the whole gate against a portal of its own on loopback", _DEMO_HELP)
    one.add_argument("--broken", action="store_true", help="plant the faults launch days fail on")
    _format_option(one)
    one = add("baseline", "let stand the secrets that are there, and no others", _BASELINE_HELP)
    one.add_argument("--audit", action="store_true", help="go through its entries, at a terminal")
    _config_option(one)
    _dns_commands(add("dns", "make, compare and explain record maps", _DNS_HELP), commands["dns"])
    _redirects_options(add("redirects", "redirects of other services as rules", _REDIRECTS_HELP))
    one = add("import", "pages of an OpenAPI file, a journey of a recording", _IMPORT_HELP)
    one.add_argument("what", choices=["openapi", "har"], help="what the file is")
    one.add_argument("file", type=Path, metavar="FILE", help="the file; - is standard input")
    one.add_argument(
        "--schemas",
        type=Path,
        metavar="DIR",
        help="openapi: write each answer's schema into this folder, and ask for it",
    )
    _output_option(one)
    one = add("locustfile", "the load of the config, for locust on many machines", _LOCUST_HELP)
    _config_options(one)
    _output_option(one)
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
    _config_options(one)
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


def _config_options(one: argparse.ArgumentParser) -> None:
    _config_option(one)
    one.add_argument(
        "--env",
        default="production",
        metavar="NAME",
        help="an entry of environments: (default: production)",
    )


def _config_option(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "-c",
        "--config",
        type=Path,
        metavar="FILE",
        help="default: launchready.yml, looked for from here upward",
    )


def _dns_commands(parent: argparse.ArgumentParser, run: Command) -> None:
    names = parent.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="what")
    add = partial(_command, names, dict.fromkeys(_DNS_COMMANDS, run))
    one = add("import", "an export of a DNS host becomes a record map", _DNS_IMPORT_HELP)
    one.add_argument("file", type=Path, metavar="FILE", help="the export")
    one.add_argument(
        "--zone", type=_zone, metavar="ZONE", help="where the file does not say which it is of"
    )
    _output_option(one)
    one = add("snapshot", "the live zone becomes a record map", _DNS_SNAPSHOT_HELP)
    one.add_argument("zone", type=_zone, metavar="ZONE", help="like acme.test")
    one.add_argument(
        "--server", type=_server, metavar="IP[:PORT]", help="default: those it is delegated to"
    )
    one.add_argument(
        "--name", action="append", default=[], metavar="NAME", help="repeatable: a name in it"
    )
    _output_option(one)
    one = add("diff", "what would have to change in the zones", _DNS_DIFF_HELP)
    _config_options(one)
    _output_option(one)
    one = add("describe", "the maps as a document for people", _DNS_DESCRIBE_HELP)
    _config_options(one)
    _output_option(one)


def _output_option(one: argparse.ArgumentParser) -> None:
    one.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")


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
