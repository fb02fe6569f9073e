"""Over the wire: a key goes to its provider's host by TLS, follows no redirect, is in no error."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from launchready.core.finding import Impact
from launchready.core.report import Report, Verdict
from launchready.run import Request, perform, prepare
from launchready.secrets.verify.answer import Answer, Key
from launchready.secrets.verify.ask import ask_all
from launchready.secrets.verify.providers import PROBES
from launchready.world.browser import LiveBrowser
from tests import pki
from tests.command import a_repository
from tests.pki import Authority
from tests.secrets.providers import Providers, a_key, alive, dead, host_of
from tests.world.loopback import a_network, closes, serving, silent
from tests.worlds import DictResolver

_KEYS = {rule: a_key(rule) for rule in PROBES}
_HOSTS = sorted(
    {
        host_of(probe, key)
        for rule, key in _KEYS.items()
        for probe in PROBES[rule]
        if probe.takes(key)
    }
)


@pytest.fixture(scope="module")
def lab() -> Authority:
    return Authority.at(pki.now())


async def _asked(
    lab: Authority,
    folder: Path,
    talk: object,
    rules: tuple[str, ...] = tuple(PROBES),
    *,
    names: tuple[str, ...] = tuple(_HOSTS),
    timeout: float = 5.0,
) -> dict[str, Answer]:
    context = pki.server_context(folder, lab.leaf(*names), lab.intermediate)
    root = str(pki.pem_file(folder, "root", lab.root))
    async with serving(talk, context) as port:  # type: ignore[arg-type]
        places = {f"{host}:443": [f"127.0.0.1:{port}"] for host in _HOSTS}
        browser = LiveBrowser(a_network(timeout, root, addresses=places), DictResolver())
        try:
            answers = await ask_all([Key(one, _KEYS[one]) for one in rules], browser)
        finally:
            await browser.aclose()
    return {key.rule: answer for key, answer in answers.items()}


@pytest.mark.parametrize("rule", PROBES)
async def test_a_provider_is_asked_with_the_key_and_understood(
    lab: Authority, tmp_path: Path, rule: str
) -> None:
    server = Providers(alive(rule))
    works = (await _asked(lab, tmp_path, server, (rule,)))[rule]
    refusing = Providers(dead(rule) or (401, {}))
    refused = (await _asked(lab, tmp_path, refusing, (rule,)))[rule]

    assert works.state == "alive"
    assert refused.state == ("dead" if dead(rule) else "unanswered")
    assert set(server.hosts) | set(refusing.hosts) <= {
        host_of(probe, _KEYS[rule]) for probe in PROBES[rule]
    }
    assert b"launchready/" in server.asked[0]


async def test_no_redirect_is_followed(lab: Authority, tmp_path: Path) -> None:
    server = Providers((302, {}), ("Location: https://evil.test/",))
    answers = await _asked(lab, tmp_path, server)

    assert {one.state for one in answers.values()} == {"unanswered"}
    assert set(server.hosts) == set(_HOSTS)


async def test_nothing_is_sent_to_who_cannot_prove_to_be_the_provider(
    lab: Authority, tmp_path: Path
) -> None:
    server = Providers()
    answers = await _asked(lab, tmp_path, server, names=("evil.test",))

    assert server.asked == []
    assert {one.state for one in answers.values()} == {"unanswered"}


@pytest.mark.parametrize("talk", [closes, silent])
async def test_who_does_not_answer_is_said_without_the_key(
    lab: Authority, tmp_path: Path, talk: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    rules = ("secrets/telegram-token", "secrets/github-token")
    answers = await _asked(lab, tmp_path, talk, rules, timeout=0.3)
    said = "\n".join([*(str(one) for one in answers.values()), repr(answers), caplog.text])

    assert {one.state for one in answers.values()} == {"unanswered"}
    assert all("could not be asked" in one.reason for one in answers.values())
    for rule in rules:
        assert _KEYS[rule] not in said


@contextmanager
def _unwatched(_: int) -> Iterator[None]:
    yield None


async def _run(lab: Authority, folder: Path, server: Providers, *, offline: bool = False) -> Report:
    """A whole run on a repository with a key, whose config has its provider asked."""
    key = _KEYS["secrets/github-token"]
    root = a_repository(folder / "shop", app_dot_py=f'T = "{key}"\n')
    ca_file = pki.pem_file(root, "root", lab.root)
    context = pki.server_context(folder, lab.leaf(*_HOSTS), lab.intermediate)
    async with serving(server, context) as port:
        (root / "launchready.yml").write_text(
            "version: 1\nsecrets: {verify: true}\n"
            f"network: {{ca_file: {ca_file.name}, "
            f"addresses: {{'api.github.com:443': ['127.0.0.1:{port}']}}}}\n"
        )
        request = Request(start=root, rooms=("secrets",), offline=offline)
        report = await perform(prepare(request), _unwatched)
    assert key not in repr(report)
    return report


async def test_a_config_that_says_so_has_the_provider_asked(lab: Authority, tmp_path: Path) -> None:
    server = Providers((401, {}))
    report = await _run(lab, tmp_path, server)
    (found,) = [one.finding for one in report.findings]

    assert len(server.asked) == 1
    assert found.rule.impact == Impact.ADVICE
    assert "; GitHub was asked and says it no longer works" in found.message
    assert report.verdict == Verdict.GO


async def test_offline_nobody_is_asked_and_the_report_says_so(
    lab: Authority, tmp_path: Path
) -> None:
    server = Providers((401, {}))
    report = await _run(lab, tmp_path, server, offline=True)

    assert server.asked == []
    assert report.verdict == Verdict.NO_GO
    assert report.notes == (
        "launchready.yml was read and holds; --offline asked nothing more",
        "no provider was asked whether a key still works: --offline was given, and this needs the "
        "network",
    )
