"""The world, as a check may know it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from launchready.core.browser import Browser
from launchready.core.cloudflare import Cloudflare
from launchready.core.code_host import CodeHost, NoCodeHost
from launchready.core.direct import Direct, NoDirect
from launchready.core.handshake import Handshaker
from launchready.core.inbox import Inboxes, NoInboxes
from launchready.core.keys import KeyFinder
from launchready.core.load import Load, NoLoad
from launchready.core.mail_server import MailServers
from launchready.core.monitors import MonitorProviders, NoMonitorProviders
from launchready.core.package_managers import NoPackageManagers, PackageManagers
from launchready.core.private import Private
from launchready.core.real_browser import NoRealBrowser, RealBrowser
from launchready.core.repository import NamedFiles, Repository
from launchready.core.resolver import Resolver
from launchready.core.sessions import NoSessions, Sessions
from launchready.core.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything outside a check: protocols only, so that a test may hand in dictionaries.

    `screen` is a browser that runs scripts; `private` takes what must never be shown: tokens
    that a login gave, cookies, passwords that were typed. `anew` is `web` with a connection of
    its own for every request and no memory, None where a world has none. `say` tells whoever
    watches how something long stands.
    `files` is what is looked at: on a pull request the change. `named` is what the config speaks
    of, and comes from where the config comes from.
    """

    dns: Resolver
    web: Browser
    tls: Handshaker
    mail: MailServers
    files: Repository
    named: NamedFiles
    site: Site
    now: Callable[[], datetime]
    keys: KeyFinder
    cloudflare: Cloudflare
    code: CodeHost = field(default_factory=NoCodeHost)
    managers: PackageManagers = field(default_factory=NoPackageManagers)
    sessions: Sessions = field(default_factory=NoSessions)
    inboxes: Inboxes = field(default_factory=NoInboxes)
    screen: RealBrowser = field(default_factory=NoRealBrowser)
    load: Load = field(default_factory=NoLoad)
    direct: Direct = field(default_factory=NoDirect)
    monitors: MonitorProviders = field(default_factory=NoMonitorProviders)
    private: Private = field(default_factory=Private)
    anew: Browser | None = None
    say: Callable[[str], None] = lambda _: None
