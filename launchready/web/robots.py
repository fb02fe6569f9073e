"""Reads robots.txt as Google does (RFC 9309), and the robots rules of pages and headers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What crawlers read of the file, in bytes (RFC 9309, 2.5).
LONGEST = 500 * 1024

_BOT = "googlebot"
_AGENT = re.compile(r"[a-z_-]+|\*", re.IGNORECASE)
_SHUT = frozenset({"noindex", "none"})
# Names that are directives, so that `noindex: x` of a header is not taken for a crawler's name.
_WITH_VALUE = ("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules that hold for Googlebot, with the number of each line, and the sitemaps named."""

    rules: tuple[tuple[bool, str, int], ...] = ()
    sitemaps: tuple[str, ...] = ()

    def shut(self, path: str) -> int | None:
        """The line that keeps Googlebot from a path, None where it may go.

        The longest matching rule counts, and of two of a length the one that allows (2.2.2).
        """
        best: tuple[int, bool, int] | None = None
        for allows, pattern, line in self.rules:
            if not _matches(pattern, path):
                continue
            if best is None or (len(pattern), allows) > best[:2]:
                best = (len(pattern), allows, line)
        return None if best is None or best[1] else best[2]


def parsed(text: str) -> Robots:
    """The file's rules; lines that are none are passed over, as crawlers do."""
    groups: list[tuple[list[str], list[tuple[bool, str, int]]]] = []
    sitemaps: list[str] = []
    is_open = False  # whether the last line named an agent
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        key, colon, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        name = key.lower()
        if not colon:
            continue
        if name == "user-agent":
            if not is_open:
                groups.append(([], []))
            agent = _AGENT.match(value)
            groups[-1][0].append(agent[0].lower() if agent else "")
            is_open = True
        elif name in ("allow", "disallow"):
            is_open = False
            if groups and value:
                groups[-1][1].append((name == "allow", value, number))
        elif name == "sitemap" and value:
            sitemaps.append(value)
    own = [rule for agents, rules in groups if _BOT in agents for rule in rules]
    has_own = any(_BOT in agents for agents, _ in groups)
    common = [rule for agents, rules in groups if "*" in agents for rule in rules]
    return Robots(rules=tuple(own if has_own else common), sitemaps=tuple(sitemaps))


def header_forbids(values: Iterable[str]) -> str | None:
    """The X-Robots-Tag value that keeps a page out of Google, None where none does.

    A crawler's name may stand before the directives and then holds for what follows it.
    """
    for value in values:
        whom = ""
        for part in value.split(","):
            name, colon, rest = (piece.strip() for piece in part.partition(":"))
            is_agent = bool(colon) and name.lower() not in _WITH_VALUE
            if is_agent:
                whom = name.lower()
            word = rest if is_agent else name
            if word.lower() in _SHUT and whom in ("", "*", "robots", _BOT):
                return value.strip()
    return None


def meta_forbids(metas: Iterable[tuple[str, str]]) -> str | None:
    """The same for meta elements, given as names with what they say."""
    for name, content in metas:
        words = {one.strip().lower() for one in re.split(r"[,\s]+", content)}
        if name.strip().lower() in ("robots", _BOT) and words & _SHUT:
            return f'<meta name="{name.strip().lower()}" content="{content.strip()[:80]}">'
    return None


def _matches(pattern: str, path: str) -> bool:
    """Whether a rule's path matches: `*` is anything, `$` at its end the end (RFC 9309, 2.2.3)."""
    is_whole = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:-1] if is_whole else pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not is_whole:
        return True
    if len(pieces) == 1:
        return at == len(path)
    return path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= at
