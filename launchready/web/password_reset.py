"""Asks for a new password for an account that is there and for one that is not, once each."""

import json
import re
import secrets
from urllib.parse import quote, urlencode

from launchready.core.bot_wall import demand_service
from launchready.core.browser import Response
from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.unreachable import UnreachableError
from launchready.web.settings import Web
from launchready.web.throttled import ResetForm

REVEALED = Rule(
    id="web/account-revealed",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="A password reset tells who has an account",
    why="Lists of addresses are sorted into your customers and others, for phishing and guessing.",
    fix="Answer the same whether the account is there or not, and send the mail in the background.",
    hours=1,
)
# What differs from answer to answer and says nothing: tokens, times, numbers.
_VARIES = re.compile(r"[A-Za-z0-9+/=_-]{16,}|\b\d[\d:.,]*\b")


@check(Web, each=lambda web: web.surfaces.resets, emits=(REVEALED,), alone=True)
async def password_reset(form: ResetForm, ctx: Context) -> list[Finding]:
    """A password reset answers the same, whether the account is there or not."""
    stranger = _alike(form.known)
    answers = [await _asked(form, address, ctx) for address in (stranger, form.known)]
    unknown, known = (_said(one, stranger, form.known) for one in answers)
    if unknown == known:
        return []
    what = next(name for name, a, b in zip(_PARTS, unknown, known, strict=True) if a != b)
    shown = (
        "" if what == "text" else f": {unknown[_PARTS.index(what)]}, {known[_PARTS.index(what)]}"
    )
    message = f"{form} answers with another {what} for an account that is not there{shown}"
    return [REVEALED.broken(form, message)]


_PARTS = ("status", "target", "text")


async def _asked(form: ResetForm, address: str, ctx: Context) -> Response:
    said = {**dict(form.fields), form.field: address}
    kind = "application/json" if form.is_json else "application/x-www-form-urlencoded"
    body = json.dumps(said) if form.is_json else urlencode(said)
    headers = (("Content-Type", kind),)
    answer = await ctx.web.fetch(
        form.url, method="POST", headers=headers, body=body.encode(), fresh=True
    )
    demand_service(answer)
    if answer.status in (401, 403, 405):
        reason = f"{form} answered {answer.status}"
        raise UnreachableError(reason, advice="Correct the url and fields of web.throttling.reset.")
    return answer


def _said(answer: Response, *addresses: str) -> tuple[str, str, str]:
    """The parts of an answer that may tell, without what varies by itself."""
    parts = [str(answer.status), answer.header("location") or "", answer.text]
    for address in addresses:
        for spelt in (address, quote(address), quote(address, safe="@")):
            parts = [one.replace(spelt, "") for one in parts]
    return parts[0], _VARIES.sub("", parts[1]), _VARIES.sub("", parts[2])


def _alike(address: str) -> str:
    """An address of the same form that nobody has."""
    _, at, domain = address.partition("@")
    made = f"x{secrets.token_hex(5)}"
    return f"{made}@{domain}" if at else made
