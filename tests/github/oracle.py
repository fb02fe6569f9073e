"""Holds requests and answers against GitHub's own description of its API."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

_HOST = "https://api.github.com"
_API = OpenAPI.from_dict(json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8")))


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


def against_request(method: str, target: str, content_type: str, body: bytes) -> str:
    """What GitHub would not take of a request; "" when it would."""
    return _fault(
        lambda request: _API.validate_request(request), method, target, content_type, body
    )


def against_answer(method: str, target: str, status: int, content_type: str, body: bytes) -> str:
    """What GitHub would not have answered; "" when it might."""
    response = _Response(status_code=status, data=body, content_type=content_type)
    return _fault(
        lambda request: _API.validate_response(request, response), method, target, "", b""
    )


def _fault(validate, method: str, target: str, content_type: str, body: bytes) -> str:  # type: ignore[no-untyped-def] # openapi-core is untyped
    parts = urlsplit(target)
    request = _Request(
        method=method.lower(),
        path=parts.path,
        body=body,
        content_type=content_type,
        parameters=RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query)), header=Headers(), cookie={}
        ),
    )
    try:
        validate(request)
    except OpenAPIError as error:
        return f"{type(error).__name__}: {error.__cause__ or error}"
    return ""
