"""Secrets reach neither the visitors' browsers nor the files that describe how the product runs."""

import pytest

from launchready.core.finding import Finding
from launchready.deploy.literal_secrets import literal_secrets
from launchready.deploy.public_secrets import public_secrets
from launchready.deploy.release import Release
from tests.worlds import DictRepository, a_world

VALUE = "q7" + "Zr9" + "Kx2" + "Lm5"


async def literal(path: str, text: str) -> list[Finding]:
    return await literal_secrets.ask(Release(), a_world(files=DictRepository(files={path: text})))


FORMS = {
    "docker-compose.yml": "services:\n  web:\n    environment:\n      SESSION_SECRET: {}\n",
    "compose.prod.yaml": "services:\n  web:\n    environment:\n      - SESSION_SECRET={}\n",
    "Dockerfile": "FROM x\nENV SESSION_SECRET={}\n",
    "fly.toml": '[env]\nSESSION_SECRET = "{}"\n',
    "vercel.json": '{{\n"env": {{\n"SESSION_SECRET": "{}"\n}}}}\n',
    "render.yaml": "envVars:\n  - key: SESSION_SECRET\n    value: {}\n",
    "k8s/web.yaml": "env:\n  - name: SESSION_SECRET\n    value: {}\n",
    ".github/workflows/deploy.yml": "env:\n  SESSION_SECRET: {}\n",
    "wrangler.toml": '[vars]\nSESSION_SECRET = "{}"\n',
}


@pytest.mark.parametrize("path", FORMS)
async def test_a_secret_written_out_blocks_and_is_never_shown(path: str) -> None:
    found = await literal(path, FORMS[path].format(VALUE))

    assert [one.rule.id for one in found] == ["deploy/literal-secret-in-config"]
    assert VALUE not in repr(found)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "value", ["${SESSION_SECRET}", "${{ secrets.X }}", "changeme-please-1", "", "postgres"]
)
async def test_references_and_stand_ins_are_silent(path: str, value: str) -> None:
    assert await literal(path, FORMS[path].replace("{}", value, 1)) == []


@pytest.mark.parametrize(
    "path", ["docker-compose.dev.yml", ".github/workflows/test.yml", "tests/compose.yml"]
)
async def test_what_only_developers_run_is_silent(path: str) -> None:
    assert await literal(path, f"env:\n  SESSION_SECRET: {VALUE}\n") == []


@pytest.mark.parametrize(
    "name",
    [
        "NEXT_PUBLIC_STRIPE_SECRET_KEY",
        "VITE_OPENAI_API_KEY",
        "REACT_APP_DB_PASSWORD",
        "EXPO_PUBLIC_SUPABASE_SERVICE_ROLE_KEY",
    ],
)
async def test_a_secret_under_a_public_prefix_blocks(name: str) -> None:
    files = DictRepository(files={"src/a.ts": f"const k = process.env.{name};\n"})
    found = await public_secrets.ask(Release(), a_world(files=files))

    assert [(one.rule.id, one.subject) for one in found] == [
        ("deploy/public-secret-variable", name)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NEXT_PUBLIC_STRIPE_KEY=\n",
        "NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY=\n",
        "NEXT_PUBLIC_MAPBOX_ACCESS_TOKEN=\n",
        "NEXT_PUBLIC_SUPABASE_ANON_KEY=\n",
        "NEXT_PUBLIC_DISABLE_EMAIL_PASSWORD_SIGNUP=false\n",
        "NEXT_PUBLIC_MIN_PASSWORD_LENGTH=8\n",
        "NEXT_PUBLIC_PASSWORD_RESET_URL=/reset\n",
        "NEXT_PUBLIC_ACCESS_TOKEN=pk.abc\n",
        "STRIPE_SECRET_KEY=\n",
    ],
)
async def test_what_is_made_for_browsers_or_no_secret_is_silent(text: str) -> None:
    files = DictRepository(files={".env.example": text})

    assert await public_secrets.ask(Release(), a_world(files=files)) == []
