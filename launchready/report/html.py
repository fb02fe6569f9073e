"""The report as one HTML file: nothing is fetched, and without its script it holds as much."""

import base64
import hashlib
import re
from datetime import timedelta

from launchready import __version__
from launchready.core.report import Asked, Report, Unanswered
from launchready.report import groups, html_findings, html_plan, run_views, wording, zone_plan
from launchready.report.escape import as_html, without_commands_in_markup
from launchready.report.html_parts import code, fold, kept, listed, prose, rows, weight, within
from launchready.report.html_script import SCRIPT
from launchready.report.html_style import STYLE

# Bytes of the whole page, so that it travels as a mail's attachment and opens on a phone; what
# one section may take of them, so that no other is crowded out; findings take what is left.
LARGEST = 400_000
_SPARE = 6_000
_SECTION = 24_000
_PICTURES = 100_000
_CHARTS = 120_000
_MOST_NOTES = 10
_MOST_SERVED = 5
_HOLDS = timedelta(hours=24)
_TONES = {"not asked": "none", "partly asked": "none", "accepted": "none"}
_FIGURE = re.compile(r"<figure[^>]*>.*?</figure>\n?", re.DOTALL)

_ANCHOR = re.compile(r' id="(f-[^"]+)"')
_LINK = re.compile(r'<a href="#(f-[^"]+)">(.*?)</a>')


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# Style and script are named by their hashes, so the policy allows them and nothing else at all.
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_hash(STYLE)}'; script-src 'sha256-{_hash(SCRIPT)}'; "
    "base-uri 'none'; form-action 'none'"
)


def render(report: Report) -> str:
    """The whole report, at most LARGEST bytes; what does not fit is counted."""
    before = [
        _header(report),
        html_plan.html(report),
        _strip("The seven stages", "stages", groups.stages(report)),
        _strip("The ten lines", "stages ten", groups.rollup(report)),
        html_findings.ranked(report),
        _changed(report),
    ]
    after = [
        _unanswered(report),
        zone_plan.html(report, _SECTION),
        _under_load(report),
        _pictures(report),
        _waived(report),
        _facts(report),
        _skipped(report),
        _footer(report),
    ]
    top, bottom = _top(report), f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    taken = sum(map(weight, [*before, *after, top, bottom]))
    findings = html_findings.html(report, max(0, LARGEST - _SPARE - taken))
    there = set(_ANCHOR.findall(findings))
    before = [_LINK.sub(lambda link: link[0] if link[1] in there else link[2], b) for b in before]
    body = "\n".join(part for part in [*before, findings, *after] if part)
    return without_commands_in_markup(f"{top}<main>\n{body}\n{bottom}")


def _top(report: Report) -> str:
    names = [report.verdict.value, report.product, report.environment]
    title = as_html(" · ".join(one for one in names if one), 200)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(report)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    )


def _policy(report: Report) -> str:
    """Pictures that stand in the file itself are let in where there are any."""
    return f"{_POLICY}; img-src data:" if _shots(report) else _POLICY


def _shots(report: Report) -> list[tuple[str, bytes]]:
    steps = ((walked.journey, one) for walked in report.journeys for one in walked.steps)
    return [(f"{name}: {one.name}", one.picture) for name, one in steps if one.picture]


def _pictures(report: Report) -> str:
    """What a browser showed where a journey's step failed."""
    shots = [
        f'<figure><img alt="{as_html(name, 200)}" width="640" '
        f'src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
        f"<figcaption>{as_html(name, 200)}</figcaption></figure>"
        for name, picture in _shots(report)
    ]
    shown = within(shots, _PICTURES)
    return fold("What the browser showed", "\n".join(shown)) if shots else ""


def _under_load(report: Report) -> str:
    """Load runs with their plots, or their tables alone where the plots would fill the page."""
    made = run_views.html(report)
    if weight(made) <= _CHARTS:
        return made
    made = _FIGURE.sub("", made)
    said = "<p>The plots have no room on this page; the perf file has every figure.</p>"
    return f"{made}\n{said}" if weight(made) <= _CHARTS else f"<h2>Under load</h2>\n{said}"


