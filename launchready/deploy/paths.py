"""What a path says of a file: its language, whether it is ours, whether production runs it."""

import re
from functools import lru_cache

_LANGUAGES = {
    **dict.fromkeys(("js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts"), "javascript"),
    **dict.fromkeys(("vue", "svelte", "astro"), "javascript"),
    "py": "python",
    **dict.fromkeys(("rb", "rake", "ru", "erb"), "ruby"),
    "php": "php",
    "go": "go",
    **dict.fromkeys(("java", "kt", "kts", "scala"), "java"),
    **dict.fromkeys(("ex", "exs"), "elixir"),
    "rs": "rust",
    "cs": "csharp",
    "prisma": "prisma",
}
# Endings no settings file has; most files of a large repository are told by them at once.
_DATA = frozenset(("css", "scss", "png", "jpg", "svg", "html", "md", "mdx", "woff2", "snap", "map"))
# Files that read settings, hand them on or write them down, though no check depends on them.
_HANDS_ON = re.compile(
    r"(^|/)([^/]*\.(sh|bash|conf|template|tmpl|tpl|j2|wasp|properties|tfvars|cs|hcl|envrc)|Caddyfile[^/]*"
    r"|[^/]*\.(ya?ml|json|toml|conf|sh)\.(erb|j2|tmpl|tpl|template|example|sample|dist)|[^/]*entrypoint[^/]*"
    r"|env\.op|\.?env[-.](op|vault|example|sample|template|dist|schema)|secrets|settings?\.json|appsettings[^/]*\.json"
    r"|Brewfile|Tiltfile|Gemfile|mix\.exs|[\w.-]*env\.d\.ts)$|(^|/)\.kamal/"
)
_CONFIGURATION = re.compile(
    r"(^|/)([^/]*\.(ya?ml|toml|tf)|Dockerfile[^/]*|[^/]*\.Dockerfile|Containerfile|"
    r"Procfile[^/]*|Makefile"
    r"|justfile|[^/]*\.sql|\.env[^/]*|[^/]*\.env|env\.(example|sample|template)|[^/]*\.env\.[^/]*"
    r"|\.nvmrc|\.node-version|\.ruby-version|\.python-version|\.tool-versions|"
    r"runtime\.txt|Gemfile|Gemfile\.lock"
    r"|Pipfile|package\.json|package-lock\.json|composer\.json|vercel\.json|now\.json|"
    r"app\.json|railway\.json"
    r"|wrangler\.jsonc?|firebase\.json|staticwebapp\.config\.json|cdk\.json|mix\.exs|"
    r"go\.mod|requirements[^/]*\.txt"
    r"|application[^/]*\.properties|deploy[^/]*\.sh|release[^/]*\.sh|[^/]*\.nomad|"
    r"netlify\.toml|\.npmrc)$"
    r"|(^|/)(bin|scripts?|ops)/[^/]*deploy[^/]*$"
)
_DOCUMENTATION = (".md", ".mdx", ".rst", ".adoc")
_NOT_OURS = re.compile(
    r"(^|/)(node_modules|vendor|third_party|bower_components|dist|\.next|\.nuxt|\.output|\.yarn"
    r"|coverage|__pycache__|\.venv|venv|site-packages|\.terraform|_build|deps)/"
    r"|\.min\.(js|css)$|(?<!env)\.d\.[cm]?ts$"
)
_BUILT = (".min.js", ".min.css", ".d.ts", ".d.mts", ".d.cts")
_NOT_RUN = re.compile(
    r"(^|/)(tests?|__tests__|__mocks__|specs?|e2e|cypress|playwright|fixtures?|mocks?|step_definitions"
    r"|stories|\.storybook|seeds?|seeders?|examples?|samples?|docs?|documentation|"
    r"benchmarks?|bench"
    r"|scripts?|\.github|\.claude|\.cursor|\.agents?|\.codex|\.gemini|\.opencode|\.devcontainer|\.vscode|testing|test-utils|generators?|perf|"
    r"load-tests?|\.husky"
    r"|priv/repo/migrations|db/migrate|migrations|rel/overlays|cli|bin|packages/cli|"
    r"cdk|packages/internal|react-dev-utils|patches|changelog)/"
    r"|(^|/)(test|spec)[-_][^/]*\.\w+$|[._-](test|tests|spec|stories|story|bench|e2e|"
    r"cy|mock)s?\.\w+$"
    r"|^((packages|apps)/)?(tools?|infra|infrastructure)/|(^|/)dev-?tools?/"
    r"|(^|/)(mocks?|conftest|setup|manage|noxfile|tasks|gulpfile|Gruntfile|Rakefile|"
    r"seeds?)\.\w+$|\.gemspec$"
    r"|(^|/)(jest|vitest|playwright|cypress|wdio|karma|eslint|prettier|tailwind|"
    r"postcss|commitlint|lint-staged"
    r"|drizzle|codegen|knip|release|turbo|tsup|rollup|webpack|metro|babel|\.eslintrc|"
    r"\.prettierrc)[^/]*\.(config|rc|setup|conf)?"
    r"[^/]*\.?[cm]?[jt]s$"
    r"|(^|/)config/environments/(test|development)\.rb$|(^|/)config/(test|dev)\.exs$|"
    r"_test\.(go|rb|py|exs)$"
    r"|Test\.(php|java|kt)$|(^|/)lib/(tasks|generators)/|(^|/)settings/(test|local|"
    r"dev|development)\.py$"
)


