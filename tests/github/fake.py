"""A GitHub on loopback: issue comments, kept as GitHub keeps them, checked as GitHub says.

Every request is held against GitHub's description and refused where GitHub would; every answer
of ours is too, and one that is not GitHub's is a fault of this file. Faults are planted by test:
those that are GitHub's own are held against the description like any answer, and those of what
stands before it (`raw`) are sent as they are.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.github import likeness, oracle
from tests.github.oracle import Sent

JSON = "application/json; charset=utf-8"
REPOSITORY = "/repos/org/app"

Answered = tuple[int, Any, dict[str, str]]


@dataclass(frozen=True)
class Fault:
    """The next so many calls of a method get this answer; -1 is every one of them.

    `happens`: what was asked is done all the same. `raw` is sent in place of GitHub's JSON.
    `cut`: the connection ends in the middle of the body.
    """

    method: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    happens: bool = False
    message: str = "planted"
    raw: bytes | None = None
    cut: bool = False


@dataclass
class Comment:
    id: int
    body: str
    login: str = "github-actions[bot]"
    type: str = "Bot"


@dataclass(frozen=True)
class Pull:
    """An open pull request, from a branch of some repository."""

    number: int = 7
    sha: str = "a" * 40
    branch: str = "topic"
    home: str = "org/app"


@dataclass
class GitHub:
    """One repository, `org/app`, and one conversation in it, that of pull request 7.

    `prefix` is where a GitHub of a company's own has its API. `meanwhile` runs once, before the
    next call of a method is answered: what another run does at that moment.
    """

    url: str
    token: str = "the-token-of-the-job"
    login: str = "github-actions[bot]"
    type: str = "Bot"
    prefix: str = ""
    comments: list[Comment] = field(default_factory=list)
    pulls: list[Pull] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    meanwhile: dict[str, Callable[[], object]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    slow: float = 0.0

    @property
    def methods(self) -> list[str]:
        return [one.partition(" ")[0] for one in self.calls]

    def a_comment(self, body: str, login: str = "", type_: str = "") -> Comment:
        number = max((one.id for one in self.comments), default=100) + 1
        made = Comment(id=number, body=body, login=login or self.login, type=type_ or self.type)
        self.comments.append(made)
        return made

    def fault_for(self, method: str) -> Fault | None:
        for place, one in enumerate(self.faults):
            if one.method == method and one.times:
                self.faults[place] = replace(one, times=one.times - 1)
                return one
        return None


@contextmanager
def github() -> Iterator[GitHub]:
    """A GitHub to talk to; complains when anything said in it was not as GitHub describes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made = GitHub(url=f"http://127.0.0.1:{server.server_port}")
    server.github = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    if made.complaints:
        raise AssertionError("\n".join(made.complaints))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    github: GitHub

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_GET  # noqa: N815 - the names http.server looks for
    do_PATCH = do_GET  # noqa: N815
    do_DELETE = do_GET  # noqa: N815

    def log_message(self, *args: Any) -> None:
        """Keeps the tests' output clean."""

    def _serve(self) -> None:
        self.github = self.server.github  # type: ignore[attr-defined]
        github = self.github
        sent = Sent(
            method=self.command,
            target=self.path.removeprefix(github.prefix),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("content-length") or 0)),
        )
        github.calls.append(f"{self.command} {self.path}")
        time.sleep(github.slow)
        github.meanwhile.pop(self.command, lambda: None)()
        fault = github.fault_for(self.command)
        if fault is None or fault.happens:
            answer = self._act(sent)
        if fault is None:
            self._answer(sent, *answer)
        elif fault.raw is None:
            said = {"message": fault.message, "documentation_url": ""}
            self._answer(sent, fault.status, said, fault.headers, cut=fault.cut)
        else:
            kind = {"content-type": "text/html"} | fault.headers
            self._send(fault.status, fault.raw, kind, cut=fault.cut)

    def _act(self, sent: Sent) -> Answered:
        if self.headers.get("authorization") != f"Bearer {self.github.token}":
            return 401, {"message": "Bad credentials"}, {}
        if wrong := oracle.against_request(sent):
            self.github.complaints.append(f"{self.command} {self.path}: {wrong}")
            return 422, {"message": "Validation Failed", "documentation_url": ""}, {}
        said = json.loads(sent.body) if sent.body else {}
        parts = urlsplit(sent.target)
        match [self.command, *parts.path.strip("/").split("/")]:
            case ["GET", "user"]:
                return self._user()
            case ["GET", "repos", "org", "app", "issues", "7", "comments"]:
                return self._page(parse_qs(parts.query))
            case ["POST", "repos", "org", "app", "issues", "7", "comments"]:
                return 201, self._shown(self.github.a_comment(said["body"])), {}
            case ["GET", "repos", "org", "app", "pulls"]:
                return self._pulls(parse_qs(parts.query))
            case [method, "repos", "org", "app", "issues", "comments", number]:
                return self._one(method, int(number), said)
        return 404, {"message": "Not Found"}, {}

    def _user(self) -> Answered:
        if self.github.type == "Bot":
            return 403, {"message": "Resource not accessible by integration"}, {}
        whole = _names(self.github.login, "User") | {"user_view_type": "public"}
        return 200, likeness.of("public-user", **whole), {}

    def _page(self, query: dict[str, list[str]]) -> Answered:
        size, page = int(query["per_page"][0]), int(query["page"][0])
        start = (page - 1) * size
        shown = [self._shown(one) for one in self.github.comments[start : start + size]]
        last = -(-len(self.github.comments) // size)
        address = f"{self.github.url}{urlsplit(self.path).path}?per_page={size}&page="
        links = f'<{address}{page + 1}>; rel="next", <{address}{last}>; rel="last"'
        return 200, shown, {"link": links} if page < last else {}

    def _one(self, method: str, number: int, said: dict[str, str]) -> Answered:
        found = next((one for one in self.github.comments if one.id == number), None)
        if found is None:
            return 404, {"message": "Not Found"}, {}
        if method == "GET":
            return 200, self._shown(found), {}
        if found.type == "Bot" and found.login != self.github.login:
            return 403, {"message": "Resource not accessible by integration"}, {}
        if method == "DELETE":
            self.github.comments.remove(found)
            return 204, None, {}
        found.body = said["body"]
        return 200, self._shown(found), {}

    def _pulls(self, query: dict[str, list[str]]) -> Answered:
        """Those with a head of `owner:branch`, as GitHub finds them; a wrong form finds all."""
        head = query.get("head", [""])[0]
        found = [one for one in self.github.pulls if head in ("", _label(one))]
        return 200, [self._pull(one) for one in found], {}

    def _pull(self, pull: Pull) -> dict[str, Any]:
        made = likeness.of("pull-request-simple", number=pull.number, state="open")
        home = likeness.of("repository", full_name=pull.home)
        made["head"] |= {"ref": pull.branch, "sha": pull.sha, "repo": home, "label": _label(pull)}
        return made

    def _shown(self, comment: Comment) -> dict[str, Any]:
        here = f"{self.github.url}{REPOSITORY}"
        return likeness.of(
            "issue-comment",
            id=comment.id,
            url=f"{here}/issues/comments/{comment.id}",
            html_url=f"https://github.com/org/app/pull/7#issuecomment-{comment.id}",
            issue_url=f"{here}/issues/7",
            body=comment.body,
            user=likeness.of("simple-user", **_names(comment.login, comment.type)),
        )

    def _answer(
        self,
        sent: Sent,
        status: int,
        answer: Any,
        headers: dict[str, str],
        *,
        cut: bool = False,
    ) -> None:
        raw = b"" if answer is None else json.dumps(answer).encode()
        if wrong := oracle.against_answer(sent, status, JSON, raw):
            said = f"our own {status} to {self.command} {self.path}: {wrong}"
            self.github.complaints.append(said)
        self._send(status, raw, {"content-type": JSON} | headers, cut=cut)

    def _send(self, status: int, raw: bytes, headers: dict[str, str], *, cut: bool) -> None:
        # Whoever asked may have gone: that is what some tests are about.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._write(status, raw, headers, cut=cut)

    def _write(self, status: int, raw: bytes, headers: dict[str, str], *, cut: bool) -> None:
        self.send_response(status)
        for name, value in ({"content-length": str(len(raw))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if cut else raw)
        if cut:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True


def _label(pull: Pull) -> str:
    return f"{pull.home.partition('/')[0]}:{pull.branch}"


def _names(login: str, type_: str) -> dict[str, str]:
    return {"login": login, "type": type_}
