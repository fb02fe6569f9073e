"""What could not be filled in, with what was seen of it and what it would need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from launchready.discover import hosting
from launchready.discover.seen import Later

if TYPE_CHECKING:
    from launchready.discover.command import Looked


def later(looked: Looked) -> list[Later]:
    """In the order in which it is worth doing."""
    live = looked.live
    found: list[Later] = []
    if live is None or not live.own:
        found.append(Later(section="hosts", text="run `launchready init DOMAIN` once it is served"))
    if live is not None and live.login is not None:
        where = live.login.url
        found.append(
            Later(section="smoke.sessions", text=f"an account for tests logs in at {where}")
        )
        found.append(Later(section="smoke.journeys", text="what a customer does, step by step"))
        found.append(
            Later(section="web.caching.private", text="pages that only one customer may see")
        )
    if live is not None and live.has_site and live.login is None:
        text = "no page that asks for a password was found; an API logs in with jwt:"
        found.append(Later(section="smoke.sessions", text=text))
    if live is not None and live.own:
        found.append(Later(section="web.redirects.rules", text="old addresses and where they lead"))
        found.append(Later(section="load", text="how many requests a second must be served"))
    if live is not None and live.mail is not None and live.mail.says_anything:
        found.append(
            Later(section="email.message", text="a mail the product really sent, as received")
        )
    found += _beyond(looked)
    return found


def targets_of(looked: Looked) -> dict[str, str]:
    live = looked.live
    headers = [
        (host.name, name, value)
        for host in (live.own if live else [])
        if host.last is not None
        for name, value in host.last.headers
    ]
    return hosting.targets(looked.code.paths, headers, live.zone.aliases if live else ())


def monitors_of(looked: Looked) -> dict[str, str]:
    live = looked.live
    return hosting.monitors(looked.code.paths, live.zone.aliases if live else ())


def _beyond(looked: Looked) -> list[Later]:
    """Sections whose rooms come with later versions, with what is known for them."""
    found: list[Later] = []
    if targets := targets_of(looked):
        said = "; ".join(f"{name} ({why})" for name, why in targets.items())
        found.append(Later(section="deploy.target", text=said))
    if names := looked.code.variables.undocumented:
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        found.append(
            Later(section="deploy.env", text=f"read by the code, in no sample file: {shown}")
        )
    if monitors := monitors_of(looked):
        said = "; ".join(f"{name} ({why})" for name, why in monitors.items())
        found.append(Later(section="monitor", text=said))
    return found
