"""GitHub's annotations: workflow commands that put a finding on its line in the diff.

GitHub shows ten of a level for a step and drops the rest without a word, so we stop at nine
and say how many there are beside.
"""

from collections.abc import Mapping, Sequence

from launchready.core.finding import Finding, Impact
from launchready.core.report import Asked, Report, Unanswered
from launchready.report import wording
from launchready.report.escape import visible, without_commands

MOST = 9

# The runner cuts a message at 4,096 characters; a reader stops long before.
_LONGEST = 500
_LEVELS = {Impact.BLOCKER: "error", Impact.RISK: "warning", Impact.ADVICE: "notice"}


def render(report: Report) -> str:
    """A command a line, worst first; nothing when there is nothing to say."""
    return "".join(f"{line}\n" for _, line in told(report, {}))


def told(report: Report, before: Mapping[str, int]) -> list[tuple[str, str]]:
    """The commands with their levels; `before` counts those of a level that were told already."""
    lines: list[tuple[str, str]] = []
    for impact in sorted(Impact, reverse=True):
        level, commands = _LEVELS[impact], _of(report, impact)
        room = max(0, MOST - before.get(level, 0))
        lines += [(level, one) for one in commands[:room]]
        if len(commands) > room:
            lines.append((level, _more(level, len(commands) - room)))
    return lines


def _of(report: Report, impact: Impact) -> list[str]:
    findings = [_finding(one) for one in _spread(report.of_impact(impact))]
    if impact is not Impact.RISK:
        return findings
    heavy = [_open(*one) for one in report.unanswered() if _may_block(report, one[0])]
    light = [_open(*one) for one in report.unanswered() if not _may_block(report, one[0])]
    return [*heavy, *findings, *light]


def _spread(found: Sequence[Finding]) -> list[Finding]:
    """Where there are too many, of every room the first, then of every rule: ten records that
    are missing must not hide the page that is down."""
    if len(found) <= MOST:
        return list(found)
    of_room = {one.rule.room: place for place, one in reversed(list(enumerate(found)))}
    of_rule = {one.rule.id: place for place, one in reversed(list(enumerate(found)))}
    order = [*sorted(of_room.values()), *sorted(of_rule.values()), *range(len(found))]
    shown = sorted(list(dict.fromkeys(order))[:MOST])
    return [found[place] for place in (*shown, *sorted({*range(len(found))} - {*shown}))]


def _may_block(report: Report, asked: Asked) -> bool:
    return asked.check.worst >= report.fail_on


def _finding(finding: Finding) -> str:
    rule, at = finding.rule, finding.at
    fix = f"{rule.fix} {wording.usual(finding)}"
    return command(
        _LEVELS[rule.impact],
        [finding.message, fix],
        file=at.file,
        line=str(at.line),
        col=str(at.column),
        title=f"{rule.id}: {rule.title}",
    )


def _open(asked: Asked, outcome: Unanswered) -> str:
    about = f"{asked.subject}: {outcome.reason} ({outcome.kind})"
    return command("warning", [about, outcome.advice], title=f"{asked.check.id}: no answer")


def _more(level: str, number: int) -> str:
    text = f"{wording.count(number, f'more {level}')}: see the job summary or the report."
    return command(level, [text], title="launchready")


def command(level: str, lines: list[str], **properties: str) -> str:
    """One workflow command; whatever the texts hold, it stays one and says only this."""
    given = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    return f"::{level} {given}::" + "%0A".join(_data(line) for line in lines if line)


def _data(text: str) -> str:
    return without_commands(visible(text, _LONGEST)).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
