"""Installs that obey no lock, images without a version and actions by a branch or tag are told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.finding import Finding
from launchready.deploy.base_images import bases
from launchready.deploy.installs import loose
from launchready.deploy.release import Release
from launchready.deploy.reproducible import reproducible
from launchready.deploy.tree import File, Tree, walk
from tests.worlds import DictRepository, a_world

LOCKS = dict.fromkeys(
    (
        "package-lock.json",
        "yarn.lock",
        "bun.lock",
        "uv.lock",
        "Pipfile.lock",
        "poetry.lock",
        "Gemfile.lock",
        "composer.lock",
        "pnpm-lock.yaml",
    ),
    "",
)


def tree(files: dict[str, str]) -> Tree:
    return walk(DictRepository(files={**LOCKS, **files}))


def told(run: str, **more: str) -> list[tuple[str, int]]:
    files = {"Dockerfile": f"FROM a:1\nRUN {run}\n", **more}
    return [(one.command, one.line) for one in loose(tree(files))]


@pytest.mark.parametrize(
    ("run", "command"),
    [
        ("npm install", "npm install"),
        ("npm i --omit=dev && npm run build", "npm i"),
        ("yarn && yarn build", "yarn"),
        ("yarn install --production", "yarn install"),
        ("pnpm install --no-frozen-lockfile", "pnpm install --no-frozen-lockfile"),
        ("bun install", "bun install"),
        ("uv sync --no-dev", "uv sync"),
        ("pipenv install --system", "pipenv install"),
        ("poetry update", "poetry update"),
        ("bundle install --jobs 4", "bundle install"),
        ("composer update --no-dev", "composer update"),
        ("pip install flask gunicorn==21.2", "pip install"),
        ("pip install --no-cache-dir -U flask", "pip install"),
    ],
)
def test_an_install_that_may_bring_other_versions_is_told(run: str, command: str) -> None:
    assert told(run) == [(command, 2)]


@pytest.mark.parametrize(
    "run",
    [
        "npm ci",
        "npm install -g pnpm",
        "npm install --global npm@10",
        "npm install sharp@0.33.1",
        "npm run install-fonts",
        "yarn install --frozen-lockfile --production",
        "yarn build",
        "corepack enable yarn",
        "pnpm install",
        "bun install --frozen-lockfile",
        "uv sync --locked --no-dev",
        "pipenv install --deploy",
        "poetry lock --check",
        "bundle exec rake",
        "bundle config set --local deployment true && bundle install",
        "BUNDLE_FROZEN=1 bundle install",
        "UV_FROZEN=1 uv sync",
        "composer install --no-dev",
        "pip install --upgrade pip setuptools wheel",
        "pip install uv==0.5",
        "pip install --no-cache-dir --target /x 'flask==3.0.1'",
        "pip install --index-url https://x.test/simple flask==3.0.1",
        "pip install -c constraints.txt flask",
        "pip install .",
        "pip install -r requirements.txt",
        "true\n# npm install",
    ],
)
def test_an_install_that_obeys_is_silent(run: str) -> None:
    assert told(run) == []


def test_flags_on_the_next_line_count_and_lines_stay_true() -> None:
    run = "apt-get update \\\n && yarn install \\\n    --frozen-lockfile \\\n && pip install flask"

    assert told(run) == [("pip install", 5)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("flask\ngunicorn==21.2\n", 1),
        ("flask>=3 ; python_version > '3'\n", 1),
        ("flask==3.0.1 \\\n    --hash=sha256:00\ngunicorn==21.2\n", 0),
        ("# flask\n-e .\nown @ git+https://x.test/y@1\n", 0),
    ],
)
def test_a_list_of_requirements_counts_when_it_leaves_versions_open(text: str, count: int) -> None:
    found = told("pip install -r requirements.txt", **{"requirements.txt": text})

    assert len(found) == count


def test_only_what_deploys_is_looked_at() -> None:
    step = "on: push\njobs:\n  go:\n    steps:\n      - run: npm install\n"
    deploying = step + "      - run: fly deploy\n"

    assert list(loose(tree({".github/workflows/ci.yml": step}))) == []
    assert list(loose(tree({".github/workflows/test.yml": deploying}))) == []
    (found,) = loose(tree({".github/workflows/go.yml": deploying}))
    assert (found.file, found.line) == (".github/workflows/go.yml", 5)


@pytest.mark.parametrize(
    "path",
    ["Dockerfile.dev", "docker/dev/Dockerfile", ".examples/x/Dockerfile", "tests/Dockerfile"],
)
def test_an_image_to_work_with_is_no_product(path: str) -> None:
    assert list(loose(tree({path: "FROM a:1\nRUN npm install\n"}))) == []


async def test_a_workspace_without_a_lock_is_told_once_at_its_root() -> None:
    manifest = '{"dependencies": {"a": "1.0.0"}}'
    found = await built(
        {f"{one}package.json": manifest for one in ("", "apps/web/", "packages/ui/")}
    )

    assert [one.subject for one in found] == ["package.json lock"]


def test_yarn_of_today_refuses_by_itself() -> None:
    assert told("yarn install", **{".yarnrc.yml": "nodeLinker: node-modules\n"}) == []


@pytest.mark.parametrize(
    ("text", "images"),
    [
        ("FROM node\n", ["node"]),
        ("FROM --platform=linux/amd64 node:22 AS build\nFROM build\nFROM scratch\n", ["node:22"]),
        ("ARG V=22\nFROM node:${V}-alpine\n", ["node:22-alpine"]),
        ("ARG V\nFROM node:$V\n", []),
        ("ARG BASE=node:22\nFROM $BASE as base\nFROM base AS next\nFROM next\n", ["node:22"]),
        ("FROM node:${V:-20}\n", ["node:20"]),
        ("# FROM node\nfrom ghcr.io/a/b:1\n", ["ghcr.io/a/b:1"]),
        ("FROM localhost:5000/a/b\n", ["localhost:5000/a/b"]),
    ],
)
def test_images_are_read_with_their_arguments_and_stages(text: str, images: list[str]) -> None:
    assert [one.image for one in bases(File(path="Dockerfile", text=text))] == images


@pytest.mark.parametrize(
    ("image", "name", "tag", "is_official"),
    [
        ("node:22-alpine@sha256:00", "node", "22-alpine", True),
        ("docker.io/library/node:22", "node", "22", True),
        ("localhost:5000/a/node", "node", "", False),
        ("acme/node:1", "node", "1", False),
    ],
)
def test_an_image_has_a_name_and_a_tag(image: str, name: str, tag: str, is_official: bool) -> None:
    (one,) = bases(File(path="Dockerfile", text=f"FROM {image}\n"))

    assert (one.name, one.tag, one.is_official) == (name, tag, is_official)


async def built(files: dict[str, str]) -> list[Finding]:
    return await reproducible.ask(Release(), a_world(files=DictRepository(files=files)))


DEPLOY = ".github/workflows/deploy.yml"
SHA = "0123456789" * 4


async def test_strangers_actions_by_a_tag_are_one_advice_where_a_product_is_deployed() -> None:
    uses = "".join(f"      - uses: acme/a{n}@v1\n" for n in range(5))
    found = await built({DEPLOY: f"jobs:\n  deploy:\n    steps:\n{uses}"})

    assert [(one.rule.id, one.subject, one.message, str(one.at)) for one in found] == [
        (
            "deploy/action-by-tag",
            "actions by tag",
            "jobs that deploy run acme/a0@v1, acme/a1@v1, acme/a2@v1 and 2 more, by a tag and not "
            "by a commit",
            f"{DEPLOY}:4:1",
        )
    ]


@pytest.mark.parametrize(
    ("path", "action"),
    [
        (DEPLOY, "actions/checkout@v4"),
        (DEPLOY, f"acme/a@{SHA}"),
        (DEPLOY, "./.github/actions/own"),
        (DEPLOY, "docker://alpine:3"),
        (".github/workflows/test.yml", "acme/a@v1"),
    ],
)
async def test_what_is_fixed_or_githubs_own_or_deploys_nothing_is_silent(
    path: str, action: str
) -> None:
    assert await built({path: f"jobs:\n  deploy:\n    steps:\n      - uses: {action}\n"}) == []


@given(st.text(max_size=200))
@settings(max_examples=80, deadline=None)
def test_any_dockerfile_is_read_and_its_lines_are_its_own(text: str) -> None:
    file = File(path="Dockerfile", text=text)
    lines = text.count("\n") + 1

    assert all(1 <= one.line <= lines for one in bases(file))
    assert all(one.line <= lines for one in loose(tree({"Dockerfile": text})))
