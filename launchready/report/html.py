"""The report as one HTML file: nothing is fetched, no script runs, light, dark and on paper."""

import base64
import hashlib

from launchready import __version__
from launchready.core.report import Asked, Judged, Report, Unanswered
from launchready.report import groups, run_views, wording
from launchready.report.escape import as_html, pieces, without_commands_in_markup
from launchready.report.html_style import STYLE
from launchready.report.markdown import CARDS

_MOST_EVIDENCE = 20
_TONES = {"not asked": "none", "accepted": "none"}

# The style sheet is named by its hash, so the policy allows it and nothing else at all.
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


def render(report: Report) -> str:
    """The whole report in the order of the Markdown one."""
    findings = wording.standing(report)
    parts = [
        _header(report),
        *(_article(one) for one in findings[:CARDS]),
        _changed(report),
        _strip(report),
        *_stages(report, findings[CARDS:]),
        run_views.html(report),
        _pictures(report),
        _unanswered(report),
        _waived(report),
        _facts(report),
        _skipped(report),
        _footer(report),
    ]
    body = "\n".join(part for part in parts if part)
    return without_commands_in_markup(f"{_top(report)}<main>\n{body}\n</main>\n</body>\n</html>\n")


def _top(report: Report) -> str:
    names = [report.verdict.value, report.product, report.environment]
    title = as_html(" · ".join(one for one in names if one))
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
        f'<figure><img alt="{as_html(name)}" width="640" '
        f'src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
        f"<figcaption>{as_html(name)}</figcaption></figure>"
        for name, picture in _shots(report)
    ]
    return _fold("What the browser showed", "\n".join(shots)) if shots else ""


def _header(report: Report) -> str:
    about = [as_html(one) for one in (report.product, report.environment) if one]
    commit = f"commit {_code(report.commit[:12])}" if report.commit else ""
    about += [f"serving {_code(one)}" for one in report.served]
    about += [one for one in (commit, *wording.basis(report)) if one]
    notes = "".join(f"<p>{_prose(note)}</p>\n" for note in report.notes)
    return (
        f'<header class="{report.verdict.value}">\n<h1>{report.verdict.value}</h1>\n'
        f'<p class="meaning">{" · ".join(wording.meaning(report))}</p>\n'
        f'<p class="soft">{" · ".join(about)}</p>\n{notes}</header>'
    )


def _article(judged: Judged) -> str:
    finding, rule = judged.finding, judged.finding.rule
    fix = f'{_prose(rule.fix)} <span class="whole">{wording.usual(finding)}</span>'
    evidence = [_code(one) for one in finding.evidence[:_MOST_EVIDENCE]]
    if len(finding.evidence) > len(evidence):
        evidence.append(f"and {len(finding.evidence) - len(evidence):,} more")
    rows = [
        ("What it costs", _prose(rule.why)),
        ("What to do", fix),
        ("Where", _code(wording.place(finding.at))),
        ("Seen", "<br>".join(evidence)),
    ]
    mark = f'<span class="mark">{rule.impact.word}</span>'
    beside = " · ".join(one for one in (_code(rule.id), wording.since(judged)) if one)
    return (
        f'<article class="{rule.impact.word}">\n'
        f'<div class="title">{mark}<h3>{_prose(rule.title)}</h3>'
        f'<span class="soft">{beside}</span></div>\n'
        f"<p>{as_html(finding.message)}</p>\n{_rows(rows)}</article>"
    )


def _rows(rows: list[tuple[str, str]]) -> str:
    inner = "".join(f"<dt>{name}</dt><dd>{text}</dd>\n" for name, text in rows if text)
    return f"<dl>\n{inner}</dl>\n"


def _changed(report: Report) -> str:
    new = [one.finding for one in report.findings if one.since == "new"]
    still = [one for one in report.findings if one.since == "still"]
    if not (new or still or report.gone):
        return ""
    counts = f"{len(new):,} new, {len(still):,} still there, {len(report.gone):,} gone."
    rows = [f"gone: {_code(one.rule)} {as_html(one.subject)}" for one in report.gone]
    rows += [f"new: {_code(one.rule.id)} {as_html(one.subject)}" for one in new]
    return f"<h2>Since the last run</h2>\n<p>{counts}</p>\n{_list(rows)}"


def _strip(report: Report) -> str:
    cells = [
        f'<li class="{_TONES.get(one.word, one.word)}">'
        f"<b>{one.title}</b><span>{one.words}</span></li>"
        for one in groups.stages(report)
    ]
    inner = "\n".join(cells)
    return f'<h2>The seven stages</h2>\n<ol class="stages">\n{inner}\n</ol>'


def _stages(report: Report, findings: tuple[Judged, ...]) -> list[str]:
    """What the cards have not said, folded by stage."""
    folds: list[str] = []
    for seen in groups.stages(report):
        rows = [_article(one) for one in findings if one.finding.rule.stage is seen.stage]
        title = f"{seen.title}: {wording.count(len(rows), 'more finding')}"
        folds.append(_fold(title, "\n".join(rows)) if rows else "")
    return folds


def _unanswered(report: Report) -> str:
    cards = [_open(asked, outcome) for asked, outcome in report.unanswered()]
    return "\n".join(["<h2>What could not be looked at</h2>", *cards]) if cards else ""


def _open(asked: Asked, outcome: Unanswered) -> str:
    advice = _rows([("To let us look", _prose(outcome.advice))]) if outcome.advice else ""
    mark = f'<span class="mark">{outcome.kind}</span>'
    beside = f'<span class="soft">{_code(asked.check.id)}</span>'
    return (
        f'<article class="unanswered">\n'
        f'<div class="title">{mark}<h3>{as_html(asked.subject)}</h3>{beside}</div>\n'
        f"<p>{as_html(outcome.reason)}</p>\n{advice}</article>"
    )


def _waived(report: Report) -> str:
    rows = [
        f"{_code(one.finding.rule.id)} {as_html(one.finding.message)}<br>"
        f'<span class="soft">{as_html(wording.accepted(one.waived))}</span>'
        for one in wording.waived(report)
        if one.waived
    ]
    return _fold(f"{wording.count(len(rows), 'risk')} accepted", _list(rows)) if rows else ""


def _facts(report: Report) -> str:
    sheets = [
        f"<h3>{as_html(one.title)}</h3>\n"
        + _rows([(as_html(name), _code(text)) for name, text in one.rows])
        for one in report.sheets
    ]
    return _fold("Facts", "\n".join(sheets)) if sheets else ""


def _skipped(report: Report) -> str:
    rows = [f"{_code(names)} {_prose(reason)}" for names, reason in groups.skipped(report)]
    return _fold("Not asked, and how to turn it on", _list(rows)) if rows else ""


def _footer(report: Report) -> str:
    when = report.started.strftime("%Y-%m-%d %H:%M UTC")
    return (
        f'<footer class="soft">\n<p>{wording.ending(report)}</p>\n'
        f"<p>launchready {__version__}, {when}</p>\n</footer>"
    )


def _fold(title: str, inner: str) -> str:
    return f"<details><summary>{title}</summary>\n{inner}\n</details>"


def _list(rows: list[str]) -> str:
    return '<ul class="plain">\n' + "".join(f"<li>{row}</li>\n" for row in rows) + "</ul>"


def _code(text: str) -> str:
    return f"<code>{as_html(text)}</code>"


def _prose(text: str) -> str:
    return "".join(_code(one) if is_code else as_html(one) for is_code, one in pieces(text))
