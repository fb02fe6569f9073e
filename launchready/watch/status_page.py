"""The status page: one file for people and one for programs, with nothing to fetch and no script.

Both are written whole or not at all, so a web server may hand them out at any moment.
"""

import base64
import hashlib
import json
from datetime import datetime
from pathlib import Path

from launchready import console
from launchready.report.escape import as_html
from launchready.watch import status_page_pictures as pictures
from launchready.watch import status_page_words as words
from launchready.watch.status_page_style import STYLE
from launchready.watch.status_page_view import DAYS, Day, Outage, StatusView, Watched

PAGE = "index.html"
DATA = "status.json"
# Outages that are listed; older ones are counted.
MOST_OUTAGES = 30
# Characters of what the last look said.
_SAID = 200
_LEGEND = (
    ("up", "up"),
    ("some", f"down for less than {words.lasted(words.SHORT)}"),
    ("down", "down for longer"),
    ("unknown", "not known"),
    ("none", "not watched"),
)
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


def write(folder: Path, view: StatusView) -> None:
    """Writes index.html and status.json, each whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    console.write_whole(folder / PAGE, render(view))
    console.write_whole(folder / DATA, data(view))


def render(view: StatusView) -> str:
    """The page, as HTML."""
    title = f"{words.headline(view)[1]} · {view.product}" if view.product else "Status"
    parts = [
        _header(view),
        *(f'<p class="note" role="note">{as_html(one)}</p>' for one in view.notes),
        f"<h2>The last {DAYS} days</h2>" if view.targets else "",
        _legend() if view.targets else "",
        *(_target(one, view.at) for one in view.targets),
        _outages(view),
        _footer(view),
    ]
    body = "\n".join(one for one in parts if one)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{as_html(title, 200)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _header(view: StatusView) -> str:
    tone, sentence = words.headline(view)
    product = f'<p class="product">{as_html(view.product, 200)}</p>\n' if view.product else ""
    machine = view.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    seen = f'<time datetime="{machine}">{words.moment(view.at)}</time>'
    return (
        f'<header class="{tone}">\n{product}<h1>{as_html(sentence, 200)}</h1>\n'
        f'<p class="soft">as of {seen}</p>\n</header>'
    )


def _legend() -> str:
    items = "".join(f"<li>{pictures.key(tone)}{told}</li>" for tone, told in _LEGEND)
    return f'<ul class="legend soft">{items}</ul>'


def _target(target: Watched, now: datetime) -> str:
    tone, word = words.state(target)
    name = as_html(target.name, _SAID)
    since = f"{word} since {words.moment(target.since)}" if target.since else ""
    said = " · ".join(as_html(one, _SAID) for one in (since, target.said) if one)
    return (
        f'<article class="{tone}">\n<div class="title"><h3>{name}</h3>'
        f'<span class="soft">{as_html(target.kind, 40)}</span>'
        f'<span class="mark">{word}</span></div>\n'
        + (f'<p class="soft">{said}</p>\n' if said else "")
        + f"{pictures.bars(target.days, now, target.name)}\n"
        '<div class="ends soft" aria-hidden="true">'
        f"<span>{DAYS} days ago</span><span>today</span></div>\n"
        f"{_shares(target.days, now)}\n"
        f"{pictures.plot(target.points, now, target.name)}\n</article>"
    )


def _shares(days: tuple[Day, ...], now: datetime) -> str:
    items = [f"<li>{length} <b>{told}</b></li>" for length, told in words.shares(days, now)]
    return f'<ul class="shares soft">{"".join(items)}</ul>' if items else ""


def _outages(view: StatusView) -> str:
    if not view.outages and all(one.state is None for one in view.targets):
        return ""
    if not view.outages:
        return f"<h2>Outages</h2>\n<p>No outage was seen {words.so_far(view)}.</p>"
    shown = "\n".join(_outage(one, view.at) for one in view.outages[:MOST_OUTAGES])
    left = len(view.outages) - MOST_OUTAGES
    more = f'<p class="soft">{left} before these.</p>' if left > 0 else ""
    return f'<h2>Outages</h2>\n<ol class="outages">\n{shown}\n</ol>\n{more}'


def _outage(one: Outage, now: datetime) -> str:
    what, when = words.outage(one, now)
    reason = f"<p>{as_html(one.reason, _SAID)}</p>" if one.reason else ""
    return (
        f'<li class="{one.state}"><b>{as_html(what, 300)}</b>\n'
        f'<p class="soft">{as_html(when)}</p>\n{reason}</li>'
    )


def _footer(view: StatusView) -> str:
    return (
        '<footer class="soft">\n<p>Times are UTC. Time in which nobody could tell counts neither '
        "as up nor as down.</p>\n"
        f"<p>This page is written anew every {words.lasted(view.every)} and is as old as the time "
        "at the top says: if that is long ago, nobody is watching.</p>\n</footer>"
    )


def data(view: StatusView) -> str:
    """The same as JSON: times in UTC (RFC 3339), lengths in seconds, shares from 0 to 1."""
    made = {
        "version": 1,
        "product": view.product,
        "at": _stamp(view.at),
        "state": words.headline(view)[0],
        "notes": list(view.notes),
        "targets": [
            {
                "name": one.name,
                "kind": one.kind,
                "state": one.state,
                "since": _stamp(one.since),
                "said": one.said,
                "flapping": one.is_flapping,
                "up_share": words.share(one.days),
                "days": [
                    {"day": day.day.isoformat(), "up": round(day.up, 1)}
                    | {"down": round(day.down, 1), "unknown": round(day.unknown, 1)}
                    for day in one.days
                ],
            }
            for one in view.targets
        ],
        "outages": [
            {"target": one.target, "state": one.state, "began": _stamp(one.began)}
            | {"ended": _stamp(one.ended), "reason": one.reason}
            for one in view.outages
        ],
    }
    return json.dumps(made, indent=1) + "\n"


def _stamp(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
