"""Whether the edge may keep the answer to a request, and by which rule.

Page rules come first and only one counts; cache rules come after them, each that holds changes
what was said, and so the last one wins (developers.cloudflare.com/cache/how-to/cache-rules).
"""

from dataclasses import dataclass
from typing import Literal

from launchready.core.cloudflare import Access
from launchready.core.context import Context
from launchready.edge.evaluate import Asked
from launchready.edge.phase import EdgeRule, PageRule, first, page_rules_of, rules_of

# What the edge keeps without any rule (developers.cloudflare.com/cache/concepts/
# default-cache-behavior), as far as a path may be a page or a download of somebody's.
BY_DEFAULT = frozenset(
    {
        "7z", "avi", "avif", "apk", "bin", "bmp", "bz2", "class", "css", "csv", "doc", "docx",
        "dmg", "ejs", "eot", "eps", "exe", "flac", "gif", "gz", "ico", "iso", "jar", "jpg",
        "jpeg", "js", "mid", "midi", "mkv", "mp3", "mp4", "ogg", "otf", "pdf", "pict", "pls",
        "png", "ppt", "pptx", "ps", "rar", "svg", "svgz", "swf", "tar", "tif", "tiff", "ttf",
        "webm", "webp", "woff", "woff2", "xls", "xlsx", "zip", "zst",
    }
)  # fmt: skip

Keeps = Literal["never", "if told", "unless told", "always"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`keeps` is whether the edge keeps it, whatever your server says ("always"), unless it says
    otherwise, only where it says so, or never; `by` is who decided."""

    keeps: Keeps
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """Everything that may be decided of a request; one where all can be told."""

    ways: tuple[Kept, ...]
    unclear: tuple[str, ...] = ()


async def fate(ctx: Context, access: Access, asked: Asked) -> Fate:
    page = first(await page_rules_of(ctx, access), asked)
    ways, unclear = _by_page_rule(page, _by_default(asked))
    for rule in await rules_of(ctx, access, "http_request_cache_settings"):
        found = rule.holds(asked)
        if found.holds is False or rule.action != "set_cache_settings":
            continue
        said = _by_cache_rule(rule, ways)
        if found.holds:
            ways, unclear = said, () if "cache" in rule.given else unclear
        elif set(said) - set(ways):
            ways = tuple(dict.fromkeys([*ways, *said]))
            unclear = (*unclear, rule.open(found))
    return Fate(ways=ways, unclear=unclear)


def _by_default(asked: Asked) -> Kept:
    last = asked.path.rpartition("/")[2].lower()
    ending = last.rpartition(".")[2] if "." in last else ""
    if asked.method == "GET" and ending in BY_DEFAULT:
        return Kept(keeps="unless told", by=f"default (.{ending})")
    return Kept(keeps="never", by="default")


def _by_page_rule(page: PageRule | None, usual: Kept) -> tuple[tuple[Kept, ...], tuple[str, ...]]:
    level = page.actions.get("cache_level") if page else None
    if page is None or level not in ("cache_everything", "bypass"):
        return (usual,), ()
    if level == "bypass":
        return (Kept(keeps="never", by=str(page)),), ()
    keeps: Keeps = "always" if page.actions.get("edge_cache_ttl") else "unless told"
    kept = Kept(keeps=keeps, by=str(page))
    if "bypass_cache_on_cookie" in page.actions:
        never = Kept(keeps="never", by=str(page))
        return (kept, never), (f"{page} depends on the visitor's cookie",)
    return (kept,), ()


def _by_cache_rule(rule: EdgeRule, before: tuple[Kept, ...]) -> tuple[Kept, ...]:
    eligible, ttl = rule.given.get("cache"), rule.given.get("edge_ttl")
    mode = ttl.get("mode") if isinstance(ttl, dict) else None
    if eligible is False:
        return (Kept(keeps="never", by=str(rule)),)
    if eligible is None and mode is None:
        return before
    ways: dict[str | None, Keeps] = {"override_origin": "always", "bypass_by_default": "if told"}
    keeps = ways.get(mode, "unless told")
    if eligible is None:  # another rule must have made it eligible
        changed = [Kept(keeps=keeps, by=str(rule)) if k.keeps != "never" else k for k in before]
        return tuple(changed)
    return (Kept(keeps=keeps, by=str(rule)),)
