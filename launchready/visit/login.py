"""Sends a login and tells what came of it: let in, refused, or not seen, and why."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from launchready.core.bot_wall import kept_out
from launchready.core.destination import host_of
from launchready.core.hops import Chain
from launchready.core.sessions import LoginRefusedError
from launchready.core.unreachable import UnreachableError
from launchready.visit import forms, totp
from launchready.visit.accounts import Jwt, LoginForm
from launchready.visit.complaint import complaint
from launchready.visit.excerpt import excerpt, visible
from launchready.visit.expectations import Expectation
from launchready.visit.judging import holds, why_undecided
from launchready.visit.seen import seen
from launchready.visit.telling import got, told
from launchready.visit.visitor import StrangerError, Visitor

_ASKS_FOR_MORE = re.compile(
    r"one-time-code|\b(?:otp|totp)[_-]?(?:code|token)?\b|two-?factor|2fa|verification code"
    r"|authenticator app",
    re.IGNORECASE,
)
_CAPTCHA = re.compile(
    r"g-recaptcha|h-captcha|cf-turnstile|hcaptcha\.com|data-sitekey", re.IGNORECASE
)
_LOCKED = re.compile(
    r"too many (?:failed |login )?(?:attempts|logins|requests)"
    r"|account (?:is |has been )?(?:temporarily )?locked"
    r"|temporarily (?:blocked|locked)|try again (?:later|in \d+ minutes)",
    re.IGNORECASE,
)
_ADVICE = (
    "Give the gate an account of its own that needs none of this, or let its address pass; "
    "totp: under form: does a second factor."
)


async def send_login(
    name: str, form: LoginForm, fields: Mapping[str, str], visitor: Visitor, now: datetime
) -> Chain:
    """The page that comes once a login form is sent. Raises UnreachableError."""
    page = await visited(name, visitor, form.url)
    if status_of(page) >= 400:
        raise refused(name, f"the login page answers {status_of(page)}", page, visitor)
    found = _form_on(name, page, form.css, visitor)
    if _CAPTCHA.search(body_of(page)):
        raise _shut(name, "the login page shows a captcha")
    try:
        sending = forms.fill(found, fields)
    except forms.NoFormError as error:
        raise refused(name, str(error), page, visitor) from None
    after = await _settled(name, visitor, await _sent(name, visitor, sending))
    if form.totp is not None and _asks_for_code(after):
        after = await _second_factor(name, form.totp, after, visitor, now)
    return _demand_open(name, after)


async def _second_factor(
    name: str, secret: str, page: Chain, visitor: Visitor, now: datetime
) -> Chain:
    code = totp.code(totp.key(secret), now.timestamp())
    try:
        form = forms.find(body_of(page), page.url)
        typed = [one for one in form.typed if one.type in ("text", "tel", "number")]
        sending = forms.fill(form, {typed[0].name: code} if typed else {"one-time-code": code})
    except forms.NoFormError as error:
        raise refused(name, f"no code could be typed: {error}", page, visitor) from None
    return await _settled(name, visitor, await _sent(name, visitor, sending))


async def ask_token(name: str, jwt: Jwt, visitor: Visitor, password: Callable[[str], str]) -> Chain:
    if jwt.fields:
        given = {
            key: password(text) if is_password(key) else text for key, text in jwt.fields.items()
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
    return password(str(value)) if isinstance(value, str) and is_password(key) else value


def is_password(key: str) -> bool:
    return "pass" in key.lower() or key.lower() in ("pwd", "secret")


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
        raise refused(name, "the login redirects without end", chain, visitor)
    return chain


def _demand_open(name: str, chain: Chain) -> Chain:
    """Raises UnreachableError where we were shut out, as a machine or for trying too often."""
    last = chain.hops[-1].response
    if last.untrusted is not None:
        reason = f"{name}: the certificate of {host_of(chain.url)} fails ({last.untrusted})"
        raise LoginRefusedError(reason)  # a customer's browser stops there too
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
    body = body_of(chain)
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
        return forms.find(body_of(page), page.url, css, login=True)
    except forms.NoFormError as error:
        raise refused(name, str(error), page, visitor) from None


def refused(name: str, why: str, chain: Chain, visitor: Visitor) -> LoginRefusedError:
    page = excerpt(visible(chain.hops[-1].response)) if chain.hops else ""
    reads = (f"it reads {page!r}",) if page else ()
    lines = (*visitor.transcript(), *visitor.hints, *reads)
    return LoginRefusedError(f"{name}: {why}", lines)


def demand(name: str, meant: tuple[Expectation, ...], chain: Chain, visitor: Visitor) -> None:
    status = status_of(chain)
    said_so = any(one.about == "STATUS" for one in meant)
    if status >= 400 and not said_so:
        raise refused(name, f"the page after the login answers {status}", chain, visitor)
    came = seen(chain)
    for one in meant:
        if why := why_undecided(one, came):
            raise UnreachableError(f"{name}: {one.written} is meant, and {why}")
    failed = [one for one in meant if not holds(one, came)]
    if failed:
        why = f"{got(failed[0], came)}; {failed[0].written} is meant"
        error = refused(name, why, chain, visitor)
        lines = tuple(line for one in failed for line in told(one, came))
        raise LoginRefusedError(error.reason, (*error.evidence, *lines))


def still_asks(chain: Chain) -> bool:
    return forms.asks_to_log_in(body_of(chain))


def still_asking(chain: Chain) -> str:
    """What to tell of a page that still asks, in its own words where it has any."""
    said = complaint(body_of(chain))
    return "the page still asks for a password" + (f" and says {said!r}" if said else "")


def status_of(chain: Chain) -> int:
    return chain.hops[-1].status


def body_of(chain: Chain) -> str:
    return chain.hops[-1].response.text
