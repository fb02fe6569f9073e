"""Makes the addresses to visit of hosts, sample paths and the redirect map."""

from collections.abc import Iterable

from launchready.core.destination import host_of, resolve
from launchready.core.location import NOWHERE, Location, Named
from launchready.core.site import Site
from launchready.values.problem import Problem
from launchready.web.map_entry import SPLAT, MapEntry, ParamEntry
from launchready.web.policy import Policy
from launchready.web.starts import Door, Mapped, NoPage, OpenParam, Sample, Unsampled, Upgrade

# A path nobody has, the same in each run.
NO_PAGE = "/launchready-asks-for-a-page-that-is-not-here"
# Sent along where a rule promises something about queries; analytics know the name.
PROBE_QUERY = "utm_source=launchready"


def twin(host: str) -> str:
    """The other spelling of a host: with www. or without."""
    return host[4:] if host.startswith("www.") else f"www.{host}"


def samples(paths: Iterable[Named], site: Site, canonical: str, policy: Policy) -> list[Sample]:
    """Every spelling of every sample path on the canonical host and its twin."""
    both = (canonical, twin(canonical))
    hosts = [one for one in both if site.owns(one)]
    ends = both if policy.www == "any" else both[:1]
    return [
        Sample(start=_url(f"{scheme}://{host}{path.name}"), ends=ends, policy=policy, at=path.at)
        for path in paths
        for host in hosts
        for scheme in ("http", "https")
    ]


def upgrades(paths: Iterable[Named], site: Site, canonical: str, policy: Policy) -> list[Upgrade]:
    """Every sample path on the other hosts of ours, which are their own destinations."""
    hosts = [one.name for one in site.own if one.name not in (canonical, twin(canonical))]
    return [
        Upgrade(start=_url(f"{scheme}://{host}{path.name}"), policy=policy, at=path.at)
        for path in paths
        for host in hosts
        for scheme in ("http", "https")
    ]


def doors(site: Site) -> list[Door]:
    return [Door(start=f"https://{one.name}/", at=one.at) for one in site.own]


def no_pages(canonical: str, at: Location) -> list[NoPage]:
    return [NoPage(start=f"https://{canonical}{NO_PAGE}", at=at)]


def params(given: Iterable[ParamEntry], canonical: str) -> list[OpenParam]:
    base = f"https://{canonical}"
    return [
        OpenParam(start=_url(_absolute(one.path.name, base)), name=one.param, at=one.at)
        for one in given
    ]


def mapped(entry: MapEntry, canonical: str, policy: Policy) -> list[Mapped | Unsampled]:
    """A rule of the map with each of its samples filled in."""
    if entry.is_pattern and not entry.samples:
        return [Unsampled(pattern=entry.from_.name, at=entry.from_.at)]
    base = f"https://{canonical}"
    found: list[Mapped | Unsampled] = []
    for sample in entry.samples or (Named(name="", at=entry.from_.at),):
        start = _absolute(entry.from_.name.replace("*", sample.name), base)
        if entry.query != "ignore" and "?" not in start:
            start += f"?{PROBE_QUERY}"
        to = entry.to.name.replace(SPLAT, sample.name) if entry.to else None
        found.append(
            Mapped(
                start=_url(start),
                to=_url(_absolute(to, base)) if to is not None else None,
                method=entry.method,
                status=entry.status,
                query=entry.query,
                policy=policy,
                at=sample.at,
            )
        )
    return found


def map_problems(addresses: Iterable[Named], site: Site) -> list[Problem]:
    """Addresses on a host that is not ours, which we would not ask."""
    names = ", ".join(one.name for one in (*site.own, *site.staging)) or "empty"
    found = []
    for one in addresses:
        host = "" if one.name.startswith("/") else host_of(_url(one.name))
        if host and not site.owns(host):
            meant = f"add it to hosts.own, which with hosts.staging is {names}"
            found.append(Problem(at=one.at, found=f"{host} is not ours", meant=meant))
    return found


def page_problems(pages: Iterable[Named], site: Site, at: Location, key: str) -> list[Problem]:
    """Pages on a host that is not ours, and paths without a host they could be of."""
    found = []
    names = ", ".join(one.name for one in (*site.own, *site.staging)) or "empty"
    for page in pages:
        where = page.at if page.at != NOWHERE else at
        if page.name.startswith("/"):
            if site.canonical is None:
                meant = "add hosts: {canonical: example.com, own: [example.com]}, or write a URL"
                text = f"web.{key}: {page.name} is a path of hosts.canonical, which is not there"
                found.append(Problem(at=where, found=text, meant=meant))
        elif not site.owns(host_of(_url(page.name))):
            meant = f"add it to hosts.own, which with hosts.staging is {names}"
            text = f"{host_of(_url(page.name))} is not ours"
            found.append(Problem(at=where, found=text, meant=meant))
    return found


def canonical_problems(site: Site, policy: Policy, at: Location) -> list[Problem]:
    """A canonical host that is missing, or that contradicts the policy."""
    if site.canonical is None:
        meant = "add hosts: {canonical: example.com, own: [example.com, www.example.com]}"
        return [Problem(at=at, found="web.redirects needs hosts.canonical", meant=meant)]
    name = site.canonical.name
    if policy.www in ("to-apex", "to-www") and (policy.www == "to-www") != name.startswith("www."):
        found = f"www is {policy.www} and hosts.canonical is {name}"
        meant = f"let hosts.canonical be {twin(name)}, or leave www out"
        return [Problem(at=policy.at, found=found, meant=meant)]
    return []


def _absolute(text: str, base: str) -> str:
    return base + text if text.startswith("/") else text


def _url(text: str) -> str:
    """The URL as it will be asked; settings hold no others, so it always resolves."""
    return resolve(text, text) or text
