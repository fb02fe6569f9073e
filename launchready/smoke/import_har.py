"""A browser's recording (HAR) becomes a journey, without what nobody may read."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from launchready.smoke.har_draft import EMAIL, SHORTEST, Draft, Step, plain
from launchready.smoke.har_entry import Entry, entries
from launchready.smoke.har_forms import SentForm, form_of
from launchready.smoke.import_openapi import Imported
from launchready.smoke.import_read import comment, document, flow, problem, quoted, written

_HEADERS = ("authorization", "x-csrf-token", "x-csrftoken", "x-xsrf-token", "x-api-key")
_MOST_STEPS = 100
_WHAT = {"POST": "post", "PUT": "put", "PATCH": "patch", "DELETE": "delete", "GET": "get"}


def import_har(raw: bytes, file: str) -> Imported:
    """A config with one journey of what was recorded on the first page's own hosts.

    Static files, other hosts and what the browser asks by itself are left out; values that an
    earlier answer gave are captured from there; a form of a page before is filled in as one;
    passwords, tokens and people's addresses become variables, cookies are kept by the journey
    itself. Raises ConfigError.
    """
    every = entries(document(raw, file), file)
    own = _own(every)
    if not own:
        raise problem(file, "no page is recorded in it", "record with the network tab open")
    journey = Draft()
    left: dict[str, int] = {}
    for one, status in _kept(every, own, left):
        if len(journey.steps) >= _MOST_STEPS:
            left["steps after the first 100"] = left.get("steps after the first 100", 0) + 1
            continue
        journey.steps.append(_step(one, status, journey))
    if not journey.steps:
        raise problem(file, "nothing in it is a step", "record what a customer does")
    return Imported(text=_text(journey, own, file), notes=_notes(journey, left))


def _own(every: list[Entry]) -> list[str]:
    """The first page's host, and those that share its registrable part."""
    first = next((one.host for one in every if one.is_page), "")
    if not first:
        return []
    root = _root(first)
    return list(dict.fromkeys([first, *(one.host for one in every if _root(one.host) == root)]))


def _root(host: str) -> str:
    if re.fullmatch(r"[0-9.:]+", host) or "." not in host:
        return host
    labels = host.split(".")
    # A short second label is most likely a country's, as in acme.co.uk.
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else 2
    return ".".join(labels[-size:])


def _kept(every: list[Entry], own: list[str], left: dict[str, int]) -> Iterator[tuple[Entry, int]]:
    """What a customer did; a redirect's target is part of the step that led there."""
    followed = ""
    waiting: Entry | None = None
    for one in every:
        why = _against(one, own)
        if why:
            left[why] = left.get(why, 0) + 1
            continue
        if waiting is not None and one.url == followed and one.method in ("GET", waiting.method):
            waiting.body_after = one.text
            waiting.kind_after = one.kind
            waiting.url_after = one.url
            if one.redirect:
                followed = one.redirect
                continue
            yield waiting, one.status
            waiting = None
            continue
        if waiting is not None:
            yield waiting, 0
        waiting, followed = (one, one.redirect) if one.redirect else (None, "")
        if not one.redirect:
            yield one, one.status
    if waiting is not None:
        yield waiting, 0


def _against(one: Entry, own: list[str]) -> str:
    if one.host not in own:
        return "requests to other hosts"
    if one.is_static:
        return "static files"
    if one.method not in _WHAT:
        return "requests the browser makes by itself"
    if one.is_beacon:
        return "requests that only count visitors"
    return "" if one.status else "requests that were not answered"


def _step(one: Entry, status: int, journey: Draft) -> Step:
    sent = form_of(one, [step.entry for step in journey.steps])
    if sent is not None:
        return _form(one, status, sent, journey)
    words: dict[str, Any] = {_WHAT[one.method]: _url(one.url, journey)}
    headers = {
        name: _header(name, value, journey) for name, value in one.headers if name in _HEADERS
    }
    if headers:
        words["headers"] = headers
    words |= _body(one, journey)
    return Step(entry=one, status=status, words=words)


def _form(one: Entry, status: int, sent: SentForm, journey: Draft) -> Step:
    """A form that was filled in: its page is opened by the step itself, and what a page hides in
    it, or puts in it, goes along as it is then."""
    last = journey.steps[-1]
    if last.entry is sent.page and last.entry.method == "GET" and not last.save:
        journey.steps.pop()
    said: dict[str, Any] = {"url": _url(sent.page.landing, journey)}
    if sent.css:
        said["css"] = sent.css
    if sent.typed:
        said["fields"] = {plain(key): journey.safe(key, value) for key, value in sent.typed}
    return Step(entry=one, status=status, words={"form": said})


