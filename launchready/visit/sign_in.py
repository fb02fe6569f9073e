"""Signs in as a config says, each session once a run, and tells whether the login holds."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import anyio

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Browser
from launchready.core.destination import host_of
from launchready.core.hops import Chain
from launchready.core.private import Private
from launchready.core.sessions import LoginRefusedError, SignedIn
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.visit import forms, json_path, totp
from launchready.visit.accounts import Jwt, LoginForm, Session
from launchready.visit.excerpt import excerpt, visible
from launchready.visit.expectations import Expectation
from launchready.visit.judging import holds, why_undecided
from launchready.visit.seen import seen
from launchready.visit.telling import got, told
from launchready.visit.visitor import StrangerError, Visitor

_LONGEST = 45.0  # seconds one login may take

_ASKS_FOR_MORE = re.compile(
    r"one-time-code|\b(?:otp|totp)[_-]?(?:code|token)?\b|two-?factor|2fa|verification code"
    r"|authenticator app",
    re.IGNORECASE,
)
_CAPTCHA = re.compile(
    r"g-recaptcha|h-captcha|cf-turnstile|hcaptcha\.com|data-sitekey", re.IGNORECASE
)
_LOCKED = re.compile(
    r"too many (?:failed |login )?(?:attempts|logins|requests)|account (?:is |has been )?(?:temporarily )?locked"
    r"|temporarily (?:blocked|locked)|try again (?:later|in \d+ minutes)",
    re.IGNORECASE,
)
_ADVICE = (
    "Give the gate an account of its own that needs none of this, or let its address pass; "
    "totp: under form: does a second factor."
)


@dataclass(slots=True, kw_only=True, repr=False)
class SignIns:
    """The sessions of a config, over any browser. What they give is kept from being shown."""

    web: Browser
    site: Site
    now: Callable[[], datetime]
    private: Private
    sessions: Mapping[str, Session] = field(default_factory=dict)
    _done: dict[str, SignedIn | UnreachableError] = field(default_factory=dict)
    _locks: dict[str, anyio.Lock] = field(default_factory=dict)

    async def sign_in(self, name: str) -> SignedIn:
        lock = self._locks.setdefault(name, anyio.Lock())
        async with lock:
            if name not in self._done:
                try:
                    self._done[name] = await self._first(name)
                except UnreachableError as error:
                    self._done[name] = error
        done = self._done[name]
        if isinstance(done, LoginRefusedError):
            raise LoginRefusedError(done.reason, done.evidence)
        if isinstance(done, UnreachableError):
            raise UnreachableError(done.reason, kind=done.kind, advice=done.advice)
        return done

    async def _first(self, name: str) -> SignedIn:
        session = self.sessions.get(name)
        if session is None:
            raise UnreachableError(f"there is no session {name}")
        try:
            with anyio.fail_after(_LONGEST):
                return await self._signed_in(name, session)
        except TimeoutError:
            reason = f"the login of {name} took longer than {_LONGEST:.0f} s"
            raise UnreachableError(reason, kind="timed out") from None

    async def _signed_in(self, name: str, session: Session) -> SignedIn:
        visitor = Visitor(web=self.web, site=self.site)
        made = SignedIn(name=name, hosts=_hosts(self.site), jar=visitor.jar)
        match session:
            case Session(form=LoginForm() as form):
                await self._by_form(name, session, form, visitor)
                made = replace(made, is_secure=form.url.startswith("https:"))
            case Session(jwt=Jwt() as jwt):
                token = await self._token(name, session, jwt, visitor)
                headers = (("Authorization", f"Bearer {token}"),)
                made = replace(made, headers=headers, is_secure=jwt.url.startswith("https:"))
            case _:
                is_secure = (session.check or "https:").startswith("https:")
                headers = fixed_headers(session)
                self.private.keep(value for _, value in headers)
                made = replace(made, headers=headers, is_secure=is_secure)
        if session.check is not None:
            await self._checked(name, session, session.check, visitor, made)
        self.private.keep(one for one in visitor.jar.values if len(one) >= 8)
        return made

    async def _by_form(
        self, name: str, session: Session, form: LoginForm, visitor: Visitor
    ) -> None:
        self.private.keep(_typed_secrets(form))
        after = await send_login(name, form, form.fields, visitor, self.now())
        if _still_asks(after):
            raise _refused(name, "the page still asks for a password", after, visitor)
        if session.check is None:
            _demand(name, session.expect.all, after, visitor)

    async def _token(self, name: str, session: Session, jwt: Jwt, visitor: Visitor) -> str:
        answer = await ask_token(name, jwt, visitor, lambda value: value)
        status = _status(answer)
        if status >= 400:
            raise _refused(name, f"{jwt.url} answers {status}", answer, visitor)
        if session.check is None:
            _demand(name, session.expect.all, answer, visitor)
        try:
            found = json_path.found(_body(answer), jwt.token)
        except ValueError:
            found = ()
        if not found or not isinstance(found[0], str) or not found[0].isprintable():
            raise _refused(name, f"the answer has no token at {jwt.token}", answer, visitor)
        self.private.keep([found[0]])
        return found[0]

    async def _checked(
        self, name: str, session: Session, url: str, visitor: Visitor, made: SignedIn
    ) -> None:
        visitor.extra_for = made.headers_beside_cookies
        page = await visited(name, visitor, url)
        if _still_asks(page):
            raise _refused(name, "the page still asks for a password", page, visitor)
        _demand(name, session.expect.all, page, visitor)
        visitor.extra_for = lambda _: ()

    async def rejects_wrong_password(self, name: str) -> bool:
        """One login with a password that is wrong; False when it is let in.

        Raises UnreachableError when that could not be seen.
        """
        session = self.sessions[name]
        visitor = Visitor(web=self.web, site=self.site)
        wrong = "not-the-password-" + base64.b32encode(name.encode()).decode().rstrip("=")[:8]
        if session.form is not None:
            fields = {
                key: _wrong(key, text, session.form, wrong)
                for key, text in session.form.fields.items()
            }
            after = await send_login(name, session.form, fields, visitor, self.now())
            return (
                _still_asks(after)
                or _status(after) in (400, 401, 403, 422)
                or not _meets(session, after)
            )
        if session.jwt is not None:
            answer = await ask_token(name, session.jwt, visitor, lambda _: wrong)
            return _status(answer) >= 400 or not _has_token(session.jwt, answer)
        if session.basic is None or session.check is None:
            raise UnreachableError(f"{name} logs in nowhere")
        visitor.extra_for = lambda _: _basic(session.basic.user, wrong)  # type: ignore[union-attr]  # told above
        page = await visited(name, visitor, session.check)
        return _status(page) >= 400 or not _meets(session, page)


def fixed_headers(session: Session) -> tuple[tuple[str, str], ...]:
    """What a session sends that asks for no login."""
    if session.basic is not None:
        return _basic(session.basic.user, session.basic.password)
    if session.bearer is not None:
        return (("Authorization", f"Bearer {session.bearer}"),)
    if session.cookie is not None:
        return (("Cookie", session.cookie),)
    return tuple(session.headers.items())


def _basic(user: str, password: str) -> tuple[tuple[str, str], ...]:
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return (("Authorization", f"Basic {pair}"),)


async def send_login(
    name: str, form: LoginForm, fields: Mapping[str, str], visitor: Visitor, now: datetime
) -> Chain:
    """The page that comes once a login form is sent. Raises UnreachableError."""
    page = await visited(name, visitor, form.url)
    if _status(page) >= 400:
        raise _refused(name, f"the login page answers {_status(page)}", page, visitor)
    found = _form_on(name, page, form.css, visitor)
    if _CAPTCHA.search(_body(page)):
        raise _shut(name, "the login page shows a captcha")
    try:
        sending = forms.fill(found, fields)
    except forms.NoFormError as error:
        raise _refused(name, str(error), page, visitor) from None
    after = await _settled(name, visitor, await _sent(name, visitor, sending))
    if form.totp is not None and _asks_for_code(after):
        after = await _second_factor(name, form.totp, after, visitor, now)
    return _demand_open(name, after)


async def _second_factor(
    name: str, secret: str, page: Chain, visitor: Visitor, now: datetime
) -> Chain:
    code = totp.code(totp.key(secret), now.timestamp())
    try:
        form = forms.find(_body(page), page.url)
        typed = [one for one in form.typed if one.type in ("text", "tel", "number")]
        sending = forms.fill(form, {typed[0].name: code} if typed else {"one-time-code": code})
    except forms.NoFormError as error:
        raise _refused(name, f"no code could be typed: {error}", page, visitor) from None
    return await _settled(name, visitor, await _sent(name, visitor, sending))


async def ask_token(name: str, jwt: Jwt, visitor: Visitor, password: Callable[[str], str]) -> Chain:
    if jwt.fields:
        given = {
            key: password(text) if _is_password(key) else text for key, text in jwt.fields.items()
        }
        body, kind = urlencode(given).encode(), "application/x-www-form-urlencoded"
    else:
        body, kind = json.dumps(_with_password(jwt.json_, password)).encode(), "application/json"
    headers = (("Content-Type", kind), ("Accept", "application/json"))
    try:
        chain = await visitor.visit(jwt.url, method="POST", headers=headers, body=body)
    except StrangerError as error:
        raise UnreachableError(f"{name}: {error.host} is not ours") from None
    return _demand_open(name, await _settled(name, visitor, chain))


def _with_password(value: Any, password: Callable[[str], str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _with_password(v, password, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_with_password(one, password, key) for one in value]
    return password(str(value)) if isinstance(value, str) and _is_password(key) else value


def _is_password(key: str) -> bool:
    return "pass" in key.lower() or key.lower() in ("pwd", "secret")


def _wrong(key: str, text: str, form: LoginForm, wrong: str) -> str:
    _ = form
    return wrong if _is_password(key) else text


def _typed_secrets(form: LoginForm) -> list[str]:
    return [text for key, text in form.fields.items() if _is_password(key)]


async def visited(name: str, visitor: Visitor, url: str) -> Chain:
    """A page's chain that ended in an answer of ours. Raises UnreachableError."""
    try:
        return _demand_open(name, await _settled(name, visitor, await visitor.visit(url)))
    except StrangerError as error:
        raise UnreachableError(f"{name}: {error.host} is not ours") from None


