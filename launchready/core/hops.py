"""Follows redirects by hand, one request at a time, and never off the hosts that are ours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from launchready.core.browser import Browser, Response
from launchready.core.cookies import Jar
from launchready.core.destination import host_of, port_in, resolve
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError

# Browsers give up at 20; nobody builds ten on purpose.
MOST_HOPS = 10

REDIRECTS = frozenset({301, 302, 303, 307, 308})

End = Literal[
    "answered",  # with something other than a redirect
    "untrusted",  # a browser stops here: the certificate fails
    "no location",  # a redirect that leads nowhere
    "stranger",  # the next host is not ours and was not asked
    "port",  # the next port is not a visitor's and was not asked
    "reached",  # the next address is where the caller wanted to stop
    "loop",
    "too many",
    "silent",  # no answer at all
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request's answer and where it leads; `target` is None when it leads nowhere."""

    response: Response
    target: str | None = None
    method: str = "GET"

    @property
    def url(self) -> str:
        return self.response.url

    @property
    def status(self) -> int:
        return self.response.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A visit from its first request to where it ended, and why it ended there.

    `url` is what was asked last; `silence` is set when it did not answer.
    """

    start: str
    hops: tuple[Hop, ...]
    end: End
    url: str
    silence: UnreachableError | None = None

    @property
    def landing(self) -> str:
        """Where a visitor's address bar ends, asked for or not."""
        is_beyond = self.end in ("stranger", "port", "reached") and self.hops
        return (self.hops[-1].target if is_beyond else None) or self.url

    @property
    def last(self) -> Response | None:
        return self.hops[-1].response if self.hops else None

    @property
    def redirects(self) -> int:
        return sum(hop.target is not None for hop in self.hops)


async def follow(
    web: Browser,
    site: Site,
    start: str,
    *,
    fresh: bool = False,
    method: str = "GET",
    stop: Callable[[Hop], bool] | None = None,
) -> Chain:
    """Visit `start`, a URL of ours, as a browser with an empty cookie jar would.

    `stop` says after which hops to ask no more, though the next address is ours. A POST has no
    body.
    """
    url = resolve(start, start) or start
    if not site.owns(host_of(url)):
        raise ValueError(f"{url} is not ours to ask")
    jar, hops, seen, first = Jar(), list[Hop](), set[tuple[str, str, str]](), url
    while True:
        cookies = jar.header(url)
        seen.add((method, url, cookies))
        headers = (("Cookie", cookies),) if cookies else ()
        body = b"" if method == "POST" else None
        try:
            response = await web.fetch(url, method=method, headers=headers, body=body, fresh=fresh)
        except UnreachableError as error:
            return Chain(start=first, hops=tuple(hops), end="silent", url=url, silence=error)
        jar.take(response)
        target = leads_to(response, url)
        hops.append(Hop(response=response, target=target, method=method))
        method = method_after(response.status, method)
        end = _end(hops, site, first)
        if target and not end and stop and stop(hops[-1]):
            end = "reached"
        if target and not end and (method, target, jar.header(target)) in seen:
            end = "loop"
        if end or target is None:
            return Chain(start=first, hops=tuple(hops), end=end or "answered", url=url)
        url = target


def method_after(status: int, method: str) -> str:
    """How browsers go on (RFC 9110, 15.4): 307 and 308 keep the method, 301 and 302 only GET."""
    return "GET" if status == 303 or (status in (301, 302) and method == "POST") else method


def locations(response: Response) -> list[str]:
    """Every Location of an answer, raw, the same one once."""
    return list(dict.fromkeys(value for name, value in response.headers if name == "location"))


def leads_to(response: Response, url: str) -> str | None:
    """Where a redirect leads from `url`; None for what is no redirect or cannot be followed.

    Browsers refuse an answer whose Locations contradict each other.
    """
    said = locations(response)
    if response.status not in REDIRECTS or len(said) != 1:
        return None
    return resolve(url, said[0])


def _end(hops: list[Hop], site: Site, start: str) -> End | None:
    """Why a browser or we would stop after the last hop; None to go on."""
    last = hops[-1]
    if last.response.untrusted is not None:
        return "untrusted"
    if last.status not in REDIRECTS:
        return "answered"
    if last.target is None:
        return "no location"
    if not site.owns(host_of(last.target)):
        return "stranger"
    if port_in(last.target) not in (None, port_in(start)):
        return "port"
    if len(hops) >= MOST_HOPS:
        # A loop that sets a new cookie each time looks new each time.
        return "loop" if len({hop.url for hop in hops}) < len(hops) else "too many"
    return None
