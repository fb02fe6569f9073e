"""Where production runs is told by signs that agree, or the question stays open."""

import re

import pytest

from launchready.core.finding import Finding
from launchready.core.location import Location, Named
from launchready.core.site import Site
from launchready.core.unreachable import UnreachableError
from launchready.deploy.platforms import PLATFORMS
from launchready.deploy.release import Release
from launchready.deploy.scripted_path import scripted_path
from launchready.deploy.signs import by_platform, signs_of
from launchready.deploy.target import target
from launchready.deploy.target_files import target_files
from launchready.deploy.tree import walk
from tests.worlds import (
    SERVER,
    DictBrowser,
    DictRepository,
    DictResolver,
    Silent,
    a_site,
    a_world,
    page,
)

LINE = Location(file="launchready.yml", line=9)
DEPLOYS = "on: push\njobs:\n  go:\n    steps:\n      - run: {}\n"


FLY = {"fly.toml": "app = 'x'\n"}
# For each platform: a file of its own with its text, a workflow's step, a header, an alias.
SIGNS: dict[str, tuple[tuple[str, str], str, tuple[str, str], str]] = {
    "vercel": (
        ("vercel.json", "{}"),
        "vercel deploy --prod",
        ("x-vercel-id", "iad1::x"),
        "cname.vercel-dns-017.com",
    ),
    "netlify": (
        ("netlify.toml", ""),
        "netlify deploy --prod",
        ("x-nf-request-id", "01H"),
        "acme.netlify.app",
    ),
    "render": (
        ("render.yaml", "services: []"),
        "curl https://api.render.com/deploy/srv-1?key=$K",
        ("x-render-origin-server", "Render"),
        "acme.onrender.com",
    ),
    "fly": (
        ("fly.production.toml", ""),
        "flyctl deploy --remote-only",
        ("fly-request-id", "01H"),
        "acme.fly.dev",
    ),
    "railway": (
        ("railway.json", "{}"),
        "railway up",
        ("server", "railway-edge"),
        "x.up.railway.app",
    ),
    "heroku": (
        ("app.json", '{"formation": {}}'),
        "git push https://git.heroku.com/acme.git main",
        ("via", "1.1 vegur"),
        "x.herokudns.com",
    ),
    "aws": (
        ("samconfig.toml", ""),
        "aws ecs update-service --cluster a",
        ("server", "awselb/2.0"),
        "a.eu-west-1.elb.amazonaws.com",
    ),
    "gcp": (
        ("app.yaml", "runtime: python312\n"),
        "gcloud run deploy acme",
        ("server", "Google Frontend"),
        "ghs.googlehosted.com",
    ),
    "azure": (
        ("azure.yaml", "name: x\n"),
        "az webapp up --name acme",
        ("x-azure-ref", "0x"),
        "acme.azurewebsites.net",
    ),
    "digitalocean": (
        (".do/app.yaml", "name: x\n"),
        "doctl apps create-deployment 1",
        ("x-do-app-origin", "1"),
        "acme.ondigitalocean.app",
    ),
    "cloudflare": (
        ("wrangler.toml", ""),
        "npx wrangler deploy",
        ("", ""),
        "acme.pages.dev",
    ),
    "kamal": (("config/deploy.yml", "service: x\n"), "kamal deploy", ("", ""), ""),
    "coolify": (("", ""), "curl https://coolify.acme.test/api/v1/deploy?uuid=1", ("", ""), ""),
    "kubernetes": (
        ("k8s/deployment.yaml", "kind: Deployment\n"),
        "kubectl apply -f k8s",
        ("", ""),
        "",
    ),
    "docker": (
        ("compose.prod.yaml", ""),
        "ssh root@acme.test docker compose pull",
        ("", ""),
        "",
    ),
}
MORE_FILES = [
    ("aws", "amplify.yml", ""),
    ("aws", ".ebextensions/01.config", ""),
    ("aws", "ops/task-definition.json", "{}"),
    ("aws", "template.yaml", "Transform: AWS::Serverless-2016-10-31\n"),
    ("aws", "serverless.yml", ""),
    ("aws", "infra/cdk.json", "{}"),
    ("azure", "staticwebapp.config.json", "{}"),
    ("cloudflare", "wrangler.jsonc", "{}"),
    ("heroku", "Procfile", "web: x\n"),
    ("kubernetes", "chart/Chart.yaml", ""),
]
NOT_OF_A_PLATFORM = {
    "app.json": '{"expo": {}}',
    "template.yaml": "name: bug\n",
    "config/deploy.yml": "languages: []\n",
    "examples/render.yaml": "",
    "docs/fly.toml": "",
    "deployment.yaml": "steps: []\n",
}
SITE = a_site("acme.test", "www.acme.test", canonical="acme.test")


