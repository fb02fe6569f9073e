"""Chromium, as the system has it, driven by Playwright: for pages that scripts make."""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from launchready.core.cookies import Jar
from launchready.core.real_browser import Act, Shown
from launchready.core.unreachable import UnreachableError
from launchready.world.chromium_visit import Visit
from launchready.world.route import mapped
from launchready.world.settings import Network

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_VARIABLE = "LAUNCHREADY_CHROMIUM"  # a path, where none of these is found
_INSTALL = (
    "Install launchready[browser], and Chromium from the system's packages; where it is not on "
    "the path, say where in "
)
_TO_START = 30.0  # seconds


class LiveChromium:
    """One browser for the run, started when it is first needed; a window for each visit."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._driver: Any = None
        self._browser: Any = None
        self._lock = asyncio.Lock()

    async def act(
        self,
        acts: tuple[Act, ...],
        *,
        jar: Jar,
        headers: Callable[[str], tuple[tuple[str, str], ...]],
        may_ask: Callable[[str], bool],
        seconds: float,
        wants_picture: bool,
    ) -> Shown:
        browser = await self._started()
        window = await browser.new_context(ignore_https_errors=False, accept_downloads=False)
        try:
            visit = Visit(window, jar, headers, may_ask, seconds)
            return await visit.made(acts, wants_picture=wants_picture)
        finally:
            with suppress(Exception):
                await window.close()

    async def aclose(self) -> None:
        for one in (self._browser, self._driver):
            if one is not None:
                with suppress(Exception):
                    await (one.close() if one is self._browser else one.stop())

    async def _started(self) -> Any:
        async with self._lock:
            if self._browser is None:
                self._browser = await self._launched()
        return self._browser

    async def _launched(self) -> Any:
        path = found()
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError as error:
            reason = "the browser step needs Playwright, which is not installed"
            raise UnreachableError(reason, advice=_INSTALL + _VARIABLE) from error
        if path is None:
            reason = "the browser step needs Chromium, and there is none on this machine"
            raise UnreachableError(reason, advice=_INSTALL + _VARIABLE)
        self._driver = await async_playwright().start()
        try:
            return await self._driver.chromium.launch(
                executable_path=path, args=self._arguments(), timeout=_TO_START * 1000
            )
        except Error as error:
            reason = f"Chromium does not start: {str(error).splitlines()[0][:200]}"
            raise UnreachableError(reason, advice="Start it by hand and see.") from error

    def _arguments(self) -> list[str]:
        """Where hosts really are; without a sandbox of its own as root, which refuses to start."""
        found = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
        rules = []
        for host in self._network.addresses:
            name, _, port = host.rpartition(":")
            places = mapped(self._network, name, int(port))
            if places:
                rules.append(f"MAP {host} {places[0][0]}:{places[0][1]}")
        if rules:
            found.append(f"--host-resolver-rules={','.join(rules)}")
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            found.append("--no-sandbox")
        return found


def found() -> str | None:
    """Where Chromium is."""
    named = os.environ.get(_VARIABLE)
    if named:
        return named if os.access(named, os.X_OK) else None
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
