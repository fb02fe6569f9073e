"""The first half of a line: `[BODY].items[0].id`, `len(css(li))`, `css(a.login).href`."""

import re
from dataclasses import dataclass, replace

from launchready.values.problem import nearest
from launchready.values.types import wrong
from launchready.visit import json_path, selectors
from launchready.visit.placeholders import (
    ALONE,
    AUTH_PARTS,
    COOKIE_PARTS,
    FUNCTIONS,
    KNOWN,
    LINK_PARTS,
    REDIRECT_PARTS,
    About,
)

_CALL = re.compile(r"([A-Za-z_]+)\(")
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+^_`|~-]+")
_ATTRIBUTE = re.compile(r"\.([A-Za-z_][A-Za-z0-9_:-]*)")
_OPENS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a line looks at; `asks_whether` where the question is only whether it is there."""

    about: About
    name: str = ""
    part: str = ""
    counted: bool = False
    asks_whether: bool = False


def split(text: str) -> tuple[str, str]:
    """A line's first half and the rest; "" and the line where it does not begin as one does."""
    if call := _CALL.match(text):
        end = _closing(text, call.end() - 1)
        end = _path_end(text, end)
    elif text.startswith("["):
        end = _path_end(text, _closing(text, 0))
    else:
        return "", text
    return text[:end], text[end:].strip()


def target(text: str) -> Target:
    """What a first half names. Raises the error of a setting's validator."""
    call = _CALL.match(text)
    if call is None:
        return _placeholder(text)
    end = _closing(text, call.end() - 1)
    inner, after = text[call.end() : end - 1].strip(), text[end:]
    match call[1]:
        case "css":
            return _element(inner, after)
        case "len" if not after:
            return _counted(inner)
        case "has" if not after:
            return replace(_inner(inner), asks_whether=True)
        case "len" | "has":
            raise wrong(f"{text} is not known", f"write the path within {call[1]}()")
        case "any" | "pat":
            raise wrong(f"{call[1]}() stands before the operator", f"like [URL] == {text}")
    near = nearest(call[1], FUNCTIONS)
    known = ", ".join(f"{one}()" for one in FUNCTIONS)
    raise wrong(
        f"{call[1]}() is not known", f"did you mean {near}()?" if near else f"it is {known}"
    )


def _counted(inner: str) -> Target:
    found = _inner(inner)
    if found.about not in ("BODY", "CSS", "HEADER", "LINKS", "COOKIE") or found.part:
        raise wrong(f"len({inner}) is not known", "like len([BODY].items) or len(css(li))")
    return replace(found, counted=True)


def _inner(text: str) -> Target:
    subject, after = split(text)
    if not subject or after:
        raise wrong(f"{text or 'nothing'} stands in a function", "like len([BODY].items) > 0")
    found = target(subject)
    if found.counted or found.asks_whether:
        raise wrong(f"{text} stands in a function", "like len([BODY].items) > 0")
    return found


def _element(selector: str, after: str) -> Target:
    selectors.demand(selector)
    if not after:
        return Target(about="CSS", name=selector)
    attribute = _ATTRIBUTE.fullmatch(after)
    if attribute is None:
        raise wrong(f"css({selector}){after} is not known", "like css(a.login).href")
    return Target(about="CSS", name=selector, part=attribute[1].lower())


def _placeholder(text: str) -> Target:
    end = text.find("]") + 1
    about, rest = _about(text[1 : end - 1]), text[end:]
    match about:
        case "HEADER":
            return Target(about=about, name=_header(rest))
        case "COOKIE":
            return _cookie(rest)
        case "BODY" if rest:
            path = rest.removeprefix(".") if rest.startswith(".$") else f"${rest}"
            json_path.demand(path)
            return Target(about=about, name=path)
        case "AUTH":
            return Target(about=about, name=_part(about, rest, AUTH_PARTS))
        case "REDIRECTS" if rest:
            return Target(about=about, part=_part(about, rest, REDIRECT_PARTS))
        case "LINKS" if rest:
            return Target(about=about, part=_part(about, rest, LINK_PARTS))
    if rest:
        raise wrong(f"[{about}]{rest} is not known", f"[{about}] stands alone")
    return Target(about=about)


def _about(word: str) -> About:
    for one in KNOWN:
        if word == one:
            return one  # type: ignore[return-value]  # the table's keys are the placeholders
    near = nearest(word, KNOWN)
    known = ", ".join(f"[{one}]" for one in ALONE)
    raise wrong(f"[{word}] is not known", f"did you mean [{near}]?" if near else f"it is {known}")


def _header(rest: str) -> str:
    if not rest.startswith(".") or not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", rest[1:]):
        raise wrong("[HEADER] names no header", "like [HEADER].content-type")
    return rest[1:].lower()


def _cookie(rest: str) -> Target:
    """A cookie, and what of it where a dot and an attribute follow its name."""
    name, dot, part = rest[1:].rpartition(".")
    if not dot:
        name, part = part, ""
    elif part.lower() not in COOKIE_PARTS:
        near = nearest(part, COOKIE_PARTS)
        known = ", ".join(COOKIE_PARTS)
        meant = f"did you mean {near}?" if near else f"of a cookie there is {known}"
        raise wrong(f"[COOKIE]{rest} is not known", meant)
    if not rest.startswith(".") or not all(_NAME.fullmatch(one) for one in name.split(".")):
        raise wrong("[COOKIE] names no cookie", "like [COOKIE].sessionid.secure == true")
    return Target(about="COOKIE", name=name, part=part.lower())


def _part(about: About, rest: str, known: tuple[str, ...]) -> str:
    if rest[1:] in known and rest.startswith("."):
        return rest[1:]
    near = nearest(rest[1:], known)
    listed = ", ".join(f"[{about}].{one}" for one in known)
    meant = f"did you mean [{about}].{near}?" if near else f"it is {listed}"
    raise wrong(f"[{about}]{rest} is not known", meant)


def _path_end(text: str, at: int) -> int:
    """Where a path that starts here ends: at white space or an operator outside its brackets."""
    while at < len(text) and not (text[at].isspace() or text[at] in "=!<>"):
        at = _closing(text, at) if text[at] in _OPENS else at + 1
    return at


def _closing(text: str, at: int) -> int:
    """Just behind the bracket that closes the one at `at`, quotes heeded."""
    stack, quote = [_OPENS[text[at]]], ""
    for place in range(at + 1, len(text)):
        mark = text[place]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "\"'":
            quote = mark
        elif mark == stack[-1]:
            stack.pop()
            if not stack:
                return place + 1
        elif mark in _OPENS:
            stack.append(_OPENS[mark])
    raise wrong(f"{text} has no closing {stack[0]}", f"close it: {text}{''.join(reversed(stack))}")