async def _sent(name: str, visitor: Visitor, sending: forms.Sending) -> Chain:
    try:
        return await visitor.send(sending)
    except StrangerError as error:
        reason = f"{name}: the login form is sent to {error.host}, which is not ours"
        raise LoginRefusedError(reason, visitor.transcript()) from None


async def _settled(name: str, visitor: Visitor, chain: Chain) -> Chain:
    if chain.silence is not None:
        silence = chain.silence
        raise UnreachableError(
            f"{name}: {silence.reason}", kind=silence.kind, advice=silence.advice
        )
    if chain.end == "stranger":
        reason = f"{name}: the login leads to {host_of(chain.landing)}, which is not ours"
        advice = "A login at another service needs a token: write bearer: or cookie: instead."
        allowed = {one.name for one in visitor.site.allow}
        if host_of(chain.landing) not in allowed:
            raise LoginRefusedError(reason, visitor.transcript())
        raise UnreachableError(reason, kind="refused", advice=advice)
    if chain.end in ("too many", "no location"):
        raise _refused(name, "the login redirects without end", chain, visitor)
    return chain


def _demand_open(name: str, chain: Chain) -> Chain:
    """Raises UnreachableError where we were shut out as a machine or as one that tried too often."""
    last = chain.hops[-1].response
    if last.untrusted is not None:
        reason = f"{name}: the certificate of {host_of(chain.url)} fails ({last.untrusted})"
        raise UnreachableError(reason, advice="Mend the certificate first.")
    if (wall := kept_out(last)) is not None:
        raise UnreachableError(f"{name}: {wall.reason}", kind="refused", advice=wall.advice)
    text = visible(last)
    if _asks_for_code(chain):
        raise _shut(name, "the login asks for a second factor")
    if forms.has_password(last.text) and _CAPTCHA.search(last.text):
        raise _shut(name, "the login page shows a captcha")
    if forms.has_password(last.text) and _LOCKED.search(text):
        raise _shut(name, "the account is locked, or too many logins were tried")
    return chain


