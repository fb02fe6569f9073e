"""Opens the inboxes that a config names."""

from collections.abc import Mapping

from launchready.core.browser import Browser
from launchready.core.inbox import Inbox
from launchready.core.unreachable import UnreachableError
from launchready.visit.accounts import InboxAt
from launchready.world import mailbox_services, mailbox_sinks
from launchready.world.mailbox_imap import ImapInbox
from launchready.world.settings import Network

_BY_NAME = {
    "mailpit": mailbox_sinks.mailpit,
    "maildev": mailbox_sinks.maildev,
    "mailosaur": mailbox_services.mailosaur,
    "mailtrap": mailbox_services.mailtrap,
}


class LiveInboxes:
    """Inboxes by their names."""

    def __init__(self, inboxes: Mapping[str, InboxAt], network: Network, web: Browser) -> None:
        self._inboxes = inboxes
        self._network = network
        self._web = web

    def open(self, name: str) -> Inbox:
        at = self._inboxes.get(name)
        if at is None:
            raise UnreachableError(f"there is no inbox {name}")
        if at.imap is not None:
            return ImapInbox(at, self._network)
        made = next(make for key, make in _BY_NAME.items() if getattr(at, key) is not None)
        return made(at, self._web)
