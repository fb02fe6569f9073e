"""The world, as a check may know it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from launchready.core.browser import Browser
from launchready.core.cloudflare import Cloudflare
from launchready.core.code_host import CodeHost, NoCodeHost
from launchready.core.handshake import Handshaker
from launchready.core.keys import KeyFinder
from launchready.core.mail_server import MailServers
from launchready.core.repository import Repository
from launchready.core.resolver import Resolver
from launchready.core.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything outside a check: protocols only, so that a test may hand in dictionaries."""

    dns: Resolver
    web: Browser
    tls: Handshaker
    mail: MailServers
    files: Repository
    site: Site
    now: Callable[[], datetime]
    keys: KeyFinder
    cloudflare: Cloudflare
    code: CodeHost = field(default_factory=NoCodeHost)
