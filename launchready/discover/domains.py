"""Guesses from the code under which domain the product is served."""

from collections import Counter
from dataclasses import dataclass

from launchready.discover.code import Code, Mention

# Second levels under which names are sold, where two labels are no domain of anybody.
_SOLD_UNDER = frozenset("ac co com edu gov net org or ne gob".split())  # noqa: SIM905 - reads as it is
_NEVER = frozenset({"local", "localhost", "internal", "invalid", "lan", "home", "arpa", "example"})
# Services that code names because it uses them.
_OTHERS_TEXT = """
github.com github.io githubusercontent.com gitlab.com npmjs.com npmjs.org google.com
googleapis.com gstatic.com googletagmanager.com google-analytics.com facebook.com twitter.com
x.com linkedin.com instagram.com youtube.com stripe.com sentry.io cloudflare.com vercel.com
vercel.app netlify.com netlify.app herokuapp.com heroku.com render.com onrender.com fly.io
fly.dev railway.app amazonaws.com cloudfront.net azurewebsites.net microsoft.com outlook.com
w3.org schema.org mozilla.org json-schema.org schemastore.org docker.com docker.io ghcr.io
unpkg.com jsdelivr.net cloudinary.com sendgrid.net sendgrid.com mailgun.org mailgun.net
postmarkapp.com resend.com openai.com anthropic.com intercom.io intercom.com segment.com
posthog.com supabase.co supabase.com firebase.com firebaseio.com auth0.com clerk.com clerk.dev
shopify.com apple.com slack.com discord.com gravatar.com unsplash.com creativecommons.org
example.com example.org example.net test.com domain.com yourdomain.com mydomain.com acme.com
gmail.com readthedocs.io readthedocs.org djangoproject.com python.org nodejs.org reactjs.org
nextjs.org vitejs.dev tailwindcss.com eslint.org opensource.org shields.io codecov.io
upstash.io upstash.com redis.com mongodb.com mongodb.net neon.tech planetscale.com twilio.com
algolia.com mapbox.com hcaptcha.com recaptcha.net apache.org gnu.org spdx.org
contributor-covenant.org semver.org keepachangelog.com medium.com crowdin.com
"""
_OTHERS = frozenset(_OTHERS_TEXT.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A domain that may be the product's, and the place that speaks for it most."""

    domain: str
    weight: int
    why: str


def candidates(code: Code) -> list[Candidate]:
    """The likeliest first; only what a setting or a CNAME file calls the product's address."""
    weights: Counter[str] = Counter()
    best: dict[str, Mention] = {}
    for host, one in code.mentions.items():
        domain = registrable(host)
        if not one.is_address or domain is None or domain in _OTHERS:
            continue
        weights[domain] += 1
        best.setdefault(domain, one)
    for path, text in code.kept.items():
        domain = registrable(text.strip().lower()) if path.endswith("CNAME") else None
        if domain is not None:
            weights[domain] += 10
            best[domain] = Mention(host=text.strip().lower(), path=path, line=1, kind="code")
    return [
        Candidate(domain=domain, weight=count, why=best[domain].why)
        for domain, count in sorted(weights.items(), key=lambda one: (-one[1], one[0]))
    ]


def registrable(host: str) -> str | None:
    """The part of a host that somebody registers; a guess, DNS has the last word."""
    labels = host.split(".")
    if len(labels) < 2 or labels[-1] in _NEVER or not all(labels):
        return None
    if len(labels[-1]) == 2 and labels[-2] in _SOLD_UNDER:
        return ".".join(labels[-3:]) if len(labels) > 2 else None
    return ".".join(labels[-2:])
