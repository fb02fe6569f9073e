"""Worlds made of dictionaries, for tests of rooms; the real ones are tested in tests/world."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from launchready.core.browser import Browser, Response
from launchready.core.cloudflare import Access, Cloudflare, Json
from launchready.core.code_host import CodeHost, Deployment, NoCodeHost, Protection
from launchready.core.context import Context
from launchready.core.direct import Direct, NoDirect
from launchready.core.handshake import Endpoint, Handshake
from launchready.core.keys import FoundKey, KeyFinder
from launchready.core.location import Location, Named
from launchready.core.mail_server import Greeting
from launchready.core.monitors import (
    MonitorAccess,
    MonitorProviders,
    NoMonitorProviders,
    Watching,
)
from launchready.core.package_managers import NoPackageManagers, PackageManagers, Tool
from launchready.core.repository import Lines, Part, Sieve, Unread
from launchready.core.resolver import (
    Answer,
    Asked,
    Delegation,
    Owner,
    Reply,
    Server,
    Validated,
    Way,
)
from launchready.core.site import Site
from launchready.core.unreachable import NotHereError, UnreachableError

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SERVER = Server(name="ns1.acme.test", address="127.0.0.2")

Silent = UnreachableError
Known = TypeVar("Known")


@dataclass
class DictResolver:
    """Zones by name -> servers; answers by (server, name, type) or (name, type).

    With "TCP" behind the type, an answer is for who asks over TCP. What is known of a zone is by
    (server, zone) or zone; of several serials each is told once, and the last for ever.
    """

    servers: Mapping[str, tuple[Server, ...] | Silent] = field(default_factory=dict)
    answers: Mapping[tuple[str, ...], Answer | tuple[str, ...] | Silent] = field(
        default_factory=dict
    )
    hosts: Mapping[str, tuple[str, ...] | Silent] = field(default_factory=dict)
    serials: Mapping[str | tuple[str, str], list[int] | Silent] = field(default_factory=dict)
    bare: Mapping[str | tuple[str, str], bool | None] = field(default_factory=dict)
    transfers: Mapping[str | tuple[str, str], tuple[Answer, ...] | Silent] = field(
        default_factory=dict
    )
    walks: Mapping[str | tuple[str, str], tuple[Owner, ...] | Silent] = field(default_factory=dict)
    delegations: Mapping[str, Delegation | Silent] = field(default_factory=dict)
    proofs: Mapping[tuple[str, str], Validated | Silent] = field(default_factory=dict)
    asked: list[tuple[str, str, str, Way]] = field(default_factory=list)

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        return _told(self.servers.get(zone, (SERVER,)))

    async def ask(
        self, server: Server, name: str, type_: str, *, over: Way = "UDP", fresh: bool = False
    ) -> Answer:
        self.asked.append((server.name, name, type_, over))
        found = self.answers.get((server.name, name, type_), self.answers.get((name, type_)))
        if over == "TCP":
            found = self.answers.get((name, type_, over), found)
            found = self.answers.get((server.name, name, type_, over), found)
        match found:
            case UnreachableError():
                raise found
            case Answer():
                return found
            case None:
                return Answer(server=server, name=name, type=type_, missing="no such name")
            case values:
                values = tuple(sorted(values))
                return Answer(server=server, name=name, type=type_, values=values, ttl=300)

    async def ask_all(
        self,
        server: Server,
        questions: Sequence[Asked],
        *,
        over: Way = "UDP",
        fresh: bool = False,
    ) -> tuple[Reply, ...]:
        replies: list[Reply] = []
        for one in questions:
            try:
                replies.append(await self.ask(server, one.name, one.type, over=over, fresh=fresh))
            except UnreachableError as silence:
                replies.append(silence)
        return tuple(replies)

    async def addresses(self, host: str) -> tuple[str, ...]:
        return _told(self.hosts.get(host, ()))

    async def serial(self, server: Server, zone: str) -> int:
        found = _told(_of(self.serials, server, zone, [1]))
        return found.pop(0) if len(found) > 1 else found[0]

    async def is_bare(self, server: Server, name: str) -> bool | None:
        return _of(self.bare, server, name, None)

    async def transfer(self, server: Server, zone: str) -> tuple[Answer, ...]:
        refused = UnreachableError(f"{server} does not hand out {zone}", kind="refused")
        return _told(_of(self.transfers, server, zone, refused))

    async def walk(self, server: Server, zone: str) -> tuple[Owner, ...]:
        none = UnreachableError(f"{zone} has no chain of names at {server}", kind="refused")
        return _told(_of(self.walks, server, zone, none))

    async def delegation(self, zone: str) -> Delegation:
        none = UnreachableError(f"the parent of {zone} is not in this world")
        return _told(self.delegations.get(zone, none))

    async def validated(self, name: str, type_: str) -> Validated:
        usual = Validated(name=name, type=type_, state="unproven")
        return _told(self.proofs.get((name, type_), usual))


def _of(
    known: Mapping[str | tuple[str, str], Known], server: Server, name: str, usual: Known
) -> Known:
    return known.get((server.name, name), known.get(name, usual))


def _told(found: Known | Silent) -> Known:
    if isinstance(found, UnreachableError):
        raise found
    return found


def page(
    url: str,
    status: int = 200,
    body: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    seconds: float = 0.01,
    untrusted: str | None = None,
    wire: int | None = None,
) -> Response:
    """A response as a browser would have got it."""
    named = tuple((key.lower(), value) for key, value in (headers or {}).items())
    return Response(
        url=url,
        status=status,
        headers=named,
        body=body.encode(),
        truncated=False,
        seconds=seconds,
        untrusted=untrusted,
        wire=wire,
    )


@dataclass
class DictBrowser:
    """Responses by URL, or by (method, URL); what is not there is unreachable."""

    pages: Mapping[str | tuple[str, str], Response | Silent] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        self.asked.append((method, url))
        found = self.pages.get((method, url), self.pages.get(url))
        if found is None:
            raise UnreachableError(f"{url} is not in this world")
        if isinstance(found, UnreachableError):
            raise found
        return found


@dataclass
class DictHandshaker:
    """Handshakes by "host:port" or by the endpoint's address; `lent` those with extra ones."""

    hosts: Mapping[str, tuple[Endpoint, ...] | Silent] = field(default_factory=dict)
    shakes: Mapping[str, Handshake | Silent] = field(default_factory=dict)
    issuers: Mapping[str, bytes | Silent] = field(default_factory=dict)
    lent: Mapping[tuple[bytes, ...], Handshake] = field(default_factory=dict)
    staples: Mapping[str, bool | None] = field(default_factory=dict)
    lists: Mapping[str, bytes | Silent] = field(default_factory=dict)

    async def endpoints(self, host: str, port: int) -> tuple[Endpoint, ...]:
        usual = (Endpoint(host=host, port=port, address="127.0.0.1", address_port=port),)
        found = self.hosts.get(f"{host}:{port}", usual)
        if isinstance(found, UnreachableError):
            raise found
        return found

    async def shake(self, endpoint: Endpoint, *, extra: tuple[bytes, ...] = ()) -> Handshake:
        if extra in self.lent:
            return self.lent[extra]
        found = self.shakes.get(str(endpoint), self.shakes.get(f"{endpoint.host}:{endpoint.port}"))
        if found is None or isinstance(found, UnreachableError):
            raise found or UnreachableError(f"{endpoint} is not in this world")
        return found

    async def issuer(self, url: str) -> bytes | None:
        found = self.issuers.get(url)
        if isinstance(found, UnreachableError):
            raise found
        return found

    async def staple(self, endpoint: Endpoint) -> bool | None:
        return self.staples.get(f"{endpoint.host}:{endpoint.port}", False)

    async def revocations(self, url: str) -> bytes:
        found = self.lists.get(url, UnreachableError(f"{url} is not in this world"))
        if isinstance(found, UnreachableError):
            raise found
        return found


