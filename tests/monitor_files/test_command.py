"""The command writes files into a folder, and never over what people changed in them."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.monitor_files.asked import plainly
from launchready.monitor_files.command import NAMES
from launchready.monitor_files.planned import Page, Plan
from launchready.monitor_files.text import as_yaml, is_as_made
from launchready.values.problem import ConfigError
from launchready.visit.expectations import parse
from tests.command import launchready
from tests.monitor_files.worlds import COVER, HOSTS, PEOPLE, SMOKE, made, planned

CONFIG = f"version: 1\nproduct: Acme\n{HOSTS}\nmonitor:\n{COVER}{PEOPLE}{SMOKE}"


@pytest.fixture
def product(tmp_path: Path) -> Path:
    (tmp_path / "launchready.yml").write_text(CONFIG, "utf-8")
    return tmp_path


def test_files_go_into_the_folder_that_was_named(product: Path) -> None:
    ran = launchready("monitors", "prometheus", "-o", "ops/watch", cwd=product)
    there = sorted(one.name for one in (product / "ops/watch").iterdir())

    assert (ran.code, ran.out) == (0, "")
    assert there == ["alertmanager.yml", "blackbox.yml", "prometheus.yml", "rules.yml"]


def test_a_config_may_name_what_is_still_to_be_written(product: Path) -> None:
    named = CONFIG.replace("monitor:\n", "monitor:\n  provider: gatus\n  file: ops/gatus.yaml\n")
    (product / "launchready.yml").write_text(named, "utf-8")
    ran = launchready("monitors", "gatus", "-o", "ops", cwd=product)
    again = launchready("check", "monitor", "--offline", cwd=product)

    assert (ran.code, again.code) == (0, 3)
    assert "there is no file" not in ran.err + again.err


def test_a_config_that_is_not_there_is_told(product: Path) -> None:
    ran = launchready("monitors", "gatus", "-c", "absent.yml", cwd=product)

    assert ran.code == 2
    assert "there is no such file" in ran.err


@pytest.mark.parametrize("form", NAMES)
def test_every_format_writes_the_files_it_says(form: str) -> None:
    written = made(form, planned(), "slack")

    assert tuple(one.name for one in written.files) == NAMES[form]


def test_one_file_is_shown_where_no_folder_is_named(product: Path) -> None:
    ran = launchready("monitors", "gatus", cwd=product)

    assert ran.code == 0
    assert ran.out.startswith("# Made by `launchready monitors gatus`")
    assert "https://app.acme.test/login" in ran.out


def test_several_files_need_a_folder(product: Path) -> None:
    ran = launchready("monitors", "prometheus", cwd=product)

    assert ran.code == 2
    assert "name a folder: -o DIR" in ran.err


def test_a_file_changed_by_hand_stays_unless_it_is_forced(product: Path) -> None:
    assert launchready("monitors", "gatus", "-o", "ops", cwd=product).code == 0
    file = product / "ops/gatus.yaml"
    edited = file.read_text("utf-8").replace("interval: 30s", "interval: 20s")
    file.write_text(edited, "utf-8")
    refused = launchready("monitors", "gatus", "-o", "ops", cwd=product)
    kept = file.read_text("utf-8")
    forced = launchready("monitors", "gatus", "-o", "ops", "--force", cwd=product)

    assert (refused.code, kept) == (2, edited)
    assert "gatus.yaml in ops were changed by hand" in refused.err
    assert forced.code == 0
    assert "interval: 20s" not in file.read_text("utf-8")


def test_of_several_files_none_is_written_where_one_was_changed(product: Path) -> None:
    launchready("monitors", "prometheus", "-o", "ops", cwd=product)
    (product / "ops/rules.yml").write_text("groups: []\n", "utf-8")
    (product / "ops/blackbox.yml").unlink()
    ran = launchready("monitors", "prometheus", "-o", "ops", cwd=product)

    assert ran.code == 2
    assert not (product / "ops/blackbox.yml").exists()


def test_a_file_as_it_was_made_follows_the_config(product: Path) -> None:
    launchready("monitors", "gatus", "-o", "ops", cwd=product)
    (product / "launchready.yml").write_text(CONFIG.replace("/pricing", "/prices"), "utf-8")
    ran = launchready("monitors", "gatus", "-o", "ops", cwd=product)

    assert ran.code == 0
    assert "/prices" in (product / "ops/gatus.yaml").read_text("utf-8")


def test_a_value_of_the_environment_is_in_no_file(product: Path) -> None:
    secret = "sesame" + "-open-12345"
    text = CONFIG.replace("/pricing", "/pricing?key=${KEY}")
    (product / "launchready.yml").write_text(text, "utf-8")
    ran = launchready("monitors", "gatus", "-o", "ops", cwd=product, env={"KEY": secret})

    assert ran.code == 2
    assert secret not in ran.out + ran.err
    assert not (product / "ops/gatus.yaml").exists()


def test_nothing_to_watch_is_a_mistake_of_the_config(tmp_path: Path) -> None:
    (tmp_path / "launchready.yml").write_text("version: 1\n", "utf-8")
    ran = launchready("monitors", "gatus", cwd=tmp_path)

    assert ran.code == 2
    assert "nothing is named to be watched" in ran.err
    assert "Traceback" not in ran.err


def test_a_time_that_no_interval_keeps_is_told() -> None:
    with pytest.raises(ValueError, match="alert_within of 20 s cannot be kept"):
        made("prometheus", planned(f"  alert_within: 20s\n{COVER}"))


def test_secrets_are_variables_by_the_names_of_people() -> None:
    text = made("gatus", planned(COVER + PEOPLE.partition("\n")[2]), "slack").files[0].text

    assert "${SLACK_WEBHOOK_URL_ANA}" in text
    assert "${SLACK_WEBHOOK_URL_BO}" in text


def test_what_a_program_cannot_ask_is_told() -> None:
    smoke = (
        'smoke: {pages: [{name: shop, url: "https://app.acme.test/", '
        'expect: ["[STATUS] == 200", "css(h1)", "[BODY] matches ^a+$"]}]}\n'
    )
    notes = made("gatus", planned("  must_cover: {email: heartbeat}\n", smoke)).notes

    assert [one for one in notes if "shop" in one] == [
        "shop: Gatus cannot ask for css(h1)",
        "shop: Gatus cannot ask for ^a+$",
    ]


def test_two_pages_never_share_a_name_in_a_file() -> None:
    smoke = (
        'smoke: {pages: [{name: "a b", url: "https://acme.test/1"}, '
        '{name: "A-B", url: "https://acme.test/2"}]}\n'
    )
    plan = planned("  must_cover: {email: heartbeat}\n", smoke)

    assert [one.key for one in plan.pages] == ["a-b", "a-b-2"]


def test_a_backup_for_uptime_kuma_holds_every_page_and_the_heartbeat() -> None:
    plan = planned()
    made_ = json.loads(made("uptime-kuma", plan).files[0].text)
    kinds = {one["name"]: one["type"] for one in made_["monitorList"]}

    assert kinds == {
        "homepage": "keyword", "login": "http", "api": "json-query",
        "pricing": "http", "email": "push",
    }  # fmt: skip
    assert [one["name"] for one in made_["notificationList"]] == [
        "ana@acme.test", "bo@acme.test",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "statuses"),
    [
        (["[STATUS] == 200"], (200,)),
        (["[STATUS] == any(200, 204)"], (200, 204)),
        (["[STATUS] < 300", "[STATUS] != 204"], (200, 201, 202, 203, 205, 206, 207, 208, 226)),
        (["[STATUS] == 299"], (299,)),
    ],
)
def test_statuses_are_those_that_fit_every_line(lines: list[str], statuses: tuple[int]) -> None:
    page = Page(name="a", url="https://acme.test/", expect=tuple(parse(one) for one in lines))

    assert plainly(page).statuses == statuses


def test_a_pattern_finds_what_the_text_says() -> None:
    lines = ["[BODY] contains 5$ (new)", "[BODY] == pat(*a.b*)", "[BODY].s == ok"]
    page = Page(name="a", url="https://acme.test/", expect=tuple(parse(one) for one in lines))
    body = 'x 5$ (new)\n a.b {"s": "ok"}'

    assert all(re.search(one, body) for one in plainly(page).expressions)
    assert not any(re.search(one, "x 5 new a-b ko") for one in plainly(page).expressions)


SOMETHING = st.recursive(
    st.text(max_size=30), lambda inner: st.dictionaries(st.text(max_size=9), inner, max_size=4)
)


@given(SOMETHING)
@settings(max_examples=60)
def test_whatever_was_written_is_known_for_its_own_until_a_letter_changes(content: object) -> None:
    text = as_yaml("a.yml", "gatus", {"a": content}, "one line").text

    assert is_as_made(text)
    assert not is_as_made(text + "# mine\n")
    assert not is_as_made("a: 1\n")


def test_a_plan_of_nothing_is_no_plan() -> None:
    with pytest.raises(ConfigError):
        planned("  must_cover: {homepage: none}\n", "")


def test_whoever_hears_of_outages_hears_of_the_rest_where_nobody_is_named() -> None:
    plan: Plan = planned(f"{COVER}  paging: {{downtime: [ana, bo]}}\n")

    assert [one.name for one in plan.called("ssl_expiry")] == ["ana", "bo"]
