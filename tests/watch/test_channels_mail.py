"""Mail goes under TLS, or not at all; a refusal says whether to come again, and no password."""

import email
import email.policy
import logging
import ssl
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.abc import ByteStream

from launchready.config.alerts import Alert, Email
from launchready.watch.channels_mail import MailChannel
from launchready.watch.channels_told import NotSentError
from launchready.world.settings import Network
from tests import pki
from tests.watch.channels_mailserver import Sink
from tests.watch.channels_vendors import REASON, told
from tests.world.loopback import a_network, serving, silent

PASSWORD = "pw-" + "k" * 14
LOGIN = ("watch", PASSWORD)


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, Network]:
    start, end = pki.now() - timedelta(days=1), pki.now() + timedelta(days=60)
    root = pki.issue("Root", starts=start, ends=end, ca=True)
    leaf = pki.issue("localhost", by=root, names=["localhost"], starts=start, ends=end)
    trusting = a_network(ca_file=str(pki.pem_file(tmp_path, "root.pem", root)))
    return pki.server_context(tmp_path, leaf), trusting


def a_channel(port: int, network: Network | None = None, **more: Any) -> MailChannel:
    given = {"server": f"localhost:{port}", "from": "watch@acme.test", "to": "ana@acme.test"}
    setting = Email.model_validate(given | more)
    return MailChannel(
        name="email", setting=setting, to=setting.to[0], network=network or Network()
    )


def with_login(port: int, network: Network, password: str = PASSWORD) -> MailChannel:
    return a_channel(port, network, user=LOGIN[0], password=password)


async def refused(channel: MailChannel) -> NotSentError:
    with pytest.raises(NotSentError) as error:
        await channel.send(told())
    return error.value


async def test_a_mail_is_taken_under_starttls_with_a_password(
    authority: tuple[ssl.SSLContext, Network],
) -> None:
    sink = Sink(authority[0], LOGIN)
    async with serving(sink) as port:
        await with_login(port, authority[1]).send(told())
    message = email.message_from_bytes(sink.mails[0], policy=email.policy.default)

    assert message["Subject"] == "homepage is down"
    assert (message["From"], message["To"]) == ("watch@acme.test", "ana@acme.test")
    assert REASON in message.get_content()
    assert "At 2026-11-25 18:04:05 UTC." in message.get_content()
    assert [one.split(" ")[0].upper() for one in sink.in_the_clear] == ["EHLO", "STARTTLS"]


async def test_without_tls_and_password_a_neighbour_takes_it() -> None:
    sink = Sink()
    async with serving(sink) as port:
        await a_channel(port, tls="no").send(
            told("up", "homepage is up again \N{BLACK HEART SUIT}")
        )
    message = email.message_from_bytes(sink.mails[0], policy=email.policy.default)

    assert message["Subject"] == "homepage is up again \N{BLACK HEART SUIT}"
    assert sink.verbs == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_where_tls_is_not_offered_nothing_is_sent() -> None:
    sink = Sink(login=LOGIN)
    async with serving(sink) as port:
        error = await refused(with_login(port, Network()))

    assert (error.reason, error.is_final) == ("the mail server offers no STARTTLS", True)
    assert sink.verbs == ["EHLO"]


async def test_an_untrusted_certificate_gets_no_password(
    authority: tuple[ssl.SSLContext, Network],
) -> None:
    sink = Sink(authority[0], LOGIN)
    async with serving(sink) as port:
        error = await refused(with_login(port, Network()))

    assert (error.reason, error.is_final) == ("the mail server's certificate is not trusted", False)
    assert sink.verbs == ["EHLO", "STARTTLS"]


