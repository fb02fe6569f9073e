"""Tokens of where packages and images are published."""

from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import form

_CODE = "read and change your code as the token's owner"
_PUBLISH = "publish packages in your name"


def _token(name: str, who: str, opens: str, where: str, pattern: str, *anchors: str) -> Detector:
    thing = f"{'an' if who[0] in 'AEIO' else 'a'} {who} token"
    return form(name, thing, opens, f"in {who} under {where}", pattern, *anchors)


DETECTORS = (
    _token("nuget-key", "NuGet", _PUBLISH, "API Keys", r"oy2[a-z0-9]{43}", "oy2"),
    _token("crates-token", "crates.io", _PUBLISH, "API Tokens", r"cio[A-Za-z0-9]{32}", "cio"),
    _token(
        "clojars-token", "Clojars", _PUBLISH, "Deploy tokens", r"CLOJARS_[a-z0-9]{60}", "CLOJARS_"
    ),
    _token(
        "packagist-token",
        "Packagist",
        _PUBLISH,
        "API tokens",
        r"packagist_(?:or[tg]_|u[to]_|oat_)?[a-f0-9]{68}",
        "packagist_",
    ),
    _token(
        "artifactory-reference-token",
        "Artifactory",
        "read and publish your packages",
        "Access Tokens",
        r"cmVmdGtu[A-Za-z0-9]{56}",
        "cmVmdGtu",
    ),
    _token(
        "swarm-token",
        "Docker Swarm",
        "join your cluster",
        "Join tokens",
        r"SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}|SWMKEY-1-[A-Za-z0-9+/]{43}",
        "SWMTKN-1-",
        "SWMKEY-1-",
    ),
    _token(
        "sourcegraph-token",
        "Sourcegraph",
        _CODE,
        "Access tokens",
        r"sgp_(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}|slk_[a-f0-9]{64}",
        "sgp_",
        "slk_",
    ),
)
