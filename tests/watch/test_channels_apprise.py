"""Whatever else apprise knows is told too; its log, its redirects and its storage stay shut."""

import logging
import re
import traceback
from pathlib import Path

import pytest

from launchready.config.alerts import Alert
from launchready.values.problem import ConfigError
from launchready.values.yaml import parse
from launchready.watch.channels import open_channels
from launchready.watch.channels_told import Channel, NotSentError
from launchready.world.settings import Network
from tests.command import ROOT
from tests.watch.channels_vendors import REASON, Seen, Vendor, told
from tests.world.loopback import http, serving

# One of its plug-ins imports what Python 3.13 no longer has, and does without it there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")

SECRET = "s3cret" + "v" * 14


def opened(url: str) -> Channel:
    alert = Alert.model_validate({"apprise": {"url": url}})
    return open_channels([alert], Network())[0]


def takes(_: Seen) -> bytes:
    return http("200 OK")


async def test_a_service_of_apprise_is_told() -> None:
    vendor = Vendor(takes)
    async with serving(vendor) as port:
        await opened(f"json://127.0.0.1:{port}/{SECRET}").send(told("up", "homepage is up again"))
    (one,) = vendor.asked

    assert one.path == f"/{SECRET}"
    assert (one.json["title"], one.json["type"]) == ("homepage is up again", "success")
    assert one.json["message"] == f"{REASON}\nLooked twice, 5 s apart."


async def test_mentions_and_links_lose_their_marks() -> None:
    vendor = Vendor(takes)
    async with serving(vendor) as port:
        hostile = "@everyone <!channel> [bank](https://evil.example)"
        await opened(f"json://127.0.0.1:{port}/").send(told("down", hostile, hostile))
    sent = vendor.asked[0].json

    assert not set("@<>[]") & set(sent["title"] + sent["message"])
    assert "everyone" in sent["message"]


async def test_a_refusal_is_one_and_no_redirect_is_followed(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    elsewhere = Vendor(takes)
    spoken = ""
    async with serving(elsewhere) as other:
        answers = [http("500 Oh"), http("302 X", b"", f"Location: http://127.0.0.1:{other}/")]
        async with serving(Vendor(takes, answers)) as port:
            channel = opened(f"json://127.0.0.1:{port}/{SECRET}")
            for _ in range(2):
                with pytest.raises(NotSentError, match="did not take it") as error:
                    await channel.send(told())
                spoken += "".join(traceback.format_exception(error.value))
    with pytest.raises(NotSentError) as error:
        await channel.send(told())
    spoken += "".join(traceback.format_exception(error.value)) + repr(channel)
    theirs = [one.getMessage() for one in caplog.records if one.name.startswith("apprise")]

    assert elsewhere.asked == []
    assert SECRET not in spoken + "".join(capfd.readouterr())
    assert theirs == []


@pytest.mark.parametrize(
    "url", ["nonsense://x", "not a url", "https://", "json://127.0.0.1/ json://127.0.0.2/"]
)
def test_a_url_apprise_does_not_know_is_told_at_its_line(url: str) -> None:
    alert = Alert.model_validate(parse(f"\n\napprise: {url!r}\n".encode(), "launchready.yml"))

    with pytest.raises(ConfigError) as error:
        open_channels([alert], Network())
    assert error.value.problems[0].found == "apprise knows no such service"
    assert error.value.problems[0].at.line == 3
    assert url not in str(error.value)


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^[A-Za-z0-9._-]+==\S+", lock.read_text("utf-8"), re.MULTILINE))


def test_the_containers_lock_is_everyones_and_what_apprise_needs() -> None:
    everyones, containers = pins(ROOT / "requirements.lock"), pins(ROOT / "requirements-watch.lock")
    more = {one.partition("==")[0] for one in containers - everyones}

    assert everyones <= containers
    assert "apprise" in more
    assert "requirements-watch.lock" in (ROOT / "Dockerfile").read_text("utf-8")
    assert "://" not in (ROOT / "requirements-watch.lock").read_text("utf-8")
