"""What a variable's name says: who sets it, whether browsers see it, whether it is a secret."""

import re

# Set by the platform, the operating system, the framework or the tool that runs the code.
_PROVIDED = re.compile(
    r"(NODE_ENV|NODE_OPTIONS|NODE_PATH|PORT|HOST|HOSTNAME|CI|NEXT_RUNTIME|NEXT_PHASE|"
    r"NEXT_MANUAL_SIG_HANDLE|ANALYZE|TZ|HOME"
    r"|PATH|USER|PWD|SHELL|EDITOR|TMPDIR|TEMP|TMP|TERM|LANG|LANGUAGE|COLUMNS|"
    r"NO_COLOR|FORCE_COLOR|LOGNAME"
    r"|SSR|DEV|PROD|MODE|BASE_URL|DYNO|PS|INIT_CWD|APPDATA|LOCALAPPDATA|USERPROFILE|"
    r"PYTHONPATH|DJANGO_SETTINGS_MODULE"
    r"|GUNICORN_CMD_ARGS|RAILS_ENV|RACK_ENV|RAILS_MAX_THREADS|RAILS_MIN_THREADS|RAILS_LOG_TO_STDOUT"
    r"|RAILS_SERVE_STATIC_FILES|RAILS_LOG_LEVEL|RAILS_RELATIVE_URL_ROOT|"
    r"WEB_CONCURRENCY|PIDFILE|BUNDLE_GEMFILE|BOOTSNAP_\w+|MIX_ENV"
    r"|SECRET_KEY_BASE_DUMMY|SOLID_QUEUE_IN_PUMA|JOB_CONCURRENCY|RELEASE_\w+|APP_ENV|"
    r"GOPATH|GOROOT|CARGO\w*|OUT_DIR|RUST_LOG"
    r"|SOURCE_VERSION|SOURCE_COMMIT|COMMIT_SHA|COMMIT_REF|DEPLOY_URL|"
    r"DEPLOY_PRIME_URL|KUBERNETES_\w+"
    r"|POD_NAME|POD_IP|K_SERVICE|K_REVISION|GAE_\w+|FUNCTION_\w+|LAMBDA_\w+|"
    r"AWS_LAMBDA_\w+|AWS_EXECUTION_ENV"
    r"|AWS_REGION|AWS_DEFAULT_REGION|WEBSITE_\w+|GITHUB_\w+|GITLAB_\w+|CI_\w+|"
    r"CIRCLE\w*|BUILDKITE\w*|CF_PAGES\w*"
    r"|(NEXT_PUBLIC_|VITE_|PUBLIC_)?VERCEL(_\w+)?|NETLIFY(_\w+)?|RENDER(_\w+)?|"
    r"FLY_\w+|PRIMARY_REGION|RAILWAY_\w+|HEROKU_\w+"
    r"|(NPM|npm)_\w+|JEST_WORKER_ID|VITEST\w*|STORYBOOK|LC_\w+|XDG_\w+|REMOTE_ADDR|"
    r"HTTP_\w+|REQUEST_\w+|SERVER_\w+|DOCUMENT_ROOT"
    r"|SCRIPT_\w+|HTTPS|QUERY_STRING|PHP_\w+|TEST_ENV_NUMBER|TESTING|COVERAGE|"
    r"SYSTEMROOT|SystemRoot|WINDIR|COMSPEC|PATHEXT|PROGRAMFILES|PROGRAMDATA|HOMEPATH|HOMEDRIVE|"
    r"OS|ELECTRON_\w+|SSH_\w+|DISPLAY|WAYLAND_\w+|VIRTUAL_ENV|PM2_\w+|pm_id|"
    r"DOTENV_\w+|TERM_PROGRAM\w*|COLORTERM|VTE_VERSION|TEAMCITY_\w+|WT_SESSION|CURSOR_\w+|CLAUDE\w*|HATCHBOX_\w+|"
    r"BUILDPLATFORM|TARGETPLATFORM|TARGETARCH|TARGETOS|BUILDKIT_\w+|JENKINS_\w+|TRAVIS\w*|APPVEYOR\w*|CODESPACE\w*|"
    r"WWWUSER|WWWGROUP|SAIL_\w+|ECS_CONTAINER_METADATA_URI(_V4)?|UID|GID|COMPOSE_\w+|DOCKER_\w+|"
    r"(HTTPS?|NO|ALL)_PROXY|LIVEBOOK_HOME|BROWSER(_ARGS)?|PUBLIC_URL|SSL_(CRT|"
    r"KEY)_FILE|WDS_SOCKET_\w+|BABEL_ENV|FAST_REFRESH|NEXT_OTEL_\w+|TURBO\w*|DEBUG)\Z"
)
# Read on developers' machines and in tests only; a key for a provider's test mode is another thing.
_OF_DEVELOPERS = re.compile(
    r"(^|_)(DEV|DEVELOPMENT|E2E|UNIT_TESTING|UNIT_TESTS?|MOCK|PLAYWRIGHT|CYPRESS)(_|$)"
)
_OF_TESTS = re.compile(r"(^|_)TESTS?_(?!MODE)")
_FOR_A_DOOR = re.compile(r"KEY|SECRET|TOKEN|WEBHOOK|PRICE|_ID$")
# Libraries read these by themselves, so a name that no code of ours mentions is not left over.
_OF_LIBRARIES = re.compile(
    r"(NEXTAUTH|AUTH|AWS|SENTRY|OTEL|PG|MYSQL|POSTGRES|REDIS|RAILS|DJANGO|FLASK|NODE|"
    r"NEXT|NPM|GOOGLE|GCP|AZURE|CLOUDINARY"
    r"|DD|NEW_RELIC|UPSTASH|BLOB|KV|TRIGGER|PRISMA|TURBO|LOGTAIL|DATADOG|HONEYBADGER|"
    r"APPSIGNAL|DOCKER|COMPOSE|MAIL|DB|VITE|LANGCHAIN|CLERK|INNGEST|OPENAI|ANTHROPIC|"
    r"SUPABASE|STRIPE|TINYBIRD|SLACK|BETTER_AUTH|NEXT_PUBLIC_CLERK)"
    r"(_\w+)?\Z|DATABASE_URL\Z|DIRECT_URL\Z|SECRET_KEY_BASE\Z|APP_\w+\Z"
)
PUBLIC = (
    "NEXT_PUBLIC_", "VITE_", "REACT_APP_", "GATSBY_", "NUXT_PUBLIC_", "NUXT_ENV_", "PUBLIC_", "VUE_APP_",  # noqa: E501 - data, one a line
    "EXPO_PUBLIC_", "REDWOOD_ENV_", "SANITY_STUDIO_", "NG_APP_", "STORYBOOK_",
)  # fmt: skip
_SWITCH = re.compile(
    r"(^|_)(DISABLED?|ENABLED?|SHOW|HIDE|USE|IS|HAS|ALLOW|REQUIRED?|FORCE|SKIP|MIN|"
    r"MAX|LENGTH|LIFETIME|EXPIRY|EXPIRES?|EXPIRATION|TTL"
    r"|TIMEOUT|URL|URI|PATH|ENDPOINT|HOST|PORT|NAME|FILE|LOGIN|AUTH_METHOD|POLICY|"
    r"REGEX|RESET|PREFIX|HEADER|COOKIE|ALGORITHM|ROUNDS|MINUTES|SECONDS|DAYS|HOURS|"
    r"COUNT|LIMIT|ID|ARN)(_|$)"
)
_OPEN = re.compile(
    r"PUBLISHABLE|PUBLIC_KEY|SITE_?KEY|ANON|CLIENT_ID|MAPBOX|MAPS|POSTHOG|ANALYTICS|"
    r"CLIENT_TOKEN|MEASUREMENT|VAPID_PUBLIC|WRITE_KEY|ALGOLIA_SEARCH|SENTRY_DSN"
)
_SECRET = re.compile(
    r"(^|_)(SECRET|SECRETS|PASSWORD|PASSWD|PASSPHRASE|PRIVATE_?KEY|SERVICE_ROLE|"
    r"CREDENTIALS?|API_SECRET|SIGNING_KEY|ENCRYPTION_KEY|MASTER_KEY|ADMIN_KEY)(_|$)"
)
_TOKEN = re.compile(
    r"(^|_)(ACCESS|AUTH|ADMIN|BEARER|BOT|API|REFRESH|PERSONAL|DEPLOY)_TOKEN(_|$)|(^|"
    r"_)(GITHUB|SLACK|DISCORD|NPM|TELEGRAM)\w*_TOKEN$"
)
_SERVER_ONLY = re.compile(
    r"(^|_)(OPENAI|ANTHROPIC|GROQ|MISTRAL|COHERE|GEMINI|REPLICATE|DEEPSEEK|"
    r"OPENROUTER|ELEVENLABS|RESEND|SENDGRID|MAILGUN|POSTMARK|TWILIO"
    r"|PINECONE|DEEPGRAM|HUGGINGFACE|PERPLEXITY|TAVILY)(_AI)?_(API_)?(KEY|TOKEN)$"
)  # fmt: skip


