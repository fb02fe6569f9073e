"""What a person at a terminal sees, and files written whole or not at all."""

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, TextIO

from launchready.core.report import Asked
from launchready.report.escape import visible, without_commands

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# No line is longer than this however wide the window is; prose is set narrower.
WIDEST = 200

_NOTE = 60  # characters beside a bar
_VTE_WITH_LINKS = 5000  # GNOME Terminal and its like, 0.50
_WITH_LINKS = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"}
_TERMS_WITH_LINKS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm")


def use_plain_streams() -> None:
    """A character the terminal cannot show is replaced; it never ends the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def width() -> int:
    return min(get_terminal_size((80, 24)).columns, WIDEST)


def has_colour(stream: TextIO, variables: Mapping[str, str]) -> bool:
    """NO_COLOR and FORCE_COLOR as their sites define them; else only for a person."""
    if variables.get("NO_COLOR"):
        return False
    if variables.get("FORCE_COLOR"):
        return variables["FORCE_COLOR"] != "0"
    return stream.isatty() and not variables.get("CI") and variables.get("TERM") != "dumb"


def has_links(stream: TextIO, variables: Mapping[str, str]) -> bool:
    """Whether a terminal is known to show links (OSC 8) rather than their codes."""
    if variables.get("FORCE_HYPERLINK"):
        return variables["FORCE_HYPERLINK"] != "0"
    if not has_colour(stream, variables) or not stream.isatty():
        return False
    vte = variables.get("VTE_VERSION", "")
    return (
        (vte.isdecimal() and int(vte) >= _VTE_WITH_LINKS)
        or variables.get("TERM_PROGRAM", "") in _WITH_LINKS
        or variables.get("TERM", "").startswith(_TERMS_WITH_LINKS)
        or "WT_SESSION" in variables
    )


def say(text: str, stream: TextIO | None = None) -> None:
    """Prints, and keeps quiet when whoever was reading has gone away."""
    stream = stream or sys.stdout
    try:
        stream.write(text if text.endswith("\n") else text + "\n")
        stream.flush()
    except BrokenPipeError:
        # Python flushes again at exit and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(text: str) -> None:
    """Says on standard error what is wrong; what it quotes moves no cursor and is no command."""
    say(_harmless(text), sys.stderr)


def _harmless(text: str) -> str:
    return without_commands("\n".join(visible(line) for line in text.split("\n")))


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is never seen half done. Raises OSError."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        try:
            file.write(text)
            file.close()
            Path(file.name).chmod(_mode_of(path))
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _mode_of(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


class _Redacting(logging.Formatter):
    """A traceback may quote what a config was given; nothing secret leaves through it."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        super().__init__("launchready: %(message)s")
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        return _harmless(self._hide(super().format(record)))


def log_to_stderr(hide: Callable[[str], str]) -> None:
    """Faults of launchready itself go to standard error, secrets masked: those that `hide` knows
    when a line is written, for a run learns more of them."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacting(hide))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


@contextmanager
def progress(
    total: int,
    variables: Mapping[str, str],
    rooms: Mapping[str, int] | None = None,
    *,
    quiet: bool = False,
) -> Iterator[Callable[[Asked], None] | None]:
    """A bar a room on standard error while a person watches; nothing in a log.

    `rooms` says how many questions each has; without it there is one bar of `total`.
    """
    is_watched = sys.stderr.isatty() and not variables.get("CI") and variables.get("TERM") != "dumb"
    if quiet or not is_watched:
        yield None
        return
    from rich.console import Console  # 100 ms, and only when a person watches
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=not has_colour(sys.stderr, variables))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[at]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        named = dict(rooms or {"looking": total})
        yield _Advance(bar, {one: bar.add_task(one, total=n, at="") for one, n in named.items()})


class _Advance:
    """Called with each answer; `note` tells of what takes long."""

    def __init__(self, bar: "Progress", tasks: dict[str, "TaskID"]) -> None:
        self._bar, self._tasks = bar, tasks
        self._latest = next(iter(tasks), "")

    def __call__(self, asked: Asked) -> None:
        self._latest = asked.check.room if asked.check.room in self._tasks else self._latest
        if self._latest in self._tasks:
            self._bar.update(self._tasks[self._latest], advance=1)
        self.note(f"{asked.check.id} {asked.subject}")

    def note(self, text: str) -> None:
        from rich.markup import escape

        shown = "".join(c if c.isprintable() else "?" for c in text[:_NOTE])
        if self._latest in self._tasks:
            self._bar.update(self._tasks[self._latest], at=escape(shown))
