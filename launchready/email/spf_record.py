"""Reads SPF records (RFC 7208, 4.5 to 6 and 12)."""

import re
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from launchready.email.spf_macros import MacroString, SpfSyntaxError, domain_spec, parsed

Network = IPv4Network | IPv6Network

_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)\Z", re.IGNORECASE)
_MECHANISM = re.compile(r"([+?~-]?)([a-z][a-z0-9_.-]*)(.*)\Z", re.IGNORECASE)
_LENGTHS = re.compile(r"(.*?)(?:/([0-9]+))?(?://([0-9]+))?")
_NAMES = ("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists")
# What these cost against the ten lookups a receiver makes (RFC 7208, 4.6.4).
COSTLY = frozenset({"include", "a", "mx", "ptr", "exists"})
# Characters that word processors put where the record needs others.
_LOOKALIKES = {
    "\u2010": "a hyphen (U+2010)",
    "\u2011": "a non-breaking hyphen (U+2011)",
    "\u2012": "a figure dash (U+2012)",
    "\u2013": "an en dash (U+2013)",
    "\u2014": "an em dash (U+2014)",
    "\u2212": "a minus sign (U+2212)",
    "\u02dc": "a small tilde (U+02DC)",
    "\u223c": "a tilde operator (U+223C)",
    "\u00a0": "a non-breaking space (U+00A0)",
    "\u200b": "a zero-width space (U+200B)",
    "\u2009": "a thin space (U+2009)",
    "\ufeff": "a byte order mark (U+FEFF)",
    "\u201c": "a curly quote (U+201C)",
    "\u201d": "a curly quote (U+201D)",
    "\t": "a tab (U+0009)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One directive. `target` is None where the domain itself is meant.

    `network` is that of ip4 and ip6; `four` and `six` are the prefix lengths of a and mx.
    """

    text: str
    qualifier: str
    name: str
    target: MacroString | None = None
    network: Network | None = None
    four: int = 32
    six: int = 128

    @property
    def cost(self) -> int:
        return int(self.name in COSTLY)

    def around(self, address: IPv4Address | IPv6Address) -> Network:
        """The network of an address as wide as the mechanism says."""
        length = self.four if isinstance(address, IPv4Address) else self.six
        return ip_network((address, length), strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfRecord:
    """A record that can be read; `written` is it whole."""

    written: str
    mechanisms: tuple[Mechanism, ...]
    redirect: MacroString | None = None
    explanation: MacroString | None = None

    @property
    def last(self) -> Mechanism | None:
        """The `all` that ends it, whatever stands behind."""
        return next((one for one in self.mechanisms if one.name == "all"), None)


def is_spf(text: str) -> bool:
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def parse(text: str) -> SpfRecord:
    """Raises SpfSyntaxError, which receivers call permerror."""
    _demand_plain(text)
    mechanisms: list[Mechanism] = []
    once: dict[str, MacroString] = {}
    for term in text[len("v=spf1") :].split(" "):
        modifier = _MODIFIER.match(term)
        if not term:
            continue
        if modifier is None:
            mechanisms.append(_mechanism(term))
            continue
        name = modifier[1].lower()
        if name not in ("redirect", "exp"):
            parsed(modifier[2])
        elif name in once:
            raise SpfSyntaxError(f"{name}= stands there twice")
        else:
            once[name] = domain_spec(modifier[2])
    return SpfRecord(
        written=text,
        mechanisms=tuple(mechanisms),
        redirect=once.get("redirect"),
        explanation=once.get("exp"),
    )


def _demand_plain(text: str) -> None:
    for at, character in enumerate(text):
        if not " " <= character <= "~":
            called = _LOOKALIKES.get(character, f"the character U+{ord(character):04X}")
            near = text[max(0, at - 12) : at + 12].strip()
            raise SpfSyntaxError(f"{called} stands at position {at + 1}, near “{near}”")


def _mechanism(term: str) -> Mechanism:
    found = _MECHANISM.match(term)
    name = found[2].lower() if found else ""
    if found is None or name not in _NAMES:
        raise SpfSyntaxError(f"{term} is no mechanism of SPF{_guess(term)}")
    rest = found[3]
    start = Mechanism(text=term, qualifier=found[1] or "+", name=name)
    match name:
        case "all":
            if rest:
                raise SpfSyntaxError(f"{term} has something behind all")
            return start
        case "ip4" | "ip6":
            return _of_network(start, rest)
        case "include" | "exists":
            if not rest.startswith(":"):
                raise SpfSyntaxError(f"{term} names no domain")
            return replace(start, target=domain_spec(rest[1:]))
        case "ptr":
            return _of_domain(start, rest)
        case _:
            return _of_hosts(start, rest)


def _guess(term: str) -> str:
    bare = term.lstrip("+-~?")
    if bare.startswith(("ip:", "ipv4:", "ip4=", "ipv4=")):
        return "; ip4: is meant"
    if bare.startswith("v=spf1"):
        return "; a second record was pasted behind the first"
    if "all" in bare and bare != "all":
        return "; a blank is missing before all"
    try:
        ip_network(bare, strict=False)
    except ValueError:
        return ""
    return f"; ip{4 if ':' not in bare else 6}:{bare} is meant"


def _of_domain(start: Mechanism, rest: str) -> Mechanism:
    if rest and not rest.startswith(":"):
        raise SpfSyntaxError(f"{start.text} is not written {start.name}:domain")
    return replace(start, target=domain_spec(rest[1:])) if rest else start


def _of_hosts(start: Mechanism, rest: str) -> Mechanism:
    found = _LENGTHS.fullmatch(rest)
    domain, four, six = found.groups() if found else (rest, None, None)
    return replace(
        _of_domain(start, domain),
        four=_length(start, four, 32),
        six=_length(start, six, 128),
    )


def _of_network(start: Mechanism, rest: str) -> Mechanism:
    address, slash, length = rest.removeprefix(":").partition("/")
    wanted, most = (IPv4Address, 32) if start.name == "ip4" else (IPv6Address, 128)
    try:
        found = ip_address(address)
    except ValueError:
        found = None
    if not rest.startswith(":") or not isinstance(found, wanted) or "%" in address:
        raise SpfSyntaxError(f"{start.text} holds no IPv{start.name[-1]} address")
    if slash and not length:
        raise SpfSyntaxError(f"{start.text} has no length behind its slash")
    prefix = _length(start, length, most)
    return replace(start, network=ip_network((found, prefix), strict=False))


def _length(start: Mechanism, digits: str | None, most: int) -> int:
    if not digits:
        return most
    if not re.fullmatch(r"0|[1-9][0-9]{0,2}", digits) or int(digits) > most:
        raise SpfSyntaxError(f"{start.text} has /{digits}, and at most /{most} can be")
    return int(digits)
