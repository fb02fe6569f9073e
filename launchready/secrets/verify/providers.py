"""Whom to ask about which key: calls their own documentation has, which read and change nothing.

"Dead" is believed only of a host that knows every key of the kind. A GitLab or a Sentry may be
the founder's own, and a key of Datadog's may belong to another of its sites: there a refusal
leaves the question open.
"""

import base64
import json
import re

from launchready.secrets.verify.probe import (
    Headers,
    Judge,
    Probe,
    also,
    basic,
    bearer,
    by_json,
    by_status,
    by_text,
    header,
    nothing,
)

_USUAL = by_status()
# In, but not to this: a key for less than everything works.
_LIMITED = by_status(403)
# A refusal proves nothing.
_ALIVE_ONLY = by_status(dead=())
_ELSEWHERE = by_status(403, dead=())


def _ask(
    provider: str, url: str, shows: object = bearer, judge: Judge = _USUAL, **more: object
) -> Probe:
    host = url.split("/")[2]
    given = {"provider": provider, "host": host, "url": url, "shows": shows, "judge": judge}
    return Probe(**(given | more))  # type: ignore[arg-type]  # checked by the dataclass and tests


def _mailchimp_place(key: str) -> str | None:
    found = re.search(r"-(us[0-9]{1,3})$", key)
    return found[1] if found else None


def _supabase_place(key: str) -> str | None:
    """The project of a service role's web token stands in its claims."""
    try:
        claims = key.split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        project = str(said["ref"])
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return project if re.fullmatch(r"[a-z0-9]{20}", project) else None


def _supabase(key: str) -> Headers:
    return (("apikey", key), ("Authorization", f"Bearer {key}"))


_GRAPHQL = (("Content-Type", "application/json"),)
_VIEWER = b'{"query":"{viewer{id}}"}'
_SLACK_DEAD = {
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "user_removed_from_team",
}

