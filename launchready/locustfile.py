"""`launchready locustfile`: the load of a config as a script, to run it from many machines."""

from pathlib import Path

from launchready.core.load import Target
from launchready.core.unreachable import UnreachableError
from launchready.load.asked_as import NOBODY, looked_at
from launchready.load.plainly import plainly
from launchready.load.settings import Load
from launchready.load.settings import Target as Written
from launchready.run import Request, prepare
from launchready.world.locust import line, mapped_places
from launchready.world.locust_script import BODIES, HEADERS, script


class LocustfileError(Exception):
    """The call cannot be met; the text says why and what to do."""


def write(start: Path, config: Path | None, environment: str) -> tuple[str, tuple[str, ...]]:
    """The script, and what to know before it is run. Raises ConfigError and LocustfileError."""
    prepared = prepare(Request(start=start, config=config, environment=environment))
    load = prepared.loaded.rooms.get("load")
    if not isinstance(load, Load):
        raise LocustfileError("there is no load: section in launchready.yml; add one first")
    targets = looked_at(load)
    sent = [_sent(one) for one in targets]
    try:
        lines = [line(one) for one in sent]
    except UnreachableError as error:
        raise LocustfileError(f"{error.reason}; {error.advice}") from None
    text = script(
        lines,
        rate=load.rate,
        seconds=load.warmup + load.for_,
        timeout=load.timeout,
        addresses=mapped_places(sent, prepared.loaded.config.network),
    )
    if prepared.hide(text) != text:
        raise LocustfileError(
            "an address holds a value of the environment, which may be a secret and would stand "
            "in the file; hand it over in a header instead"
        )
    return text, tuple(_notes(targets))


def _sent(one: Written) -> Target:
    plain = plainly(one.expectations)
    return Target(
        name=one.name,
        url=one.url.name,
        method=one.method,
        weight=one.weight,
        judge=lambda _: "",
        statuses=plain.statuses if plain else (),
        texts=plain.texts if plain else (),
    )


def _notes(targets: tuple[Written, ...]) -> list[str]:
    """What each worker has to be handed for the run to be the same."""
    carrying = [
        one.name for one in targets if one.headers or (one.session and one.session != NOBODY)
    ]
    bodies = [one.name for one in targets if one.json_ is not None or one.form is not None]
    told = []
    if carrying:
        told.append(f"{HEADERS} must hold the headers of {', '.join(carrying)}, as JSON")
    if bodies:
        told.append(f"{BODIES} must hold the bodies of {', '.join(bodies)}, as JSON")
    return told
