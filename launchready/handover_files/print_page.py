"""All documents as one HTML page: nothing is fetched, nothing runs, and it prints well."""

import base64
import hashlib
import re
from collections.abc import Iterable, MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from launchready.report.escape import as_html, without_commands_in_markup
from launchready.report.html_style import STYLE

_OWN_STYLE = """
main > header { border-left-color: var(--blue); }
nav ul { columns: 2; padding-left: 1.25rem; }
section { border-top: 3px solid var(--line); margin-top: 3rem; padding-top: 1rem; }
section h1 { font-size: 1.9rem; margin-bottom: .75rem; } section h2 { font-size: 1.25rem; }
section li { margin: .3rem 0; overflow-wrap: anywhere; } section p { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; } td code { overflow-wrap: anywhere; }
ul:has(.blank) { columns: 2; column-gap: 2rem; list-style: none; padding-left: 0; }
ul:has(.blank) li { margin: 0 0 .5rem; break-inside: avoid; }
pre { overflow-x: auto; background: var(--code); padding: .75rem 1rem; border-radius: 6px; }
.blank::after { content: ""; display: inline-block; min-width: 12rem; margin-left: .5rem;
  border-bottom: 1px solid var(--soft); }
@media (max-width: 44rem) { nav ul, ul:has(.blank) { columns: 1; }
  .blank::after { min-width: 6rem; } h1 { font-size: 2rem; } }
@media print { body { font-size: 10pt; } section { border: 0; margin: 0; padding: 1rem 0 0; }
  #RUNBOOK, #ACCESS, #RISKS, #ALERTS { break-before: page; } h1, h2, p:has(> strong:only-child) {
    break-after: avoid; }
  tr, li { break-inside: avoid; } thead { display: table-header-group; }
  pre { white-space: pre-wrap; } }
"""
_STYLE = STYLE + _OWN_STYLE
_POLICY = (
    "default-src 'none'; style-src 'sha256-"
    f"{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)
_BLANK = re.compile(r"<li>((?:<p>)?(?:<strong>)?[A-Z][^<>:]{1,50}:(?:</strong>)?)((?:</p>)?)</li>")
_SCHEMES = ("http", "https", "mailto")


def render(product: str, documents: Sequence[tuple[str, str]]) -> str:
    """Documents by their names, each Markdown as it stands in its file."""
    names = {name for name, _ in documents}
    listed = "".join(
        f'<li><a href="#{name}">{name}</a></li>' for name in sorted(names, key=_place(documents))
    )
    title = as_html(product, 200)
    body = "\n".join(_section(name, text, names) for name, text in documents)
    return without_commands_in_markup(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>Handover · {title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<header class="advice"><h1>{title}</h1><p class="meaning">Handover: what somebody else '
        "needs to run it. Written from the Markdown beside this file; change that.</p></header>\n"
        f'<nav aria-label="Pages"><ul>{listed}</ul></nav>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _place(documents: Sequence[tuple[str, str]]) -> Any:
    order = [name for name, _ in documents]
    return order.index


def _section(name: str, text: str, names: Iterable[str]) -> str:
    made = _markdown(name, frozenset(names)).render(text)
    return f'<section id="{name}">\n{_BLANK.sub(_blank, made)}</section>'


def _blank(found: re.Match[str]) -> str:
    """A line that nobody has filled in gets room for a pen."""
    return f'<li><span class="blank">{_plain(found[1])}</span></li>'


def _plain(text: str) -> str:
    return text.replace("<p>", "")


def _markdown(name: str, names: frozenset[str]) -> Any:
    from markdown_it import MarkdownIt
    from markdown_it.common.utils import escapeHtml

    made = MarkdownIt("commonmark", {"html": True}).enable("table").disable("image")
    made.validateLink = _is_plain_link  # type: ignore[method-assign]

    def text(
        _self: Any, tokens: Sequence[Any], place: int, _options: Any, _env: MutableMapping[str, Any]
    ) -> str:
        """Markup stays text; a comment is nobody's reading matter."""
        content = tokens[place].content
        return "" if content.lstrip().startswith("<!--") else escapeHtml(content)

    def link(
        self: Any, tokens: Sequence[Any], place: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        href = str(tokens[place].attrGet("href") or "")
        page, _, part = href.removeprefix("./").partition("#")
        page = page.removesuffix(".md") if page else name
        if page in names:
            tokens[place].attrSet("href", f"#{page}-{part}" if part else f"#{page}")
        return str(self.renderToken(tokens, place, options, env))

    def heading(
        self: Any, tokens: Sequence[Any], place: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        words = "".join(
            one for one in tokens[place + 1].content.lower() if one.isalnum() or one in " -"
        )
        tokens[place].attrSet("id", f"{name}-{words.replace(' ', '-')}")
        return str(self.renderToken(tokens, place, options, env))

    def cell(
        self: Any, tokens: Sequence[Any], place: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        """The page's policy lets no style stand in a tag."""
        tokens[place].attrs.pop("style", None)
        return str(self.renderToken(tokens, place, options, env))

    made.add_render_rule("th_open", cell)
    made.add_render_rule("td_open", cell)
    made.add_render_rule("heading_open", heading)
    made.add_render_rule("html_block", text)
    made.add_render_rule("html_inline", text)
    made.add_render_rule("link_open", link)
    made.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    made.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return made


def _is_plain_link(url: str) -> bool:
    """Whether a link leads to a page or a mailbox, and runs nothing."""
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return False
    return scheme in ("", *_SCHEMES)
