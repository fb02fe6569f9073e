"""Lines of code, bundles and tests that look as if they held a secret, and the words of these."""

import base64
import random

from tests.secrets.samples import ALNUM, HEX, some


def word_of(dice: random.Random) -> str:
    return dice.choice(
        [
            "portal",
            "orders",
            "billing",
            "session",
            "cache",
            "search",
            "mailer",
            "worker",
            "report",
            "gateway",
            "invoice",
        ]
    )


def name_of(dice: random.Random) -> str:
    first = dice.choice(
        [
            "API",
            "SECRET",
            "ACCESS",
            "CLIENT",
            "AUTH",
            "DB",
            "SMTP",
            "STRIPE",
            "OPENAI",
            "ADMIN",
            "JWT",
        ]
    )
    return first + "_" + dice.choice(["KEY", "TOKEN", "PASSWORD", "SECRET", "SECRET_KEY"])


def blank(dice: random.Random) -> str:
    return dice.choice(
        [
            "changeme",
            "change-me-please",
            "your-api-key-here",
            "<your-secret>",
            "YOUR_API_KEY",
            "xxxxxxxxxxxxxxxxxxxxxxxx",
            "replace-with-real-value",
            "********",
            "insert-token-here",
            "todo",
            "REDACTED",
            "example-secret-value-1",
            "dummy-token-123",
            "my-secret-key-1",
            "not-a-real-secret-1",
            "fake-key-for-docs-42",
        ]
    )


def code(dice: random.Random) -> tuple[str, str]:
    word, other = word_of(dice), word_of(dice)
    return dice.choice(
        [
            ("a.ts", f"password: string; // of the {word}"),
            ("a.ts", f"export const {word.upper()}_TOKEN = Symbol('{word}-token-1');"),
            ("a.go", f'type {word.title()}Secret struct {{ Token string `json:"token"` }}'),
            ("a.py", f'raise ValueError("password of {word} is too short, 8 at least")'),
            ("en.json", f'"password_label": "Password of {word}"'),
            (
                "a.tsx",
                f'<input type="password" name="{word}_password" placeholder="Password 123" />',
            ),
            ("a.py", f"api_key = {word}.{other}_key1"),
            ("a.js", f"const token = tokens[{dice.randint(1, 99)}]; // {word}"),
            ("a.css", f".token-{word}{dice.randint(1, 99)} {{ color: #a1b2c3d4 }}"),
            ("a.yml", f"secretName: {word}-tls-cert-{dice.randint(1, 99)}"),
            ("a.yml", f"  tokenUrl: https://{word}.acme.io/oauth2/token1"),
            ("a.py", f'SECRET_KEY_FILE = "/run/secrets/{word}_key_2"'),
            (
                "a.ts",
                f"it('keeps the {word} token2', () => {{ expect(token).toBe('{word}-token-1') }})",
            ),
            ("a.py", f'PASSWORD_FIELD = "{word}_password1"'),
            ("a.tf", f'  password_policy = "{word}-policy-v2"'),
            ("a.sql", f"ALTER TABLE {word} ADD COLUMN password_hash varchar(60);"),
            ("a.java", f'private static final String TOKEN_KEY = "{word}.{other}.token1";'),
            ("a.kt", f'const val AUTH_TOKEN_HEADER = "X-{word.title()}-Token2"'),
            ("a.ts", f'localStorage.setItem("{word}_auth_token", value1);'),
            ("a.rs", f'let token_type = "Bearer{dice.randint(1, 9)}";'),
            ("a.yml", f"- key: {word}/password-{dice.randint(10, 99)}"),
            ("nginx.conf", f"proxy_set_header Authorization $http_{word};"),
        ]
    )


def bulk(dice: random.Random) -> tuple[str, str]:
    image = base64.b64encode(b"\x89PNG\r\n\x1a\n" + dice.randbytes(300)).decode()
    names = ",".join(f"{some(ALNUM, 2, dice)}:{some(ALNUM, 3, dice)}" for _ in range(60))
    return dice.choice(
        [
            ("a.html", f'<img src="data:image/png;base64,{image}">'),
            ("a.css", f"@font-face {{ src: url(data:font/woff2;base64,{image}) }}"),
            ("app.min.js", f"var t={{{names}}};"),
            ("a.map", f'"mappings":"{";".join(some(ALNUM, 6, dice) for _ in range(60))}"'),
            ("a.svg", f'<path d="M{" ".join(str(dice.randint(0, 99)) for _ in range(80))}"/>'),
            ("a.ipynb", f'"image/png": "{image}"'),
            ("chunk.js", f'e.exports="{image[:200]}"'),
            ("a.txt", "xx" + "AK" + f"IA{some('ABCDEFGH234567', 16, dice)}yy"),
            ("a.json", f'"hash": "{some(ALNUM, 20, dice)}"'),
            (
                "dist/a.js",
                f'"static/chunks/{some(HEX, 16, dice)}.js","static/{some(ALNUM, 21, dice)}"',
            ),
            ("words.txt", " ".join(word_of(dice) + word_of(dice) for _ in range(30))),
        ]
    )


def vector(dice: random.Random) -> tuple[str, str]:
    short = some(ALNUM, 10, dice)
    return dice.choice(
        [
            ("tests/test_login.py", f'password = "Str0ng!{short}"'),
            ("spec/login_spec.rb", f"password: 'c0rrect#{short[:4]}'"),
            ("src/a.test.ts", f"login('me@acme.io', 'Passw0rd!{short[:3]}')"),
            ("tests/fixtures/users.yml", f"  password: secret{dice.randint(100, 999)}"),
            ("tests/test_url.py", f'url = "https://u:{short[:6]}@api.acme.io/"'),
            ("examples/.env.example", f"{name_of(dice)}={blank(dice)}"),
            (".env.sample", f"{name_of(dice)}={blank(dice)}"),
            ("tests/vectors.py", f'DIGEST = "{some(HEX, 64, dice)}"'),
        ]
    )
