"""Each way a setting is read counts, in every language and file; what has a way out does not."""

import pytest

from launchready.deploy.env_uses import uses
from launchready.deploy.environments import environments
from launchready.deploy.release import Release
from tests.worlds import DictRepository, a_world


async def undocumented(files: dict[str, str]) -> list[str]:
    found = await environments.ask(Release(), a_world(files=DictRepository(files=files)))
    return [one.subject for one in found if one.rule.id == "deploy/env-undocumented"]


NEEDED = {
    "compose": ("compose.yaml", "services:\n  web:\n    image: x:${ACME_KEY}\n"),
    "compose, told to fail": ("docker-compose.prod.yml", "x: ${ACME_KEY:?is not set}\n"),
    "a start script, told to fail": ("docker/entrypoint.sh", ': "${ACME_KEY:?}"\n'),
    "a strict start script": ("start.sh", "#!/bin/sh\nset -eu\nexec web --key $ACME_KEY\n"),
    "a start script that looks": ("start.sh", '[ -z "$ACME_KEY" ] && echo no && exit 1\n'),
    "Spring's YAML": ("src/main/resources/application.yml", "key: ${ACME_KEY}\n"),
    "Spring's properties": ("src/main/resources/application.properties", "k=${ACME_KEY}\n"),
    "a database's ERB": ("config/database.yml", "prod:\n  url: <%= ENV['ACME_KEY'] %>\n"),
    "Nuxt": ("nuxt.config.ts", 'export default { runtimeConfig: { acmeKey: "" } };\n'),
    "a wrapper": ("src/a.ts", 'const k = requireEnv("ACME_KEY");\n'),
    "Vite's loadEnv": (
        "vite.config.ts",
        "const env = loadEnv(mode, '.');\nexport default { define: { K: env.ACME_KEY } };\n",
    ),
    "Next's config": ("next.config.js", "module.exports = { env: { K: process.env.ACME_KEY } };\n"),
    "C#": ("src/A.cs", 'var k = Environment.GetEnvironmentVariable("ACME_KEY");\n'),
    "Kotlin": ("src/A.kt", 'val k = System.getenv("ACME_KEY")\n'),
    "django-environ": ("app/settings.py", "import environ\nk = env('ACME_KEY')\n"),
    "decouple": ("app/settings.py", "from decouple import config\nk = config('ACME_KEY')\n"),
    "Python without a default": ("app/a.py", "import os\nk = os.environ.get('ACME_API_KEY')\n"),
    "Python that stops": (
        "app/a.py",
        "import os\nk = os.getenv('ACME_URL')\nif not k:\n    raise SystemExit\n",
    ),
    "Python of before": ("app/a.py", "import os\nprint os.environ['ACME_KEY']\n"),
    "held against what came": (
        "src/a.ts",
        "if (sent !== process.env.ACME_SECRET) {\n  return;\n}\n",
    ),
    "the first of two names": (
        "src/a.ts",
        'const k = process.env.ACME_LIVE ?? process.env.ACME_KEY ?? "";\n',
    ),
    "woven into an address": ("src/a.ts", "const u = `https://${process.env.ACME_STAGE}/x`;\n"),
    "what production alone needs": (
        "src/a.ts",
        "if (process.env.NODE_ENV === 'production') {\n  open(process.env.ACME_KEY);\n}\n",
    ),
    "a folder of features": ("src/features/a.ts", "const k = process.env.ACME_KEY;\n"),
    "Rust's context": ("src/main.rs", 'let k = env::var("ACME_KEY").context("no key")?;\n'),
}
SPARED = {
    "compose with a default": ("compose.yaml", "x: ${ACME_KEY:-x}\ny: ${ACME_KEY-}\n"),
    "compose for developers": ("docker-compose.dev.yml", "x: ${ACME_KEY}\n"),
    "an escaped dollar": ("compose.yaml", "command: echo $${ACME_KEY}\n"),
    "what the script sets": ("start.sh", "set -u\nACME_KEY=$(cat k)\necho $ACME_KEY\n"),
    "a loop's variable": ("start.sh", "set -u\nfor ACME_KEY in a b; do echo $ACME_KEY; done\n"),
    "single quotes": ("start.sh", "set -u\necho '$ACME_KEY'\n"),
    "a comment of a script": ("start.sh", "set -u\n# $ACME_KEY\n"),
    "a script without set -u": ("start.sh", "exec web --key $ACME_KEY\n"),
    "Spring with a default": ("src/main/resources/application.yml", "key: ${ACME_KEY:x}\n"),
    "ERB with a default": ("config/database.yml", "url: <%= ENV.fetch('ACME_KEY', 'x') %>\n"),
    "Nuxt with a value": ("nuxt.config.ts", "export default { runtimeConfig: { acmeKey: 'x' } };"),
    "behind brackets": ("src/a.ts", "const n = Number(process.env.ACME_KEY) || 100;\n"),
    "behind a cast": (
        "src/a.ts",
        "const m = (process.env.ACME_KEY as 'plain' | 'scram-sha-256') || 'plain';\n",
    ),
    "a second argument": ("src/a.ts", "const n = intFrom(process.env.ACME_KEY, DEFAULT);\n"),
    "in its own if": (
        "src/a.ts",
        "if (process.env.ACME_ON) {\n  start({ key: process.env.ACME_KEY });\n}\n",
    ),
    "behind a question mark": (
        "src/a.ts",
        "const a = process.env.ACME_ON ? new A(process.env.ACME_KEY) : null;\n",
    ),
    "kept and left": (
        "src/a.tsx",
        "const ID = process.env.ACME_ID;\nif (!ID) {\n  return null;\n}\n",
    ),
    "a switch": ("src/a.ts", "start({ on: process.env.ACME_DEBUG });\n"),
    "a limit": ("src/a.ts", "start({ ttl: process.env.ACME_TTL });\n"),
    "a count of visitors": ("src/a.tsx", "<P id={process.env.NEXT_PUBLIC_POSTHOG_KEY} />\n"),
    "beside what is asserted": (
        "src/a.tsx",
        "f(process.env.ACME_KEY!, process.env.ACME_KEY || 'x');\ng({ url: process.env.ACME_URL });",
    ),
    "set by the code itself": (
        "src/a.ts",
        "process.env.ACME_KEY ??= 'x';\nuse(process.env.ACME_KEY);\n",
    ),
    "shown in a template": ("src/a.ts", "const s = `\n  f(process.env.ACME_KEY)\n`;\n"),
    "taken out and asked for": (
        "src/a.ts",
        "const { ACME_KEY } = process.env;\nif (ACME_KEY) start(ACME_KEY);\n",
    ),
    "a mock": ("packages/a/src/mock.ts", "send(process.env.ACME_KEY!);\n"),
    "Python's in": (
        "app/a.py",
        "import os\nif 'ACME_KEY' in os.environ:\n    k = os.environ['ACME_KEY']\n",
    ),
    "Python below another's if": (
        "app/a.py",
        "import os\nif os.environ.get('ACME_ON'):\n    k = os.environ['ACME_KEY']\n",
    ),
    "Python's or": ("app/a.py", "import os\nk = os.environ.get('ACME_API_KEY') or 'x'\n"),
    "Python's except": (
        "app/a.py",
        "import os\ntry:\n    k = os.environ['ACME_KEY']\nexcept KeyError:\n    k = None\n",
    ),
    "environ's scheme": (
        "app/a.py",
        "import environ\nenv = environ.Env(ACME_KEY=(str, 'x'))\nk = env('ACME_KEY')\n",
    ),
    "Python said in a text": ("app/a.py", "import os\ns = \"os.environ['ACME_KEY']\"\n"),
    "Go kept and asked": (
        "main.go",
        'k := os.Getenv("ACME_KEY")\nif k != "" {\n\tstart(k)\n}\n',
    ),
    "Go compared": (
        "main.go",
        'if strings.EqualFold(strings.TrimSpace(os.Getenv("ACME_KEY")), "true") {\n}\n',
    ),
    "Rust's if let": ("src/main.rs", 'if let Ok(k) = env::var("ACME_KEY") {\n}\n'),
    "Rust's ok": ("src/main.rs", 'let k = env::var("ACME_KEY").ok();\n'),
    "Ruby below an if": ("app/a.rb", "if ENV['ACME_ON']\n  k = ENV['ACME_KEY']\nend\n"),
    "Ruby's trailing if": ("app/a.rb", "f(ENV['ACME_KEY']) if ENV['ACME_ON'].present?\n"),
    "Elixir in development": (
        "config/runtime.exs",
        'if config_env() == :dev do\n  k = System.fetch_env!("ACME_KEY")\nend\n',
    ),
    "PHP kept and asked": ("a.php", "<?php $k = getenv('ACME_KEY');\nif (false !== $k) {\n}\n"),
    "a name of developers": ("src/a.ts", "f(process.env.ACME_DEV_API_KEY);\n"),
    "Prisma's shadow": ("schema.prisma", 'shadowDatabaseUrl = env("ACME_KEY")\n'),
}


