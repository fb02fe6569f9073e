"""Says what came in place of what was meant, in words that hold no secret."""

import json
from typing import Any

from launchready.visit import json_path, schemas
from launchready.visit.excerpt import excerpt, without_secrets
from launchready.visit.expectations import Expectation
from launchready.visit.found import Found, found
from launchready.visit.seen import Seen

# Never shown, whatever was expected of them.
_SECRET_HEADERS = frozenset({"set-cookie", "authorization", "www-authenticate", "x-api-key"})

_MOST_VALUES = 3  # that are shown of many
_MOST_LINES = 8  # of JSON around a miss
_LONGEST_TEXT = 80  # characters of one text of JSON


def got(one: Expectation, seen: Seen) -> str:
    """What came instead, in a few words that hold no secret."""
    if one.about == "SCHEMA":
        path, words = (*schemas.faults(one, seen.body), ("", "nothing is wrong"))[0]
        return f"{_place(path)}{words}"
    came = found(one, seen)
    if came.missing and not (one.negated and one.operator == "exists"):
        return came.missing
    if one.counted:
        return f"there are {came.values[0]}" if _is_of_things(one) else f"it has {came.values[0]}"
    match one.about:
        case "STATUS":
            return f"the status is {seen.status}"
        case "RESPONSE_TIME":
            return f"it took {seen.seconds:.2f} s"
        case "DELAY":
            return f"it took {seen.delay:.0f} s to arrive"
        case "CERTIFICATE_EXPIRATION":
            return _got_certificate(seen)
        case "URL":
            return f"it ends on {without_query(seen.url)}"
        case "REDIRECTS":
            return _got_redirects(one, seen)
        case "IP":
            return f"it is at {', '.join(seen.addresses) or 'no address'}"
        case "HEADER":
            return _got_header(one, came)
        case "COOKIE":
            return f"{one.name} is something else" if not one.part else _listed(one, came)
        case "BODY" if not one.name:
            return _got_body(one, seen)
    return _listed(one, came)


def told(one: Expectation, seen: Seen) -> tuple[str, ...]:
    """What was meant and what came, and where it is JSON the part of it around the miss."""
    first = f"{one.written} is meant; {got(one, seen)}"
    if one.about == "SCHEMA":
        others = schemas.faults(one, seen.body)[1:]
        return (first, *(f"{_place(path)}{words}" for path, words in others))
    if one.about == "BODY" and one.name:
        return (first, *_around(one.name, seen.body))
    if one.about == "CSS" and not found(one, seen).values and seen.shown:
        return (first, f"it reads {excerpt(seen.shown)!r}")
    return (first,)


def without_query(url: str) -> str:
    """A URL for people; queries may hold what nobody should read."""
    before, mark, _ = url.partition("?")
    return before + ("?…" if mark else "")


def _is_of_things(one: Expectation) -> bool:
    return bool(one.name) or one.about != "BODY"


def _got_certificate(seen: Seen) -> str:
    days = (seen.certificate or 0.0) / 86400
    return f"its certificate ends in {days:.1f} days" if days > 0 else "its certificate has ended"


def _got_redirects(one: Expectation, seen: Seen) -> str:
    if one.part:
        return f"the last redirect leads to {without_query(seen.redirects[-1])}"
    count = len(seen.redirects)
    times = "once" if count == 1 else f"{count} times"
    return f"it redirects {times}" if count else "it does not redirect"


def _got_header(one: Expectation, came: Found) -> str:
    if one.name in _SECRET_HEADERS:
        return f"{one.name} is something else"
    values = ", ".join(str(value) for value in came.values)
    return f"{one.name} is {excerpt(without_secrets(values))!r}"


def _got_body(one: Expectation, seen: Seen) -> str:
    if not seen.shown:
        return "the page is empty"
    around = ""
    if one.operator in ("not contains",) or one.negated:
        around = next((str(w) for w in one.wanted if str(w) in seen.shown), "")
    return f"it reads {excerpt(seen.shown, around)!r}"


def _listed(one: Expectation, came: Found) -> str:
    """The values that were found, the first few of them."""
    shown = [_shown(value, one) for value in came.values[:_MOST_VALUES]]
    more = len(came.values) - len(shown)
    name = {"CSS": f"{one.name}{'.' + one.part if one.part else ''}", "LINKS": "a link"}
    subject = name.get(one.about, one.name or one.part)
    if one.about == "COOKIE":
        subject = f"{one.name}.{one.part}"
    return f"{subject} is {', '.join(shown)}" + (f" and {more} more" if more > 0 else "")


def _shown(value: object, one: Expectation) -> str:
    if one.about == "LINKS":
        return without_query(str(value)) if one.part != "host" else str(value)
    key = one.name.rpartition(".")[2]
    if isinstance(value, str):
        return json.dumps(_safe(key, value), ensure_ascii=False)
    return json.dumps(_tamed(value), ensure_ascii=False)[:_LONGEST_TEXT]


def _safe(key: str, text: str) -> str:
    """A text of JSON, gone where its key or its looks say that it is a secret."""
    named = f"{key}: {text}"
    return excerpt(text) if without_secrets(named).endswith(text[-8:]) else "…"


def _around(path: str, body: str) -> list[str]:
    """The JSON that holds the place of a path, or the nearest that is there, a few lines of it."""
    try:
        holder = _holder(path, body)
    except (json_path.NoJsonError, ValueError):
        return [f"it reads {excerpt(' '.join(body.split()))!r}"] if body.strip() else []
    if holder is None:
        return []
    where, value = holder
    lines = json.dumps(_tamed(value), indent=2, ensure_ascii=False).splitlines()
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], "…"]
    return [f"{where} is {lines[0]}", *lines[1:]]


def _holder(path: str, body: str) -> tuple[str, Any] | None:
    above = json_path.above(path)
    while above:
        values = json_path.found(body, above)
        if values:
            return above, values[0]
        above = json_path.above(above)
    return None


def _tamed(value: Any, key: str = "", depth: int = 0) -> Any:
    """JSON made short: long texts cut, secrets left out, what is deep or much told by a sign."""
    if isinstance(value, dict):
        if depth > 0:
            return "{…}" if value else {}
        return {_key(k): _tamed(v, str(k), depth + 1) for k, v in list(value.items())[:20]}
    if isinstance(value, list):
        if depth > 0:
            return f"[{len(value)} items]" if value else []
        return [_tamed(one, key, depth + 1) for one in value[:_MOST_VALUES]]
    if isinstance(value, str):
        text = _safe(key, value)
        return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + " …"
    return value


def _key(key: object) -> str:
    return without_secrets(str(key))[:_LONGEST_TEXT]


def _place(path: str) -> str:
    return f"at {without_secrets(path)} " if path and path != "$" else ""