@dataclass
class DictMailServers:
    """Mail servers by host: its endpoints, and how each greets by its address."""

    hosts: Mapping[str, tuple[Endpoint, ...] | Silent] = field(default_factory=dict)
    greetings: Mapping[str, Greeting | Silent] = field(default_factory=dict)

    async def endpoints(self, host: str) -> tuple[Endpoint, ...]:
        usual = (Endpoint(host=host, port=25, address="127.0.0.1", address_port=25),)
        found = self.hosts.get(host, usual)
        if isinstance(found, UnreachableError):
            raise found
        return found

    async def greet(self, endpoint: Endpoint) -> Greeting:
        found = self.greetings.get(str(endpoint), self.greetings.get(endpoint.host))
        if found is None or isinstance(found, UnreachableError):
            raise found or UnreachableError(f"{endpoint} is not in this world")
        return found


@dataclass
class DictRepository:
    """Files by path, as text or bytes; what a range added by its name; what cannot be read."""

    files: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[str, tuple[Part, ...] | Silent] = field(default_factory=dict)
    raws: Mapping[str, bytes | Silent] = field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    untracked: tuple[str, ...] = ()

    def read(self, path: str) -> str | None:
        return self.files.get(path)

    def raw(self, path: str) -> bytes | None:
        found = self.raws.get(path)
        if isinstance(found, UnreachableError):
            raise found
        text = self.files.get(path)
        return found if text is None else text.encode()

    def below(self, folder: str) -> Iterator[str]:
        paths = sorted([*self.files, *self.raws])
        return (one for one in paths if one.startswith(folder.rstrip("/") + "/"))

    def tree(self, sieve: Sieve | None = None) -> Iterator[Part]:
        for path, text in self.files.items():
            lines = tuple(enumerate(text.splitlines(), 1))
            yield Lines(path=path, lines=lines, tracked=path not in self.untracked)
        yield from self.unread

    def staged(self, sieve: Sieve | None = None) -> Iterator[Part]:
        return self.added("staged")

    def added(self, commits: str, sieve: Sieve | None = None) -> Iterator[Part]:
        found = self.ranges.get(commits, ())
        if isinstance(found, UnreachableError):
            raise found
        yield from found

    def history(self, sieve: Sieve | None = None) -> Iterator[Part]:
        return self.added("history")

    def head(self) -> str | None:
        return None


