"""What launchready.yml may say under edge."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, PlainValidator, PrivateAttr, WithJsonSchema

from launchready.core.cloudflare import Access
from launchready.core.location import Named
from launchready.core.site import Site
from launchready.edge.subjects import Host, Origin, Policy, Spot, Zone
from launchready.values.setting import Read, Section, Setting
from launchready.values.types import Hostname, Words, address, as_text, place, url, wrong

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What the config calls each edge, and what people call it.
_CDNS = {
    "cloudflare": "Cloudflare",
    "cloudfront": "CloudFront",
    "fastly": "Fastly",
    "netlify": "Netlify",
    "vercel": "Vercel",
}


def _path(value: object) -> Named:
    if isinstance(value, Named):
        return value
    text = as_text(value).strip()
    if not text.startswith("/"):
        text = url(text) if "://" in text else text
    if not text.startswith(("/", "http")):
        raise wrong(f"{text} is not a path", f"it starts with a slash: /{text}")
    if "*" in text.removesuffix("*") or "?" in text or "#" in text:
        raise wrong(f"{text} is more than a path", "one * may stand at its end, like /api/*")
    return Named(name=text, at=place(value))


def _method(value: object) -> str:
    text = as_text(value).strip().upper()
    if text not in _METHODS:
        raise wrong(f"{text} is no method", f"one of {', '.join(_METHODS)} is meant")
    return text


def _cdn(value: object) -> str:
    text = as_text(value).strip()
    if text not in _CDNS:
        raise wrong(f"{text} is no edge that we know", f"one of {', '.join(_CDNS)} is meant")
    return text


def _file(value: object) -> Named:
    if isinstance(value, Named):
        return value
    text = as_text(value).strip()
    if text.startswith("/") or ".." in text.split("/"):
        raise wrong(f"{text} is not in the repository", "a path from its root is meant")
    return Named(name=text, at=place(value))


def _origin(value: object) -> Named:
    if isinstance(value, Named):
        return value
    host, port = address(value)
    shown = f"[{host}]" if ":" in host else host
    return Named(name=f"{shown}:{port or 443}", at=place(value))


_PathHere = Annotated[
    Named,
    PlainValidator(_path),
    WithJsonSchema({"type": "string", "examples": ["/dashboard", "https://api.example.com/v1/*"]}),
]
_Method = Annotated[str, PlainValidator(_method), WithJsonSchema({"enum": list(_METHODS)})]
_Cdn = Annotated[str, PlainValidator(_cdn), WithJsonSchema({"enum": list(_CDNS)})]
_Address = Annotated[
    Named, PlainValidator(_origin), WithJsonSchema({"type": "string", "examples": ["192.0.2.80"]})
]


_FileHere = Annotated[Named, PlainValidator(_file), WithJsonSchema({"type": "string"})]


class CloudflareZone(Setting):
    """The zone and a token that may read it."""

    zone: Hostname = Field(description="The zone's name, as the dashboard shows it.")
    token: Words = Field(repr=False, description="An API token that may only read.")


class Login(Setting):
    """A request that must be throttled."""

    method: _Method = Field("POST", description="How it is asked for.")
    path: _PathHere = Field(description="A path, or a whole URL where the host is another.")


class Bypassed(Setting):
    """A path the edge must never keep, and why."""

    path: _PathHere = Field(description="A path, or a whole URL where the host is another.")
    why: Words = Field("", description="Why; stands in the policy.")


class Edge(Section):
    """What the edge room is told."""

    cloudflare: CloudflareZone | None = Field(None, description="Where the zone can be read.")
    cdn: _Cdn | None = Field(
        None,
        description="The edge that every host must be behind, where it is not read with a token.",
    )
    private_paths: tuple[_PathHere, ...] = Field(
        (), description="Pages of one visitor alone; each with all that is below it."
    )
    login: tuple[Login, ...] = Field(
        (), description="Log-in, password reset and the like: what must not be tried without end."
    )
    public_api: tuple[_PathHere, ...] = Field(
        (), description="Public APIs that must be throttled too."
    )
    bypassed: tuple[Bypassed, ...] = Field((), description="What the edge must never keep.")
    origin: tuple[_Address, ...] = Field(
        (),
        description="Addresses of your own servers. Naming one lets us knock there, past the "
        "edge, as each host of hosts.own.",
    )
    policy: _FileHere | None = Field(
        None, description="The committed EDGE_POLICY.md, which must agree with the zone."
    )

    _hosts: tuple[Host, ...] = PrivateAttr(default=())
    _used: tuple[Named, ...] = PrivateAttr(default=())

    def settled(self, site: Site, read: Read) -> Self:
        _ = read
        made = self.model_copy()
        cdn = _CDNS[self.cdn] if self.cdn else ""
        made._hosts = tuple(  # noqa: SLF001 - ours
            Host(name=one.name, at=one.at, access=self._access(one.name), cdn=cdn)
            for one in site.own
        )
        made._used = _used(site)  # noqa: SLF001 - ours
        return made

    def _access(self, host: str) -> Access | None:
        zone = self.cloudflare
        if zone is None or not (host == zone.zone or host.endswith(f".{zone.zone}")):
            return None
        return Access(zone=zone.zone, token=zone.token)

    @property
    def hosts(self) -> tuple[Host, ...]:
        """Every host of ours."""
        return self._hosts

    @property
    def at_cloudflare(self) -> tuple[Host, ...]:
        """The hosts of ours in the zone that can be read."""
        return tuple(one for one in self._hosts if one.access is not None)

    @property
    def zones(self) -> tuple[Zone, ...]:
        if self.cloudflare is None:
            return ()
        access = Access(zone=self.cloudflare.zone, token=self.cloudflare.token)
        return (
            Zone(access=access, hosts=self.at_cloudflare, apis=self.apis, at=self.cloudflare.at),
        )

    @property
    def private(self) -> tuple[Spot, ...]:
        """What must never be kept at the edge."""
        listed = [self._spots(one, "GET", whole=True) for one in self.private_paths]
        listed += [self._spots(one.path, "GET", whole=True, why=one.why) for one in self.bypassed]
        found = {str(spot): spot for spots in listed for spot in spots}
        return tuple(found.values())

    @property
    def throttled(self) -> tuple[Spot, ...]:
        """What must not be asked without end."""
        return (*self.log_ins, *self.apis)

    @property
    def log_ins(self) -> tuple[Spot, ...]:
        """What is posted with a password or the like."""
        listed = [self._spots(one.path, one.method, whole=False) for one in self.login]
        return tuple(spot for spots in listed for spot in spots)

    @property
    def apis(self) -> tuple[Spot, ...]:
        """The public APIs."""
        listed = [self._spots(one, "GET", whole=True) for one in self.public_api]
        return tuple(spot for spots in listed for spot in spots)

    @property
    def origins(self) -> tuple[Origin, ...]:
        found: list[Origin] = []
        for one in self.origin:
            host, _, port = one.name.rpartition(":")
            found += [
                Origin(host=own.name, address=host.strip("[]"), port=int(port), at=one.at)
                for own in self._hosts
            ]
        return tuple(found)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """The committed policy; none where no file is named or no zone can be read."""
        return (self.described,) if self.policy and self.cloudflare else ()

    @property
    def described(self) -> Policy:
        """Everything that a policy speaks of, whether or not a file is named."""
        pages = tuple(
            Spot(host=one, method="GET", path="/", whole=False, at=one.at)
            for one in self.at_cloudflare
        )
        return Policy(
            file=self.policy.name if self.policy else "",
            zone=self.cloudflare.zone if self.cloudflare else "",
            spots=(*pages, *self.private, *self.throttled),
            at=self.policy.at if self.policy else self.at,
        )

    def _spots(self, path: Named, method: str, *, whole: bool, why: str = "") -> list[Spot]:
        text = path.name
        parts = urlsplit(text)
        names = [parts.hostname] if parts.hostname else [one.name for one in self._used]
        clean = parts.path.removesuffix("*")
        clean = clean.rstrip("/") or "/"
        whole = whole or text.endswith("*")
        hosts = [Host(name=str(one), at=path.at, access=self._access(str(one))) for one in names]
        return [
            Spot(host=one, method=method, path=clean, whole=whole, at=path.at, why=why)
            for one in hosts
            if one.access is not None
        ]


def _used(site: Site) -> tuple[Named, ...]:
    """Where a bare path is: on the app's host, else the canonical one, else on every one."""
    app = site.named(urlsplit(site.base_url).hostname or "") if site.base_url else None
    if app is not None or site.canonical is not None:
        return tuple(one for one in (app or site.canonical,) if one)
    return site.own
