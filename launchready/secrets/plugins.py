"""detect-secrets' plugins, asked for what stands in a line and nothing else.

Its settings are one for the whole process, and its line filters drop what they should not
(`client = Client("key")`), so neither is used: only the plugins' patterns and those filters
that are about a value. Nothing here ever asks a provider whether a key works.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

# Longer lines are looked at in pieces of this many characters: some patterns are slow on more.
LONGEST_LINE = 1000

_MODULES = {
    "ArtifactoryDetector": "artifactory",
    "AWSKeyDetector": "aws",
    "AzureStorageKeyDetector": "azure_storage_key",
    "Base64HighEntropyString": "high_entropy_strings",
    "BasicAuthDetector": "basic_auth",
    "CloudantDetector": "cloudant",
    "DiscordBotTokenDetector": "discord",
    "GitHubTokenDetector": "github_token",
    "GitLabTokenDetector": "gitlab_token",
    "HexHighEntropyString": "high_entropy_strings",
    "IbmCloudIamDetector": "ibm_cloud_iam",
    "IbmCosHmacDetector": "ibm_cos_hmac",
    "JwtTokenDetector": "jwt",
    "KeywordDetector": "keyword",
    "MailchimpDetector": "mailchimp",
    "NpmDetector": "npm",
    "OpenAIDetector": "openai",
    "PrivateKeyDetector": "private_key",
    "PypiTokenDetector": "pypi_token",
    "SendGridDetector": "sendgrid",
    "SlackDetector": "slack",
    "SoftlayerDetector": "softlayer",
    "SquareOAuthDetector": "square_oauth",
    "StripeDetector": "stripe",
    "TelegramBotTokenDetector": "telegram_token",
    "TwilioKeyDetector": "twilio",
}
NAMES = tuple(_MODULES)

# What these record is their pattern's group, a header, or a web token without its signature: two
# secrets of the kind may share it.
WEAK = frozenset(
    {"GitHubTokenDetector", "GitLabTokenDetector", "JwtTokenDetector", "PrivateKeyDetector"}
)

# Of these nothing that is one key's own.
PREFIX_ONLY = ("GitHubTokenDetector", "GitLabTokenDetector", "PrivateKeyDetector")


@cache
def _requests_wait() -> None:
    """detect-secrets imports requests to ask providers, which it never does here: it is loaded
    (0.1 s) when something of it is used."""
    import importlib.util
    import sys

    spec = None if "requests" in sys.modules else importlib.util.find_spec("requests")
    if spec is not None and spec.loader is not None:
        late = importlib.util.LazyLoader(spec.loader)
        spec.loader = late
        sys.modules["requests"] = module = importlib.util.module_from_spec(spec)
        late.exec_module(module)


@cache
def plugin(name: str) -> Any:
    """A plugin by its class; nothing is loaded before one is asked for."""
    import importlib

    _requests_wait()
    module = importlib.import_module(f"detect_secrets.plugins.{_MODULES[name]}")
    return getattr(module, name)()


@cache
def kind(name: str) -> str:
    """What a baseline calls the finds of a plugin."""
    return str(plugin(name).secret_type)


def finds(name: str, text: str) -> list[str]:
    """What a plugin takes for secrets in a line, each once, in order."""
    return list(dict.fromkeys(one for one in plugin(name).analyze_string(text) if one))


def keyword_finds(text: str, *, plain: bool) -> list[str]:
    """What stands where a password would; without quotes only where files have none."""
    _requests_wait()
    from detect_secrets.plugins import keyword

    groups = keyword.CONFIG_DENYLIST_REGEX_TO_GROUP if plain else None
    found = plugin("KeywordDetector").analyze_string(text, denylist_regex_to_group=groups)
    return list(dict.fromkeys(one for one in found if one))


def entropy_finds(text: str) -> list[str]:
    """Quoted strings that detect-secrets takes for random."""
    found: list[str] = []
    for name in ("Base64HighEntropyString", "HexHighEntropyString"):
        one = plugin(name)
        listed = one.analyze_string(text)
        found += [v for v in listed if one.calculate_shannon_entropy(v) > one.entropy_limit]
    return list(dict.fromkeys(found))


def is_filtered(value: str, line: str) -> bool:
    """Whether one of detect-secrets' filters about values rules a weak find out."""
    _requests_wait()
    from detect_secrets.filters import heuristic

    return (
        heuristic.is_sequential_string(value)
        or heuristic.is_potential_uuid(value)
        or heuristic.is_templated_secret(value)
        or heuristic.is_prefixed_with_dollar_sign(value)
        or heuristic.is_not_alphanumeric_string(value)
        or heuristic.is_likely_id_string(value, line)
    )


def recorded(value: str) -> str:
    """How a baseline records a value."""
    return hashlib.sha1(value.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def records(value: str, line: str) -> frozenset[str]:
    """Every way detect-secrets may have recorded this value of a line.

    Some of its plugins record a part. A part counts when it is long enough to be this value's
    and no other's; what the weak plugins record never does.
    """
    return frozenset({recorded(value), *(recorded(raw) for _, raw in as_found(value, line))})


def as_found(value: str, line: str) -> Iterator[tuple[str, str]]:
    """The plugins that find a value in its line, and what each takes for it."""
    at = line.find(value)
    piece = line[max(0, at - 300) : at + len(value) + 300] if at >= 0 else line[:LONGEST_LINE]
    found = [(name, raw) for name in NAMES if name not in WEAK for raw in finds(name, piece)]
    found += [("KeywordDetector", raw) for raw in keyword_finds(piece, plain=True)]
    for name, raw in found:
        bare = re.sub(r"^[\s=:\"']|[\s\"']$", "", raw)
        if bare == value or (value in raw) or (raw in value and len(raw) >= min(20, len(value))):
            yield name, raw
