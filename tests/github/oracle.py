"""Holds requests and answers against GitHub's own description of its API.

The description lets through what GitHub would pass over: a query or a property it does not know.
A request with one is as wrong as one without what it needs, and is told too. So are answers with
a status that the description does not list for a call (GitHub sends 301, 401 or 429 to any of
them): they have the form of its errors.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

_HOST = "https://api.github.com"
DESCRIPTION: dict[str, Any] = json.loads(
    Path(__file__).with_name("openapi.json").read_text("utf-8")
)
_API = OpenAPI.from_dict(DESCRIPTION)
# What GitHub's guide asks of every request (docs.github.com/rest/using-the-rest-api/
# getting-started-with-the-rest-api); without a User-Agent it answers 403.
_HEADERS = {
    "accept": "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "",
}


@dataclass
class _Request:
    method: str
    path: str
    body: bytes
    content_type: str
    parameters: RequestParameters
    host_url: str = _HOST


@dataclass
class _Response:
    status_code: int
    data: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """A request as it came; header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


def against_request(sent: Sent) -> str:
    """What GitHub would not take of a request, or pass over; "" when nothing."""
    return _headers(sent) or _unlike(lambda one: _API.validate_request(one), sent) or _beside(sent)


def against_answer(sent: Sent, status: int, content_type: str, body: bytes) -> str:
    """What GitHub would not have answered; "" when it might."""
    found = _operation(sent)
    if status >= 300 and (found is None or str(status) not in found["responses"]):
        return _no_error(content_type, body)
    response = _Response(status_code=status, data=body, content_type=content_type)
    return _unlike(lambda one: _API.validate_response(one, response), sent)


def _headers(sent: Sent) -> str:
    for name, value in _HEADERS.items():
        given = sent.headers.get(name, "")
        if not given or (value and given != value):
            return f"the header {name} is {given!r}"
    return ""


def _beside(sent: Sent) -> str:
    """What the description does not know of: GitHub would pass over it."""
    found = _operation(sent)
    if found is None:
        return "GitHub has no such path"
    known = {_whole(one)["name"] for one in found.get("parameters", ())}
    queries = {name for name, _ in parse_qsl(urlsplit(sent.target).query)}
    if unknown := queries - known:
        return f"GitHub does not know the query {', '.join(sorted(unknown))}"
    content = found.get("requestBody", {}).get("content", {}).get("application/json")
    properties = set(json.loads(sent.body) if sent.body else {})
    if unknown := properties - set(content["schema"]["properties"] if content else ()):
        return f"GitHub does not know the property {', '.join(sorted(unknown))}"
    return ""


def _operation(sent: Sent) -> Any:
    steps = urlsplit(sent.target).path.split("/")
    for path, methods in DESCRIPTION["paths"].items():
        pattern = path.split("/")
        fits = len(pattern) == len(steps) and all(
            one == step or one.startswith("{") for one, step in zip(pattern, steps, strict=True)
        )
        if fits and sent.method.lower() in methods:
            return methods[sent.method.lower()]
    return None


def _whole(parameter: Any) -> Any:
    name = parameter.get("$ref", "").rpartition("/")[2]
    return DESCRIPTION["components"]["parameters"][name] if name else parameter


def _no_error(content_type: str, body: bytes) -> str:
    if not content_type.startswith("application/json"):
        return f"an error in {content_type}"
    try:
        jsonschema.validate(
            json.loads(body),
            DESCRIPTION["components"]["schemas"]["basic-error"] | {"required": ["message"]},
        )
    except (ValueError, jsonschema.ValidationError) as error:
        return f"no error of GitHub's: {error}"
    return ""


def _unlike(validate: Callable[[_Request], Any], sent: Sent) -> str:
    parts = urlsplit(sent.target)
    request = _Request(
        method=sent.method.lower(),
        path=parts.path,
        body=sent.body,
        content_type=sent.headers.get("content-type", ""),
        parameters=RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query)), header=Headers(), cookie={}
        ),
    )
    try:
        validate(request)
    except OpenAPIError as error:
        return f"{type(error).__name__}: {error.__cause__ or error}"
    return ""
