"""The calls in source code that write a log of a running server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# debug and trace are off where customers are, so they are no calls here.
_JS_LEVEL = r"(?:log|info|warn|warning|error|fatal|notice|critical|http|alert|emerg)"
_LEVEL = r"(?:info|warn|warning|error|exception|critical|fatal|msg|log|notice|alert|emergency)"
_CALLS = {
    "javascript": (
        rf"\bconsole\.(?:log|info|warn|error)\s*\(|"
        rf"(?<![\w$])(?:[\w$]+\.)*(?:logger|log|Logger|winston|pino|consola|LOGGER|_logger|"
        rf"\w+Logger|\w+Log)\.{_JS_LEVEL}\s*\("
    ),
    "python": (
        rf"(?<![\w.])(?:[\w]+\.)*(?:logger|log|logging|LOG|LOGGER|_logger|_log|\w+_logger|\w+_log)"
        rf"\.{_LEVEL}\s*\(|(?<![\w.])print\s*\("
    ),
    "ruby": (
        r"(?<![\w.])(?:Rails\.logger|@?logger|@?log|\w+\.logger)\."
        r"(?:info|warn|error|fatal|unknown)\b(?!\?)[ \t]*(?:\(|\{|(?=[\"'@A-Za-z:]))"
    ),
    "php": (
        r"\b(?:Log|Logger)::(?:info|notice|warning|error|critical|alert|emergency|log)\s*\(|"
        r"(?:\$this->log(?:ger)?|\$log(?:ger)?|\blogger\(\)|Log::channel\([^)\n]*\))\s*->"
        r"(?:info|notice|warning|error|critical|alert|emergency|log)\s*\(|"
        r"(?<![\w>:$])(?:error_log|syslog|logger)\s*\("
    ),
    "go": (
        r"(?<![\w.])(?:\w+\.)*(?:log|slog|logger|logrus|zap|sugar|sugared|Log|Logger|\w+Logger|"
        r"\w+Log)\.(?:Print|Fatal|Panic|Info|Warn|Warning|Error)(?:f|ln|w|Context|Ctx)?\s*\("
    ),
    "java": (
        r"(?<![\w.])(?:this\.)?(?:log|logger|LOG|LOGGER|_log|Log|Logger)\.(?:info|warn|error|"
        r"fatal|severe|warning|atInfo|atWarn|atError)\s*\(|\bSystem\.(?:out|err)\.print(?:ln|f)?\s*\("
    ),
    "elixir": (
        r"\bLogger\.(?:info|notice|warning|warn|error|critical|alert|emergency)[ \t]*"
        r"(?:\(|(?=[\"'a-z#]))"
    ),
}
_FOUND = {language: re.compile(one) for language, one in _CALLS.items()}
_NEXT_CALL = re.compile(r"\s*\.\s*\w+\s*\(")
# Characters of one call's arguments.
_LONGEST = 4000
_PAIRS = {"(": ")", "[": "]", "{": "}"}
# Around code that only developers run.
_FOR_DEVELOPERS = re.compile(
    r"NODE_ENV|__DEV__|import\.meta\.env\.DEV|\bis_?dev\w*\b|\bis_?local\w*\b|\bDEBUG\b"
    r"|Rails\.env\.(?:development|test|local)|\.environment\(['\"](?:local|testing)|"
    r"\bdebug(?:_?mode)?\b|Mix\.env|verbose|\b_DEV\b|development",
    re.I,
)
_IS_PRODUCTION = re.compile(
    r"(?:(?<![!=])===?|\beq\b)\s*[\"']production|Rails\.env\.production\?|(?<!!)\bis_?prod\w*\s*\)",
    re.I,
)
# Lines above a call that are looked at for what surrounds it.
_MOST_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A log call: its words up to the bracket, and where its arguments stand in the code."""

    name: str
    offset: int
    start: int
    end: int


def calls(code: str, language: str) -> Iterator[Call]:
    """Every log call in code whose texts are blanked. Never raises."""
    after = 0
    for found in _FOUND[language].finditer(code):
        if found.start() < after or _is_made_here(code, found.start()):
            continue
        opener = found.group()[-1]
        end = (
            _closed(code, found.end(), opener) if opener in _PAIRS else _line_end(code, found.end())
        )
        name = found.group().rstrip("({ \t")
        yield Call(
            name=name, offset=found.start(), start=found.end(), end=_chained(code, end, opener)
        )
        after = end


def is_for_developers(text: str, offset: int) -> bool:
    """Whether what surrounds a place runs only on a developer's machine, by indentation."""
    lines = text[:offset].split("\n")[-_MOST_LINES:]
    depth = _indent(lines[-1] + "x")
    if _guards(lines[-1]):
        return True
    for line in reversed(lines[:-1]):
        if not line.strip() or _indent(line) >= depth:
            continue
        depth = _indent(line)
        if _guards(line):
            return True
        if depth == 0:
            return False
    return False


def _guards(line: str) -> bool:
    if not re.search(r"\b(?:if|unless|when|else|elif|elsif|case)\b|&&|\?", line):
        return False
    return bool(_FOR_DEVELOPERS.search(line)) and not _IS_PRODUCTION.search(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_made_here(code: str, start: int) -> bool:
    """Whether it is where the function is written, not where it is called."""
    return (
        re.search(r"\b(?:def|function|func|fn)\s+$", code[max(0, start - 16) : start]) is not None
    )


def _closed(code: str, start: int, opener: str) -> int:
    """Where the bracket that was opened before `start` is closed."""
    wanted = [_PAIRS[opener]]
    for place in range(start, min(len(code), start + _LONGEST)):
        one = code[place]
        if one in _PAIRS:
            wanted.append(_PAIRS[one])
        elif one == wanted[-1]:
            wanted.pop()
            if not wanted:
                return place
    return min(len(code), start + _LONGEST)


def _line_end(code: str, start: int) -> int:
    """The end of a call without brackets: of its line, and of those it goes on to."""
    place = start
    while True:
        end = code.find("\n", place)
        if end < 0:
            return len(code)
        if end - start > _LONGEST or not code[start:end].rstrip().endswith((",", "\\", "+")):
            return end
        place = end + 1


def _chained(code: str, end: int, opener: str) -> int:
    """The end of a chain of calls, as `log.Info().Str(...).Msg(...)` is one."""
    if opener != "(":
        return end
    for _ in range(30):
        found = _NEXT_CALL.match(code, end + 1)
        if found is None:
            return end
        end = _closed(code, found.end(), "(")
    return end
