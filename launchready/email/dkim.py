"""Looks at the keys that prove a domain's mail is its own (DKIM)."""

from dataclasses import dataclass

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding
from launchready.core.unreachable import UnreachableError
from launchready.email.dkim_key import Key, read_key
from launchready.email.dkim_rules import INVALID, MISSING, RULES, TESTING, WEAK
from launchready.email.lookup import AuthoritativeLookup, Lookup, Records, open_question, together
from launchready.email.providers import USUAL_SELECTORS
from launchready.email.published import to_paste, txt
from launchready.email.seen_selectors import seen_selectors
from launchready.email.selectors import Place, guesses, places_of
from launchready.email.settings import Email, Sender, Signed

_RULES = {"invalid": INVALID, "weak": WEAK, "testing": TESTING}
# No sender has such a selector: what it finds is a wildcard's.
_NOBODY = "launchready-no-such-selector"
_ADVICE = (
    "Write the selectors into the sender's dkim:, or name a received mail with message:; "
    "DNS does not list them."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What is at a place: a key, or nothing that is one."""

    place: Place
    records: Records
    key: Key | None


@check(Email, each=lambda email: email.signed, emits=RULES)
async def dkim(signed: Signed, ctx: Context) -> list[Finding]:
    """Every sender's DKIM key is published, whole and strong."""
    lookup = AuthoritativeLookup(ctx.dns)
    found: list[Finding] = []
    silences: list[UnreachableError] = []
    senders: tuple[Sender | None, ...] = signed.domain.senders or (None,)
    for sender in senders:
        try:
            found += await _sender(signed, sender, lookup, ctx)
        except UnreachableError as silence:
            found += silence.found
            silences.append(silence)
    if silences:
        raise open_question(silences, found)
    return found


async def _sender(
    signed: Signed, sender: Sender | None, lookup: Lookup, ctx: Context
) -> list[Finding]:
    if sender is not None and sender.dkim:
        places = places_of(signed.domain, sender)
        looked, silences = await _look(places, lookup)
        found = [one for each in looked for one in _promised(signed, each)]
        found += _only_ed25519(signed, looked) if not silences else []
        if silences:
            raise open_question(silences, found)
        return found
    return await _unnamed(signed, sender, lookup, ctx)


async def _unnamed(
    signed: Signed, sender: Sender | None, lookup: Lookup, ctx: Context
) -> list[Finding]:
    """A sender whose selectors the config does not name."""
    domain = signed.domain
    within = (sender.signs_as if sender else None) or domain.name
    who = f"{sender}'s key" if sender else "its key"
    at = sender.at if sender else domain.at
    subject = domain.part(sender, at) if sender else domain
    above = await lookup.ask(f"_domainkey.{within}", "TXT")
    if above.missing == "no such name" and not above.aliases:
        message = f"{within} publishes no DKIM key at all: _domainkey.{within} does not exist"
        return [MISSING.broken(subject, message)]
    own = places_of(domain, sender) if sender else guesses(within, USUAL_SELECTORS, at)
    keys = await _keys(own, lookup)
    seen: tuple[Place, ...] = ()
    if not keys:
        others = [one for one in domain.senders if one is not sender]
        taken = {place.selector for one in others for place in places_of(domain, one)}
        every = await seen_selectors(signed, within, ctx)
        seen = tuple(one for one in every if one.selector not in taken)
        keys = await _keys(seen, lookup)
    if not keys:
        tried = ", ".join(one.selector for one in (*own, *seen)) or "none is known"
        reason = f"{who} for {within} may be under a selector we do not know (tried: {tried})"
        raise UnreachableError(reason, advice=_ADVICE)
    return [one for each in keys for one in _judged(signed, each)]


async def _keys(places: tuple[Place, ...], lookup: Lookup) -> list[Looked]:
    """The keys that really are at places that were guessed."""
    looked, silences = await _look(places, lookup)
    keys = [one for one in looked if one.key is not None and not await _is_wild(one, lookup)]
    if silences and not keys:
        raise open_question(silences, [])
    return keys


async def _is_wild(looked: Looked, lookup: Lookup) -> bool:
    """Whether a guess was answered by a wildcard, which proves no key."""
    control = await lookup.ask(f"{_NOBODY}._domainkey.{looked.place.domain}", "TXT")
    return bool(control.values) and control.values == looked.records.values


async def _look(
    places: tuple[Place, ...], lookup: Lookup
) -> tuple[list[Looked], list[UnreachableError]]:
    async def one(place: Place) -> Looked | UnreachableError:
        try:
            records = await lookup.ask(place.name, "TXT")
        except UnreachableError as silence:
            return silence
        key = read_key(records.values[0]) if len(records.values) == 1 else None
        return Looked(place=place, records=records, key=key)

    both = await together(one, places)
    looked = [one for one in both if isinstance(one, Looked)]
    return looked, [one for one in both if isinstance(one, UnreachableError)]


def _promised(signed: Signed, looked: Looked) -> list[Finding]:
    """What is wrong at a place where the config says that a key is."""
    place, records = looked.place, looked.records
    if looked.key is not None:
        return _judged(signed, looked)
    subject = signed.domain.part(place.selector, place.at)
    if len(records.values) > 1:
        message = f"{place} has {len(records.values)} TXT records; receivers may take either"
        return [INVALID.broken(subject, message, *records.values)]
    who = f"{place.sender} signs with it"
    if records.is_dangling:
        message = f"{place} is an alias of {records.aliases[-1]}, which does not exist; {who}"
    elif records.missing == "no such type":
        message = f"{place} exists and has no TXT record; {who}"
    else:
        message = f"{place} does not exist; {who}"
    return [MISSING.broken(subject, message)]


def _judged(signed: Signed, looked: Looked) -> list[Finding]:
    key, place = looked.key, looked.place
    if key is None:
        return []
    subject = signed.domain.part(place.selector, place.at)
    found: list[Finding] = []
    for kind in ("invalid", "weak", "testing"):
        said = [one.said for one in key.faults if one.kind == kind]
        if not said:
            continue
        rule = _RULES[kind]
        if kind == "testing":
            rule = to_paste(rule, txt(place.name, _live(key)))
        message = f"{place} holds a key that is not right: {'; '.join(said)}"
        found.append(rule.broken(subject, message, key.written))
    return found


def _live(key: Key) -> str:
    """The record without its test flag."""
    tags = [(name, value) for name, value in key.tags.tags if name != "t"]
    flags = [one for one in (key.tags.value("t") or "").split(":") if one.strip() not in ("y", "")]
    kept = [*tags[:-1], ("t", ":".join(flags)), tags[-1]] if flags and tags else tags
    return "; ".join(f"{name}={value}" for name, value in kept)


def _only_ed25519(signed: Signed, looked: list[Looked]) -> list[Finding]:
    """Many receivers cannot read Ed25519 yet, and need an RSA key beside it (RFC 8463)."""
    keys = [one for one in looked if one.key is not None and one.key.is_usable]
    if not keys or any(one.key and one.key.algorithm != "ed25519" for one in keys):
        return []
    place = keys[0].place
    subject = signed.domain.part(place.selector, place.at)
    message = (
        f"{place} is an Ed25519 key with no RSA key beside it, and many receivers read RSA only"
    )
    return [WEAK.broken(subject, message)]
