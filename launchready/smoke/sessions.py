"""Signs in as the config says, and where it is asked for also with a wrong password."""

from launchready.core.check import check
from launchready.core.context import Context
from launchready.core.finding import Finding, Impact, Rule, Stage
from launchready.core.sessions import LoginRefusedError
from launchready.smoke.journey_settings import Login
from launchready.smoke.settings import Smoke

LOGIN_BROKEN = Rule(
    id="smoke/login-broken",
    impact=Impact.BLOCKER,
    stage=Stage.DEPLOYMENT,
    title="Customers cannot log in, or anybody can",
    why="A product nobody can log in to cannot be sold, and one anybody can log in to is a leak.",
    fix="Log in by hand with the same account, look into the app's log of that moment, and mend "
    "it; or correct the session.",
    hours=3,
)


@check(Smoke, each=lambda smoke: smoke.logins, emits=(LOGIN_BROKEN,), limit=120)
async def sessions(login: Login, ctx: Context) -> list[Finding]:
    """Whoever has an account can log in, and whoever has not cannot."""
    try:
        await ctx.sessions.sign_in(login.name)
    except LoginRefusedError as refused:
        return [LOGIN_BROKEN.broken(login, refused.reason, *refused.evidence)]
    if login.session.rejects and not await ctx.sessions.rejects_wrong_password(login.name):
        message = f"{login} is let in with a wrong password; it must be refused"
        return [LOGIN_BROKEN.broken(login, message)]
    return []
