"""Where alerts go: each person by one kind of channel, with every secret in a variable."""

from launchready.monitor_files.planned import Person

KINDS = ("email", "slack", "pagerduty", "webhook")


def address(person: Person, kind: str) -> str:
    """A person's address at a channel: their e-mail address, or the variable that holds it."""
    if kind == "email" and person.address:
        return person.address
    return "${" + variable(person, kind) + "}"


def variable(person: Person, kind: str) -> str:
    """The name of the variable that holds a person's address at a channel."""
    return {
        "email": f"ALERT_EMAIL_{person.word}",
        "slack": f"SLACK_WEBHOOK_URL_{person.word}",
        "pagerduty": f"PAGERDUTY_KEY_{person.word}",
        "webhook": f"ALERT_WEBHOOK_URL_{person.word}",
    }[kind]


def needed(people: tuple[Person, ...], kind: str) -> tuple[str, ...]:
    """Every variable a program must be given."""
    found = [] if kind != "email" else ["SMTP_HOST", "SMTP_FROM", "SMTP_USER", "SMTP_PASSWORD"]
    found += [variable(one, kind) for one in people if not (kind == "email" and one.address)]
    return tuple(dict.fromkeys(found))
