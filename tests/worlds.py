"""Worlds made of dictionaries, for tests of rooms; the real ones are tested in tests/world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.handshake import Endpoint, Handshake
from launchready.core.location import Location, Named
from launchready.core.mail_server import Greeting
from launchready.core.repository import Lines, Part, Unread
from launchready.core.resolver import Answer, Server
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SERVER = Server(name="ns1.acme.test", address="127.0.0.2")

Silent = UnreachableError


@dataclass
class DictResolver:
    """Zones by name -> servers; answers by (server, name, type) or (name, type)."""

    servers: Mapping[str, tuple[Server, ...] | Silent] = field(default_factory=dict)
    answers: Mapping[tuple[str, ...], Answer | tuple[str, ...] | Silent] = field(
        default_factory=dict
    )
    hosts: Mapping[str, tuple[str, ...] | Silent] = field(default_factory=dict)

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        found = self.servers.get(zone, (SERVER,))
        if isinstance(found, UnreachableError):
            raise found
        return found

    async def ask(self, server: Server, name: str, type_: str) -> Answer:
        found = self.answers.get((server.name, name, type_), self.answers.get((name, type_)))
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

    async def addresses(self, host: str) -> tuple[str, ...]:
        found = self.hosts.get(host, ())
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

    def tree(self) -> Iterator[Part]:
        for path, text in self.files.items():
            lines = tuple(enumerate(text.splitlines(), 1))
            yield Lines(path=path, lines=lines, tracked=path not in self.untracked)
        yield from self.unread

    def staged(self) -> Iterator[Part]:
        return self.added("staged")

    def added(self, commits: str) -> Iterator[Part]:
        found = self.ranges.get(commits, ())
        if isinstance(found, UnreachableError):
            raise found
        yield from found

    def history(self) -> Iterator[Part]:
        return self.added("history")

    def head(self) -> str | None:
        return None


def a_site(*own: str, canonical: str | None = None) -> Site:
    """A site of the given hosts, as a config in `launchready.yml` names them."""
    at = Location(file="launchready.yml", line=3)
    named = tuple(Named(name=one, at=at) for one in own)
    first = Named(name=canonical, at=at) if canonical else None
    return Site(canonical=first, own=named, at=at)


def a_world(
    *,
    dns: DictResolver | None = None,
    web: DictBrowser | None = None,
    tls: DictHandshaker | None = None,
    mail: DictMailServers | None = None,
    files: DictRepository | None = None,
    site: Site | None = None,
    now: datetime = NOON,
) -> Context:
    """A context in which everything that is not given is empty."""
    return Context(
        dns=dns or DictResolver(),
        web=web or DictBrowser(),
        tls=tls or DictHandshaker(),
        mail=mail or DictMailServers(),
        files=files or DictRepository(),
        site=site or a_site(),
        now=lambda: now,
    )
