"""Secrets that frameworks and cloud clients keep in files of their own."""

import re

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector, Seen, Weight, leaked, usually
from launchready.secrets.detectors.family import in_file, kept, named
from launchready.secrets.samples import is_blank

_DATA = "read and delete your customers' data"
_AS_USER = "make cookies that sign in as any of your users"
_CHANGE = "Change the password"
_ROTATE = "Make a new key and put it where the framework reads it"
_BARE = r"(?P<value>[^\s\"'#][^\s\"']{0,200})"

_PHP_CONFIG = (
    r"(?:config|configuration|settings|database|db|dbconfig|connect(?:ion)?|conn|localsettings|"
    r"local|conf|mysql|parameters)(?:[._-]?(?:inc|local|prod|production))?\.(?:php\d?|inc|inc\.php)"
)


def _django(value: str, seen: Seen, impact: Impact) -> Weight:
    """Django marks the keys of new projects itself: they are for a developer's machine."""
    lesser = Impact.RISK if value.startswith("django-insecure-") else impact
    return kept(value, seen, lesser) if len(set(value)) > 10 else None


def _wordpress(value: str, seen: Seen, impact: Impact) -> Weight:
    return "harmless" if re.search(r"unique phrase|_here$", value) else kept(value, seen, impact)


def _signs_in(value: str, seen: Seen, impact: Impact) -> Weight:
    return None if is_blank(value) or " " in value else kept(value, seen, impact)


DETECTORS = (
    in_file(
        "wordpress-secret",
        "a secret of WordPress",
        "sign in to your site as anybody",
        "Change the database password, and the keys with WordPress's salt generator",
        r"wp-config[^/]*\.php",
        r"define\([ \t]{0,4}(?P<q>['\"])(?:DB_PASSWORD|FTP_PASS|(?:SECURE_)?AUTH_KEY|"
        r"(?:SECURE_)?AUTH_SALT|LOGGED_IN_(?:KEY|SALT)|NONCE_(?:KEY|SALT))(?P=q)[ \t]{0,4},"
        r"[ \t]{0,12}(?P<r>['\"])(?P<value>(?:(?!(?P=r)|\n).){1,300})(?P=r)[ \t]{0,4}\)",
        "define(",
        rank=4,
        weigh=_wordpress,
    ),
    in_file(
        "php-config-password",
        "a password in a PHP settings file",
        _DATA,
        _CHANGE,
        _PHP_CONFIG,
        r"\$[\w>-]{0,30}?(?:pass(?:wd|word)?|pwd|secret)(?:['\"]\])?[ \t]{0,12}=[ \t]{0,8}"
        r"(?P<q>['\"])(?P<value>[^'\"\n$]{1,200})(?P=q)[ \t]{0,4};",
        "$",
        impact=Impact.RISK,
        rank=1,
    ),
    in_file(
        "php-config-password",
        "a password in a PHP settings file",
        _DATA,
        _CHANGE,
        r"sites/[^/]+/settings(?:\.local)?\.php|app/etc/env\.php|config/database\.php|parameters\.php",
        r"'password'[ \t]{0,4}=>[ \t]{0,4}'(?P<value>[^'\n]{1,200})'",
        "'password'",
        impact=Impact.RISK,
        rank=1,
    ),
    in_file(
        "rails-master-key",
        "a Rails master key",
        "decrypt every secret in your credentials file",
        "Run rails credentials:edit with a new key, and replace every secret in the file",
        r"config/(?:master|credentials/[\w-]+)\.key|master\.key",
        r"^(?P<value>[a-f0-9]{32}|[a-f0-9]{64})[ \t]{0,4}$",
    ),
    named(
        "rails-secret-key-base",
        "a secret key base",
        _AS_USER,
        "Run rails secret for a new one, and put it into the environment",
        r"secret_?key_?base",
        r"[A-Za-z0-9+/]{64,160}={0,2}",
        "secret_key_base",
        "secretkeybase",
        weigh=usually,
        rank=3,
    ),
    in_file(
        "django-secret-key",
        "a Django secret key",
        _AS_USER,
        _ROTATE,
        r"(?:[\w-]*settings[\w-]*|settings/[\w-]+|local|base|prod(?:uction)?)\.py",
        r"(?<![A-Za-z0-9_])secret_key(?:_fallbacks)?[ \t]{0,8}(?::[ \t]?str[ \t]?)?=[ \t]{0,8}r?"
        r"(?P<q>['\"])(?P<value>(?:(?!(?P=q)|\n).){20,200})(?P=q)",
        "secret_key",
        rank=3,
        weigh=_django,
    ),
    named(
        "laravel-app-key",
        "a Laravel app key",
        _AS_USER,
        "Run php artisan key:generate",
        r"app_?key",
        r"base64:[A-Za-z0-9+/]{43,44}={0,2}(?!=)",
        "app_key",
        "appkey",
        weigh=usually,
        rank=3,
    ),
    in_file(
        "aws-credentials-file",
        "an AWS secret key",
        "use your AWS account as its owner: read data, start machines, run up bills",
        "Deactivate the key in the AWS console under IAM, make a new one",
        r"\.?credentials|\.aws/(?:credentials|config)|\.boto|\.?aws_credentials|\.passwd-s3fs",
        r"aws_secret_access_key[ \t]{0,4}=[ \t]{0,4}(?P<value>[A-Za-z0-9/+=]{16,64})",
        "aws_secret_access_key",
    ),
    in_file(
        "s3-client-key",
        "the secret key of a storage client",
        "read, change and delete what you store there",
        "Deactivate the key, make a new one",
        r"\.?s3cfg[\w.-]*|\.s3ql/authinfo2?|\.?mc/config\.json",
        r"(?<![\w-])\"?secret_?key\"?[ \t]{0,4}[=:][ \t]{0,4}\"?(?P<value>[A-Za-z0-9/+=]{8,80})",
        "secret_key",
        "secretkey",
        '"secretkey',
    ),
    in_file(
        "digitalocean-client-key",
        "a DigitalOcean key",
        "create and delete machines in your DigitalOcean account",
        "Delete it in the DigitalOcean control panel under API, make a new one",
        r"\.?tugboat|doctl/config\.ya?ml",
        r"(?:api_key|access[-_]token):[ \t]{0,4}[\"']?(?P<value>[\w.-]{16,200})",
        "api_key",
        "access-token",
        "access_token",
    ),
    Detector(
        rule=leaked(
            "login-call",
            "a password in a call",
            opens="sign in there",
            revoke=_CHANGE,
            impact=Impact.RISK,
        ),
        thing="a password beside its user's address",
        pattern=r"(?i:log_?in|sign_?in|authenticate|auth|NetworkCredential)"
        r"(?:WithPassword|WithEmailAndPassword)?\("
        r"[ \t]{0,4}(?P<q>[\"'])[^\"'\s@]{1,64}@[\w.-]{3,80}(?P=q),[ \t]{0,4}"
        r"(?P<r>[\"'])(?P<value>[^\"'\s]{6,100})(?P=r)",
        anchors=(
            "login(",
            "log_in(",
            "signin",
            "sign_in(",
            "authenticate(",
            "auth(",
            "networkcredential(",
        ),
        folded=True,
        shown=0,
        weigh=_signs_in,
        rank=2,
    ),
)
