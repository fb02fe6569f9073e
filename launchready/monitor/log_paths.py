"""Which files of a repository may write a server's logs, and in which language."""

import re

_LANGUAGES = {
    **dict.fromkeys(("js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts"), "javascript"),
    "py": "python",
    "rb": "ruby",
    "php": "php",
    "go": "go",
    **dict.fromkeys(("java", "kt", "scala", "groovy"), "java"),
    **dict.fromkeys(("ex", "exs"), "elixir"),
}
# Nobody wrote it here, or no visitor's request ever runs it.
_NOT_SERVING = re.compile(
    r"(^|/)(node_modules|vendor|third_party|bower_components|dist|build|\.next|\.nuxt|\.output"
    r"|coverage|__pycache__|\.venv|venv|site-packages|_build|deps|target|out"
    r"|tests?|__tests__|__mocks__|specs?|e2e|cypress|playwright|fixtures?|mocks?|stories"
    r"|\.storybook|seeds?|seeders?|factories|examples?|samples?|demos?|docs?|documentation"
    r"|benchmarks?|bench|tools?|scripts?|\.github|\.devcontainer|testing|test-utils|testdata"
    r"|generators?|migrations?|migrate|cli|bin|infra|infrastructure|cdk|patches)/"
    r"|(^|/)(test|spec)[-_][^/]*\.\w+$|[._-](test|tests|spec|stories|story|bench|e2e|cy|mock|example)s?"
    r"\.\w+$|(^|/)(conftest|setup|noxfile|gulpfile|Gruntfile|seeds?)\.\w+$|_test\.(go|rb|py|exs)$"
    r"|Tests?\.(php|java|kt)$|(?<!sentry\.server)(?<!sentry\.client)(?<!sentry\.edge)\.config\.[cm]?[jt]s$|\.min\.js$|\.d\.[cm]?ts$|\.blade\.php$"
    r"|(^|/)(priv/repo|db)/|(^|/)management/commands/|(^|/)app/(console|Console)/"
)
# Code that runs in a visitor's browser writes to the visitor's own console.
_IN_BROWSER = re.compile(
    r"(^|/)(public|static|assets|client|frontend|webapp/src|app/javascript|resources/(js|ts|assets)"
    r"|components|hooks|browser|content-scripts?|extension|mobile|react-native|ios|android"
    r"|service-worker[^/]*|sw\.[jt]s)(/|$)|\.client\.[jt]sx?$"
)
_BROWSER_TEXT = re.compile(
    r"^\s*[\"']use client[\"']|\buse(?:State|Effect|Ref|Reducer|Memo|Callback)\s*[(<]"
    r"|\bdocument\.(?:getElementById|querySelector|createElement|addEventListener|body|cookie)\b"
    r"|\bwindow\.(?:location|addEventListener|localStorage)\b|\blocalStorage\.\w+\(",
    re.M,
)


def language_of(path: str) -> str | None:
    """The language of a source file whose log calls we understand, None for every other file."""
    return _LANGUAGES.get(path.rpartition(".")[2]) if "." in path.rpartition("/")[2] else None


def may_serve(path: str) -> bool:
    """Whether a running server may execute it, by its path."""
    return _NOT_SERVING.search(path) is None


def is_in_browser(path: str, text: str) -> bool:
    """Whether JavaScript of this file runs at the visitor, by its folder or what it touches."""
    if language_of(path) != "javascript":
        return False
    return _IN_BROWSER.search(path) is not None or _BROWSER_TEXT.search(text) is not None
