"""The world, as a check may know it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from launchready.core.browser import Browser
from launchready.core.handshake import Handshaker
from launchready.core.keys import KeyFinder
from launchready.core.mail_server import MailServers
from launchready.core.repository import NamedFiles, Repository
from launchready.core.resolver import Resolver
from launchready.core.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything outside a check: protocols only, so that a test may hand in dictionaries.

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
