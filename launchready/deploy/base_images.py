"""The images that are built on, as Dockerfiles name them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from launchready.deploy.paths import is_run
from launchready.deploy.tree import File, Tree

_FILE = re.compile(r"(^|/)(Dockerfile|Containerfile)[^/]*$|\.Dockerfile$", re.I)
# What is built to work on the product, or to show it, is not what is deployed.
_NOT_LIVE = re.compile(
    r"(^|[._/-])(dev|devel|develop|development|devcontainer|tests?|e2e|playwright|examples?)([._/-]|$)",
    re.I,
)
_LINE = re.compile(
    r"^[ \t]*(?:FROM[ \t]+(?:--platform=\S+[ \t]+)?(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<stage>\S+))?"
    r"|ARG[ \t]+(?P<name>\w+)=[\"']?(?P<usual>[^\s\"']*))",
    re.M | re.I,
)
_VARIABLE = re.compile(r"\$\{?(\w+)(?::-([^}]*))?\}?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """An image of somebody else's, its ARGs filled in with what they usually are."""

    image: str
    file: str
    line: int

    @property
    def name(self) -> str:
        return self.image.partition("@")[0].rpartition("/")[2].partition(":")[0]

    @property
    def tag(self) -> str:
        return self.image.partition("@")[0].rpartition("/")[2].partition(":")[2]

    @property
    def is_official(self) -> bool:
        """Whether it is one of Docker's own, `node` say, wherever it is fetched from."""
        return (
            re.fullmatch(r"([\w.-]+\.[\w.:-]+/)?(library/)?[\w.-]+([:@][^/]*)?", self.image)
            is not None
        )


def dockerfiles(tree: Tree) -> Iterator[File]:
    """What images of the product are built from."""
    yield from (
        one
        for one in tree.files
        if _FILE.search(one.path) and is_run(one.path) and not _NOT_LIVE.search(one.path)
    )


def bases(file: File) -> Iterator[Base]:
    """Every image a Dockerfile is built on; no stage of its own, and none that a build names."""
    stages, usual = {"scratch"}, dict[str, str]()
    for hit in _LINE.finditer(file.text):
        if hit["name"]:
            usual[hit["name"]] = hit["usual"]
            continue
        image = _VARIABLE.sub(lambda one: usual.get(one[1]) or one[2] or "$", hit["image"])
        if "$" not in image and image.lower() not in stages:
            yield Base(image=image, file=file.path, line=file.line_at(hit.start("image")))
        if hit["stage"]:
            stages.add(hit["stage"].lower())
