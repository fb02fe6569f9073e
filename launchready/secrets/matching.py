"""Every detector's matches on a page: by form, by detect-secrets' plugins, by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready.secrets import plugins
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import END, START, Detector, Weight, compiled
from launchready.secrets.detectors.generic import (
    NAMES,
    PASSWORD,
    RANDOM,
    Assigned,
    assigned,
    impact_of,
    is_inside,
)
from launchready.secrets.page import Page
from launchready.secrets.paths import has_plain_values, is_for_tests, is_generated
from launchready.secrets.samples import is_random

# Plugins that find nothing our own patterns do not, or whose finds are no values.
_COVERED = plugins.WEAK | {"ArtifactoryDetector", "NpmDetector"}


@dataclass(frozen=True, slots=True)
class Match:
    """A place on a page, and what one detector makes of it; by its own pattern, or a plugin's."""

    detector: Detector
    start: int
    end: int
    weight: Weight
    value: str = field(repr=False)
    is_own: bool = True


def by_form(page: Page, forms: tuple[Detector, ...] = FORMS) -> Iterator[Match]:
    """What our own patterns match."""
    for one in forms:
        if not one.reads(page.path):
            continue
        for found in one.matches(page.text, page.lower):
            value = found["value"]
            weight = one.weigh(value, page.seen(found.start("value")), one.rule.impact)
            yield Match(one, found.start("value"), found.end("value"), weight, value)


# How far apart the pieces of a long line that are read end, in characters.
_APART = 300


def _thinned(pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces without those that another has nearly all of: names may crowd a long line."""
    ended = -1
    for first, last in pieces:
        if first >= ended or last - ended > _APART:
            yield first, last
            ended = last


# Of so many names in one piece detect-secrets' patterns for names go back over all, for a tenth of
# a second a piece; ours has read it by then.
_CROWD = 12


# Some plugins go back over a row of blanks again and again: a second for a line of them.
_BLANKS = re.compile(r"(\s)\1{2,}")


def by_plugin(page: Page, forms: tuple[Detector, ...] = FORMS) -> Iterator[Match]:
    """What detect-secrets' providers find, where it stands by itself."""
    for one in forms:
        if not one.plugin or one.plugin in _COVERED or not one.anchors:
            continue
        form = compiled(one.plugin_form)
        for first, last in _thinned(page.pieces(one.anchors, folded=one.folded)):
            piece = page.text[first:last]
            for raw in plugins.finds(one.plugin, _BLANKS.sub(r"\1\1", piece)):
                if form.fullmatch(raw):
                    yield from _standing_alone(one, page, first, last, raw)


def _standing_alone(
    detector: Detector, page: Page, first: int, last: int, raw: str
) -> Iterator[Match]:
    bare = raw.strip(" \t\"':=")
    for found in re.finditer(re.escape(bare), page.text[first:last]):
        start, end = first + found.start(), first + found.end()
        if compiled(START).match(page.text, start) and compiled(END).match(page.text, end):
            weight = detector.weigh(bare, page.seen(start), detector.rule.impact)
            yield Match(detector, start, end, weight, bare, is_own=False)


def by_name(page: Page) -> Iterator[Match]:
    """What stands where a password would, and looks like one."""
    if is_generated(page.path):
        return
    plain = has_plain_values(page.path)
    for first, last in _thinned(page.pieces(NAMES, folded=True)):
        for one in assigned(page.text, first, last, page.path):
            yield from _password(page, one)
        piece = page.text[first:last]
        names = compiled("|".join(NAMES)).findall(page.lower, first, last)
        if len(names) > _CROWD:
            continue
        for raw in plugins.keyword_finds(piece, plain=plain):
            at = piece.find(raw)
            if at >= 0:
                value = _without_comment(raw)
                start = first + at
                name, begin = _name_before(page.text, page.bounds(page.row(start))[0], start)
                told = compiled("|".join(NAMES)).search(name.lower())
                if told and not is_inside(page.text, begin):
                    yield from _password(page, Assigned(start, start + len(value), name, value))


def _without_comment(raw: str) -> str:
    return re.split(r"\s+(?:#|//|/\*|--|;)", raw)[0].rstrip(" \t,;")


def _password(page: Page, one: Assigned) -> Iterator[Match]:
    line = page.rows[page.row(one.start)]
    impact = impact_of(one.name, one.value, page.path, line)
    if impact and not plugins.is_filtered(one.value, line):
        yield Match(PASSWORD, one.start, one.end, impact, one.value)


def _name_before(text: str, first: int, start: int) -> tuple[str, int]:
    """The word a value is given to, and its place: the last one before the sign that gives it."""
    first = max(first, start - 200)
    found = re.search(
        r"([A-Za-z0-9_.$-]+)[^A-Za-z0-9_$]*(?:@|[A-Za-z.]{1,20}\(['\"`]?)?$", text[first:start]
    )
    return (found[1], first + found.start()) if found else ("", start)


def by_custom(page: Page, custom: tuple[Detector, ...]) -> Iterator[Match]:
    """What the founder's own patterns match, in the lines that have one of their keywords."""
    for one in custom:
        everywhere = [piece for row in range(len(page.rows)) for piece in _cut(*page.bounds(row))]
        for first, last in (
            _thinned(page.pieces(one.anchors, folded=True)) if one.anchors else everywhere
        ):
            for found in compiled(one.pattern).finditer(page.text[first:last]):
                group = 1 if found.re.groups and found[1] else 0
                start, end = found.span(group)
                if end > start:
                    weight = one.weigh(found[group], page.seen(first + start), one.rule.impact)
                    yield Match(one, first + start, first + end, weight, found[group])


def _cut(first: int, last: int) -> Iterator[tuple[int, int]]:
    """A line, in pieces that share a part where it is long: a pattern may be slow on more."""
    step = plugins.LONGEST_LINE
    for start in range(first, max(last, first + 1), step):
        yield start, min(last, start + step + _APART)


def by_entropy(page: Page) -> Iterator[Match]:
    """Quoted strings that look random, outside of what programs write and tests use."""
    if is_generated(page.path) or is_for_tests(page.path):
        return
    for first, last in _thinned(page.pieces(('"', "'"), folded=False)):
        piece = page.text[first:last]
        for raw in plugins.entropy_finds(piece):
            at = first + piece.find(raw)
            if is_random(raw, least=20) and not plugins.is_filtered(raw, page.seen(at).line):
                yield Match(RANDOM, at, at + len(raw), RANDOM.rule.impact, raw)
