"""Lets a fault of ours through without its words, which may quote the secret it stumbled on."""

from collections.abc import Iterator
from contextlib import contextmanager

from launchready.core.unreachable import UnreachableError


class WordlessError(Exception):
    """A fault of launchready in the secrets room: of which kind, and, by its traceback, where."""


@contextmanager
def wordless() -> Iterator[None]:
    """Around whatever has secrets in its hands."""
    try:
        yield
    except (UnreachableError, TimeoutError, WordlessError):
        raise
    except Exception as error:  # noqa: BLE001 - raised again at once, without its words alone
        raise WordlessError(_kinds(error)).with_traceback(error.__traceback__) from None


def _kinds(error: BaseException) -> str:
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    names = ", ".join(dict.fromkeys(_kinds(one) for one in inner))
    return f"{type(error).__name__}{f' of {names}' if names else ''}"
