"""One visit with Chromium, from its first page to its last, as a person makes it."""

from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from typing import Any
from urllib.parse import urlsplit

from launchready.core.cookies import Jar
from launchready.core.real_browser import Act, Shown

_LARGEST_PICTURE = 110_000  # bytes; 150 kB once it stands in a page as base64
_QUALITIES = (60, 40, 25, 12)
_MOST_NOISE = 20
_LONGEST_NOISE = 200  # characters
_LARGEST_PAGE = 2_000_000  # characters

# Typed values are painted over before the picture is taken, whatever kind of field they are in.
_MASK = """() => {
  for (const one of document.querySelectorAll('input, textarea, select')) {
    if (['button','submit','checkbox','radio'].includes(one.type)) continue;
    if ('value' in one && one.value) one.value = one.type === 'password' ? '' : '•••';
  }
}"""
_MASK_TEXTS = """(texts) => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) for (const one of texts)
    if (walk.currentNode.data.includes(one))
      walk.currentNode.data = walk.currentNode.data.split(one).join('•••');
}"""


class Visit:
    """One window, from its first page to its last."""

    def __init__(
        self,
        window: Any,
        jar: Jar,
        headers: Callable[[str], tuple[tuple[str, str], ...]],
        may_ask: Callable[[str], bool],
        seconds: float,
    ) -> None:
        self._window = window
        self._jar = jar
        self._headers = headers
        self._may_ask = may_ask
        self._limit = seconds * 1000
        self._errors: list[str] = []
        self._failed: list[str] = []
        self._refused: list[str] = []
        self._typed: list[str] = []
        self._status = 0
        self._said: tuple[tuple[str, str], ...] = ()

    async def made(self, acts: tuple[Act, ...], *, wants_picture: bool) -> Shown:
        from playwright.async_api import Error

        await self._window.route("**/*", self._let_through)
        page = await self._window.new_page()
        page.set_default_timeout(self._limit)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._note(self._errors, str(error)))
        page.on("requestfailed", self._lost)
        page.on("response", self._answered)
        first = next((one.on for one in acts if one.verb == "goto"), "")
        await self._lend(first)
        failed, why = None, ""
        for one in acts:
            try:
                await self._do(page, one)
            except Error as error:
                failed, why = one, _words(one, error)
                break
        picture = await self._picture(page) if failed and wants_picture else None
        html = ""
        with suppress(Error):
            html = (await page.content())[:_LARGEST_PAGE]
        await self._take_back()
        return Shown(
            url=page.url,
            status=self._status or 200,
            html=html,
            failed=failed,
            why=why,
            picture=picture,
            console_errors=tuple(self._errors),
            failed_requests=tuple(self._failed),
            refused=tuple(dict.fromkeys(self._refused)),
        )

    async def _do(self, page: Any, act: Act) -> None:
        match act.verb:
            case "goto":
                answer = await page.goto(act.on, wait_until="load", timeout=self._limit)
                self._status = answer.status if answer else 0
            case "fill":
                self._typed.append(act.value)
                await (await self._field(page, act.on)).fill(act.value, timeout=self._limit)
            case "click":
                await (await self._thing(page, act.on)).click(timeout=self._limit)
            case "wait_for":
                await (await self._shown(page, act.on)).wait_for(timeout=self._limit)

    async def _field(self, page: Any, on: str) -> Any:
        """A field by selector, label, placeholder or name, whichever a visitor sees."""
        if _is_selector(on):
            return page.locator(on).first
        escaped = on.replace("\\", "\\\\").replace('"', '\\"')
        named = page.locator(f'[name="{escaped}"], [id="{escaped}"]')
        return await self._seen(page.get_by_label(on), page.get_by_placeholder(on), named)

    async def _thing(self, page: Any, on: str) -> Any:
        """A button before a link before any text that says so: pages have the words "Login
        failed" ready, and hidden, beside the button Login."""
        if _is_selector(on):
            return page.locator(on).first
        roles = ("button", "link", "menuitem", "tab")
        exact = [page.get_by_role(role, name=on, exact=True) for role in roles]
        like = [page.get_by_role(role, name=on) for role in roles]
        return await self._seen(*exact, *like, page.get_by_text(on))

    async def _shown(self, page: Any, on: str) -> Any:
        if _is_selector(on):
            return page.locator(on).first
        return page.get_by_text(on).locator("visible=true").first

    async def _seen(self, *wanted: Any) -> Any:
        """The first of these that is there, the surest named first; what is hidden is not."""
        visible = [one.locator("visible=true") for one in wanted]
        await reduce(lambda found, one: found.or_(one), visible).first.wait_for(timeout=self._limit)
        for one in visible:
            if await one.count():
                return one.first
        return visible[-1].first

    async def _let_through(self, route: Any) -> None:
        url = route.request.url
        scheme = urlsplit(url).scheme
        if scheme in ("data", "blob", "about"):
            await route.continue_()
        elif scheme in ("http", "https") and self._may_ask(url):
            extra = {name.lower(): text for name, text in self._headers(url)}
            await route.continue_(headers={**route.request.headers, **extra})
        else:
            self._refused.append((urlsplit(url).hostname or scheme)[:100])
            await route.abort("blockedbyclient")

    def _heard(self, message: Any) -> None:
        # What was refused by us complains in the console too, and is no fault of the page.
        if message.type == "error" and "ERR_BLOCKED_BY_CLIENT" not in message.text:
            self._note(self._errors, message.text)

    def _lost(self, request: Any) -> None:
        why = request.failure or ""
        if "ERR_BLOCKED_BY_CLIENT" in why or "ERR_ABORTED" in why:
            return
        self._note(self._failed, f"{request.method} {_bare(request.url)}: {why}")

    def _answered(self, response: Any) -> None:
        if response.request.is_navigation_request() and response.frame.parent_frame is None:
            self._status = response.status
        elif response.status >= 400:
            self._note(
                self._failed, f"{response.request.method} {_bare(response.url)}: {response.status}"
            )

    def _note(self, where: list[str], text: str) -> None:
        if len(where) < _MOST_NOISE:
            where.append(" ".join(text.split())[:_LONGEST_NOISE])

    async def _lend(self, url: str) -> None:
        pairs = [one.partition("=") for one in self._jar.header(url).split("; ") if one]
        cookies = [{"name": n, "value": v, "url": url} for n, _, v in pairs]
        if cookies:
            await self._window.add_cookies(cookies)

    async def _take_back(self) -> None:
        for one in await self._window.cookies():
            self._jar.put(
                name=one["name"],
                value=one["value"],
                domain=one["domain"].lstrip("."),
                path=one["path"],
                for_one_host=not one["domain"].startswith("."),
                for_https=one["secure"],
            )

    async def _picture(self, page: Any) -> bytes | None:
        """The page as it stands, everything that was typed masked; the first that is small
        enough."""
        from playwright.async_api import Error

        try:
            for frame in page.frames:
                await frame.evaluate(_MASK)
                await frame.evaluate(_MASK_TEXTS, [one for one in self._typed if len(one) > 3])
            for quality in _QUALITIES:
                taken: bytes = await page.screenshot(type="jpeg", quality=quality)
                if len(taken) <= _LARGEST_PICTURE:
                    return taken
        except Error:
            return None
        return None


def _is_selector(on: str) -> bool:
    return on.startswith(("#", ".", "[", "css=", "//")) or any(one in on for one in ("[", ">", "="))


def _bare(url: str) -> str:
    return url.partition("?")[0][:150]


def _words(act: Act, error: Exception) -> str:
    shown = _bare(act.on)
    first = str(error).splitlines()[0] if str(error) else ""
    if "Timeout" in first:
        what = {
            "fill": "no field",
            "click": "nothing to click",
            "goto": "no page",
        }
        if act.verb == "wait_for":
            return f"{shown} did not appear in time"
        return f"{what[act.verb]} {shown} appeared in time"
    kind = first.partition(" at ")[0].removeprefix("Page.").removeprefix("Locator.")
    return f"{act.verb} {shown} failed: {kind[:150]}"
