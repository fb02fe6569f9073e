"""Installs of what deploys that may bring other versions than the lock file's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.deploy.base_images import dockerfiles
from launchready.deploy.signs import is_rehearsal
from launchready.deploy.tree import File, Tree
from launchready.deploy.workflows import pipelines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loose:
    """A command that may change its lock, and the lock it has.

    `unless` is what the command says itself when it obeys, `obeys` what makes every command
    obey, `not_with` a file of a repository whose tool obeys by itself.
    """

    command: str
    locks: tuple[str, ...]
    unless: str = r"(?!)"
    instead: str
    obeys: str = r"(?!)"
    not_with: str = ""


_ALL = (
    _Loose(
        command=r"\bnpm[ \t]+(?:install|i)(?=[ \t]*(?:$|&&|;|\||\)|--(?!global)))",
        locks=("package-lock.json", "npm-shrinkwrap.json"),
        unless=r"[ \t]-g\b|--global",
        instead="npm ci",
    ),
    _Loose(
        command=r"(?<![\w/.-])(?<!enable )(?<!prepare )(?<!add )yarn(?:[ \t]+install)?"
        r"(?=[ \t]*(?:$|&&|;|\||\)|--))",
        locks=("yarn.lock",),
        unless=r"--(?:frozen-lockfile|immutable|version)",
        not_with=".yarnrc.yml",  # Yarn 2 and later refuse by themselves where CI is set
        instead="yarn install --frozen-lockfile",
    ),
    _Loose(
        command=r"\bpnpm[ \t]+(?:install|i)\b[^\n&;|]*--no-frozen-lockfile",
        locks=("pnpm-lock.yaml",),
        instead="pnpm install --frozen-lockfile",
    ),
    _Loose(
        command=r"\bbun[ \t]+(?:install|i)(?=[ \t]*(?:$|&&|;|\||\)|--))",
        locks=("bun.lock", "bun.lockb"),
        unless=r"--frozen-lockfile|[ \t]-g\b|--global",
        instead="bun install --frozen-lockfile",
    ),
    _Loose(
        command=r"\buv[ \t]+sync\b",
        locks=("uv.lock",),
        unless=r"--(?:locked|frozen)",
        instead="uv sync --locked",
        obeys=r"UV_(?:LOCKED|FROZEN)",
    ),
    _Loose(
        command=r"\bpipenv[ \t]+install\b",
        locks=("Pipfile.lock",),
        unless=r"--(?:deploy|ignore-pipfile)",
        instead="pipenv sync",
    ),
    _Loose(
        command=r"\bpoetry[ \t]+(?:update|lock)\b",
        locks=("poetry.lock",),
        unless=r"--check",
        instead="poetry sync",
    ),
    _Loose(
        command=r"\bbundle[ \t]+(?:install|update)\b|\bbundle(?=[ \t]*(?:$|&&|;))",
        locks=("Gemfile.lock",),
        unless=r"--(?:frozen|deployment)",
        instead="bundle install with BUNDLE_DEPLOYMENT=1",
        obeys=r"BUNDLE_(?:DEPLOYMENT|FROZEN)|bundle[ \t]+config[^\n]*(?:deployment|frozen)",
    ),
    _Loose(
        command=r"\bcomposer[ \t]+update\b",
        locks=("composer.lock",),
        unless=r"--lock\b",
        instead="composer install",
    ),
)
_PIP = re.compile(r"\bpip3?[ \t]+install\b(?P<rest>[^\n&;|#]*)")
# What helps to install is no part of the product.
_TOOLS = re.compile(
    r"(?:pip|setuptools|wheel|uv|poetry|pipenv|pipx|build|twine|pip-tools|awscli|awsebcli|virtualenv"
    r"|ansible|pre-commit|nox|tox|hatch|pdm|supervisor|zappa|platformio)(?:\[[\w,]*\])?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """A command as it stands, at its line, and what to run instead."""

    command: str
    file: str
    line: int
    instead: str


def loose(tree: Tree) -> Iterator[Install]:
    """The first such install of every Dockerfile and of every workflow that deploys."""
    names = {one.rpartition("/")[2] for one in tree.paths}
    deploying = [one for one in pipelines(tree) if "deploy" in one.text and not is_rehearsal(one)]
    for file in (*deploying, *dockerfiles(tree)):
        text = _plain(file)
        found = [*_of_locks(file, text, names), *_of_pip(file, text, tree)]
        if found:
            yield min(found, key=lambda one: one.line)


def _plain(file: File) -> str:
    """The text with comments blanked and lines that go on joined, every offset as it was."""
    text = re.sub(r"(?m)^[ \t]*#.*$", lambda one: " " * len(one[0]), file.text)
    return re.sub(r"\\[ \t]*\r?\n", lambda one: " " * len(one[0]), text)


def _of_locks(file: File, text: str, names: set[str]) -> Iterator[Install]:
    for one in _ALL:
        if not names.intersection(one.locks) or one.not_with in names:
            continue
        if re.search(one.obeys, text):
            continue
        for hit in re.finditer(one.command, text, re.M):
            rest = re.match(r"[^\n&;|]*", text[hit.start() :])
            if rest and re.search(one.unless, rest[0]):
                continue
            line = file.line_at(hit.start())
            said = " ".join(hit[0].split())
            yield Install(command=said, file=file.path, line=line, instead=one.instead)


def _of_pip(file: File, text: str, tree: Tree) -> Iterator[Install]:
    for hit in _PIP.finditer(text):
        words = hit["rest"].split()
        if any(one in ("--require-hashes", "-c", "--constraint", "--no-deps") for one in words):
            continue
        named = _open_names(words)
        listed = _listed(words)
        opened = [] if listed is None else _open_lines(listed, file, tree)
        if not named and not opened:
            continue
        line = file.line_at(hit.start())
        about = ", ".join((named or opened)[:3])
        instead = f"a file that names every version (here not: {about})"
        yield Install(command="pip install", file=file.path, line=line, instead=instead)


def _open_names(words: list[str]) -> list[str]:
    """Packages named in the command without their version."""
    found = []
    for before, one in zip(["", *words], words, strict=False):
        is_value = before.startswith("-") and "=" not in before and before not in _SWITCHES
        is_name = re.fullmatch(r"[\"']?[A-Za-z][\w.-]*(\[[\w,-]*\])?[\"']?", one) is not None
        bare = one.strip("\"'")
        if is_name and not is_value and not _TOOLS.match(bare) and "." not in bare:
            found.append(bare)
    return found


_SWITCHES = (
    "--no-cache-dir",
    "--upgrade",
    "-U",
    "--user",
    "-q",
    "--quiet",
    "--pre",
    "--no-input",
    "--break-system-packages",
    "--disable-pip-version-check",
    "--no-build-isolation",
    "--prefer-binary",
    "--no-warn-script-location",
    "--force-reinstall",
)


def _listed(words: list[str]) -> str | None:
    """The file of -r, None when there is none."""
    for before, one in zip(["", *words], words, strict=False):
        if before in ("-r", "--requirement"):
            return one
        if one.startswith("-r") and len(one) > 2:
            return one[2:]
    return None


def _open_lines(listed: str, file: File, tree: Tree) -> list[str]:
    """Packages of a requirements file whose version is left open."""
    name = listed.strip("\"'").rpartition("/")[2]
    folder = file.path.rpartition("/")[0]
    files = [one for one in tree.files if one.name == name]
    nearest = next((one for one in files if one.path.rpartition("/")[0] == folder), None)
    found = nearest or (files[0] if len(files) == 1 else None)
    if found is None:
        return []
    lines = re.sub(r"\\\n", " ", found.text).splitlines()
    return [
        hit[1]
        for line in lines
        if (
            hit := re.match(
                r"([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*(?:[<>~!][^;#]*)?(?:[;#].*)?$", line
            )
        )
    ]
