"""Asks the founder, where one is there to answer."""

import sys
from dataclasses import dataclass

from launchready import console
from launchready.report.escape import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who sits at the terminal. `takes_all` is --yes: every proposal is taken unasked."""

    is_there: bool
    takes_all: bool = False

    @classmethod
    def at_terminal(cls, *, takes_all: bool) -> "Person":
        is_there = sys.stdin.isatty() and sys.stdout.isatty()
        return cls(is_there=is_there and not takes_all, takes_all=takes_all)

    def says(self, question: str, usual: str = "") -> str:
        """What was answered; the usual answer where nothing was, or where nobody is asked."""
        if not self.is_there:
            return usual
        shown = f" [{visible(usual)}]" if usual else ""
        try:
            return input(f"{visible(question)}{shown} ").strip() or usual
        except EOFError:
            return usual

    def agrees(self, question: str) -> bool:
        """Whether it was agreed to; where nobody is asked, only --yes agrees."""
        if not self.is_there:
            return self.takes_all
        try:
            answer = input(f"{visible(question)} [Y/n] ").strip().lower()
        except EOFError:
            console.say("")
            return False
        return answer in ("", "y", "yes")
