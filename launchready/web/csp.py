"""Reads Content-Security-Policy as browsers do and says what it lets an injected script do.

Source: Content Security Policy Level 3, 2.2 (parsing), 6.7 (matching).
"""

from collections.abc import Iterable, Mapping, Sequence

_FETCH = [
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "style-src-elem",
    "style-src-attr",
    "img-src",
    "font-src",
    "connect-src",
    "media-src",
    "object-src",
    "prefetch-src",
    "child-src",
    "frame-src",
    "worker-src",
    "manifest-src",
]
_OTHER = [
    "base-uri",
    "sandbox",
    "form-action",
    "frame-ancestors",
    "navigate-to",
    "report-uri",
    "report-to",
    "webrtc",
    "require-trusted-types-for",
    "trusted-types",
    "upgrade-insecure-requests",
    "block-all-mixed-content",
    "plugin-types",
    "referrer",
    "reflected-xss",
    "require-sri-for",
    "fenced-frame-src",
]
_KNOWN = frozenset((*_FETCH, *_OTHER))
# Words that mean something in quotes only; without them they name a host.
_QUOTED = frozenset(
    [
        "self",
        "none",
        "unsafe-inline",
        "unsafe-eval",
        "strict-dynamic",
        "unsafe-hashes",
        "report-sample",
        "wasm-unsafe-eval",
    ]
)
_BY_HASH = ("'nonce-", "'sha256-", "'sha384-", "'sha512-")
_ANYWHERE = frozenset({"*", "http:", "https:", "data:", "ftp:", "http://*", "https://*"})
_ONLY_IN_A_HEADER = ("frame-ancestors", "sandbox", "report-uri")

Policy = Mapping[str, tuple[str, ...]]


def policies(headers: Sequence[str]) -> list[Policy]:
    """Every policy in these headers; a comma starts the next, and all of them hold at once."""
    found = [parsed(one) for header in headers for one in header.split(",")]
    return [one for one in found if one]


def parsed(text: str) -> Policy:
    """The directives of one policy with their sources; of a repeated one the first counts."""
    policy: dict[str, tuple[str, ...]] = {}
    for directive in text.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            policy.setdefault(name.lower(), tuple(sources))
    return policy


def in_a_page(text: str) -> Policy:
    """A policy from a meta element, which cannot say everything (3.3)."""
    return {key: value for key, value in parsed(text).items() if key not in _ONLY_IN_A_HEADER}


def weaknesses(enforced: Sequence[Policy]) -> list[str]:
    """What a script that got into the page may do although these policies hold together, in
    words that follow "the policy"; what one of them forbids is forbidden."""
    each = [_weak(one) for one in enforced]
    common = [text for key, text in each[0].items() if all(key in other for other in each[1:])]
    return [*common, *(text for one in enforced for text in _slips(one))]


def framing(enforced: Iterable[Policy]) -> tuple[str, ...] | None:
    """Who may show the page in a frame, None where no policy says."""
    found = [one["frame-ancestors"] for one in enforced if "frame-ancestors" in one]
    return min(found, key=lambda one: bool(_ANYWHERE & set(one))) if found else None


def is_anywhere(sources: Iterable[str]) -> bool:
    return any(one.lower() in _ANYWHERE for one in sources)


def _weak(policy: Policy) -> dict[str, str]:
    found: dict[str, str] = {}
    name, script = _effective(policy, "script-src-elem", "script-src", "default-src")
    if script is None:
        found["inline"] = "says nothing about scripts (script-src): any may run"
    else:
        found.update(_weak_scripts(name, script))
    name, plugin = _effective(policy, "object-src", "default-src")
    if plugin is None and script is not None:
        found["object"] = "says nothing about plug-ins; add object-src 'none'"
    elif plugin is not None and is_anywhere(plugin):
        found["object"] = f"takes plug-ins from anywhere ({name} {_first_broad(plugin)})"
    return found


def _weak_scripts(name: str, sources: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    low = [one.lower() for one in sources]
    is_hashed = any(one.startswith(_BY_HASH) for one in low)
    is_dynamic = "'strict-dynamic'" in low
    if "'unsafe-inline'" in low and not is_hashed and not is_dynamic:
        found["inline"] = f"lets scripts written into the page run ({name} 'unsafe-inline')"
    if not is_dynamic and is_anywhere(low):
        found["anywhere"] = f"takes scripts from anywhere ({name} {_first_broad(low)})"
    if "'unsafe-eval'" in low:
        found["eval"] = f"lets text be run as a script ({name} 'unsafe-eval')"
    plain = [one for one in low if one.startswith(("http://", "ftp://"))]
    if plain and not is_dynamic:
        found["plain"] = f"takes scripts over plain http ({name} {plain[0]})"
    if is_dynamic and not is_hashed:
        found["dynamic"] = f"has 'strict-dynamic' without a nonce or hash: {name} runs no script"
    return found


def _effective(policy: Policy, *names: str) -> tuple[str, tuple[str, ...] | None]:
    return next(((one, policy[one]) for one in names if one in policy), (names[-1], None))


def _first_broad(sources: Iterable[str]) -> str:
    return next(one for one in sources if one.lower() in _ANYWHERE)


def _slips(policy: Policy) -> list[str]:
    """What browsers read otherwise than it was meant."""
    found = [f"has {name}, which is no directive" for name in policy if name not in _KNOWN]
    for name, sources in policy.items():
        if name not in (*_FETCH, "base-uri", "form-action", "frame-ancestors"):
            continue
        bare = next((one for one in sources if one.lower() in _QUOTED), None)
        if bare:
            found.append(f"has {name} {bare} without quotes, which names a host")
        if len(sources) > 1 and "'none'" in (one.lower() for one in sources):
            found.append(f"has {name} 'none' beside other sources, which undo it")
    return found
