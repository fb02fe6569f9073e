"""What opens nothing is silent: a false alarm costs the next true one its reader."""

import random

import pytest

from tests.secrets.samples import ALNUM, HEX, some, uuid
from tests.secrets.scan import found

_DICE = random.Random(42)
_SHA = some(HEX, 40, _DICE)
_LIVE = "sk_" + "live_"
_KEY = some(ALNUM, 24, _DICE)

SILENT = {
    "an AWS documentation key": ("a.py", 'key = "AK' + 'IAIOSFODNN7EXAMPLE"'),
    "an AWS documentation secret": (
        ".env",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPx" + "RfiCYEXAMPLEKEY",
    ),
    "a Stripe placeholder": (".env", f"STRIPE_SECRET_KEY={_LIVE}xxxxxxxxxxxxxxxxxxxxxxxx"),
    "a Stripe ellipsis": (".env", f"STRIPE_SECRET_KEY={_LIVE}..."),
    "Stripe's own sample": ("a.py", "stripe.api_key = 'sk_" + "test_4eC39HqLyjWDarjtT1zdp7dc'"),
    "a Stripe publishable key": (".env", "STRIPE_KEY=pk_" + f"live_{_KEY}"),
    "a PostHog public key": ("a.ts", 'posthog.init("ph' + f'c_{some(ALNUM, 43, _DICE)}")'),
    "a Supabase publishable key": (".env", "SUPABASE_KEY=sb_" + f"publishable_{_KEY}"),
    "a counted token": ("a.py", 'x = "gh' + 'p_123456789012345678901234567890123456"'),
    "a variable of the shell": (".env", "DB_PASSWORD=${DB_PASSWORD}"),
    "a variable without braces": ("a.sh", 'export API_TOKEN="$MY_API_TOKEN"'),
    "a secret of a workflow": (".github/workflows/a.yml", "  token: ${{ secrets.DEPLOY_TOKEN }}"),
    "a template": ("a.yml", "password: {{ .Values.password }}"),
    "process.env": ("a.ts", "const secret = process.env.JWT_SECRET_KEY2;"),
    "os.environ": ("a.py", 'SECRET_KEY = os.environ["DJANGO_SECRET_KEY_2"]'),
    "a call": ("a.py", 'password = get_password("prod-db-1")'),
    "an angle placeholder": (".env", "API_KEY=<your-api-key-1>"),
    "a your-key-here": (".env", "API_KEY=your-api-key-here-123"),
    "a changeme": (".env", "DB_PASSWORD=changeme123"),
    "a word": ("a.yml", "password: postgres"),
    "a type": ("a.ts", "password: string;"),
    "a type in YAML": ("openapi.yml", "password: string"),
    "a label": ("en.json", '"password": "Password"'),
    "a sentence": ("a.py", 'password = "Enter the password you chose in step 2"'),
    "a name of a secret": ("k8s.yaml", "  secretName: app-tls-cert-2"),
    "a path to a secret": ("a.yml", "  api_key_file: /run/secrets/api_key_2"),
    "a password's hash": ("a.yml", "password_hash: " + some(HEX, 64, _DICE)),
    "a baseline's hash": (".secrets.baseline", f'   "hashed_secret": "{_SHA}",'),
    "a git commit": (".github/workflows/a.yml", f"uses: actions/checkout@{_SHA}"),
    "a commit after a name": ("a.yml", f"secret_commit: {_SHA}"),
    "an integrity": ("yarn.lock", f"  integrity sha512-{some(ALNUM, 86, _DICE)}=="),
    "a requirement's hash": ("requirements.txt", f"--hash=sha256:{some(HEX, 64, _DICE)}"),
    "a UUID": ("a.py", f'tenant_id = "{uuid(_DICE)}"'),
    "a UUID called secret": ("a.py", f'client_secret = "{uuid(_DICE)}"'),
    "a database here": (".env", "DATABASE_URL=postgres://app:Xk3jd93jdk@localhost:5432/a"),
    "a database of compose": ("compose.yml", "url: postgres://postgres:postgres@db:5432/app"),
    "a database by placeholder": ("README.md", "postgres://user:password@host.acme.io/db"),
    "a database by template": ("a.yml", "url: postgres://app:${PGPASSWORD}@db.acme.io/app"),
    "an address of the documentation": ("a.py", 'x = "https://u:Xk3jd93jdk@example.com/"'),
    "an SSH address": ("a.sh", "git clone git@github.com:acme/portal.git"),
    "a time in an address": ("a.py", 'x = "http://a.io:80/at:12@b"'),
    "a sample private key": (
        "a.md",
        "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----",
    ),
    "a private key's mark": ("a.py", 'if "-----BEGIN RSA PRIVATE KEY-----" in text:'),
    "a public key": ("a.pub", f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA{some(ALNUM, 44, _DICE)}"),
    "a certificate": ("a.pem", f"-----BEGIN CERTIFICATE-----\n{some(ALNUM, 64, _DICE)}"),
    "a form": ("a.html", '<input type="password" name="password" value="hunter2345">'),
    "a Twilio account": ("a.py", 'sid = "A' + f'C{some(HEX, 32, _DICE)}"'),
    "a class": ("a.css", ".token-keyword9 { color: #a1b2c3d4 }"),
    "a password in a test": ("tests/test_login.py", 'password = "Str0ng!Passw0rd"'),
    "a vault's reference": (".env", "API_TOKEN=op://prod/api/token1"),
    "base64 with a prefix in it": (
        "a.txt",
        "xx" + "AK" + f"IA{some('ABCDEFGH234567', 16, _DICE)}yy",
    ),
}


@pytest.mark.parametrize("which", SILENT)
def test_what_opens_nothing_is_silent(which: str) -> None:
    path, text = SILENT[which]

    assert found(path, text) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("prod.env", "SMTP_PASSWORD=Winter2026!"),
        ("config/app.yml", "  password: hunter4711x  # the real one"),
        ("app.py", 'DB_PASSWORD = "c0rrect#Horse"'),
        ("a.go", 'password := "c0rrect#Horse"'),
        ("boot.php", "define('DB_PASSWORD', 'c0rrect#Horse');"),
    ],
)
def test_a_password_a_person_chose_is_told(path: str, text: str) -> None:
    assert found(path, text) == [("generic-password", 1)]
