"""What launchready.yml says of monitors is read, and every mistake is told at its place."""

import pytest

from launchready.core.location import Location
from launchready.core.unreachable import UnreachableError
from launchready.monitor.files import gathered
from launchready.monitor.promised import Source
from launchready.values.problem import ConfigError
from tests.monitor.worlds import APP, ASKED, COVER, PAGING, a_section
from tests.worlds import DictRepository

FILES = {"ops/gatus.yaml": "endpoints: []\n"}


def test_the_section_says_what_must_be_watched_and_where() -> None:
    text = (
        "  provider: gatus\n  file: ops/gatus.yaml\n"
        "  also: [{provider: healthchecks, token: abc}]\n"
        "  alert_within: 3m\n  delivery: 5s\n  tls_alerts: [3d, 21d]\n"
    )
    section = a_section(text + COVER + PAGING, FILES)

    assert [str(one) for one in section.watch.sources] == ["gatus (ops/gatus.yaml)", "healthchecks"]
    assert [(one.label, one.by, one.target, one.at.line) for one in section.covered] == [
        ("homepage", "url", f"{APP}/", 10),
        ("login", "url", f"{APP}/login", 11),
        ("api", "url", "https://api.acme.test/health", 12),
        ("email", "heartbeat", "", 13),
    ]
    assert (section.watch.within, section.watch.delivery) == (180.0, 5.0)
    assert section.watch.expiry == (21.0, 3.0)
    assert [(one.incident, one.people) for one in section.paged][:1] == [
        ("downtime", ("ana", "ben"))
    ]


def test_the_homepage_is_the_base_url_unless_it_is_said() -> None:
    section = a_section(
        ASKED + "  must_cover: {login: {monitor: Sign in}, api: none, email: none}\n"
    )

    assert [(one.label, one.by, one.target) for one in section.covered] == [
        ("login", "monitor", "Sign in"),
        ("homepage", "unsaid", ""),
    ]


def test_a_token_is_never_shown() -> None:
    secret = "t0ken-" + "x" * 12
    section = a_section(f"  provider: uptimerobot\n  token: {secret}\n")

    assert secret not in repr(section)
    assert secret not in repr(section.watch)
    assert section.watch.sources[0].access is not None
    assert section.watch.sources[0].access.token == secret


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  provider: gatos\n", "3:13"),
        ("  provider: gatus\n  file: ops/none.yaml\n", "there is no file ops/none.yaml"),
        ("  provider: gatus\n", "neither file nor token is here"),
        ("  provider: gatus\n  token: x\n", "gatus is not read by token"),
        ("  provider: uptimerobot\n  file: ops/gatus.yaml\n", "uptimerobot is not read by file"),
        ("  provider: checkly\n  file: ops/gatus.yaml\n  token: x\n", "both file and token"),
        ("  file: ops/gatus.yaml\n", "nothing says what watches"),
        ("  must_cover: {homepage: acme}\n", "acme is not a URL"),
        ("  must_cover: {email: {beat: x}}\n", "this names no monitor"),
        ("  must_cover: {email: [x]}\n", "this is a list"),
        ("  paging: {downtme: [ana]}\n", "did you mean downtime?"),
        ("  paging: {downtime: []}\n", "nobody stands here"),
        ("  people: {ana: [x]}\n  paging: {downtime: [ana, bob]}\n", "paging names bob"),
        ("  tls_alerts: [1d, 2d, 3d, 4d, 5d, 6d]\n", "6 times stand here"),
        ("  alert_within: 2\n", "did you mean 2s?"),
        ("  coverage: x\n", "coverage"),
        ("  also: [{provider: gatus}]\n", "neither file nor token is here"),
    ],
)
def test_a_mistake_is_told(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as mistake:
        a_section(text, FILES)

    assert said in str(mistake.value)
    assert all(one.at.line >= 2 for one in mistake.value.problems)


def a_source(provider: str, *names: str) -> Source:
    from launchready.core.location import Named

    at = Location(file="launchready.yml", line=4)
    return Source(provider=provider, files=tuple(Named(name=one, at=at) for one in names))


def test_a_folder_is_read_whole_and_files_that_are_named_in_turn() -> None:
    files = {
        "ops/prometheus.yml": "rule_files: [rules/*.yml, /etc/prometheus/alerts.yml, ../up.yml]\nscrape_configs: []\n",  # noqa: E501 - one file
        "ops/rules/a.yml": "groups: []\n",
        "ops/rules/b.txt": "no\n",
        "ops/deep/alerts.yml": "groups: []\n",
        "up.yml": "groups: []\n",
        "other/c.yml": "groups: []\n",
    }
    repository = DictRepository(files=files)
    followed = gathered(a_source("prometheus", "ops/prometheus.yml"), repository)
    folder = gathered(a_source("gatus", "ops/"), repository)

    assert [one.path for one in followed] == [
        "ops/prometheus.yml",
        "ops/rules/a.yml",
        "ops/deep/alerts.yml",
        "up.yml",
    ]
    assert [one.path for one in folder] == [
        "ops/deep/alerts.yml",
        "ops/prometheus.yml",
        "ops/rules/a.yml",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [("ops/", "ops/ holds no config"), ("ops/x.yml", "there is no file ops/x.yml")],
)
def test_what_is_not_there_is_no_answer(name: str, said: str) -> None:
    with pytest.raises(UnreachableError, match=said):
        gathered(a_source("gatus", name), DictRepository())


def test_a_folder_of_too_many_files_is_no_folder_of_monitors() -> None:
    files = {f"ops/{one}.yml": "a: 1\n" for one in range(501)}

    with pytest.raises(UnreachableError, match="501 files"):
        gathered(a_source("gatus", "ops/"), DictRepository(files=files))
