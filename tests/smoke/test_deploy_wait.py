"""Nothing counts before the release is the one that is served, on several answers in a row."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from launchready.core.browser import Response
from launchready.core.sheet import Sheet, sheets_of
from launchready.core.unreachable import UnreachableError
from launchready.smoke.deploy_wait import deploy_wait
from launchready.values.problem import ConfigError
from tests.smoke.test_settings import settled
from tests.worlds import DictBrowser, a_site, a_world, page

URL = "https://acme.test/health"
NEW, OLD = "a" * 39 + "1", "b" * 39 + "2"


@dataclass
class Servers(DictBrowser):
    """Answers one after another, the last for ever."""

    answers: list[Response | UnreachableError] = field(default_factory=list)

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
        fresh: bool = False,
    ) -> Response:
        assert fresh
        self.asked.append((method, url))
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(found, UnreachableError):
            raise found
        return found


def serving(sha: str, status: int = 200) -> Response:
    return page(URL, status, f'{{"sha": "{sha}"}}', headers={"Content-Type": "application/json"})


def config(more: str = "", until: str = f"['[STATUS] == 200', '[BODY].sha == {NEW}']") -> str:
    return f"  wait_for_deploy: {{url: '{URL}', until: {until}, every: 1ms, {more}}}\n"


async def ask(
    *answers: Response | UnreachableError,
    text: str = config("within: 100ms"),
    say: Callable[[str], None] = lambda _: None,
) -> tuple[list[str], tuple[Sheet, ...], list[tuple[str, str]]]:
    wait = settled(text).wait_for_deploy
    assert wait is not None
    servers = Servers(answers=list(answers))
    world = replace(a_world(web=DictBrowser(), site=a_site("acme.test")), anew=servers, say=say)
    found = await deploy_wait.ask(wait, world)
    return [one.message for one in found], sheets_of(found), servers.asked


async def test_a_release_that_is_there_is_asked_three_times_and_told() -> None:
    messages, (sheet,), asked = await ask(serving(NEW))

    assert (messages, len(asked)) == ([], 3)
    assert sheet.served == NEW


async def test_one_old_answer_among_new_ones_begins_the_count_again() -> None:
    new, old = serving(NEW), serving(OLD)
    messages, (sheet,), asked = await ask(new, new, old, new)

    assert (messages, len(asked)) == ([], 6)
    assert dict(sheet.rows) == {"served": NEW, "answers": "6", "before": OLD}


async def test_a_server_that_starts_only_now_is_waited_for() -> None:
    down = UnreachableError("acme.test refused the connection")
    messages, _, asked = await ask(down, serving("", 503), serving(NEW))

    assert (messages, len(asked)) == ([], 5)


async def test_an_old_release_blocks_with_what_is_served_in_its_place() -> None:
    (message,), (sheet,), _ = await ask(serving(OLD))

    assert message.startswith(f"the release at {URL} is not there after 0.1 s and ")
    assert message.endswith(f"$.sha is {OLD}; [BODY].sha == {NEW} is meant")
    assert sheet.served == OLD


async def test_two_releases_that_answer_in_turns_are_not_a_deploy() -> None:
    turns = [serving(NEW), serving(OLD)] * 500
    (message,), _, _ = await ask(*turns)

    assert "is not there" in message


async def test_a_failing_health_check_blocks_with_its_last_reason() -> None:
    (message,), _, _ = await ask(serving(NEW, 500))

    assert message.endswith("the status is 500; [STATUS] == 200 is meant")


async def test_a_short_commit_is_enough() -> None:
    text = config("within: 1s", f"['[BODY].sha == pat({NEW[:7]}*)']")
    messages, (sheet,), _ = await ask(serving(NEW), text=text)

    assert (messages, sheet.served) == ([], NEW)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (UnreachableError("acme.test did not answer", kind="timed out"), "timed out"),
        (page(URL, 403, headers={"cf-mitigated": "challenge"}), "refused"),
    ],
)
async def test_where_nothing_ever_told_the_release_the_question_stays_open(
    answer: Response | UnreachableError, kind: str
) -> None:
    with pytest.raises(UnreachableError) as raised:
        await ask(answer)

    assert (raised.value.kind, bool(raised.value.advice)) == (kind, True)


async def test_who_watches_is_told_what_is_waited_for() -> None:
    said: list[str] = []
    await ask(serving(OLD), serving(NEW), say=said.append)

    assert said[0] == f"$.sha is {OLD}; [BODY].sha == {NEW} is meant"
    assert said[1] == f"the release at {URL}: 1 of 3 answers"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("stable: 0", "stable is 0; 1 to 20"),
        ("within: 2h", "within is more than an hour"),
        ("within: 1ms", "do not fit into within"),
        ("wihtin: 1m", "did you mean within?"),
    ],
)
def test_a_wait_that_cannot_end_is_told_before_anything_is_asked(more: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        settled(config(more))

    assert told in str(raised.value)
    assert str(raised.value).startswith("launchready.yml:4:")


def test_a_stranger_is_not_asked_for_the_release() -> None:
    with pytest.raises(ConfigError, match=r"other\.test is not ours"):
        settled(config().replace("acme.test", "other.test"))
