"""The formats `-f` knows, each by its name."""

from collections.abc import Callable
from dataclasses import dataclass

from launchready.core.report import Report
from launchready.report import annotations, data, html, junit, markdown, run_data, sarif, terminal


@dataclass(frozen=True, slots=True)
class Style:
    """What a terminal is like: its width in columns, and whether it shows colour."""

    width: int = 80
    colour: bool = False


Renderer = Callable[[Report, Style], str]

RENDERERS: dict[str, Renderer] = {
    "terminal": lambda report, style: terminal.render(
        report, width=style.width, colour=style.colour
    ),
    "json": lambda report, _: data.render(report),
    "sarif": lambda report, _: sarif.render(report),
    "junit": lambda report, _: junit.render(report),
    "markdown": lambda report, _: markdown.render(report, limit=markdown.SUMMARY),
    "html": lambda report, _: html.render(report),
    "annotations": lambda report, _: annotations.render(report),
    "perf": lambda report, _: run_data.render(report),
}
NAMES = tuple(RENDERERS)


def render(name: str, report: Report, style: Style) -> str:
    """A report in one of the formats. Raises KeyError for a name that is none."""
    return RENDERERS[name](report, style)
