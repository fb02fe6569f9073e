"""Makes smoke pages of an OpenAPI file that lies in the repository."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from launchready.core.context import Context
from launchready.core.destination import host_of, resolve
from launchready.core.hops import follow
from launchready.core.repository import Repository
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.smoke.import_openapi import import_openapi
from launchready.values.node import Block, Node, Row
from launchready.values.problem import ConfigError
from launchready.values.yaml import parse

MOST = 12  # pages; the command `import openapi` gives all of them
_BASE = "${base_url}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPage:
    """A page as the file promises it; `expect` is what the import wrote of it, as data."""

    name: str
    path: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """What a file came to: the address it is served at, and the pages that answered so."""

    file: str = ""
    base: str = ""
    pages: tuple[ApiPage, ...] = ()
    otherwise: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


async def api_of(
    paths: list[str], bases: list[str], files: Repository, site: Site, ctx: Context
) -> Api:
    """The first file that holds pages, asked at the server it names or at `bases`."""
    notes: list[str] = []
    for path in sorted(paths, key=lambda one: (one.count("/"), one))[:5]:
        try:
            raw = files.raw(path)
            if raw is None:
                continue
            made = import_openapi(raw, path)
            promised, server = _promised(parse(made.text.encode(), path))
        except (ConfigError, UnreachableError) as error:
            notes.append(f"{path}: {error}")
            continue
        tried = [one for one in (server, *bases) if site.owns(host_of(one))]
        for base in dict.fromkeys(tried):
            good, bad = await _asked(promised, base, site, ctx)
            if good:
                return Api(
                    file=path, base=base, pages=tuple(good), otherwise=tuple(bad),
                    notes=(*notes, *(f"{path}: {one}" for one in made.notes)),
                )  # fmt: skip
        if promised:
            notes.append(f"{path}: none of its addresses answered as it says")
    return Api(notes=tuple(notes))


async def _asked(
    promised: list[ApiPage], base: str, site: Site, ctx: Context
) -> tuple[list[ApiPage], list[str]]:
    good: list[ApiPage] = []
    bad: list[str] = []
    for one in promised[:MOST]:
        url = resolve(f"{base}{one.path}", f"{base}{one.path}")
        if url is None or host_of(url) != host_of(base):
            continue
        try:
            chain = await follow(ctx.web, site, url)
        except UnreachableError:
            chain = None
        status = chain.last.status if chain and chain.last and chain.end == "answered" else 0
        if status == one.status:
            good.append(one)
        else:
            bad.append(f"{one.path} answered {status or 'nothing'} instead of {one.status}")
    return good, bad


def _promised(root: Node) -> tuple[list[ApiPage], str]:
    """The pages of an imported config, and the server's address."""
    smoke = _at(root, "smoke")
    rows = _at(smoke, "pages")
    pages = [_page(one) for one in rows] if isinstance(rows, Row) else []
    server = str(_at(_at(_at(root, "environments"), "production"), "base_url") or "")
    server = server.replace("$${", "${")
    known = "" if "${" in server or host_of(server).endswith("example.com") else server
    return [one for one in pages if one is not None], known


def _page(row: Node) -> ApiPage | None:
    url = str(_at(row, "url") or "")
    path = url.removeprefix(_BASE).replace("$${", "${")
    if path == url or "${" in path or not urlsplit(path).path.startswith("/"):
        return None
    status = str(_at(_at(row, "expect"), "status") or "200")
    return ApiPage(name=str(_at(row, "name")), path=path, status=int(status))


def _at(node: Node | None, name: str) -> Node | None:
    key = node.key(name) if isinstance(node, Block) else None
    return node[key] if isinstance(node, Block) and key is not None else None
