"""Whether the sessions, inboxes and journeys of a config hold together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from launchready.core.destination import host_of, resolve
from launchready.core.location import Location
from launchready.core.site import Site
from launchready.values.problem import ConfigError, Problem, nearest
from launchready.values.setting import Read
from launchready.visit.accounts import InboxAt, Session
from launchready.visit.steps import Journey, MailStep, RequestStep
from launchready.visit.template import texts_of, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A session with its name, as a subject."""

    name: str
    session: Session

    @property
    def at(self) -> Location:
        return self.session.at

    def __str__(self) -> str:
        return self.name


def ready(
    journeys: tuple[Journey, ...], environment: str, read: Read
) -> tuple[tuple[Journey, ...], list[Problem]]:
    """The journeys of an environment, their schemas read, and what was wrong with those."""
    found: list[Journey] = []
    problems: list[Problem] = []
    for journey in journeys:
        if journey.only_env and environment not in journey.only_env:
            continue
        steps: list[RequestStep | MailStep] = []
        for step in journey.steps:
            try:
                steps.append(step.ready(read))
            except ConfigError as error:
                problems += error.problems
        found.append(journey.model_copy(update={"steps": tuple(steps)}))
    return tuple(found), problems


def problems_of(
    journeys: tuple[Journey, ...],
    sessions: Mapping[str, Session],
    inboxes: Mapping[str, InboxAt],
    site: Site,
) -> list[Problem]:
    """Names that stand for nothing, hosts that are not ours, journeys of one name."""
    found: list[Problem] = []
    for name, session in sessions.items():
        found += _strangers(_urls(session), site, f"session {name}")
    seen: dict[str, Journey] = {}
    for journey in journeys:
        first = seen.setdefault(journey.name, journey)
        if first is not journey:
            meant = f"the first is in line {first.at.line}; give each a name of its own"
            found.append(Problem(at=journey.at, found=f"{journey.name} is here twice", meant=meant))
        found += _of_journey(journey, sessions, inboxes, site)
    return found


def _urls(session: Session) -> Iterator[tuple[str, Location]]:
    for url, at in (
        (session.form.url, session.form.at) if session.form else ("", session.at),
        (session.jwt.url, session.jwt.at) if session.jwt else ("", session.at),
        (session.check or "", session.at),
    ):
        if url:
            yield url, at


def _strangers(urls: Iterable[tuple[str, Location]], site: Site, what: str) -> Iterator[Problem]:
    names = ", ".join(one.name for one in (*site.own, *site.staging)) or "empty"
    meant = f"only what is ours is asked; hosts.own and hosts.staging are {names}"
    for url, at in urls:
        host = host_of(resolve(url, url) or "")
        if not site.owns(host):
            yield Problem(at=at, found=f"{what}: {host or url} is not ours", meant=meant)


def _of_journey(
    journey: Journey,
    sessions: Mapping[str, Session],
    inboxes: Mapping[str, InboxAt],
    site: Site,
) -> Iterator[Problem]:
    known = list(journey.vars)
    yield from unknown(texts_of(journey.vars, journey.at), known)
    named = journey.roles.values() if journey.roles else [journey.as_] if journey.as_ else []
    for name in named:
        yield from absent(str(name), "session", sessions, journey.at)
    for step in journey.steps:
        if step.only_env and site.environment not in step.only_env:
            known += step.save
            continue
        yield from unknown(texts_of(step, step.at), known)
        known += [one for one in step.save if one not in known]
        if isinstance(step, MailStep):
            yield from absent(step.mail.inbox, "inbox", inboxes, step.mail.at)
            continue
        if step.as_ and step.as_ not in journey.roles:
            roles = {**dict.fromkeys(journey.roles), **dict.fromkeys(sessions)}
            yield from absent(step.as_, "role or session", roles, step.at)
        target = step.target
        if target is not None and "{{" not in target:
            yield from _strangers([(target, target.at)], site, str(step))
        elif target is None and step.browser and step is journey.steps[0]:
            yield Problem(
                at=step.at, found=f"{step} opens no page", meant="begin with goto: and an address"
            )


def absent(name: str, what: str, known: Mapping[str, object], at: Location) -> Iterator[Problem]:
    """A problem where a name stands for nothing, with the one that was likely meant."""
    if name in known:
        return
    near = nearest(name, known)
    meant = f"did you mean {near}?" if near else f"there is {', '.join(known) or 'none'}"
    yield Problem(at=at, found=f"there is no {what} {name}", meant=meant)
