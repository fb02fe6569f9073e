"""`launchready init`: looks, says what it saw and why, and writes what follows from it."""

import argparse
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import anyio

from launchready import console, interrupt
from launchready.config.load import USUAL_ENVIRONMENT, load
from launchready.core.context import Context
from launchready.core.report import Verdict
from launchready.core.site import Site
from launchready.discover import workflow
from launchready.discover.code import Code, read_code
from launchready.discover.config_text import Given, config_text
from launchready.discover.domains import candidates
from launchready.discover.existing import Existing, read_existing
from launchready.discover.known_secrets import FILE as BASELINE
from launchready.discover.known_secrets import Known, known_secrets
from launchready.discover.later import later
from launchready.discover.look import Live, Settled, live
from launchready.discover.person import Person
from launchready.discover.product import product_of
from launchready.discover.redirect_files import redirect_files
from launchready.discover.told import told
from launchready.discover.written import Proposed, write
from launchready.report.escape import visible
from launchready.run import USUAL_FILE, Request, prepare
from launchready.secrets.detected_keys import DetectedKeys
from launchready.values.problem import ConfigError
from launchready.values.setting import Read
from launchready.world.repository import GitRepository, find_root
from launchready.world.settings import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What was asked for. `domain` is "" where none was given."""

    start: Path
    domain: str = ""
    config: Path | None = None
    takes_all: bool = False
    dry: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Everything that was seen. `commit` is launchready's own, to pin it by."""

    code: Code
    live: Live | None
    known: Known
    existing: Existing | None
    commit: str = ""
    imports: tuple[tuple[str, str], ...] = ()
    silence: str = ""
    candidates: tuple[str, ...] = ()
    map_file: str = ""
    notes: list[str] = field(default_factory=list)


def called(args: argparse.Namespace, start: Path) -> Call:
    return Call(
        start=start,
        domain=args.domain or "",
        config=args.config,
        takes_all=args.yes,
        dry=args.dry_run,
        offline=args.offline,
    )


def init(call: Call) -> int:
    """Looks and writes; the exit code is 0, or 3 where the live site could not be looked at.

    Raises ConfigError where a launchready.yml that is there cannot be read.
    """
    root = find_root(call.config.parent if call.config else call.start)
    file = call.config or root / USUAL_FILE
    name = _relative(file, root)
    existing = read_existing(file, name)
    network = _network(existing, name, root)
    person = Person.at_terminal(takes_all=call.takes_all)
    files = GitRepository(root)
    _progress("reading the repository")
    code = read_code(files)
    domain, guessed = _domain(call, existing, code, person)
    _progress("looking for secrets")
    known = known_secrets(root)
    seen, commit = None, workflow.installed_commit()
    if domain and not call.offline:
        _progress(f"looking at {domain}")
        seen, asked = interrupt.run(lambda: _look(domain, existing, code, network, files))
        commit = commit or asked
    looked = Looked(
        code=code,
        live=seen,
        known=known,
        existing=existing,
        commit=commit,
        imports=redirect_files(code.paths) if seen and seen.has_site else (),
        silence=_silence(call, domain),
        candidates=guessed,
        map_file=_map_file(seen, code),
    )
    proposed = _proposed(looked, name, root, domain)
    console.say(told(looked, domain, console.width()))
    held = write(root, proposed, person, dry=call.dry)
    return _ended(looked, held, domain, call)


def _domain(
    call: Call, existing: Existing | None, code: Code, person: Person
) -> tuple[str, tuple[str, ...]]:
    """The domain, and those that the code may mean where nobody could say which."""
    if call.domain:
        return call.domain, ()
    if existing is not None and (existing.canonical or existing.own):
        return existing.canonical or existing.own[0], ()
    found = candidates(code)
    names = tuple(one.domain for one in found[:5])
    if not found and not person.is_there:
        return "", ()
    for one in found[:5]:
        if person.is_there:
            console.say(f"  {visible(one.domain)} is named in {visible(one.why)}")
    if person.is_there:
        answer = person.says(
            "Which domain is it served under? (empty: none yet)", names[0] if names else ""
        )
        return _checked(answer), names
    # Nobody is asked unless somebody said so: the domain may be a stranger's.
    return (names[0], ()) if person.takes_all else ("", names)


def _checked(answer: str) -> str:
    from pydantic_core import PydanticCustomError

    from launchready.values.types import hostname

    try:
        return hostname(answer) if answer else ""
    except PydanticCustomError as error:
        console.complain(f"launchready: {error}")
        return ""


