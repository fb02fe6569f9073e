"""Does one step of a journey: a request, a form, a wait for a mail, acts in a browser."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import anyio

from launchready.core.bot_wall import kept_out
from launchready.core.context import Context
from launchready.core.destination import host_of, resolve
from launchready.core.hops import Chain
from launchready.core.inbox import Watched
from launchready.core.real_browser import Act
from launchready.core.unreachable import UnreachableError
from launchready.visit import forms
from launchready.visit.excerpt import excerpt
from launchready.visit.expectations import Expectation
from launchready.visit.gather import gathered
from launchready.visit.judging import holds, why_undecided
from launchready.visit.mail_step import received
from launchready.visit.seen import Seen, seen
from launchready.visit.step_parts import (
    AGAIN,
    TOKEN,
    Done,
    FaultError,
    answered,
    filled_tree,
    is_random,
    pause_before,
    role_of,
    text_of,
)
from launchready.visit.steps import Journey, MailStep, RequestStep
from launchready.visit.telling import got, told
from launchready.visit.template import Words
from launchready.visit.visitor import StrangerError, Visitor

_ACT = 15.0  # seconds one act in a browser may take


@dataclass(slots=True, kw_only=True, repr=False)
class Doer:
    """Whoever walks a journey: the visitors of its roles and what was learned so far."""

    ctx: Context
    journey: Journey
    words: Words
    visitors: dict[str, Visitor]
    watched: dict[str, Watched]
    receivers: dict[str, str]
    taken: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    before: float = field(default_factory=anyio.current_time)
    _last: Visitor | None = None

    async def do(self, step: RequestStep | MailStep) -> Done:
        """Raises FaultError, UnfilledError and UnreachableError."""
        if isinstance(step, MailStep):
            return await self._await_mail(step)
        visitor = self._last = self.visitors[role_of(step, self.journey)]
        visitor.transcript()
        try:
            done = await (self._browse if step.browser else self._ask)(step, visitor)
        finally:
            self.before = anyio.current_time()
        return done

    def transcript(self) -> tuple[str, ...]:
        return self._last.transcript() if self._last else ()

    def secrets(self) -> set[str]:
        """What must not be shown of all this."""
        values = {value for one in self.visitors.values() for value in one.jar.values}
        return self.hidden | {one for one in values if len(one) >= TOKEN}

    def hide_parts(self, value: str) -> None:
        """A link that is kept holds a token somewhere; so may each longer part of it."""
        if not value.startswith(("http://", "https://")):
            return
        parts = urlsplit(value)
        pieces = [*parts.path.split("/"), *re.split(r"[&=]", parts.query), parts.fragment]
        self.hidden |= {one for one in pieces if len(one) >= TOKEN and is_random(one)}

    async def _ask(self, step: RequestStep, visitor: Visitor) -> Done:
        end = anyio.current_time() + (step.within or 0.0)
        tries = 0
        while True:
            tries += 1
            chain = await self._tried(step, visitor)
            pause = pause_before(step, chain)
            if pause is None or anyio.current_time() + pause > end:
                break
            await anyio.sleep(pause)
        return await self._judged(step, visitor, chain, tries)

    async def _tried(self, step: RequestStep, visitor: Visitor) -> Chain:
        try:
            if step.form is not None:
                return await self._form(step, visitor)
            chain = await visitor.visit(
                self._url(step.target or ""),
                method=step.verb.upper(),
                headers=self._headers(step),
                body=self._body(step),
                follow=step.follow_redirects,
            )
            if step.submit_form and answered(chain):
                form = self._found(chain, visitor, None)
                return await visitor.send(self._filled(form, {}, visitor))
        except StrangerError as error:
            why = f"it would ask {error.host}, which is not ours"
            raise FaultError(why, visitor.transcript()) from None
        return chain

    async def _form(self, step: RequestStep, visitor: Visitor) -> Chain:
        if step.form is None:
            raise ValueError("the step fills in no form")
        page = await visitor.visit(self._url(step.form.url))
        if not answered(page) or page.hops[-1].status in AGAIN:
            return page
        form = self._found(page, visitor, step.form.css)
        given = {name: self.words.fill(text) for name, text in step.form.fields.items()}
        return await visitor.send(self._filled(form, given, visitor))

    def _found(self, page: Chain, visitor: Visitor, css: str | None) -> forms.Form:
        try:
            return forms.find(page.hops[-1].response.text, page.url, css)
        except forms.NoFormError as error:
            raise self._fault(str(error), page, visitor) from None

    def _filled(self, form: forms.Form, given: dict[str, str], visitor: Visitor) -> forms.Sending:
        types = {one.name: one.type for one in form.controls}
        for name, text in given.items():
            if types.get(name) == "password" or "pass" in name.lower():
                self.hidden.add(text)
        self.hidden |= {
            one.value
            for one in form.controls
            if one.type == "hidden" and len(one.value) >= 2 * TOKEN and is_random(one.value)
        }
        try:
            return forms.fill(form, given)
        except forms.NoFormError as error:
            raise FaultError(str(error), visitor.transcript()) from None

    def _url(self, text: str) -> str:
        filled = self.words.fill(text).strip()
        url = resolve(filled, filled)
        if url is None:
            raise FaultError("its address is no URL once it is filled in")
        return url

    def _headers(self, step: RequestStep) -> tuple[tuple[str, str], ...]:
        said = [(name, self.words.fill(text)) for name, text in step.headers.items()]
        names = {name.lower() for name, _ in said}
        kind = "application/json" if step.json_ is not None else ""
        kind = "application/x-www-form-urlencoded" if step.fields else kind
        if kind and "content-type" not in names:
            said.append(("Content-Type", kind))
        if any(ord(one) < 32 or not one.isascii() for _, text in said for one in text):
            raise FaultError("a header cannot be sent as it was filled in")
        return tuple(said)

    def _body(self, step: RequestStep) -> bytes | None:
        if step.json_ is not None:
            return json.dumps(filled_tree(step.json_, self.words.fill)).encode()
        if step.fields:
            return urlencode({k: self.words.fill(v) for k, v in step.fields.items()}).encode()
        return None if step.body is None else self.words.fill(step.body).encode()

    async def _judged(self, step: RequestStep, visitor: Visitor, chain: Chain, tries: int) -> Done:
        if chain.silence is not None:
            raise chain.silence
        last = chain.hops[-1].response
        if last.untrusted is not None:
            why = f"the certificate of {host_of(chain.url)} fails ({last.untrusted})"
            raise self._fault(why, chain, visitor)
        if chain.end in ("too many", "no location") and step.follow_redirects:
            raise self._fault("it redirects without end", chain, visitor)
        allowed = {one.name for one in self.ctx.site.allow}
        if chain.end == "stranger" and host_of(chain.landing) not in allowed:
            why = f"it leads to {host_of(chain.landing)}, which is not ours"
            raise self._fault(why, chain, visitor)
        meant = tuple(one.filled(self.words.fill) for one in step.expectations)
        if chain.end == "stranger":
            meant = tuple(one for one in meant if one.about != "STATUS")
        came = await gathered(seen(chain), meant, self.ctx)
        failed = self._failed(meant, came, chain)
        if failed:
            raise self._wrong(failed, came, visitor)
        return Done(seen=came, jar=visitor.jar, lines=visitor.transcript(), tries=tries)

    def _failed(
        self, meant: tuple[Expectation, ...], came: Seen, chain: Chain
    ) -> list[Expectation]:
        failed = [one for one in meant if not holds(one, came) and not why_undecided(one, came)]
        if any(one.about == "STATUS" for one in failed):
            wall = kept_out(chain.hops[-1].response)
            if wall is not None:
                raise wall
        if not failed:
            for one in meant:
                if why := why_undecided(one, came):
                    raise UnreachableError(f"{one.written} is meant, and {why}")
        return failed

    def _wrong(self, failed: list[Expectation], came: Seen, visitor: Visitor) -> FaultError:
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        why = f"{got(failed[0], came)}; {failed[0].written} is meant{more}"
        lines = [line for one in failed for line in told(one, came)]
        body = excerpt(came.shown)
        if body and all(one.about not in ("BODY", "CSS", "SCHEMA") for one in failed):
            lines.append(f"it reads {body!r}")
        return FaultError(why, (*visitor.transcript(), *visitor.hints, *lines))

    def _fault(self, why: str, chain: Chain, visitor: Visitor) -> FaultError:
        shown = excerpt(seen(chain).shown) if chain.hops else ""
        reads = (f"it reads {shown!r}",) if shown else ()
        return FaultError(why, (*visitor.transcript(), *visitor.hints, *reads))

    async def _await_mail(self, step: MailStep) -> Done:
        name = step.mail.inbox
        return await received(
            step,
            inbox=self.watched[name],
            receiver=self.receivers[name],
            site=self.ctx.site,
            fill=self.words.fill,
            taken=self.taken,
            since=self.before,
            hide=self.hide_parts,
        )

    async def _browse(self, step: RequestStep, visitor: Visitor) -> Done:
        acts = tuple(self._acts(step))
        shown = await self.ctx.screen.act(
            acts,
            jar=visitor.jar,
            headers=visitor.extra_for,
            may_ask=self._may_ask,
            seconds=_ACT,
            wants_picture=all(one.screenshot == "on_failure" for one in step.browser),
        )
        noise = (*shown.console_errors, *shown.failed_requests)
        lines = tuple(
            f"{one.verb} {one.on if one.verb != 'goto' else host_of(one.on)}" for one in acts
        )
        came = Seen(status=shown.status, url=shown.url, body=shown.html, shown=text_of(shown.html))
        refused = tuple(f"was not let ask {one}" for one in shown.refused[:5])
        if shown.failed is not None:
            reads = (f"it reads {excerpt(came.shown)!r}",) if came.shown else ()
            done = lines[: acts.index(shown.failed)]
            more = (*done, *reads, *refused, *noise[:5])
            raise FaultError(shown.why, more, picture=shown.picture, noise=noise)
        meant = tuple(one.filled(self.words.fill) for one in step.expectations)
        failed = [one for one in meant if not holds(one, came)]
        if failed:
            why = f"{got(failed[0], came)}; {failed[0].written} is meant"
            more = tuple(line for one in failed for line in told(one, came))
            raise FaultError(why, (*lines, *refused, *more), picture=shown.picture, noise=noise)
        return Done(seen=came, jar=visitor.jar, lines=lines, noise=noise)

    def _acts(self, step: RequestStep) -> list[Act]:
        fill, found = self.words.fill, list[Act]()
        for one in step.browser:
            if one.goto is not None:
                url = self._url(one.goto)
                if not self.ctx.site.owns(host_of(url)):
                    raise FaultError(f"it would open {host_of(url)}, which is not ours")
                found.append(Act(verb="goto", on=url))
            for on, text in one.fill.items():
                if "pass" in on.lower() or "token" in on.lower():
                    self.hidden.add(fill(text))
                found.append(Act(verb="fill", on=on, value=fill(text)))
            if one.click is not None:
                found.append(Act(verb="click", on=fill(one.click)))
            if one.wait_for is not None:
                found.append(Act(verb="wait_for", on=fill(one.wait_for)))
        return found

    def _may_ask(self, url: str) -> bool:
        host = host_of(url)
        return self.ctx.site.owns(host) or host in {one.name for one in self.ctx.site.allow}
