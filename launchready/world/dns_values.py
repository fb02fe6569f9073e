"""Record data as text, in the one form that the rooms compare: the reference, by dnspython."""

import ipaddress
from collections.abc import Callable
from typing import Any

import dns.name
import dns.rdata
import dns.rdatatype

Data = Any  # dnspython makes one class a type, whose fields are known only while it runs


def canonical(rdata: dns.rdata.Rdata) -> str:
    """One value as core.resolver.Answer promises it; types without a form get dnspython's own."""
    form = _FORMS.get(dns.rdatatype.to_text(rdata.rdtype))
    return form(rdata) if form else rdata.to_text()


def absolute(name: dns.name.Name) -> str:
    """A name in lower case with its final dot (RFC 4343)."""
    return name.to_text().lower()


def _address(data: Data) -> str:
    return str(ipaddress.ip_address(data.address))


def _text(data: Data) -> str:
    # The strings are one value, joined with nothing between (RFC 7208 3.3, RFC 6376 3.6.2.2).
    return _decoded(b"".join(data.strings))


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


def _pointer(data: Data) -> str:
    words = " ".join(f'"{_decoded(one)}"' for one in (data.flags, data.service, data.regexp))
    return f"{data.order} {data.preference} {words} {absolute(data.replacement)}"


def _authority(data: Data) -> str:
    numbers = f"{data.serial} {data.refresh} {data.retry} {data.expire} {data.minimum}"
    return f"{absolute(data.mname)} {absolute(data.rname)} {numbers}"


def _service(data: Data) -> str:
    params = data.to_text().removeprefix(f"{data.priority} {data.target.to_text()}")
    return f"{data.priority} {absolute(data.target)}{params}"


_FORMS: dict[str, Callable[[Data], str]] = {
    "A": _address,
    "AAAA": _address,
    "CNAME": lambda data: absolute(data.target),
    "NS": lambda data: absolute(data.target),
    "PTR": lambda data: absolute(data.target),
    "MX": lambda data: f"{data.preference} {absolute(data.exchange)}",
    "SRV": lambda data: f"{data.priority} {data.weight} {data.port} {absolute(data.target)}",
    "CAA": lambda data: f'{data.flags} {_decoded(data.tag).lower()} "{_decoded(data.value)}"',
    "TXT": _text,
    "NAPTR": _pointer,
    "SOA": _authority,
    "SVCB": _service,
    "HTTPS": _service,
    "DS": lambda data: (
        f"{data.key_tag} {int(data.algorithm)} {int(data.digest_type)} {data.digest.hex()}"
    ),
    "SSHFP": lambda data: f"{data.algorithm} {data.fp_type} {data.fingerprint.hex()}",
    "TLSA": lambda data: f"{data.usage} {data.selector} {data.mtype} {data.cert.hex()}",
}