async def asked(
    files: dict[str, str],
    *,
    says: str = "",
    headers: dict[str, str] | Silent | None = None,
    alias: str | Silent = "",
) -> list[Finding]:
    """Both checks' answers; `headers` None: no host is named."""
    answer = headers if isinstance(headers, Silent) else page("https://acme.test/", headers=headers)
    aliases: tuple[str, ...] | Silent = alias if isinstance(alias, Silent) else (f"{alias}.",)
    world = a_world(
        files=DictRepository(files=files),
        web=DictBrowser(pages={"https://acme.test/": answer}),
        site=a_site() if headers is None else SITE,
        dns=DictResolver(answers={("acme.test", "CNAME"): aliases} if alias else {}),
    )
    release = Release(at=LINE, target=Named(name=says, at=LINE) if says else None)
    return [*await target_files.ask(release, world), *await target.ask(release, world)]


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_is_known_by_a_file_and_a_step(name: str) -> None:
    (path, text), step, _, _ = SIGNS[name]
    tree = walk(DictRepository(files={path: text} if path else {}))
    deploying = walk(DictRepository(files={".github/workflows/deploy.yml": DEPLOYS.format(step)}))

    assert [one.platform for one in signs_of(tree)] == [name] * bool(path)
    assert by_platform(signs_of(deploying)) == {name: [".github/workflows/deploy.yml:5"]}


@pytest.mark.parametrize(("name", "path", "text"), MORE_FILES)
def test_a_platform_of_many_services_is_known_by_each(name: str, path: str, text: str) -> None:
    tree = walk(DictRepository(files={path: text}))

    assert by_platform(signs_of(tree)) == {name: [path]}


@pytest.mark.parametrize(
    ("workflow", "step"),
    [
        ("test-compose.yml", "docker compose up -d db"),
        ("ci.yml", "docker compose up -d db"),
        ("playwright.yml", "aws s3 sync report s3://reports"),
        ("storybook-preview.yml", "vercel deploy"),
    ],
)
def test_a_step_that_tests_or_previews_deploys_nothing(workflow: str, step: str) -> None:
    files = {f".github/workflows/{workflow}": DEPLOYS.format(step)}

    assert signs_of(walk(DictRepository(files=files))) == ()


@pytest.mark.parametrize("path", NOT_OF_A_PLATFORM)
def test_a_file_of_a_common_name_that_is_something_else_is_no_sign(path: str) -> None:
    assert signs_of(walk(DictRepository(files={path: NOT_OF_A_PLATFORM[path]}))) == ()


@pytest.mark.parametrize("name", [one for one in PLATFORMS if SIGNS[one][3]])
async def test_every_host_is_known_by_its_header_and_by_where_the_name_leads(name: str) -> None:
    other = "render" if name == "fly" else "fly"
    (_, _, (header, value), alias) = SIGNS[name]

    if header:
        assert await asked({}, says=name, headers={header: value}) == []
        found = await asked({}, says=other, headers={header: value})
        assert [one.rule.id for one in found] == ["deploy/target-unclear"]
    found = await asked({}, says=other, headers={}, alias=alias)
    assert [one.evidence for one in found] == [(f"{name}: acme.test is an alias of {alias}",)]


async def test_two_platforms_and_no_word_on_which_block() -> None:
    found = await asked({"render.yaml": "services: []\n", **FLY})

    assert [one.message for one in found] == [
        "production may run on render or on fly; nothing says on which"
    ]


