"""Mails are read from a real IMAP server (Dovecot), and it is told when they cannot be."""

import getpass
import grp
import os
import pwd
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from launchready.core.unreachable import UnreachableError
from launchready.visit.accounts import InboxAt, imap_parts
from launchready.world.mailbox_imap import ImapInbox
from tests.pki import Authority, now, pem_file
from tests.servers import free_port, needs, running
from tests.world.loopback import a_network

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
log_path = /dev/stderr
{ssl}
disable_plaintext_auth = {only_tls}
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_location = maildir:{base}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={mail_uid} gid={mail_gid} home={base}/home
}}
first_valid_uid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""

MAIL = b"""From: Acme <hello@acme.test>\r
To: Ada <ada@acme.test>\r
Subject: =?utf-8?q?Best=C3=A4tigen?=\r
Authentication-Results: mx.acme.test; dkim=pass\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
<a href=3D"https://app.acme.test/confirm/x">Best=C3=A4tigen</a>\r
"""


HOST = "mail.acme.test"


@dataclass
class Server:
    port: int
    tls_port: int
    password: str
    box: Path

    def drop(self, name: str, raw: bytes) -> None:
        """As a mail server delivers into a Maildir."""
        (self.box / "tmp" / name).write_bytes(raw)
        (self.box / "tmp" / name).chmod(0o666)
        (self.box / "tmp" / name).rename(self.box / "new" / name)

    def inbox(self, password: str = "", folder: str = "INBOX") -> ImapInbox:
        url = f"imap://ada@acme.test:{password or self.password}@127.0.0.1:{self.port}"
        return ImapInbox(InboxAt.model_validate({"imap": url, "folder": folder}), a_network(5.0))

    def safe_inbox(self, scheme: str, ca_file: str | None, host: str = HOST) -> ImapInbox:
        """The same by its name, which is mapped to it; over http's two ways of TLS."""
        port, here = {"imaps": (993, self.tls_port), "imap": (143, self.port)}[scheme]
        network = a_network(5.0, ca_file, addresses={f"{host}:{port}": [f"127.0.0.1:{here}"]})
        url = f"{scheme}://ada@acme.test:{self.password}@{host}"
        return ImapInbox(InboxAt.model_validate({"imap": url}), network)


@pytest.fixture
def dovecot(tmp_path: Path) -> Iterator[Server]:
    # Dovecot's mail process is another user when root runs the tests: pytest's folder is shut.
    with TemporaryDirectory(prefix="launchready-") as folder:
        yield from _running(Path(folder), tmp_path / "log", "ssl = no")


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(now())


@pytest.fixture
def safe_dovecot(tmp_path: Path, lab: Authority) -> Iterator[Server]:
    """Dovecot with a certificate of the lab for mail.acme.test."""
    with TemporaryDirectory(prefix="launchready-") as folder:
        leaf = lab.leaf(HOST)
        chain = pem_file(Path(folder), "chain", leaf, lab.intermediate)
        key = Path(folder) / "key.pem"
        key.write_bytes(leaf.key_pem)
        ssl = f"ssl = yes\nssl_cert = <{chain}\nssl_key = <{key}"
        yield from _running(Path(folder), tmp_path / "log", ssl)


def _running(base: Path, log: Path, ssl: str) -> Iterator[Server]:
    is_root = os.geteuid() == 0
    user = "nobody" if is_root else getpass.getuser()
    entry = pwd.getpwnam(user)
    box = base / "mail"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    (base / "home").mkdir()
    for one in (base, base / "home", box, *box.iterdir()):
        one.chmod(0o777)
    server = Server(port=free_port(), tls_port=free_port(), password=secrets.token_hex(8), box=box)
    config = base / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            base=base,
            user=user,
            group=grp.getgrgid(entry.pw_gid).gr_name,
            mail_uid=entry.pw_uid,
            mail_gid=entry.pw_gid,
            password=server.password,
            port=server.port,
            tls_port=server.tls_port,
            ssl=ssl,
            only_tls="no" if ssl == "ssl = no" else "yes",
        )
    )
    command = ["dovecot", "-F", "-c", str(config)]
    with running(command, log=log, listens=("127.0.0.1", server.port)):
        yield server


