"""Somebody who makes requests, keeps cookies and follows redirects, never off our hosts."""

from collections.abc import Callable
from dataclasses import dataclass, field

from launchready.core.browser import Browser, Response
from launchready.core.cookies import Jar
from launchready.core.destination import host_of, resolve
from launchready.core.hops import MOST_HOPS, Chain, End, Hop, leads_to, method_after
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.visit.forms import Sending
from launchready.visit.jar import hints
from launchready.visit.telling import without_query

Headers = tuple[tuple[str, str], ...]

_BODILESS = ("content-type", "content-length", "origin")


def _no_headers(url: str) -> Headers:
    _ = url
    return ()


@dataclass(slots=True, kw_only=True, repr=False)
class Visitor:
    """One jar of cookies, and what every request carries besides: `extra_for` a URL.

    `lines` is the transcript since it was last taken, `hints` what is wrong with cookies.
    """

    web: Browser
    site: Site
    jar: Jar = field(default_factory=Jar)
    extra_for: Callable[[str], Headers] = _no_headers
    lines: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    page: Chain | None = None

    async def send(self, form: Sending) -> Chain:
        """Send a form that was filled in."""
        self.lines.append(f"fills in {', '.join(dict.fromkeys(form.names)) or 'nothing'}")
        return await self.visit(form.url, method=form.method, headers=form.headers, body=form.body)

    async def visit(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Headers = (),
        body: bytes | None = None,
        follow: bool = True,
    ) -> Chain:
        """One request and the redirects after it; a stranger is never asked.

        Raises UnreachableError for a URL that cannot be asked; silence stands in the chain.
        """
        url = resolve(url, url) or url
        if not self.site.owns(host_of(url)):
            raise StrangerError(host_of(url))
        hops, first = list[Hop](), url
        while True:
            try:
                response = await self._ask(url, method, headers, body)
            except UnreachableError as silence:
                self.lines.append(f"{method} {without_query(url)} -> {silence.reason}")
                return Chain(start=first, hops=tuple(hops), end="silent", url=url, silence=silence)
            target = leads_to(response, url) if response.untrusted is None else None
            hops.append(Hop(response=response, target=target, method=method))
            self._note(hops[-1])
            end = _end(hops, self.site, follow=follow)
            if end is not None or target is None:
                self.page = Chain(start=first, hops=tuple(hops), end=end or "answered", url=url)
                return self.page
            after = method_after(response.status, method)
            if after != method:
                body, headers = None, _without_body(headers)
            if host_of(target) != host_of(url):
                headers = tuple(one for one in headers if one[0].lower() in ("referer", "accept"))
                body = None if response.status not in (307, 308) else body
            method, url = after, target

    async def _ask(self, url: str, method: str, headers: Headers, body: bytes | None) -> Response:
        cookies = self.jar.header(url)
        said = {name.lower() for name, _ in headers}
        own = (("Cookie", cookies),) if cookies and "cookie" not in said else ()
        extra = tuple(one for one in self.extra_for(url) if one[0].lower() not in said)
        response = await self.web.fetch(
            url, method=method, headers=(*headers, *own, *extra), body=body, fresh=True
        )
        self.jar.take(response)
        self.hints += [one for one in hints(response) if one not in self.hints]
        return response

    def _note(self, hop: Hop) -> None:
        kind = (hop.response.header("content-type") or "").partition(";")[0][:60]
        to = f" -> {without_query(hop.target)}" if hop.target else ""
        size = f", {len(hop.response.body):,} bytes of {kind}" if kind else ""
        told = f"{hop.method} {without_query(hop.url)}: {hop.status}{to}"
        self.lines.append(f"{told} ({hop.response.seconds:.2f} s{size})")
        names = [
            value.partition("=")[0].strip()[:60]
            for name, value in hop.response.headers
            if name == "set-cookie"
        ]
        if names:
            self.lines.append(f"sets {', '.join(dict.fromkeys(names))}")

    def transcript(self) -> tuple[str, ...]:
        """What was done since it was last asked."""
        taken, self.lines = tuple(self.lines), []
        return taken


class StrangerError(Exception):
    """A request would go to a host that is not ours; it was not sent."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


def _without_body(headers: Headers) -> Headers:
    return tuple(one for one in headers if one[0].lower() not in _BODILESS)


def _end(hops: list[Hop], site: Site, *, follow: bool) -> End | None:
    last = hops[-1]
    if last.response.untrusted is not None:
        return "untrusted"
    if last.target is None:
        return "no location" if last.status in (301, 302, 303, 307, 308) else "answered"
    if not follow:
        return "reached"
    if not site.owns(host_of(last.target)):
        return "stranger"
    return "too many" if len(hops) >= MOST_HOPS else None
