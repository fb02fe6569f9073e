"""Tries whether a parameter sends visitors wherever a stranger wants."""

from urllib.parse import quote

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.destination import host_of
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.hops import Chain, follow
from launchready.core.unreachable import UnreachableError
from launchready.web.chain_faults import ENDS_IN_ERROR, failing_end
from launchready.web.leading_on import leads_on
from launchready.web.settings import Web
from launchready.web.starts import OpenParam
from launchready.web.way import Way

OPEN_REDIRECT = Rule(
    id="web/open-redirect",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="A parameter sends visitors anywhere",
    why="Phishers send links that start with your name and end on their copy of your login.",
    fix="Accept only paths that start with one slash and no backslash, or a list of known hosts.",
    hours=1,
)
# Reserved for examples (RFC 2606): nobody is there, and nobody is asked.
_ELSEWHERE = "launchready.example"


def payloads(host: str) -> dict[str, str]:
    """What a stranger would write, by the words for it; each leads off a host that heeds it."""
    return {
        "a whole address": f"https://{_ELSEWHERE}/",
        "two slashes": f"//{_ELSEWHERE}/",
        "a slash and a backslash": f"/\\{_ELSEWHERE}/",
        "your name as a user": f"https://{host}@{_ELSEWHERE}/",
    }


@check(Web, each=lambda web: web.visits.params, emits=(OPEN_REDIRECT, ENDS_IN_ERROR))
async def open_redirects(param: OpenParam, ctx: Context) -> list[Finding]:
    """No listed parameter sends visitors to a host that is not ours."""
    way = Way(chain=await follow(ctx.web, ctx.site, param.start), site=ctx.site, at=param.at)
    way.demand_end([])
    # A page may well refuse to be shown without its parameter.
    missing = failing_end(way, but=(400, 401, 403, 405, 422))
    if missing:
        return missing
    heeded: dict[str, Way] = {}
    silence: UnreachableError | None = None
    for words, payload in payloads(host_of(param.start)).items():
        mark = "&" if "?" in param.start else "?"
        url = f"{param.start}{mark}{quote(param.name, safe='')}={quote(payload, safe='')}"
        tried = Way(chain=await follow(ctx.web, ctx.site, url), site=ctx.site, at=param.at)
        if _leads_away(tried.chain):
            heeded[words] = tried
            continue
        try:
            tried.demand_end([])
        except UnreachableError as error:
            silence = error
    found = [_told(param, heeded)] if heeded else []
    if silence is not None:
        raise UnreachableError(
            silence.reason, kind=silence.kind, advice=silence.advice, found=tuple(found)
        ) from silence
    return found


def _leads_away(chain: Chain) -> bool:
    targets = [hop.target for hop in chain.hops if hop.target]
    if chain.last is not None and chain.end == "answered":
        on = leads_on(chain.last, chain.url)
        targets += [on[1]] if on else []
    return any(host_of(one) == _ELSEWHERE for one in targets)


def _told(param: OpenParam, heeded: dict[str, Way]) -> Finding:
    message = f"{param} sends visitors to any host when it is {' or '.join(heeded)}"
    first = next(iter(heeded.values()))
    return OPEN_REDIRECT.broken(param, message, *first.evidence)
