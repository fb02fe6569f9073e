"""Files, headers and CNAMEs tell where the product is deployed, and what watches it."""

import pytest

from launchready.discover.hosting import deploy_workflows, monitors, targets


@pytest.mark.parametrize(
    ("paths", "headers", "names", "target"),
    [
        (["fly.toml"], [], [], "fly"),
        (["render.yaml"], [], [], "render"),
        (["docker-compose.prod.yml"], [], [], "docker-compose"),
        ([], [("a.test", "x-vercel-id", "fra1")], [], "vercel"),
        ([], [("a.test", "via", "1.1 vegur")], [], "heroku"),
        ([], [], [("www.a.test", "cname.vercel-dns.com")], "vercel"),
        ([], [], [("www.a.test", "d1.cloudfront.net")], "aws"),
    ],
)
def test_each_sign_names_its_target(
    paths: list[str],
    headers: list[tuple[str, str, str]],
    names: list[tuple[str, str]],
    target: str,
) -> None:
    assert list(targets(paths, headers, names)) == [target]


def test_what_only_looks_like_a_sign_is_none() -> None:
    paths = ["docs/fly.toml.md", "src/render.yaml.ts", "README.md", "lib/Procfile.rb"]
    headers = [("a.test", "via", "1.1 varnish"), ("a.test", "server", "nginx")]
    names = [("a.test", "notvercel-dns.com"), ("b.test", "vercel.app.a.test")]

    assert targets(paths, headers, names) == {}


def test_what_watches_already_is_told() -> None:
    found = monitors([".upptimerc.yml", "ops/gatus.yaml"], [("status.a.test", "x.statuspage.io")])

    assert list(found) == ["upptime", "gatus", "statuspage"]
    assert deploy_workflows([".github/workflows/deploy.yml", "deploy.yml"]) == [
        ".github/workflows/deploy.yml"
    ]
