"""The report as GitHub shows it, in a comment and in a job's summary: the answer first.

Every value from outside stands in a code span, so that no mention, link, image or tag in it
means anything; our own words are bare.
"""

from launchready import __version__
from launchready.core.report import Asked, Judged, Report, Unanswered
from launchready.report import groups, launch_words, run_views, wording, zone_plan
from launchready.report.escape import prose, span, without_commands
from launchready.report.section import Section, fitted

# What GitHub takes, in bytes: a comment has 65,536 characters, a job's summary 1 MiB.
COMMENT = 65_000
SUMMARY = 900 * 1024

CARDS = 3
_MOST_EVIDENCE = 5
_MOST_STEPS = 12
_COMMIT = 12


def render(report: Report, *, limit: int) -> str:
    """At most `limit` bytes, cut where a section or a row of one ends; the answer always stays."""
    answer = f"**{report.verdict.value}** · {' · '.join(wording.meaning(report))}\n"
    findings = wording.standing(report)
    sections = [
        _about(report),
        *(_card(one) for one in findings[:CARDS]),
        _changed(report),
        *zone_plan.table(report),
        _launch(report),
        _strip(report),
        _lines(report),
        *_stages(report, findings[CARDS:]),
        *run_views.markdown(report),
        _unanswered(report),
        _waived(report),
        _facts(report),
        _skipped(report),
    ]
    return without_commands(fitted(answer, [one for one in sections if one], limit))


def _about(report: Report) -> Section:
    commit = report.commit[:_COMMIT] if report.commit else ""
    names = [span(one) for one in (report.product, report.environment, commit) if one]
    names += [f"serving {span(one)}" for one in report.served]
    parts = [*names, *wording.basis(report), f"launchready {__version__}"]
    notes = "".join(f"\n> {span(note)}\n" for note in report.notes)
    return Section(" · ".join(parts) + "\n" + notes)


def _card(judged: Judged) -> Section:
    finding, rule = judged.finding, judged.finding.rule
    where = [span(wording.place(finding.at)), span(rule.id), wording.since(judged)]
    return Section(
        f"### {groups.MARKS[rule.impact.word]} {prose(rule.title)}\n\n"
        f"{span(finding.message)}\n\n"
        f"- **What it costs:** {prose(rule.why)}\n"
        f"- **What to do:** {prose(rule.fix)} {wording.usual(finding)}\n"
        f"- **Where:** {' · '.join(one for one in where if one)}\n"
        + _evidence(judged, "- **Seen:** ")
    )


def _evidence(judged: Judged, start: str) -> str:
    evidence = judged.finding.evidence
    shown = [span(one) for one in evidence[:_MOST_EVIDENCE]]
    if len(evidence) > len(shown):
        shown.append(f"{len(evidence) - len(shown):,} more")
    return f"{start}{', '.join(shown)}\n" if shown else ""


def _changed(report: Report) -> Section | None:
    new = [one for one in report.findings if one.since == "new"]
    still = [one for one in report.findings if one.since == "still"]
    if not (new or still or report.gone):
        return None
    counts = f"{len(new):,} new, {len(still):,} still there, {len(report.gone):,} gone."
    rows = [f"- gone: {span(one.rule)} {span(one.subject)}\n" for one in report.gone]
    rows += [f"- new: {span(one.finding.rule.id)} {span(one.finding.subject)}\n" for one in new]
    return Section(f"### Since the last run\n\n{counts}\n\n", tuple(rows))


def _launch(report: Report) -> Section:
    """The 48-hour answer, and the way there step by step."""
    told = [launch_words.answer(report), launch_words.would_be_yes(report)]
    head = "\n\n".join(prose(one) for one in told if one)
    rows = [
        f"- `{launch_words.clock(one.starts)}` {prose(one.finding.rule.title)}: "
        f"{span(one.finding.subject)}, {wording.hours(one.finding.rule.hours)}"
        f"{_then(launch_words.step(one))}\n"
        for one in report.plan.steps[:_MOST_STEPS]
    ]
    left = len(report.plan.steps) - len(rows)
    rows += [f"- and {left:,} more\n"] if left else []
    gap = "\n\n" if rows else "\n"
    return Section(f"### Launch in 48 hours\n\n{head}{gap}", tuple(rows))


def _then(wait: str) -> str:
    return f", {prose(wait)}" if wait else ""


def _lines(report: Report) -> Section:
    rows = [
        f"- {groups.MARKS[one.word]} {one.title}: {one.words}\n" for one in groups.rollup(report)
    ]
    return _fold("The ten lines", rows)


def _strip(report: Report) -> Section:
    seen = groups.stages(report)
    titles = " | ".join(one.title for one in seen)
    marks = " | ".join(f"{groups.MARKS[one.word]} {one.words}" for one in seen)
    return Section(f"| {titles} |\n|{' :-: |' * len(seen)}\n| {marks} |\n")


def _stages(report: Report, findings: tuple[Judged, ...]) -> list[Section]:
    """What the cards have not said, folded by stage."""
    folds: list[Section] = []
    for seen in groups.stages(report):
        rows = [_row(one) for one in findings if one.finding.rule.stage == seen.name]
        if rows:
            folds.append(_fold(f"{seen.title}: {wording.count(len(rows), 'more finding')}", rows))
    return folds


def _row(judged: Judged) -> str:
    finding, rule = judged.finding, judged.finding.rule
    what = f"{groups.MARKS[rule.impact.word]} {span(finding.message)}"
    where = [what, span(wording.place(finding.at)), wording.since(judged)]
    return (
        f"- {' · '.join(one for one in where if one)}\n"
        f"  - **{prose(rule.title)}** ({span(rule.id)}). {prose(rule.why)}\n"
        f"  - **What to do:** {prose(rule.fix)} {wording.usual(finding)}\n"
    ) + _evidence(judged, "  - **Seen:** ")


def _fold(title: str, rows: list[str]) -> Section:
    return Section(f"<details><summary>{title}</summary>\n\n", tuple(rows), "\n</details>\n")


def _unanswered(report: Report) -> Section | None:
    rows = [_open(asked, outcome) for asked, outcome in report.unanswered()]
    return Section("### What could not be looked at\n\n", tuple(rows)) if rows else None


def _open(asked: Asked, outcome: Unanswered) -> str:
    about = f"{groups.MARKS['unanswered']} {span(asked.check.id)} {span(asked.subject)}"
    advice = f"  - **To let us look:** {prose(outcome.advice)}\n" if outcome.advice else ""
    return f"- {about}: {outcome.kind}\n  - {span(outcome.reason)}\n{advice}"


def _waived(report: Report) -> Section | None:
    rows = [
        f"- {span(one.finding.rule.id)} {span(one.finding.message)}\n"
        f"  - {span(wording.accepted(one.waived))}\n"
        for one in wording.waived(report)
        if one.waived
    ]
    return _fold(f"{wording.count(len(rows), 'risk')} accepted", rows) if rows else None


def _facts(report: Report) -> Section | None:
    rows = [
        f"- {span(one.title)}\n"
        + "".join(f"  - **{prose(name)}:** {span(text)}\n" for name, text in one.rows)
        for one in report.sheets
    ]
    return _fold("Facts", rows) if rows else None


def _skipped(report: Report) -> Section | None:
    rows = [f"- {span(names)}: {prose(reason)}\n" for names, reason in groups.skipped(report)]
    return _fold("Not asked, and how to turn it on", rows) if rows else None