def is_ours(path: str) -> bool:
    """Whether people wrote it here: no installed package, no built output."""
    folder, _, name = path.rpartition("/")
    if name.endswith(_BUILT) and _NOT_OURS.search("/" + name):
        return False
    return _is_our_folder(folder)


@lru_cache(maxsize=100_000)
def _is_our_folder(folder: str) -> bool:
    return _NOT_OURS.search(folder + "/") is None


def language_of(path: str) -> str | None:
    """The language of source code whose reading of the environment we understand."""
    return _LANGUAGES.get(path.rpartition(".")[2]) if "." in path.rpartition("/")[2] else None


def is_configuration(path: str) -> bool:
    """Whether it is a settings file some check of the room reads."""
    ending = path.rpartition(".")[2]
    if (ending in _LANGUAGES and ending != "exs") or ending in _DATA:
        return False
    return _CONFIGURATION.search(path) is not None and is_ours(path)


def hands_on(path: str) -> bool:
    """Whether it may read, pass on or name settings: scripts, templates, proxies' files."""
    name = path.rpartition("/")[2]
    if name.startswith("nuxt.config.") or name.endswith((".yaml.erb", ".yml.erb")):
        return True
    ending = path.rpartition(".")[2]
    is_told = ending in _LANGUAGES or ending in _DATA
    return not is_told and _HANDS_ON.search(path) is not None


def is_documentation(path: str) -> bool:
    return path.lower().endswith(_DOCUMENTATION)


def is_run(path: str) -> bool:
    """Whether a running product may read it: no tests, seeds, examples, tools of developers."""
    return _NOT_RUN.search(path) is None


def is_example_name(path: str) -> bool:
    """Whether it is a file of settings, one a line, rather than one that reads them."""
    name = path.rpartition("/")[2]
    is_one = ".env" in name or name.startswith("env.") or name.endswith("env-example")
    return is_one and language_of(path) is None


_MIGRATION = re.compile(r"(^|/)(migrations?|migrate|versions|alembic|drizzle|flyway)/")


def is_migration(path: str) -> bool:
    """Whether it changes the database, by its folder."""
    return _holds_migrations(path.rpartition("/")[0])


@lru_cache(maxsize=100_000)
def _holds_migrations(folder: str) -> bool:
    return _MIGRATION.search(folder + "/") is not None
