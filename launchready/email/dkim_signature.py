"""Verifies DKIM signatures (RFC 6376, 6): pure, with the key already found."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from launchready.email.dkim_key import Key
from launchready.email.mail_file import Field, Mail, Signature

_REQUIRED = ("v", "a", "b", "bh", "d", "h", "s")
_ALGORITHMS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
_BLANKS = re.compile(rb"[ \t]+")
_FOLDS = re.compile(rb"\r\n(?=[ \t])")
_OWN_VALUE = re.compile(rb"([;:][ \t\r\n]*b[ \t\r\n]*=)[^;]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What became of one signature; `why` is "" where it holds, `notes` are worth knowing."""

    signature: Signature
    why: str = ""
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.why


def flaw(signature: Signature) -> str:
    """Why a signature cannot hold whatever its key is; "" when nothing is known against it."""
    if signature.tags.faults:
        return f"it is malformed: {signature.tags.faults[0]}"
    missing = [one for one in _REQUIRED if not signature.tag(one)]
    if missing:
        return f"it lacks {', '.join(f'{one}=' for one in missing)}"
    if signature.tag("v") != "1":
        return f"v= is {signature.tag('v')}"
    algorithm = signature.tag("a").lower()
    if algorithm == "rsa-sha1":
        return "it is made with rsa-sha1, which receivers no longer take (RFC 8301)"
    if algorithm not in _ALGORITHMS:
        return f"a= is {signature.tag('a')}, which nobody knows"
    if "from" not in _signed_names(signature):
        return "it does not cover From"
    identity = _identity(signature)
    if not f".{identity}".endswith(f".{signature.domain}"):
        return f"i= names {identity}, which is not within {signature.domain}"
    return _flaw_of_way(signature)


def _flaw_of_way(signature: Signature) -> str:
    ways = signature.tag("c").lower() or "simple/simple"
    if not re.fullmatch(r"(simple|relaxed)(/(simple|relaxed))?", ways):
        return f"c= is {signature.tag('c')}"
    length = signature.tags.value("l")
    if length is not None and not re.fullmatch(r"[0-9]{1,18}", length):
        return f"l= is {length}"
    return ""


def _identity(signature: Signature) -> str:
    return (signature.tag("i") or f"@{signature.domain}").rpartition("@")[2].lower().rstrip(".")


def _signed_names(signature: Signature) -> list[str]:
    return [re.sub(r"\s", "", one).lower() for one in signature.tag("h").split(":")]


def verify(mail: Mail, signature: Signature, key: Key) -> Verified:
    """Whether a signature of a mail holds by a key."""
    why = flaw(signature) or _unusable(signature, key) or _mismatch(mail, signature, key)
    return Verified(signature=signature, why=why, notes=tuple(_notes(mail, signature)))


def _unusable(signature: Signature, key: Key) -> str:
    invalid = [one.said for one in key.faults if one.kind == "invalid"]
    if invalid:
        return f"its key cannot be used: {invalid[0]}"
    if key.algorithm != _ALGORITHMS[signature.tag("a").lower()]:
        return f"its key is for {key.algorithm}, and the signature is {signature.tag('a')}"
    if key.is_strict and _identity(signature) != signature.domain:
        return "its key has t=s, and i= names a subdomain"
    return ""


def _mismatch(mail: Mail, signature: Signature, key: Key) -> str:
    from launchready.email.public_key import is_signed_by

    header_way, _, body_way = (signature.tag("c").lower() or "simple").partition("/")
    body = canonical_body(mail.body, body_way or "simple")
    length = signature.tags.value("l")
    if length is not None:
        if int(length) > len(body):
            return "l= is longer than the body"
        body = body[: int(length)]
    if hashlib.sha256(body).digest() != _decoded(signature.tag("bh")):
        return "the body is not what was signed: something changed it on its way"
    data = _signed_data(mail, signature, header_way)
    held = is_signed_by(key.algorithm, key.raw, _decoded(signature.tag("b")), data)
    if held is None:
        return "its key cannot be used"
    return "" if held else "the header is not what was signed, or another key signed it"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(re.sub(r"\s+", "", text), validate=True)
    except (binascii.Error, ValueError):
        return b""


def canonical_body(body: bytes, way: str) -> bytes:
    """The body as it is hashed (RFC 6376, 3.4.3 and 3.4.4)."""
    if way == "relaxed":
        lines = [_BLANKS.sub(b" ", one).rstrip(b" ") for one in body.split(b"\r\n")]
        body = b"\r\n".join(lines)
    while body.endswith(b"\r\n"):
        body = body[:-2]
    if not body:
        return b"" if way == "relaxed" else b"\r\n"
    return body + b"\r\n"


def canonical_field(raw: bytes, way: str) -> bytes:
    """A header field as it is hashed, without its line end (RFC 6376, 3.4.1 and 3.4.2)."""
    if way != "relaxed":
        return raw
    name, _, value = raw.partition(b":")
    value = _BLANKS.sub(b" ", _FOLDS.sub(b"", value)).strip(b" \t")
    return name.strip(b" \t").lower() + b":" + value


def _signed_data(mail: Mail, signature: Signature, way: str) -> bytes:
    """The covered fields, the lowest of a name first, and the signature with an empty b=."""
    left: dict[str, list[Field]] = {}
    for one in mail.fields:
        left.setdefault(one.name, []).append(one)
    covered = [left[name].pop() for name in _signed_names(signature) if left.get(name)]
    own = _OWN_VALUE.sub(rb"\1", signature.field.raw, count=1)
    fields = [canonical_field(one.raw, way) + b"\r\n" for one in covered]
    return b"".join([*fields, canonical_field(own, way)])


def _notes(mail: Mail, signature: Signature) -> list[str]:
    notes: list[str] = []
    if signature.tags.value("l") is not None:
        notes.append("l= leaves the end of the body unsigned, where anybody may add to it")
    names = _signed_names(signature)
    unsigned = [one for one in ("subject", "to", "date") if mail.all_of(one) and one not in names]
    if unsigned:
        notes.append(f"it does not cover {', '.join(unsigned)}")
    return notes
