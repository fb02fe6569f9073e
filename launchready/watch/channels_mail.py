"""Mail, a message an address: TLS before the password, one thread an incident, no header forged.

smtplib talks in a thread of its own; each of its waits is short, and when the limit is over its
connection is cut, so that what was given up is not delivered behind the back of who tries again.
"""

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field

import anyio
import anyio.to_thread

from launchready.config.alerts import Email
from launchready.core.redact import Redactor
from launchready.report.escape import flat
from launchready.watch.channels_letter import mail
from launchready.watch.channels_told import NotSentError, Told, present
from launchready.world.settings import Network
from launchready.world.tls_context import visitor_context

# Seconds for one mail, and for one reply within it.
LIMIT = 30.0
_REPLY = 10.0
_TLS_AT_ONCE = 465
_SAID = 160


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MailChannel:
    """Mail to one address."""

    name: str
    setting: Email
    to: str
    network: Network = field(default_factory=Network)
    limit: float = LIMIT

    async def send(self, told: Told) -> None:
        """Sends one mail, within the limit. Raises NotSentError."""
        failure = NotSentError(f"the mail server did not take it in {self.limit:g} s")
        line = _Line()
        try:
            with anyio.fail_after(self.limit):
                await anyio.to_thread.run_sync(self._deliver, told, line, abandon_on_cancel=True)
                return
        except TimeoutError:
            pass
        except smtplib.SMTPException as error:
            failure = self._refused(error)
        except UnicodeError:
            failure = NotSentError("user and password must be ASCII here", is_final=True)
        except OSError as error:
            failure = NotSentError(_broken(error))
        finally:
            line.cut()
        # Outside the handlers: smtplib's errors quote what the server said of user and password.
        raise failure

    def _deliver(self, told: Told, line: "_Line") -> None:
        message = mail(told, self.setting.from_, self.to)
        server = self._connected()
        try:
            line.hold(server)
            self._greet(server)
            server.send_message(message)
            # It is taken; how the server says goodbye makes no difference any more.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        host, port = self.setting.server
        if self.setting.tls and port == _TLS_AT_ONCE:
            context = visitor_context(self.network)
            return smtplib.SMTP_SSL(host, port, _own_name(), timeout=_REPLY, context=context)
        return smtplib.SMTP(host, port, _own_name(), timeout=_REPLY)

    def _greet(self, server: smtplib.SMTP) -> None:
        """TLS, unless the config says that there is none; then the password, where there is one."""
        if self.setting.tls and not isinstance(server, smtplib.SMTP_SSL):
            server.starttls(context=visitor_context(self.network))
        if self.setting.user is not None and self.setting.password is not None:
            server.login(self.setting.user, self.setting.password)

    def _refused(self, error: smtplib.SMTPException) -> NotSentError:
        hide = Redactor(present([self.setting.user, self.setting.password]))
        match error:
            case smtplib.SMTPAuthenticationError():
                code, what = error.smtp_code, "the mail server does not take user and password"
            case smtplib.SMTPRecipientsRefused():
                code, said = next(iter(error.recipients.values()), (550, b""))
                what = f"the mail server refuses {self.to}: {_text(said)}"
            case smtplib.SMTPResponseException():
                code, what = error.smtp_code, f"the mail server says: {_text(error.smtp_error)}"
            case smtplib.SMTPNotSupportedError():
                lack = "login" if "AUTH" in str(error) else "STARTTLS"
                reason = f"the mail server offers no {lack}"
                return NotSentError(reason, is_final=True)
            case smtplib.SMTPServerDisconnected():
                return NotSentError("the mail server hung up")
            case _:
                return NotSentError("the mail server offers no way to log in", is_final=True)
        # RFC 5321, 4.2.1: 4yz may go another time, 5yz will not.
        return NotSentError(hide(f"{what} ({code})"), is_final=code >= 500)


class _Line:
    """The connection that a thread talks over, so that another may cut it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self._is_cut = False

    def hold(self, server: smtplib.SMTP) -> None:
        """Raises SMTPServerDisconnected where it has been cut meanwhile."""
        with self._lock:
            if self._is_cut:
                raise smtplib.SMTPServerDisconnected("cut")
            # A copy: under TLS smtplib puts another socket around the same connection.
            self._held = server.sock.dup() if server.sock else None

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            if self._held is not None:
                with suppress(OSError):
                    self._held.shutdown(socket.SHUT_RDWR)
                self._held.close()
                self._held = None


def _own_name() -> str:
    """What EHLO says: this machine's name, or its address where the name is no domain's."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _text(said: bytes | str) -> str:
    return flat(said.decode("utf-8", "replace") if isinstance(said, bytes) else said, _SAID)


def _broken(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the mail server's certificate is not trusted"
    if isinstance(error, ssl.SSLError):
        return "the mail server speaks no TLS here"
    if isinstance(error, ConnectionRefusedError):
        return "the mail server refused the connection"
    if isinstance(error, TimeoutError):
        return f"the mail server did not answer in {_REPLY:g} s"
    return "the mail server could not be reached"
