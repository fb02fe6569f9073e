"""Puts the answer where people look: files, outputs, summary, annotations, then the comment.

A delivery that fails is said in the log and never changes the verdict.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from anyio import to_thread

from launchready.console import write_whole
from launchready.core.report import Report
from launchready.github import comment, data_branch, outputs
from launchready.github.api import REAL, Clock, GitHub
from launchready.github.event import Event
from launchready.github.git import Git
from launchready.github.inputs import Inputs
from launchready.github.refusal import NotDeliveredError
from launchready.report import annotations, formats, markdown, run_data
from launchready.report.escape import prose, span, visible, without_commands
from launchready.report.section import Section, fitted
from launchready.values.problem import Problem

Say = Callable[[str], None]

# Which output names which of the files in the reports' folder, and the input that copies it.
FILES = {"json": "report.json", "html": "report.html", "sarif": "report.sarif"}
_NOTHING = "**unknown** · nothing was looked at"
OUTPUTS = {"json": "report-json", "html": "report-html", "sarif": "sarif"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where a run's words go: its variables, and the log.

    GitHub shows ten annotations of a level for a step and drops the rest without a word, so they
    are counted here; what has no place any more stands in the log as it is.
    """

    variables: Mapping[str, str]
    say: Say
    clock: Clock = REAL
    told: Counter[str] = field(default_factory=Counter)

    def command(self, level: str, lines: list[str], **properties: str) -> None:
        if self.told[level] > annotations.MOST:
            self.quote(" ".join(visible(one) for one in lines))
            return
        self.told[level] += 1
        self.say(annotations.command(level, lines, **properties))

    def notice(self, text: str, level: str = "notice") -> None:
        self.command(level, [text], title="launchready")

    def annotate(self, report: Report) -> None:
        for level, line in annotations.told(report, self.told):
            self.told[level] += 1
            self.say(line)

    def quote(self, text: str) -> None:
        """Shows text from outside, in which the runner looks for no command."""
        resume = secrets.token_hex(16)
        plain = without_commands(text).removesuffix("\n")
        self.say(f"::stop-commands::{resume}\n{plain}\n::{resume}::")

    def output(self, values: Mapping[str, str]) -> None:
        try:
            outputs.write(self.variables, values)
        except OSError as error:
            self.notice(f"the outputs could not be written: {error.strerror}", "warning")

    def summary(self, render: Callable[[int], str]) -> None:
        """Adds to the step's summary what `render` makes for so many bytes."""
        try:
            outputs.summarise(self.variables, render)
        except OSError as error:
            self.notice(f"the summary could not be written: {error.strerror}", "warning")


async def deliver(report: Report, event: Event, inputs: Inputs, channel: Channel) -> None:
    """Delivers a report everywhere it belongs."""
    channel.output(outputs.of_report(report))
    channel.output(_files(report, inputs, channel))
    channel.summary(lambda limit: markdown.render(report, limit=limit))
    whole = formats.Style(width=100, colour=False, detail="verbose")
    channel.quote(formats.render("terminal", report, whole))
    channel.annotate(report)
    await _comment(report, event, inputs, channel)
    await _history(report, event, inputs, channel)


async def _history(report: Report, event: Event, inputs: Inputs, channel: Channel) -> None:
    """Keeps the load runs that ask for it, those of branches only: what a pull request's code
    does is no history yet."""
    runs = [one for one in report.runs if one.on_branch and not one.invalid]
    if not runs:
        return
    if event.pull_request is not None or event.is_from_outside:
        channel.notice("load.history: the runs of pull requests are not kept")
        return
    if not inputs.token:
        channel.notice("the load run was not kept: there is no github-token", "warning")
        return
    git = Git(
        root=Path.cwd(),
        server_url=event.server_url,
        token=inputs.token,
        ca_bundle=inputs.ca_bundle,
        variables=channel.variables,
    )
    lines = "".join(run_data.line(one, report.commit) for one in runs)
    url, message = f"{event.server_url}/{event.repository}.git", f"Load run of {event.run_url}"
    try:
        await to_thread.run_sync(lambda: data_branch.keep(lines, git, url, message))
    except data_branch.NotKeptError as error:
        channel.notice(f"the load run was not kept on {data_branch.BRANCH}: {error}", "warning")


