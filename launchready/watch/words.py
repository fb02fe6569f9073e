"""What people are told, in their words."""

from datetime import datetime

from launchready.config.watch import Watch
from launchready.watch.channels_told import Told
from launchready.watch.standing import Tell
from launchready.watch.status_page_words import lasted
from launchready.watch.types import Target, Warned

OWN_NETWORK = "this machine reaches nobody at all just now, so the fault may be its own"


def told(tell: Tell, target: Target, product: str, watch: Watch, at: datetime) -> Told:
    """An outage, its end, or what else a look changed."""
    title, lines = _written(tell, target, watch)
    return Told(
        id=tell.id,
        incident=tell.incident,
        kind=tell.kind,
        target=target.name,
        title=f"{product}: {title}" if product else title,
        at=at,
        lines=lines,
    )


def fault(target: Target) -> str:
    """`homepage is down`, `The certificate of app.acme.test is wrong`."""
    return f"{target.name} is down" if target.kind == "page" else f"The {target.name} is wrong"


def _written(tell: Tell, target: Target, watch: Watch) -> tuple[str, tuple[str, ...]]:
    name = target.name if target.kind == "page" else f"the {target.name}"
    since = f"Since {tell.began:%H:%M:%S} UTC, {lasted(tell.lasted)} ago."
    match tell.kind:
        case "down":
            times = f"Seen {watch.confirmations} times, each over a new connection."
            return fault(target), (tell.reason, *tell.lines, since, times)
        case "unknown":
            if tell.reason == OWN_NETWORK:
                title = "The watch reaches nobody, and cannot tell how anything stands"
                return title, (tell.reason, *tell.lines, since)
            open_ = "It may be up or down; look at it yourself."
            title = f"Nobody can tell whether {name} is {_well(target)}"
            return title, (tell.reason, *tell.lines, since, open_)
        case "flapping":
            within = lasted(watch.flapping.within)
            title = f"{_capital(name)} comes and goes: {tell.count} outages in {within}"
            calm = lasted(watch.flapping.calm)
            quiet = f"Now it is out. Short outages are not told any more until {calm} pass calmly."
            return title, (tell.reason, *tell.lines, quiet)
        case _:
            title = f"{_capital(name)} is {_well(target)} again after {lasted(tell.lasted)}"
            return title, (f"It was: {tell.reason}",)


def _well(target: Target) -> str:
    return "up" if target.kind == "page" else "right"


def _capital(text: str) -> str:
    return f"T{text[1:]}" if text.startswith("the ") else text


def warning(target: Target, warned: Warned, product: str, at: datetime, *, is_over: bool) -> Told:
    """Something that will break if nobody acts, or that somebody has acted."""
    title = f"Mended: {warned.message}" if is_over else warned.message
    return Told(
        id=f"{warned.fingerprint}-{'over' if is_over else 'seen'}-{at:%Y%m%d%H%M%S}",
        incident=f"warned-{warned.fingerprint}",
        kind="up" if is_over else "note",
        target=target.name,
        title=f"{product}: {title}" if product else title,
        at=at,
    )


def parted(key: str, incident: str, number: int, product: str, at: datetime) -> Told:
    """A target that was out of order when the config stopped naming it; `key` is the target's."""
    name = key.partition(" ")[2]
    title = f"{name} is no longer watched"
    return Told(
        id=f"{incident}-{number}",
        incident=incident,
        kind="up",
        target=name,
        title=f"{product}: {title}" if product else title,
        at=at,
        lines=("It was not in order when launchready.yml stopped naming it.",),
    )


def of_the_watch(name: str, text: str, product: str, at: datetime) -> Told:
    """Something of the watch itself."""
    title = f"{product}: {text}" if product else text
    return Told(id=name, incident=name, kind="note", target="the watch", title=title, at=at)


def drill(product: str, at: datetime) -> Told:
    """What is said to see that it arrives."""
    id_ = f"drill-{at:%Y%m%d%H%M%S}"
    name = product or "launchready"
    return Told(
        id=id_,
        incident=id_,
        kind="test",
        target="the watch",
        title=f"{name}: a drill, nothing is wrong",
        at=at,
        lines=("An outage would be told here, like this.",),
    )
