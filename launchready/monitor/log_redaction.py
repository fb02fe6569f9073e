"""Settings by which a logger leaves out what it must not write, and what each of them reaches.

Sources: getpino.io (redaction), structlog.org (processors), guides.rubyonrails.org
(config.filter_parameters), docs.python.org (logging.Filter), logback.qos.ch (%replace),
pkg.go.dev/log/slog (ReplaceAttr), hexdocs.pm/ecto (redact: true).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.monitor.log_names import words_of
from launchready.monitor.log_sources import Source, Sources
from launchready.monitor.log_values import Shown

_MASKING = r"(?:redact|mask|scrub|censor|sanitiz|sanitis|obfuscat|anonymi|sensitive|pii)"
# A list of keys under a name that says what becomes of them.
_LISTED = re.compile(
    rf"(?:\w*{_MASKING}\w*|filter_parameters|filterParameters|filter_attributes|hiddenFields)"
    r"[\"']?\s*(?::|\+?=|=>)\s*(?:new Set\(|frozenset\(|set\()?\s*[\[({]",
    re.I,
)
_FUNCTION = re.compile(
    rf"(?:\bdef|\bfunction|\bfunc|\bclass|\bconst|\bdefp)\s+(?P<name>\w*{_MASKING}\w*)", re.I
)
_REPLACE_ATTR = re.compile(r"\bReplaceAttr\s*:\s*func")
_FILTER_CLASS = re.compile(r"\bclass\s+(?P<name>\w+)\s*\([^)]*(?:logging\.)?Filter\s*\)")
_ECTO = re.compile(
    r"\bfield\s*\(?\s*:(\w+)[^\n]*\bredact:\s*true|Inspect,\s*except:\s*\[([^\]]*)\]"
)
_QUOTED = re.compile(r"[\"'`:*.\[]([A-Za-z_][\w-]{2,60})[\"'`]?(?=[\"'`\],\s.)])|\binfo\.(\w+)")
_LOGGER_FILE = re.compile(r"(^|/)(logback|log4j)[^/]*\.(xml|ya?ml|properties)$")
_XML_MASK = re.compile(r"mask|%replace|RewritePolicy|<Rewrite", re.I)
# A list or a function counts where logging is set up: masks are made for pages and forms too.
_LOGGING = re.compile(
    r"\b(?:pino|winston|bunyan|structlog|loguru|logging|[Mm]onolog|slog|zap|logback|LoggerModule|"
    r"semantic_logger|SemanticLogger|tslog|Logger|logger:)\b|filter_parameters|filterParameters"
)
# Characters of a function that are looked at for the keys it knows.
_LONGEST = 2500
# Loggers that write what they are given, whatever else is set up.
_BARE = re.compile(r"console\.|print\b|System\.|error_log|IO\.|puts|syslog")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """`keys` are left out where a value has a key of its own, `texts` wherever they stand, and
    `inspected` where a whole record is shown; all in small letters without joints."""

    keys: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    inspected: frozenset[str] = frozenset()

    def is_for(self, call: str) -> bool:
        """Whether a call goes through a logger that can be set up at all."""
        return _BARE.match(call) is None and bool(self.keys | self.texts | self.inspected)

    def covers(self, call: str, one: Shown) -> bool:
        """Whether a logger that was set up like this would not write it."""
        if not self.is_for(call):
            return False
        names = {_plain(part) for part in re.findall(r"\w+", one.expression)[-3:]}
        if names & self.texts or ("@" in self.texts and "mail" in one.what):
            return True
        if one.expression.endswith((".inspect", ".inspect()")):
            return any(part in "emailphonefirstnamelastname" for part in self.inspected)
        key = _plain(one.key.rpartition(".")[2]) if one.key else ""
        return bool(key) and key in self.keys


def redaction_of(sources: Sources) -> Redaction:
    """Every redaction that is set up in the code and beside it. Never raises."""
    keys: set[str] = set()
    texts: set[str] = set()
    inspected: set[str] = set()
    masking = {one.path: one for one in sources.served if _has_masking(one)}
    everything = "\n".join(one.code for one in masking.values() if _LOGGING.search(one.code))
    for one in sources.served:
        if one.path in masking and _LOGGING.search(one.text):
            keys |= set(_listed(one))
        if one.path in masking:
            keys |= set(_in_functions(one, everything))
            texts |= set(_in_filters(one, sources))
        if one.language == "ruby" and "filter_parameters" in one.text:
            inspected |= set(_listed(one))
        if one.language == "elixir":
            inspected |= {_plain(a or b) for a, b in _ECTO.findall(one.text)}
    for path, text in sources.settings.items():
        if _LOGGER_FILE.search(path) and _XML_MASK.search(text):
            texts |= _named(text) | ({"@"} if "@" in text.replace("@{", "") else set())
    return Redaction(keys=frozenset(keys), texts=frozenset(texts), inspected=frozenset(inspected))


def _has_masking(one: Source) -> bool:
    low = one.text.lower()
    found = re.search(_MASKING, low) is not None
    return found or any(
        w in one.text for w in ("filter_param", "ReplaceAttr", "Filter)", "%replace")
    )


def _listed(one: Source) -> Iterator[str]:
    for found in _LISTED.finditer(one.text):
        if one.code[found.start() : found.start() + 1].strip():
            yield from _named(one.text[found.end() - 1 : _end(one.code, found.end()) + 1])


def _in_functions(one: Source, everything: str) -> Iterator[str]:
    """Keys named in a function that masks, where something calls it."""
    for found in _FUNCTION.finditer(one.code):
        is_here = _LOGGING.search(one.code) is not None
        uses = len(re.findall(rf"\b{re.escape(found['name'])}\b", everything))
        if uses > is_here:
            yield from _named(one.text[found.end() : _body_end(one, found.start())])
    for found in _REPLACE_ATTR.finditer(one.code):
        yield from _named(one.text[found.end() : found.end() + _LONGEST])


def _is_installed(name: str, sources: Sources) -> bool:
    """Whether anything but its own definition names it, if only as a path in a text."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    return sum(len(word.findall(one.text)) for one in sources.served) > 1


def _in_filters(one: Source, sources: Sources) -> Iterator[str]:
    """What a filter of Python's logging takes out of the finished message."""
    for found in _FILTER_CLASS.finditer(one.code):
        body = one.text[found.end() : _body_end(one, found.start())]
        is_used = _is_installed(found["name"], sources)
        if is_used and re.search(r"\.sub\(|\.replace\(", body):
            yield from _named(body)
            if "@" in body:
                yield "@"


def _body_end(one: Source, start: int) -> int:
    """Where the next thing of the same depth begins."""
    depth = len(one.code[:start].rpartition("\n")[2])
    after = re.compile(rf"\n[ \t]{{0,{depth}}}(?=[A-Za-z@#])").search(one.code, start + 1)
    end = after.start() if after else len(one.text)
    return min(end, start + _LONGEST)


def _end(code: str, start: int) -> int:
    depth = 1
    for place in range(start, min(len(code), start + _LONGEST)):
        depth += {"[": 1, "(": 1, "{": 1, "]": -1, ")": -1, "}": -1}.get(code[place], 0)
        if not depth:
            return place
    return min(len(code), start + _LONGEST)


def _named(text: str) -> set[str]:
    return {_plain(a or b) for a, b in _QUOTED.findall(text)} - {""}


def _plain(name: str) -> str:
    return "".join(words_of(name))
