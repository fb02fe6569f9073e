"""Provider by provider: the key that opens something is told, its public twin never blocks."""

import random

import pytest

from launchready.core.finding import Impact
from tests.secrets.made_up import make
from tests.secrets.samples import jwt
from tests.secrets.scan import scan

# What must at most be advice: keys for browsers, and keys whose own checksum says they are none.
_PUBLIC = {
    "GitHub with a wrong checksum": "x = 'gh" + "p_{a36}'",
    "npm with a wrong checksum": "x = 'np" + "m_{a36}'",
    "Stripe publishable": "STRIPE_KEY=pk" + "_live_{a24}",
    "Supabase publishable": "SUPABASE_KEY=sb_" + "publishable_{a31}",
    "Sentry DSN": "SENTRY_DSN=https://{h32}@o1.ingest.sentry.io/2",
    "Firebase browser key": "NEXT_PUBLIC_FIREBASE_API_KEY=AI" + "za{w35}",
    "Clerk publishable": "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=pk" + "_live_{a40}",
    "Twilio account": "TWILIO_ACCOUNT_SID=A" + "C{h32}",
    "Mapbox public": "mapboxgl.accessToken = 'pk." + "eyJ{a70}.{a22}';",
    "PostHog project": "NEXT_PUBLIC_POSTHOG_KEY=ph" + "c_{a43}",
}
_SECRET = {
    "GitHub": "x = 'gh" + "p_{a30}{crc}'",
    "npm": "x = 'np" + "m_{a30}{crc}'",
    "Stripe live": "STRIPE_KEY=sk" + "_live_{a24}",
    "Stripe restricted": "STRIPE_KEY=rk" + "_live_{a24}",
    "Supabase secret": "SUPABASE_KEY={servicejwt}",
    "Anthropic": "K=sk-ant-" + "api03-{w93}AA",
    "SendGrid": "K=SG" + ".{w22}.{w43}",
    "Resend": "RESEND_API_KEY=re" + "_{a8}_{a24}",
    "Postmark": "POSTMARK_SERVER_TOKEN={uuid}",
    "Twilio": "TWILIO_AUTH_TOKEN={h32}",
    "database": "DATABASE_URL=postgres://app:{a20}@db.acme-portal.io:5432/app",
}


@pytest.mark.parametrize("name", _SECRET)
@pytest.mark.parametrize("seed", range(3))
def test_a_key_that_opens_something_is_a_blocker(name: str, seed: int) -> None:
    told = scan("deploy/.env", make(_SECRET[name], random.Random(f"{name} {seed}")))

    assert Impact.BLOCKER in {one.impact for one in told}


@pytest.mark.parametrize("name", _PUBLIC)
@pytest.mark.parametrize("seed", range(3))
def test_a_key_that_is_public_by_design_is_advice_at_most(name: str, seed: int) -> None:
    told = scan("src/settings.ts", make(_PUBLIC[name], random.Random(f"{name} {seed}")))

    assert {one.impact for one in told} <= {Impact.ADVICE}


def test_a_role_that_everybody_has_is_told_from_the_one_that_may_do_all() -> None:
    dice = random.Random(4)
    anon = jwt({"role": "anon", "exp": 4_000_000_000}, dice)

    assert all(one.impact <= Impact.ADVICE for one in scan("src/a.ts", f'create(url, "{anon}")'))