def _asks_for_code(chain: Chain) -> bool:
    """Whether a page asks for a code, and no longer for a password."""
    body = _body(chain)
    if "html" not in (chain.hops[-1].response.header("content-type") or "html"):
        return False
    if forms.has_password(body) or "<form" not in body.lower():
        return False
    try:
        form = forms.find(body, chain.url)
    except forms.NoFormError:
        return False
    names = " ".join(text for one in form.typed for text in one.called())
    return bool(form.typed) and len(form.typed) <= 2 and bool(_ASKS_FOR_MORE.search(names))


def _shut(name: str, what: str) -> UnreachableError:
    return UnreachableError(f"{name}: {what}", kind="refused", advice=_ADVICE)


def _form_on(name: str, page: Chain, css: str | None, visitor: Visitor) -> forms.Form:
    try:
        return forms.find(_body(page), page.url, css, login=True)
    except forms.NoFormError as error:
        raise _refused(name, str(error), page, visitor) from None


def _refused(name: str, why: str, chain: Chain, visitor: Visitor) -> LoginRefusedError:
    page = excerpt(visible(chain.hops[-1].response)) if chain.hops else ""
    reads = (f"it reads {page!r}",) if page else ()
    lines = (*visitor.transcript(), *visitor.hints, *reads)
    return LoginRefusedError(f"{name}: {why}", lines)


def _demand(name: str, meant: tuple[Expectation, ...], chain: Chain, visitor: Visitor) -> None:
    status = _status(chain)
    said_so = any(one.about == "STATUS" for one in meant)
    if status >= 400 and not said_so:
        raise _refused(name, f"the page after the login answers {status}", chain, visitor)
    came = seen(chain)
    for one in meant:
        if why := why_undecided(one, came):
            raise UnreachableError(f"{name}: {one.written} is meant, and {why}")
    failed = [one for one in meant if not holds(one, came)]
    if failed:
        why = f"{got(failed[0], came)}; {failed[0].written} is meant"
        error = _refused(name, why, chain, visitor)
        lines = tuple(line for one in failed for line in told(one, came))
        raise LoginRefusedError(error.reason, (*error.evidence, *lines))


def _meets(session: Session, chain: Chain) -> bool:
    """Whether a page is what a member gets, as far as the config says."""
    came = seen(chain)
    return _status(chain) < 400 and all(holds(one, came) for one in session.expect.all)


def _has_token(jwt: Jwt, chain: Chain) -> bool:
    try:
        return bool(json_path.found(_body(chain), jwt.token))
    except ValueError:
        return False


def _still_asks(chain: Chain) -> bool:
    return forms.has_password(_body(chain))


def _status(chain: Chain) -> int:
    return chain.hops[-1].status


def _body(chain: Chain) -> str:
    return chain.hops[-1].response.text


def _hosts(site: Site) -> frozenset[str]:
    named = (*site.own, *site.staging, *((site.canonical,) if site.canonical else ()))
    return frozenset(one.name for one in named)