def _silence(call: Call, domain: str) -> str:
    if call.offline:
        return "--offline was given, so only the repository was read"
    if not domain:
        return "no domain was given, so only the repository was read"
    return ""


def _network(existing: Existing | None, name: str, root: Path) -> Network:
    """The network of a config that is there. Raises ConfigError."""
    if existing is None or not existing.has("network"):
        return Network()
    read = _from_disk(root)
    raw = existing.network_only.encode()
    loaded = load(raw, name, environment=USUAL_ENVIRONMENT, variables=os.environ, read=read)
    return loaded.config.network.with_roots(read)


async def _look(
    domain: str, existing: Existing | None, code: Code, network: Network, files: GitRepository
) -> tuple[Live, str]:
    from launchready.world.open import open_world  # loads the network libraries

    settled = Settled()
    if existing is not None:
        settled = Settled(
            canonical=existing.canonical,
            own=existing.own,
            staging=existing.staging,
            mapped=existing.mapped,
        )
    commit = ""

    async def ask_commit(ctx: Context) -> None:
        nonlocal commit
        if not workflow.installed_commit():
            commit = await workflow.released_commit(ctx)

    async with open_world(network, Site(), files, DetectedKeys()) as ctx:
        async with anyio.create_task_group() as beside:
            beside.start_soon(ask_commit, ctx)
            seen = await live(domain, settled, code, ctx)
        return seen, commit


def _map_file(seen: Live | None, code: Code) -> str:
    """Where the zone's map is or should be."""
    if seen is None or not seen.zone.snapshot:
        return ""
    zone = seen.zone.name
    usual = (f"dns/{zone}.yaml", f"config/{zone}.yaml", f"zones/{zone}.yaml", f"dns/{zone}.zone")
    return next((one for one in usual if one in code.paths), usual[0])


def _proposed(looked: Looked, name: str, root: Path, domain: str) -> list[Proposed]:
    """The files, in the order in which a founder reads them; the config is sure to be valid."""
    made: list[Proposed] = []
    seen = looked.live
    if seen is not None and seen.zone.snapshot and looked.map_file not in looked.code.paths:
        made.append(Proposed(path=looked.map_file, text=seen.zone.snapshot.text()))
    if looked.known.text:
        made.append(Proposed(path=BASELINE, text=looked.known.text))
    has_baseline = bool(looked.known.text) or looked.known.has_baseline
    given = Given(
        product=product_of(looked.code, domain),
        live=seen,
        existing=looked.existing,
        map_file=looked.map_file,
        baseline=BASELINE if has_baseline else "",
        imports=looked.imports,
        later=later(looked),
    )
    made.insert(0, _sure(given, name, root, made, looked.notes))
    if not any("launchready" in one for one in looked.code.paths if one.startswith(".github/")):
        text = workflow.text(looked.commit, given.product or domain)
        made.append(Proposed(path=workflow.FILE, text=text))
    return made


def _sure(
    given: Given, name: str, root: Path, beside: list[Proposed], notes: list[str]
) -> Proposed:
    """The config, read as `check` will read it; files of redirects it cannot read are left out."""
    text = config_text(given)
    files = {one.path: one.text.encode() for one in beside} | {name: text.encode()}
    try:
        _read_back(files, root, name)
    except ConfigError as error:
        if not given.imports:
            raise
        notes += [f"files of redirects are left out: {one}" for one in error.problems[:3]]
        given.imports = ()
        return _sure(given, name, root, beside, notes)
    return Proposed(path=name, text=text)


def _read_back(files: dict[str, bytes], root: Path, name: str) -> None:
    disk = _from_disk(root)

    def read(path: str) -> bytes:
        return files[path] if path in files else disk(path)

    prepare(Request(start=root, config=root / name, policy=read))


def _from_disk(root: Path) -> Read:
    return lambda path: (root / path).read_bytes()


def _relative(file: Path, root: Path) -> str:
    path = Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would follow a symlink away
    return path.relative_to(root).as_posix()


def _progress(text: str) -> None:
    if sys.stderr.isatty() and not os.environ.get("CI"):
        console.say(f"{visible(text)} ...", sys.stderr)


def _ended(looked: Looked, held: list[str], domain: str, call: Call) -> int:
    if call.dry:
        console.say("nothing was written (--dry-run)")
    elif held:
        config = "" if call.config is None else f" -c {call.config}"
        console.say(f"next: launchready check{config}")
    seen = looked.live
    if domain and not call.offline and seen is not None and not seen.has_site and seen.zone.silence:
        console.complain(
            f"launchready: nothing of {domain} could be looked at: {seen.zone.silence}"
        )
        return Verdict.UNKNOWN.exit_code
    return 0