def is_provided(name: str) -> bool:
    """Whether something other than the founder sets it."""
    return _PROVIDED.match(name) is not None


def is_of_developers(name: str) -> bool:
    """Whether the name says that only developers and their tests set it."""
    if _OF_DEVELOPERS.search(name):
        return True
    return _OF_TESTS.search(name) is not None and not _FOR_A_DOOR.search(name)


_SWITCHES = re.compile(
    r"(^|_)(IS|HAS|USE|USES|SHOW|HIDE|SKIP|ALLOW|ENABLE|ENABLED|DISABLE|DISABLED|FORCE|DEBUG|VERBOSE|TRACE)(_|$)"
)
_TUNING = re.compile(
    r"(^|_)(TTL|TIMEOUT|KEEP_?ALIVE|FAMILY|PREFIX|TLS|SSL|LEVEL|LIMITS?|VERSION|CONCURRENCY|INTERVAL|MS|SECS?|"
    r"SECONDS|MINUTES|HOURS|DAYS|CAP|THRESHOLD|RETRIES|MAX|MIN|SIZE|POOL|RATE|THREADS|WORKERS|BRANCH|COMMIT|SHA|"
    r"HASH|REVISION|BUILD|LOG|LOGGING|LOCALE|TIMEZONE|FORMAT|DIVIDER|WEIGHT)(_|$)|(^|_)(ASSET|CDN)_HOST$"
)
# Visitors are counted, or not: the product is the same.
_COUNTING = re.compile(
    r"(^|_)(ANALYTICS|GTM|GA|GTAG|PIXEL|POSTHOG|MIXPANEL|SEGMENT|HOTJAR|PLAUSIBLE|UMAMI|INTERCOM|CRISP|AMPLITUDE|"
    r"CLARITY|MEASUREMENT|PYROSCOPE|TELEMETRY)(_|$)"
)
_PRIVATE = re.compile(r"(^|_)(API_KEY|SECRET_KEY|PRIVATE_KEY|ACCESS_KEY)(_|$)")
# What a product cannot make up by itself: keys, and the addresses and names of what others run.
_OF_OTHERS = re.compile(
    r"KEY|SECRET|TOKEN|PASSWORD|PASSWD|DSN|DATABASE|CREDENTIAL|CERT|(^|_)(URL|URI|ENDPOINT|HOST|HOSTNAME|DOMAIN|"
    r"BUCKET|QUEUE|TOPIC|ARN|SERVER|ORIGIN|ORIGINS|EMAIL|FROM|USER|USERNAME|PASS|ID|IDS|ACCOUNT|PRICE|WEBHOOK|HOOK|"
    r"PORT|BROKERS?|PHONE|ADDRESS|SALT|EIN)(_|$)"
)


