"""Reads what an assistant answered: JSON, a stream of events, lines of JSON, or plain text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from launchready.core.browser import Response
from launchready.core.unreachable import UnreachableError
from launchready.visit import json_path

# Keys whose texts are parts of an answer where no JSONPath was given, in the shapes of the
# common interfaces.
_SPOKEN = {"text", "delta", "content", "token", "answer", "reply", "response", "message", "output"}
_CUT_OFF = re.compile(r"content_?filter|safety|blocked|moderation", re.IGNORECASE)
_CODED_LINE = re.compile(r"([0-9a-z]):(.*)")  # of a Vercel AI data stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer's text, the tools it used, and whether a filter ended it; `is_page` for HTML."""

    text: str = field(repr=False)
    tools: tuple[str, ...] = ()
    is_filtered: bool = False
    is_page: bool = False


def read(response: Response, path: str | None, tools: str | None = None) -> Said:
    """What an answer says. Raises UnreachableError where the path leads nowhere in it."""
    kind = (response.header("content-type") or "").partition(";")[0].strip().lower()
    documents = list(_documents(response.text, kind))
    if not documents:
        return Said(text=response.text, is_page=kind == "text/html")
    if path is None:
        text = response.text if len(documents) == 1 else "".join(_spoken(documents))
    else:
        found = [one for document in documents for one in _at(path, document)]
        if not found:
            reason = f"{path} is not in the answer of {response.url.partition('?')[0]}"
            raise UnreachableError(reason, advice="Correct assistant.endpoint.answer.")
        text = "".join(one if isinstance(one, str) else json.dumps(one) for one in found)
    used = [one for document in documents for one in (_at(tools, document) if tools else ())]
    return Said(
        text=text,
        tools=tuple(str(one) for one in used),
        is_filtered=any(_is_cut_off(one) for one in documents),
    )


def _documents(text: str, kind: str) -> Iterator[Any]:
    if kind == "text/event-stream":
        yield from _loaded(_events(text))
    elif coded := [match for line in text.splitlines() if (match := _CODED_LINE.fullmatch(line))]:
        yield from ({"text": one} if code == "0" else one for code, one in _coded(coded))
    elif kind in ("application/x-ndjson", "application/jsonl", "application/stream+json"):
        yield from _loaded(text.splitlines())
    else:
        yield from _loaded([text])


def _events(text: str) -> Iterator[str]:
    """The data of each event (WHATWG HTML, 9.2.6)."""
    for event in re.split(r"(?:\r\n|\r|\n){2}", text):
        lines = re.split(r"\r\n|\r|\n", event)
        data = [line[5:].removeprefix(" ") for line in lines if line.startswith("data:")]
        if data:
            yield "\n".join(data)


def _coded(lines: list[re.Match[str]]) -> Iterator[tuple[str, Any]]:
    for match in lines:
        for one in _loaded([match[2]]):
            yield match[1], one


def _loaded(texts: Iterator[str] | list[str]) -> Iterator[Any]:
    for text in texts:
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield value


def _at(path: str, document: Any) -> list[Any]:
    if not isinstance(document, dict | list):
        return []
    return [one for one in json_path.within(document, path) if one is not None]


def _spoken(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key, one in value.items():
                if isinstance(one, str) and key.lower() in _SPOKEN:
                    yield one
                elif isinstance(one, dict | list):
                    yield from _spoken(one)
        case list():
            for one in value:
                yield from _spoken(one)
        case str():
            yield value


def _is_cut_off(value: Any) -> bool:
    match value:
        case dict():
            return any(
                (
                    (key.lower().replace("_", "") in ("finishreason", "stopreason"))
                    and isinstance(one, str)
                    and bool(_CUT_OFF.search(one))
                )
                or _is_cut_off(one)
                for key, one in value.items()
            )
        case list():
            return any(_is_cut_off(one) for one in value)
    return False
