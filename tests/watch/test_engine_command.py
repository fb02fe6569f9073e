"""`launchready watch` as founders run it: a real outage, signals, kills, restarts, a full disk."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import launchready
from tests.watch.engine_stage import Stage, stage


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path) as made:
        yield made


def edited(acme: Stage, old: str, new: str) -> None:
    file = acme.folder / "launchready.yml"
    file.write_text(file.read_text().replace(old, new))


def test_a_real_outage_is_told_within_the_sum_and_its_end_too(acme: Stage) -> None:
    running = acme.watch("--state", "w.db", "--page", ".")
    acme.until(lambda: "homepage (page): up" in acme.log)
    began = time.monotonic()
    acme.site.stop()
    acme.until(lambda: acme.kinds == ["down"])
    took = time.monotonic() - began
    acme.site.start()
    acme.until(lambda: acme.kinds == ["down", "up"])
    running.send_signal(signal.SIGTERM)

    assert running.wait(20) == 143
    assert "a fault of a page is told within 26 s at worst" in acme.log
    assert took < 26
    assert "Traceback" not in acme.log
    assert "homepage" in (acme.folder / "index.html").read_text()


def test_a_restart_in_the_middle_of_an_outage_tells_nothing_twice(acme: Stage) -> None:
    running = acme.watch("--state", "w.db")
    acme.until(lambda: "homepage (page): up" in acme.log)
    acme.site.stop()
    acme.until(lambda: acme.kinds == ["down"])
    running.kill()
    running.wait(20)
    again = acme.watch("--state", "w.db")
    acme.until(lambda: acme.log.count("telling webhook") == 2)
    acme.site.start()
    acme.until(lambda: "up" in acme.kinds)
    again.terminate()
    again.wait(20)

    assert acme.kinds == ["down", "up"]
    assert len({one["data"]["incident"] for one in acme.heard}) == 1


def test_a_kill_in_the_middle_of_a_send_loses_no_alert_and_says_it_under_the_same_id(
    acme: Stage,
) -> None:
    acme.held.set()
    running = acme.watch("--state", "w.db")
    acme.until(lambda: "homepage (page): up" in acme.log)
    acme.site.stop()
    acme.until(lambda: len(acme.asked) == 1)
    running.kill()
    running.wait(20)
    acme.held.clear()
    again = acme.watch("--state", "w.db")
    acme.until(lambda: acme.kinds == ["down"])
    again.terminate()
    again.wait(20)

    assert acme.asked == [acme.heard[0]["data"]["id"]] * 2
    assert any("may be said twice" in one for one in acme.heard[0]["data"]["lines"])


def test_a_full_disk_is_told_and_the_watch_goes_on(acme: Stage) -> None:
    """A limit of the file's size stands for a full disk; the page and the log are smaller."""
    edited(acme, "sentinel", "flapping: {outages: 9}\n  sentinel")
    state = sqlite3.connect(acme.folder / "w.db")
    state.execute("CREATE TABLE other (text)")
    state.execute("INSERT INTO other VALUES (zeroblob(100000))")
    state.commit()
    state.close()
    running = acme.watch("--state", "w.db", shell="ulimit -f 100")
    acme.until(lambda: "the watch goes on and cannot remember" in acme.log)
    acme.site.stop()
    acme.until(lambda: "down" in acme.kinds)
    running.terminate()
    running.wait(20)

    assert "note" in acme.kinds
    assert "Traceback" not in acme.log


def test_once_looks_once_and_says_how_it_stands(acme: Stage) -> None:
    up = launchready("watch", "--once", cwd=acme.folder)
    acme.site.stop()
    down = launchready("watch", "--once", cwd=acme.folder)

    assert (up.code, down.code) == (0, 1)
    assert "up       homepage" in up.out
    assert "down     homepage" in down.out
    assert acme.kinds == ["down"]


def test_while_no_sentinel_answers_what_fails_is_unknown(acme: Stage) -> None:
    edited(acme, f'["127.0.0.1:{acme.hook.port}"]', '["127.0.0.1:1"]')
    acme.site.stop()
    ran = launchready("watch", "--once", cwd=acme.folder)

    assert ran.code == 3
    assert "this machine reaches nobody at all" in ran.out
    assert acme.kinds == []


def test_a_drill_arrives_and_says_that_it_is_one(acme: Stage) -> None:
    ran = launchready("watch", "--drill", cwd=acme.folder)

    assert ran.code == 0
    assert ran.out == "webhook took it; see that it arrived\n"
    assert acme.kinds == ["test"]


