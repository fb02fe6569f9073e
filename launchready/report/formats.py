"""The formats `-f` knows, each by its name."""

from collections.abc import Callable
from dataclasses import dataclass

from launchready.core.report import Report
from launchready.report import (
    annotations,
    badge,
    data,
    html,
    junit,
    markdown,
    run_data,
    sarif,
    status,
    terminal,
)
from launchready.report.frame import Quoted
from launchready.report.terminal import Detail


@dataclass(frozen=True, slots=True)
class Style:
    """What a terminal is like: its width in columns, whether it shows colour, and how much.

    `quoted` are lines at fault that may be shown; `root` is where its links lead, "" for none.
    """

    width: int = 80
    colour: bool = False
    detail: Detail = "usual"
    quoted: tuple[Quoted, ...] = ()
    root: str = ""


def _terminal(report: Report, style: Style) -> str:
    return terminal.render(
        report,
        width=style.width,
        colour=style.colour,
        detail=style.detail,
        quoted=style.quoted,
        root=style.root,
    )


Renderer = Callable[[Report, Style], str]

RENDERERS: dict[str, Renderer] = {
    "terminal": _terminal,
    "json": lambda report, _: data.render(report),
    "sarif": lambda report, _: sarif.render(report),
    "junit": lambda report, _: junit.render(report),
    "markdown": lambda report, _: markdown.render(report, limit=markdown.SUMMARY),
    "html": lambda report, _: html.render(report),
    "annotations": lambda report, _: annotations.render(report),
    "perf": lambda report, _: run_data.render(report),
    "badge": lambda report, _: badge.render(report),
    "status": lambda report, _: status.render(report),
}
NAMES = tuple(RENDERERS)


def render(name: str, report: Report, style: Style) -> str:
    """A report in one of the formats. Raises KeyError for a name that is none."""
    return RENDERERS[name](report, style)
