"""Keys of vaults that keep other keys, and of what finds services in a network."""

from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, HEX64, UUID, form, named

_AS_USER = "sign in as any of your users"
_AS_PRODUCT = "pass for your product when people sign in"
_VAULT = "read every secret you keep there"


def _key(
    name: str, thing: str, opens: str, where: str, pattern: str, *anchors: str, reach: int = 0
) -> Detector:
    return form(name, thing, opens, where, pattern, *anchors, reach=reach)


def _named(
    name: str, thing: str, opens: str, where: str, words: str, pattern: str, *anchors: str
) -> Detector:
    return named(name, thing, opens, where, words, pattern, *anchors)


DETECTORS = (
    _key(
        "vault-token",
        "a Vault token",
        _VAULT,
        "Run vault token revoke",
        r"hv[sbr]\.[A-Za-z0-9_-]{90,300}|hv[sbr]\.[A-Za-z0-9]{24}",
        *("hvs.", "hvb.", "hvr."),
    ),
    _named(
        "vault-token",
        "a Vault token",
        _VAULT,
        "Run vault token revoke",
        r"vault[a-z_-]{0,12}token",
        r"[sbr]\.[A-Za-z0-9]{24}",
        "vault",
    ),
    _key(
        "onepassword-token",
        "a 1Password service account token",
        _VAULT,
        "in 1Password under Integrations",
        r"ops_eyJ[A-Za-z0-9+/_-]{200,2000}={0,3}",
        "ops_eyJ",
    ),
    _key(
        "onepassword-secret-key",
        "a 1Password secret key",
        f"{_VAULT}, once they have your password too",
        "Regenerate it in 1Password under My Profile",
        r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
        "A3-",
    ),
    _named(
        "consul-token",
        "a Consul token",
        "read and change where your services are",
        "Run consul acl token delete",
        r"consul[a-z_]{0,16}token",
        UUID,
        "consul",
    ),
    _named(
        "nomad-token",
        "a Nomad token",
        "run anything on your machines",
        "Run nomad acl token delete",
        r"nomad[a-z_]{0,16}token",
        UUID,
        "nomad",
    ),
    form(
        "jwk-private-key",
        "a private key in JSON",
        "pass for your servers, wherever the key is trusted",
        "Make a new key pair and take the old one out of wherever it is trusted",
        r"\"d\"[ \t]{0,4}:[ \t]{0,4}\"(?P<value>[A-Za-z0-9_-]{43,700})\"",
        '"d"',
        shown=0,
    ),
    _named(
        "bitwarden-token",
        "a Bitwarden access token",
        _VAULT,
        "in Bitwarden under Machine accounts",
        r"(?:bws|bitwarden)[a-z_]{0,16}token",
        rf"0\.{UUID}\.[A-Za-z0-9]{{30}}:[A-Za-z0-9+/]{{22}}==",
        "bws_access",
        "bitwarden",
    ),
    _named(
        "infisical-token",
        "an Infisical token",
        _VAULT,
        "in Infisical under Access Control",
        r"infisical[a-z_]{0,16}(?:token|secret)",
        rf"st\.[a-f0-9]{{24}}\.{HEX32}\.{HEX32}|{HEX64}",
        "infisical",
    ),
)
