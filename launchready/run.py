"""One run of the gate: finds the config, opens the world, asks, judges."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Protocol

from launchready import gate
from launchready.config.load import USUAL_ENVIRONMENT, Loaded, load, without_file
from launchready.core import registry
from launchready.core.context import Context
from launchready.core.finding import Impact, Stage
from launchready.core.location import Location, Named
from launchready.core.private import Private
from launchready.core.redact import Redactor, redacted, texts
from launchready.core.report import Gone, Report
from launchready.core.repository import NamedFiles
from launchready.secrets.detected_keys import DetectedKeys
from launchready.secrets.quoted import keys_in
from launchready.secrets.scanner import slowness
from launchready.secrets.scope import Scope
from launchready.secrets.settings import Secrets
from launchready.smoke.settings import Smoke
from launchready.values.problem import ConfigError, Problem
from launchready.values.setting import Read, Section
from launchready.world.repository import GitRepository, find_root
from launchready.world.settings import Network

USUAL_FILE = "launchready.yml"
WHOLE_TREE = Scope(kind="tree")


class Watch(Protocol):
    """Shows how far a run is; given the number of questions."""

    def __call__(self, total: int, /) -> AbstractContextManager[gate.Progress | None]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one run is asked to do.

    `config` None means: look for launchready.yml from `start` upward. `policy` reads the config
    and the files it names from elsewhere than the disk (the base branch of a pull request), and
    `named` those that are read only when a check asks.
    `baseline` takes the place of the config's, with its path from the root.
    `hidden` are strings never to be shown, beside the secrets the config takes.
    `unverified` is why no provider may be told of a key that was found, "" when they may.
    `stages` are those of the roadmap whose questions are asked, () for all.
    `watching`: the config's `watch:` is used, and must have its variables.
    `barred` gives reasons for rooms that may not be asked, as gate.plan takes them.
    """

    start: Path
    config: Path | None = None
    environment: str = USUAL_ENVIRONMENT
    rooms: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    scope: Scope = WHOLE_TREE
    fail_on: Impact = Impact.BLOCKER
    offline: bool = False
    earlier: tuple[Gone, ...] | None = None
    barred: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    policy: Read | None = None
    named: NamedFiles | None = None
    baseline: Named | None = None
    unverified: str = ""
    watching: bool = False
    hidden: frozenset[str] = field(default=frozenset(), repr=False)
    variables: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Prepared:
    """A run whose config holds: nothing has been asked yet."""

    request: Request
    loaded: Loaded
    repository: GitRepository
    plan: gate.Plan
    secrets: Secrets
    notes: tuple[str, ...] = ()
    private: Private = field(default_factory=Private)

    @property
    def hide(self) -> Redactor:
        """Masks the config's secrets, and whatever the run has learned so far."""
        known = self.loaded.secrets | self.request.hidden
        return Redactor(known).knowing(self.private.known)


def prepare(request: Request) -> Prepared:
    """Reads the config and plans the questions. Raises ConfigError."""
    root = find_root(request.config.parent if request.config else request.start)
    repository = GitRepository(root)
    loaded = _loaded(request, root)
    rooms = dict(loaded.rooms)
    secrets, notes = _secrets(rooms.get("secrets"), request, root)
    rooms["secrets"] = secrets
    barred = dict(request.barred)
    if request.offline:
        barred.setdefault("network", "--offline was given, and this needs the network")
        notes = (*_holds(loaded), *notes)
    checks = [one for one in registry.checks(request.rooms) if one.is_of(request.stages)]
    planned = gate.plan(checks, rooms, chosen=request.rooms, barred=barred)
    return Prepared(
        request=request,
        loaded=loaded,
        repository=repository,
        plan=planned,
        secrets=secrets,
        notes=(*_staged(request.stages), *notes),
    )


def _staged(stages: tuple[Stage, ...]) -> tuple[str, ...]:
    """A run of some stages says so: its answer is theirs alone."""
    names = ", ".join(stages)
    return (f"only what the {names} stage asks was asked",) if stages else ()


def _holds(loaded: Loaded) -> tuple[str, ...]:
    """What a run that asks nothing of the network has found out all the same."""
    file = loaded.file
    return (f"{file} was read and holds; --offline asked nothing more",) if file else ()


