"""Reads Cloudflare's API v4, within bounds, and never writes.

Facts: every answer is `{success, errors, result, result_info}`; a phase that never had a rule is
404 with code 10003; the numbers of pages are in result_info (developers.cloudflare.com/api).
"""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode

import anyio

from launchready.core.browser import Browser, Response
from launchready.core.cloudflare import Access, Json
from launchready.core.unreachable import UnreachableError
from launchready.world.memory import Memory

_BASE = "https://api.cloudflare.com/client/v4/"
_PER_PAGE = 100
_MOST_PAGES = 50
# The longest that Cloudflare may ask us to wait, in seconds; a check has a minute in all.
_LONGEST_WAIT = 20.0
_NO_RULES = 10003
_TOKEN = re.compile(r"[!-~]{8,500}")
_MAKE = "docs/edge.md has a link that makes one"


class LiveCloudflare:
    """Cloudflare as it is, each answer remembered for one run."""

    def __init__(self, web: Browser) -> None:
        self._web = web
        self._known = Memory[list[Any]]()

    async def zone(self, access: Access) -> Json:
        where = f"zones?{urlencode({'name': access.zone, 'per_page': 50})}"
        zones = await self._many(access, where, f"zone {access.zone}", "Zone: Read")
        found = next((one for one in zones if one.get("name") == access.zone), None)
        if found is None:
            raise UnreachableError(
                f"the token sees no zone {access.zone} at Cloudflare",
                kind="refused",
                advice=f"Give the token Zone: Read for {access.zone}; {_MAKE}.",
            )
        return found

    async def part(self, access: Access, part: str, scope: str) -> Json | None:
        zone = _id(await self.zone(access))
        answer = await self._asked(access, f"zones/{zone}/{part}", part, scope)
        result = answer.get("result") if answer is not None else None
        if answer is not None and not isinstance(result, dict):
            raise _strange(part)
        return result

    async def listed(self, access: Access, part: str, scope: str) -> tuple[Json, ...]:
        zone = _id(await self.zone(access))
        return tuple(await self._many(access, f"zones/{zone}/{part}", part, scope))

    async def ranges(self) -> tuple[str, ...]:
        answer = await self._asked(None, "ips", "ips", "no scope")
        result = answer.get("result") if answer is not None else None
        if not isinstance(result, dict):
            raise _strange("ips")
        listed = [*result.get("ipv4_cidrs", []), *result.get("ipv6_cidrs", [])]
        return tuple(str(one) for one in listed)

    async def _many(self, access: Access, where: str, what: str, scope: str) -> list[Json]:
        found: list[Json] = []
        for page in range(1, _MOST_PAGES + 1):
            mark = "&" if "?" in where else "?"
            paged = f"{where}{mark}page={page}"
            if "per_page" not in where:
                paged += f"&per_page={_PER_PAGE}"
            answer = await self._asked(access, paged, what, scope)
            result = [] if answer is None else answer.get("result")
            if not isinstance(result, list) or not all(isinstance(one, dict) for one in result):
                raise _strange(what)
            found += result
            if answer is None or _is_last(answer, page, len(result)):
                return found
        raise UnreachableError(
            f"Cloudflare's list of {what} goes past {_MOST_PAGES} pages",
            advice="Look whether the zone is really that large; if so, tell us.",
        )

    async def _asked(
        self, access: Access | None, where: str, what: str, scope: str
    ) -> dict[str, Any] | None:
        """The whole answer, None for what never had a rule."""
        token = access.token if access is not None else ""
        if access is not None and not _TOKEN.fullmatch(token):
            raise UnreachableError(
                "edge.cloudflare.token is no token of Cloudflare's",
                kind="refused",
                advice=f"Put the token, and nothing else, into the variable; {_MAKE}.",
            )

        async def learn() -> list[Any]:
            response = await self._fetched(where, token)
            return [_read(response, what, scope, token)]

        found: dict[str, Any] | None = (await self._known.recall((token, where), learn))[0]
        return found

    async def _fetched(self, where: str, token: str) -> Response:
        headers = (("Authorization", f"Bearer {token}"),) if token else ()
        response = await self._web.fetch(_BASE + where, headers=headers, fresh=True)
        if response.status != 429:
            return response
        wait = _seconds(response.header("retry-after"))
        if wait <= _LONGEST_WAIT:
            await anyio.sleep(wait)
            response = await self._web.fetch(_BASE + where, headers=headers, fresh=True)
        if response.status == 429:
            raise UnreachableError(
                "Cloudflare answers no more questions for now (429)",
                kind="refused",
                advice="Wait five minutes, in which 1,200 questions are free, and run again.",
            )
        return response


def _read(response: Response, what: str, scope: str, token: str) -> dict[str, Any] | None:
    said = _envelope(response)
    errors = [one for one in said.get("errors") or [] if isinstance(one, dict)]
    if response.status == 200 and said.get("success") is True:
        return said
    if response.status == 404 and any(one.get("code") == _NO_RULES for one in errors):
        return None
    told = "; ".join(f"{one.get('message')} ({one.get('code')})" for one in errors)[:200]
    told = (told.replace(token, "***") if token else told) or "no reason given"
    if response.status == 403:
        reason = f"the token may not read {what} at Cloudflare: {told}"
        advice = f"Give the token the permission {scope}; {_MAKE}."
        raise UnreachableError(reason, kind="refused", advice=advice)
    if response.status in (400, 401):
        reason = f"Cloudflare does not take the token: {told}"
        advice = f"Make a new token and put it where the old one is; {_MAKE}."
        raise UnreachableError(reason, kind="refused", advice=advice)
    raise UnreachableError(
        f"Cloudflare answered {response.status} when asked for {what}: {told}",
        advice="See www.cloudflarestatus.com, then run the gate again.",
    )


def _envelope(response: Response) -> dict[str, Any]:
    if response.truncated:
        raise UnreachableError("Cloudflare's answer is larger than we read")
    try:
        said = json.loads(response.body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said
    raise UnreachableError(
        f"what answers as api.cloudflare.com ({response.status}) does not speak its language",
        advice="Look whether a proxy stands between this machine and Cloudflare.",
    )


def _is_last(answer: dict[str, Any], page: int, count: int) -> bool:
    about = answer.get("result_info")
    pages = about.get("total_pages") if isinstance(about, dict) else None
    if isinstance(pages, int):
        return page >= pages
    size = about.get("per_page") if isinstance(about, dict) else None
    return count < (size if isinstance(size, int) and size > 0 else _MOST_PAGES * _PER_PAGE)


def _id(zone: Json) -> str:
    found = zone.get("id")
    if not isinstance(found, str) or not found:
        raise _strange("the zone")
    return quote(found, safe="")


def _strange(what: str) -> UnreachableError:
    return UnreachableError(
        f"Cloudflare's answer about {what} has another shape than its API describes",
        advice="Run the gate again; if it stays so, launchready needs an update.",
    )


def _seconds(header: str | None) -> float:
    return float(header) if header and re.fullmatch(r"[0-9]{1,6}", header.strip()) else 1.0
