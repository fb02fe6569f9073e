"""Opens the world for one run and closes it again."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast

from launchready.core.browser import Browser
from launchready.core.cloudflare import Cloudflare
from launchready.core.code_host import CodeHost
from launchready.core.context import Context
from launchready.core.direct import Direct
from launchready.core.handshake import Handshaker
from launchready.core.keys import KeyFinder
from launchready.core.load import Load
from launchready.core.mail_server import MailServers
from launchready.core.monitors import MonitorProviders
from launchready.core.origin import origin_of
from launchready.core.package_managers import PackageManagers
from launchready.core.real_browser import RealBrowser
from launchready.core.repository import NamedFiles, Repository
from launchready.core.resolver import Resolver
from launchready.core.site import Site
from launchready.world.settings import Network


class _Late:
    """Stands for something until it is first used: a run that reads the repository alone, as a
    commit hook does, then loads no library for the network (0.2 s)."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self.made: Any = None

    def __getattr__(self, name: str) -> Any:
        if self.made is None:
            self.made = self._make()
        return getattr(self.made, name)


@asynccontextmanager
async def open_world(
    network: Network,
    site: Site,
    files: Repository,
    keys: KeyFinder,
    named: NamedFiles | None = None,
    variables: Mapping[str, str] | None = None,
) -> AsyncIterator[Context]:
    """A context whose protocols reach the real network, through what the config says of it.

    `named` has the files the config names where those are not in `files`; `variables` are the
    process's own unless given. Raises ConfigError when
    network.ca_file is no file of certificates.
    """

    def resolver() -> Any:
        from launchready.world.resolver import LiveResolver

        return LiveResolver(network)

    def browser() -> Any:
        from launchready.world.browser import LiveBrowser

        return LiveBrowser(network, cast(Resolver, dns))

    def browser_anew() -> Any:
        from launchready.world.browser import LiveBrowser

        return LiveBrowser(network, cast(Resolver, dns), anew=True)

    def handshaker() -> Any:
        from launchready.world.handshake import LiveHandshaker

        return LiveHandshaker(network, cast(Resolver, dns))

    def mail_servers() -> Any:
        from launchready.world.smtp import LiveMailServers

        return LiveMailServers(network, cast(Resolver, dns))

    def load() -> Any:
        from launchready.world.load_run import LiveLoad

        return LiveLoad(network, cast(Resolver, dns))

    def direct() -> Any:
        from launchready.world.direct import LiveDirect

        return LiveDirect(network, cast(Resolver, dns))

    def screen() -> Any:
        from launchready.world.chromium import LiveChromium

        return LiveChromium(network)

    def cloudflare() -> Any:
        from launchready.world.cloudflare import LiveCloudflare

        return LiveCloudflare(cast(Browser, web))

    def code_host() -> Any:
        from launchready.world.github import LiveCodeHost

        return LiveCodeHost(variables, origin=origin_of(files))

    def managers() -> Any:
        from launchready.world.package_managers import LivePackageManagers

        return LivePackageManagers()

    def monitors() -> Any:
        from launchready.world.monitor_providers import LiveMonitorProviders

        return LiveMonitorProviders(network)

    if network.ca_file is not None:
        from launchready.world.tls_context import visitor_context

        visitor_context(network)  # a mistake in the config is told before anything is asked
    dns, web, anew = _Late(resolver), _Late(browser), _Late(browser_anew)
    shown, code = _Late(screen), _Late(code_host)
    try:
        yield Context(
            dns=cast(Resolver, dns),
            web=cast(Browser, web),
            tls=cast(Handshaker, _Late(handshaker)),
            mail=cast(MailServers, _Late(mail_servers)),
            files=files,
            named=files if named is None else named,
            site=site,
            now=lambda: datetime.now(UTC),
            keys=keys,
            load=cast(Load, _Late(load)),
            direct=cast(Direct, _Late(direct)),
            anew=cast(Browser, anew),
            screen=cast(RealBrowser, shown),
            cloudflare=cast(Cloudflare, _Late(cloudflare)),
            code=cast(CodeHost, code),
            managers=cast(PackageManagers, _Late(managers)),
            monitors=cast(MonitorProviders, _Late(monitors)),
        )
    finally:
        for one in (web, anew, shown, code):
            if one.made is not None:
                await one.aclose()
