"""What a fault does to a launch, so that what costs most stands first among equals."""

from enum import IntEnum

from launchready.core.finding import Rule


class Harm(IntEnum):
    """From hygiene to customers' data, as a founder would rank it."""

    HYGIENE = 1
    TRUST = 2  # speed, search results, first impressions
    UNNOTICED = 3  # an outage is not seen, or cannot be undone
    CUSTOMERS_LOST = 4  # they cannot reach, sign up, pay, log in or get mail
    DATA_EXPOSED = 5  # theirs, or a key to money

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Harm.HYGIENE: "hygiene",
    Harm.TRUST: "trust and speed",
    Harm.UNNOTICED: "an outage nobody sees or can undo",
    Harm.CUSTOMERS_LOST: "customers cannot get in, pay or get mail",
    Harm.DATA_EXPOSED: "customers' data or money in others' hands",
}
ROOMS = {
    "secrets": Harm.DATA_EXPOSED,
    "dns": Harm.CUSTOMERS_LOST,
    "tls": Harm.CUSTOMERS_LOST,
    "web": Harm.TRUST,
    "email": Harm.CUSTOMERS_LOST,
    "smoke": Harm.CUSTOMERS_LOST,
    "load": Harm.TRUST,
    "edge": Harm.TRUST,
    "deploy": Harm.UNNOTICED,
    "monitor": Harm.UNNOTICED,
    "assistant": Harm.DATA_EXPOSED,
    "handover": Harm.UNNOTICED,
    "gate": Harm.HYGIENE,
}
_OWN = {
    **dict.fromkeys(
        (
            "dns/takeover",
            "dns/dangling-target",
            "edge/private-path-cached",
            "edge/tls-mode",
            "deploy/literal-secret-in-config",
            "deploy/public-secret-variable",
            "monitor/logs-personal-data",
            "web/cache-deception",
            "web/cache-poisonable",
            "web/cookie-in-cached-response",
            "web/cors-open",
            "web/debug-page",
            "web/directory-listing",
            "web/exposed-file",
            "web/private-page-cacheable",
            "web/private-page-cached",
            "web/secret-in-bundle",
        ),
        Harm.DATA_EXPOSED,
    ),
    **dict.fromkeys(
        (
            "edge/name-uncovered",
            "edge/zone-asleep",
            "deploy/env-missing",
            "load/errors-high",
            "web/default-page",
            "web/ends-in-error",
            "web/no-location",
            "web/post-becomes-get",
            "web/redirect-loop",
            "web/test-key-in-production",
            "web/too-many-hops",
        ),
        Harm.CUSTOMERS_LOST,
    ),
    **dict.fromkeys(("smoke/flaky", "smoke/slow", "smoke/console-errors"), Harm.TRUST),
}


def harm(rule: Rule) -> Harm:
    """How much a launch loses by a fault of this rule."""
    return _OWN.get(rule.id) or ROOMS.get(rule.room, Harm.TRUST)


def named() -> tuple[str, ...]:
    """The rules with a place of their own, for whoever holds this list to the registry."""
    return tuple(_OWN)
