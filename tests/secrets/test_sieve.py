"""Looking only where the sieve says loses nothing that reading every line would tell."""

import base64
import random
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchready.core.repository import Lines
from launchready.secrets.committed import look
from launchready.secrets.engine import hits
from launchready.secrets.job import Job
from launchready.secrets.scanner import _compiled_by_re2, _OneByOne
from launchready.secrets.search import Search
from launchready.secrets.settings import Secrets
from launchready.secrets.sieve import Sieve
from launchready.secrets.sieve_index import CannotSieveError
from launchready.world.contents import Text, spots_of
from launchready.world.history import Commits, Past
from tests.secrets.corpus import BY_FORM as SHAPES
from tests.secrets.corpus import BY_NAME as NAMED
from tests.secrets.made_up import make
from tests.secrets.samples import BY_FORM, BY_NAME, pem
from tests.secrets.scan import NOON
from tests.secrets.search import HISTORY, a_job
from tests.world.a_repository import Made, a_repository

_DICE = random.Random(1)
_VALUES = [
    *((name, make(shape, _DICE)) for _, name, shape in (*SHAPES, *NAMED)),
    *((name, value(_DICE)) for _, name, value in (*BY_FORM.values(), *BY_NAME.values())),
]
_WRITTEN = (
    "{name}={value}",
    'export {name}="{value}"',
    "  {name}: {value}",
    '"{name}": "{value}",',
    "const k = connect(`{value}`);",
    "          - name: {name}\n            value: {value}",
    "https://user:{value}@db.acme.io/x",
)
_PATHS = (
    *("a.py", "src/app.ts", ".env", "deploy/values.yaml", "docs/a.md", "package-lock.json"),
    *("tests/test_a.py", "config/master.key", ".pgpass", "router.conf", "README", "wp-config.php"),
)
_NOISE = (
    *("", "x = 1", "password", "token_id = task_id", "# nothing here", "e" * 1500, "value: 12"),
    *("key = os.environ['KEY']", "http://localhost:80", "ünïcödé = 'geheim'", "\t\r", "alchemy"),
    "-----BEGIN PRIVATE KEY-----",
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Lines of a file with some values in it, a few of them in lines too long to be read."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        if draw(st.booleans()):
            lines.append(draw(st.sampled_from(_NOISE)))
            continue
        name, value = draw(st.sampled_from(_VALUES))
        line = draw(st.sampled_from(_WRITTEN)).format(name=name, value=value)
        wrapping = draw(st.integers(0, 12))
        if wrapping == 0:
            line = f"k: {base64.b64encode(line.encode()).decode()}"
        elif wrapping == 1:
            line = f"u?x={quote(line, safe='')}"
        if draw(st.integers(0, 9)) == 0:
            line = "y();" * draw(st.integers(1, 6000)) + line + ";z()" * draw(st.integers(0, 6000))
        lines.append(line)
    if draw(st.integers(0, 5)) == 0:
        lines.insert(draw(st.integers(0, len(lines))), pem(_DICE))
    return "\n".join(lines)


def _told(path: str, text: str, numbers: frozenset[int] | None, job: Job) -> list[tuple[str, int]]:
    every = tuple(enumerate(text.split("\n"), 1))
    lines = tuple(one for one in every if numbers is None or one[0] in numbers)
    whole = tuple(line for _, line in every)
    part = Lines(path=path, lines=lines, whole=whole if len(lines) < len(every) else None)
    found = hits(part, NOON, random=job.random)
    return [(one.detector.rule.id, one.line) for one in found]


def _by(engine: str, sieve: Sieve) -> Sieve:
    """The same sieve without hyperscan."""
    import re

    if engine != "hyperscan":
        made = re.compile if engine == "re" else _compiled_by_re2
        sieve._scanner = _OneByOne(sieve._index.sought, made)
    return sieve


@pytest.mark.parametrize("engine", ["hyperscan", "re2", "re"])
@pytest.mark.parametrize("chance", [False, True])
def test_the_sieve_loses_nothing(chance: bool, engine: str) -> None:
    pytest.importorskip(engine)
    job = a_job(HISTORY, random=chance)
    sieve = _by(engine, Sieve(job, NOON))

    @given(st.sampled_from(_PATHS), _texts())
    @settings(
        max_examples=60 if engine == "hyperscan" else 25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def holds(path: str, text: str) -> None:
        numbers = None
        data = Text(text.encode())
        if not sieve.takes_whole(path):
            numbers = data.at(spots_of(sieve, data))

        assert _told(path, text, numbers, job) == _told(path, text, None, job)

    holds()


def test_a_stretch_is_wanted_where_the_detectors_tell_something_of_it() -> None:
    sieve = Sieve(a_job(HISTORY), NOON)

    @given(st.sampled_from(_PATHS), st.lists(_texts(), min_size=1, max_size=4))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def holds(path: str, texts: list[str]) -> None:
        wanted = sieve.wanted(path, texts)
        alone = [bool(_told(path, text, None, a_job(HISTORY))) for text in texts]

        assert all(is_wanted or not told for is_wanted, told in zip(wanted, alone, strict=True))

    holds()


def _grow(made: Made, dice: random.Random) -> None:
    """Commits that change a few files a little, so that git stores them as changes."""
    texts = {path: ["x = 1"] * 40 for path in ("a.py", "src/app.ts", "deploy/values.yaml", ".env")}
    for number in range(25):
        path = dice.choice(list(texts))
        lines = texts[path]
        at = dice.randrange(len(lines))
        name, value = dice.choice(_VALUES)
        line = dice.choice(_WRITTEN).format(name=name, value=value)
        change = dice.choice(["add", "replace", "drop", "key", "long"])
        if change == "drop":
            del lines[at : at + 5]
            lines.append("end")
        elif change == "key":
            lines[at:at] = pem(dice).split("\n")
        else:
            padded = "y();" * 6000 + line if change == "long" else line
            lines[at : at + (change == "replace")] = padded.split("\n")
        if number % 7 == 3:
            texts[f"moved{number}.txt"] = texts.pop(path)
            (made.root / path).unlink(missing_ok=True)
        made.commit(**{name: "\n".join(listed) + "\n" for name, listed in texts.items()})
    made.git("gc", "-q", "--prune=now")


def _findings(made: Made, job: Job, shares: int | None) -> list[tuple[str, ...]]:
    """What is told of the whole history; `shares` None reads every line of it."""
    commits = tuple(made.git("rev-list", "--topo-order", "--reverse", "--all").split())
    sieve = Sieve(job, NOON) if shares else None
    search = Search(job, NOON, sieve)
    wanted = Commits(listed=commits, told=commits, is_all=True)
    past = Past(made.files._git, wanted, made.files.head(), sieve, shares or 1)
    for part in past.parts():
        search.take(part)
    return sorted((one.message, *one.evidence) for one in search.findings())


@pytest.mark.parametrize("seed", range(4))
def test_history_tells_the_same_sifted_by_any_number_of_workers(tmp_path: Path, seed: int) -> None:
    made = a_repository(tmp_path / "portal")
    _grow(made, random.Random(seed))
    job = a_job(HISTORY)
    whole = _findings(made, job, None)

    assert whole
    for shares in (1, 2, 5):
        assert _findings(made, job, shares) == whole


def test_a_founders_pattern_that_may_match_anything_has_everything_read(tmp_path: Path) -> None:
    import threading

    made = a_repository(tmp_path / "portal")
    made.commit(a="id 7\n")
    wide = {"custom": [{"id": "acme-id", "pattern": "(?<=id )[0-9]"}]}
    job = a_job(HISTORY, custom=Secrets.model_validate(wide).job.custom)
    (finding,) = look(job, made.files, NOON, threading.Event()).findings()

    assert finding.rule.id == "secrets/acme-id"
    with pytest.raises(CannotSieveError):
        Sieve(a_job(HISTORY, custom=_custom("(?:acme)?")), NOON)


def _custom(pattern: str) -> tuple[object, ...]:
    from launchready.secrets.detectors.detector import Detector, leaked

    rule = leaked("acme-id", "an id", opens="x", revoke="x")
    return (Detector(rule=rule, thing="an id", pattern=pattern),)
