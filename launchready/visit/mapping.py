"""The mapping notation of expectations, made into the same values as lines are."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from launchready.values.node import Block, Text
from launchready.values.types import as_text, flag, place, wrong
from launchready.visit import operands, selectors
from launchready.visit.expectations import Expectation, compared
from launchready.visit.line import target
from launchready.visit.placeholders import About, Operator
from launchready.visit.values import Wanted


def of_status(statuses: tuple[int, ...]) -> list[Expectation]:
    if not statuses:
        return []
    listed = ", ".join(str(one) for one in statuses)
    written = f"[STATUS] == {listed if len(statuses) == 1 else f'any({listed})'}"
    return [_plain("STATUS", "==", statuses, written)]


def of_texts(texts: tuple[str, ...]) -> list[Expectation]:
    return [_plain("BODY", "contains", (one,), f"[BODY] contains {one}") for one in texts]


def of_time(seconds: float) -> list[Expectation]:
    return [_plain("RESPONSE_TIME", "<=", (seconds,), f"[RESPONSE_TIME] <= {seconds * 1000:g}ms")]


def _plain(
    about: About, operator: Operator, wanted: tuple[Wanted, ...], written: str
) -> Expectation:
    return Expectation(about=about, operator=operator, wanted=wanted, written=written)


def json(value: object) -> tuple[Expectation, ...]:
    """`{"$.status": ok}`: every value of a path is this, one of a list, or as `> 3` says."""
    found: list[Expectation] = []
    for key, wanted in _items(value):
        if not key.startswith("$"):
            raise wrong(f"{key} is not a JSONPath", f"did you mean $.{key}?")
        one = _subject(f"[BODY].{key}", key)
        found.append(_is(one, wanted))
    return tuple(found)


def headers(value: object) -> tuple[Expectation, ...]:
    """`{content-type: pat(text/html*)}`: true and false ask whether it is there."""
    found: list[Expectation] = []
    for key, wanted in _items(value):
        one = _subject(f"[HEADER].{key}", key)
        found.append(_there(one, wanted) or _is(one, wanted))
    return tuple(found)


def css(value: object) -> tuple[Expectation, ...]:
    """`{h1: Welcome, .error: false, a.login: {href: /login}, li: {count: 3}}`."""
    return tuple(one for key, wanted in _items(value) for one in _of_element(key, wanted))


def matches(value: object) -> tuple[Expectation, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(
        replace(
            _plain("BODY", "matches", (operands.pattern(as_text(one)),), f"[BODY] matches {one}"),
            at=place(one),
        )
        for one in listed
    )


def url(value: object) -> tuple[Expectation, ...]:
    return (_is(_plain("URL", "exists", (), "[URL]"), value),)


def denied(one: Expectation) -> Expectation:
    """The same turned round."""
    is_denied = one.written.startswith("not ")
    written = one.written[4:] if is_denied else f"not {one.written}"
    return replace(one, negated=not one.negated, written=written)


def _of_element(selector: str, wanted: object) -> Iterator[Expectation]:
    selectors.demand(selector)
    one = replace(
        _plain("CSS", "exists", (), f"css({selector})"), name=selector, at=place(selector)
    )
    if not isinstance(wanted, Block | dict):
        yield _there(one, wanted) or _is(one, wanted)
        return
    for key, inner in wanted.items():
        if key == "count":
            counted = replace(one, counted=True, written=f"len({one.written})")
            yield _is(counted, inner)
        elif key == "text":
            yield _is(one, inner)
        else:
            part = replace(one, part=key.lower(), written=f"{one.written}.{key}", at=place(key))
            yield _there(part, inner) or _is(part, inner)


def _subject(written: str, key: str) -> Expectation:
    found = target(written)
    return Expectation(
        about=found.about,
        operator="exists",
        wanted=(),
        written=written,
        name=found.name,
        part=found.part,
        at=place(key),
    )


def _there(one: Expectation, wanted: object) -> Expectation | None:
    """Whether it is there, where true or false says so; None for a value."""
    if isinstance(wanted, list | tuple) or str(wanted) not in ("true", "false"):
        return None
    is_there = flag(wanted)
    written = f"has({one.written})"
    return replace(one, negated=not is_there, written=written if is_there else f"not {written}")


def _is(one: Expectation, wanted: object) -> Expectation:
    """That it is a value, or one of a list."""
    if isinstance(wanted, list | tuple):
        parts = [compared(one, _text(each)) for each in wanted]
        if not parts or any(part.operator != "==" for part in parts):
            raise wrong("a list stands here", "plain values are meant, any of which will do")
        texts = ", ".join(str(each) for each in wanted)
        values = tuple(value for part in parts for value in part.wanted)
        written = f"{one.written} == any({texts})"
        return replace(one, operator="==", wanted=values, written=written)
    if isinstance(wanted, Block | dict):
        raise wrong("a mapping stands here", "write the path of one value")
    return compared(one, _text(wanted), place(wanted))


def _text(value: object) -> str:
    """A scalar as it was written; nothing at all is the null of JSON."""
    if isinstance(value, Text):
        return Text("null", at=value.at) if value.is_blank else value
    return "null" if value is None else str(value)


def _items(value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, Block | dict):
        return value.items()
    raise wrong("this is not a mapping", "write 'key: value' lines")
