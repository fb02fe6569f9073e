"""Who a target is asked as: its own headers, and those of the session it names."""

from launchready.core.context import Context
from launchready.load.settings import Load, Target

NOBODY = "none"


def looked_at(load: Load) -> tuple[Target, ...]:
    """The targets, each with the session it is asked in."""
    return tuple(
        one if one.session else one.model_copy(update={"session": load.session})
        for one in load.targets
    )


async def carried(target: Target, ctx: Context, url: str = "") -> tuple[tuple[str, str], ...]:
    """What requests for a target carry; at another URL of ours, what belongs there.

    Raises UnreachableError where its session is not to be had.
    """
    if not target.session or target.session == NOBODY:
        return target.headers
    signed_in = await ctx.sessions.sign_in(target.session)
    own = {name.lower() for name, _ in target.headers}
    theirs = signed_in.headers_for(url or target.url.name)
    return (*target.headers, *(one for one in theirs if one[0].lower() not in own))