@pytest.mark.parametrize("which", NEEDED)
async def test_what_is_read_without_a_way_out_is_asked_for(which: str) -> None:
    path, text = NEEDED[which]

    assert len(await undocumented({path: text})) == 1


@pytest.mark.parametrize("which", SPARED)
async def test_what_has_a_way_out_is_not_asked_for(which: str) -> None:
    path, text = SPARED[which]

    assert await undocumented({path: text}) == []


async def test_of_two_names_that_do_either_one_written_down_is_enough() -> None:
    code = 'const k = process.env.ACME_LIVE ?? process.env.ACME_KEY ?? "";\n'

    assert await undocumented({"a.ts": code, ".env.example": "ACME_LIVE=\n"}) == []


async def test_an_address_written_down_is_enough_for_its_parts() -> None:
    code = "f({ host: process.env.ACME_HOST, pass: process.env.ACME_PASSWORD });\n"

    assert await undocumented({"a.ts": code, ".env.example": "ACME_URL=\n"}) == []


async def test_what_another_program_of_the_repository_sets_is_not_asked_for() -> None:
    reader = {"lib/a.ex": 'k = System.fetch_env!("ACME_SOCKET")\n'}

    assert await undocumented({**reader, "app/src/lib.rs": 'cmd.env("ACME_SOCKET", p);\n'}) == []
    assert await undocumented({**reader, "rel/env.sh": "export ACME_SOCKET=/run/a\n"}) == []
    assert await undocumented({**reader, "tests/env.sh": "export ACME_SOCKET=/run/a\n"}) != []


async def test_encrypted_credentials_need_the_master_key() -> None:
    code = {"app/a.rb": "k = Rails.application.credentials.dig(:stripe, :key)\n"}
    files = {**code, "config/credentials.yml.enc": "b64\n"}

    assert await undocumented(files) == ["RAILS_MASTER_KEY"]
    assert await undocumented({**files, "README.md": "Set RAILS_MASTER_KEY.\n"}) == []
    assert await undocumented(code) == []


def test_the_place_told_is_the_line_of_the_reading() -> None:
    text = "import os\n\n\nk = os.environ['ACME_KEY']\n"
    [use] = uses(text, "python")

    assert text.count("\n", 0, use.offset) + 1 == 4