async def test_a_wrong_password_is_final_and_never_told(
    authority: tuple[ssl.SSLContext, Network], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "no-" + "w" * 14
    async with serving(Sink(authority[0], LOGIN)) as port:
        channel = with_login(port, authority[1], wrong)
        error = await refused(channel)
    spoken = "".join(traceback.format_exception(error)) + caplog.text + repr(channel)
    spoken += repr(channel.setting)

    assert error.reason == "the mail server does not take user and password (535)"
    assert error.is_final
    assert wrong not in spoken


@pytest.mark.parametrize(
    ("verb", "reply", "reason", "is_final"),
    [
        ("RCPT", "550 5.1.1 no such user", "the mail server refuses ana@acme.test: 5.1.1 no such "
         "user (550)", True),
        ("RCPT", "450 4.2.0 greylisted", "the mail server refuses ana@acme.test: 4.2.0 greylisted "
         "(450)", False),
        ("MAIL", "451 4.3.0 later", "the mail server says: 4.3.0 later (451)", False),
        ("MAIL", "550 5.7.1 not yours", "the mail server says: 5.7.1 not yours (550)", True),
        ("DATA", "554 5.6.0 spam", "the mail server says: 5.6.0 spam (554)", True),
        ("MAIL", "421 4.3.2 closing", "the mail server says: 4.3.2 closing (421)", False),
    ],
)  # fmt: skip
async def test_a_refusal_says_whether_to_come_again(
    verb: str, reply: str, reason: str, is_final: bool
) -> None:
    async with serving(Sink(replies={verb: reply})) as port:
        error = await refused(a_channel(port, tls="no"))

    assert (error.reason, error.is_final) == (reason, is_final)


async def test_a_server_that_wants_a_login_it_does_not_offer_is_told() -> None:
    async with serving(Sink(replies={"MAIL": "530 5.7.0 Authentication required"})) as port:
        error = await refused(a_channel(port, tls="no"))

    assert error.reason == "the mail server says: 5.7.0 Authentication required (530)"
    assert error.is_final


async def test_how_the_server_says_goodbye_makes_no_difference() -> None:
    sink = Sink(replies={"QUIT": "421 4.4.2 too late"})
    async with serving(sink) as port:
        await a_channel(port, tls="no").send(told())

    assert len(sink.mails) == 1


async def test_servers_that_are_not_there_are_told() -> None:
    async def hangs_up(stream: ByteStream) -> None:
        await stream.aclose()

    async with serving(hangs_up) as port:
        gone = await refused(a_channel(port, tls="no"))
    away = await refused(a_channel(port, tls="no"))

    assert (gone.reason, gone.is_final, away.is_final) == ("the mail server hung up", False, False)
    assert away.reason == "the mail server refused the connection"


async def test_a_mail_server_that_says_nothing_is_left() -> None:
    async with serving(silent) as port:
        setting = a_channel(port, tls="no").setting
        error = await refused(MailChannel(name="email", setting=setting, to="a@b.test", limit=0.3))

    assert error.reason == "the mail server did not take it in 0.3 s"
    assert not error.is_final


async def test_what_was_given_up_is_not_delivered_later() -> None:
    sink = Sink(slow={"MAIL": 0.6})
    async with serving(sink) as port:
        setting = a_channel(port, tls="no").setting
        error = await refused(MailChannel(name="email", setting=setting, to="a@b.test", limit=0.3))
        await anyio.sleep(0.6)

    assert error.reason == "the mail server did not take it in 0.3 s"
    assert (sink.verbs, sink.mails) == (["EHLO", "MAIL"], [])


async def test_a_password_that_smtp_cannot_carry_is_final(
    authority: tuple[ssl.SSLContext, Network],
) -> None:
    async with serving(Sink(authority[0], LOGIN)) as port:
        error = await refused(with_login(port, authority[1], "pässword" + "k" * 8))

    assert (error.reason, error.is_final) == ("user and password must be ASCII here", True)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"to": "ana"}, "ana is not a mail address"),
        ({"to": "ana@acme.test\r\nBcc: b@acme.test"}, "is not a mail address"),
        ({"from": "Ana <ana@acme.test>"}, "is not a mail address"),
        ({"user": "u"}, "there is no password"),
        ({"tls": "no", "user": "u", "password": "p"}, "in the clear"),
        ({"tls": "no", "server": "smtp.example.com:25"}, "in the clear"),
        ({"server": "smtps://smtp.example.com"}, "is a URL"),
    ],
)
def test_what_cannot_work_is_told_before_anything_is_sent(
    given: dict[str, str], found: str
) -> None:
    usual = {"server": "localhost", "from": "watch@acme.test", "to": "ana@acme.test"}

    with pytest.raises(ValueError, match=found):
        Alert.model_validate({"email": usual | given})
