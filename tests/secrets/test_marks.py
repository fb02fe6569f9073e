"""A person can let one line stand with a mark, in whatever way the language writes comments."""

import random

import pytest

from launchready.secrets.marks import lets_stand
from tests.secrets.samples import BY_FORM
from tests.secrets.search import ask, told

_KEY = "".join(("sk", "_live_", "4eC39HqLyjWDarjtT1zdp7dcF2"))
_MARK = "pragma: allowlist " + "secret"
_NEXT = "pragma: allowlist nextline " + "secret"
_GITLEAKS = "gitleaks" + ":allow"
_STYLES = [
    "# {}",
    "// {}",
    "/* {} */",
    "<!-- {} -->",
    "-- {}",
    "; {}",
    "' {}",
    "% {}",
    "! {}",
    "{{# {} #}}",
    "REM {}",
    "dnl {}",
    "#{}",
]


@pytest.mark.parametrize("mark", [_MARK, _GITLEAKS, _MARK.replace("allow", "white")])
async def test_a_marked_line_stands_in_every_style_of_comment(mark: str) -> None:
    plain = [f'key = "{_KEY}"' for _ in _STYLES]
    marked = [f"{line} {style.format(mark)}" for line, style in zip(plain, _STYLES, strict=True)]
    one_bare = [*marked, plain[0]]

    assert await ask({"app.txt": "\n".join(marked)}) == []
    assert [one[2] for one in told(await ask({"app.txt": "\n".join(one_bare)}))] == [len(one_bare)]


async def test_a_mark_for_the_next_line_holds_for_that_line_alone() -> None:
    other = _KEY.replace("4eC3", "7fD8")
    files = {
        f"app{n}.txt": f'  {style.format(_NEXT)}\nkey = "{_KEY}"\nkey = "{other}"'
        for n, style in enumerate(_STYLES)
    }
    found = told(await ask(files))

    assert sorted(found) == sorted(("stripe-secret-key", path, 3) for path in files)


@pytest.mark.parametrize(
    ("line", "before"),
    [
        (_MARK, ""),
        ("a = 1  # pragma: no cover", ""),
        ("a = 1", f"b = 2  # {_NEXT}"),
        ("a = 1", f"b = 2  # {_MARK}"),
        ("a = 1  # my" + _GITLEAKS, ""),
        ("a = 1  # " + _GITLEAKS + "ed", ""),
    ],
)
def test_what_is_no_mark_lets_nothing_stand(line: str, before: str) -> None:
    assert not lets_stand(line, before)


async def test_a_marked_value_of_a_settings_file_stands_too() -> None:
    value = BY_FORM["github"][2](random.Random(1))
    marked = await ask({".env": f"# {_NEXT}\nGH_TOKEN={value}"})

    assert marked == []
    assert "env-file-committed" in {
        one[0] for one in told(await ask({".env": f"GH_TOKEN={value}"}))
    }
