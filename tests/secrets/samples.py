"""Secrets made up at run time: this repository's own gate must not find them here."""

import base64
import json
import random
import string
import zlib
from collections.abc import Callable

LETTERS = string.ascii_letters
ALNUM = string.ascii_letters + string.digits
HEX = string.digits + "abcdef"
URL = ALNUM + "_-"
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase

Maker = Callable[[random.Random], str]


def some(of: str, size: int, dice: random.Random) -> str:
    """Random characters, at least one digit and one letter among them where there can be."""
    while True:
        made = "".join(dice.choice(of) for _ in range(size))
        if size < 12 or of is LETTERS or (any(c.isdigit() for c in made) and len(set(made)) > 8):
            return made


def uuid(dice: random.Random) -> str:
    return "-".join(some(HEX, size, dice) for size in (8, 4, 4, 4, 12))


def in_base62(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = BASE62[rest] + digits
    return digits.rjust(6, "0")


def with_crc(prefix: str, size: int, dice: random.Random) -> str:
    body = some(ALNUM, size, dice)
    return prefix + body + in_base62(zlib.crc32(body.encode()))


def jwt(claims: dict[str, object], dice: random.Random) -> str:
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    encoded = [
        base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts
    ]
    return ".".join([*encoded, some(ALNUM, 43, dice)])


def pem(dice: random.Random, kind: str = "RSA ", lines: int = 12) -> str:
    body = "\n".join(some(ALNUM + "+/", 64, dice) for _ in range(lines))
    return f"-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----"


def _of(prefix: str, of: str, size: int, suffix: str = "") -> Maker:
    return lambda dice: prefix + some(of, size, dice) + suffix


# Rule, the name it is usually given, and a maker of values: what tells itself by its form.
BY_FORM: dict[str, tuple[str, str, Maker]] = {
    "aws": ("aws-access-key", "KEY_ID", _of("AK" + "IA", string.ascii_uppercase + "234567", 16)),
    "google": ("google-api-key", "MAPS", _of("AI" + "za", ALNUM, 35)),
    "google oauth": ("google-oauth-secret", "GOOGLE", _of("GOCS" + "PX-", ALNUM, 28)),
    "digitalocean": ("digitalocean-token", "DO", _of("dop" + "_v1_", HEX, 64)),
    "cloudflare": (
        "cloudflare-token",
        "CF",
        lambda dice: (lambda body: "cf" + "ut_" + body + f"{zlib.crc32(body.encode()):08x}")(
            some(ALNUM, 40, dice)
        ),
    ),
    "github": ("github-token", "GH", lambda dice: with_crc("gh" + "p_", 30, dice)),
    "github fine": (
        "github-token",
        "GH",
        lambda dice: "github" + "_pat_" + some(ALNUM, 22, dice) + "_" + some(ALNUM, 59, dice),
    ),
    "github app": ("github-token", "GH", lambda dice: "gh" + "s_" + jwt({"iss": 1}, dice)),
    "gitlab": ("gitlab-token", "GL", _of("gl" + "pat-", ALNUM, 20)),
    "npm": ("npm-token", "NPM", lambda dice: with_crc("np" + "m_", 30, dice)),
    "pypi": ("pypi-token", "PYPI", _of("py" + "pi-AgEIcHlwaS5vcmc", ALNUM, 120)),
    "rubygems": ("rubygems-key", "GEM", _of("ruby" + "gems_", HEX, 48)),
    "docker": ("docker-token", "DOCKER", _of("dckr" + "_pat_", ALNUM, 27)),
    "stripe": ("stripe-secret-key", "STRIPE", _of("sk_" + "live_51", ALNUM, 97)),
    "stripe short": ("stripe-secret-key", "STRIPE", _of("rk_" + "live_", ALNUM, 24)),
    "stripe test": ("stripe-test-key", "STRIPE", _of("sk_" + "test_", ALNUM, 24)),
    "stripe hook": ("stripe-webhook-secret", "HOOK", _of("wh" + "sec_", ALNUM, 32)),
    "square": ("square-token", "SQUARE", _of("sq0" + "csp-", ALNUM, 43)),
    "shopify": ("shopify-token", "SHOP", _of("shp" + "at_", HEX, 32)),
    "openai": (
        "openai-key",
        "OPENAI",
        lambda dice: (
            "sk-" + "proj-" + some(ALNUM, 58, dice) + "T3Blbk" + "FJ" + some(ALNUM, 58, dice)
        ),
    ),
    "openai old": (
        "openai-key",
        "OPENAI",
        lambda dice: "sk-" + some(ALNUM, 20, dice) + "T3Blbk" + "FJ" + some(ALNUM, 20, dice),
    ),
    "anthropic": ("anthropic-key", "CLAUDE", _of("sk-" + "ant-api03-", ALNUM, 93, "AA")),
    "openrouter": ("openrouter-key", "ROUTER", _of("sk-" + "or-v1-", HEX, 64)),
    "groq": ("groq-key", "GROQ", _of("gs" + "k_", ALNUM, 52)),
    "replicate": ("replicate-token", "REPL", _of("r8" + "_", ALNUM, 37)),
    "huggingface": ("huggingface-token", "HF", _of("hf" + "_", LETTERS, 34)),
    "sendgrid": (
        "sendgrid-key",
        "SENDGRID",
        lambda dice: "SG" + "." + some(ALNUM, 22, dice) + "." + some(ALNUM, 43, dice),
    ),
    "resend": (
        "resend-key",
        "RESEND",
        lambda dice: "re" + "_" + some(ALNUM, 8, dice) + "_" + some(ALNUM, 24, dice),
    ),
    "mailchimp": ("mailchimp-key", "CHIMP", _of("", HEX, 32, "-us" + "21")),
    "twilio": ("twilio-api-key", "TWILIO", _of("S" + "K", HEX, 32)),
    "slack": (
        "slack-token",
        "SLACK",
        lambda dice: "xox" + "b-" + "2847561930-9182736450-" + some(ALNUM, 24, dice),
    ),
    "slack hook": (
        "slack-webhook",
        "HOOK",
        lambda dice: (
            "https://hooks." + "slack.com/services/T04XQ7L2M/B05RW8K1N/" + some(ALNUM, 24, dice)
        ),
    ),
    "discord": (
        "discord-token",
        "BOT",
        lambda dice: (
            "M" + some(ALNUM, 23, dice) + "." + some(ALNUM, 6, dice) + "." + some(ALNUM, 27, dice)
        ),
    ),
    "telegram": ("telegram-token", "BOT", _of("7483920165" + ":AA", ALNUM, 33)),
    "vercel": ("vercel-token", "VERCEL", _of("vc" + "p_", ALNUM, 56)),
    "supabase": (
        "supabase-secret-key",
        "SUPABASE",
        lambda dice: "sb_" + "secret_" + some(ALNUM, 22, dice) + "_" + some(ALNUM, 8, dice),
    ),
    "supabase role": (
        "supabase-service-role-key",
        "SUPABASE",
        lambda dice: jwt({"role": "service_" + "role", "ref": some(ALNUM, 20, dice)}, dice),
    ),
    "neon": ("neon-key", "NEON", _of("na" + "pi_", ALNUM, 64)),
    "planetscale": ("planetscale-token", "PS", _of("pscale" + "_tkn_", ALNUM, 43)),
    "databricks": ("databricks-token", "DB", _of("da" + "pi", HEX, 32)),
    "doppler": ("doppler-token", "DOPPLER", _of("dp" + ".pt.", ALNUM, 43)),
    "sentry": ("sentry-token", "SENTRY", _of("sntr" + "yu_", HEX, 64)),
    "posthog": ("posthog-key", "PH", _of("ph" + "x_", ALNUM, 43)),
    "linear": ("linear-key", "LINEAR", _of("lin" + "_api_", ALNUM, 40)),
    "notion": ("notion-token", "NOTION", _of("nt" + "n_47382910564", ALNUM, 35)),
    "airtable": (
        "airtable-token",
        "AIR",
        lambda dice: "pa" + "t" + some(ALNUM, 14, dice) + "." + some(HEX, 64, dice),
    ),
    "azure": (
        "azure-client-secret",
        "AZ",
        lambda dice: some(ALNUM, 3, dice) + "8Q" + "~" + some(ALNUM, 34, dice),
    ),
    "jwt": ("json-web-token", "SESSION", lambda dice: jwt({"sub": some(ALNUM, 12, dice)}, dice)),
    "postgres": (
        "url-password",
        "DATABASE",
        lambda dice: f"postgres://app:{some(ALNUM, 20, dice)}@db.acme-portal.io:5432/main",
    ),
}

# What only the name before it tells.
BY_NAME: dict[str, tuple[str, str, Maker]] = {
    "aws secret": ("aws-secret-key", "AWS_SECRET_ACCESS_KEY", _of("", ALNUM, 40)),
    "twilio": ("twilio-auth-token", "TWILIO_AUTH_TOKEN", _of("", HEX, 32)),
    "mailgun": ("mailgun-key", "MAILGUN_API_KEY", _of("key-", HEX, 32)),
    "postmark": ("postmark-token", "POSTMARK_SERVER_TOKEN", uuid),
    "heroku": ("heroku-key", "HEROKU_API_KEY", uuid),
    "railway": ("railway-token", "RAILWAY_TOKEN", uuid),
    "cloudflare": ("cloudflare-key", "CLOUDFLARE_API_TOKEN", _of("", ALNUM, 40)),
    "clerk": ("clerk-secret-key", "CLERK_SECRET_KEY", _of("sk_" + "live_", ALNUM, 42)),
    "algolia": ("algolia-admin-key", "ALGOLIA_ADMIN_KEY", _of("", HEX, 32)),
    "plaid": ("plaid-secret", "PLAID_SECRET", _of("", HEX, 30)),
    "jwt secret": ("generic-password", "JWT_SECRET", _of("", HEX, 64)),
    "nextauth": ("generic-password", "NEXTAUTH_SECRET", _of("", ALNUM, 43)),
    "password": ("generic-password", "SMTP_PASSWORD", _of("", ALNUM, 20)),
    "token": ("generic-password", "INTERNAL_API_TOKEN", _of("", ALNUM, 32)),
}