def refuse(problems: Iterable[Problem], channel: Channel) -> None:
    """A config or a call that is wrong: every mistake at its line, and nothing was looked at."""
    listed = tuple(problems)
    channel.output(outputs.without_report())
    rows = Section("", tuple(f"- {span(str(one))}\n" for one in listed))
    first = f"{_NOTHING}; this must be mended first:\n"
    channel.summary(lambda limit: fitted(first, [rows], limit))
    for one in listed[: annotations.MOST]:
        at = {"file": one.at.file, "line": str(one.at.line), "col": str(one.at.column)}
        channel.command("error", [one.found, one.meant], **at, title="launchready")
    if len(listed) > annotations.MOST:
        rest = len(listed) - annotations.MOST
        channel.notice(f"{rest} more mistakes; the job summary lists them all", "error")


def unknown(reason: str, advice: str, channel: Channel) -> None:
    """The gate could not run at all."""
    channel.output(outputs.without_report())
    channel.summary(lambda _: f"{_NOTHING}: {prose(reason)}\n")
    channel.command("error", [reason, advice], title="launchready")


def rest(reason: str, channel: Channel) -> None:
    """There is nothing to do for this event."""
    channel.output(outputs.without_report())
    channel.notice(reason)


def _files(report: Report, inputs: Inputs, channel: Channel) -> dict[str, str]:
    """Writes the report's files into the folder the action set aside, and says where they are.

    Where an input asks for a file in the workspace, the action's shell copies it there: in the
    container the workspace is read-only.
    """
    folder = channel.variables.get("LR_REPORTS", "")
    asked = {"json": inputs.json_file, "html": inputs.report_file, "sarif": inputs.sarif_file}
    written: dict[str, str] = {}
    for name, file in FILES.items() if folder else ():
        try:
            write_whole(
                Path(folder) / file,
                formats.render(name, report, formats.Style(width=100, colour=False)),
            )
            written[OUTPUTS[name]] = asked[name] or f"{folder}/{file}"
        except OSError as error:
            channel.notice(f"{file} could not be written: {error.strerror}", "warning")
    return written


async def _comment(report: Report, event: Event, inputs: Inputs, channel: Channel) -> None:
    reason = _against_commenting(event, inputs)
    if event.pull_request is None or inputs.comment == "never":
        return
    if reason and inputs.comment == "auto":
        channel.notice(f"no comment on the pull request: {reason}; the job summary has it all")
        return
    marker = comment.marker_of(event, inputs)
    link = f"\n[The run, its log and its summary]({event.run_url})\n"
    text = markdown.render(report, limit=markdown.COMMENT - len(link)) + link
    try:
        async with GitHub(
            event.api_url,
            event.repository,
            inputs.token,
            ca_bundle=inputs.ca_bundle,
            clock=channel.clock,
        ) as github:
            written = await comment.put(github, event.pull_request.number, marker, text)
    except (NotDeliveredError, OSError) as error:
        level = "warning" if inputs.comment == "always" else "notice"
        channel.notice(f"the comment was not written: {error}; the job summary has it all", level)
        return
    if written.did == "left":
        channel.notice("a later run has written the comment; it is left as it is")
    if written.url:
        channel.output({"comment-url": written.url})


def _against_commenting(event: Event, inputs: Inputs) -> str:
    if not inputs.token:
        return "there is no github-token"
    if event.is_from_outside and event.name == "pull_request":
        return "GitHub gives no token that may write to forks and Dependabot"
    return ""
