"""Does the step of a journey that waits for a mail."""

from collections.abc import Callable
from dataclasses import replace

import anyio

from launchready.core.inbox import Watched
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.visit import captures
from launchready.visit.expectations import Expectation
from launchready.visit.judging import holds, why_undecided
from launchready.visit.letters import Lost, as_seen, awaited
from launchready.visit.mail_links import Astray, astray
from launchready.visit.seen import Seen
from launchready.visit.step_parts import Done, FaultError, Remark
from launchready.visit.steps import MailStep
from launchready.visit.telling import got, told
from launchready.visit.template import UnfilledError

_ABOUT_ONE_LINK = ("==", "contains", "matches")


async def received(
    step: MailStep,
    *,
    inbox: Watched,
    receiver: str,
    site: Site,
    fill: Callable[[str], str],
    taken: set[str],
    since: float,
    hide: Callable[[str], None],
) -> Done:
    """The mail that a step waits for, with where its links lead. `since` is when the step before
    ended, on anyio's clock; `hide` is given every link. Raises FaultError, UnreachableError."""
    mail = step.mail
    letter = await awaited(mail, inbox, fill, taken)
    if isinstance(letter, Lost):
        others = tuple(f"another came: {one!r}" for one in letter.others)
        wanted = f" with the subject {fill(mail.subject)}" if mail.subject else ""
        why = f"no mail to {fill(mail.to)}{wanted} came within {letter.seconds:.0f} s"
        raise FaultError(why, others, kind="mail lost")
    delay = anyio.current_time() - since
    lines = (f"{letter.subject[:150]!r} from {letter.sender[:150]} came after {delay:.1f} s",)
    came = as_seen(letter, receiver, delay)
    for url in came.links or ():
        hide(url)
    meant = tuple(one.filled(fill) for one in step.expect.all)
    failed = [one for one in meant if not holds(one, came) and not why_undecided(one, came)]
    if failed:
        why = f"{got(failed[0], came)}; {failed[0].written} is meant"
        more = tuple(line for one in failed for line in told(one, came))
        raise FaultError(why, (*lines, *more))
    for one in meant:
        if why := why_undecided(one, came):
            raise UnreachableError(f"{one.written} is meant, and {why}")
    needed = _saved(step, came, fill) | _asked_about(meant, came)
    return Done(seen=came, lines=lines, remarks=_remarks(astray(letter, site, needed)))


def _saved(step: MailStep, came: Seen, fill: Callable[[str], str]) -> set[str]:
    """The links that the step keeps for later ones, by whatever way; what cannot be kept is
    told when it is."""
    found: set[str] = set()
    for save in step.save.values():
        try:
            filled = save.model_copy(update={save.way: fill(getattr(save, save.way))})
        except UnfilledError:
            continue
        value = captures.captured(filled, came)
        if isinstance(value, str):
            found.add(value.strip())
    return found


def _asked_about(meant: tuple[Expectation, ...], came: Seen) -> set[str]:
    """The links that an expectation names; one of hosts names none, but says which are meant."""
    asked = [
        one
        for one in meant
        if one.about == "LINKS" and one.operator in _ABOUT_ONE_LINK
        if not (one.part or one.counted or one.negated)
    ]
    return {
        url
        for url in came.links or ()
        if any(holds(one, replace(came, links=(url,))) for one in asked)
    }


def _remarks(links: tuple[Astray, ...]) -> tuple[Remark, ...]:
    blocking = tuple(one.told for one in links if one.blocks)
    others = tuple(one.told for one in links if not one.blocks)
    found: list[Remark] = []
    if blocking:
        found.append(("mail links", f"a link of the mail {blocking[0]}", blocking))
    if others:
        found.append(("mail strangers", f"a link of the mail {others[0]}", others))
    return tuple(found)
