"""The same commit builds the same product, its database can go back, its health be asked."""

import json

import pytest

from launchready.core.finding import Finding
from launchready.deploy.health import health
from launchready.deploy.migrations import migrations
from launchready.deploy.release import Release
from launchready.deploy.reproducible import reproducible
from tests.worlds import DictRepository, a_world

NPM = json.dumps({"dependencies": {"left": "^1.0.0"}})
GONE = json.dumps({"dependencies": {"left": "^1.0.0", "right": "^2.0.0"}})
LOCK = json.dumps({"lockfileVersion": 3, "packages": {"": {"dependencies": {"left": "^1.0.0"}}}})


async def built(files: dict[str, str]) -> list[Finding]:
    return await reproducible.ask(Release(), a_world(files=DictRepository(files=files)))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"package.json": NPM}, "no lock file"),
        (
            {
                "package.json": NPM,
                "package-lock.json": LOCK,
                "pnpm-lock.yaml": "",
                "Dockerfile": "RUN pnpm install",
            },
            "2 lock files",
        ),
        ({"package.json": GONE, "package-lock.json": LOCK}, "right@^2.0.0"),
        (
            {"Gemfile": "gem 'rails'\ngem 'pg'\n", "Gemfile.lock": "DEPENDENCIES\n  rails\n"},
            "asks for pg",
        ),
        ({"Dockerfile": "FROM node\n"}, "built on node"),
        ({"Dockerfile": "FROM node:latest AS build\nFROM build\n"}, "built on node:latest"),
        (
            {
                "package.json": NPM,
                "package-lock.json": LOCK,
                "Dockerfile": "FROM node:22\nRUN npm install\n",
            },
            "npm install",
        ),
        (
            {".github/workflows/a.yml": "steps:\n  - uses: acme/deploy@main\n"},
            "acme/deploy@main is whatever",
        ),
    ],
)
async def test_what_may_build_otherwise_is_told(files: dict[str, str], said: str) -> None:
    found = await built(files)

    assert [one.rule.id for one in found] == ["deploy/not-reproducible"]
    assert said in found[0].message


@pytest.mark.parametrize(
    "files",
    [
        {
            "package.json": NPM,
            "package-lock.json": LOCK,
            "Dockerfile": "FROM node:22\nRUN npm ci\n",
        },
        {
            "package.json": LOCK,
            "packages/a/package.json": NPM,
            "pnpm-lock.yaml": "",
            "Dockerfile": "FROM a:1\nRUN pnpm install\n",
        },
        {"Gemfile": "gem 'rails'\n# gem 'pg'\n", "Gemfile.lock": "DEPENDENCIES\n  rails!\n"},
        {
            "Dockerfile": "ARG V=22\nFROM node:${V} AS build\nFROM scratch\nFROM x@sha256:00\nRUN npm install -g pnpm\n"  # noqa: E501 - data, one a line
        },
        {
            ".github/workflows/a.yml": "steps:\n  - uses: actions/checkout@v4\n  - uses: ./here\n  # - uses: acme/x@main\n"  # noqa: E501 - data, one a line
        },
        {"package.json": "{}"},
    ],
)
async def test_what_builds_the_same_is_silent(files: dict[str, str]) -> None:
    assert await built(files) == []


async def changed(files: dict[str, str]) -> list[str]:
    found = await migrations.ask(Release(), a_world(files=DictRepository(files=files)))
    return [f"{one.at.file}:{one.at.line}" for one in found]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("prisma/migrations/20260101_x/migration.sql", "-- x\nALTER TABLE a DROP COLUMN b;\n", 2),
        ("db/migrations/002_x.up.sql", "DROP TABLE a;\n", 1),
        (
            "alembic/versions/12ab_x.py",
            "def upgrade():\n    op.drop_column('a', 'b')\ndef downgrade():\n    pass\n",
            2,
        ),
        ("db/migrate/2026_x.rb", "class X\n  def up\n    drop_table :a\n  end\nend\n", 3),
        ("app/migrations/0007_x.py", "ops = [\n  migrations.RunSQL('DROP TABLE a')]\n", 2),
        ("db/migrate/2026_y.rb", "class X\n  def change\n    remove_column :a, :b\n", 3),
        ("migrations/2026-01-02-a/up.sql", "DROP TABLE a;\n", 1),
        ("migrations/010.do.x.sql", "DROP TABLE a;\n", 1),
    ],
)
async def test_a_change_that_destroys_and_cannot_go_back_is_told(
    path: str, text: str, line: int
) -> None:
    assert await changed({path: text}) == [f"{path}:{line}"]


