"""Which changes may have brought something that matters."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from launchready.core.repository import Sieve
from launchready.world.contents import decoded
from launchready.world.objects import Change
from launchready.world.sweep import Fact, Swept

# A change, by its commit and its path.
Named = tuple[str, str]


def suspects(
    changed: Sequence[Change], swept: Swept, sizes: Mapping[str, int], sieve: Sieve, largest: int
) -> dict[Named, str]:
    """The changes that brought a fact their parents lacked, with their contents' ids; those of
    files taken whole; and those with something that could not be read."""
    skips, takes_whole = cache(sieve.skips), cache(sieve.takes_whole)
    looked = [one for one in changed if not skips(one.path)]
    live = _live(looked, swept, sieve)
    found: dict[Named, str] = {}
    for one in looked:
        known = live.get(one.path)
        new = known and any(fact in known for fact in swept.facts.get(one.blob, ()))
        if new and one.before:
            had = {fact for blob in one.before for fact in swept.facts.get(blob, ())}
            facts = swept.facts[one.blob]
            new = any(fact in known and fact not in had for fact in facts) if known else False
        unread = one.blob in swept.closed or not 0 <= sizes.get(one.blob, -1) <= largest
        if new or unread or takes_whole(one.path):
            found[one.commit, one.path] = one.blob
    return found


def _live(changed: Iterable[Change], swept: Swept, sieve: Sieve) -> dict[str, frozenset[Fact]]:
    """The facts that matter in files of a path, by the path."""
    stand: dict[str, dict[Fact, None]] = {}
    for one in changed:
        for fact in swept.facts.get(one.blob, ()):
            stand.setdefault(one.path, {})[fact] = None
    live: dict[str, frozenset[Fact]] = {}
    for path, facts in stand.items():
        wanted = sieve.wanted(path, [decoded(fact.text) for fact in facts])
        kept = frozenset(fact for fact, is_wanted in zip(facts, wanted, strict=True) if is_wanted)
        if kept:
            live[path] = kept
    return live
