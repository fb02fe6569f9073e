"""The portal: a site, an app and an API, told apart by the name they are asked for."""

import hmac
import json
import secrets
from dataclasses import dataclass, field, replace
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from launchready.demo import pages
from launchready.demo.helper import Helper
from launchready.demo.wire import Reply, Request

SITE, WWW, APP, API = "portal.test", "www.portal.test", "app.portal.test", "api.portal.test"
STAGING = "staging.portal.test"
HOSTS = (SITE, WWW, APP, API, STAGING)
MEMBER = "demo@portal.test"
VERSION = "1.4.0"
COOKIE = "session"

_ALWAYS = (
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ("Content-Security-Policy", pages.POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
_KEEP = (("Cache-Control", "public, max-age=300"),)
_NEVER_KEEP = (("Cache-Control", "no-store"),)
_LONGEST_FIELD = 200  # characters of an email or a password


def _secret() -> str:
    return secrets.token_urlsafe(24)


def _canary() -> str:
    """Sixteen signs that no answer has by chance."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal, with the password, session and token of its one member, and its assistant.

    `code` stands in the assistant's instructions, `note` in another member's record.

    Broken: the homepage is still the placeholder, `www.` forgets the query, /old-pricing was
    never redirected, browsers are not told to keep to https, staging is open, the
    API is down and the assistant tells its instructions.
    """

    broken: bool = False
    password: str = field(default_factory=_secret, repr=False)
    token: str = field(default_factory=_secret, repr=False)
    code: str = field(default_factory=_canary, repr=False)
    note: str = field(default_factory=_canary, repr=False)
    _session: str = field(default_factory=_secret, repr=False)

    def plain(self, request: Request) -> Reply:
        """Over http every host sends its visitors to the same page over https."""
        if request.host not in HOSTS:
            return _unknown_host()
        return _moved(f"https://{request.host}{request.target}")

    def secure(self, request: Request) -> Reply:
        """Over https."""
        reply = self._of_host(request)
        always = _ALWAYS[1:] if self.broken else _ALWAYS
        return replace(reply, headers=(*always, *reply.headers))

    def _of_host(self, request: Request) -> Reply:
        match request.host:
            case "portal.test":
                return self._site(request)
            case "www.portal.test":
                return self._www(request)
            case "app.portal.test":
                return self._app(request)
            case "api.portal.test":
                return self._api(request)
            case "staging.portal.test":
                return self._staging(request)
            case _:
                return _unknown_host()

    def _staging(self, request: Request) -> Reply:
        if self.broken:
            return self._site(request)
        wall = ("WWW-Authenticate", 'Basic realm="staging"')
        return Reply(status=401, body=pages.WALL, headers=(wall, *_NEVER_KEEP))

    def _www(self, request: Request) -> Reply:
        target = request.path if self.broken else request.target
        return _moved(f"https://{SITE}{target}")

    def _site(self, request: Request) -> Reply:
        moved = {} if self.broken else {"/old-pricing": "/pricing"}
        if request.path in moved:
            return _moved(f"https://{SITE}{moved[request.path]}{_query(request)}")
        home = pages.PLACEHOLDER if self.broken else pages.HOME
        shown = {"/": home, "/pricing": pages.PRICING, "/blog/hello": pages.HELLO}
        if request.path == "/beta":
            return Reply(status=410, body=pages.GONE, headers=_KEEP)
        if request.path == "/assistant":
            return self._assistant(request)
        if request.path not in shown:
            return _not_found()
        return _only_read(request, Reply(body=shown[request.path], headers=_KEEP))

    def _app(self, request: Request) -> Reply:
        match request.path:
            case "/":
                return _see_other("/portal")
            case "/login":
                return self._login(request)
            case "/portal":
                return self._portal(request)
            case _:
                return _not_found()

    def _login(self, request: Request) -> Reply:
        if request.method != "POST":
            return _only_read(request, Reply(body=pages.login(), headers=_NEVER_KEEP), "POST")
        email, password = _field(request, "email"), _field(request, "password")
        if not (_same(email, MEMBER) and _same(password, self.password)):
            told = pages.login("That email and password do not belong together.")
            return Reply(status=401, body=told, headers=_NEVER_KEEP)
        cookie = f"{COOKIE}={self._session}; Path=/; Secure; HttpOnly; SameSite=Lax"
        return _see_other("/portal", ("Set-Cookie", cookie))

    def _portal(self, request: Request) -> Reply:
        if not _same(_cookie(request), self._session):
            return _see_other("/login")
        return _only_read(request, Reply(body=pages.portal(MEMBER), headers=_NEVER_KEEP))

    def _assistant(self, request: Request) -> Reply:
        if request.method != "POST":
            return Reply(status=405, kind="text/plain", headers=(("Allow", "POST"), *_NEVER_KEEP))
        said = Helper(code=self.code, broken=self.broken).answer(request.body)
        if said is None:
            return _json(400, {"error": "a message is needed"})
        return Reply(kind="application/json", body=said, headers=_NEVER_KEEP)

    def _api(self, request: Request) -> Reply:
        if request.path == "/health":
            return _only_read(request, self._health())
        if request.path == "/orders":
            return _only_read(request, self._orders(request))
        return _json(404, {"error": "there is no such resource"})

    def _health(self) -> Reply:
        if self.broken:
            return _json(500, {"status": "failing", "database": "unreachable"})
        return _json(200, {"status": "ok", "version": VERSION})

    def _orders(self, request: Request) -> Reply:
        if not _same(request.headers.get("authorization", ""), f"Bearer {self.token}"):
            asked_for = ("WWW-Authenticate", 'Bearer realm="orders"')
            return _json(401, {"error": "a token is needed"}, asked_for)
        return _json(200, {"orders": [{"invoice": "2026-118", "amount": "420.00"}]})


def _unknown_host() -> Reply:
    return Reply(status=421, kind="text/plain", body="nobody of that name lives here\n")


def _not_found() -> Reply:
    return Reply(status=404, body=pages.NOT_FOUND, headers=_NEVER_KEEP)


def _moved(url: str) -> Reply:
    return Reply(status=301, kind="text/plain", headers=(("Location", url), *_KEEP))


def _see_other(path: str, *headers: tuple[str, str]) -> Reply:
    where = ("Location", f"https://{APP}{path}")
    return Reply(status=303, kind="text/plain", headers=(where, *_NEVER_KEEP, *headers))


def _json(status: int, value: object, *headers: tuple[str, str]) -> Reply:
    body = json.dumps(value) + "\n"
    return Reply(
        status=status, kind="application/json", body=body, headers=(*_NEVER_KEEP, *headers)
    )


def _only_read(request: Request, reply: Reply, *more: str) -> Reply:
    """The reply to GET and HEAD; other methods are told what there is."""
    if request.method in ("GET", "HEAD"):
        return reply
    allowed = ", ".join(("GET", "HEAD", *more))
    return Reply(status=405, kind="text/plain", headers=(("Allow", allowed), *_NEVER_KEEP))


def _query(request: Request) -> str:
    return f"?{request.query}" if request.query else ""


def _field(request: Request, name: str) -> str:
    try:
        form = parse_qs(request.body.decode("utf-8", "replace"), max_num_fields=10)
    except ValueError:
        return ""
    return form.get(name, [""])[0][:_LONGEST_FIELD]


def _cookie(request: Request) -> str:
    try:
        found = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())
