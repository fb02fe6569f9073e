"""Writes the few shapes a chart is made of, as SVG that stands in a page and takes its colours.

Nothing carries a style of its own: classes are coloured by the page's style sheet, which knows
the light, the dark and the paper.
"""

from collections.abc import Iterable, Sequence

from launchready.report.escape import as_html

Point = tuple[float, float]

# What one picture may weigh, in bytes.
LARGEST = 60_000


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, as short as it goes."""
    return f"{value:.1f}".removesuffix(".0")


def line(points: Sequence[Point], kind: str) -> str:
    """A line through points; one point alone is drawn as a dot by round ends."""
    return f'<path class="{kind}" d="{_through(points)}"/>' if points else ""


def area(upper: Sequence[Point], lower: Sequence[Point], kind: str) -> str:
    """What lies between two lines of the same places."""
    if len(upper) < 2:
        return ""
    return f'<path class="{kind}" d="{_through([*upper, *reversed(lower)])}Z"/>'


def dots(points: Iterable[Point], kind: str) -> str:
    """Many dots in one shape: strokes without length, round at their ends."""
    drawn = "".join(f"M{number(x)} {number(y)}h0" for x, y in points)
    return f'<path class="{kind}" d="{drawn}"/>' if drawn else ""


def bars(boxes: Iterable[tuple[float, float, float, float]], kind: str) -> str:
    """Many bars in one shape, each (left, top, width, height)."""
    drawn = "".join(
        f"M{number(x)} {number(y)}h{number(wide)}v{number(high)}h{number(-wide)}Z"
        for x, y, wide, high in boxes
        if wide > 0 and high > 0
    )
    return f'<path class="{kind}" d="{drawn}"/>' if drawn else ""


def words(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    """A label; `anchor` says which end of it stands at x."""
    classes = f' class="{kind}"' if kind else ""
    side = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{number(x)}" y="{number(y)}"{classes}{side}>{as_html(text, 80)}</text>'


def picture(
    parts: Iterable[str], size: tuple[int, int], *, name: str, title: str, told: str
) -> str:
    """The whole picture. `name` is unique in its page; `title` and `told` are read aloud where
    it cannot be seen."""
    wide, high = size
    inner = "\n".join(one for one in parts if one)
    return (
        f'<svg class="chart" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-labelledby="{name}-title {name}-told">\n'
        f'<title id="{name}-title">{as_html(title)}</title>\n'
        f'<desc id="{name}-told">{as_html(told)}</desc>\n{inner}\n</svg>'
    )


def _through(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    return f"M{number(x)} {number(y)}" + "".join(
        f"L{number(one)} {number(two)}" for one, two in rest or [(x, y)]
    )
