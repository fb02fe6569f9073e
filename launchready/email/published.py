"""Records as one pastes them at a DNS host."""

from dataclasses import replace

from launchready.core.finding import Rule

# A string of a TXT record holds no more (RFC 1035, 3.3.14).
_LONGEST_STRING = 255  # bytes


def txt(name: str, value: str) -> str:
    """A TXT record in the words of a zone file, cut into strings where it is long."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    pieces = [escaped[at : at + _LONGEST_STRING] for at in range(0, len(escaped), _LONGEST_STRING)]
    return f"{name}. IN TXT " + " ".join(f'"{one}"' for one in pieces or [""])


def to_paste(rule: Rule, *records: str) -> Rule:
    """The rule with the record that mends it behind what to do."""
    shown = "; ".join(f"`{one}`" for one in records)
    return replace(rule, fix=f"{rule.fix} Publish: {shown}") if records else rule
