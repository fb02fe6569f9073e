"""From the bytes of launchready.yml to settings, or every mistake in it at once."""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from launchready.config.expand import Expander
from launchready.config.file import Config
from launchready.config.problems import problems_of
from launchready.core.location import Location
from launchready.core.redact import Redactor
from launchready.core.registry import ROOMS
from launchready.core.site import Site
from launchready.load.settings import Load
from launchready.smoke.settings import Smoke
from launchready.values.node import Block, Node, Row, Text
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read, Section
from launchready.values.yaml import parse

USUAL_ENVIRONMENT = "production"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Loaded:
    """A config ready to be run: its rooms settled, and the strings never to be shown. `file` is
    where it was read from, "" where there is none."""

    config: Config
    site: Site
    rooms: Mapping[str, Section | None]
    secrets: frozenset[str] = frozenset()
    file: str = ""


def without_file() -> Loaded:
    """What holds in a repository that has no config: secrets, and nothing else."""
    config = Config.model_validate({"version": "1"})
    site = replace(config.site(USUAL_ENVIRONMENT), at=Location(file="launchready.yml"))
    rooms = {room: config.room(room) if room == "secrets" else None for room in ROOMS}
    return Loaded(config=config, site=site, rooms=rooms)


def load(
    raw: bytes,
    file: str,
    *,
    environment: str,
    variables: Mapping[str, str],
    read: Read,
    watching: bool = False,
) -> Loaded:
    """The config in `raw`, found at `file`, for one environment.

    `variables` is the process environment; `read` gives the files the config names, by their
    path from the repository's root. `watching` demands the variables of `watch:` too: the gate,
    which tells nobody, need not have them. Raises ConfigError with every problem found.
    """
    nearby = _Nearby(read, posixpath.dirname(file))
    root = parse(raw, file)
    expander = Expander(environment, _entry(root, environment, variables), variables)
    expanded = expander.tree(root)
    secrets = frozenset(expander.secrets)
    try:
        if not watching:
            expanded = _without_watch(expanded, expander.problems)
        config = _validated(expanded, expander.problems)
        _demand_environment(config, environment, root)
        site = config.site(environment)
        return Loaded(
            file=file,
            config=config,
            site=site,
            rooms=_settled(config, site, nearby),
            secrets=secrets,
        )
    except ConfigError as error:
        hide = Redactor(secrets)
        raise ConfigError(_hidden(nearby.hint(one), hide) for one in error.problems) from None


class _Nearby:
    """Reads files from the root, and remembers those that stand beside the config instead."""

    def __init__(self, read: Read, folder: str) -> None:
        self._read = read
        self._folder = folder
        self._beside: dict[str, str] = {}

    def __call__(self, path: str) -> bytes:
        try:
            return self._read(path)
        except FileNotFoundError:
            self._look_beside(path)
            raise

    def _look_beside(self, path: str) -> None:
        beside = posixpath.normpath(posixpath.join(self._folder, path))
        if self._folder and not beside.startswith(("/", "../")):
            with suppress(OSError):
                self._read(beside)
                self._beside[path] = beside

    def hint(self, problem: Problem) -> Problem:
        """A problem with a file that is not there, and the path that was meant."""
        for path, beside in self._beside.items():
            if path in problem.found:
                meant = f"files are named from the repository's root: did you mean {beside}?"
                return replace(problem, meant=meant)
        return problem


def _hidden(problem: Problem, hide: Redactor) -> Problem:
    return replace(problem, found=hide(problem.found), meant=hide(problem.meant))


def _entry(root: Node, environment: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The chosen environment's own words, in which only the process environment is filled in."""
    environments: Any = root.get(_key(root, "environments")) if isinstance(root, Block) else None
    entry: Any = (
        environments.get(_key(environments, environment))
        if isinstance(environments, Block)
        else None
    )
    if not isinstance(entry, Block):
        return {}
    # Problems and secrets of these texts are gathered when the tree itself is expanded.
    inner = Expander(environment, {}, variables)
    return {
        str(key): str(inner.text(value)) for key, value in entry.items() if isinstance(value, Text)
    }


def _key(node: Block, name: str) -> Text:
    return node.key(name) or Text("", at=node.at)


def _validated(root: Node, before: list[Problem]) -> Config:
    try:
        config = Config.model_validate(root)
    except ValidationError as error:
        found = problems_of(error.errors(include_url=False), root, Config)
        raise ConfigError([*before, *_without_echo(found, before)]) from None
    if before:
        raise ConfigError(before)
    return config


def _without_watch(root: Node, problems: list[Problem]) -> Node:
    """The tree for a gate: where `watch:` lacks variables it is left out, once all else that it
    says holds. Problems of those variables are taken from the list."""
    watch: Any = root.get(_key(root, "watch")) if isinstance(root, Block) else None
    places = set(_places(watch)) if isinstance(watch, Block) else set()
    lacking = [one for one in problems if one.at in places]
    if not lacking or not isinstance(root, Block):
        return root
    problems[:] = [one for one in problems if one not in lacking]
    try:
        Config.model_validate(root)
    except ValidationError as error:
        found = problems_of(error.errors(include_url=False), root, Config)
        within = [one for one in found if one.at in places | {watch.at}]
        if _without_echo(within, lacking):
            return root
    return Block({key: node for key, node in root.items() if key != "watch"}, at=root.at)


def _places(node: Node) -> Iterator[Location]:
    yield node.at
    if isinstance(node, Block):
        for key, inner in node.items():
            yield key.at
            yield from _places(inner)
    elif isinstance(node, Row):
        for inner in node:
            yield from _places(inner)


def _without_echo(found: list[Problem], before: list[Problem]) -> list[Problem]:
    """A value that lacks a variable is not also complained of as empty or ill-formed."""
    told = {one.at for one in before}
    return [one for one in found if one.at not in told]


def _demand_environment(config: Config, environment: str, root: Node) -> None:
    if environment in (*config.environments, USUAL_ENVIRONMENT):
        return
    names = ", ".join(config.environments) or "none"
    near = nearest(environment, config.environments)
    meant = f"did you mean {near}?" if near else f"environments: has {names}"
    found = f"there is no environment {environment}"
    raise ConfigError([Problem(at=root.at, found=found, meant=meant)])


def _settled(config: Config, site: Site, read: Read) -> dict[str, Section | None]:
    rooms: dict[str, Section | None] = {}
    problems: list[Problem] = []
    for name in ROOMS:
        section = config.room(name)
        try:
            rooms[name] = section.settled(site, read) if section is not None else None
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(problems)
    smoke, load_ = rooms["smoke"], rooms["load"]
    if isinstance(load_, Load):
        known = smoke.journeys if isinstance(smoke, Smoke) else ()
        rooms["load"] = load_.with_journeys(known)
    return rooms
