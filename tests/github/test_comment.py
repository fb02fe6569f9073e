"""One comment a gate, edited in place; what GitHub refuses is said and changes nothing else."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import pytest

from launchready.github import comment
from launchready.github.api import Clock, GitHub
from launchready.github.comment import Marker, Written
from launchready.github.refusal import NotDeliveredError
from tests.github import fake
from tests.github.fake import Fault

MARKER = Marker(key="0123456789abcdef", run=(12, 1))
NOW = 1_764_000_000.0
FIRST = "https://github.com/org/app/pull/7#issuecomment-101"


@pytest.fixture
def github() -> Iterator[fake.GitHub]:
    with fake.github() as made:
        yield made


@dataclass
class Waits:
    """Stands in for time: notes what was waited for, and passes by that alone."""

    waited: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)

    @property
    def clock(self) -> Clock:
        return Clock(sleep=self, passed=lambda: sum(self.waited), now=lambda: NOW)


@asynccontextmanager
async def client(github: fake.GitHub, waits: Waits | None = None) -> AsyncIterator[GitHub]:
    async with GitHub(github.url, "org/app", github.token, clock=(waits or Waits()).clock) as made:
        yield made


async def put(
    github: fake.GitHub, text: str = "go", marker: Marker = MARKER, waits: Waits | None = None
) -> Written:
    async with client(github, waits) as made:
        return await comment.put(made, 7, marker, text)


def later(run: int, attempt: int = 1) -> Marker:
    return Marker(key=MARKER.key, run=(run, attempt))


async def test_the_first_run_creates_the_comment(github: fake.GitHub) -> None:
    written = await put(github, "no-go")

    assert written == Written(did="created", url=FIRST)
    assert [one.body for one in github.comments] == [f"{MARKER}\nno-go"]


async def test_the_next_run_edits_it_in_place(github: fake.GitHub) -> None:
    await put(github, "no-go")

    written = await put(github, "go", later(13))

    assert written == Written(did="updated", url=FIRST)
    assert [one.body for one in github.comments] == [f"{later(13)}\ngo"]


@pytest.mark.parametrize("run", [later(13), later(12, 2)])
async def test_an_older_run_leaves_a_later_ones_words(github: fake.GitHub, run: Marker) -> None:
    github.a_comment(f"{run}\nthe later answer")

    written = await put(github, "the older answer")

    assert written == Written(did="left", url=FIRST)
    assert [one.body for one in github.comments] == [f"{run}\nthe later answer"]


async def test_twins_are_removed_and_the_oldest_stays(github: fake.GitHub) -> None:
    for text in ("one", "two", "three"):
        github.a_comment(f"{later(11)}\n{text}")

    written = await put(github)

    assert written == Written(did="updated", url=FIRST)
    assert [one.body for one in github.comments] == [f"{MARKER}\ngo"]


async def test_a_strangers_copy_of_the_marker_is_not_ours(github: fake.GitHub) -> None:
    github.a_comment(f"{later(99)}\nall is well", login="mallory", type_="User")

    written = await put(github, "no-go")

    assert written.did == "created"
    assert [one.login for one in github.comments] == ["mallory", "github-actions[bot]"]


async def test_a_persons_token_finds_that_persons_comment(github: fake.GitHub) -> None:
    github.login, github.type = "founder", "User"
    await put(github, "no-go")

    written = await put(github, "go", later(13))

    assert written.did == "updated"
    assert "GET /user" in github.calls


async def test_another_apps_comment_is_left_and_ours_is_made(github: fake.GitHub) -> None:
    github.a_comment(f"{later(11)}\nmine", login="other[bot]")

    written = await put(github)

    assert written.did == "created"
    assert [one.body for one in github.comments] == [f"{later(11)}\nmine", f"{MARKER}\ngo"]


async def test_another_gate_of_the_repository_has_its_own_comment(github: fake.GitHub) -> None:
    github.a_comment("<!-- launchready:fedcba9876543210 run:12.1 -->\nthe other gate")

    await put(github)

    assert len(github.comments) == 2


async def test_a_marker_in_the_middle_of_a_comment_is_a_quote(github: fake.GitHub) -> None:
    github.a_comment(f"> see\n{MARKER}\n", login="founder", type_="User")

    written = await put(github)

    assert written.did == "created"


@pytest.mark.parametrize("place", [0, 150, 349])
async def test_ours_is_found_wherever_it_stands(github: fake.GitHub, place: int) -> None:
    for number in range(350):
        ours = number == place
        github.a_comment(
            f"{later(11)}\nours" if ours else f"comment {number}",
            login="" if ours else "founder",
            type_="" if ours else "User",
        )

    written = await put(github)

    assert written.did == "updated"
    assert len(github.calls) <= 10


async def test_a_conversation_too_long_to_search_gets_no_second_comment(
    github: fake.GitHub,
) -> None:
    for number in range(2000):
        github.a_comment(f"comment {number}", login="founder", type_="User")

    with pytest.raises(NotDeliveredError, match="too many comments"):
        await put(github)

    assert len(github.comments) == 2000
    assert len(github.calls) <= 10


@pytest.mark.parametrize(
    ("status", "method", "reason"),
    [
        (401, "GET", "the token is not valid (401)"),
        (403, "POST", "pull-requests: write"),
        (404, "GET", "pull-requests: write"),
        (410, "POST", "comments are turned off here (410)"),
        (422, "POST", "GitHub refuses the comment (422)"),
    ],
)
async def test_a_refusal_is_said_once_and_not_tried_again(
    github: fake.GitHub, status: int, method: str, reason: str
) -> None:
    github.faults = [Fault(method, status, times=-1)]
    waits = Waits()

    with pytest.raises(NotDeliveredError) as caught:
        await put(github, waits=waits)

    assert reason in str(caught.value)
    assert waits.waited == []


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_wait_github_asks_for_is_kept(
    github: fake.GitHub, status: int, method: str
) -> None:
    github.faults = [Fault(method, status, {"retry-after": "7"}, times=2)]
    waits = Waits()

    written = await put(github, waits=waits)

    assert written.did == "created"
    assert waits.waited == [7.0, 7.0]


async def test_a_wait_too_long_for_a_run_is_not_begun(github: fake.GitHub) -> None:
    github.faults = [Fault("GET", 429, {"retry-after": "3600"})]
    waits = Waits()

    with pytest.raises(NotDeliveredError, match="fewer calls"):
        await put(github, waits=waits)

    assert waits.waited == []


async def test_all_waiting_together_is_bounded(github: fake.GitHub) -> None:
    github.faults = [Fault("GET", 429, {"retry-after": "50"}, times=-1)]
    waits = Waits()

    with pytest.raises(NotDeliveredError):
        await put(github, waits=waits)

    assert waits.waited == [50.0, 50.0]


async def test_an_exhausted_rate_limit_is_waited_for_a_minute(github: fake.GitHub) -> None:
    github.faults = [Fault("GET", 403, {"x-ratelimit-remaining": "0"})]
    waits = Waits()

    await put(github, waits=waits)

    assert waits.waited == [60.0]


async def test_a_passing_failure_is_tried_again(github: fake.GitHub) -> None:
    github.faults = [Fault("GET", 502, times=2)]
    waits = Waits()

    written = await put(github, waits=waits)

    assert written.did == "created"
    assert waits.waited == [1.0, 2.0]


async def test_a_failure_that_stays_ends_with_the_calls(github: fake.GitHub) -> None:
    github.faults = [Fault("GET", 503, times=-1)]

    with pytest.raises(NotDeliveredError):
        await put(github)

    assert len(github.calls) <= 10


@pytest.mark.parametrize("cut", [False, True])
async def test_a_comment_that_was_made_though_the_answer_got_lost_is_found(
    github: fake.GitHub, cut: bool
) -> None:
    status = 201 if cut else 502
    github.faults = [Fault("POST", status, happens=True, cut=cut, raw=b"{" * 99 if cut else None)]

    written = await put(github)

    assert written == Written(did="created", url=FIRST)
    assert len(github.comments) == 1
    assert github.methods.count("POST") == 1


async def test_a_comment_that_was_not_made_is_made_at_the_second_try(github: fake.GitHub) -> None:
    github.faults = [Fault("POST", 502)]

    assert (await put(github)).did == "created"
    assert len(github.comments) == 1


async def test_a_comment_is_not_tried_a_third_time(github: fake.GitHub) -> None:
    github.faults = [Fault("POST", 502, times=-1)]

    with pytest.raises(NotDeliveredError):
        await put(github)

    assert github.methods.count("POST") == 2


async def test_another_apps_comment_does_not_bring_a_new_one_each_run(github: fake.GitHub) -> None:
    github.a_comment(f"{later(11)}\nmine", login="other[bot]")
    await put(github)

    written = await put(github, "go", later(13))

    assert written.did == "updated"
    assert [one.login for one in github.comments] == ["other[bot]", "github-actions[bot]"]


async def test_of_two_runs_that_find_no_comment_at_once_the_later_ones_stays(
    github: fake.GitHub,
) -> None:
    github.meanwhile["POST"] = lambda: github.a_comment(f"{later(11)}\nolder")

    written = await put(github, "newer")

    assert written.did == "created"
    assert [one.body for one in github.comments] == [f"{MARKER}\nnewer"]


async def test_the_older_of_two_runs_at_once_takes_its_own_back(github: fake.GitHub) -> None:
    github.meanwhile["POST"] = lambda: github.a_comment(f"{later(13)}\nnewer")

    written = await put(github, "older")

    assert written == Written(did="left", url=FIRST)
    assert [one.body for one in github.comments] == [f"{later(13)}\nnewer"]


async def test_an_older_run_that_writes_after_us_is_written_over(github: fake.GitHub) -> None:
    ours = github.a_comment(f"{later(10)}\nbefore")

    def older() -> None:
        github.meanwhile["GET"] = lambda: setattr(ours, "body", f"{later(11)}\nolder")

    github.meanwhile["PATCH"] = older
    written = await put(github, "newer")

    assert written.did == "updated"
    assert [one.body for one in github.comments] == [f"{MARKER}\nnewer"]


async def test_a_later_run_that_writes_while_we_do_is_left(github: fake.GitHub) -> None:
    ours = github.a_comment(f"{later(10)}\nbefore")

    def newer() -> None:
        github.meanwhile["GET"] = lambda: setattr(ours, "body", f"{later(14)}\nnewer")

    github.meanwhile["PATCH"] = newer
    written = await put(github, "older")

    assert written.did == "left"
    assert [one.body for one in github.comments] == [f"{later(14)}\nnewer"]


async def test_runs_that_really_are_at_once_leave_one_comment(github: fake.GitHub) -> None:
    async with anyio.create_task_group() as together:
        for run in range(12, 16):
            together.start_soon(put, github, f"answer {run}", later(run))

    assert [one.body for one in github.comments] == [f"{later(15)}\nanswer 15"]


async def test_what_cannot_be_looked_at_again_was_written_all_the_same(
    github: fake.GitHub,
) -> None:
    def fails() -> None:
        github.faults = [Fault("GET", 500, times=-1)]

    github.meanwhile["POST"] = fails

    assert (await put(github)).did == "created"


async def test_nobody_there_is_a_reason_not_a_crash() -> None:
    async with GitHub("http://127.0.0.1:1", "org/app", "t", clock=Waits().clock) as nobody:
        with pytest.raises(NotDeliveredError, match="could not be reached"):
            await comment.put(nobody, 7, MARKER, "go")


async def test_a_token_is_not_sent_without_tls() -> None:
    with pytest.raises(NotDeliveredError, match="without TLS"):
        GitHub("http://github.example", "org/app", "t")


async def test_a_body_github_would_refuse_is_refused_by_this_one_too(github: fake.GitHub) -> None:
    with pytest.raises(NotDeliveredError, match="422"):
        await put(github, "x" * 70_000)

    assert len(github.complaints) == 1
    github.complaints.clear()
