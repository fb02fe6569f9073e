"""The product as its config, its repository and its DNS tell of it: what a handover is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready.deploy.declared import Variable
from launchready.deploy.platforms import PLATFORMS, Platform
from launchready.dns.record import ZoneMap
from launchready.edge.policy_page import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A domain to renew: its name servers and its mail servers, without final dots.

    None is what could not be seen.
    """

    name: str
    servers: tuple[str, ...] | None = None
    mail: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A service that sends mail for a domain, with its DKIM selectors."""

    domain: str
    name: str
    selectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Everything that is not in the report.

    `platform` is a name of deploy's table, "" where none is known, and `platform_by` how it is
    known. `aliases` are CNAMEs of own hosts, None where DNS could not be asked. `variables` is
    None without a map of them; `used` are names the repository tells of. `paging` is by kind of
    incident. `edge` is None where no zone can be read. `needs` are variables of the process that
    the config takes.
    """

    name: str
    config: str = "launchready.yml"
    environment: str = "production"
    canonical: str = ""
    hosts: tuple[str, ...] = ()
    staging: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()
    aliases: Mapping[str, str] | None = None
    platform: str = ""
    platform_by: str = ""
    repository: str = ""
    senders: tuple[Sender, ...] = ()
    variables: tuple[Variable, ...] | None = None
    variables_file: str = ""
    used: tuple[str, ...] = ()
    maps: tuple[ZoneMap, ...] = ()
    edge_zone: str = ""
    edge: tuple[Row, ...] | None = None
    monitors: tuple[str, ...] = ()
    alert_within: float | None = None
    paging: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """The host to try a command on."""
        return self.canonical or next(iter(self.hosts), "example.com")

    @property
    def on(self) -> Platform | None:
        return PLATFORMS.get(self.platform)

    @property
    def called(self) -> str:
        """What people call it."""
        return self.name or self.canonical or "this product"
