"""An inbox at a mail provider, over IMAP (RFC 3501), one short connection a look."""

import imaplib
import ipaddress
import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio.to_thread

from launchready.core.inbox import Letter
from launchready.core.unreachable import UnreachableError
from launchready.visit.accounts import InboxAt, imap_parts
from launchready.world.mail_text import letter
from launchready.world.route import mapped, silence, written
from launchready.world.settings import Network
from launchready.world.tls_context import visitor_context

_PORTS = {"imaps": 993, "imap": 143}
_MOST = 50  # mails of one look, the newest
_LARGEST = 2_000_000  # bytes of one mail
_ADVICE = (
    "Open the inbox with the same user and password by hand; some providers want an app password."
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Account:
    scheme: str
    user: str
    password: str
    host: str
    port: int
    folder: str
    is_insecure: bool

    @property
    def where(self) -> str:
        return written((self.host, self.port))


class ImapInbox:
    """A folder of an account; nothing in it is changed, and no mail becomes read."""

    def __init__(self, at: InboxAt, network: Network) -> None:
        scheme, user, password, host, port = imap_parts(at.imap or "")
        self.receiver = at.auth_server_id or ""
        self._network = network
        self._account = _Account(
            scheme=scheme,
            user=at.user or user,
            password=at.password or password,
            host=host,
            port=port or _PORTS[scheme],
            folder=at.folder,
            is_insecure=at.insecure,
        )

    async def watch(self) -> "_FromNow":
        return _FromNow(inbox=self, first=await self._in_thread(_next_uid))

    async def since(self, first: int) -> tuple[Letter, ...]:
        found: tuple[Letter, ...] = await self._in_thread(lambda box: _fetched(box, first))
        return found

    async def _in_thread(self, ask: Any) -> Any:
        return await anyio.to_thread.run_sync(lambda: self._asked(ask), abandon_on_cancel=True)

    def _asked(self, ask: Any) -> Any:
        account = self._account
        try:
            box = self._opened()
        except ssl.SSLCertVerificationError as error:
            reason = f"the certificate of {account.where} fails ({error.verify_message})"
            raise UnreachableError(
                reason, advice="Mend it, or name its root in ca_file."
            ) from error
        except (OSError, imaplib.IMAP4.abort) as error:
            raise silence(account.where, error) from error
        try:
            return ask(box)
        except (OSError, imaplib.IMAP4.error) as error:
            raise UnreachableError(f"{account.where} broke off: {type(error).__name__}") from error
        finally:
            _closed(box)

    def _opened(self) -> imaplib.IMAP4:
        account, network = self._account, self._network
        places = mapped(network, account.host, account.port) or ((account.host, account.port),)
        context = visitor_context(network)
        if account.scheme == "imaps":
            box: imaplib.IMAP4 = _Tls(account.host, places[0], context, network.timeout)
        else:
            box = _Plain(account.host, places[0], network.timeout)
        try:
            self._enter(box, context)
        except BaseException:
            _closed(box)
            raise
        return box

    def _enter(self, box: imaplib.IMAP4, context: ssl.SSLContext) -> None:
        """Begins TLS where that is left to do, logs in and opens the folder."""
        account = self._account
        is_plain = account.scheme == "imap"
        if is_plain and not (account.is_insecure or _is_here(account.host)):
            try:
                box.starttls(context)
            except imaplib.IMAP4.error as error:
                reason = f"{account.where} offers no TLS, so the password was not sent"
                advice = "Write imaps://, or insecure: true if nobody can listen in between."
                raise UnreachableError(reason, kind="refused", advice=advice) from error
        try:
            box.login(_quoted(account.user), account.password)
        except imaplib.IMAP4.error as error:
            reason = f"{account.where} refuses the login"
            raise UnreachableError(reason, kind="refused", advice=_ADVICE) from error
        answer, _ = box.select(_quoted(account.folder), readonly=True)
        if answer != "OK":
            reason = f"{account.where} has no folder {account.folder}"
            raise UnreachableError(reason, kind="refused", advice="Correct folder:.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _FromNow:
    """The inbox from the first UID that was not yet given (RFC 3501, 2.3.1.1)."""

    inbox: ImapInbox
    first: int

    async def letters(self, to: str) -> tuple[Letter, ...]:
        found = await self.inbox.since(self.first)
        return tuple(one for one in found if to in one.to)


class _Tls(imaplib.IMAP4_SSL):
    """A connection to a place of ours, verified for the host's name."""

    def __init__(
        self, host: str, place: tuple[str, int], context: ssl.SSLContext, limit: float
    ) -> None:
        self._place = place
        super().__init__(host, place[1], ssl_context=context, timeout=limit)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection(self._place, timeout)
        try:
            safe: socket.socket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        return safe


class _Plain(imaplib.IMAP4):
    def __init__(self, host: str, place: tuple[str, int], limit: float) -> None:
        self._place = place
        super().__init__(host, place[1], timeout=limit)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return socket.create_connection(self._place, timeout)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _closed(box: imaplib.IMAP4) -> None:
    try:
        box.logout()  # closes its socket too
    except (OSError, imaplib.IMAP4.error):
        with suppress(OSError):  # a handshake that failed has closed it already
            box.shutdown()


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _next_uid(box: imaplib.IMAP4) -> int:
    _, said = box.response("UIDNEXT")
    if said and said[0]:
        return int(said[0])
    uids = _uids(box, "ALL")
    return max(uids, default=0) + 1


def _uids(box: imaplib.IMAP4, *what: str) -> list[int]:
    _, said = box.uid("SEARCH", *what)
    return [int(one) for one in (said[0] or b"").split()] if said else []


def _fetched(box: imaplib.IMAP4, first: int) -> tuple[Letter, ...]:
    box.noop()
    # `n:*` always finds the newest mail, also an older one (RFC 3501, 6.4.8).
    uids = [one for one in _uids(box, "UID", f"{first}:*") if one >= first][-_MOST:]
    return tuple(made for uid in uids if (made := _letter(box, uid)) is not None)


def _letter(box: imaplib.IMAP4, uid: int) -> Letter | None:
    _, said = box.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{_LARGEST}>)")
    for part in said:
        if isinstance(part, tuple) and re.search(rb"BODY\[\]", part[0]):
            return letter(str(uid), part[1])
    return None
