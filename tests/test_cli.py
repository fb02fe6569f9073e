"""The command line: exit codes, files written whole, help that fits, words when a call is wrong."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from string import ascii_letters, digits

import pytest

from launchready import __version__
from launchready.core import registry
from tests.command import LIMIT, a_repository, command, environment, git, launchready

COMMANDS = ("check", "demo", "baseline", "explain", "rules", "schema", "version", "github")
NETWORK = ("httpx", "httpcore", "dns", "cryptography", "detect_secrets", "ssl", "rich")


def a_key() -> str:
    """A key of a real shape, made when the test runs, the same one all through."""
    return "_".join(("sk", "live", KEY_BODY))


KEY_BODY = "".join(Random(7).choices(ascii_letters + digits, k=24))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return a_repository(tmp_path / "shop", README_dot_md="# Shop\n")


@pytest.fixture
def leaking(tmp_path: Path) -> Path:
    return a_repository(tmp_path / "shop", app_dot_py=f'import shop\n\nTOKEN = "{a_key()}"\n')


def test_without_a_config_it_scans_the_tree_and_says_what_it_skipped(sound: Path) -> None:
    ran = launchready("check", "--verbose", cwd=sound)

    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.startswith("go")
    for room in set(registry.ROOMS) - {"secrets"}:
        assert f"{room}:" in ran.out


def test_without_a_config_a_key_in_the_tree_is_a_no_go_at_its_line(leaking: Path) -> None:
    ran = launchready("check", cwd=leaking)

    assert ran.code == 1
    assert ran.out.startswith("no-go")
    assert "app.py:3" in ran.out
    assert KEY_BODY not in ran.out + ran.err


def test_from_a_folder_below_the_same_repository_is_checked(leaking: Path) -> None:
    (leaking / "docs").mkdir()

    assert launchready("check", cwd=leaking / "docs").code == 1


def test_a_folder_that_is_no_repository_is_scanned_too(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(f'TOKEN = "{a_key()}"\n')

    assert launchready("check", cwd=tmp_path).code == 1


def test_every_report_tells_the_same_and_files_appear_whole(leaking: Path, tmp_path: Path) -> None:
    formats = ("json", "sarif", "junit", "markdown", "html", "annotations")
    wanted = [f"-f={name}={tmp_path / name}" for name in formats]
    ran = launchready("check", *wanted, cwd=leaking)

    assert ran.code == 1
    assert ran.out.startswith("no-go")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*formats, "shop"])
    assert json.loads((tmp_path / "json").read_text())["verdict"] == "no-go"
    for name in formats:
        assert KEY_BODY not in (tmp_path / name).read_text()
        assert "app.py" in (tmp_path / name).read_text()


def test_a_format_to_standard_output_takes_the_terminals_place(leaking: Path) -> None:
    report = json.loads(launchready("check", "-f", "json", cwd=leaking).out)

    assert report["findings"][0]["file"] == "app.py"
    assert report["findings"][0]["line"] == 3
    assert report["tool"]["version"] == __version__
    assert report["commit"] == git("rev-parse", "HEAD", cwd=leaking).strip()


def test_nothing_unasked_for_is_written(leaking: Path) -> None:
    before = {one: one.stat().st_mtime_ns for one in leaking.rglob("*")}
    launchready("check", cwd=leaking)

    assert {one: one.stat().st_mtime_ns for one in leaking.rglob("*")} == before


def test_since_marks_what_is_new_and_what_is_gone(leaking: Path, tmp_path: Path) -> None:
    launchready("check", f"-f=json={tmp_path / 'before.json'}", cwd=leaking)
    (leaking / "app.py").write_text("import shop\n")
    ran = launchready("check", "-f=json", f"--since={tmp_path / 'before.json'}", cwd=leaking)

    assert ran.code == 0
    again = launchready("check", f"--since={tmp_path / 'before.json'}", cwd=leaking)
    assert "gone" in again.out


def test_the_index_the_range_and_the_history_are_looked_at_when_asked(leaking: Path) -> None:
    (leaking / "app.py").write_text("import shop\n")
    git("commit", "-qam", "take the key out", cwd=leaking)

    assert launchready("check", cwd=leaking).code == 0
    assert launchready("check", "--staged", cwd=leaking).code == 0
    assert launchready("check", "--range", "HEAD~1..HEAD", cwd=leaking).code == 0
    assert launchready("check", "--history", cwd=leaking).code == 1


def test_a_history_that_is_not_there_is_unknown(leaking: Path, tmp_path: Path) -> None:
    (leaking / "app.py").write_text("import shop\n")
    git("commit", "-qam", "take the key out", cwd=leaking)
    git("clone", "-q", "--depth=1", leaking.as_uri(), str(tmp_path / "shallow"), cwd=tmp_path)
    ran = launchready("check", "--history", cwd=tmp_path / "shallow")

    assert ran.code == 3
    assert ran.out.startswith("unknown")
    assert "shallow" in ran.out


def test_a_missing_range_is_unknown_and_names_it(sound: Path) -> None:
    ran = launchready("check", "--range", "nowhere..HEAD", cwd=sound)

    assert ran.code == 3
    assert "nowhere" in ran.out


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


CONFIG = """\
version: 1
hosts: {{canonical: acme.test, own: [acme.test]}}
network:
  addresses: {{"acme.test:443": ["127.0.0.1:{port}"], "acme.test:80": ["127.0.0.1:{port}"]}}
  timeout: 1s
