"""Secrets of no one provider: private keys, JSON web tokens, passwords in addresses."""

import base64
import binascii
import json
import re
from typing import Any
from urllib.parse import unquote

from launchready.core.finding import Impact
from launchready.secrets.detectors.checksum import bech32
from launchready.secrets.detectors.detector import (
    START,
    Detector,
    Seen,
    Weight,
    leaked,
    token,
)
from launchready.secrets.hosts import is_near, is_private
from launchready.secrets.paths import is_for_tests
from launchready.secrets.samples import COMMON, is_random, is_sample, is_template

_JWT = r"eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{4,4000}\.[A-Za-z0-9_-]{20,1000}"


def _claims(value: str) -> dict[str, Any]:
    """What a JSON web token says of itself; nothing when it is none."""
    head, body, _ = value.split(".")
    try:
        parts = [
            json.loads(base64.urlsafe_b64decode(one + "=" * (-len(one) % 4)))
            for one in (head, body)
        ]
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return parts[1] if all(isinstance(one, dict) for one in parts) and "alg" in parts[0] else {}


def _service_role(value: str, seen: Seen, impact: Impact) -> Weight:
    """Supabase's key that row policies do not bind; its twin for browsers says `anon`."""
    _ = seen
    return impact if _claims(value).get("role") == "service_role" else None


def _session(value: str, seen: Seen, impact: Impact) -> Weight:
    """A token that still opens something: not expired, not public, not jwt.io's example."""
    claims = _claims(value)
    if not claims:
        return None
    if claims.get("role") == "anon" or str(claims.get("sub")) == "1234567890":
        return "harmless"
    if _has_ended(claims, seen) or is_template(value):
        return "harmless"
    return Impact.ADVICE if is_for_tests(seen.path) else impact


def _has_ended(claims: dict[str, Any], seen: Seen) -> bool:
    ends = claims.get("exp")
    return isinstance(ends, int | float) and ends < seen.now.timestamp()


def _password_in_url(value: str, seen: Seen, impact: Impact) -> Weight:
    """A password for a host elsewhere; those of a developer's own machine open nothing."""
    password = unquote(value)
    if is_template(password) or is_sample(password):
        return "harmless"
    at = seen.line.find(f"{value}@") + len(value) + 1
    host = re.match(r"\[[^\]\s]{0,60}\]|[A-Za-z0-9.-]{0,255}", seen.line[at : at + 255])
    name = host[0] if host else ""
    if not name or is_near(name) or password.lower() in COMMON:
        return "harmless"
    inside = is_private(name) or ("." not in name.strip("[]") and ":" not in name)
    if inside and not is_random(password, least=12):
        return "harmless"
    return "harmless" if is_for_tests(seen.path) and not is_random(password) else impact


SERVICE_ROLE = Detector(
    rule=leaked(
        "supabase-service-role-key",
        "a Supabase service role key",
        opens="read and delete your customers' data, past every row policy",
        revoke="Rotate the JWT secret in Supabase's project settings",
    ),
    thing="a Supabase service role key",
    pattern=token(_JWT),
    anchors=("eyJ",),
    shown=0,
    plugin="JwtTokenDetector",
    weigh=_service_role,
    rank=4,
)
WEB_TOKEN = Detector(
    rule=leaked(
        "json-web-token",
        "a JSON web token",
        opens="act as whoever it was made out to, until it ends",
        revoke="End the session or rotate the signing key",
        impact=Impact.RISK,
        hours=0.5,
    ),
    thing="a JSON web token",
    pattern=token(_JWT),
    anchors=("eyJ",),
    shown=0,
    plugin="JwtTokenDetector",
    weigh=_session,
    rank=1,
)
URL_PASSWORD = Detector(
    rule=leaked(
        "url-password",
        "a password in an address",
        opens="sign in to that server",
        revoke="Change the password",
    ),
    thing="a password in an address",
    pattern=r"://[^\s:/?#\[\]@'\"`<>,;|]{0,100}:(?P<value>[^\s:/?#\[\]@'\"`<>|]{3,200})"
    r"@(?=[A-Za-z0-9\[])",
    anchors=("://",),
    shown=0,
    weigh=_password_in_url,
    rank=1,
)
AGE_KEY = Detector(
    rule=leaked(
        "age-key",
        "an age secret key",
        opens="decrypt everything encrypted to it",
        revoke="Encrypt anew to another key",
    ),
    thing="an age secret key",
    pattern=rf"{START}(?P<value>AGE-SECRET-KEY-1[AC-HJ-NP-Z02-9]{{58}})",
    anchors=("AGE-SECRET-KEY-1",),
    weigh=bech32,
    rank=3,
)
DETECTORS = (SERVICE_ROLE, WEB_TOKEN, URL_PASSWORD, AGE_KEY)
