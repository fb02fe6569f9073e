"""What no report has is told by config, repository and DNS; what is not seen is not said."""

from pathlib import Path

import pytest

from launchready.core.context import Context
from launchready.core.resolver import Answer
from launchready.core.unreachable import UnreachableError
from launchready.handover_files.look import product
from launchready.handover_files.product import Domain, Product
from launchready.run import Request, prepare
from launchready.values.problem import ConfigError
from tests.command import git
from tests.worlds import SERVER, DictResolver, a_world

CONFIG = """\
version: 1
hosts: {canonical: acme.test, own: [acme.test, www.acme.test, app.acme.test, acme.io]}
environments: {production: {base_url: "https://app.acme.test"}}
smoke:
  pages: [{name: home, url: "${base_url}/", expect: {status: 200}}]
"""


async def looked(folder: Path, ctx: Context | None, config: str = CONFIG, **more: str) -> Product:
    (folder / "launchready.yml").write_text(config, "utf-8")
    for path, text in more.items():
        (folder / path.replace("__", "/")).write_text(text, "utf-8")
    git("init", "--quiet", cwd=folder)
    return await product(prepare(Request(start=folder, variables={"SMOKE_PASSWORD": "x" * 9})), ctx)


def live() -> Context:
    answers: dict[tuple[str, ...], Answer | tuple[str, ...] | UnreachableError] = {
        ("acme.test", "MX"): ("10 mx2.mail.test.", "5 mx1.mail.test."),
        ("app.acme.test", "CNAME"): ("acme.onrender.com.",),
        ("acme.io", "MX"): (),
    }
    return a_world(dns=DictResolver(answers=answers))


async def test_domains_are_those_below_no_other_host(tmp_path: Path) -> None:
    seen = await looked(tmp_path, live())

    assert seen.domains == (
        Domain(name="acme.test", servers=(SERVER.name,), mail=("mx1.mail.test", "mx2.mail.test")),
        Domain(name="acme.io", servers=(SERVER.name,), mail=()),
    )


async def test_a_host_alone_is_in_the_domain_above_it(tmp_path: Path) -> None:
    config = "version: 1\nhosts: {own: [app.acme.test, api.acme.test]}\n"
    bare = {"app.acme.test": (), "api.acme.test": ()}
    seen = await looked(tmp_path, a_world(dns=DictResolver(servers=bare)), config)

    assert seen.domains == (Domain(name="acme.test", servers=(SERVER.name,), mail=()),)


async def test_an_alias_tells_the_platform(tmp_path: Path) -> None:
    seen = await looked(tmp_path, live())

    assert seen.aliases == {"app.acme.test": "acme.onrender.com"}
    assert (seen.platform, seen.platform_by) == (
        "render",
        "app.acme.test is an alias of acme.onrender.com",
    )


async def test_dns_that_does_not_answer_is_told_as_not_seen(tmp_path: Path) -> None:
    silence = UnreachableError("no answer")
    dark = a_world(dns=DictResolver(servers={"acme.test": silence, "acme.io": silence}))
    seen = await looked(tmp_path, dark)

    assert seen.domains == (Domain(name="acme.test"), Domain(name="acme.io"))
    assert seen.aliases is None


async def test_without_the_network_the_record_map_tells(tmp_path: Path) -> None:
    (tmp_path / "dns").mkdir()
    map_ = "---\n'':\n  type: MX\n  value: {preference: 5, exchange: mx1.mail.test.}\n"
    map_ += "www: {type: CNAME, value: acme.netlify.app.}\n"
    config = CONFIG.replace(", acme.io", "") + "dns: {zones: [{map: dns/acme.test.yaml}]}\n"
    seen = await looked(tmp_path, None, config, **{"dns__acme.test.yaml": map_})

    assert seen.domains == (Domain(name="acme.test", mail=("mx1.mail.test",)),)
    assert seen.aliases == {"www.acme.test": "acme.netlify.app"}
    assert seen.platform == "netlify"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("git@github.com:acme/portal.git", "github.com/acme/portal"),
        ("https://u:pw@gitlab.com/acme/portal", "gitlab.com/acme/portal"),
        ("ssh://git@codeberg.org:22/acme/portal.git", "codeberg.org/acme/portal"),
        ("../portal", ""),
    ],
)
async def test_the_remote_is_told_without_who_may_get_in(
    tmp_path: Path, url: str, told: str
) -> None:
    git("init", "--quiet", cwd=tmp_path)
    git("remote", "add", "origin", url, cwd=tmp_path)
    seen = await looked(tmp_path, None)

    assert seen.repository == told


async def test_variables_are_told_by_name_and_those_the_config_takes_too(tmp_path: Path) -> None:
    example = "# copy me\nexport STRIPE_SECRET_KEY=\nDATABASE_URL=postgres://x\nlower=1\n"
    config = CONFIG + (
        "  sessions: {m: {form: {url: '${base_url}/login', fields: {p: '${SMOKE_PASSWORD}'}}, "
        "expect: ['[STATUS] == 200']}}\n"
    )
    seen = await looked(tmp_path, None, config, **{".env.example": example})

    assert seen.used == ("STRIPE_SECRET_KEY", "DATABASE_URL")
    assert seen.needs == ("SMOKE_PASSWORD",)
    assert seen.pages == (("home", "https://app.acme.test/"),)


@pytest.mark.parametrize("path", ["/etc", "../elsewhere", "docs\\\\handover"])
async def test_a_folder_outside_of_the_repository_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ConfigError) as error:
        await looked(tmp_path, None, f"{CONFIG}handover: {{output: '{path}'}}\n")

    assert [one.at.line for one in error.value.problems] == [6]
    assert "is not in the repository" in str(error.value)