PROBES: dict[str, tuple[Probe, ...]] = {
    "secrets/github-token": (_ask("GitHub", "https://api.github.com/rate_limit"),),
    "secrets/gitlab-token": (
        _ask(
            "GitLab",
            "https://gitlab.com/api/v4/personal_access_tokens/self",
            header("PRIVATE-TOKEN"),
            _ALIVE_ONLY,
        ),
    ),
    "secrets/slack-token": (
        _ask(
            "Slack",
            "https://slack.com/api/auth.test",
            judge=by_json(
                lambda said: said["ok"] is True, lambda said: said.get("error") in _SLACK_DEAD
            ),
            method="POST",
            of=r"xox[bpe].*",
        ),
    ),
    "secrets/stripe-secret-key": (
        _ask("Stripe", "https://api.stripe.com/v1/balance", judge=_LIMITED),
    ),
    "secrets/openai-key": (_ask("OpenAI", "https://api.openai.com/v1/models", judge=_LIMITED),),
    "secrets/anthropic-key": (
        _ask(
            "Anthropic",
            "https://api.anthropic.com/v1/models",
            also(header("x-api-key"), ("anthropic-version", "2023-06-01")),
            _LIMITED,
            of=r"sk-ant-api.*",
        ),
    ),
    "secrets/sendgrid-key": (
        _ask("SendGrid", "https://api.sendgrid.com/v3/scopes", judge=_LIMITED),
    ),
    "secrets/mailgun-key": (
        _ask("Mailgun", "https://api.mailgun.net/v4/domains", basic("api"), _ELSEWHERE),
        _ask("Mailgun", "https://api.eu.mailgun.net/v4/domains", basic("api"), _ELSEWHERE),
    ),
    "secrets/postmark-token": (
        _ask(
            "Postmark",
            "https://api.postmarkapp.com/server",
            also(header("X-Postmark-Server-Token"), ("Accept", "application/json")),
            _ALIVE_ONLY,
        ),
        _ask(
            "Postmark",
            "https://api.postmarkapp.com/servers?count=1&offset=0",
            also(header("X-Postmark-Account-Token"), ("Accept", "application/json")),
            _ALIVE_ONLY,
        ),
    ),
    "secrets/resend-key": (
        _ask(
            "Resend",
            "https://api.resend.com/domains",
            judge=by_text(_USUAL, dead="API key is invalid", alive="restricted_api_key"),
        ),
    ),
    "secrets/mailchimp-key": (
        _ask(
            "Mailchimp",
            "https://{place}.api.mailchimp.com/3.0/ping",
            basic("any"),
            host=".api.mailchimp.com",
            place=_mailchimp_place,
        ),
    ),
    "secrets/cloudflare-token": (
        _ask(
            "Cloudflare",
            "https://api.cloudflare.com/client/v4/user/tokens/verify",
            judge=by_json(
                lambda said: said["success"] and said["result"]["status"] == "active",
                lambda said: said["success"] and said["result"]["status"] != "active",
            ),
        ),
        _ask("Cloudflare", "https://api.cloudflare.com/client/v4/accounts", judge=_ALIVE_ONLY),
    ),
    "secrets/digitalocean-token": (
        _ask("DigitalOcean", "https://api.digitalocean.com/v2/account", judge=_LIMITED),
    ),
    "secrets/linode-token": (_ask("Linode", "https://api.linode.com/v4/profile", judge=_LIMITED),),
    "secrets/vercel-token": (
        _ask(
            "Vercel",
            "https://api.vercel.com/v2/user",
            judge=by_text(_USUAL, dead=r'"invalidToken"\s*:\s*true'),
        ),
    ),
    "secrets/render-key": (_ask("Render", "https://api.render.com/v1/owners?limit=1"),),
    "secrets/fly-token": (
        _ask(
            "Fly.io",
            "https://api.machines.dev/v1/apps?org_slug=personal",
            lambda key: (("Authorization", key if " " in key else f"FlyV1 {key}"),),
            _ALIVE_ONLY,
        ),
    ),
    "secrets/heroku-key": (
        _ask(
            "Heroku",
            "https://api.heroku.com/account",
            also(bearer, ("Accept", "application/vnd.heroku+json; version=3")),
            _LIMITED,
        ),
    ),
    "secrets/supabase-secret-key": (
        _ask("Supabase", "https://api.supabase.com/v1/projects", of=r"sbp_.*"),
    ),
    "secrets/supabase-service-role-key": (
        _ask(
            "Supabase",
            "https://{place}.supabase.co/rest/v1/",
            _supabase,
            host=".supabase.co",
            place=_supabase_place,
        ),
    ),
    "secrets/neon-key": (
        _ask("Neon", "https://console.neon.tech/api/v2/projects?limit=1", judge=_LIMITED),
    ),
    "secrets/clerk-secret-key": (_ask("Clerk", "https://api.clerk.com/v1/jwks"),),
    "secrets/doppler-token": (_ask("Doppler", "https://api.doppler.com/v3/me"),),
    "secrets/sentry-token": (_ask("Sentry", "https://sentry.io/api/0/", judge=_ALIVE_ONLY),),
    "secrets/datadog-key": (
        _ask(
            "Datadog",
            "https://api.datadoghq.com/api/v1/validate",
            header("DD-API-KEY"),
            _ALIVE_ONLY,
        ),
    ),
    "secrets/airtable-token": (_ask("Airtable", "https://api.airtable.com/v0/meta/whoami"),),
    "secrets/notion-token": (
        _ask(
            "Notion",
            "https://api.notion.com/v1/users/me",
            also(bearer, ("Notion-Version", "2022-06-28")),
            _LIMITED,
        ),
    ),
    "secrets/linear-key": (
        _ask(
            "Linear",
            "https://api.linear.app/graphql",
            also(header("Authorization"), *_GRAPHQL),
            by_json(
                lambda said: bool(said["data"]["viewer"]["id"]),
                lambda said: "AUTHENTICATION" in json.dumps(said["errors"]).upper(),
            ),
            method="POST",
            body=_VIEWER,
        ),
    ),
    "secrets/figma-token": (
        _ask(
            "Figma",
            "https://api.figma.com/v1/me",
            header("X-Figma-Token"),
            by_text(_USUAL, dead="Invalid token", alive="Invalid scope"),
        ),
    ),
    "secrets/hubspot-token": (
        _ask("HubSpot", "https://api.hubapi.com/account-info/v3/details", judge=_LIMITED),
    ),
    "secrets/clickup-token": (
        _ask("ClickUp", "https://api.clickup.com/api/v2/user", header("Authorization")),
    ),
    "secrets/postman-key": (_ask("Postman", "https://api.getpostman.com/me", header("X-Api-Key")),),
    "secrets/circleci-token": (
        _ask("CircleCI", "https://circleci.com/api/v2/me", header("Circle-Token"), _ALIVE_ONLY),
    ),
    "secrets/buildkite-token": (
        _ask(
            "Buildkite",
            "https://api.buildkite.com/v2/access-token",
            judge=_ALIVE_ONLY,
            of="bkua_.*",
        ),
    ),
    # In the body of a POST the key would be in a log no less; as a POST it is at least never sent
    # to a host whose certificate fails.
    "secrets/telegram-token": (
        _ask(
            "Telegram",
            "https://api.telegram.org/bot{key}/getMe",
            nothing,
            by_status(dead=(401, 404)),
            method="POST",
            of=r"[0-9]{6,12}:[A-Za-z0-9_-]{30,40}",
        ),
    ),
    "secrets/discord-token": (
        _ask(
            "Discord",
            "https://discord.com/api/v10/users/@me",
            header("Authorization", "Bot "),
            of=r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+",
        ),
    ),
    "secrets/huggingface-token": (
        _ask("Hugging Face", "https://huggingface.co/api/whoami-v2", judge=_LIMITED),
    ),
    "secrets/replicate-token": (_ask("Replicate", "https://api.replicate.com/v1/account"),),
    "secrets/groq-key": (_ask("Groq", "https://api.groq.com/openai/v1/models", judge=_LIMITED),),
    "secrets/openrouter-key": (_ask("OpenRouter", "https://openrouter.ai/api/v1/key"),),
    "secrets/deepseek-key": (_ask("DeepSeek", "https://api.deepseek.com/models"),),
    "secrets/mistral-key": (_ask("Mistral", "https://api.mistral.ai/v1/models"),),
    "secrets/elevenlabs-key": (
        _ask(
            "ElevenLabs",
            "https://api.elevenlabs.io/v1/user",
            header("xi-api-key"),
            by_text(_USUAL, dead="invalid_api_key", alive="missing_permissions"),
        ),
    ),
}

# How many providers can be asked; the docs say it too.
PROVIDERS = tuple(sorted({one.provider for probes in PROBES.values() for one in probes}))
