"""What is wrong with an answer under load, in words that are the same for the same fault."""

from collections.abc import Sequence

from launchready.core.bot_wall import kept_out
from launchready.core.browser import Response
from launchready.core.load import Judge
from launchready.visit.excerpt import visible
from launchready.visit.expectations import About, Expectation
from launchready.visit.judging import holds, is_undecided
from launchready.visit.seen import Seen

# What every answer under load tells of; the rest takes questions of its own, or redirects.
KNOWN: tuple[About, ...] = ("STATUS", "HEADER", "COOKIE", "BODY", "CSS", "LINKS", "SCHEMA")
_OF_THE_PAGE = ("BODY", "CSS", "LINKS", "SCHEMA")
# The beginning of what is said where a limiter or a bot wall answered in the app's place.
TURNED_AWAY = "turned away"
_LOG_INS = ("login", "log-in", "log_in", "signin", "sign-in", "sign_in", "/auth", "/sso", "oauth")
_LONGEST = 80  # characters


def reads(meant: Sequence[Expectation]) -> bool:
    """Whether the body is looked at."""
    return any(one.about in _OF_THE_PAGE for one in meant)


def judge(meant: Sequence[Expectation], *, signed_in: bool) -> Judge:
    """Tells what is wrong with answers that are meant to be so."""
    whole = reads(meant)

    def wrong(came: Response) -> str:
        seen = _seen(came, whole=whole)
        for one in meant:
            if is_undecided(one, seen):
                return "longer than what is read of an answer"
            if not holds(one, seen):
                return _in_words(one, came, signed_in=signed_in)
        return ""

    return wrong


def _seen(came: Response, *, whole: bool) -> Seen:
    return Seen(
        status=came.status,
        url=came.url,
        body=came.text if whole else "",
        shown=visible(came) if whole else "",
        headers=came.headers,
        truncated=came.truncated,
        cookies=tuple(value for name, value in came.headers if name == "set-cookie"),
    )


def _in_words(one: Expectation, came: Response, *, signed_in: bool) -> str:
    if (wall := kept_out(came)) is not None:
        return f"{TURNED_AWAY} ({came.status}: {wall.reason.rpartition(': ')[2]})"
    if signed_in and 300 < came.status < 400 and _leads_to_log_in(came):
        return "redirected to the log-in"
    if one.about == "STATUS":
        return f"answered {came.status}"
    written = one.written if len(one.written) <= _LONGEST else one.written[:_LONGEST] + "…"
    return f"{came.status}, but not {written}"


def _leads_to_log_in(came: Response) -> bool:
    location = (came.header("location") or "").lower().partition("?")[0]
    return any(word in location for word in _LOG_INS)


def is_wall(error: str) -> bool:
    return error.startswith(TURNED_AWAY)
