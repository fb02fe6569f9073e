"""`make release-check`: everything a version is written in says the same, or says where not.

With a version, it is also ready to be released as that one; with `--tagged`, it is what the tag
holds: the action names its image.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from release.tree import IMAGE, OURS, VERSION, Tree
from tests import generated

WORKFLOWS = (".github/workflows/*.yml", "examples/*.yml")
PAGES = ("README.md", "docs/*.md", "examples/*.yml", "examples/*.md")

Complaints = Iterator[str]


def version(tree: Tree) -> Complaints:
    """It is written once, in launchready/__init__.py."""
    if not VERSION.fullmatch(tree.version):
        yield f"launchready/__init__.py: __version__ is {tree.version!r}; X.Y.Z is meant"
    project = tree.project["project"]
    if "version" in project or "version" not in project.get("dynamic", ()):
        yield "pyproject.toml: the version is taken from launchready/__init__.py, not written here"
    if re.search(r"^ARG VERSION=", tree.text("Dockerfile"), re.M):
        yield "Dockerfile: VERSION has a default; the release says which"


def changelog(tree: Tree) -> Complaints:
    """It begins with what is not released yet, or with the version at hand."""
    headings = [heading for heading, _ in tree.sections()]
    released = [one.partition(" ")[0] for one in headings if one != "Unreleased"]
    if "Unreleased" in headings[1:]:
        yield "CHANGELOG.md: Unreleased stands below a version"
    if not headings or (headings[0] != "Unreleased" and released[0] != tree.version):
        yield f"CHANGELOG.md: it begins neither with Unreleased nor with {tree.version}"
    for one in headings:
        if one != "Unreleased" and not re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", one):
            yield f"CHANGELOG.md: the heading {one!r} is not X.Y.Z - YYYY-MM-DD"
    if released and _order(released[0]) > _order(tree.version):
        yield f"CHANGELOG.md: {released[0]} is released, and __version__ is {tree.version}"


def image(tree: Tree) -> Complaints:
    """The action names no image, or this version's by its digest."""
    named = IMAGE.fullmatch(tree.image)
    if tree.image and not named:
        yield f"action.yml: the image {tree.image} has no version and digest"
    if named and named["version"] != tree.version:
        yield f"action.yml: the image is of {named['version']}; __version__ is {tree.version}"


def pages(tree: Tree) -> Complaints:
    """Generated pages and the schema are what the code says."""
    for path, text in generated.files().items():
        if tree.text(path) != text:
            yield f"{path}: not what `make docs` writes"


def pins(tree: Tree) -> Complaints:
    """Actions of others are pinned to commits, the same everywhere; ours to one major version."""
    commits: dict[str, str] = {}
    for one in tree.used(*WORKFLOWS):
        if one.name == OURS:
            continue
        if not re.fullmatch(r"[0-9a-f]{40}", one.ref) or not one.comment.startswith("v"):
            yield f"{one.file}: {one.name}@{one.ref} is not a commit with its version beside it"
        elif commits.setdefault(one.name, f"{one.ref} {one.comment}") != f"{one.ref} {one.comment}":
            yield f"{one.file}: {one.name} is another commit elsewhere"
    majors = {one.ref for one in tree.used(*PAGES) if one.name == OURS}
    if len(majors) > 1:
        yield f"README, docs and examples use {', '.join(sorted(majors))} of the action"
    if not majors:
        yield "README, docs and examples never use the action"
    # Before 1.0.0 they already say what will be right then.
    if wrong := majors - {_tag(tree.version)}:
        yield f"README, docs and examples use @{min(wrong)}; the tag is {_tag(tree.version)}"


def lock(tree: Tree) -> Complaints:
    """What the package needs is locked by hash, without a place to get it from."""
    text = tree.text("requirements.lock")
    locked = {one.lower() for one in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)}
    for need in tree.project["project"]["dependencies"]:
        name = re.split(r"[^A-Za-z0-9._-]", need)[0].lower()
        if name not in locked:
            yield f"requirements.lock: {name} of pyproject.toml is not in it; run `make lock`"
    if "://" in text:
        yield "requirements.lock: it names a place; run `make lock`"


CHECKS: tuple[Callable[[Tree], Complaints], ...] = (version, changelog, image, pages, pins, lock)


def ready(tree: Tree, wanted: str) -> Complaints:
    """The tree can be released as a version."""
    if wanted != tree.version:
        yield f"launchready/__init__.py: __version__ is {tree.version}, not {wanted}"
    heading, text = (*tree.sections(), ("nothing", ""))[0]
    if heading.partition(" ")[0] != wanted or not text:
        yield f"CHANGELOG.md: it begins with {heading}; what is new in {wanted} is meant"
    if wanted.startswith("0."):
        yield f"{wanted} would move the tag v0, and everybody is told to use v1"


def tagged(tree: Tree) -> Complaints:
    """The tree is what a tag may hold."""
    if not tree.image:
        yield "action.yml: the image is not written into it"


def complaints(tree: Tree, wanted: str = "", *, is_tagged: bool = False) -> list[str]:
    """Everything that does not agree."""
    found = [one for check in CHECKS for one in check(tree)]
    more = [*(ready(tree, wanted) if wanted else ()), *(tagged(tree) if is_tagged else ())]
    return [*found, *more]


def _order(written: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", written)))


def _tag(written: str) -> str:
    """The tag that moves with a version: v1 from the first release on."""
    return f"v{max(1, *_order(written)[:1])}" if written else "v1"


def main() -> int:
    asked = argparse.ArgumentParser(prog="release.check", description=__doc__)
    asked.add_argument("version", nargs="?", default="", help="to be released")
    asked.add_argument("--tagged", action="store_true", help="the action must name its image")
    args = asked.parse_args()
    found = complaints(Tree(Path.cwd()), args.version, is_tagged=args.tagged)
    for one in found:
        print(one, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