def is_a_choice(name: str) -> bool:
    """Whether the product does without, where code does not say otherwise: a switch, a limit, a
    label, a count of visitors; anything but a key or an address of somebody else's."""
    is_private = _PRIVATE.search(name) and not public_prefix(name)
    if is_secret(name) or is_private:
        return False
    if any(one.search(name) for one in (_SWITCHES, _TUNING, _COUNTING)):
        return True
    return _OF_OTHERS.search(name) is None


_PARTS = re.compile(
    r"(?P<of>\w+)_(HOST|HOSTNAME|PORT|USER|USERNAME|PASSWORD|PASS|NAME|DB|DATABASE)\Z"
)


def wholes_of(name: str) -> tuple[str, ...]:
    """What makes it needless: DATABASE_URL for DATABASE_HOST, KEY for KEY_FILE."""
    if name.endswith("_FILE"):
        return (name.removesuffix("_FILE"),)
    part = _PARTS.match(name)
    return (f"{part['of']}_URL", f"{part['of']}_URI") if part else ()


def is_of_a_library(name: str) -> bool:
    return _OF_LIBRARIES.match(name) is not None


def public_prefix(name: str) -> str:
    """The prefix for which a bundler puts the value into every visitor's browser; "" when none."""
    return next((one for one in PUBLIC if name.startswith(one)), "")


def is_secret(name: str) -> bool:
    """Whether a variable of that name holds what strangers must not have."""
    if _OPEN.search(name) or (_SWITCH.search(name) and not _SERVER_ONLY.search(name)):
        return False
    return any(one.search(name) for one in (_SECRET, _TOKEN, _SERVER_ONLY))
