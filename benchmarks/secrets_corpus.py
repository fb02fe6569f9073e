"""What is found, and what is taken for a secret and is none: ours beside other scanners.

    python benchmarks/secrets_corpus.py [--seed N] [--each N] [--leaky FOLDER]
        [--gitleaks PROGRAM] [--betterleaks PROGRAM] [--kingfisher PROGRAM]
        [--detect-secrets PROGRAM]

The corpus is made up anew from the seed, a file a case: keys with the right checksums where
founders put them, and lines that only look so. A key counts as found when its own line is named.
Ours counts as false when a harmless line is told as a risk or a blocker; what it tells as advice
(a key with a wrong checksum, a key made for browsers) stands in a column of its own. Others know
no advice, so whatever they name counts. A scanner not given is looked for on the PATH, and left
out when it is not there.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.leaky_lines import RISKS, TELLING
from benchmarks.secret_peers import PEERS, Places
from launchready.core.finding import Impact
from launchready.core.repository import Lines
from launchready.secrets.detectors.catalogue import FAMILIES, FORMS
from launchready.secrets.engine import hits
from tests.secrets.corpus import Case, keys
from tests.secrets.corpus_harmless import harmless

_NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
_OURS, _ADVICE = "launchready", "as advice"


def main(given: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(given)
    programs = {
        one: program
        for one in PEERS
        if (program := one.program(getattr(options, one.name.replace("-", "_"))))
    }
    _say(f"{len(FORMS)} forms of {len({one.rule.id for one in FORMS})} kinds:")
    _say("  " + ", ".join(f"{name} {len(of)}" for name, of in FAMILIES.items()))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        cases = _written(folder, [*keys(options.seed, options.each), *harmless(options.seed)])
        found = _ours(folder, [f"{number:05}/{one.path}" for number, one in enumerate(cases)])
        for peer, program in programs.items():
            found[peer.name] = peer.scan(program, folder)
    _compare(cases, found)
    if options.leaky:
        tree = Path(options.leaky)
        found = _ours(tree, [*RISKS, *(one for one in TELLING if one not in RISKS)])
        for peer, program in programs.items():
            found[peer.name] = peer.scan(program, tree)
        _leaky(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=10, help="contexts a kind of key is put into")
    parser.add_argument("--leaky", help="a checkout of leaky-repo")
    for peer in PEERS:
        parser.add_argument(f"--{peer.name}", help="its program")
    return parser


def _written(folder: Path, cases: list[Case]) -> list[Case]:
    for number, one in enumerate(cases):
        path = folder / f"{number:05}" / one.path
        path.parent.mkdir(parents=True)
        path.write_text(one.text)
    return cases


def _ours(folder: Path, paths: list[str]) -> dict[str, Places]:
    """What is told as a risk or a blocker, and what as advice; the number in front is no folder of
    the founder's."""
    told: dict[str, Places] = {_OURS: set(), _ADVICE: set()}
    for path in paths:
        text = (folder / path).read_text()
        own = path.partition("/")[2] if path[:5].isdigit() else path
        for hit in hits(Lines(path=own, lines=tuple(enumerate(text.split("\n"), 1))), _NOON):
            told[_ADVICE if hit.impact is Impact.ADVICE else _OURS].add((path, hit.line))
    return told


def _compare(cases: list[Case], found: dict[str, Places]) -> None:
    all_of_them: Counter[str] = Counter()
    named = {who: Counter[str]() for who in found}
    for number, one in enumerate(cases):
        rows = (
            (one.family, f"{one.family}: {one.context}") if one.rule else ("harmless", one.family)
        )
        all_of_them.update(rows)
        for who, places in found.items():
            is_told = (f"{number:05}/{one.path}", one.line) in places or (
                not one.rule and any((f"{number:05}/{one.path}", n) in places for n in range(1, 6))
            )
            named[who].update(rows if is_told else ())
    _table(sorted(all_of_them), all_of_them, named)


def _table(rows: list[str], of: Counter[str], named: dict[str, Counter[str]]) -> None:
    width = max(len(one) for one in rows) + 2
    _say(f"\n{'lines named':{width}}{'of':>6}" + "".join(f"{who:>16}" for who in named))
    for row in rows:
        shares = (f"{told[row]:>8}{100 * told[row] / of[row]:>6.1f} %" for told in named.values())
        _say(f"{row:{width}}{of[row]:>6}" + "".join(shares))


def _leaky(found: dict[str, Places]) -> None:
    risks = {(path, line) for path, lines in RISKS.items() for line in lines}
    telling = {(path, line) for path, lines in TELLING.items() for line in lines}
    files = set(RISKS) | set(TELLING)
    _say(f"\nleaky-repo: {len(risks)} lines that hold a secret, in {len(RISKS)} files")
    for who, places in found.items():
        here = {one for one in places if one[0] in files}
        right, false = len(here & risks), len(here - risks - telling)
        _say(f"  {who:16}{right:>3} of {len(risks)}, {false} false")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