def test_a_drill_that_nobody_takes_fails(acme: Stage) -> None:
    acme.hook.stop()
    ran = launchready("watch", "--drill", cwd=acme.folder)

    assert ran.code == 1
    assert ran.out == "webhook did not take it: the connection was refused\n"


def test_a_sum_beyond_the_promise_is_refused_at_its_line(acme: Stage) -> None:
    edited(acme, "every: {pages: 5s}", "every: {pages: 2m}")
    ran = launchready("watch", cwd=acme.folder)

    assert ran.code == 2
    assert ran.err.startswith("launchready.yml:8:3: an outage of homepage would be told after ")
    assert "120 s are promised" in ran.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("every: {pages: 5s}", "every: {pages: 1s}", "pages is looked at too often; 5s or more"),
        ("timeout: 2s", "pages: [homepge]", "there is no page homepge; did you mean homepage?"),
        ("timeout: 2s", "confirmations: 0", "confirmations is 0; 1 to 10"),
        ("timeout: 2s", "jitter: 80%", "jitter is 80%; at most 50%"),
        ("timeout: 2s", "metrics: 127.0.0.1", "127.0.0.1 has no port"),
        ("timeout: 2s", "flapping: {outages: 1}", "outages is 1; 2 or more go to and fro"),
    ],
)
def test_what_cannot_be_kept_is_refused(acme: Stage, old: str, new: str, said: str) -> None:
    edited(acme, old, new)
    ran = launchready("watch", "--once", cwd=acme.folder)

    assert ran.code == 2
    assert said in ran.err
    assert "launchready.yml:" in ran.err
    assert "Traceback" not in ran.err


def test_nothing_to_look_at_is_refused(tmp_path: Path) -> None:
    (tmp_path / "launchready.yml").write_text("version: 1\nwatch: {jitter: 5%}\n")
    ran = launchready("watch", cwd=tmp_path)

    assert ran.code == 2
    assert "there is nothing to look at" in ran.err


def test_a_page_that_writes_is_left_out_unless_it_is_named(acme: Stage) -> None:
    more = '- {name: form, url: "http://localhost:1/", method: POST}\n    - {name: homepage'
    edited(acme, "- {name: homepage", more)
    plain = launchready("watch", "--once", cwd=acme.folder)
    edited(acme, "timeout: 2s", "timeout: 2s\n  pages: [form]")
    named = launchready("watch", "--once", cwd=acme.folder)

    assert plain.code == 0
    assert "form is left out, since it writes" in plain.out
    assert named.code == 1
    assert "down     form" in named.out


def test_a_gate_needs_none_of_the_watchs_variables_and_the_watch_does(acme: Stage) -> None:
    edited(acme, f'"http://127.0.0.1:{acme.hook.port}/hook"', '"${HOOK_URL}"')
    gate = launchready("check", "smoke", cwd=acme.folder)
    watch = launchready("watch", "--once", cwd=acme.folder)
    edited(acme, "timeout: 2s", "timeout: 2")
    wrong = launchready("check", "smoke", cwd=acme.folder)

    assert gate.code == 0
    assert watch.code == 2
    assert "${HOOK_URL} is neither in environments" in watch.err
    assert wrong.code == 2
    assert "2 is not a duration" in wrong.err


def test_the_state_is_not_shared_and_its_folder_must_be_there(acme: Stage) -> None:
    running = acme.watch("--state", "w.db")
    acme.until(lambda: "homepage (page): up" in acme.log)
    second = launchready("watch", "--once", "--state", "w.db", cwd=acme.folder)
    nowhere = launchready("watch", "--state", "no/w.db", cwd=acme.folder)
    running.terminate()
    running.wait(20)

    assert (second.code, nowhere.code) == (2, 2)
    assert "another watch has it open" in second.err
    assert "its folder is not there" in nowhere.err


def test_a_port_that_is_taken_is_said(acme: Stage) -> None:
    edited(acme, "timeout: 2s", f"metrics: 127.0.0.1:{acme.hook.port}")
    ran = launchready("watch", cwd=acme.folder)

    assert ran.code == 2
    assert "cannot be listened on" in ran.err
    assert "Traceback" not in ran.err


def test_no_secret_of_an_alert_is_shown(acme: Stage) -> None:
    secret = "s3cr3t" + "x" * 20
    edited(acme, "/hook", f"/{secret}")
    acme.hook.stop()
    edited(acme, "sentinel: [", "sentinel: []  # [")
    acme.site.stop()
    ran = launchready("watch", "--drill", cwd=acme.folder)

    assert ran.code == 1
    assert secret not in ran.out + ran.err