def _header(name: str, value: str, journey: Draft) -> str:
    """A header's value; the scheme of an Authorization stands before what is secret of it."""
    scheme, space, rest = value.partition(" ")
    if name == "authorization" and rest and scheme.isalpha():
        return f"{scheme}{space}{journey.safe('token', rest)}"
    return journey.safe(name, value)


def _url(url: str, journey: Draft) -> str:
    parts = urlsplit(url)
    steps = [_segment(step, journey) for step in parts.path.split("/")]
    query = "&".join(
        f"{plain(key)}={journey.safe(unquote_plus(key), unquote_plus(value))}"
        for key, _, value in (pair.partition("=") for pair in parts.query.split("&") if pair)
    )
    base = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return base + ("/".join(steps) or "/") + (f"?{query}" if query else "")


def _segment(text: str, journey: Draft) -> str:
    said = unquote_plus(text)
    may_be_told = len(said) >= SHORTEST and any(mark.isdigit() for mark in said)
    if may_be_told or EMAIL.fullmatch(said):
        return journey.safe("id", said)
    return plain(text)


def _body(one: Entry, journey: Draft) -> dict[str, Any]:
    if one.method == "GET" or not (one.body or one.params):
        return {}
    kind = one.body_kind
    if kind.endswith("json"):
        try:
            return {"json": _json(json.loads(one.body), "", journey)}
        except (ValueError, RecursionError):
            return {"body": journey.safe("token", one.body)}
    if kind == "application/x-www-form-urlencoded" or one.params:
        pairs = one.params or tuple(parse_qsl(one.body, keep_blank_values=True))
        return {"fields": {plain(key): journey.safe(key, value) for key, value in pairs}}
    # What it means is not known, so nothing of it is written out.
    return {
        "headers": {"content-type": plain(kind)},
        "body": journey.safe("secret_body", one.body),
    }


def _json(value: Any, key: str, journey: Draft) -> Any:
    if isinstance(value, dict):
        return {plain(str(k)): _json(one, str(k), journey) for k, one in value.items()}
    if isinstance(value, list):
        return [_json(one, key, journey) for one in value]
    if isinstance(value, str):
        return journey.safe(key, value)
    return value


def _text(journey: Draft, own: list[str], file: str) -> str:
    base = f"{urlsplit(journey.steps[0].entry.url).scheme}://"
    base += urlsplit(journey.steps[0].entry.url).netloc.rpartition("@")[2]
    name = file.rpartition("/")[2]
    lines = [
        f"# Made by launchready import har of {comment(name)}; look it over first.",
        "version: 1",
        f"hosts: {{own: {flow(own)}}}",
        f"environments: {{production: {{base_url: {quoted(base)}}}}}",
        "smoke:",
        "  journeys:",
        "    - name: what was recorded",
        "      steps:",
    ]
    for step in journey.steps:
        lines += _lines(step, base)
    return "\n".join(lines) + "\n"


def _lines(step: Step, base: str) -> list[str]:
    verb, url = next(iter(step.words.items()))
    if isinstance(url, dict):
        said = _flow({**url, "url": _on_base(url["url"], base)})
    else:
        said = quoted(_on_base(str(url), base))
    lines = [f"        - {verb}: {said}"]
    lines += [
        f"          {key}: {_flow(value)}" for key, value in step.words.items() if key != verb
    ]
    if step.status:
        lines.append(f"          expect: {{status: {step.status}}}")
    if step.save:
        lines.append(f"          save: {_flow(step.save)}")
    return lines


def _on_base(url: str, base: str) -> str:
    rest = url.removeprefix(base)
    return "${base_url}" + rest if rest != url and rest[:1] in ("", "/", "?") else url


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, str):
        return quoted(value)
    return flow(value)


def _notes(journey: Draft, left: dict[str, int]) -> tuple[str, ...]:
    notes = [f"left out: {count:,} {why}" for why, count in left.items()]
    if journey.names:
        names = ", ".join(sorted(set(journey.names.values())))
        notes.insert(0, f"set these in the environment; none of their values was written: {names}")
    return tuple(notes)