@needs("dovecot")
async def test_only_mails_that_came_since_are_read_and_none_becomes_seen(dovecot: Server) -> None:
    dovecot.drop("1.old", MAIL)
    watched = await dovecot.inbox().watch()
    before = await watched.letters("ada@acme.test")
    dovecot.drop("2.new", MAIL)
    (letter,) = await watched.letters("ada@acme.test")

    assert before == ()
    assert letter.subject == "Bestätigen"
    assert '<a href="https://app.acme.test/confirm/x">Bestätigen</a>' in letter.html
    assert ("authentication-results", "mx.acme.test; dkim=pass") in letter.headers
    assert await watched.letters("bob@acme.test") == ()
    assert not any(one.name.endswith("S") for one in (dovecot.box / "cur").iterdir())


@needs("dovecot")
@pytest.mark.parametrize(
    ("password", "folder", "why"),
    [("wrong", "INBOX", "refuses the login"), ("", "Nowhere", "has no folder Nowhere")],
)
async def test_an_inbox_that_is_shut_says_why(
    dovecot: Server, password: str, folder: str, why: str
) -> None:
    with pytest.raises(UnreachableError) as caught:
        await dovecot.inbox(password, folder).watch()

    assert why in caught.value.reason
    assert caught.value.kind == "refused"


@needs("dovecot")
@pytest.mark.parametrize("scheme", ["imaps", "imap"])
async def test_mails_are_read_over_tls_that_is_verified(
    safe_dovecot: Server, lab: Authority, tmp_path: Path, scheme: str
) -> None:
    """`imap://` begins TLS before the password goes out (RFC 3501, 6.2.1): this server takes none
    without."""
    root = str(pem_file(tmp_path, "root", lab.root))
    watched = await safe_dovecot.safe_inbox(scheme, root).watch()
    safe_dovecot.drop("1.new", MAIL)
    (letter,) = await watched.letters("ada@acme.test")

    assert letter.subject == "Bestätigen"


@needs("dovecot")
@pytest.mark.parametrize("scheme", ["imaps", "imap"])
@pytest.mark.parametrize(
    ("host", "is_known", "why"),
    [(HOST, False, "unable to get"), ("other.acme.test", True, "Hostname mismatch")],
)
async def test_a_certificate_that_fails_gets_no_password_and_is_no_verdict(
    safe_dovecot: Server, lab: Authority, tmp_path: Path, scheme: str, host: str, is_known: bool,
    why: str,
) -> None:  # fmt: skip
    root = str(pem_file(tmp_path, "root", lab.root)) if is_known else None
    with pytest.raises(UnreachableError) as caught:
        await safe_dovecot.safe_inbox(scheme, root, host).watch()

    assert f"the certificate of {host}:" in caught.value.reason
    assert why in caught.value.reason
    assert caught.value.advice == "Mend it, or name its root in ca_file."
    log = (tmp_path / "log").read_text()
    assert "Logged in" not in log
    assert "auth failed" not in log


@needs("dovecot")
async def test_a_server_without_tls_gets_no_password(dovecot: Server) -> None:
    with pytest.raises(UnreachableError) as caught:
        await dovecot.safe_inbox("imap", None).watch()

    assert caught.value.kind == "refused"
    assert "offers no TLS, so the password was not sent" in caught.value.reason


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    url = f"imap://a:b@127.0.0.1:{free_port()}"
    inbox = ImapInbox(InboxAt.model_validate({"imap": url}), a_network(2.0))
    with pytest.raises(UnreachableError):
        await inbox.watch()


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (
            "imaps://a@acme.test:p@ss:w/#rd%@mail.acme.test",
            ("imaps", "a@acme.test", "p@ss:w/#rd%", "mail.acme.test", None),
        ),
        ("imap://mail.acme.test:1143", ("imap", "", "", "mail.acme.test", 1143)),
    ],
)
def test_any_character_may_stand_in_a_user_and_a_password(url: str, parts: object) -> None:
    assert imap_parts(url) == parts
