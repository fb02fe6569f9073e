"""Keys of the large clouds: Amazon, Google, Microsoft, IBM, DigitalOcean, Cloudflare."""

import re

from launchready.core.finding import Impact
from launchready.secrets.detectors.checksum import hex_crc
from launchready.secrets.detectors.detector import (
    Detector,
    Seen,
    Weight,
    leaked,
    token,
    usually,
)
from launchready.secrets.samples import is_random

_AWS_CONSOLE = "Deactivate the key in the AWS console under IAM, make a new one"


def _key_id(value: str, seen: Seen, impact: Impact) -> Weight:
    """The name of a key; in a signed address it stands for everybody to read."""
    is_signed = f"Credential={value}" in seen.line
    return usually(value, seen, Impact.ADVICE if is_signed else impact)


def _is_secret_key(value: str, seen: Seen, impact: Impact) -> Weight:
    """Forty characters are an AWS secret when they mix; a git commit has forty too."""
    has_all = any(c.islower() for c in value) and any(c.isupper() for c in value)
    return usually(value, seen, impact) if has_all and is_random(value, least=40) else None


def _random_only(value: str, seen: Seen, impact: Impact) -> Weight:
    """A form that words and hashes could have too."""
    return usually(value, seen, impact) if is_random(value) else None


# What a key for browsers stands beside: Firebase's settings, maps, names built into pages.
_BROWSER = re.compile(
    r"firebase|authDomain|maps\.google|googleapis\.com/maps|google_?maps|"
    r"(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP)_",
    re.IGNORECASE,
)
_BROWSER_FILE = re.compile(
    r"firebase|google-services\.json$|GoogleService-Info\.plist$|AndroidManifest\.xml$|\.html?$",
    re.IGNORECASE,
)


def _google(value: str, seen: Seen, impact: Impact) -> Weight:
    """A risk on a server; in a page it is there to be read, limited to the page's own site."""
    is_public = _BROWSER.search(seen.line[:20_000]) or _BROWSER_FILE.search(seen.path)
    return usually(value, seen, Impact.ADVICE if is_public else impact)


