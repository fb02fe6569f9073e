"""Where reports go: each `-f NAME[=FILE]`, written whole, or shown."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from launchready import console
from launchready.core.report import Report
from launchready.report import formats
from launchready.values.problem import nearest


@dataclass(frozen=True, slots=True)
class Output:
    """One `-f NAME[=FILE]`; no file means standard output."""

    name: str
    file: Path | None


class UsageError(Exception):
    """The call is wrong; the text says what and what was meant."""


def finish(report: Report, asked: tuple[Output, ...], style: formats.Style) -> int:
    """Writes and shows a report, and gives its exit code. Raises UsageError."""
    for output in asked:
        shown = style if output.file is None else replace(style, colour=False, root="")
        text = formats.render(output.name, report, shown)
        if output.file is None:
            console.say(text)
        elif output.name == "perf" and not text:
            # An earlier run's file is worth more than an empty one.
            console.say(f"launchready: no load run to write; {output.file} is left", sys.stderr)
        else:
            write(output.file, text)
    return report.verdict.exit_code


def write(file: Path, text: str) -> None:
    """Writes a file whole. Raises UsageError."""
    try:
        console.write_whole(file, text)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from None


def outputs(written: list[str] | None) -> tuple[Output, ...]:
    """The `-f` options; the terminal's report is shown unless another format takes its place."""
    made = tuple(_output(one) for one in written or [])
    shown = [one for one in made if one.file is None]
    if len(shown) > 1:
        names = " and ".join(one.name for one in shown)
        raise UsageError(f"{names} would both go to standard output; give one a file: -f NAME=FILE")
    return made if shown else (Output("terminal", None), *made)


def _output(written: str) -> Output:
    name, _, file = written.partition("=")
    if name not in formats.NAMES:
        near = nearest(name, formats.NAMES)
        hint = f"did you mean {near}?" if near else f"it is one of {', '.join(formats.NAMES)}"
        raise UsageError(f"{name} is not a format; {hint}")
    if not file:
        return Output(name, None)
    if not Path(file).absolute().parent.is_dir():
        raise UsageError(f"{file} cannot be written: its folder is not there")
    return Output(name, Path(file))