@pytest.mark.parametrize(
    "files",
    [
        {**FLY, ".github/workflows/go.yml": DEPLOYS.format("vercel deploy --prod")},
        {".github/workflows/go.yml": DEPLOYS.format("fly deploy && vercel deploy --prod")},
    ],
    ids=["a file and the only workflow", "one workflow"],
)
async def test_a_workflow_that_deploys_elsewhere_blocks(files: dict[str, str]) -> None:
    found = await asked(files)

    assert [one.rule.id for one in found] == ["deploy/target-unclear"]


async def test_a_workflow_may_deploy_what_has_a_folder_of_its_own() -> None:
    files = {
        **FLY,
        "apps/proxy/wrangler.toml": "",
        ".github/workflows/proxy.yml": DEPLOYS.format("wrangler deploy"),
    }

    assert await asked(files) == []


async def test_two_workflows_may_deploy_two_products() -> None:
    files = {
        ".github/workflows/web.yml": DEPLOYS.format("vercel deploy --prod"),
        ".github/workflows/api.yml": DEPLOYS.format("fly deploy"),
    }

    assert await asked(files) == []


async def test_another_platform_than_declared_blocks_at_the_line_that_declares() -> None:
    found = await asked(FLY, says="render", headers={"fly-request-id": "x"})

    assert [(one.message, one.at) for one in found] == [
        ("the target is fly by what is seen; launchready.yml says render", LINE)
    ]


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("", "the live site runs on vercel; the repository says fly"),
        ("fly", "the live site runs on vercel; launchready.yml says fly"),
    ],
)
async def test_a_live_site_elsewhere_than_the_repository_says_blocks(says: str, said: str) -> None:
    found = await asked(FLY, says=says, headers={"x-vercel-id": "iad1"})

    assert [(one.rule.id, one.message) for one in found] == [("deploy/target-unclear", said)]


async def test_a_live_site_that_shows_two_platforms_and_nothing_else_blocks() -> None:
    found = await asked({}, headers={"x-vercel-id": "iad1", "fly-request-id": "x"})

    assert [one.message for one in found] == [
        "production may run on vercel or on fly by what the live site shows"
    ]


@pytest.mark.parametrize(
    ("files", "says", "headers"),
    [
        (FLY, "", None),
        (FLY, "fly", None),
        ({"fly.toml": "", "render.yaml": ""}, "fly", None),
        ({"fly.toml": "", "Chart.yaml": ""}, "", None),
        ({"apps/api/fly.toml": "", "apps/web/vercel.json": ""}, "", None),
        ({"fly.toml": "", "examples/render.yaml": ""}, "", None),
        ({}, "vercel", {"server": "Vercel"}),
        ({}, "", {"server": "Vercel"}),
        ({}, "aws", {"x-amz-cf-id": "x"}),
        (FLY, "", {"x-amz-cf-id": "x", "fly-request-id": "x"}),
        (FLY, "", {"x-vercel-id": "x", "fly-request-id": "x"}),
        (FLY, "", {"server": "cloudflare"}),
        ({"Chart.yaml": ""}, "", {"server": "Google Frontend"}),
        (FLY, "docker", None),
    ],
)
async def test_signs_that_agree_are_silent(
    files: dict[str, str], says: str, headers: dict[str, str] | None
) -> None:
    assert await asked(files, says=says, headers=headers) == []


async def test_an_alias_of_ours_is_followed_to_the_platform() -> None:
    dns = DictResolver(
        answers={
            ("acme.test", "CNAME"): ("edge.acme.test.",),
            ("edge.acme.test", "CNAME"): ("acme.onrender.com.",),
        }
    )
    world = a_world(
        files=DictRepository(files=FLY),
        web=DictBrowser(pages={"https://acme.test/": page("https://acme.test/")}),
        dns=dns,
        site=SITE,
    )
    found = await target.ask(Release(at=LINE), world)

    assert [one.message for one in found] == [
        "the live site runs on render; the repository says fly"
    ]