def _secrets(
    section: Section | None, request: Request, root: Path
) -> tuple[Secrets, tuple[str, ...]]:
    """The secrets room under the whole policy, and what to say of it. Raises ConfigError."""
    secrets = section if isinstance(section, Secrets) else Secrets()
    read = request.policy or from_disk(root)
    if request.baseline is not None:
        secrets = secrets.letting_stand(request.baseline, read)
    secrets = secrets.taking_over(read).looking(request.scope)
    slow = slowness() if request.scope.kind in ("tree", "history") else ()
    why = request.unverified or _no_network(request)
    if not (secrets.verify and why):
        return secrets, (*secrets.notes, *slow)
    said = f"no provider was asked whether a key still works: {why}"
    return secrets.asking_nobody(), (*secrets.notes, *slow, said)


def _no_network(request: Request) -> str:
    if request.offline:
        return "--offline was given, and this needs the network"
    return request.barred.get("network", "")


def _loaded(request: Request, root: Path) -> Loaded:
    read = request.policy or from_disk(root)
    found = request.config or _look_for_config(request.start, root)
    name = USUAL_FILE if found is None else _relative(found, root)
    try:
        raw = read(name)
    except FileNotFoundError:
        if request.config is not None and request.policy is None:
            raise ConfigError(
                [Problem(at=Location(file=name), found="there is no such file")]
            ) from None
        _demand_usual(request.environment)
        return without_file()
    except OSError as error:
        found_it = f"cannot be read: {error.strerror}"
        raise ConfigError([Problem(at=Location(file=name), found=found_it)]) from None
    return load(
        raw,
        name,
        environment=request.environment,
        variables=request.variables,
        read=read,
        watching=request.watching,
    )


def _demand_usual(environment: str) -> None:
    if environment != USUAL_ENVIRONMENT:
        found = f"there is no environment {environment}"
        meant = f"write {USUAL_FILE} with an environments: section"
        raise ConfigError([Problem(at=Location(file=USUAL_FILE), found=found, meant=meant)])


def _look_for_config(start: Path, root: Path) -> Path | None:
    for folder in (start, *start.parents):
        if (folder / USUAL_FILE).is_file():
            return folder / USUAL_FILE
        if folder == root:
            return None
    return None


def _relative(path: Path, root: Path) -> str:
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a symlink away
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def from_disk(root: Path) -> Read:
    """Reads the files that a config names, by their path from the repository's root."""
    return lambda path: (root / path).read_bytes()


def _said(progress: gate.Progress | None, prepared: Prepared) -> Callable[[str], None]:
    """How something long tells whoever watches where it stands."""
    note = getattr(progress, "note", None)
    return lambda text: note(prepared.hide(text)) if note else None


def with_accounts(ctx: Context, loaded: Loaded, network: Network) -> Context:
    """The same world with the logins and inboxes that smoke: names."""
    smoke = loaded.rooms.get("smoke")
    if not isinstance(smoke, Smoke) or not (smoke.sessions or smoke.inboxes):
        return ctx
    from launchready.visit.sign_in import SignIns
    from launchready.world.mailbox import LiveInboxes

    sessions = SignIns(
        web=ctx.web,
        site=ctx.site,
        now=ctx.now,
        private=ctx.private,
        sessions=smoke.sessions,
    )
    return replace(ctx, sessions=sessions, inboxes=LiveInboxes(smoke.inboxes, network, ctx.web))


async def perform(prepared: Prepared, watch: Watch) -> Report:
    """Asks every planned question of the real world and judges the answers."""
    from launchready.world.open import open_world  # loads the network libraries

    request, loaded = prepared.request, prepared.loaded
    started, clock = datetime.now(UTC), perf_counter()
    read = request.policy or from_disk(prepared.repository.root)
    network = loaded.config.network.with_roots(read)
    async with open_world(
        network,
        loaded.site,
        prepared.repository,
        DetectedKeys(),
        request.named,
        request.variables,
    ) as ctx:
        with watch(len(prepared.plan.questions)) as progress:
            ctx = replace(ctx, say=_said(progress, prepared), private=prepared.private)
            ctx = with_accounts(ctx, loaded, network)
            asked = await gate.run(
                prepared.plan, ctx, concurrency=max(1, network.concurrency), progress=progress
            )
    given = gate.Circumstances(
        product=loaded.config.product,
        environment=request.environment,
        started=started.replace(microsecond=0),
        seconds=round(perf_counter() - clock, 2),
        commit=prepared.repository.head(),
        fail_on=request.fail_on,
        waivers=tuple(one.waiver() for one in loaded.config.waivers),
        earlier=request.earlier,
        notes=(*request.notes, *prepared.notes, *network.notes),
        is_partial=bool(request.stages),
    )
    report = gate.judge(asked, given)
    return redacted(report, prepared.hide.knowing(keys_in(texts(report), started)))
