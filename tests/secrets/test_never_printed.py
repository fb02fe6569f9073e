"""No secret leaves: not in a report, a repr, a traceback, an error, or the baseline's words.

One secret of every kind we know is planted, and everything that is said is searched for it, as it
stands and as it would be written in a URL, in JSON or in base64.
"""

import base64
import json
import logging
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from launchready import gate
from launchready.core.check import Check
from launchready.core.report import Unanswered
from launchready.core.repository import Lines
from launchready.report import formats
from launchready.secrets.baseline import Baseline
from launchready.secrets.baseline_file import updated
from launchready.secrets.committed import committed
from launchready.secrets.detectors.catalogue import FORMS
from launchready.secrets.detectors.detector import Detector, Seen, Weight, leaked
from launchready.secrets.engine import hits
from launchready.secrets.job import Job
from launchready.secrets.matching import by_form
from launchready.secrets.page import Page
from launchready.secrets.pem import blocks
from launchready.secrets.search import Search
from launchready.secrets.words import Leak, Place
from tests.command import a_repository, git, launchready
from tests.secrets.corpus import BY_FORM, BY_NAME
from tests.secrets.made_up import make
from tests.secrets.providers import a_key
from tests.secrets.samples import pem
from tests.secrets.search import a_job
from tests.worlds import DictRepository, a_world

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
_DICE = random.Random("never printed")
_PEM = pem(_DICE)
PLANTED = [(name, make(shape, _DICE)) for _, name, shape in (*BY_FORM, *BY_NAME)]
FILES = {
    f"deploy/{n}/.env.production": f"{name}={value}\n" for n, (name, value) in enumerate(PLANTED)
} | {f"src/app{n}.py": f'{name} = "{value}"\n' for n, (name, value) in enumerate(PLANTED)}
FILES["tls/server.key"] = _PEM + "\n"


def _forms(value: str) -> Iterator[str]:
    raw = value.encode()
    yield from (value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1])
    yield from (base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode())
    yield raw.hex()
    if len(value) >= 20:
        yield value[-12:]


# What a form has in common with what anybody may read: the address a hook begins with.
_PUBLIC = ("https://",)


def shown(text: str) -> list[str]:
    """The names of the secrets that a text gives away; never the secrets."""
    told = {
        name for name, value in PLANTED if any(one in text for one in _forms(value) if _own(one))
    }
    told |= {"the private key" for row in _PEM.splitlines()[1:-1] if row in text}
    return sorted(told)


def _own(form: str) -> bool:
    return (
        not any(one.startswith(form) or form in one for one in _PUBLIC) and "://" not in form[:12]
    )


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose second commit plants everything."""
    root = a_repository(tmp_path_factory.mktemp("planted") / "shop", README_dot_md="# Shop\n")
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    git("add", "-A", cwd=root)
    git("commit", "-q", "-m", "everything", cwd=root)
    return root


def test_the_search_would_see_one() -> None:
    name, value = PLANTED[0]

    assert shown(f"x {value}") == shown(base64.b64encode(value.encode()).decode()) == [name]
    assert shown(_PEM) == ["the private key"]


@pytest.mark.parametrize("scope", [[], ["--history"], ["--range", "HEAD~1..HEAD"]])
def test_no_report_shows_one(repository: Path, tmp_path: Path, scope: list[str]) -> None:
    names = sorted({*formats.NAMES} - {"perf"})  # which is written of load runs alone
    wanted = [f"-f={name}={tmp_path / name}" for name in names]
    ran = launchready("check", "secrets", *scope, *wanted, cwd=repository)
    reports = {one.name: one.read_text("utf-8") for one in tmp_path.iterdir()}
    told = len(json.loads(reports["json"])["findings"])

    assert ran.code == 1
    assert told > len(PLANTED)
    assert sorted(reports) == names
    assert [name for name, text in reports.items() if shown(text)] == []
    assert shown(ran.out + ran.err) == []


def test_the_baseline_command_shows_none_and_writes_none(repository: Path) -> None:
    ran = launchready("baseline", cwd=repository)
    written = (repository / ".secrets.baseline").read_text()
    again = launchready("check", "secrets", "-f", "json", cwd=repository)
    (repository / ".secrets.baseline").unlink()

    assert ran.code == 0
    assert len(json.loads(written)["results"]) > len(PLANTED)
    assert shown(ran.out + ran.err + written + again.out + again.err) == []


def test_no_repr_on_the_way_shows_one() -> None:
    job = a_job(baseline=Baseline(".secrets.baseline", ()))
    search = Search(job, NOON)
    said: list[str] = [repr(job)]
    for path, text in FILES.items():
        part = Lines(path=path, lines=tuple(enumerate(text.split("\n"), 1)))
        search.take(part)
        found = hits(part, NOON)
        said += [repr(part), repr(found), repr(list(blocks(text)))]
        said += (
            [repr(list(by_form(Page(part, NOON), FORMS)))] if path.startswith("src/app1") else []
        )
        said += [repr(_a_leak(one.detector, one.value, path)) for one in found]
    stock = search.inventory()
    update = updated(Baseline(".secrets.baseline", ()), None, stock, NOON, lambda *_: "")
    said += [repr(stock), repr(search), repr(search.keys()), repr(update)]
    said += [repr(search.findings(whole=True))]

    assert shown("\n".join(said)) == []


def _a_leak(detector: Detector, value: str, path: str) -> Leak:
    place = Place(line=1, commit=None, tracked=True)
    return Leak(
        detector=detector, impact=detector.rule.impact, path=path, places=(place,), value=value
    )


def _explodes(value: str, seen: Seen, impact: object) -> Weight:
    _ = impact
    raise ValueError(f"{value} in {seen.line}")


_FAULTY = Detector(
    rule=leaked("faulty", "a faulty kind", opens="see", revoke="Mend it"),
    thing="a faulty kind",
    pattern="(?P<value>.{8,})",
    rank=9,
    weigh=_explodes,
)


async def _fault(job: Job, world: object, caplog: pytest.LogCaptureFixture) -> tuple[str, str]:
    caplog.set_level(logging.DEBUG)
    check: Check = committed
    asked = await gate.ask(gate.Question(check=check, subject=job), world)  # type: ignore[arg-type]
    assert isinstance(asked.outcome, Unanswered)
    return asked.outcome.kind, caplog.text + repr(asked)


async def test_the_traceback_of_a_detector_that_breaks_shows_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = a_job(custom=(_FAULTY,))
    kind, said = await _fault(job, a_world(files=DictRepository(files=FILES)), caplog)

    assert kind == "bug"
    assert "WordlessError: ValueError" in said
    assert "test_never_printed.py" in said  # where it broke is told
    assert shown(said) == []


class _Quoting:
    """Breaks with the whole request in its words."""

    async def fetch(self, url: str, **given: object) -> object:
        raise RuntimeError(f"{url} {given}")


async def test_the_traceback_of_a_provider_s_call_that_breaks_shows_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = a_key("secrets/telegram-token")
    world = a_world(
        files=DictRepository(files={"a.py": f'T = "{key}"'}),
        web=_Quoting(),  # type: ignore[arg-type]
    )
    kind, said = await _fault(a_job(verify=True), world, caplog)

    assert kind == "bug"
    assert "RuntimeError" in said
    assert key not in said
    assert quote(key, safe="") not in said