smoke:
  pages:
    - {{name: home, url: "https://acme.test/", expect: ["[STATUS] == 200"]}}
"""


def test_a_host_that_says_nothing_is_unknown_and_hides_no_finding(
    leaking: Path, silent_port: int
) -> None:
    (leaking / "launchready.yml").write_text(CONFIG.format(port=silent_port))
    unknown = launchready("check", "smoke", cwd=leaking)
    no_go = launchready("check", cwd=leaking)

    assert unknown.code == 3
    assert "acme.test" in unknown.out
    assert no_go.code == 1
    assert "app.py:3" in no_go.out


def test_offline_asks_nothing_of_the_network(sound: Path, silent_port: int) -> None:
    (sound / "launchready.yml").write_text(CONFIG.format(port=silent_port))
    ran = launchready("check", "--offline", cwd=sound)

    assert ran.code == 0
    assert "launchready.yml was read and holds" in ran.out
    alone = launchready("check", "smoke", "--offline", cwd=sound)
    assert alone.code == 3
    assert "launchready.yml was read and holds" in alone.out
    (sound / "launchready.yml").unlink()
    assert "was read and holds" not in launchready("check", "--offline", cwd=sound).out


def test_a_room_that_is_not_configured_asks_nothing_and_is_unknown(sound: Path) -> None:
    assert launchready("check", "dns", cwd=sound).code == 3


def test_a_mistake_in_the_config_is_told_with_its_line_before_anything_is_done(sound: Path) -> None:
    (sound / "launchready.yml").write_text("version: 1\nhosts: {onw: [a.test]}\n")
    ran = launchready("check", "-f=json=report.json", cwd=sound)

    assert ran.code == 2
    assert ran.out == ""
    assert ran.err == "launchready.yml:2:9: onw is not a key here; did you mean own?\n"
    assert not (sound / "report.json").exists()


def test_what_a_config_says_is_quoted_without_power_over_a_terminal_or_a_log(sound: Path) -> None:
    hostile = "\x1b[2J\n::add-mask::x\n##[error]x"
    (sound / "launchready.yml").write_text(f"version: 1\n{json.dumps(hostile)}: 1\n")
    ran = launchready("check", cwd=sound)

    assert ran.code == 2
    assert "add-mask" in ran.err
    assert "\x1b" not in ran.err
    assert not any(line.lstrip().startswith("::") for line in ran.err.splitlines())
    assert "##[" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "dsn"], "there is no room dsn; did you mean dns?"),
        (["check", "-f", "jsn"], "jsn is not a format; did you mean json?"),
        (["check", "-f=json", "-f=sarif"], "json and sarif would both go to standard output"),
        (["check", "-f=json=no/such/report.json"], "its folder is not there"),
        (["check", "-c", "no.yml"], "no.yml:1:1: there is no such file"),
        (["check", "--env", "moon"], "there is no environment moon"),
        (["check", "--range", "HEAD"], "--range HEAD is not a range; write A..B"),
        (["check", "--since", "no.json"], "--since no.json cannot be read"),
        (["check", "--staged", "--history"], "not allowed with argument"),
        (["explain", "dns/record-mising"], "did you mean dns/record-missing?"),
        (["explain", "zzz"], "'launchready rules' lists them"),
        ([], "required: COMMAND"),
    ],
)
def test_a_wrong_call_says_what_was_meant(sound: Path, arguments: list[str], said: str) -> None:
    ran = launchready(*arguments, cwd=sound)

    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_a_screen_and_has_an_example(name: str, tmp_path: Path) -> None:
    ran = launchready(*([name] if name else []), "--help", cwd=tmp_path)

    assert ran.code == 0
    assert "example" in ran.out
    assert len(ran.out.splitlines()) <= 45
    assert max(map(len, ran.out.splitlines())) <= 90


@pytest.mark.parametrize("call", [["--help"], ["explain", "dns/record-missing"], ["rules"]])
def test_reading_the_rules_loads_no_network_library(call: list[str], tmp_path: Path) -> None:
    program = (
        "import sys; from launchready.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print([n for n in {NETWORK!r} if n in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [*command()[:1], "-c", program, *call],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )

    assert ran.stderr == "[]\n"


def test_explain_tells_what_it_costs_and_what_to_do(tmp_path: Path) -> None:
    ran = launchready("explain", "dns/record-missing", cwd=tmp_path)
    rule = next(one for one in registry.rules() if one.id == "dns/record-missing")

    assert ran.code == 0
    assert rule.title in ran.out
    assert rule.why.split()[0] in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_rules_come_a_line_each_or_as_json(tmp_path: Path) -> None:
    lines = launchready("rules", cwd=tmp_path).out.splitlines()
    rows = json.loads(launchready("rules", "--json", cwd=tmp_path).out)

    assert len(lines) == len(rows) == len(registry.rules())
    assert set(rows[0]) == {"id", "title", "why", "fix", "hours", "impact", "stage"}


def test_the_schema_is_json(tmp_path: Path) -> None:
    assert json.loads(launchready("schema", cwd=tmp_path).out)["title"] == "launchready.yml"


def test_the_version_is_the_packages(tmp_path: Path) -> None:
    assert launchready("version", cwd=tmp_path).out == f"launchready {__version__}\n"
    assert launchready("--version", cwd=tmp_path).out == f"launchready {__version__}\n"


def test_no_colour_reaches_a_pipe_unless_it_is_forced(leaking: Path) -> None:
    assert "\x1b" not in launchready("check", cwd=leaking).out
    assert "\x1b" in launchready("check", cwd=leaking, env={"FORCE_COLOR": "1"}).out
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in launchready("check", cwd=leaking, env=both).out


def test_the_report_fits_eighty_columns(leaking: Path) -> None:
    assert max(map(len, launchready("check", cwd=leaking).out.splitlines())) <= 80


def test_a_terminal_that_knows_ascii_only_gets_a_report(leaking: Path) -> None:
    ran = launchready("check", cwd=leaking, env={"PYTHONIOENCODING": "ascii"})

    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_a_reader_that_goes_away_costs_no_traceback(leaking: Path) -> None:
    check = subprocess.Popen(
        command("check"),
        cwd=leaking,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert check.stdout is not None
    assert check.stderr is not None
    check.stdout.close()
    said = check.stderr.read()
    check.stderr.close()

    assert check.wait(LIMIT) == 1
    assert said == b""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_at_any_moment_it_leaves_no_traceback_and_no_half_file(
    sound: Path, silent_port: int, number: signal.Signals, code: int
) -> None:
    config = CONFIG.format(port=silent_port).replace("timeout: 1s", "timeout: 60s")
    (sound / "launchready.yml").write_text(config)
    (sound / "report.json").write_text("before")
    check = subprocess.Popen(
        command("check", "smoke", "-f=json=report.json"),
        cwd=sound,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _wait_until_connected(check.pid)
    check.send_signal(number)
    out, err = check.communicate(timeout=LIMIT)

    assert (check.returncode, out, err) == (code, "", "launchready: interrupted\n")
    assert (sound / "report.json").read_text() == "before"
    assert [one.name for one in sound.iterdir() if one.name.startswith(".report")] == []


def _wait_until_connected(pid: int) -> None:
    """Until the process has a socket open, which it has only while it asks."""
    for _ in range(LIMIT * 20):
        try:
            open_files = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
        except OSError:
            open_files = []
        if sum(one.startswith("socket:") for one in open_files) > 2:
            return
        signal.sigtimedwait([], 0.05)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.2, 0.4, 0.7])
def test_stopped_early_it_leaves_no_traceback_either(sound: Path, delay: float) -> None:
    check = subprocess.Popen(
        command("check"),
        cwd=sound,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    signal.sigtimedwait([], delay)
    check.terminate()
    _, err = check.communicate(timeout=LIMIT)

    assert check.returncode in (0, 143, -signal.SIGTERM)
    assert "Traceback" not in err


def test_a_traceback_masks_what_the_run_has_learned_by_then() -> None:
    script = """
import logging
from launchready import console
from launchready.core.private import Private
from launchready.core.redact import Redactor

private = Private()
console.log_to_stderr(lambda text: Redactor().knowing(private.known)(text))
private.keep(["learned-" + "later"])
try:
    raise RuntimeError("it sent learned-" + "later%20x")
except RuntimeError:
    logging.getLogger("launchready").exception("a fault")
"""
    made = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "RuntimeError: it sent ***%20x" in made.stderr
    assert "learned-later" not in made.stderr
