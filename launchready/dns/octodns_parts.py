"""Takes a value apart into what octoDNS's YAML has for it; octodns_values puts it together."""

import re
from collections.abc import Mapping

from launchready.dns.forms import FORMS, SERVICES, Field

_PARAMETER = re.compile(r' ([a-z0-9-]+)(?:="((?:[^"\\]|\\.)*)")?')
_CAA = re.compile(r'(\d+) (\S+) "(.*)"', re.DOTALL)
_NAPTR = re.compile(r'(\d+) (\d+) "(.*?)" "(.*?)" "(.*)" (\S+)', re.DOTALL)
_LISTS = ("mandatory", "alpn", "ipv4hint", "ipv6hint")
_LOC_USUAL = ["1", "10000", "10"]

Part = str | int | float | list["Part"] | Mapping[str, "Part"] | None


def as_parts(type_: str, value: str) -> Part:
    """A value in the form of core's Answer, as octoDNS writes it."""
    form = FORMS[type_]
    if type_ == "TXT":
        return escaped(value)
    if callable(form):
        return value
    words = _words(type_, value, len(form))
    made = {one.names[0]: _part(one, word) for one, word in zip(form, words, strict=True)}
    if type_ in SERVICES:
        parameters = _parameters(value)
        return made | ({"svcparams": parameters} if parameters else {})
    return made


def _part(field: Field, word: str) -> Part:
    if not field.is_number:
        return escaped(word) if field.is_text else word
    return int(word) if re.fullmatch(r"-?[0-9]+", word) else float(word)


def _words(type_: str, value: str, count: int) -> list[str]:
    pattern = {"CAA": _CAA, "NAPTR": _NAPTR}.get(type_)
    match = pattern.fullmatch(value) if pattern else None
    if match:
        return list(match.groups())
    words = value.split(" ")
    if type_ == "LOC":
        plain = [one.removesuffix("m") for one in words]
        return plain if len(plain) == count else plain + _LOC_USUAL
    return words[:count]


def _parameters(value: str) -> dict[str, Part]:
    _, _, rest = value.partition(" ")
    found: dict[str, Part] = {}
    for key, said in _PARAMETER.findall(rest[rest.find(" ") :] if " " in rest else ""):
        items: list[Part] = list(said.split(","))
        found[key] = items if key in _LISTS else int(said) if key == "port" else said or None
    return found


def escaped(text: str) -> str:
    """A text as octoDNS takes it: ASCII, its semicolons and what is no letter escaped."""
    made = ""
    for at, one in enumerate(text):
        if one == ";":
            made += "\\;"
        elif one == "\\":
            made += "\\092" if text[at + 1 : at + 2] == ";" else "\\\\"
        elif one == '"' and at == 0:
            made += "\\034"
        elif " " <= one <= "~":
            made += one
        else:
            made += "".join(f"\\{byte:03}" for byte in one.encode("utf-8", "surrogatepass"))
    return made
