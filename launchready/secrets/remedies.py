"""What to do about a committed secret, in the order that helps: revoke, replace, purge.

A key that is only deleted still works for everybody who has the history; a history that is
rewritten first tells everybody who watches that there is something to be had.
"""

import re
import shlex
from collections.abc import Iterable

from launchready.core.finding import Rule
from launchready.secrets.paths import is_env_file

# Where a kind is ended, by the longest beginning of its name that is here. What has no page of
# its own is ended where it was made; its rule says how in words.
PAGES: dict[str, str] = {
    "airtable": "https://airtable.com/create/tokens",
    "algolia": "https://dashboard.algolia.com/account/api-keys",
    "anthropic": "https://console.anthropic.com/settings/keys",
    "apify": "https://console.apify.com/settings/integrations",
    "asana": "https://app.asana.com/0/my-apps",
    "assemblyai": "https://www.assemblyai.com/app/api-keys",
    "atlassian": "https://id.atlassian.com/manage-profile/security/api-tokens",
    "auth0": "https://manage.auth0.com/#/applications",
    "aws": "https://console.aws.amazon.com/iam/home#/security_credentials",
    "azure": "https://portal.azure.com/",
    "azure-client": "https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    "bitbucket": "https://bitbucket.org/account/settings/app-passwords/",
    "buildkite": "https://buildkite.com/user/api-access-tokens",
    "circleci": "https://app.circleci.com/settings/user/tokens",
    "clerk": "https://dashboard.clerk.com/last-active?path=api-keys",
    "clickup": "https://app.clickup.com/settings/apps",
    "cloudflare": "https://dash.cloudflare.com/profile/api-tokens",
    "cloudinary": "https://console.cloudinary.com/settings/api-keys",
    "cohere": "https://dashboard.cohere.com/api-keys",
    "datadog": "https://app.datadoghq.com/organization-settings/api-keys",
    "deepgram": "https://console.deepgram.com/",
    "deepseek": "https://platform.deepseek.com/api_keys",
    "digitalocean": "https://cloud.digitalocean.com/account/api/tokens",
    "digitalocean-spaces": "https://cloud.digitalocean.com/spaces/access_keys",
    "discord": "https://discord.com/developers/applications",
    "docker": "https://app.docker.com/settings/personal-access-tokens",
    "docker-registry": "",
    "doppler": "https://dashboard.doppler.com/workplace/access",
    "dropbox": "https://www.dropbox.com/developers/apps",
    "elevenlabs": "https://elevenlabs.io/app/settings/api-keys",
    "expo": "https://expo.dev/settings/access-tokens",
    "facebook": "https://developers.facebook.com/apps/",
    "fal": "https://fal.ai/dashboard/keys",
    "fastly": "https://manage.fastly.com/account/personal/tokens",
    "figma": "https://www.figma.com/settings",
    "firebase": "https://console.firebase.google.com/",
    "fly": "https://fly.io/user/personal_access_tokens",
    "git-credentials": "",
    "github": "https://github.com/settings/tokens",
    "github-oauth": "https://github.com/settings/developers",
    "gitlab": "https://gitlab.com/-/user_settings/personal_access_tokens",
    "google": "https://console.cloud.google.com/apis/credentials",
    "google-access": "https://myaccount.google.com/connections",
    "google-refresh": "https://myaccount.google.com/connections",
    "google-gemini": "https://aistudio.google.com/app/apikey",
    "google-storage": "https://console.cloud.google.com/storage/settings;tab=interoperability",
    "google-chat": "https://chat.google.com/",
    "groq": "https://console.groq.com/keys",
    "heroku": "https://dashboard.heroku.com/account/applications",
    "hetzner": "https://console.hetzner.cloud/",
    "hubspot": "https://app.hubspot.com/l/private-apps",
    "huggingface": "https://huggingface.co/settings/tokens",
    "ibm": "https://cloud.ibm.com/iam/apikeys",
    "instagram": "https://developers.facebook.com/apps/",
    "linear": "https://linear.app/settings/account/security",
    "linkedin": "https://www.linkedin.com/developers/apps",
    "linode": "https://cloud.linode.com/profile/tokens",
    "mailchimp": "https://admin.mailchimp.com/account/api/",
    "mailgun": "https://app.mailgun.com/settings/api_security",
    "mapbox": "https://account.mapbox.com/access-tokens/",
    "mistral": "https://console.mistral.ai/api-keys",
    "mongodb": "https://cloud.mongodb.com/",
    "neon": "https://console.neon.tech/app/settings/api-keys",
    "neon-database": "https://console.neon.tech/",
    "netlify": "https://app.netlify.com/user/applications",
    "newrelic": "https://one.newrelic.com/api-keys",
    "ngrok": "https://dashboard.ngrok.com/authtokens",
    "notion": "https://www.notion.so/profile/integrations",
    "okta": "https://developer.okta.com/docs/guides/create-an-api-token/",
    "openai": "https://platform.openai.com/api-keys",
    "openrouter": "https://openrouter.ai/settings/keys",
    "paypal": "https://developer.paypal.com/dashboard/applications/",
    "perplexity": "https://www.perplexity.ai/settings/api",
    "pinecone": "https://app.pinecone.io/",
    "plaid": "https://dashboard.plaid.com/developers/keys",
    "planetscale": "https://app.planetscale.com/",
    "posthog": "https://us.posthog.com/settings/user-api-keys",
    "postman": "https://go.postman.co/settings/me/api-keys",
    "postmark": "https://account.postmarkapp.com/servers",
    "pulumi": "https://app.pulumi.com/account/tokens",
    "railway": "https://railway.com/account/tokens",
    "reddit": "https://www.reddit.com/prefs/apps",
    "render": "https://dashboard.render.com/settings#api-keys",
    "replicate": "https://replicate.com/account/api-tokens",
    "resend": "https://resend.com/api-keys",
    "sendgrid": "https://app.sendgrid.com/settings/api_keys",
    "sentry": "https://sentry.io/settings/account/api/auth-tokens/",
    "sentry-dsn": "https://sentry.io/settings/",
    "slack": "https://api.slack.com/apps",
    "spotify": "https://developer.spotify.com/dashboard",
    "square": "https://developer.squareup.com/apps",
    "stripe": "https://dashboard.stripe.com/apikeys",
    "stripe-test": "https://dashboard.stripe.com/test/apikeys",
    "stripe-webhook": "https://dashboard.stripe.com/webhooks",
    "supabase": "https://supabase.com/dashboard/account/tokens",
    "supabase-secret": "https://supabase.com/dashboard/project/_/settings/api-keys",
    "supabase-service": "https://supabase.com/dashboard/project/_/settings/api-keys",
    "tailscale": "https://login.tailscale.com/admin/settings/keys",
    "telegram": "https://t.me/BotFather",
    "terraform": "https://app.terraform.io/app/settings/tokens",
    "trello": "https://trello.com/power-ups/admin",
    "twilio": "https://console.twilio.com/us1/account/keys-credentials/api-keys",
    "twitter": "https://developer.x.com/en/portal/projects-and-apps",
    "upstash": "https://console.upstash.com/account/api",
    "vercel": "https://vercel.com/account/settings/tokens",
    "vultr": "https://my.vultr.com/settings/#settingsapi",
    "wandb": "https://wandb.ai/settings",
    "xai": "https://console.x.ai/",
    "zapier": "https://zapier.com/app/zaps",
}  # fmt: skip

