"""Reads the public keys of DKIM (RFC 6376, 3.6.1; RFC 8301; RFC 8463)."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Literal

from launchready.email.tag_list import TagList, tag_list

Kind = Literal["invalid", "weak", "testing"]

LEAST, GOOD, MOST = 1024, 2048, 4096  # bits of an RSA key (RFC 8301, 3.2)
_ED25519 = 32  # bytes
_ED25519_IN_DER = 44  # bytes, where the key was not taken out of its wrapping
# A key of so many base64 characters was cut off by a form that keeps one string of TXT only.
_ONE_STRING = range(180, 256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    kind: Kind
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key record. `raw` is what p= holds, b"" where it is revoked or cannot be read."""

    written: str
    tags: TagList
    algorithm: str
    raw: bytes = b""
    bits: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def is_usable(self) -> bool:
        return not any(one.kind == "invalid" for one in self.faults)

    @property
    def is_strict(self) -> bool:
        """Whether i= must be the very domain of d= (the flag t=s)."""
        return "s" in _listed(self.tags.value("t"))

    def __str__(self) -> str:
        return f"{self.algorithm}, {self.bits} bits" if self.bits else self.algorithm


def _listed(value: str | None) -> list[str]:
    return [one.strip() for one in (value or "").split(":") if one.strip()]


def read_key(text: str) -> Key:
    """The key of a TXT record, with everything that keeps receivers from using it."""
    tags = tag_list(text)
    algorithm = (tags.value("k") or "rsa").strip()
    said = [*_of_text(text), *_of_tags(tags)]
    value = tags.value("p")
    raw, bits = b"", 0
    faults = [Fault(kind="invalid", said=one) for one in said]
    if value is None:
        faults.append(Fault(kind="invalid", said="it has no p=, so it holds no key"))
    elif value == "":
        faults.append(Fault(kind="invalid", said="p= is empty, which revokes the key"))
    else:
        raw, wrong = _decoded(value)
        more, bits = ([wrong], 0) if wrong else _of_key(algorithm, raw)
        faults += more
    if "y" in _listed(tags.value("t")):
        faults.append(Fault(kind="testing", said="t=y says that DKIM is only being tried out"))
    return Key(
        written=text,
        tags=tags,
        algorithm=algorithm,
        raw=raw,
        bits=bits,
        faults=tuple(faults),
    )


def _of_text(text: str) -> list[str]:
    if "-----BEGIN" in text or "-----END" in text:
        return ["the lines -----BEGIN and -----END of a PEM file were pasted along"]
    if "\\;" in text:
        return ["backslashes stand before its semicolons, from a zone file's quoting"]
    if text.startswith('"') or text.endswith('"'):
        return ["quotes were pasted into the value"]
    return []


def _of_tags(tags: TagList) -> list[str]:
    said = list(tags.faults)
    version = tags.value("v")
    if version is not None and version != "DKIM1":
        said.append(f"v= is {version}, not DKIM1")
    elif version is not None and tags.names[0] != "v":
        said.append("v= does not stand first")
    hashes = _listed(tags.value("h"))
    if tags.value("h") is not None and "sha256" not in hashes:
        said.append(f"h= allows {', '.join(hashes) or 'no hash'} and not sha256")
    services = _listed(tags.value("s"))
    if tags.value("s") is not None and not {"*", "email"} & set(services):
        said.append(f"s= allows {', '.join(services) or 'nothing'} and not email")
    return said


def _decoded(value: str) -> tuple[bytes, Fault | None]:
    bare = re.sub(r"\s+", "", value)
    stray = re.search(r"[^A-Za-z0-9+/=]", bare)
    if stray:
        hint = "; it is base64url, not base64" if stray[0] in "-_" else ""
        return b"", Fault(kind="invalid", said=f"p= has {stray[0]!r} in it{hint}")
    try:
        return base64.b64decode(bare, validate=True), None
    except (binascii.Error, ValueError):
        cut = "; it seems cut off" if len(bare) % 4 or len(bare) in _ONE_STRING else ""
        return b"", Fault(kind="invalid", said=f"p= is not whole base64{cut}")


def _of_key(algorithm: str, raw: bytes) -> tuple[list[Fault], int]:
    match algorithm:
        case "rsa":
            return _of_rsa(raw)
        case "ed25519":
            return _of_ed25519(raw), 0
        case _:
            said = f"k= is {algorithm}, which no receiver knows"
            return [Fault(kind="invalid", said=said)], 0


def _of_ed25519(raw: bytes) -> list[Fault]:
    if len(raw) == _ED25519:
        return []
    hint = "; p= takes the key alone, without its wrapping" if len(raw) == _ED25519_IN_DER else ""
    said = f"p= holds {len(raw)} bytes; an Ed25519 key has {_ED25519}{hint}"
    return [Fault(kind="invalid", said=said)]


def _of_rsa(raw: bytes) -> tuple[list[Fault], int]:
    from launchready.email.public_key import rsa_numbers

    numbers = rsa_numbers(raw)
    if numbers is None:
        cut = "; it seems cut off" if len(raw) < 200 else ""
        return [Fault(kind="invalid", said=f"p= is no RSA public key{cut}")], 0
    modulus, exponent = numbers
    bits = modulus.bit_length()
    if exponent < 3 or exponent % 2 == 0:
        return [Fault(kind="invalid", said=f"its exponent is {exponent}, which is no RSA")], bits
    if bits < LEAST:
        said = f"its RSA key has {bits} bits; receivers take no less than {LEAST}"
        return [Fault(kind="invalid", said=said)], bits
    if bits < GOOD:
        said = f"its RSA key has {bits} bits; {GOOD} are expected today"
        return [Fault(kind="weak", said=said)], bits
    if bits > MOST:
        said = f"its RSA key has {bits} bits; receivers need not read more than {MOST}"
        return [Fault(kind="weak", said=said)], bits
    return [], bits
