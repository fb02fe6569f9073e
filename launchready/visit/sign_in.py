"""Signs in as a config says, each session once a run, and tells whether the login holds."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import anyio

from launchready.core.browser import Browser
from launchready.core.hops import Chain
from launchready.core.private import Private
from launchready.core.sessions import LoginRefusedError, SignedIn
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.visit import json_path
from launchready.visit.accounts import Jwt, LoginForm, Session
from launchready.visit.judging import holds
from launchready.visit.login import (
    ask_token,
    body_of,
    demand,
    is_password,
    refused,
    send_login,
    status_of,
    still_asking,
    still_asks,
    visited,
)
from launchready.visit.seen import seen
from launchready.visit.visitor import Visitor

_LONGEST = 45.0  # seconds one login may take


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
                bearer = (("Authorization", f"Bearer {token}"),)
                made = replace(made, headers=bearer, is_secure=jwt.url.startswith("https:"))
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
        if still_asks(after):
            raise refused(name, still_asking(after), after, visitor)
        if session.check is None:
            demand(name, session.expect.all, after, visitor)

    async def _token(self, name: str, session: Session, jwt: Jwt, visitor: Visitor) -> str:
        answer = await ask_token(name, jwt, visitor, lambda value: value)
        status = status_of(answer)
        if status >= 400:
            raise refused(name, f"{jwt.url} answers {status}", answer, visitor)
        if session.check is None:
            demand(name, session.expect.all, answer, visitor)
        try:
            found = json_path.found(body_of(answer), jwt.token)
        except ValueError:
            found = ()
        if not found or not isinstance(found[0], str) or not found[0].isprintable():
            raise refused(name, f"the answer has no token at {jwt.token}", answer, visitor)
        self.private.keep([found[0]])
        return found[0]

    async def _checked(
        self, name: str, session: Session, url: str, visitor: Visitor, made: SignedIn
    ) -> None:
        visitor.extra_for = made.headers_beside_cookies
        page = await visited(name, visitor, url)
        if still_asks(page):
            raise refused(name, "the page that check: names asks to log in again", page, visitor)
        demand(name, session.expect.all, page, visitor)
        visitor.extra_for = lambda _: ()

    async def rejects_wrong_password(self, name: str) -> bool:
        session = self.sessions[name]
        visitor = Visitor(web=self.web, site=self.site)
        wrong = "not-the-password-" + base64.b32encode(name.encode()).decode().rstrip("=")[:8]
        with anyio.fail_after(_LONGEST):
            if session.form is not None:
                return await self._form_rejects(name, session, session.form, visitor, wrong)
            if session.jwt is not None:
                answer = await ask_token(name, session.jwt, visitor, lambda _: wrong)
                return status_of(answer) >= 400 or not _has_token(session.jwt, answer)
            if session.basic is None or session.check is None:
                raise UnreachableError(f"{name} logs in nowhere")
            headers = _basic(session.basic.user, wrong)
            visitor.extra_for = lambda _: headers
            return not _meets(session, await visited(name, visitor, session.check))

    async def _form_rejects(
        self, name: str, session: Session, form: LoginForm, visitor: Visitor, wrong: str
    ) -> bool:
        fields = {key: wrong if is_password(key) else text for key, text in form.fields.items()}
        if fields == dict(form.fields):
            raise UnreachableError(
                f"{name}: none of the fields is called a password",
                advice="Name the field of the password `password`, whatever the form calls it.",
            )
        after = await send_login(name, form, fields, visitor, self.now())
        if still_asks(after):
            return True
        if session.check is not None:
            after = await visited(name, visitor, session.check)
        return still_asks(after) or not _meets(session, after)


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


def _typed_secrets(form: LoginForm) -> list[str]:
    return [text for key, text in form.fields.items() if is_password(key)]


def _meets(session: Session, chain: Chain) -> bool:
    """Whether a page is what a member gets, as far as the config says."""
    came = seen(chain)
    return status_of(chain) < 400 and all(holds(one, came) for one in session.expect.all)


def _has_token(jwt: Jwt, chain: Chain) -> bool:
    try:
        return bool(json_path.found(body_of(chain), jwt.token))
    except ValueError:
        return False


def _hosts(site: Site) -> frozenset[str]:
    named = (*site.own, *site.staging, *((site.canonical,) if site.canonical else ()))
    return frozenset(one.name for one in named)
