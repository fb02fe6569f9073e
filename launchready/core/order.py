"""What is mended after what, and how long the world takes once the work is done."""

from dataclasses import dataclass
from enum import IntEnum

from launchready.core.finding import Rule


class Phase(IntEnum):
    """A part of the way to a launch, in the order one pair of hands goes it.

    What nothing else waits for stands where it fills the time until names and certificates are
    there.
    """

    KEYS = 1
    NAMES = 2
    MAIL = 3
    RELEASE = 4
    WATCH = 5
    PAPERS = 6
    CERTIFICATES = 7
    EDGE = 8
    PAGES = 9
    FLOWS = 10
    LOAD = 11


# A key is changed before a release takes it; a certificate is issued for a name that resolves; a
# page, a flow and a load run say something only of what all of these have brought about.
AFTER: dict[Phase, tuple[Phase, ...]] = {
    Phase.KEYS: (),
    Phase.NAMES: (),
    Phase.MAIL: (),
    Phase.RELEASE: (Phase.KEYS,),
    Phase.WATCH: (),
    Phase.PAPERS: (),
    Phase.CERTIFICATES: (Phase.NAMES,),
    Phase.EDGE: (Phase.NAMES, Phase.CERTIFICATES),
    Phase.PAGES: (Phase.NAMES, Phase.CERTIFICATES, Phase.EDGE, Phase.RELEASE),
    Phase.FLOWS: (Phase.PAGES, Phase.MAIL),
    Phase.LOAD: (Phase.FLOWS,),
}

ROOMS = {
    "secrets": Phase.KEYS,
    "dns": Phase.NAMES,
    "email": Phase.MAIL,
    "deploy": Phase.RELEASE,
    "assistant": Phase.RELEASE,
    "monitor": Phase.WATCH,
    "handover": Phase.PAPERS,
    "gate": Phase.PAPERS,
    "tls": Phase.CERTIFICATES,
    "edge": Phase.EDGE,
    "web": Phase.PAGES,
    "smoke": Phase.FLOWS,
    "load": Phase.LOAD,
}
# A secret in what visitors are sent is as lost as one that is committed, and the release that is
# not there is what the pages and flows wait for.
_OWN = {
    "web/secret-in-bundle": Phase.KEYS,
    "deploy/literal-secret-in-config": Phase.KEYS,
    "deploy/public-secret-variable": Phase.KEYS,
    "smoke/not-deployed": Phase.RELEASE,
}


@dataclass(frozen=True, slots=True)
class Wait:
    """Hours that pass after the work and need no hands, and what for."""

    hours: float
    reason: str


NO_WAIT = Wait(0.0, "")
# Negative answers and old values are kept for their TTL (RFC 1035 section 3.2.1, RFC 2308
# section 5): an hour is what most DNS hosts set, where nothing was set by hand.
_CACHED = Wait(1.0, "resolvers let go of the old answer")
# Registries publish delegations and DS records with a day's TTL or more.
_REGISTRY = Wait(24.0, "the registry's old answer leaves the caches")
# Authorities check the name and issue within the hour where nobody has to look by hand.
_ISSUED = Wait(1.0, "the certificate is issued and served")
_EDGE_ISSUED = Wait(24.0, "Cloudflare issues its certificate, which may take a day")
_ZONE_ACTIVE = Wait(24.0, "Cloudflare sees the new name servers and turns the zone on")
# Receivers report once a day unless asked otherwise (RFC 7489 section 6.3, ri).
_REPORTED = Wait(24.0, "the receivers send their next daily reports")
_REVIEWED = Wait(24.0, "the payment provider reviews the account before it gives live keys")

WAITS: dict[str, Wait] = {
    **dict.fromkeys(
        (
            "dns/record-missing",
            "dns/record-changed",
            "dns/record-extra",
            "dns/name-present",
            "dns/servers-disagree",
            "dns/dangling-target",
            "dns/takeover",
            "email/spf-missing",
            "email/spf-invalid",
            "email/spf-too-many-lookups",
            "email/spf-allows-anyone",
            "email/spf-sender-missing",
            "email/dkim-missing",
            "email/dkim-invalid",
            "email/dmarc-missing",
            "email/dmarc-invalid",
            "email/dmarc-unaligned",
            "email/mx-broken",
        ),
        _CACHED,
    ),
    **dict.fromkeys(("dns/dnssec-broken", "dns/delegation-differs"), _REGISTRY),
    **dict.fromkeys(
        (
            "tls/expired",
            "tls/not-yet-valid",
            "tls/expires-now",
            "tls/expires-soon",
            "tls/host-mismatch",
            "tls/no-san",
            "tls/untrusted-issuer",
            "tls/self-signed",
            "tls/weak-key",
            "tls/weak-signature",
            "tls/wrong-purpose",
            "tls/revoked",
        ),
        _ISSUED,
    ),
    "edge/name-uncovered": _EDGE_ISSUED,
    "edge/zone-asleep": _ZONE_ACTIVE,
    "email/pass-rate-low": _REPORTED,
    "web/test-key-in-production": _REVIEWED,
}


def phase(rule: Rule) -> Phase:
    """When on the way to a launch a fault of this rule is mended."""
    return _OWN.get(rule.id) or ROOMS.get(rule.room, Phase.RELEASE)


def wait(rule: Rule) -> Wait:
    """What passes after the work until it can be seen; NO_WAIT for most."""
    return WAITS.get(rule.id, NO_WAIT)


def named() -> tuple[str, ...]:
    """The rules with a place of their own, for whoever holds this list to the registry."""
    return tuple(_OWN)
