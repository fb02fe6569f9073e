"""Report pages in a real Chromium, as a reader opens them: from a file, with nothing else there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from launchready.core.finding import Change, Finding
from launchready.core.report import Answered, Report, Verdict
from launchready.core.sheet import Sheet
from tests.report.reports import (
    COMPRESSED,
    EXPIRES,
    KEY,
    MISSING,
    RECORDS,
    STRAY,
    a_report,
    asked,
    go,
    named,
    no_go,
    unknown,
)
from tests.report.runs import under_load

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
NASTY = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "</style><svg onload=\"document.title='taken'\">",
    "javascript:document.title='taken'",
    "\u202etxt.exe\u202c && <a href='//evil.example'>click</a>",
)


def needs(file: Path, what: str) -> None:
    """Skips by name; under CI an absence fails, or the promise would be kept by nobody."""
    if file.exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"needs {what}")


def hostile() -> Report:
    """Titles, headers, TXT records and commit messages that would rather be markup."""
    found: list[Finding] = []
    for number, text in enumerate(NASTY):
        change = Change(zone=text, sign="~", record=text, wanted=text, live=text)
        one = MISSING.broken(named(text, text, number + 1), text, f"commit: {text}", text)
        found.append(replace(one, change=change))
    sheets = tuple(Sheet(title=one, rows=((one, one),)) for one in NASTY)
    return a_report(
        Verdict.NO_GO,
        asked(RECORDS, NASTY[0], Answered(findings=tuple(found), sheets=sheets)),
        product=NASTY[2],
        notes=NASTY,
    )


def huge() -> Report:
    """Two thousand findings."""
    rules = (KEY, MISSING, EXPIRES, COMPRESSED, STRAY)
    found = tuple(
        rules[number % 5].broken(
            named(f"host{number}.acme.test", "dns/acme.test.yaml", number + 1),
            f"host{number}.acme.test does not resolve; the map says 192.0.2.1",
            "ns1: no such name",
        )
        for number in range(2000)
    )
    return a_report(Verdict.NO_GO, asked(RECORDS, "acme.test", Answered(findings=found)))


REPORTS = {
    "go": go,
    "no-go": no_go,
    "unknown": unknown,
    "under load": under_load,
    "hostile": hostile,
    "huge": huge,
}


@contextmanager
def opened(
    file: Path, *, dark: bool = False, width: int = 1000, script: bool = True, bare: bool = False
) -> Iterator["Page"]:
    """A page in a fresh browser; `bare` lets tests bring their own script past its policy."""
    needs(CHROMIUM, "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            page = browser.new_page(
                color_scheme="dark" if dark else "light",
                viewport={"width": width, "height": 800},
                java_script_enabled=script,
                bypass_csp=bare,
            )
            page.clock.set_fixed_time(datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
            page.goto(file.as_uri())
            yield page
        finally:
            browser.close()
