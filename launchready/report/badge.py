"""The answer as a picture for a README: launchready, and the word."""

from launchready.core.report import Report, Verdict
from launchready.report.escape import as_html, without_commands_in_markup

_COLOURS = {Verdict.GO: "#1b6e3c", Verdict.NO_GO: "#b3261e", Verdict.UNKNOWN: "#8a5a00"}
_NAME = "launchready"
_CHARACTER = 6.6  # pixels a character takes at 11 px, on average
_AROUND = 12  # pixels beside a text, both sides together


def render(report: Report) -> str:
    """An SVG of its own; the day of the run stands in its title, since a picture gets old."""
    word = report.verdict.value
    left, right = (round(len(text) * _CHARACTER) + _AROUND for text in (_NAME, word))
    day = report.started.strftime("%Y-%m-%d")
    told = as_html(f"{_NAME}: {word}, as of {day}")
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{told}">\n<title>{told}</title>\n'
        f'<rect width="{left + right}" height="20" rx="3" fill="#3a4147"/>\n'
        f'<path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-{right - 3}z" '
        f'fill="{_COLOURS[report.verdict]}"/>\n'
        '<g fill="#fff" text-anchor="middle" '
        'font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">\n'
        f'<text x="{left / 2:g}" y="14">{_NAME}</text>\n'
        f'<text x="{left + right / 2:g}" y="14" font-weight="bold">{word}</text>\n</g>\n</svg>\n'
    )
    return without_commands_in_markup(text)
