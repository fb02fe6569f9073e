"""Short ways to write down the detectors of a family of providers."""

import re
from collections.abc import Iterator

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import (
    Detector,
    Seen,
    Weigh,
    Weight,
    leaked,
    token,
    usually,
)
from launchready.secrets.paths import is_for_tests, is_template_file
from launchready.secrets.samples import is_blank, is_drawn, is_random

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HEX32 = r"[a-f0-9]{32}"
HEX40 = r"[a-f0-9]{40}"
HEX64 = r"[a-f0-9]{64}"


def made(value: str, seen: Seen, impact: Impact) -> Weight:
    """Of the kind only when a machine made it: words and paths can have the form too."""
    is_made = is_random(value, least=12) or is_drawn(value, least=12)
    return usually(value, seen, impact) if is_made else None


def kept(value: str, seen: Seen, impact: Impact) -> Weight:
    """What a client's own settings file holds: anything but a blank to be filled in."""
    if is_blank(value):
        return "harmless"
    shows = is_for_tests(seen.path) or is_template_file(seen.path)
    return Impact.ADVICE if shows else impact


def form(
    name: str,
    thing: str,
    opens: str,
    where: str,
    pattern: str,
    *anchors: str,
    impact: Impact = Impact.BLOCKER,
    reach: int = 0,
    shown: int = 3,
    rank: int = 3,
    weigh: Weigh = usually,
    folded: bool = False,
) -> Detector:
    """A kind whose form says what it is: a mark of its own, a length, an alphabet.

    `where` is the place it is ended at: "in Figma's settings under Security".
    """
    return Detector(
        rule=leaked(name, thing, opens=opens, revoke=_end(where), impact=impact),
        thing=thing,
        pattern=pattern if "(?P<value>" in pattern else token(pattern),
        anchors=anchors,
        folded=folded,
        reach=reach,
        shown=shown,
        rank=rank,
        weigh=weigh,
    )


def named(
    name: str,
    thing: str,
    opens: str,
    where: str,
    words: str,
    pattern: str,
    *anchors: str,
    impact: Impact = Impact.BLOCKER,
    rank: int = 2,
    weigh: Weigh = made,
) -> Detector:
    """A kind whose form other things have too, so that a name before it must tell.

    `words` matches the name from an anchor on, whatever its case; `_` in both stands for any
    joint: api_key, api-key, api.key and apiKey.
    """
    return Detector(
        rule=leaked(name, thing, opens=opens, revoke=_end(where), impact=impact),
        thing=thing,
        pattern=token(pattern, named=with_joints(words)),
        anchors=tuple(dict.fromkeys(form for one in anchors for form in _spellings(one))),
        folded=True,
        shown=0,
        rank=rank,
        weigh=weigh,
    )


def in_file(
    name: str,
    thing: str,
    opens: str,
    revoke: str,
    path: str,
    pattern: str,
    *anchors: str,
    impact: Impact = Impact.BLOCKER,
    rank: int = 2,
    weigh: Weigh = kept,
) -> Detector:
    """A value that only the file it stands in, and its place there, make a secret.

    Case does not count in `path` and `pattern`, and ^ and $ are the ends of a line.
    """
    return Detector(
        rule=leaked(name, thing, opens=opens, revoke=revoke, impact=impact),
        thing=thing,
        pattern=f"(?im){pattern}",
        anchors=anchors,
        folded=True,
        path=rf"(?i)(?:^|/)(?:{path})$",
        shown=0,
        rank=rank,
        weigh=weigh,
    )


def with_joints(words: str) -> str:
    """The same names however their words are joined."""
    return re.sub(r"\[[^\]]*\]|_\??", _joint, words)


def _joint(found: "re.Match[str]") -> str:
    if not found[0].startswith("["):
        return "[_.-]?"
    return found[0].rstrip("]").rstrip("._-") + "_.-]" if "_" in found[0] else found[0]


def _spellings(anchor: str) -> Iterator[str]:
    """An anchor with each joint; without one only while it stays long enough to be rare."""
    yield from (anchor.replace("_", joint) for joint in "_-.")
    if len(anchor.replace("_", "")) > 4:
        yield anchor.replace("_", "")


def _end(where: str) -> str:
    return where if where[0].isupper() else f"Delete it {where}, make a new one"