_REVOKE = "Do that first: until then it works for whoever has it, however well it is hidden now."
_REPLACE = "Keep the new one in your host's settings or a vault, and deploy with it."
_PURGE = (
    "When the old one is dead, take it out of history if you like: tell everybody who has a clone, "
    "then run the command and push with --force; forks and caches keep theirs."
)
# The names of files that are a secret from their first line to their last.
_WHOLE = re.compile(
    r"\.(?:pem|key|p12|pfx|jks|keystore|ppk|asc|kdbx|ovpn|pgpass|netrc)$|(?:^|/)(?:id_[a-z0-9]+|"
    r"\.?(?:netrc|pgpass|git-credentials|htpasswd|npmrc|pypirc|s3cfg|dockercfg)|master\.key|"
    r"credentials(?:\.json)?|shadow|logins\.json)$",
    re.IGNORECASE,
)


def page_of(name: str) -> str:
    """The page where a kind is ended (`stripe-secret-key`), "" for none of its own."""
    parts = name.split("-")
    beginnings = ("-".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((PAGES[one] for one in beginnings if one in PAGES), "")


def steps(rule: Rule) -> tuple[tuple[str, str], ...]:
    """What to do about a secret of a kind, in this order, each step with its name.

    Nothing for a rule that is about something else.
    """
    if "history keeps it" not in rule.fix and rule.id != "secrets/env-file-committed":
        return ()
    return (
        ("1. revoke", _REVOKE),
        ("2. replace", _REPLACE),
        ("3. purge", _PURGE),
        ("a whole file", purge(["PATH"], whole=True)),
        ("some lines", purge([], whole=False) + " (in that file the old key, a line of its own)"),
    )


def is_whole(path: str) -> bool:
    """Whether a file is nothing but secrets, so that all of it may go."""
    return is_env_file(path) or bool(_WHOLE.search(path))


def purge(paths: Iterable[str], *, whole: bool) -> str:
    """The command that takes files, or the texts listed in a file beside, out of all history.

    To be pasted into a shell: whatever a path is called, it stays a path.
    """
    if whole:
        return "git filter-repo --invert-paths " + " ".join(_named(one) for one in paths)
    return "git filter-repo --replace-text ../old-keys.txt"


def _named(path: str) -> str:
    """A path as an argument; one with characters nobody can see or paste as a pattern."""
    if all(one.isprintable() for one in path):
        return f"--path={shlex.quote(path)}"
    kept = re.sub(r"[*?\[]", lambda found: f"[{found[0]}]", path)
    glob = re.sub(r"\*{2,}", "*", "".join(one if one.isprintable() else "*" for one in kept))
    return f"--path-glob={shlex.quote(glob)}"