@pytest.mark.parametrize(
    "files",
    [
        {
            "prisma/migrations/20260101_x/migration.sql": "-- DROP TABLE a\nALTER TABLE a ADD COLUMN b INT;\n"  # noqa: E501 - data, one a line
        },
        {
            "db/migrations/002_x.up.sql": "DROP TABLE a;\n",
            "db/migrations/002_x.down.sql": "CREATE TABLE a();\n",
        },
        {
            "alembic/versions/12ab_x.py": "def upgrade():\n    op.drop_column('a', 'b')\ndef downgrade():\n    op.add_column('a')\n"  # noqa: E501 - data, one a line
        },
        {"db/dump.sql": "DROP TABLE a;\n"},
        {"migrations/1-a/up.sql": "DROP TABLE a;\n", "migrations/1-a/down.sql": "CREATE\n"},
        {"migrations/1.do.x.sql": "DROP TABLE a;\n", "migrations/1.undo.x.sql": "CREATE\n"},
        {"app/migrations/0007_x.py": "ops = [\n  migrations.RemoveField('a', 'b')]\n"},
        {"app/migrations/8_x.py": "RunSQL('DROP TABLE a', reverse_sql='CREATE TABLE a')\n"},
        {
            "db/migrate/1_x.rb": "def change\n  remove_column :a, :b, :string\n"
            "  drop_table :c do |t|\n"
        },
        {"migrations/1.sql": "CREATE TABLE n();\nDROP TABLE a;\nALTER TABLE n RENAME TO a;\n"},
        {"migrations/1.sql": "DROP TABLE `a`;\nRENAME TABLE `n` TO `a`;\n"},
        {"migrations/1.sql": "DROP TABLE IF EXISTS a;\nCREATE TABLE a();\n"},
        {
            f"migration/0.{n}/00__x.sql": "DROP TABLE a;" if n == 8 else "SELECT 1;"
            for n in (8, 29, 30, 31)
        },
        {
            f"m/migrations/{n}_x.sql": "DROP TABLE a;" if n == 1 else "SELECT 1;"
            for n in range(1, 6)
        },
    ],
)
async def test_what_can_go_back_destroys_nothing_or_is_long_live_is_silent(
    files: dict[str, str],
) -> None:
    assert await changed(files) == []


@pytest.mark.parametrize(
    "files",
    [
        {"app/api/health/route.ts": ""},
        {"app/routes/api+/health.ts": ""},
        {"app/api/status/route.ts": ""},
        {"pages/api/v1/ping.ts": ""},
        {"lib/controllers/health_controller.ex": ""},
        {"config/routes.rb": 'get "up" => "rails/health#show"\n'},
        {"app/main.py": '@app.get("/healthz")\n'},
        {"render.yaml": "services:\n  - healthCheckPath: /up\n"},
        {"fly.toml": "[[http_service.checks]]\n"},
        {"Dockerfile": "FROM a:1\nHEALTHCHECK CMD curl -f localhost\n"},
    ],
)
async def test_a_route_or_a_platforms_check_tells_of_health(files: dict[str, str]) -> None:
    assert await health.ask(Release(), a_world(files=DictRepository(files=files))) == []


@pytest.mark.parametrize(
    "files",
    [
        {"src/a.ts": "const healthy = 1;\n"},
        {"tests/test_health.py": ""},
        {"app/(auth)/invitation/status/page.tsx": ""},
        {"app/api/domains/status/route.ts": ""},
        {"app/jobs/health_check_job.rb": ""},
        {".examples/k8s/x.yaml": "livenessProbe:\n"},
        {"Dockerfile": "HEALTHCHECK NONE\n"},
    ],
)
async def test_nothing_that_tells_of_health_blocks(files: dict[str, str]) -> None:
    found = await health.ask(Release(), a_world(files=DictRepository(files=files)))

    assert [one.rule.id for one in found] == ["deploy/no-health-check"]