@dataclass
class DictKeys:
    """Keys by the words they are."""

    keys: Mapping[str, FoundKey] = field(default_factory=dict)

    def found(self, name: str, text: str, now: datetime) -> tuple[FoundKey, ...]:
        return tuple(key for word, key in self.keys.items() if word in text)


@dataclass
class DictDirect:
    """Front pages by "address:port"; what is not there is unreachable."""

    pages: Mapping[str, Response | Silent] = field(default_factory=dict)

    async def fetch_at(self, host: str, address: str, port: int) -> Response:
        shown = f"[{address}]" if ":" in address else address
        found = self.pages.get(f"{shown}:{port}")
        return _told(found or UnreachableError(f"{host} at {address} is not in this world"))


@dataclass
class DictCloudflare:
    """Parts of a zone by their path, lists among them; what is not there was never made."""

    about: Json | Silent = field(default_factory=dict)
    parts: Mapping[str, Json | tuple[Json, ...] | Silent] = field(default_factory=dict)
    networks: tuple[str, ...] | Silent = ("192.0.2.0/24", "2001:db8::/32")

    async def zone(self, access: Access) -> Json:
        return _told({"name": access.zone, "status": "active"} | dict(_told(self.about)))

    async def part(self, access: Access, part: str, scope: str) -> Json | None:
        found = _told(self.parts.get(part))
        return found if isinstance(found, Mapping) else None

    async def listed(self, access: Access, part: str, scope: str) -> tuple[Json, ...]:
        found = _told(self.parts.get(part))
        return found if isinstance(found, tuple) else ()

    async def ranges(self) -> tuple[str, ...]:
        return _told(self.networks)


@dataclass
class DictCodeHost:
    """What GitHub knows of the repository: by environment, and of its default branch."""

    history: Mapping[str, tuple[Deployment, ...] | Silent] = field(default_factory=dict)
    named: Mapping[str, frozenset[str] | Silent] = field(default_factory=dict)
    guard: Protection | Silent | None = None
    elsewhere: str = ""

    async def deployments(self, environment: str) -> tuple[Deployment, ...]:
        if self.elsewhere:
            raise NotHereError(self.elsewhere)
        return _told(self.history.get(environment, ()))

    async def names(self, environment: str) -> frozenset[str]:
        return _told(self.named.get(environment, frozenset()))

    async def protection(self) -> Protection:
        return _told(self.guard or UnreachableError("no branch is in this world"))


@dataclass
class DictMonitors:
    """What watches, by the provider that tells of it."""

    kept: Mapping[str, Watching | Silent] = field(default_factory=dict)

    async def read(self, access: MonitorAccess) -> Watching:
        none = UnreachableError(f"{access.provider} is not in this world")
        return _told(self.kept.get(access.provider, none))


@dataclass
class DictPackageManagers:
    """What each program says of every lock; what is not there gives no answer."""

    says: Mapping[Tool, bool | None] = field(default_factory=dict)
    given: list[tuple[Tool, dict[str, bytes]]] = field(default_factory=list)

    async def agrees(self, tool: Tool, files: Mapping[str, bytes]) -> bool | None:
        self.given.append((tool, dict(files)))
        return self.says.get(tool)


def a_site(*own: str, canonical: str | None = None) -> Site:
    """A site of the given hosts, as a config in `launchready.yml` names them."""
    at = Location(file="launchready.yml", line=3)
    named = tuple(Named(name=one, at=at) for one in own)
    first = Named(name=canonical, at=at) if canonical else None
    return Site(canonical=first, own=named, at=at)


def a_world(
    *,
    dns: DictResolver | None = None,
    web: Browser | None = None,
    tls: DictHandshaker | None = None,
    mail: DictMailServers | None = None,
    files: DictRepository | None = None,
    site: Site | None = None,
    now: datetime = NOON,
    keys: KeyFinder | None = None,
    cloudflare: Cloudflare | None = None,
    code: CodeHost | None = None,
    direct: Direct | None = None,
    monitors: MonitorProviders | None = None,
    managers: PackageManagers | None = None,
) -> Context:
    """A context in which everything that is not given is empty."""
    return Context(
        dns=dns or DictResolver(),
        web=web or DictBrowser(),
        tls=tls or DictHandshaker(),
        mail=mail or DictMailServers(),
        files=files or DictRepository(),
        named=files or DictRepository(),
        site=site or a_site(),
        now=lambda: now,
        keys=keys or DictKeys(),
        code=code or NoCodeHost(),
        direct=direct or NoDirect(),
        monitors=monitors or NoMonitorProviders(),
        managers=managers or NoPackageManagers(),
        cloudflare=cloudflare or DictCloudflare(),
    )