DETECTORS = (
    Detector(
        rule=leaked(
            "aws-access-key",
            "an AWS access key",
            opens="use your AWS account as its owner: read data, start machines, run up bills",
            revoke=_AWS_CONSOLE,
        ),
        thing="an AWS access key",
        pattern=token(r"(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
        anchors=("AKIA", "ASIA", "ABIA", "ACCA", "A3T"),
        plugin="AWSKeyDetector",
        plugin_form="[A-Z0-9]{20}",
        weigh=_key_id,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "aws-secret-key",
            "an AWS secret key",
            opens="use your AWS account as its owner: read data, start machines, run up bills",
            revoke=_AWS_CONSOLE,
        ),
        thing="an AWS secret key",
        pattern=token(r"[A-Za-z0-9/+]{40}(?![/+=])", named="aws|secret_?access_?key"),
        anchors=("aws", "access_key", "accesskey"),
        folded=True,
        reach=8,
        shown=0,
        plugin="AWSKeyDetector",
        plugin_form="[A-Za-z0-9/+]{40}",
        weigh=_is_secret_key,
    ),
    Detector(
        rule=leaked(
            "google-api-key",
            "a Google API key",
            opens="spend your Google quota, unless the key is limited to your site",
            revoke="Limit the key to your domains in the Google Cloud console, or replace it",
            impact=Impact.RISK,
            hours=0.5,
        ),
        thing="a Google API key",
        pattern=token(r"AIza[A-Za-z0-9_-]{35}(?!-)"),
        anchors=("AIza",),
        weigh=_google,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "google-oauth-secret",
            "a Google OAuth client secret",
            opens="pass for your product when people sign in with Google",
            revoke="Reset the secret in the Google Cloud console under Credentials",
        ),
        thing="a Google OAuth client secret",
        pattern=token(r"GOCSPX-[A-Za-z0-9_-]{28}(?!-)"),
        anchors=("GOCSPX-",),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "azure-storage-key",
            "an Azure storage key",
            opens="read, change and delete everything in your Azure storage account",
            revoke="Rotate the key in the Azure portal under Access keys",
        ),
        thing="an Azure storage key",
        pattern=r"AccountKey=(?P<value>[A-Za-z0-9+/]{86}==)",
        anchors=("AccountKey=",),
        shown=0,
        plugin="AzureStorageKeyDetector",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "azure-client-secret",
            "an Azure client secret",
            opens="sign in to your Azure tenant as the application",
            revoke="Delete the secret in Entra ID under App registrations, make a new one",
        ),
        thing="an Azure client secret",
        pattern=r"(?<![A-Za-z0-9_~.-])(?P<value>[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})"
        r"(?![A-Za-z0-9_~-])",
        anchors=("Q~",),
        reach=4,
        shown=0,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "digitalocean-token",
            "a DigitalOcean token",
            opens="create and delete machines, databases and domains in your DigitalOcean account",
            revoke="Delete the token in the DigitalOcean control panel under API, make a new one",
        ),
        thing="a DigitalOcean token",
        pattern=token(r"do[opr]_v1_[a-f0-9]{64}"),
        anchors=("dop_v1_", "doo_v1_", "dor_v1_"),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "cloudflare-token",
            "a Cloudflare token",
            opens="change your DNS and your site's protection",
            revoke="Roll the token in the Cloudflare dashboard under API Tokens",
        ),
        thing="a Cloudflare token",
        pattern=token(r"cf[ua]t_[A-Za-z0-9]{40}[a-f0-9]{8}|cfk_[A-Za-z0-9]{40}[a-f0-9]{8}"),
        anchors=("cfut_", "cfat_", "cfk_"),
        weigh=hex_crc,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "cloudflare-key",
            "a Cloudflare API key",
            opens="change your DNS and your site's protection",
            revoke="Roll the key in the Cloudflare dashboard under API Tokens",
        ),
        thing="a Cloudflare API key",
        pattern=token(
            r"v1\.0-[a-f0-9]{24}-[a-f0-9]{146}|[a-f0-9]{37}|[A-Za-z0-9_-]{40}",
            named=r"(?:cloudflare|cf)[A-Za-z_]{0,20}(?:token|key)",
        ),
        anchors=("cloudflare", "cf_", "cfapi", "cftoken", "cfkey"),
        folded=True,
        shown=0,
        weigh=_random_only,
    ),
    Detector(
        rule=leaked(
            "ibm-cloud-key",
            "an IBM Cloud key",
            opens="use your IBM Cloud account",
            revoke="Delete the key in IBM Cloud under Access (IAM), make a new one",
        ),
        thing="an IBM Cloud key",
        pattern=token(
            r"[A-Za-z0-9_-]{44}(?!-)", named=r"ibm[_-]?(?:cloud)?[_-]?(?:iam)?[_-]?(?:api)?[_-]?key"
        ),
        anchors=("ibm",),
        folded=True,
        shown=0,
        plugin="IbmCloudIamDetector",
        weigh=_random_only,
    ),
    Detector(
        rule=leaked(
            "ibm-cos-key",
            "an IBM object storage key",
            opens="read, change and delete what you store there",
            revoke="Delete the credential in IBM Cloud under Object Storage, make a new one",
        ),
        thing="an IBM object storage key",
        pattern="",
        anchors=("ibm", "cos_", "cos-"),
        folded=True,
        shown=0,
        plugin="IbmCosHmacDetector",
    ),
    Detector(
        rule=leaked(
            "cloudant-key",
            "a Cloudant key",
            opens="read and delete your customers' data",
            revoke="Delete the credential in IBM Cloud under Cloudant, make a new one",
        ),
        thing="a Cloudant key",
        pattern="",
        anchors=("cloudant", "clou_", "clou-", "cl_", "cl-", "clkey", "clpass", "cltoken"),
        folded=True,
        shown=0,
        plugin="CloudantDetector",
    ),
    Detector(
        rule=leaked(
            "softlayer-key",
            "a SoftLayer key",
            opens="create and delete machines in your IBM account",
            revoke="Delete the key in IBM Cloud under Access (IAM), make a new one",
        ),
        thing="a SoftLayer key",
        pattern="",
        anchors=("softlayer", "sl_", "sl-", "slkey", "slpass", "sltoken"),
        folded=True,
        shown=0,
        plugin="SoftlayerDetector",
    ),
)
