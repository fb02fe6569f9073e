"""What `launchready watch` shows: a line a change, and for a person how things stand."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from launchready import console
from launchready.report.escape import visible, without_commands

if TYPE_CHECKING:
    from rich.status import Status


class Screen:
    """Standard output, a line a change; on standard error, while a person watches, one line that
    is written anew."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._open = ExitStack()
        self._status: Status | None = None

    def __enter__(self) -> Self:
        is_person = sys.stderr.isatty() and not self._variables.get("CI")
        if is_person and self._variables.get("TERM") != "dumb":
            from rich.console import Console  # 100 ms, and only when a person watches

            colour = console.has_colour(sys.stderr, self._variables)
            shown = Console(stderr=True, no_color=not colour)
            self._status = self._open.enter_context(shown.status("looking"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def say(self, text: str, *, stamp: bool = True) -> None:
        """One line; what it quotes moves no cursor and is no command."""
        when = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z " if stamp else ""
        console.say(without_commands(visible(when + text.replace("\n", " "))))

    def stands(self, text: str) -> None:
        """How things stand, where a person watches."""
        if self._status is not None:
            from rich.markup import escape

            self._status.update(escape("".join(c if c.isprintable() else "?" for c in text)))
