"""From lines to secrets: the most specific match at each place, but for those a person allowed."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from launchready.core.finding import Impact
from launchready.core.repository import Lines
from launchready.secrets import marks, pem
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.matching import Match, by_custom, by_entropy, by_form, by_name, by_plugin
from launchready.secrets.page import Page
from launchready.secrets.paths import is_for_tests
from launchready.secrets.wrapped import by_wrapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A secret at a line. Its value and text are for comparing, never for showing."""

    detector: Detector
    impact: Impact
    line: int
    value: str = field(repr=False)
    text: str = field(repr=False)
    column: int = 1


Forms = Callable[[str], tuple[Detector, ...]]


def every_form(text: str) -> tuple[Detector, ...]:
    """All detectors, whatever the text."""
    _ = text
    return FORMS


def hits(
    part: Lines,
    now: datetime,
    *,
    custom: tuple[Detector, ...] = (),
    random: bool = False,
    forms: Forms = every_form,
) -> list[Hit]:
    """The secrets in these lines, in their order.

    `custom` are the founder's own kinds; `random` adds strings that only look like secrets.
    `forms` tells which detectors may find something in a text, all of them unless it is told.
    """
    if not part.lines:
        return []
    page = Page(part, now)
    likely = forms(page.text)
    matches = [*by_form(page, likely), *by_plugin(page, likely)]
    matches += [*by_name(page), *by_custom(page, custom), *by_wrapping(page)]
    matches += by_entropy(page) if random else ()
    keys = list(_private_keys(part))
    bodies = [one.value for one in keys]
    found = [one for one in _best(matches) if not any(one.value in body for body in bodies)]
    told = [*keys, *(_hit(one, page) for one in found)]
    return sorted((one for one in told if not _is_allowed(one, part)), key=lambda one: one.line)


def _best(matches: Iterable[Match]) -> list[Match]:
    """One match a place: of those that share characters, the highest rank, our own, the longest.

    What its detector knows to be harmless keeps the others from speaking and is not told.
    """
    meant = [one for one in matches if one.weight is not None]
    meant.sort(key=lambda one: (-one.detector.rank, not one.is_own, one.start - one.end, one.start))
    kept: list[Match] = []
    taken: list[tuple[int, int]] = []
    for one in meant:
        at = bisect_right(taken, (one.start, one.end))
        clear_left = at == 0 or taken[at - 1][1] <= one.start
        clear_right = at == len(taken) or taken[at][0] >= one.end
        if clear_left and clear_right:
            taken.insert(at, (one.start, one.end))
            kept.append(one)
    return [one for one in kept if one.weight != "harmless"]


def _hit(match: Match, page: Page) -> Hit:
    assert isinstance(match.weight, Impact)  # noqa: S101 - _best keeps no other
    row = page.row(match.start)
    first, _ = page.bounds(row)
    return Hit(
        detector=match.detector,
        impact=match.weight,
        line=page.numbers[row],
        column=match.start - first + 1,
        value=match.value,
        text=page.rows[row],
    )


def _private_keys(part: Lines) -> Iterator[Hit]:
    """Keys with at least one of these lines in them: one changed in place keeps its first line."""
    lines = part.all_lines
    text = "\n".join(lines)
    added = {number for number, _ in part.lines}
    for block in pem.blocks(text):
        first = text.count("\n", 0, block.start) + 1
        last = first + text.count("\n", block.start, block.end)
        first, last = (first, last) if part.whole is not None else _numbers(part, first, last)
        if added.intersection(range(first, last + 1)):
            impact = pem.weight(block, tests=is_for_tests(part.path))
            row = text.count("\n", 0, block.start)
            yield Hit(
                detector=pem.PRIVATE_KEY,
                impact=impact,
                line=first,
                column=block.start - text.rfind("\n", 0, block.start),
                value=block.body,
                text=lines[row],
            )


def _numbers(part: Lines, first: int, last: int) -> tuple[int, int]:
    """From places among these lines to their numbers in the file."""
    return part.lines[first - 1][0], part.lines[min(last, len(part.lines)) - 1][0]


def _is_allowed(hit: Hit, part: Lines) -> bool:
    whole = part.whole
    if whole is None:
        place = next((at for at, (n, _) in enumerate(part.lines) if n == hit.line), 0)
        before = part.lines[place - 1][1] if place else ""
    else:
        before = whole[hit.line - 2] if hit.line > 1 else ""
    return marks.lets_stand(hit.text, before)
