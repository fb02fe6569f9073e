"""The command line: one thin function a command."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from launchready import arguments, console, interrupt, lines_at_fault, outputs, reference
from launchready.core.finding import Impact, Stage
from launchready.core.report import Gone, Report
from launchready.outputs import UsageError, write
from launchready.report import formats
from launchready.run import Prepared, Request, Watch, perform, prepare
from launchready.secrets.scope import Scope
from launchready.values.problem import ConfigError

WRONG_CALL = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    console.use_plain_streams()
    args = arguments.parser(COMMANDS).parse_args(argv)
    try:
        with interrupt.terminable():
            code: int = args.run(args)
            return code
    except ConfigError as error:
        console.complain("\n".join(str(one) for one in error.problems))
        return WRONG_CALL
    except UsageError as error:
        console.complain(f"launchready: {error}")
        return WRONG_CALL
    except interrupt.InterruptedRunError as error:
        _leave(error.code)
    except KeyboardInterrupt:
        _leave(130)


def _leave(code: int) -> NoReturn:
    """Goes at once: a thread still reading a large file must not hold us."""
    console.say("launchready: interrupted", sys.stderr)
    sys.stdout.flush()
    os._exit(code)


def check(args: argparse.Namespace) -> int:
    asked = outputs.outputs(args.format)
    request = Request(
        start=Path.cwd(),
        config=args.config,
        environment=args.env,
        rooms=tuple(args.room),
        stages=tuple(map(Stage, args.stage)),
        scope=_scope(args),
        fail_on=Impact[args.fail_on.upper()],
        offline=args.offline,
        earlier=_earlier(args.since),
    )
    prepared = prepare(request)
    report = _performed(prepared, quiet=args.quiet)
    return outputs.finish(report, asked, _style(report, prepared, args))


def _gate(request: Request) -> Report:
    return _performed(prepare(request))


def _performed(prepared: Prepared, *, quiet: bool = False) -> Report:
    console.log_to_stderr(lambda text: prepared.hide(text))
    return interrupt.run(lambda: perform(prepared, _watch(prepared, quiet=quiet)))


def _watch(prepared: Prepared, *, quiet: bool) -> Watch:
    rooms = Counter(one.check.room for one in prepared.plan.questions)
    return partial(console.progress, variables=os.environ, rooms=rooms, quiet=quiet)


def _style(report: Report, prepared: Prepared, args: argparse.Namespace) -> formats.Style:
    """How standard output shows a report: the lines at fault are read while they are there."""
    root = prepared.repository.root
    has_links = console.has_links(sys.stdout, os.environ)
    return formats.Style(
        width=console.width(),
        colour=console.has_colour(sys.stdout, os.environ),
        detail="verbose" if args.verbose else "quiet" if args.quiet else "usual",
        quoted=lines_at_fault.quoted(report, root, prepared.hide),
        root=f"{root.resolve().as_uri()}/" if has_links else "",
    )


def _elsewhere() -> dict[str, str]:
    """The environment without what would let the demo speak of somebody's repository."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "LR_GITHUB_"))
    }


def demo(args: argparse.Namespace) -> int:
    from launchready.demo.stage import staged  # loads the servers' libraries

    asked = outputs.outputs(args.format)

    async def work() -> tuple[Report, formats.Style]:
        async with staged(broken=args.broken) as stage:
            variables = {**_elsewhere(), **stage.variables}
            asked = Request(start=stage.root, config=stage.config, variables=variables)
            prepared = prepare(asked)
            console.log_to_stderr(lambda text: prepared.hide(text))
            report = await perform(prepared, _watch(prepared, quiet=args.quiet))
            return report, replace(_style(report, prepared, args), root="")

    report, style = interrupt.run(work)
    return outputs.finish(report, asked, style)


def init(args: argparse.Namespace) -> int:
    from launchready.discover import command  # knows what only `init` needs

    return command.init(command.called(args, Path.cwd()))


def baseline(args: argparse.Namespace) -> int:
    from launchready import baseline as command

    try:
        if args.audit:
            return command.audit(Path.cwd(), args.config)
        return command.write(Path.cwd(), args.config)
    except command.BaselineCallError as error:
        raise UsageError(str(error)) from None


def github(args: argparse.Namespace) -> int:
    from launchready.github.command import on_github

    _ = args
    return on_github(os.environ, _gate)


def handover(args: argparse.Namespace) -> int:
    from launchready.handover_files import answered

    return answered.command(args, Path.cwd())


def edge(args: argparse.Namespace) -> int:
    from launchready import edge_policy

    text, code = edge_policy.written(args)
    if text and args.output is not None:
        write(args.output, text)
    elif text:
        console.say(text.removesuffix("\n"))
    return code


def dns(args: argparse.Namespace) -> int:
    from launchready import record_maps

    made = record_maps.COMMANDS[args.what](args)
    if made.notes:
        console.say("\n".join(made.notes), sys.stderr)
    if not made.text:
        return made.code
    if args.output is None:
        console.say(made.text.removesuffix("\n"))
    else:
        write(args.output, made.text)
    return made.code


def import_(args: argparse.Namespace) -> int:
    from launchready import smoke_imports

    return smoke_imports.command(args.what, args.file, args.schemas, args.output, write)


def locustfile(args: argparse.Namespace) -> int:
    from launchready import locustfile as command

    try:
        text, notes = command.write(Path.cwd(), args.config, args.env)
    except command.LocustfileError as error:
        raise UsageError(str(error)) from None
    if notes:
        console.say("\n".join(notes), sys.stderr)
    if args.output is None:
        console.say(text.removesuffix("\n"))
    else:
        write(args.output, text)
    return 0


def monitors(args: argparse.Namespace) -> int:
    from launchready.monitor_files import command

    return command.run(args, Path.cwd())


def redirects(args: argparse.Namespace) -> int:
    from launchready import redirect_imports

    try:
        text = redirect_imports.rules_of(args.file, args.type)
    except redirect_imports.ImportCallError as error:
        raise UsageError(str(error)) from None
    if args.output is None:
        console.say(text.rstrip("\n"))
    else:
        write(args.output, text)
    return 0


def watch(args: argparse.Namespace) -> int:
    from launchready.watch import command  # loads the network libraries

    return command.command(args)


def completion(args: argparse.Namespace) -> int:
    from launchready import completion as command

    made = command.script(args.shell, arguments.parser(COMMANDS))
    console.say(made.removesuffix("\n"))
    return 0


def _scope(args: argparse.Namespace) -> Scope:
    if args.range:
        if ".." not in args.range:
            raise UsageError(f"--range {args.range} is not a range; write A..B")
        return Scope(kind="range", commits=args.range)
    return Scope(kind="staged" if args.staged else "history" if args.history else "tree")


def _earlier(file: Path | None) -> tuple[Gone, ...] | None:
    if file is None:
        return None
    from launchready.report import data

    try:
        return data.earlier(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--since {file} cannot be read: {error}") from None


COMMANDS = {
    "check": check,
    "init": init,
    "demo": demo,
    "baseline": baseline,
    "dns": dns,
    "edge": edge,
    "handover": handover,
    "redirects": redirects,
    "import": import_,
    "locustfile": locustfile,
    "monitors": monitors,
    "watch": watch,
    "explain": reference.explain,
    "rules": reference.rules,
    "schema": reference.schema,
    "version": reference.version,
    "completion": completion,
    "github": github,
}