async def test_the_zone_is_found_above_a_name_that_has_none() -> None:
    dns = DictResolver(
        servers={"www.acme.test": Silent("www.acme.test timed out"), "acme.test": (SERVER,)},
        answers={("www.acme.test", "CNAME"): ("acme.netlify.app.",)},
    )
    site = Site(base_url="https://www.acme.test/", own=SITE.own)
    web = DictBrowser(pages={"https://www.acme.test/": page("https://www.acme.test/")})
    found = await target.ask(
        Release(at=LINE), a_world(files=DictRepository(files=FLY), dns=dns, web=web, site=site)
    )

    assert [one.evidence for one in found] == [
        ("netlify: www.acme.test is an alias of acme.netlify.app",)
    ]


async def test_no_sign_at_all_is_no_answer() -> None:
    with pytest.raises(UnreachableError, match="no file, no workflow"):
        await asked({"src/a.ts": ""})


DOWN = Silent("acme.test timed out", kind="timed out")


@pytest.mark.parametrize("files", [{}, FLY], ids=["nothing", "a file alone"])
async def test_a_site_that_is_down_leaves_it_open(files: dict[str, str]) -> None:
    with pytest.raises(UnreachableError, match="timed out"):
        await asked(files, headers=DOWN)


async def test_a_file_and_the_founders_word_are_enough_when_the_site_is_down() -> None:
    assert await asked(FLY, says="fly", headers=DOWN, alias=DOWN) == []


async def test_a_name_server_that_is_down_does_not_hide_what_headers_say() -> None:
    found = await asked(FLY, headers={"x-vercel-id": "x"}, alias=DOWN)

    assert [one.rule.id for one in found] == ["deploy/target-unclear"]


async def test_a_host_that_is_not_ours_is_never_asked() -> None:
    web = DictBrowser()
    site = Site(base_url="https://stranger.test/", own=SITE.own)

    assert (
        await target.ask(Release(), a_world(files=DictRepository(files=FLY), web=web, site=site))
        == []
    )
    assert web.asked == []


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_has_a_way_back_and_says_what_it_leaves(name: str) -> None:
    assert PLATFORMS[name].back
    assert re.search("database|data|D1|volume", PLATFORMS[name].caveat, re.IGNORECASE)


@pytest.mark.parametrize(
    "path", ["scripts/release_smoke_test.sh", "script/generate-deploy-changelog.mjs"]
)
async def test_a_script_about_releases_is_no_path(path: str) -> None:
    files = DictRepository(files={path: "x\n"})

    assert len(await scripted_path.ask(Release(at=LINE), a_world(files=files))) == 1


async def test_nothing_that_deploys_blocks() -> None:
    found = await scripted_path.ask(
        Release(at=LINE), a_world(files=DictRepository(files={"README.md": "fly deploy"}))
    )

    assert [(one.rule.id, one.at) for one in found] == [("deploy/no-scripted-path", LINE)]


@pytest.mark.parametrize(
    "files",
    [
        {".github/workflows/go.yml": DEPLOYS.format("flyctl deploy --remote-only")},
        {"vercel.json": "{}"},
        {"scripts/deploy.sh": "ssh x\n"},
        {"Makefile": "deploy:\n\tkamal deploy\n"},
        {"package.json": '{"scripts": {"deploy": "sst deploy"}}'},
        {".github/workflows/go.yml": DEPLOYS.format("make deploy-production")},
        {".github/workflows/go.yml": DEPLOYS.format("terraform apply -auto-approve")},
        {".github/workflows/go.yml": "jobs:\n  go:\n    steps:\n      - name: Deploy it\n"},
        {".github/workflows/go.yml": "jobs:\n  deploy:\n    steps: []\n"},
    ],
)
async def test_a_script_or_an_integration_is_a_path(files: dict[str, str]) -> None:
    assert await scripted_path.ask(Release(), a_world(files=DictRepository(files=files))) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("go.yml", DEPLOYS.format("echo  # flyctl deploy")),
        ("go.yml", "jobs:\n  a:\n    steps:\n      - name: Deploy docs\n"),
        ("preview.yml", "jobs:\n  deploy:\n    steps: []\n"),
        ("test.yml", DEPLOYS.format("make deploy")),
    ],
    ids=["a comment", "documentation", "a preview", "a test"],
)
async def test_what_deploys_no_product_is_no_path(name: str, text: str) -> None:
    files = {f".github/workflows/{name}": text}

    assert len(await scripted_path.ask(Release(), a_world(files=DictRepository(files=files)))) == 1
