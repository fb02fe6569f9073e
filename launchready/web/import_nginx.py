"""Reads the return and rewrite lines of an nginx configuration that are plain."""

import re
from collections.abc import Iterator

from launchready.web.import_apache import filled, plain
from launchready.web.import_row import Imported, is_address

_TOKEN = re.compile(r"#[^\n]*|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[{};]|[^\s{};]+|\s+")
_ARGS = re.compile(r"\$is_args\$args$|\?\$(?:args|query_string)$")


def nginx(text: str, into: Imported) -> None:
    """Redirects at their server or location; what hangs on an if or a variable is counted."""
    stack: list[list[str]] = []
    for words, mark, line in _statements(text):
        if mark == "{":
            stack.append(words)
        elif mark == "}":
            if not stack:
                into.wrong(line, "a } closes nothing", "take it away")
                return
            stack.pop()
        elif words and words[0] in ("return", "rewrite"):
            _redirect(words, stack, line, into)
    if stack:
        into.wrong(1, "a { is not closed", "close it")


def _statements(text: str) -> Iterator[tuple[list[str], str, int]]:
    words, line, first = list[str](), 1, 1
    for token in _TOKEN.findall(text):
        if token in ("{", "}", ";"):
            yield words, token, first if words else line
            words = []
        elif not token.isspace() and not token.startswith("#"):
            first = line if not words else first
            is_quoted = len(token) > 1 and token[0] in "\"'" and token[0] == token[-1]
            words.append(token[1:-1] if is_quoted else token)
        line += token.count("\n")


def _redirect(words: list[str], stack: list[list[str]], line: int, into: Imported) -> None:
    if any(one and one[0] == "if" for one in stack):
        into.skip(line, "a condition")
    elif words[0] == "rewrite":
        _rewrite(words, line, into)
    else:
        _return(words, stack, line, into)


def _rewrite(words: list[str], line: int, into: Imported) -> None:
    pattern, to, flag = [*words[1:], "", "", ""][:3]
    if not pattern or not to:
        into.wrong(line, "rewrite lacks its target", "like rewrite ^/old$ /new permanent;")
        return
    known, target = plain(pattern), filled(to).removesuffix("?")
    status = {"permanent": 301, "redirect": 302}.get(flag, 302 if "://" in to else None)
    if status is None:
        into.skip(line, "a rewrite")
    elif "$" in target:
        into.skip(line, "a variable")
    elif known is None or not is_address(known[0]) or not is_address(target):
        into.skip(line, "a regular expression")
    else:
        into.add(line, known[0], target, status, "ignore" if to.endswith("?") else "keep")


def _return(words: list[str], stack: list[list[str]], line: int, into: Imported) -> None:
    said, to = [*words[1:], "", ""][:2]
    source = _location(stack[-1] if stack else [])
    status = int(said) if re.fullmatch(r"[1-5][0-9]{2}", said) else 302
    to = said if status == 302 and not to else to
    target = _ARGS.sub("", to)
    if status in (404, 410) and source:
        into.add(line, source, None, status, "ignore")
    elif not 300 < status < 400:
        into.skip(line, f"an answer with {status}")
    elif source is None:
        into.skip(line, "a whole server or a regular expression")
    elif "$" in target:
        into.skip(line, "a variable")
    elif not is_address(target):
        into.wrong(line, f"{source} leads to {to or 'nothing'}", "like return 301 /new;")
    else:
        into.add(line, source, target, status, "keep" if target != to else "ignore")


def _location(words: list[str]) -> str | None:
    """The address a location block is for; a prefix that ends with a slash is a pattern."""
    if len(words) < 2 or words[0] != "location":
        return None
    *mark, path = words[1:]
    if mark in (["~"], ["~*"]):
        known = plain(path)
        return known[0] if known and known[0].startswith("/") else None
    if not path.startswith("/") or mark not in ([], ["="], ["^~"]):
        return None
    return f"{path}*" if path.endswith("/") and mark != ["="] else path
