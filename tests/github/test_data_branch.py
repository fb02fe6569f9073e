"""Load runs are kept on a branch of their own: every one, in order, and no more than 500."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from launchready.github.data_branch import BRANCH, FILE, KEPT, NotKeptError, keep
from launchready.github.git import Git
from tests.github.origin import Origin, git


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return Origin.at(tmp_path / "origin")


def _git(tmp_path: Path) -> Git:
    return Git(root=tmp_path)


def _on_branch(origin: Origin) -> list[str]:
    return git(origin.folder, "show", f"{BRANCH}:{FILE}").splitlines()


def test_the_first_run_makes_the_branch_without_history_of_others(
    origin: Origin, tmp_path: Path
) -> None:
    keep('{"run":1}\n', _git(tmp_path), origin.url, "A load run")

    assert _on_branch(origin) == ['{"run":1}']
    assert git(origin.folder, "rev-list", "--count", BRANCH) == "1"
    assert git(origin.folder, "ls-tree", "-r", "--name-only", BRANCH) == FILE


def test_later_runs_are_added_and_other_files_stay(origin: Origin, tmp_path: Path) -> None:
    git(origin.folder, "checkout", "--quiet", "--orphan", BRANCH)
    origin.commit("README.md", "what this branch is\n")
    origin.switch("main")
    for number in (1, 2):
        keep(f'{{"run":{number}}}\n', _git(tmp_path), origin.url, "A load run")

    assert _on_branch(origin) == ['{"run":1}', '{"run":2}']
    assert git(origin.folder, "show", f"{BRANCH}:README.md") == "what this branch is"


def test_the_oldest_make_room(origin: Origin, tmp_path: Path) -> None:
    many = "".join(f"{number}\n" for number in range(KEPT))
    keep(many, _git(tmp_path), origin.url, "many")
    keep("new\n", _git(tmp_path), origin.url, "one more")

    assert _on_branch(origin) == [str(number) for number in range(1, KEPT)] + ["new"]


def test_runs_that_write_at_once_are_all_kept(origin: Origin, tmp_path: Path) -> None:
    keep("first\n", _git(tmp_path), origin.url, "A load run")
    failed: list[Exception] = []

    def write(number: int) -> None:
        try:
            keep(f"{number}\n", _git(tmp_path), origin.url, "A load run")
        except NotKeptError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert failed == []
    assert sorted(_on_branch(origin)) == ["0", "1", "2", "3", "first"]


def test_a_branch_that_moves_on_each_time_is_given_up(origin: Origin, tmp_path: Path) -> None:
    keep("first\n", _git(tmp_path), origin.url, "A load run")
    hook = origin.folder / ".git" / "hooks" / "update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'cannot lock ref' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    waited: list[float] = []

    with pytest.raises(NotKeptError):
        keep("next\n", _git(tmp_path), origin.url, "A load run", sleep=waited.append)

    assert waited == [0.5, 1, 2, 4, 8]
    assert _on_branch(origin) == ["first"]


def test_a_repository_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    waited: list[float] = []
    with pytest.raises(NotKeptError, match="git ls-remote"):
        keep("a\n", _git(tmp_path), f"file://{tmp_path}/none", "A run", sleep=waited.append)

    assert waited == []


class _Forbidding(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(403)

    def log_request(self, code: object = "-", size: object = "-") -> None: ...

    def log_error(self, *args: object) -> None: ...


def test_a_token_that_may_not_write_is_told_what_it_lacks(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Forbidding) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with pytest.raises(NotKeptError) as caught:
            keep(
                "a\n", Git(root=tmp_path, server_url=url, token="t0ken"), f"{url}/org/app.git", "m"
            )
        server.shutdown()

    assert "`permissions: contents: write`" in str(caught.value)
