"""Reads the founder's repository once, and keeps what says something about where it is served."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready.core.repository import Lines, Repository
from launchready.core.unreachable import UnreachableError
from launchready.discover import env_variables

# What is read of a repository: far above any product of a small company, and read in seconds.
MOST_FILES = 20_000
LONGEST_LINE = 2_000  # characters; what is longer was made by a machine
MOST_HOSTS = 20_000
_LARGEST_KEPT = 4_000_000  # characters, of the few files that are kept whole
_MOST_KEPT = 40

_HOST = re.compile(
    r"(?<![\w.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}[a-z][a-z0-9-]{1,22}(?![\w-])",
    re.IGNORECASE,
)
_ENDINGS_TEXT = """
bak bin bmp c cfg cjs class cmd conf cpp cs css csv dart db dll doc docx ejs env erb ex exe
exs gif go gradle gz h hbs heex hpp htm html ico ini ipynb jar java jpeg jpg js json json5
jsonc jsx key kt kts less lock log lua m map md mdx mjs mo mp3 mp4 mts otf pdf pem php pl png
po pot prisma properties py pyc rake rb rs rst sass scala scss sh so sql sqlite sum svelte svg
swift tar tf tfvars toml tpl ts tsx ttf twig txt vue wasm wav webp woff woff2 xml yaml yml zip
"""
_ENDINGS = frozenset(_ENDINGS_TEXT.split())
_UNTOLD = re.compile(
    r"(^|/)(node_modules|vendor|third_party|dist|build|\.next|\.yarn|tests?|__tests__|spec|specs|"
    r"e2e|fixtures?|testdata|mocks?|cassettes|locales?|translations|i18n|\.git)/"
    r"|(^|/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|[^/]*\.lock|go\.sum|[^/]*\.min\.[a-z]+|"
    r"[^/]*\.(svg|map|snap|po|mo|csv|ipynb|pem))$|[._-](test|spec)\.[a-z]+$|(^|/)test_[^/]*$",
    re.IGNORECASE,
)
_OPENAPI = re.compile(r"(^|[/._-])(openapi|swagger)[^/]*\.(ya?ml|json)$", re.IGNORECASE)
_KEPT = re.compile(
    r"^(README(\.\w+)?|package\.json|pyproject\.toml|CNAME|(docs|public|static)/CNAME)$"
)
_HEALTH = re.compile(
    r"""["'`](/(?:[\w-]{1,20}/){0,3}_?(?:health|healthz|healthcheck|health-check|livez|readyz|up|"""
    r"""ping|status|ready|alive|heartbeat)/?)["'`]"""
)
_KINDS = (
    ("CORS", re.compile(r"cors|allowed?_?origins?|trusted_origins", re.IGNORECASE)),
    (
        "callbacks",
        re.compile(r"callback|redirect_?ur[il]|oauth|webhook|return_?url", re.IGNORECASE),
    ),
)
_MAIL_FILE = re.compile(r"(^|/)(e?mails?|mailers?|templates/[^/]*mail)", re.IGNORECASE)
# A name that somebody registers, for telling addresses from `request.host` and the like.
_SOLD = re.compile(
    r"\.([a-z]{2}|com|org|net|dev|app|cloud|online|site|store|shop|info|biz|xyz|tech|software|"
    r"systems|solutions|agency|studio|team|works|zone|health|finance|money|live|world|digital|"
    r"network|services|group|academy|support|email|page|test)$"
)
_BEFORE_ADDRESS = re.compile(r"""(://|["'`@=,]|[:\-]\s)\s*$""")
# Whose value is where the product is served.
ADDRESS_KEY = re.compile(
    r"(app|base|site|public|canonical|frontend|web|root|portal|auth|nextauth|api|server|home)_?"
    r"(url|uri|host|hostname|domain|origin|page)|allowed_?hosts|cors|origins?\b|custom_?domain"
    r"|server_?name|\bdomains?\b|\bhosts?\b|\bhomepage\b|\broutes?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where a host is first named; `kind` is CORS, callbacks, mail templates or code.

    `is_address` says that a setting for the product's own address names it somewhere.
    """

    host: str
    path: str
    line: int
    kind: str
    is_address: bool = False

    @property
    def why(self) -> str:
        kind = "" if self.kind == "code" else f" ({self.kind})"
        return f"{self.path}:{self.line}{kind}"


@dataclass(slots=True)
class Code:
    """What the repository says. `unread` is why some of it was not read, "" when all was."""

    paths: list[str] = field(default_factory=list)
    mentions: dict[str, Mention] = field(default_factory=dict)
    variables: env_variables.Found = field(default_factory=env_variables.Found)
    health: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    openapi: list[str] = field(default_factory=list)
    unread: str = ""

    def within(self, domain: str) -> list[Mention]:
        """The hosts of a domain that are named, itself included."""
        ours = (one for host, one in self.mentions.items() if is_within(host, domain))
        return sorted(ours, key=lambda one: one.host)


def is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def read_code(files: Repository) -> Code:
    """One walk through the tree; what cannot be read is said and costs nothing else."""
    found = Code()
    try:
        for count, part in enumerate(files.tree()):
            if count >= MOST_FILES:
                found.unread = f"only the first {MOST_FILES:,} files were read"
                break
            found.paths.append(part.path)
            if isinstance(part, Lines) and not part.inside and part.unit == "line":
                _take(part, found)
    except UnreachableError as error:
        found.unread = error.reason
    return found


def _take(part: Lines, found: Code) -> None:
    path = part.path
    if _OPENAPI.search(path) and len(found.openapi) < _MOST_KEPT:
        found.openapi.append(path)
    if _KEPT.match(path) and len(found.kept) < _MOST_KEPT:
        found.kept[path] = "\n".join(line for _, line in part.lines)[:_LARGEST_KEPT]
    env_variables.take_documented(part, found.variables)
    if _UNTOLD.search(path) or path.rpartition("/")[2] == "launchready.yml":
        return
    for number, line in part.lines:
        if len(line) > LONGEST_LINE:
            continue
        if "." in line:
            _hosts(path, number, line, found)
        if "/" in line:
            for match in _HEALTH.finditer(line):
                found.health.setdefault(match[1], f"{path}:{number}")
    env_variables.take_used(part, found.variables)


def _hosts(path: str, number: int, line: str, found: Code) -> None:
    for host in _named(line):
        before = found.mentions.get(host)
        is_address = _is_address(host, line)
        if before is None and len(found.mentions) < MOST_HOSTS:
            kind = _kind(path, line)
            found.mentions[host] = Mention(
                host=host, path=path, line=number, kind=kind, is_address=is_address
            )
        elif before is not None and is_address and not before.is_address:
            found.mentions[host] = Mention(
                host=host, path=path, line=number, kind=_kind(path, line), is_address=True
            )


def _is_address(host: str, line: str) -> bool:
    """Whether a line calls a host the product's address: by a setting's name before it."""
    start = line.lower().partition(host)[0]
    is_value = bool(_SOLD.search(host) and _BEFORE_ADDRESS.search(start))
    return is_value and bool(ADDRESS_KEY.search(start))


def _named(line: str) -> Iterator[str]:
    for match in _HOST.finditer(line):
        host = match[0].lower()
        is_call = line[match.end() : match.end() + 1] in ("(", "[", "=")
        if host.rpartition(".")[2] not in _ENDINGS and not is_call:
            yield host


def _kind(path: str, line: str) -> str:
    for kind, pattern in _KINDS:
        if pattern.search(line):
            return kind
    return "mail templates" if _MAIL_FILE.search(path) else "code"
