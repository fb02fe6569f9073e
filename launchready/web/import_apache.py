"""Reads the redirects of an .htaccess file that are plain."""

import re
import shlex

from launchready.web.import_row import Imported, is_address, is_url, lines

_WORDS = {"permanent": 301, "temp": 302, "seeother": 303, "gone": 410}
# A path without anything that stands for something else.
PLAIN = re.compile(r"(?:[A-Za-z0-9/_~%!@&=,;: -]|\\[.\-+/ ]|\.(?![*+?]))*")
_REST = ("(.*)", "(.+)")
_CONDITIONS = ("if", "elseif", "else", "files", "filesmatch", "limit", "limitexcept")


def htaccess(text: str, into: Imported) -> None:
    """Redirect, RedirectMatch and RewriteRule; what hangs on a condition is only counted."""
    depth, has_condition = 0, False
    for line, written in lines(text):
        words = _split(written, line, into)
        if not words:
            continue
        name = words[0].lower()
        if name.startswith("<"):
            is_bound = name.strip("</>") in _CONDITIONS
            depth += (-1 if name.startswith("</") else 1) if is_bound else 0
        elif name == "rewritecond":
            has_condition = True
        elif name.startswith(("redirect", "rewriterule")):
            if depth or has_condition:
                into.skip(line, "a condition")
            else:
                _directive(name, words[1:], line, into)
            has_condition = has_condition and name != "rewriterule"


def _split(written: str, line: int, into: Imported) -> list[str]:
    text = written.strip()
    if not text or text.startswith("#"):
        return []
    splitter = shlex.shlex(text, posix=True, punctuation_chars=False)
    splitter.whitespace_split, splitter.commenters, splitter.escape = True, "", ""
    try:
        return list(splitter)
    except ValueError:
        into.wrong(line, "a quote is not closed", "close it")
        return []


def _directive(name: str, words: list[str], line: int, into: Imported) -> None:
    match name:
        case "redirect" | "redirectpermanent" | "redirecttemp":
            _redirect(name, words, line, into)
        case "redirectmatch":
            status, rest = _status(words)
            _matched(rest, status, line, into)
        case "rewriterule":
            _rewrite(words, line, into)
        case _:
            into.wrong(line, f"{name} is no directive of Apache", "Redirect or RewriteRule")


def _status(words: list[str]) -> tuple[int, list[str]]:
    said = words[0].lower() if words else ""
    if said in _WORDS or re.fullmatch(r"[1-5][0-9]{2}", said):
        return _WORDS.get(said) or int(said), words[1:]
    return 302, words


def _redirect(name: str, words: list[str], line: int, into: Imported) -> None:
    status, rest = _status(words) if name == "redirect" else (302, words)
    status = 301 if name == "redirectpermanent" else status
    source, to = [*rest, "", ""][:2]
    if not source.startswith("/") or (status != 410 and not is_address(to)):
        meant = "like Redirect 301 /old /new"
        into.wrong(line, f"{source or 'nothing'} leads to {to or 'nothing'}", meant)
    else:
        into.add(line, source, to.partition("#")[0] or None, status, "keep")


def _matched(rest: list[str], status: int, line: int, into: Imported) -> None:
    source, to = [*rest, "", ""][:2]
    known = plain(source)
    if known is None or not is_address(known[0]) or (to and not is_address(to)):
        into.skip(line, "a regular expression")
    else:
        into.add(line, known[0], filled(to) or None, status, "keep")


def _rewrite(words: list[str], line: int, into: Imported) -> None:
    if len(words) < 2:
        into.wrong(line, "RewriteRule lacks its target", "like RewriteRule ^old$ /new [R=301,L]")
        return
    flags = dict(
        one.strip().upper().partition("=")[::2]
        for one in (words[2].strip("[]").split(",") if len(words) > 2 else ())
    )
    known, to = plain(words[0]), words[1]
    said = flags.get("R", flags.get("REDIRECT"))
    status = 410 if {"G", "GONE"} & set(flags) else _code(said or "") if said is not None else None
    if status is None and is_url(to):
        status = 302
    if status is None:
        into.skip(line, "a rewrite")
    elif known is None or "%{" in to or (status != 410 and not is_address(to)):
        into.skip(line, "a variable" if "%{" in to else "a regular expression")
    else:
        source = known[0] if known[0].startswith("/") else f"/{known[0]}"
        target = None if status == 410 else filled(to).removesuffix("?")
        is_dropped = to.endswith("?") or {"QSD", "QSDISCARD"} & set(flags)
        into.add(line, source, target, status, "ignore" if is_dropped else "keep")


def _code(said: str) -> int:
    return _WORDS.get(said.lower()) or (int(said) if said.isdigit() else 302)


def plain(pattern: str) -> tuple[str] | None:
    """The address a regular expression stands for, its last group as *; None for any other."""
    if not pattern.startswith("^") or not pattern.endswith("$"):
        return None
    text, rest = pattern[1:-1], ""
    for group in _REST:
        if text.endswith(f"/{group}"):
            text, rest = text.removesuffix(group), "*"
    text = text.removesuffix("/?") if not rest else text
    if not PLAIN.fullmatch(text):
        return None
    return (re.sub(r"\\(.)", r"\1", text) + rest,)


def filled(to: str) -> str:
    return to.partition("#")[0].replace("$1", ":splat")
