"""Where a repository says which version of a language it runs on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from launchready.deploy.base_images import bases, dockerfiles
from launchready.deploy.lock_gap import as_json, mapping
from launchready.deploy.lock_python import as_toml
from launchready.deploy.tree import File, Tree
from launchready.deploy.version_range import is_within

# The names a language goes by in .tool-versions, mise.toml and images, and its manifest.
_NAMES = {
    "node": "node",
    "nodejs": "node",
    "python": "python",
    "ruby": "ruby",
    "golang": "go",
    "go": "go",
    "php": "php",
    "elixir": "elixir",
    "rust": "rust",
}
MANIFESTS = {
    "node": ("package.json",),
    "python": ("pyproject.toml", "requirements.txt", "Pipfile"),
    "ruby": ("Gemfile",),
    "go": ("go.mod",),
    "php": ("composer.json",),
}
WORDS = {
    "node": "Node",
    "python": "Python",
    "ruby": "Ruby",
    "go": "Go",
    "php": "PHP",
    "elixir": "Elixir",
    "rust": "Rust",
}
# A version by its first number; for these the second tells versions apart that differ in kind.
_SECOND_COUNTS = ("python", "ruby", "go", "php", "elixir", "rust")
_VERSION = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A version or a range, as written at its line, for what lies in a folder and below."""

    runtime: str
    version: str
    file: str
    line: int
    is_image: bool = False

    @property
    def folder(self) -> str:
        return self.file.rpartition("/")[0]

    @property
    def exact(self) -> tuple[int, ...]:
        """The numbers of a version; () when a range is written, or a name such as lts/iron."""
        found = _VERSION.match(self.version)
        rest = self.version[found.end() :] if found else "x"
        if found is None or not re.fullmatch(r"(\.[xX*])*([-+][\w.-]*)?", rest):
            return ()
        return tuple(int(one) for one in found.groups() if one)

    @property
    def is_open(self) -> bool:
        """Whether every later version is as good."""
        return not self.exact and not re.search(r"[\^~<]|==|lts/[a-z]|^\d|:", self.version)


def pins(tree: Tree) -> Iterator[Pin]:
    """Every pin of the product, files of versions first and images last."""
    for file in tree.files:
        if file.path.count("/") <= 3:
            yield from _in_file(file)
    for file in dockerfiles(tree):
        for base in bases(file):
            runtime = _NAMES.get(base.name) if base.is_official else None
            version = _VERSION.match(base.tag)
            if runtime and version:
                yield Pin(
                    runtime=runtime,
                    version=version[0],
                    file=base.file,
                    line=base.line,
                    is_image=True,
                )


def disagree(one: Pin, other: Pin) -> bool:
    """Whether no version is both."""
    first, second = one.exact, other.exact
    if first and second:
        depth = min(len(first), len(second), 2 if one.runtime in _SECOND_COUNTS else 1)
        return first[:depth] != second[:depth]
    if not first and not second:
        return False
    exact, range_ = (first, other.version) if first else (second, one.version)
    lowest = ".".join(map(str, (*exact, 0, 0)[:3]))
    highest = ".".join(map(str, (*exact, 999, 999)[:3]))
    return all(is_within(version, range_) is False for version in (lowest, highest))


def _in_file(file: File) -> Iterator[Pin]:
    match file.name:
        case ".nvmrc" | ".node-version":
            yield from _first_line(file, "node")
        case ".python-version":
            yield from _first_line(file, "python")
        case ".ruby-version":
            yield from _first_line(file, "ruby", r"(?:ruby-)?")
        case "runtime.txt":
            yield from _first_line(file, "python", r"python-")
        case ".tool-versions":
            yield from _table(file, r"(?m)^(\w+)[ \t]+([^\s#]+)")
        case "mise.toml" | ".mise.toml":
            yield from _table(file, r"(?m)^[\"']?(\w+)[\"']?[ \t]*=[ \t]*\[?[\"']([^\"']+)[\"']")
        case "rust-toolchain.toml":
            yield from _found(file, "rust", r"(?m)^channel[ \t]*=[ \t]*\"(\d[^\"]*)\"")
        case "Gemfile":
            yield from _found(file, "ruby", r"(?m)^ruby[ \t(]+[\"']([^\"']+)[\"'][ \t)]*$")
        case "go.mod":
            # The least that is needed; the toolchain may be any later one (go.dev/doc/toolchain).
            least = next(_found(file, "go", r"(?m)^go[ \t]+(\S+)"), None)
            if least is not None:
                yield replace(least, version=f">={least.version}")
        case "package.json":
            yield from _engines(file)
        case "pyproject.toml":
            yield from _requires(file)
        case "Pipfile":
            yield from _found(
                file, "python", r"(?m)^python_(?:full_)?version[ \t]*=[ \t]*\"([^\"]+)\""
            )
        case "composer.json":
            yield from _found(file, "php", r"\"php\"[ \t]*:[ \t]*\"([^\"]+)\"")


def _first_line(file: File, runtime: str, before: str = "") -> Iterator[Pin]:
    yield from _found(file, runtime, rf"\A(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*{before}([\w./*-]+)")


def _found(file: File, runtime: str, pattern: str) -> Iterator[Pin]:
    hit = re.search(pattern, file.text)
    if hit:
        line = file.line_at(hit.start(1))
        yield Pin(runtime=runtime, version=hit[1].strip(), file=file.path, line=line)


def _table(file: File, pattern: str) -> Iterator[Pin]:
    for hit in re.finditer(pattern, file.text):
        if hit[1] in _NAMES:
            line = file.line_at(hit.start())
            yield Pin(runtime=_NAMES[hit[1]], version=hit[2], file=file.path, line=line)


def _engines(file: File) -> Iterator[Pin]:
    read = as_json(file.text) or {}
    for section in ("volta", "engines"):
        version = mapping(read.get(section)).get("node")
        if isinstance(version, str) and version.strip():
            offset = file.text.find('"node"', file.text.find(f'"{section}"'))
            line = file.line_at(max(offset, 0))
            yield Pin(runtime="node", version=version.strip(), file=file.path, line=line)


def _requires(file: File) -> Iterator[Pin]:
    read = as_toml(file.text) or {}
    poetry = mapping(mapping(mapping(read.get("tool")).get("poetry")).get("dependencies"))
    version = mapping(read.get("project")).get("requires-python", poetry.get("python"))
    if isinstance(version, str):
        hit = re.search(r"(?m)^(?:requires-python|python)[ \t]*=", file.text)
        line = file.line_at(hit.start()) if hit else 1
        yield Pin(runtime="python", version=version.strip(), file=file.path, line=line)
