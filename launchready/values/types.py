"""The words and amounts founders write, each with what it becomes and its JSON Schema.

Every scalar arrives as text; the schema accepts what an editor, which reads YAML's own types,
sees in its place. `${NAME}` is allowed wherever a value is; it is gone before validation, but
for environments that are not in use.
"""

import ipaddress
import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from launchready.core.destination import resolve
from launchready.core.location import NOWHERE, Named
from launchready.values.node import Block, Row, Text

_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SIZES = {"B": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3, "KiB": 1024, "MiB": 1024**2}
_LONGEST_SECONDS = 366 * 86400.0
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


def wrong(found: str, meant: str) -> PydanticCustomError:
    """The error a value's validator raises: what was found, what was meant."""
    return PydanticCustomError("launchready", "{found}; {meant}", {"found": found, "meant": meant})


def as_text(value: object) -> str:
    """The text of a scalar; a list or mapping in its place is an error that says so."""
    if isinstance(value, Row | list | tuple):
        raise wrong("this is a list", "one value is meant")
    if isinstance(value, Block | dict):
        raise wrong("this is a mapping", "one value is meant")
    if isinstance(value, Text) and value.is_blank:
        raise wrong("nothing stands here", "write a value or leave the key out")
    return str(value)


def place(value: object) -> Any:
    """Where a value was written, for subjects made of scalars."""
    return getattr(value, "at", NOWHERE)


def hostname(value: object) -> str:
    """A host name in lower-case A-labels without a final dot (RFC 5891, RFC 1123 2.1)."""
    text = as_text(value).strip().rstrip(".").lower()
    if _VARIABLE.search(text):
        return text
    if "://" in text or "/" in text:
        raise wrong(f"{text} is a URL", "write the host name alone")
    if not text.isascii():
        text = _a_labels(text)
    labels = text.split(".")
    if len(text) > 253 or not all(_LABEL.fullmatch(one) for one in labels):
        raise wrong(
            f"{text or 'nothing'} is not a host name", "something like app.example.com is meant"
        )
    return text


def _a_labels(text: str) -> str:
    import idna

    try:
        return idna.encode(text, uts46=True).decode()
    except idna.IDNAError as error:
        raise wrong(f"{text} is not a host name", str(error)) from None


def named_host(value: object) -> Named:
    return value if isinstance(value, Named) else Named(name=hostname(value), at=place(value))


def host_and_port(value: object, usual: int | None = None) -> tuple[str, int]:
    """A host name with its port: `app.example.com:8443`; without a port, the usual one if any."""
    text = as_text(value).strip()
    if "://" in text:
        raise wrong(f"{text} is a URL", "write the host name, and a port if need be")
    host, colon, digits = text.partition(":")
    if not colon and usual is not None:
        return hostname(text), usual
    if not re.fullmatch(r"[0-9]{1,5}", digits) or not 0 < int(digits) <= 65535:
        raise wrong(f"{text} has no port", "something like app.example.com:443 is meant")
    return hostname(host), int(digits)


def host_with_port(value: object) -> str:
    host, port = host_and_port(value)
    return f"{host}:{port}"


def url(value: object) -> str:
    """An absolute http or https URL without user or password."""
    text = as_text(value).strip()
    if text.startswith("${"):
        return text
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise wrong(f"{text} is not a URL", str(error)) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise wrong(f"{text} is not a URL", "something like https://app.example.com/ is meant")
    if parts.username is not None:
        raise wrong("a user and password stand in the URL", "put them into a header or a form")
    return text


def asked_url(value: object) -> Named:
    """A URL as it will be asked, its host in A-labels, with the place it was written at."""
    text = url(value)
    return Named(name=resolve(text, text) or text, at=place(value))


def pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Names with values, such as headers."""
    if not isinstance(value, Block | dict):
        raise wrong("this is no mapping", "names with values are meant, like {Accept: text/html}")
    return tuple((str(name), as_text(said)) for name, said in value.items())


def path(value: object) -> str:
    text = as_text(value)
    if not text.startswith("/"):
        raise wrong(f"{text} is not a path", f"it starts with a slash: /{text}")
    return text


def seconds(value: object) -> float:
    """A duration in seconds: `500ms`, `10s`, `5m`, `2h`, `14d`; more than zero, at most a year."""
    text = as_text(value).strip()
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)", text)
    if not match:
        hint = (
            f"did you mean {text}s?"
            if re.fullmatch(r"[0-9.]+", text)
            else "like 500ms, 10s, 5m, 14d"
        )
        raise wrong(f"{text} is not a duration", hint)
    amount = float(match[1]) * _UNITS[match[2]]
    if not 0 < amount <= _LONGEST_SECONDS:
        raise wrong(f"{text} is out of range", "more than nothing, at most 366d")
    return amount


def percent(value: object) -> float:
    """A share in per cent, 0 to 100: `95%`, `0.5%`."""
    text = as_text(value).strip()
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%", text)
    if not match or float(match[1]) > 100:
        raise wrong(f"{text} is not a percentage", "like 95% or 0.5%")
    return float(match[1])


def size(value: object) -> int:
    """A size in bytes: `300kB`, `2MB`, `64KiB`."""
    text = as_text(value).strip()
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?) ?(B|kB|MB|GB|KiB|MiB)", text)
    if not match:
        raise wrong(f"{text} is not a size", "like 300kB, 2MB, 64KiB")
    return int(float(match[1]) * _SIZES[match[2]])


def count(value: object) -> int:
    text = as_text(value).strip()
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise wrong(f"{text} is not a count", "a whole number is meant")
    return int(text)


def flag(value: object) -> bool:
    """true or false; yes, no, on and off are read as people mean them."""
    text = as_text(value).strip().lower()
    if text in ("true", "yes", "on"):
        return True
    if text in ("false", "no", "off"):
        return False
    raise wrong(f"{text} is neither true nor false", "write true or false")


def day(value: object) -> date:
    text = as_text(value).strip()
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise wrong(f"{text} is not a day", "like 2027-01-31")


def address(value: object) -> tuple[str, int | None]:
    """An IP address with an optional port: `192.0.2.1`, `127.0.0.1:5300`, `[::1]:5300`."""
    text = as_text(value).strip()
    match = re.fullmatch(
        r"\[([0-9a-fA-F:.]+)\](?::([0-9]{1,5}))?|([0-9.]+)(?::([0-9]{1,5}))?|([0-9a-fA-F:.]+)", text
    )
    try:
        host = ipaddress.ip_address((match[1] or match[3] or match[5]) if match else text)
    except ValueError:
        raise wrong(f"{text} is not an IP address", "like 192.0.2.1 or 127.0.0.1:5300") from None
    port = int((match and (match[2] or match[4])) or 0) or None
    if port is not None and port > 65535:
        raise wrong(f"{text} has no such port", "at most 65535")
    return str(host), port


_ANY_SCALAR = {"type": ["string", "number", "boolean"]}
_FLAG = {"type": ["boolean", "string"]}
_TEXT = {"type": "string"}

Words = Annotated[str, PlainValidator(as_text), WithJsonSchema(_ANY_SCALAR)]
Hostname = Annotated[str, PlainValidator(hostname), WithJsonSchema(_ANY_SCALAR)]
HostHere = Annotated[Named, PlainValidator(named_host), WithJsonSchema(_ANY_SCALAR)]
HostWithPort = Annotated[str, PlainValidator(host_with_port), WithJsonSchema(_TEXT)]
Url = Annotated[str, PlainValidator(url), WithJsonSchema(_TEXT)]
AskedUrl = Annotated[Named, PlainValidator(asked_url), WithJsonSchema(_TEXT)]
Pairs = Annotated[
    tuple[tuple[str, str], ...],
    PlainValidator(pairs),
    WithJsonSchema({"type": "object", "additionalProperties": _ANY_SCALAR}),
]
Path = Annotated[str, PlainValidator(path), WithJsonSchema(_TEXT)]
Seconds = Annotated[
    float, PlainValidator(seconds), WithJsonSchema(_TEXT | {"examples": ["500ms", "10s", "14d"]})
]
Percent = Annotated[float, PlainValidator(percent), WithJsonSchema(_TEXT | {"examples": ["95%"]})]
Size = Annotated[int, PlainValidator(size), WithJsonSchema(_TEXT | {"examples": ["300kB"]})]
Count = Annotated[int, PlainValidator(count), WithJsonSchema({"type": ["integer", "string"]})]
Flag = Annotated[bool, PlainValidator(flag), WithJsonSchema(_FLAG)]
Day = Annotated[date, PlainValidator(day), WithJsonSchema(_TEXT | {"examples": ["2027-01-31"]})]
Address = Annotated[tuple[str, int | None], PlainValidator(address), WithJsonSchema(_ANY_SCALAR)]
