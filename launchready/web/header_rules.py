"""The rules about response headers, each with what the missing header lets happen."""

from launchready.core.finding import Impact, Rule, Stage

HSTS_MISSING = Rule(
    id="web/hsts-missing",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="Browsers are not told to come back over https only",
    why="On a café's network anyone can keep a returning visitor on http and read the session.",
    fix="Send Strict-Transport-Security: max-age=31536000; includeSubDomains on every answer.",
    hours=0.25,
)
MISSING = Rule(
    id="web/header-missing",
    impact=Impact.ADVICE,
    stage=Stage.EDGE,
    title="A header that protects visitors is not sent",
    why="Without it one fault in a page or a script is enough to act as any visitor.",
    fix="Send the header that the finding names, from the app, the web server or the CDN.",
    hours=0.5,
)
WEAK = Rule(
    id="web/header-weak",
    impact=Impact.ADVICE,
    stage=Stage.EDGE,
    title="A header that protects visitors is sent and holds little",
    why="It looks like protection and lets through what it was meant to stop.",
    fix="Correct the header as the finding says, then look at the page once more.",
    hours=1,
)
COOKIE_WEAK = Rule(
    id="web/cookie-weak",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="The cookie that keeps visitors logged in can be taken",
    why="Whoever gets it is logged in as that visitor, without a password.",
    fix="Set the session cookie with Secure, HttpOnly and SameSite=Lax.",
    hours=0.5,
)
COOKIE_REJECTED = Rule(
    id="web/cookie-rejected",
    impact=Impact.RISK,
    stage=Stage.EDGE,
    title="Browsers drop a cookie the site sets",
    why="What the cookie is for does not work: visitors are logged out or lose their cart.",
    fix="Correct the cookie's attributes as the finding says.",
    hours=0.5,
)
CORS_OPEN = Rule(
    id="web/cors-open",
    impact=Impact.BLOCKER,
    stage=Stage.EDGE,
    title="Any website may read what your logged-in visitors see",
    why="A page anywhere, opened by a logged-in visitor, can fetch and keep their data.",
    fix="Answer Access-Control-Allow-Origin only for the origins you list, compared as a whole.",
    hours=1,
)
