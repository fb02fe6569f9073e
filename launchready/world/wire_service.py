"""What HTTPS and SVCB records say of a service beside its target (RFC 9460)."""

import base64
import ipaddress
import re
from collections.abc import Callable
from struct import Struct
from struct import error as StructError  # noqa: N812 - the standard library's own name

from launchready.world.wire_faults import MalformedError

_PARAM = Struct("!HH")
_KEYS = (
    *("mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint"),
    *("dohpath", "ohttp", "key9", "docpath"),
)
_ALPN, _NO_DEFAULT = 1, 2
_PLAIN = re.compile(rb"[!#-+\--\[\]-~]+")


def service(data: bytes, priority: int) -> str:
    """The parameters, each with a blank before it, in the order of their numbers."""
    params = _params(data)
    if priority == 0 and params:
        raise MalformedError("an alias has parameters")
    if _NO_DEFAULT in params and _ALPN not in params:
        raise MalformedError("no-default-alpn stands alone")
    mandatory = _numbers(params.get(0, b""))
    if any(one not in params for one in mandatory) or 0 in mandatory:
        raise MalformedError("a mandatory parameter is not there")
    return "".join(f" {_param(key, value)}" for key, value in params.items())


def _params(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place, before = 0, -1
    while place < len(data):
        try:
            key, length = _PARAM.unpack_from(data, place)
        except StructError:
            raise MalformedError("a parameter is cut off") from None
        place += _PARAM.size
        if key <= before or place + length > len(data):
            raise MalformedError("parameters are out of order or cut off")
        found[key], before = data[place : place + length], key
        place += length
    return found


def _param(key: int, value: bytes) -> str:
    name = key_name(key)
    read = _READ.get(key)
    if read is not None:
        return f'{name}="{read(value)}"'
    if key == _NO_DEFAULT and value:
        raise MalformedError("no-default-alpn has a value")
    return f'{name}="{_escaped(value)}"' if value else name


def key_name(key: int) -> str:
    return _KEYS[key] if key < len(_KEYS) else f"key{key}"


def _numbers(value: bytes) -> list[int]:
    if len(value) % 2:
        raise MalformedError("a list of parameters is cut off")
    return [int.from_bytes(value[at : at + 2]) for at in range(0, len(value), 2)]


def _mandatory(value: bytes) -> str:
    numbers = _numbers(value)
    if not numbers or sorted(set(numbers)) != numbers:
        raise MalformedError("mandatory parameters are out of order")
    return ",".join(map(key_name, numbers))


def _protocols(value: bytes) -> str:
    found, place = [], 0
    while place < len(value):
        end = place + 1 + value[place]
        found.append(value[place + 1 : end])
        if end > len(value) or not found[-1]:
            raise MalformedError("a protocol is cut off")
        place = end
    if not found:
        raise MalformedError("alpn is empty")
    return ",".join(_escaped(_listed(one)) for one in found)


def _listed(item: bytes) -> bytes:
    """A comma or backslash within an item of a list (RFC 9460, appendix A.1)."""
    return item.replace(b"\\", b"\\\\").replace(b",", b"\\,")


def _escaped(value: bytes) -> str:
    if _PLAIN.fullmatch(value):
        return value.decode()
    return "".join(_character(one) for one in value)


def _character(byte: int) -> str:
    if byte in b'"\\':
        return f"\\{chr(byte)}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03d}"


def _port(value: bytes) -> str:
    if len(value) != 2:
        raise MalformedError("a port has another length")
    return str(int.from_bytes(value))


def _addresses(size: int) -> Callable[[bytes], str]:
    def read(value: bytes) -> str:
        if not value or len(value) % size:
            raise MalformedError("an address is cut off")
        parts = (value[at : at + size] for at in range(0, len(value), size))
        return ",".join(str(ipaddress.ip_address(one)) for one in parts)

    return read


def _base64(value: bytes) -> str:
    if not value:
        raise MalformedError("ech is empty")
    return base64.b64encode(value).decode()


_READ: dict[int, Callable[[bytes], str]] = {
    0: _mandatory,
    1: _protocols,
    3: _port,
    4: _addresses(4),
    5: _base64,
    6: _addresses(16),
}
