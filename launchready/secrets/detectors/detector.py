"""What a detector is, and the words its rule is made of."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from launchready.core.finding import Impact, Rule, Stage
from launchready.secrets.remedies import page_of
from launchready.secrets.samples import is_sample

# A token starts where no word goes on: an escaped line break in JSON and a percent escape in a
# URL end in letters but are no part of it.
START = r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt])|(?<=%[0-9A-F]{2}))"
END = r"(?![A-Za-z0-9_])"

# What stands between a name and its value, quotes included: an assignment, with a type or without,
# in code, YAML, JSON, .env and shells; a call (setToken("...")); a flag or ENV with a blank; the
# value beside it in XML and lists of settings; quotes escaped within a string.
GIVES = (
    r"(?:"
    r"""\\?["'`]{0,1}[\])}]{0,2}[ \t]{0,8}"""
    r"(?::[ \t]?&?[A-Za-z_][A-Za-z0-9_.<>?]{0,20}[ \t]?=|:=|=>|={1,2}|:|,|>|\|\|=?|\?\?=?)"
    r"[ \t]{0,8}(?:[A-Za-z_.]{0,24}[({][ \t]?)?"
    r"|\([ \t]?"
    r"|[ \t]{1,2}"
    r"""|\\?["'][ \t,]{1,3}\\?["']?value\\?["']?[ \t]?[:=][ \t]?"""
    r")"
    r"""(?:\\?["'`])?(?:(?:Bearer|Basic|Token|token|Bot|ApiKey|Key)[ ])?"""
)

# A list of a pod's settings has the value in the line after the name.
IN_NEXT_LINE = r"[\"']?[ \t]{0,4}\r?\n[ \t]{1,40}value:[ \t]{1,4}[\"']?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where a value was found, and when it is looked at."""

    path: str
    line: str
    now: datetime


# The longest that a pattern may reach from its anchor on, in characters: Fly's tokens have 2,000.
LONGEST = 2500

# How much a match matters: harmless when it is of the kind and opens nothing (so that no other
# detector speaks up about it either), None when it is not of the kind after all.
Weight = Impact | Literal["harmless"] | None
Weigh = Callable[[str, Seen, Impact], Weight]


def usually(value: str, seen: Seen, impact: Impact) -> Weight:
    """As the rule says, and harmless when it is plainly made up."""
    _ = seen
    return "harmless" if is_sample(value) else impact


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """A kind of secret whose form says what it is.

    `pattern` matches within one line, the value in the group `value`; "" leaves the finding to
    `plugin`, the name detect-secrets has for the kind. Every match begins at one of `anchors`
    (compared without case where `folded`), or up to `reach` characters before it: that is what
    lets most files pass unread. Without anchors the pattern is tried everywhere.

    `thing` is how people call it, `shown` how many of its first characters are the kind's own
    mark and may be shown (never more than four). `plugin_form` is what a find of the plugin must
    look like to be of this kind. `path` is what a file's path must match: in a client's own
    settings file its name is what makes a value a secret. Where two detectors match the same
    characters, the higher `rank` tells.
    """

    rule: Rule
    thing: str
    pattern: str
    anchors: tuple[str, ...] = ()
    folded: bool = False
    reach: int = 0
    shown: int = 4
    plugin: str = ""
    plugin_form: str = ".*"
    path: str = ""
    rank: int = 2
    weigh: Weigh = usually

    def reads(self, path: str) -> bool:
        """Whether a file so called is looked at."""
        return not self.path or bool(compiled(self.path).search(path))

    def matches(self, text: str, lower: str) -> Iterator["re.Match[str]"]:
        """Every match in a text, whose lower case is `lower`, tried where an anchor stands."""
        if not self.pattern:
            return
        regex = compiled(self.pattern)
        if not self.anchors:
            yield from regex.finditer(text)
        starts = places(lower if self.folded else text, self.anchors)
        if self.reach:
            for first, last in _stretches(text, starts, self.reach):
                yield from regex.finditer(text, first, last)
            return
        for start in starts:
            found = regex.match(text, start)
            if found:
                yield found


def places(text: str, anchors: tuple[str, ...]) -> Iterator[int]:
    """Where any of the anchors stands, anchor by anchor."""
    for anchor in anchors:
        start = text.find(anchor)
        while start >= 0:
            yield start
            start = text.find(anchor, start + 1)


def _stretches(text: str, starts: Iterable[int], reach: int) -> Iterator[tuple[int, int]]:
    """What is around the anchors, each part of it once however close together they stand."""
    begun, ended = 0, -1
    for start in sorted(starts):
        first = max(0, start - reach)
        first = max(first, text.rfind("\n", first, start) + 1)
        if first > ended >= 0:
            yield begun, ended
        if first > ended:
            begun = first
        ended = start + LONGEST
    if ended >= 0:
        yield begun, ended


@cache
def compiled(pattern: str) -> "re.Pattern[str]":
    """A pattern, made when it is first needed: most runs need few of them."""
    return re.compile(pattern)


def token(pattern: str, *, named: str = "") -> str:
    """A token by itself, or one that only a name before it tells apart."""
    if not named:
        return f"{START}(?P<value>{pattern}){END}"
    # Nothing that gives a value begins as a name goes on: the rest of the name is never given back.
    return f"(?i:{named})[A-Za-z0-9_.-]{{0,30}}+(?:{GIVES}|{IN_NEXT_LINE})(?P<value>{pattern}){END}"


def _page(name: str) -> str:
    page = page_of(name)
    return f" ({page})" if page else ""


def leaked(
    name: str,
    thing: str,
    *,
    opens: str,
    revoke: str,
    impact: Impact = Impact.BLOCKER,
    hours: float = 1.0,
) -> Rule:
    """The rule of a committed secret; `opens` completes "Whoever can read it can ..."."""
    return Rule(
        id=f"secrets/{name}",
        impact=impact,
        stage=Stage.AUDIT,
        title=f"{thing[0].upper()}{thing[1:]} is committed",
        why=f"Whoever reads the code, now or in its history, can {opens}.",
        fix=f"{revoke}{_page(name)}, and keep the new one in your host's settings or a vault. "
        "Deleting the line is not enough: history keeps it.",
        hours=hours,
    )
