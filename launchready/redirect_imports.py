"""The command that makes rules of redirects that another service wrote."""

from pathlib import Path

from launchready.values.problem import nearest
from launchready.web.import_entry import KINDS, kind_of, read_as
from launchready.web.import_text import as_rules


class ImportCallError(Exception):
    """The file cannot be read as redirects; the text says why."""


def rules_of(file: Path, type_: str | None) -> str:
    """The rules as launchready.yml has them. Raises ImportCallError, and ConfigError."""
    kind = type_ or kind_of(file.name)
    if kind not in KINDS:
        near = nearest(type_, KINDS) if type_ else None
        hint = f"did you mean {near}?" if near else f"--type is one of {', '.join(KINDS)}"
        raise ImportCallError(f"{type_ or file} is no known type of file; {hint}")
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ImportCallError(f"{file} cannot be read: {error.strerror}") from None
    return as_rules(read_as(kind, str(file), raw))
