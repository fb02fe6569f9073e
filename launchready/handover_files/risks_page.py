"""RISKS: what the last run found, each under an id that stays, with somebody who decides on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from launchready.core import registry
from launchready.core.finding import Impact
from launchready.handover.document import ACCEPTED, GONE, OWNER
from launchready.handover_files.marked import Facts
from launchready.handover_files.seen import Found, Question, Seen
from launchready.handover_files.words import code, items, parted, sentence, table

_MOST = 5  # findings shown of one risk
_FIELDS = "\n".join((f"- {OWNER}:", "- Due:", "- Decision:"))
_RULE, _OPEN = "risk/", "open/"
# What is still empty on these pages stands in HANDOVER, not among the risks.
_OWN = "handover/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """All that one rule found, or what one check could not look at. `hours` is 0 for the latter."""

    id: str
    impact: Impact
    title: str
    found: tuple[Found, ...] = ()
    unseen: tuple[Question, ...] = ()

    @property
    def name(self) -> str:
        return f"{_RULE if self.found else _OPEN}{self.id}"

    @property
    def standing(self) -> tuple[Found, ...]:
        return tuple(one for one in self.found if one.waived is None)

    @property
    def hours(self) -> float:
        return sum(one.hours for one in self.standing)

    @property
    def state(self) -> str:
        if self.unseen:
            return "could not be looked at"
        return self.impact.word if self.standing else "accepted"


def risks(seen: Seen) -> tuple[Risk, ...]:
    """Blockers and risks, worst first; what is accepted comes last."""
    by_rule: dict[str, list[Found]] = {}
    for one in seen.findings:
        if one.impact != "advice" and not one.rule.startswith(_OWN):
            by_rule.setdefault(one.rule, []).append(one)
    made = [
        Risk(
            id=rule,
            impact=max(Impact[one.impact.upper()] for one in found),
            title=found[0].title,
            found=tuple(found),
        )
        for rule, found in by_rule.items()
    ]
    made += _unseen(seen)
    ranks = {one.rule: place for place, one in enumerate(seen.ranked)}
    last = len(ranks)
    return tuple(
        sorted(
            made,
            key=lambda one: (one.state == "accepted", -one.impact, ranks.get(one.id, last)),
        )
    )


def _unseen(seen: Seen) -> list[Risk]:
    worst = {one.id: one.worst for one in registry.checks()}
    by_check: dict[str, list[Question]] = {}
    for one in seen.checks:
        if one.check.startswith(_OWN):
            continue
        if one.outcome == "unanswered" and worst.get(one.check, Impact.BLOCKER) > Impact.ADVICE:
            by_check.setdefault(one.check, []).append(one)
    titles = {one.id: one.title for one in registry.checks()}
    return [
        Risk(
            id=check,
            impact=worst.get(check, Impact.BLOCKER),
            title=titles.get(check, check),
            unseen=tuple(asked),
        )
        for check, asked in by_check.items()
    ]


def parts(seen: Seen, there: Mapping[str, str]) -> tuple[Facts, ...]:
    """An overview, and a part a risk; those that are gone say so until somebody deletes them."""
    found = risks(seen)
    made = [Facts(name="risks", text=_overview(found))]
    made += [Facts(name=one.name, text=_part(one), after=_FIELDS) for one in found]
    known = {one.name for one in made}
    made += [_gone(name, seen) for name in there if name not in known and _is_ours(name)]
    return tuple(made)


def _is_ours(name: str) -> bool:
    return name.startswith((_RULE, _OPEN))


def _overview(found: Iterable[Risk]) -> str:
    rows = [
        [one.state, _link(one), str(len(one.found or one.unseen)), _hours(one.hours)]
        for one in found
    ]
    if not rows:
        return "The last run found no blocker and no risk, and could look at all it asked about."
    return parted(
        "Worst first. The id of a risk stays the same from run to run: `launchready explain ID` "
        "tells more of it. To accept one until a day, write it under `waivers:` in "
        "launchready.yml; it is shown here. Advice is in the report alone.",
        table(("State", "Risk", "Places", "Hours"), rows),
    )


def _link(risk: Risk) -> str:
    return f"{code(risk.id)}: {sentence(risk.title)}"


def _hours(hours: float) -> str:
    return f"{hours:g}" if hours else ""


def _part(risk: Risk) -> str:
    head = f"## {risk.id}: {sentence(risk.title)}"
    if risk.unseen:
        return parted(head, items(_told_unseen(risk)))
    first = risk.found[0]
    lines = [
        f"State: {risk.state}",
        f"What it costs: {sentence(first.why)}",
        f"What to do: {sentence(first.fix)}",
    ]
    lines += _accepted(risk.found)
    lines += [
        f"Seen: {sentence(one.message)} ({code(f'{one.file}:{one.line}')})"
        for one in risk.standing[:_MOST]
    ]
    more = len(risk.standing) - _MOST
    if more > 0:
        lines.append(f"And in {more} more places; the report lists them.")
    return parted(head, items(lines))


def _accepted(found: Iterable[Found]) -> list[str]:
    return [
        f"{ACCEPTED}: {code(one.waived.owner)} until {code(one.waived.until)}, for "
        f"{code(one.subject)}: {code(one.waived.because)}"
        for one in found
        if one.waived is not None
    ]


def _told_unseen(risk: Risk) -> list[str]:
    lines = ["State: could not be looked at, which is neither sound nor at fault"]
    lines += [
        f"Why: {code(one.subject)}: {sentence(one.reason or 'no reason was given')}"
        for one in risk.unseen[:_MOST]
    ]
    advice = next((one.advice for one in risk.unseen if one.advice), None)
    return [*lines, f"How to let launchready look: {sentence(advice)}"] if advice else lines


def _gone(name: str, seen: Seen) -> Facts:
    """A risk of an earlier run: gone where it was looked for and not found, kept otherwise."""
    id_ = name.removeprefix(_RULE).removeprefix(_OPEN)
    emitting = [one.id for one in registry.checks() if id_ in {rule.id for rule in one.emits}]
    asked = [id_] if name.startswith(_OPEN) else emitting
    titles = {rule.id: rule.title for rule in registry.rules()}
    titles |= {one.id: one.title for one in registry.checks()}
    if not asked or not all(seen.has_answered(one) for one in asked):
        return Facts(name=name, text=None)
    said = "the last run looked and did not see it. Delete this part when you like."
    text = parted(f"## {id_}: {sentence(titles.get(id_, id_))}", items([f"{GONE}: {said}"]))
    return Facts(name=name, text=text)
