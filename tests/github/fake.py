"""A GitHub on loopback: issue comments, kept as GitHub keeps them, checked as GitHub says.

Every request is held against GitHub's description and refused where GitHub would; every answer
of ours is too, and one that is not GitHub's is a fault of this file. Faults are planted by test.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.github import oracle

JSON = "application/json; charset=utf-8"
STARTED = "2026-11-25T12:00:00Z"


@dataclass(frozen=True)
class Fault:
    """The next so many calls of a method get this answer; -1 is every one of them."""

    method: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    happens: bool = False


@dataclass
class Comment:
    id: int
    body: str
    login: str = "github-actions[bot]"
    type: str = "Bot"


@dataclass
class GitHub:
    """One repository, `org/app`, and one pull request of it, number 7."""

    url: str
    token: str = "the-token-of-the-job"
    login: str = "github-actions[bot]"
    type: str = "Bot"
    comments: list[Comment] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    slow: float = 0.0

    def a_comment(self, body: str, login: str = "", type_: str = "") -> Comment:
        number = max((one.id for one in self.comments), default=100) + 1
        made = Comment(id=number, body=body, login=login or self.login, type=type_ or self.type)
        self.comments.append(made)
        return made

    def fault_for(self, method: str) -> Fault | None:
        for place, one in enumerate(self.faults):
            if one.method == method and one.times:
                left = Fault(one.method, one.status, one.headers, one.times - 1, one.happens)
                self.faults[place] = left
                return one
        return None


@contextmanager
def github() -> Iterator[GitHub]:
    """A GitHub to talk to; complains when anything said in it was not as GitHub describes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.github = GitHub(url=f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield server.github  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    if complaints := server.github.complaints:  # type: ignore[attr-defined]
        raise AssertionError("\n".join(complaints))


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
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.github.calls.append(f"{self.command} {self.path}")
        time.sleep(self.github.slow)
        fault = self.github.fault_for(self.command)
        if fault and fault.happens:
            self._act(body)
        if fault:
            self._answer(fault.status, {"message": "planted"}, fault.headers, checked=False)
            return
        status, answer, headers = self._act(body)
        self._answer(status, answer, headers)

    def _act(self, body: bytes) -> tuple[int, Any, dict[str, str]]:
        if self.headers.get("authorization") != f"Bearer {self.github.token}":
            return 401, {"message": "Bad credentials"}, {}
        kind = self.headers.get("content-type") or ""
        if wrong := oracle.against_request(self.command, self.path, kind, body):
            self.github.complaints.append(f"{self.command} {self.path}: {wrong}")
            return 422, {"message": "Validation Failed", "documentation_url": ""}, {}
        said = json.loads(body) if body else {}
        parts = urlsplit(self.path)
        match [self.command, *parts.path.strip("/").split("/")]:
            case ["GET", "user"]:
                return self._user()
            case ["GET", "repos", "org", "app", "issues", "7", "comments"]:
                return self._page(parse_qs(parts.query))
            case ["POST", "repos", "org", "app", "issues", "7", "comments"]:
                return 201, self._shown(self.github.a_comment(said["body"])), {}
            case [method, "repos", "org", "app", "issues", "comments", number]:
                return self._one(method, int(number), said)
        return 404, {"message": "Not Found"}, {}

    def _user(self) -> tuple[int, Any, dict[str, str]]:
        if self.github.type == "Bot":
            return 403, {"message": "Resource not accessible by integration"}, {}
        return 200, _user(self.github.login, self.github.type, whole=True), {}

    def _page(self, query: dict[str, list[str]]) -> tuple[int, Any, dict[str, str]]:
        size, page = int(query["per_page"][0]), int(query["page"][0])
        start = (page - 1) * size
        shown = [self._shown(one) for one in self.github.comments[start : start + size]]
        last = -(-len(self.github.comments) // size)
        address = f"{self.github.url}{urlsplit(self.path).path}?per_page={size}&page="
        links = f'<{address}{page + 1}>; rel="next", <{address}{last}>; rel="last"'
        return 200, shown, {"link": links} if page < last else {}

    def _one(
        self, method: str, number: int, said: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        found = next((one for one in self.github.comments if one.id == number), None)
        if found is None:
            return 404, {"message": "Not Found"}, {}
        if method == "DELETE":
            self.github.comments.remove(found)
            return 204, None, {}
        if found.type == "Bot" and found.login != self.github.login:
            return 403, {"message": "Resource not accessible by integration"}, {}
        found.body = said["body"]
        return 200, self._shown(found), {}

    def _shown(self, comment: Comment) -> dict[str, Any]:
        here = f"{self.github.url}/repos/org/app"
        return {
            "id": comment.id,
            "node_id": f"IC_{comment.id}",
            "url": f"{here}/issues/comments/{comment.id}",
            "html_url": f"https://github.com/org/app/pull/7#issuecomment-{comment.id}",
            "issue_url": f"{here}/issues/7",
            "body": comment.body,
            "user": _user(comment.login, comment.type),
            "created_at": STARTED,
            "updated_at": STARTED,
            "author_association": "NONE",
        }

    def _answer(
        self, status: int, answer: Any, headers: dict[str, str], *, checked: bool = True
    ) -> None:
        raw = b"" if answer is None else json.dumps(answer).encode()
        wrong = checked and oracle.against_answer(self.command, self.path, status, JSON, raw)
        if wrong and status < 400:
            self.github.complaints.append(
                f"our own {status} to {self.command} {self.path}: {wrong}"
            )
        self.send_response(status)
        for name, value in (
            {"content-type": JSON, "content-length": str(len(raw))} | headers
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


def _user(login: str, type_: str, *, whole: bool = False) -> dict[str, Any]:
    here = f"https://api.github.com/users/{login}"
    links = (
        "followers following gists starred subscriptions organizations repos events received_events"
    )
    user: dict[str, Any] = {f"{name}_url": f"{here}/{name}" for name in links.split()}
    user |= {"login": login, "id": 1, "node_id": "U_1", "gravatar_id": "", "type": type_}
    user |= {"avatar_url": here, "url": here, "html_url": here, "site_admin": False}
    if whole:
        user |= dict.fromkeys(("name", "company", "blog", "location", "email", "bio"), "")
        user |= dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
        user |= {
            "user_view_type": "public",
            "email": None,
            "hireable": None,
            "created_at": STARTED,
            "updated_at": STARTED,
        }
    return user
