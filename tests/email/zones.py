"""A DNS made of lines, for tests of the email room: `name TYPE value`, aliases, empty names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent, indent

from launchready.config.load import load
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.registry import checks
from launchready.core.resolver import Answer, Server
from launchready.core.unreachable import UnreachableError
from launchready.email.settings import Email
from tests.worlds import SERVER, DictRepository, a_world


@dataclass
class LineResolver:
    """Answers from lines; a name with something below it exists; `silent` names do not answer."""

    text: str
    silent: tuple[str, ...] = ()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        split = [one.strip().split(" ", 2) for one in dedent(self.text).splitlines() if one.strip()]
        self.rows = [(name.lower(), type_, value) for name, type_, value in split]

    async def authoritative(self, zone: str) -> tuple[Server, ...]:
        return (SERVER,)

    async def ask(self, server: Server, name: str, type_: str) -> Answer:
        self.asked.append((name, type_))
        if name in self.silent:
            raise UnreachableError(f"{server} did not answer for {name}", kind="timed out")
        rows = {row for row, _, _ in self.rows}
        there = next((one for one in (name, *_wild(name)) if one in rows), name)
        own = [(kind, value) for row, kind, value in self.rows if row == there]
        alias = next((value for kind, value in own if kind == "CNAME"), None)
        values = tuple(sorted(value for kind, value in own if kind == type_))
        exists = bool(own) or any(row.endswith(f".{name}") for row, _, _ in self.rows)
        return Answer(
            server=server,
            name=name,
            type=type_,
            values=values,
            missing=None if values else "no such type" if exists else "no such name",
            alias=alias if not values else None,
        )

    async def addresses(self, host: str) -> tuple[str, ...]:
        return tuple(v for n, t, v in self.rows if n == host and t in ("A", "AAAA"))


def _wild(name: str) -> list[str]:
    labels = name.split(".")
    return [".".join(["*", *labels[at:]]) for at in range(1, len(labels))]


def settings(text: str) -> Email:
    """The room's section as a founder writes it, read as the gate reads it."""

    def read(path: str) -> bytes:
        raise FileNotFoundError(path)

    raw = f"version: 1\nemail:\n{indent(dedent(text), '  ')}".encode()
    loaded = load(raw, "launchready.yml", environment="production", variables={}, read=read)
    section = loaded.rooms["email"]
    assert isinstance(section, Email)
    return section


ACME = "  domains: [{domain: acme.test}]"


async def asked(
    check: str,
    dns: str | LineResolver,
    config: str = ACME,
    *,
    files: Mapping[str, bytes] | None = None,
    world: Context | None = None,
) -> list[Finding]:
    """What a check finds for every subject of a config, in order."""
    resolver = dns if isinstance(dns, LineResolver) else LineResolver(dns)
    ctx = world or a_world(dns=resolver, files=DictRepository(raws=files or {}))  # type: ignore[arg-type]
    one = next(one for one in checks() if one.id == f"email/{check}")
    found: list[Finding] = []
    for subject in one.each(settings(config)):
        found += await one.ask(subject, ctx)
    return found


def ids(found: list[Finding]) -> list[str]:
    return [one.rule.id.removeprefix("email/") for one in found]
