"""Server-side keys in what bundlers write are told, keys meant for browsers are not."""

import random

import pytest

from launchready.core.finding import Impact
from launchready.secrets.detected_keys import DetectedKeys
from tests.secrets.corpus import BY_FORM
from tests.secrets.made_up import make
from tests.worlds import NOON

SHAPES = (
    'const r="{}";',
    "!function(e){{var t=new e('{}');t.start()}}(window);",
    '(self.w=self.w||[]).push([[1],{{42:(e,t)=>{{t.a={{apiKey:"{}"}}}}}}]);',
    "var a=1,b=c(`{}`),d=e(b);",
)
KINDS = (
    "stripe-secret-key", "stripe-webhook-secret", "openai-key", "anthropic-key", "github-token",
    "gitlab-token", "slack-token", "sendgrid-key", "netlify-token", "neon-key", "resend-key",
    "twilio-api-key", "supabase-secret-key", "supabase-service-role-key",
    "vercel-token", "render-key", "fly-token",
    "npm-token", "pypi-token", "aws-access-key", "digitalocean-token", "shopify-token",
    "square-token", "airtable-token", "notion-token", "linear-key", "figma-token",
    "telegram-token", "huggingface-token", "planetscale-token", "sentry-token",
    "doppler-token", "groq-key", "replicate-token",
)  # fmt: skip
PUBLIC = (
    "pk_live_{a24}", "AIza{w35}", "phc_{a43}", "sb_publishable_{w31}", "G-{u10}", "UA-{d8}-1",
    "6Le{w37}", "{h40}", "https://{h32}@o1.ingest.sentry.io/4501", "ca-pub-{d16}",
    "GTM-{u7}", "pk.eyJ1Ijoi{a20}.{a22}", "sha384-{b64}", "{uuid}",
)  # fmt: skip


def blocking(text: str) -> list[str]:
    keys = DetectedKeys().found("bundle.js", text, NOON)
    return [one.thing for one in keys if one.impact is Impact.BLOCKER]


def _shapes() -> dict[str, str]:
    by_rule = {rule.partition("/")[2] or rule: shape for rule, _, shape in BY_FORM}
    return {kind: by_rule[kind] for kind in KINDS if kind in by_rule}


def test_most_server_side_keys_are_told_in_every_shape_of_code() -> None:
    dice = random.Random("bundles")
    kinds = _shapes()
    told = {
        kind
        for kind, shape in kinds.items()
        if all(blocking(code.format(make(shape, dice))) for code in SHAPES)
    }

    assert len(kinds) >= 30
    assert len(told) >= len(kinds) - 2, set(kinds) - told


@pytest.mark.parametrize("public", PUBLIC)
def test_keys_meant_for_browsers_never_block(public: str) -> None:
    dice = random.Random(public)
    for code in SHAPES:
        assert blocking(code.format(make(public, dice))) == []
