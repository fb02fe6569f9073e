"""What a crawler reads before it reads a page: robots.txt, asked for as RFC 9309 says."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from launchready.core.bot_wall import kept_out
from launchready.core.context import Context
from launchready.core.hops import follow
from launchready.web import robots
from launchready.web.document import elements
from launchready.web.robots import Robots
from launchready.web.surface import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A host's robots.txt: its rules, or why crawlers take the whole host to be shut."""

    url: str
    rules: Robots
    shut: str | None = None

    def forbids(self, path: str) -> str | None:
        """What keeps Googlebot from a path, in words that follow the path."""
        if self.shut is not None:
            return f"is shut to crawlers: {self.url} {self.shut}"
        line = self.rules.shut(path)
        return None if line is None else f"is shut to crawlers by line {line} of {self.url}"


async def robots_file(url: str, ctx: Context) -> RobotsFile:
    """The robots.txt that holds for a URL. Raises UnreachableError when it was not to be seen.

    4xx means that nothing is forbidden, 5xx that everything is (RFC 9309, 2.3.1).
    """
    parts = urlsplit(url)
    where = f"{parts.scheme}://{parts.netloc}/robots.txt"
    chain = await follow(ctx.web, ctx.site, where)
    if chain.silence is not None:
        raise chain.silence
    last = chain.last
    if last is None or chain.end != "answered":
        # A crawler that cannot follow takes it as if there were none (2.3.1.2).
        return RobotsFile(url=where, rules=Robots())
    if (wall := kept_out(last)) is not None:
        raise wall
    if last.status >= 500:
        return RobotsFile(url=where, rules=Robots(), shut=f"answers {last.status}")
    if last.status >= 400:
        return RobotsFile(url=where, rules=Robots())
    text = last.body[: robots.LONGEST].decode("utf-8", "replace")
    return RobotsFile(url=where, rules=robots.parsed(text))


def page_forbids(seen: Seen) -> str | None:
    """What in a page or its headers keeps it out of Google, in words that follow "it says"."""
    header = robots.header_forbids(
        value for name, value in seen.last.headers if name == "x-robots-tag"
    )
    if header is not None:
        return f"X-Robots-Tag: {header[:80]}"
    return meta_forbids(seen)


def meta_forbids(seen: Seen) -> str | None:
    metas = elements(seen.last.text, "meta")
    return robots.meta_forbids((one["name"], one["content"]) for one in metas)


def path_of(url: str) -> str:
    """The path and query that robots rules are held against."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
