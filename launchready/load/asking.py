"""Asks for a list with more and more rows, one request after another."""

from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from launchready.core.bot_wall import demand_service
from launchready.core.browser import Response
from launchready.core.context import Context
from launchready.core.unreachable import UnreachableError
from launchready.load.growth import SIZES, TIMES, Growth, growth


async def grown(
    url: str, parameter: str, headers: tuple[tuple[str, str], ...], ctx: Context
) -> Growth:
    """How long a list takes for each number of rows. Raises UnreachableError where it is not
    handed out, or does not grow with the number of rows asked for."""
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    lengths: dict[int, int] = {}
    await _asked(url, parameter, SIZES[0], headers, ctx)  # connects, and wakes what sleeps
    for _ in range(TIMES):
        for size in SIZES:
            answer = await _asked(url, parameter, size, headers, ctx)
            times[size].append(answer.seconds)
            lengths[size] = len(answer.body)
    for less, more in pairwise(SIZES):
        if lengths[more] <= lengths[less]:
            where = url.partition("?")[0]
            raise UnreachableError(
                f"{where} hands out no more when {parameter} is {more} than when it is {less}",
                advice=f"Fill the list with {SIZES[-1]} rows, or name the parameter that says how "
                f"many are meant, in place of {parameter}.",
            )
    return growth(times)


async def _asked(
    url: str, parameter: str, size: int, headers: tuple[tuple[str, str], ...], ctx: Context
) -> Response:
    asked = with_size(url, parameter, size)
    answer = await ctx.web.fetch(asked, headers=headers, fresh=True)
    demand_service(answer)
    if not 200 <= answer.status < 300:
        where = asked.partition("?")[0]
        raise UnreachableError(
            f"{where} answered {answer.status} when asked for {parameter}={size}",
            advice="Give the target a session that may see the list, or leave page_size out.",
        )
    return answer


def with_size(url: str, parameter: str, size: int) -> str:
    """A URL with one parameter of its query set, whatever it was; the others stay as they are."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != parameter]
    return urlunsplit(parts._replace(query=urlencode([*kept, (parameter, str(size))])))
