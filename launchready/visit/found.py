"""The values of an answer that a line is about."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from launchready.core.cookies import attributes
from launchready.visit import json_path, selectors
from launchready.visit.expectations import Expectation
from launchready.visit.seen import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: `every` when each of several is meant, else one of them will do.

    `missing` says what is not there at all, or cannot be read.
    """

    values: tuple[object, ...] = ()
    every: bool = False
    missing: str = ""


def found(one: Expectation, seen: Seen) -> Found:
    """The values an expectation is about."""
    full = _found(one, seen)
    if not one.counted:
        return full
    if full.missing and one.about == "BODY":
        return full
    return Found(values=(_count(one, seen, full.values),))


def _count(one: Expectation, seen: Seen, values: tuple[object, ...]) -> int:
    """How many, or how long; of a body its bytes, of one value of JSON its members."""
    if one.about == "BODY" and not one.name:
        return len(seen.body.encode()) if seen.size is None else seen.size
    if one.about == "BODY" and len(values) == 1:
        (value,) = values
        return len(value) if isinstance(value, str | list | dict) else 1
    return len(values)


def _found(one: Expectation, seen: Seen) -> Found:
    match one.about:
        case "STATUS":
            return Found(values=(seen.status,))
        case "RESPONSE_TIME":
            return Found(values=(seen.seconds,))
        case "DELAY":
            return Found(values=(seen.delay,))
        case "CERTIFICATE_EXPIRATION":
            return Found(values=() if seen.certificate is None else (seen.certificate,))
        case "IP":
            return Found(values=seen.addresses, every=True)
        case "URL":
            return Found(values=(_address(one, seen.url),))
        case "HEADER":
            values = tuple(text for name, text in seen.headers if name == one.name)
            return Found(values=values, missing="" if values else f"there is no {one.name}")
        case "COOKIE":
            return _cookie(one, seen)
        case "REDIRECTS":
            return _redirects(one, seen)
        case "LINKS":
            return _links(one, seen)
        case "AUTH":
            values = tuple(said for name, said in seen.auth if name == one.name)
            missing = "" if values else f"the receiver says nothing of {one.name}"
            return Found(values=values, every=True, missing=missing)
        case "CSS":
            return _elements(one, seen)
        case "BODY" if one.name:
            return _json(one, seen)
    return Found(values=(seen.body, seen.shown))


def _address(one: Expectation, url: str) -> str:
    """Where it ended. A pattern, or a part, that names no query is held against what stands
    before it: /login?next=/portal is not the portal, whatever pat(*/portal) would make of it."""
    is_whole = any(type(wanted) is str for wanted in one.wanted) and "contains" not in one.operator
    texts = [getattr(wanted, "pattern", None) or str(wanted) for wanted in one.wanted]
    if is_whole or any(mark in text for text in texts for mark in "?&=#"):
        return url
    return url.partition("#")[0].partition("?")[0]


def _json(one: Expectation, seen: Seen) -> Found:
    try:
        values = json_path.found(seen.body, one.name)
    except json_path.NoJsonError as error:
        return Found(missing=f"the answer is not JSON ({error})")
    return Found(values=values, every=True, missing="" if values else f"there is no {one.name}")


def _elements(one: Expectation, seen: Seen) -> Found:
    if one.part:
        values = selectors.attributes(seen.body, one.name, one.part)
        missing = f"no {one.name} with a {one.part}"
    else:
        values = selectors.texts(seen.body, one.name)
        missing = f"no {one.name}"
    return Found(values=values, missing="" if values else f"there is {missing}")


def _cookie(one: Expectation, seen: Seen) -> Found:
    """The cookie as it was set last; an attribute that was not said is false, or not there."""
    texts = [one_ for one_ in seen.cookies if _name(one_) == one.name]
    if not texts:
        return Found(missing=f"no cookie {one.name} is set")
    pair, *rest = texts[-1].split(";")
    said = attributes(rest)
    if not one.part:
        return Found(values=(pair.partition("=")[2].strip(),))
    if one.part in ("secure", "httponly"):
        return Found(values=(one.part in said,))
    if one.part not in said:
        return Found(missing=f"the cookie {one.name} says no {one.part}")
    return Found(values=(said[one.part],))


def _name(set_cookie: str) -> str:
    return set_cookie.partition(";")[0].partition("=")[0].strip()


def _redirects(one: Expectation, seen: Seen) -> Found:
    if not one.part:
        return Found(values=(len(seen.redirects),))
    return Found(
        values=seen.redirects[-1:], missing="" if seen.redirects else "there was no redirect"
    )


def _links(one: Expectation, seen: Seen) -> Found:
    """Every link over http, absolute; `contains` asks for one of them, the rest for all."""
    urls = seen.links if seen.links is not None else selectors.links(seen.body)
    places = [_joined(seen.url, url) for url in urls]
    kept = tuple(place for place in places if place.startswith(("http://", "https://")))
    values = tuple(_host(url) for url in kept) if one.part == "host" else kept
    is_any = "contains" in one.operator
    return Found(values=values, every=not is_any, missing="" if values else "there is no link")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