def _header(report: Report) -> str:
    about = [as_html(one, 200) for one in (report.product, report.environment) if one]
    commit = f"commit {code(report.commit[:12])}" if report.commit else ""
    about += [f"serving {code(one)}" for one in report.served[:_MOST_SERVED]]
    about += [one for one in (commit, *wording.basis(report), _when(report)) if one]
    notes = "".join(f"<p>{prose(note)}</p>\n" for note in report.notes[:_MOST_NOTES])
    return (
        '<p id="old" role="status" hidden>This answer is older than 24 hours: look again before '
        f'you rely on it.</p>\n<header class="{report.verdict.value}">\n'
        f"<h1>{report.verdict.value}</h1>\n"
        f'<p class="meaning">{" · ".join(wording.meaning(report))}</p>\n'
        f'<p class="soft">{" · ".join(about)}</p>\n{notes}</header>'
    )


def _when(report: Report) -> str:
    machine = report.started.strftime("%Y-%m-%dT%H:%M:%SZ")
    told = report.started.strftime("%Y-%m-%d %H:%M UTC")
    return f'<time id="seen" datetime="{machine}">{told}</time>'


def _changed(report: Report) -> str:
    new = [one.finding for one in report.findings if one.since == "new"]
    still = [one for one in report.findings if one.since == "still"]
    if not (new or still or report.gone):
        return ""
    counts = f"{len(new):,} new, {len(still):,} still there, {len(report.gone):,} gone."
    told = [f"gone: {code(one.rule)} {as_html(one.subject)}" for one in report.gone]
    told += [f"new: {code(one.rule.id)} {as_html(one.subject)}" for one in new]
    shown = listed(within(told, _SECTION)) if told else ""
    return f"<h2>Since the last run</h2>\n<p>{counts}</p>\n{shown}"


def _strip(title: str, kind: str, parts: tuple[groups.Part, ...]) -> str:
    cells = [
        f'<li class="{_TONES.get(one.word, one.word)}">'
        f"<b>{one.title}</b><span>{one.words}</span></li>"
        for one in parts
    ]
    inner = "\n".join(cells)
    return f'<h2>{title}</h2>\n<ol class="{kind}">\n{inner}\n</ol>'


def _unanswered(report: Report) -> str:
    cards, left = kept(report.unanswered(), lambda one: _open(*one), _SECTION)
    if left:
        cards.append(f"<p>{wording.count(len(left), 'more question')} without an answer.</p>")
    return "\n".join(["<h2>What could not be looked at</h2>", *cards]) if cards else ""


def _open(asked: Asked, outcome: Unanswered) -> str:
    advice = rows([("To let us look", prose(outcome.advice))]) if outcome.advice else ""
    mark = f'<span class="mark">{outcome.kind}</span>'
    beside = f'<span class="soft">{code(asked.check.id)}</span>'
    title = as_html(asked.subject or asked.check.title)
    return (
        f'<article class="unanswered">\n'
        f'<div class="title">{mark}<h3>{title}</h3>{beside}</div>\n'
        f"<p>{as_html(outcome.reason)}</p>\n{advice}</article>"
    )


def _waived(report: Report) -> str:
    told = [
        f"{code(one.finding.rule.id)} {as_html(one.finding.message)}<br>"
        f'<span class="soft">{as_html(wording.accepted(one.waived))}</span>'
        for one in wording.waived(report)
        if one.waived
    ]
    title = f"{wording.count(len(told), 'risk')} accepted"
    return fold(title, listed(within(told, _SECTION))) if told else ""


def _facts(report: Report) -> str:
    sheets = [
        f"<h3>{as_html(one.title)}</h3>\n"
        + rows([(as_html(name), code(text)) for name, text in one.rows])
        for one in report.sheets
    ]
    return fold("Facts", "\n".join(within(sheets, 2 * _SECTION))) if sheets else ""


def _skipped(report: Report) -> str:
    told = [f"{code(names)} {prose(reason)}" for names, reason in groups.skipped(report)]
    title = "Not asked, and how to turn it on"
    return fold(title, listed(within(told, _SECTION))) if told else ""


def _footer(report: Report) -> str:
    until = (report.started + _HOLDS).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f'<footer class="soft">\n<p>{wording.ending(report)}</p>\n'
        f"<p>launchready {__version__}. An answer holds for 24 hours, until {until}.</p>\n</footer>"
    )
