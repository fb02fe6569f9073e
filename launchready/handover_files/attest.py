"""`launchready handover --attest`: asks a person for one statement at a time, keeps each answer."""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from launchready import console
from launchready.handover.covered import digest, lost
from launchready.handover.settings import Handover
from launchready.handover.signing import Holds, Open, Signing, ends, is_number, refused, standing
from launchready.handover.statements import Asked
from launchready.handover_files.attestation_file import Signature, signed
from launchready.outputs import UsageError
from launchready.report.escape import is_unseen, visible
from launchready.run import Prepared, Request, prepare
from launchready.secrets.quoted import keys_in
from launchready.values.attestations import read

_LONGEST = 500  # characters of an answer
_STOP = ("q", "quit", "stop")
_YES = ("y", "yes")


class _StoppedError(Exception):
    """The person has had enough; what was signed is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is signed, where, and what the repository says of it today."""

    handover: Handover
    file: Path
    facts: Callable[[Signing], str]
    lost: Callable[[Signing], tuple[str, ...]]
    today: date

    def wanting(self) -> list[tuple[Signing, str]]:
        """The statements that do not hold, or not for long, each with why."""
        found: list[tuple[Signing, str]] = []
        for one in self.handover.signings:
            stands = standing(one, self.today, self.facts(one))
            if isinstance(stands, Holds):
                if stands.ends_soon:
                    found.append((one, f"it holds until {stands.until}"))
            else:
                found.append(
                    (
                        one,
                        stands.why
                        if one.signed or not isinstance(stands, Open)
                        else "nobody has signed it yet",
                    )
                )
        return found


def attest(start: Path, config: Path | None) -> int:
    """Asks of every statement that needs it. Raises UsageError and ConfigError."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("--attest asks questions, so it needs a terminal and a person")
    prepared = prepare(Request(start=start, config=config, rooms=("handover",)))
    desk = _desk(prepared)
    wanting = desk.wanting()
    if not wanting:
        console.say(f"Every statement in {desk.handover.attestations.name} holds.")
        return 0
    number = len(wanting)
    console.say(
        f"{number} {'statement wants' if number == 1 else 'statements want'} a person's word. "
        "Enter leaves one out; q stops.\nWhat you have signed by then is kept."
    )
    made = 0
    try:
        by = _name(desk)
        for place, (one, why) in enumerate(wanting, 1):
            console.say(f"\n{place} of {number}  {visible(one.statement.id)}: {visible(why)}")
            made += _asked(one, by, desk)
    except _StoppedError:
        pass
    left = number - made
    console.say(f"\n{made} signed in {desk.handover.attestations.name}, {left} left.")
    return 0


def _desk(prepared: Prepared) -> Desk:
    section = prepared.loaded.rooms.get("handover")
    if not isinstance(section, Handover):
        raise UsageError("there is no handover: section in launchready.yml; add 'handover: {}'")
    files = prepared.repository

    def facts(one: Signing) -> str:
        return digest(one.statement, files.read, config=one.config, output=one.output)

    return Desk(
        handover=section,
        file=files.root / section.attestations.name,
        facts=facts,
        lost=lambda one: lost(one.statement, files.read, output=one.output),
        today=datetime.now(UTC).date(),
    )


def _answer(question: str, usual: str = "") -> str:
    """What was typed. Raises _StoppedError at the end of input, and for q."""
    shown = f" [{visible(usual)}]" if usual else ""
    try:
        typed = input(f"  {visible(question)}{shown} ").strip()
    except EOFError:
        console.say("")
        raise _StoppedError from None
    if typed.lower() in _STOP:
        raise _StoppedError
    return typed or usual


def _until_right(question: str, wrong: Callable[[str], str], usual: str = "") -> str:
    """Asks until the answer will do; `wrong` says what is wrong with one, "" for nothing."""
    while True:
        typed = _answer(question, usual)
        said = _unfit(typed) or wrong(typed)
        if not said:
            return typed
        console.say(f"  {said}")


def _unfit(text: str) -> str:
    """What may not be kept whatever was asked."""
    if len(text) > _LONGEST:
        return f"At most {_LONGEST} characters, please: a link or a sentence."
    if any(is_unseen(one) for one in text):
        return "That has characters nobody can see; please type it again."
    if keys_in([text], datetime.now(UTC)):
        return "That looks like a key. Nothing was kept: name where it is, not what it is."
    return ""


def _name(desk: Desk) -> str:
    people = desk.handover.people
    hint = f" ({', '.join(people)})" if people else ""

    def wrong(name: str) -> str:
        said = refused(name, people)
        return f"That is {said}." if said else ""

    return _until_right(f"Who are you?{hint}", wrong)


def _asked(one: Signing, by: str, desk: Desk) -> bool:
    """Asks for one statement and keeps it; False where it was left out."""
    statement = one.statement
    if statement.says:
        console.say(f"  {statement.says}")
        console.say(f"  How: {statement.how}")
    gone = desk.lost(one)
    if gone:
        console.say(
            f"  {visible(', '.join(gone))} is not there yet: run launchready handover first."
        )
        return False
    if statement.covers:
        covers = ", ".join(statement.covers).replace("{output}", one.output)
        console.say(f"  It stands for {visible(covers)} as it is today.")
    if _answer("Was this done, and is it so? [y/N]").lower() not in _YES:
        return False
    on = _day(one, desk.today)
    facts = {need.key: _fact(need) for need in statement.needs}
    evidence = _until_right(
        "What shows it: a link, a ticket, a sentence?",
        lambda text: "" if text else "A word somebody can follow is needed here.",
    )
    bound = desk.facts(one)
    facts |= {"binds": bound} if bound else {}
    new = Signature(id=statement.id, by=by, on=on, evidence=evidence, facts=facts)
    _keep(desk, new)
    kept = next(a for a in read(desk.file.read_bytes(), str(desk.file)) if a.id == new.id)
    console.say(f"  Signed; it holds until {ends(kept, statement)}.")
    return True


def _day(one: Signing, today: date) -> date:
    def wrong(text: str) -> str:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return f"{visible(text)} is not a day like {today}."
        if day > today:
            return f"{day} is yet to come; sign what was done."
        if day + timedelta(days=one.statement.days) < today:
            return f"{day} is too long ago: it holds {one.statement.days} days. Do it again first."
        return ""

    return date.fromisoformat(_until_right("On which day?", wrong, today.isoformat()))


def _fact(need: Asked) -> str:
    def wrong(text: str) -> str:
        if need.is_number and not is_number(text):
            return "A number is meant, like 4 or 2.5."
        return "" if text else "This is needed too."

    return _until_right(need.question, wrong)


def _keep(desk: Desk, new: Signature) -> None:
    """Writes the file in one step: it is whole whenever somebody looks, or stops us."""
    name = desk.handover.attestations.name
    try:
        before = desk.file.read_text("utf-8") if desk.file.exists() else ""
        after = signed(before, name, new)
        desk.file.parent.mkdir(parents=True, exist_ok=True)
        _replace(desk.file, after)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name} cannot be written: {error}") from None


def _replace(file: Path, text: str) -> None:
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    handle, made = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
        Path(made).chmod(mode)
        Path(made).replace(file)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
