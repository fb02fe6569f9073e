"""Lines that hold no secret and look as if they did, made up anew from a seed."""

import random
import string
from collections.abc import Callable, Iterator

from tests.secrets.corpus import Case
from tests.secrets.corpus_code import blank, bulk, code, name_of, vector, word_of
from tests.secrets.samples import ALNUM, HEX, jwt, some, uuid

_Line = Callable[[random.Random], tuple[str, str]]


def _key(dice: random.Random) -> str:
    return dice.choice(
        [
            "sk_" + "live_{a24}",
            "gh" + "p_{a36}",
            "AK" + "IA{u16}",
            "SG" + ".{w22}.{w43}",
            "xox" + "b-{d12}-{a24}",
        ]
    )


def _stub(dice: random.Random) -> str:
    head = _key(dice).split("{")[0]
    return head + dice.choice(
        ["xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "...", "EXAMPLE", "1234567890abcdef", "your_key_here"]
    )


def _reference(dice: random.Random) -> str:
    name = name_of(dice)
    return dice.choice(
        [
            "${" + name + "}",
            "$" + name,
            "${{ secrets." + name + " }}",
            "{{ ." + "Values." + word_of(dice) + ".password }}",
            "%(" + name + ")s",
            "op://prod/" + word_of(dice) + "/password1",
            "vault:secret/data/" + word_of(dice) + "#key1",
            "<%= ENV['" + name + "'] %>",
            "#{ENV['" + name + "']}",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:" + word_of(dice) + "-a1B2c3",
        ]
    )


def _read(dice: random.Random) -> tuple[str, str]:
    name, word = name_of(dice), word_of(dice)
    return dice.choice(
        [
            ("app.ts", f"const {word}Token = process.env.{name};"),
            ("app.py", f'{name} = os.environ["{name}_2"]'),
            ("app.py", f'secret = get_secret("{word}-prod-{dice.randint(1, 99)}")'),
            ("a.go", f'token := os.Getenv("{name}")'),
            ("a.rb", f"password = Rails.application.credentials.{word}[:password1]"),
            ("a.java", f'String password = config.getString("{word}.password1");'),
            ("main.tf", f"  secret_key = var.{word}_secret_key2"),
            ("a.ts", f"password: this.form.get('{word}Password2').value,"),
            ("a.js", f"const secretKey = await kms.decrypt({word}Key1);"),
            ("a.py", f"token = self.{word}_token2.value"),
        ]
    )


def _docs(dice: random.Random) -> tuple[str, str]:
    name = name_of(dice)
    return dice.choice(
        [
            ("README.md", f"    export {name}={some(ALNUM, 12, dice)}"),
            ("docs/setup.md", f'password = "Str0ng!{some(ALNUM, 6, dice)}"'),
            ("docs/api.rst", f"    token: {blank(dice)}"),
            ("a.py", 'key = "AK' + 'IAIOSFODNN7EXAMPLE"'),
            (".env", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPx" + "RfiCYEXAMPLEKEY"),
            ("a.py", "stripe.api_key = 'sk_" + "test_4eC39HqLyjWDarjtT1zdp7dc'"),
            (
                "a.ts",
                'const t = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFt'
                'ZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";',
            ),
        ]
    )


def _url(dice: random.Random) -> tuple[str, str]:
    word, port = word_of(dice), dice.randint(3000, 9000)
    secret = some(ALNUM, 12, dice)
    address = dice.choice(
        [
            f"postgres://app:{secret}@localhost:{port}/{word}",
            f"postgres://postgres:postgres@db:5432/{word}",
            f"redis://:{secret}@127.0.0.1:{port}/0",
            f"mysql://root:password@mysql.{word}.svc/app",
            f"mongodb://user:pass@{word}.example.com/app",
            f"postgres://user:password@host.acme.io:{port}/db",
            "postgres://app:${PGPASSWORD}@db.acme.io/app",
            f"https://user:{secret}@example.org/",
            "amqp://guest:guest@rabbitmq:5672",
            f"http://{word}.acme.io:{port}/@{word}/{secret}",
        ]
    )
    return dice.choice([(".env", f"DATABASE_URL={address}"), ("a.py", f'url = "{address}"')])


def _hash(dice: random.Random) -> tuple[str, str]:
    sha1, sha256, b64 = some(HEX, 40, dice), some(HEX, 64, dice), some(ALNUM + "+/", 86, dice)
    word = word_of(dice)
    return dice.choice(
        [
            (".github/workflows/a.yml", f"      - uses: actions/{word}@{sha1} # v4"),
            ("package-lock.json", f'      "integrity": "sha512-{b64}==",'),
            ("yarn.lock", f"  integrity sha512-{b64}=="),
            ("requirements.txt", f"    --hash=sha256:{sha256} \\"),
            ("go.sum", f"github.com/a/{word} v1.2.3 h1:{b64[:43]}="),
            ("Cargo.lock", f'checksum = "{sha256}"'),
            ("a.html", f'<script src="a.js" integrity="sha384-{b64[:64]}"></script>'),
            ("Dockerfile", f"FROM node:20@sha256:{sha256}"),
            ("a.py", f'REVISION = "{sha1}"'),
            ("deploy.yml", f"  commit: {sha1}"),
            ("a.ts", f'const etag = "{some(HEX, 32, dice)}";'),
            (".pre-commit-config.yaml", f"    rev: {sha1}"),
            ("a.json", f'  "sha256": "{sha256}",'),
            ("a.yml", f"password_hash: {sha256}"),
            ("a.toml", f'digest = "sha256:{sha256}"'),
            (".gitmodules", f"\tcommit = {sha1}"),
        ]
    )


def _id(dice: random.Random) -> tuple[str, str]:
    one, word = uuid(dice), word_of(dice)
    return dice.choice(
        [
            ("a.py", f'tenant_id = "{one}"'),
            ("a.ts", f'const {word}Id = "{one}";'),
            (".env", f"AZURE_CLIENT_ID={one}"),
            ("a.yml", f"request_id: {one}"),
            ("a.json", f'"keyId": "{one}"'),
            (".env", f"SENTRY_PROJECT_ID={some(string.digits, 16, dice)}"),
            ("main.tf", f'  kms_key_id = "arn:aws:kms:eu-west-1:1:key/{one}"'),
            ("a.py", 'sid = "A' + f'C{some(HEX, 32, dice)}"'),
            ("a.ts", f'appId: "1:{some(string.digits, 12, dice)}:web:{some(HEX, 22, dice)}"'),
            (".env", f"STRIPE_PRICE_ID=price_{some(ALNUM, 24, dice)}"),
            ("a.sql", f"INSERT INTO {word} VALUES ('{one}', 'a');"),
        ]
    )


def _public(dice: random.Random) -> tuple[str, str]:
    return dice.choice(
        [
            (".env", "STRIPE_KEY=pk_" + f"live_{some(ALNUM, 24, dice)}"),
            ("a.ts", 'posthog.init("ph' + f'c_{some(ALNUM, 43, dice)}")'),
            (".env", "SUPABASE_KEY=sb_" + f"publishable_{some(ALNUM, 31, dice)}"),
            ("a.ts", f'createClient(url, "{jwt({"role": "anon", "exp": 4_000_000_000}, dice)}")'),
            ("a.pub", f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA{some(ALNUM, 44, dice)} me"),
            ("a.pem", f"-----BEGIN CERTIFICATE-----\n{some(ALNUM + '+/', 64, dice)}\n"),
            ("a.pem", f"-----BEGIN PUBLIC KEY-----\n{some(ALNUM + '+/', 64, dice)}\n"),
            (".env", f"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=pk_{'live'}_{some(ALNUM, 40, dice)}"),
            (".env", f"NEXT_PUBLIC_RECAPTCHA_SITE_KEY=6L{some(ALNUM, 38, dice)}"),
            (
                "a.ts",
                "mapboxgl.accessToken = 'pk."
                + f"eyJ{some(ALNUM, 70, dice)}.{some(ALNUM, 22, dice)}';",
            ),
            ("a.ts", f'const turnstileSiteKey = "0x4AAAAAAA{some(ALNUM, 14, dice)}";'),
            ("known_hosts", f"github.com ssh-rsa AAAAB3NzaC1yc2E{some(ALNUM + '+/', 300, dice)}"),
        ]
    )


def _advice(dice: random.Random) -> tuple[str, str]:
    """What may be told as advice and no more."""
    return dice.choice(
        [
            (".env", f"SENTRY_DSN=https://{some(HEX, 32, dice)}@o1.ingest.sentry.io/2"),
            (
                "a.ts",
                f'Sentry.init({{ dsn: "https://{some(HEX, 32, dice)}@o9.ingest.us.sentry.io/4" }})',
            ),
            (
                "firebase.ts",
                'const firebaseConfig = { apiKey: "AI' + f'za{some(ALNUM, 35, dice)}" }};',
            ),
            (".env", "NEXT_PUBLIC_FIREBASE_API_KEY=AI" + f"za{some(ALNUM, 35, dice)}"),
            ("a.py", 'x = "gh' + f'p_{some(ALNUM, 36, dice)}"'),
            ("a.ts", 'f("np' + f'm_{some(ALNUM, 36, dice)}")'),
            (".env", "CF_TOKEN=cf" + f"ut_{some(ALNUM, 40, dice)}{some(HEX, 8, dice)}"),
        ]
    )


def _assigned(values: Callable[[random.Random], str]) -> _Line:
    def line(dice: random.Random) -> tuple[str, str]:
        name, value = name_of(dice), values(dice)
        forms = [
            (".env", f"{name}={value}"),
            ("config/app.yml", f"  {name.lower()}: {value}"),
            ("a.py", f'{name} = "{value}"'),
            ("a.json", f'  "{name.lower()}": "{value}",'),
            ("src/a.ts", f'connect("{value}", {{ retry: 3 }});'),
            ("main.tf", f'  {name.lower()} = "{value}"'),
        ]
        return dice.choice(forms)

    return line


KINDS: dict[str, _Line] = {
    "placeholders": _assigned(blank),
    "made-up keys": _assigned(_stub),
    "references and templates": _assigned(_reference),
    "values read elsewhere": _read,
    "documentation": _docs,
    "addresses of this machine": _url,
    "hashes and commits": _hash,
    "ids": _id,
    "public keys": _public,
    "advice at most": _advice,
    "code and labels": code,
    "images, bundles, maps": bulk,
    "tests and vectors": vector,
}


def harmless(seed: int, each: int = 90) -> Iterator[Case]:
    """Lines without a secret, `each` of every kind."""
    for kind, line in KINDS.items():
        dice = random.Random(f"{seed} {kind}")
        for _ in range(each):
            path, text = line(dice)
            yield Case(family=kind, context=path, path=path, line=1, text=text + "\n")
